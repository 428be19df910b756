// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// reserveAgeMax bounds the age, in business days, that the members may allow a reserve's attestation.
const reserveAgeMax = 60

// CurrencyKey names a currency as a table's key and as a query's request.
type CurrencyKey struct {
	Currency money.Currency `json:"currency" help:"ISO 4217 code, such as EUR"`
}

// Validate refuses a missing code.
func (k CurrencyKey) Validate() error {
	if k.Currency.IsZero() {
		return errors.New("currency is missing")
	}
	return nil
}

// Key is the currency's place in a table.
func (k CurrencyKey) Key() []string { return []string{k.Currency.String()} }

// Currency is the terms under which the members keep a currency on the ledger.
type Currency struct {
	CurrencyKey
	// MinorUnits is how many decimal places the amounts on the ledger have. It never changes: a later table of
	// ISO 4217 that says otherwise would make every balance mean something else.
	MinorUnits int `json:"minorUnits"`
	// ReserveAge is how many business days after its date an attested reserve still backs new money.
	ReserveAge int `json:"reserveAge"`
	// Calendar says which days are business days; Monday to Friday when there is none.
	Calendar *date.Calendar `json:"calendar,omitempty"`
	// Closed currencies get no new accounts and no new money; payments and redemption go on.
	Closed bool `json:"closed,omitzero"`
}

// CurrencyRequest sets the terms of a currency under a resolution.
type CurrencyRequest struct {
	protocol.Governed
	CurrencyKey
	ReserveAge int            `json:"reserveAge" help:"business days for which an attested reserve backs new money, 0 to 60"`
	Calendar   *date.Calendar `json:"calendar,omitempty" help:"the currency's business days; Monday to Friday when left out"`
	Closed     bool           `json:"closed,omitzero" help:"no new accounts and no new money"`
}

// Validate refuses ages out of bounds.
func (r CurrencyRequest) Validate() error {
	if r.ReserveAge < 0 || r.ReserveAge > reserveAgeMax {
		return fmt.Errorf("reserveAge %d is not between 0 and %d", r.ReserveAge, reserveAgeMax)
	}
	return errors.Join(r.Governed.Validate(), r.CurrencyKey.Validate())
}

// Set makes the terms of a currency, or replaces those before. Faults: NOT_ISSUABLE, MINOR_UNITS_CHANGED.
func (r CurrencyRequest) Set(before *Currency) (Currency, []protocol.Event, error) {
	digits, issuable := r.Currency.MinorUnits()
	if !issuable {
		return Currency{}, nil, NotIssuable.New("%s has no minor unit in ISO 4217: no money can be issued in it", r.Currency)
	}
	if before != nil && before.MinorUnits != digits {
		return Currency{}, nil, MinorUnitsChanged.New("%s has %d decimal places on this ledger and would have %d",
			r.Currency, before.MinorUnits, digits)
	}
	after := Currency{
		CurrencyKey: r.CurrencyKey, MinorUnits: digits, ReserveAge: r.ReserveAge, Calendar: r.Calendar, Closed: r.Closed,
	}
	event := CurrencySet.Of(r.Currency.String(), CurrencyEvent{ReserveAge: r.ReserveAge, Closed: r.Closed})
	return after, []protocol.Event{event}, nil
}

func (c Currency) open() error {
	if c.Closed {
		return CurrencyClosed.New("currency %s is closed to new accounts and new money", c.Currency)
	}
	return nil
}

// aged counts the business days after one date up to another, and stops counting beyond what any terms allow.
func (c Currency) aged(from, to date.Date) (int, error) {
	count := 0
	for day := from; day.Before(to) && count <= reserveAgeMax; {
		next, err := day.AddDays(1)
		if err != nil {
			return 0, err
		}
		business, err := c.businessDay(next)
		if err != nil {
			return 0, err
		}
		if business {
			count++
		}
		day = next
	}
	return count, nil
}

func (c Currency) businessDay(day date.Date) (bool, error) {
	if c.Calendar == nil {
		return day.Weekday() <= date.Friday, nil
	}
	return c.Calendar.IsBusinessDay(day)
}
