// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PenaltyRate is what a fail in instruments of a kind costs on one business day, as a part of their value.
type PenaltyRate struct {
	// Group is how the ISO 10962 classification of these instruments begins: E for equities, DB for bonds.
	Group string          `json:"group" help:"how the CFI of these instruments begins, 1 to 6 letters"`
	Rate  decimal.Decimal `json:"rate" help:"a business day, as a part of the value: 0.0001 for a basis point"`
}

// DisciplineTerms are the prices of failing to settle, from a day on: the shape of Delegated Regulation (EU) 2017/389,
// which has a rate for each class of instruments and, where money is missing, one that follows the overnight rate.
type DisciplineTerms struct {
	From date.Date `json:"from" help:"first day for which they count"`
	// Calendar says which days are charged.
	Calendar date.Calendar   `json:"calendar" help:"business days of settlement"`
	Rates    []PenaltyRate   `json:"rates" help:"rates where units are missing, by classification; the longest one counts"`
	Money    decimal.Decimal `json:"money" help:"rate where money is missing, a business day"`
}

var cfiPrefix = regexp.MustCompile(`^[A-Z]{1,6}$`)

// ratesMost bounds the rates of a currency.
const ratesMost = 100

// Validate refuses malformed terms.
func (t DisciplineTerms) Validate() error {
	one := decimal.FromInt64(1)
	if t.From.IsZero() || t.Calendar.Name() == "" {
		return errors.New("from and calendar are needed")
	}
	if len(t.Rates) == 0 || len(t.Rates) > ratesMost {
		return errors.New("1 to 100 rates are needed")
	}
	for i, rate := range t.Rates {
		if !cfiPrefix.MatchString(rate.Group) || rate.Rate.Sign() < 0 || rate.Rate.Cmp(one) >= 0 {
			return errors.New("a rate is for 1 to 6 capital letters, and from 0 to below 1")
		}
		if slices.ContainsFunc(t.Rates[:i], func(r PenaltyRate) bool { return r.Group == rate.Group }) {
			return errors.New("rates name a group twice")
		}
	}
	if t.Money.Sign() < 0 || t.Money.Cmp(one) >= 0 {
		return errors.New("money is from 0 to below 1")
	}
	return nil
}

// rate finds that of a classification: of the longest group that it begins with.
func (t DisciplineTerms) rate(cfi string) (decimal.Decimal, bool) {
	longest, found := -1, decimal.Decimal{}
	for _, rate := range t.Rates {
		if len(rate.Group) > longest && strings.HasPrefix(cfi, rate.Group) {
			longest, found = len(rate.Group), rate.Rate
		}
	}
	return found, longest > 0
}

// CurrencyKey names the settlement discipline of a currency.
type CurrencyKey struct {
	Currency money.Currency `json:"currency" help:"ISO 4217 code"`
}

// Validate refuses no currency.
func (k CurrencyKey) Validate() error {
	if k.Currency.IsZero() {
		return errors.New("currency is missing")
	}
	return nil
}

// Key is the discipline's place in a table.
func (k CurrencyKey) Key() []string { return []string{k.Currency.String()} }

// Discipline is what failing to settle costs in a currency, with all the terms that there were: a fail is charged by those
// of its day.
type Discipline struct {
	CurrencyKey
	Terms []DisciplineTerms `json:"terms"`
}

// DisciplineRequest sets the terms of a currency from a day to come on, under a resolution of the members.
type DisciplineRequest struct {
	protocol.Governed
	CurrencyKey
	Terms DisciplineTerms `json:"terms" help:"what failing to settle costs"`
}

// Validate refuses malformed members.
func (r DisciplineRequest) Validate() error {
	return errors.Join(r.Governed.Validate(), r.CurrencyKey.Validate(), r.Terms.Validate())
}

// termsMost bounds the terms that a currency has had.
const termsMost = 50

// Set adds terms. They never reach back. Faults: TOO_LATE.
func (d Discipline) Set(r DisciplineRequest, act Act) (Discipline, error) {
	if !r.Terms.From.After(act.Today) {
		return d, TooLate.New("terms count from a day to come, not from %s on", r.Terms.From)
	}
	d.CurrencyKey = r.CurrencyKey
	d.Terms = slices.Clone(d.Terms)
	for len(d.Terms) > 0 && !d.Terms[len(d.Terms)-1].From.Before(r.Terms.From) {
		d.Terms = d.Terms[:len(d.Terms)-1] // terms that never began
	}
	d.Terms = append(d.Terms, r.Terms)
	d.Terms = d.Terms[max(0, len(d.Terms)-termsMost):]
	return d, nil
}

// on finds the terms of a day. Faults: NOT_FAILING.
func (d Discipline) on(day date.Date) (DisciplineTerms, error) {
	for _, terms := range slices.Backward(d.Terms) {
		if !terms.From.After(day) {
			return terms, nil
		}
	}
	return DisciplineTerms{}, NotFailing.New("nothing is charged in %s for %s", d.Currency, day)
}

// ClosingPriceKey names the price of an instrument at the end of a day.
type ClosingPriceKey struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Day        date.Date    `json:"day" help:"business date"`
}

// Validate refuses malformed members.
func (k ClosingPriceKey) Validate() error {
	if k.Day.IsZero() {
		return errors.New("day is missing")
	}
	return k.Instrument.Validate()
}

// Key is the price's place in a table.
func (k ClosingPriceKey) Key() []string { return []string{string(k.Instrument), k.Day.String()} }

// ClosingPrice is what one unit is worth at the end of a day, in the instrument's currency; published once.
type ClosingPrice struct {
	ClosingPriceKey
	Price decimal.Decimal `json:"price" help:"of one unit, in the instrument's currency: 101.25"`
}

// Validate refuses a price that is not above zero.
func (p ClosingPrice) Validate() error {
	if p.Price.Sign() <= 0 || p.Price.Scale() > 12 {
		return errors.New("price is above zero, with at most 12 decimal places")
	}
	return p.ClosingPriceKey.Validate()
}

// Name is the price's name.
func (p ClosingPrice) Name() ClosingPriceKey { return p.ClosingPriceKey }

// Publish publishes the price, as the depository. Faults: NOT_YOURS, TOO_EARLY.
func (p ClosingPrice) Publish(i Instrument, act Act) error {
	if err := byMember(act, i.Depository); err != nil {
		return err
	}
	if p.Day.After(act.Today) {
		return TooEarly.New("the price of %s is not known on %s", p.Day, act.Today)
	}
	return nil
}
