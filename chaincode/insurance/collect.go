// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CollectMost bounds the instalments of one transaction: each is at least one leg, and cash takes a thousand.
const CollectMost = 1_000

// PayRequest pays an instalment.
type PayRequest struct {
	InstalmentKey
	// Means pay; the policyholder's mandate does when they are left out.
	Means
}

// Validate refuses malformed members.
func (r PayRequest) Validate() error {
	return errors.Join(r.InstalmentKey.Validate(), r.validateOptional())
}

// CollectRequest collects instalments that are due, by the mandates of their policyholders.
type CollectRequest struct {
	Instalments []InstalmentKey `json:"instalments" help:"1 to 1000 instalments that are due"`
}

// Validate refuses nothing, too much, and an instalment that is named twice.
func (r CollectRequest) Validate() error {
	if len(r.Instalments) == 0 || len(r.Instalments) > CollectMost {
		return fmt.Errorf("%d instalments are not 1 to %d", len(r.Instalments), CollectMost)
	}
	named := make(map[InstalmentKey]bool, len(r.Instalments))
	for _, key := range r.Instalments {
		if err := key.Validate(); err != nil {
			return err
		}
		if named[key] {
			return fmt.Errorf("instalment %d of policy %s is named twice", key.Number, key.Policy)
		}
		named[key] = true
	}
	return nil
}

// Dues are an instalment and who gets it. Policy is left out where the bill says enough: where an instalment is collected by
// mandate, and not late.
type Dues struct {
	Instalment Instalment
	Policy     *Policy
	Version    ProductVersion
	Panel      Panel
}

// Pay pays an instalment: anybody by its own consent or hold, and anybody once it is due by the policyholder's mandate.
// Payer is the account of the means, where they are a mandate.
//
// Faults: STATUS_REFUSED, TOO_EARLY, TOO_LATE, TERMS_REFUSED, ACCOUNT_REFUSED.
func (d Dues) Pay(r PayRequest, payer *cash.Account, act Act) (Instalment, cash.SettleRequest, []protocol.Event, error) {
	after, legs, err := d.by(r.Means, payer, act)
	settle := cash.SettleRequest{ID: settlement("premium", string(r.Policy), r.Number), Legs: legs}
	return after, settle, []protocol.Event{after.told()}, err
}

// by pays an instalment by means that are given, or by the mandate of its bill.
func (d Dues) by(m Means, payer *cash.Account, act Act) (Instalment, []cash.SettleLeg, error) {
	if !m.given() {
		return d.collect(act)
	}
	means, err := d.Policy.means(m, payer, act)
	if err != nil {
		return d.Instalment, nil, err
	}
	return d.pay(means, act.Today)
}

// collect pays an instalment that is due by its policyholder's mandate.
func (d Dues) collect(act Act) (Instalment, []cash.SettleLeg, error) {
	i := d.Instalment
	if err := errors.Join(i.in(Open), d.due(act.Today)); err != nil {
		return i, nil, err
	}
	means, err := i.Bill.Payer.means(i.Policy)
	if err != nil {
		return i, nil, err
	}
	return d.pay(means, act.Today)
}

// due refuses an instalment that is not due yet. Faults: TOO_EARLY.
func (d Dues) due(today date.Date) error {
	if i := d.Instalment; i.Due.After(today) {
		return TooEarly.New("instalment %d of policy %s is due on %s", i.Number, i.Policy, i.Due)
	}
	return nil
}

// pay moves an instalment's money to who gets it.
func (d Dues) pay(means Means, today date.Date) (Instalment, []cash.SettleLeg, error) {
	i := d.Instalment
	if err := d.payable(today); err != nil {
		return i, nil, err
	}
	parts, err := d.payees()
	if err != nil {
		return i, nil, err
	}
	legs, err := means.pay(parts, d.Version.Currency, Premiums, PremiumOf(i.Policy))
	return i.paid(Paid, today), legs, err
}

// payees are who gets the instalment, and how much.
func (d Dues) payees() ([]portionOf, error) {
	i := d.Instalment
	return i.payees(d.Panel, i.Bill.Commissions, d.Version.TaxesOn(i.Due))
}

// payable refuses an instalment that is paid, void or too late. Faults: STATUS_REFUSED, TOO_LATE.
func (d Dues) payable(today date.Date) error {
	i := d.Instalment
	if err := i.in(Open); err != nil {
		return err
	}
	return d.inGrace(today)
}

// inGrace refuses a payment that comes after its grace while cover would lapse without it: who pays after a loss would buy
// cover for it. Cover is reinstated instead. What is owed for cover that has ended is taken at any time. Faults: TOO_LATE.
func (d Dues) inGrace(today date.Date) error {
	i := d.Instalment
	if !i.Late(today) {
		return nil
	}
	opening := d.Policy.Stack[i.Period-1]
	if _, over := end(d.Policy.of(i.Period)); over || !i.Grace.Before(lastDay(opening)) {
		return nil
	}
	return TooLate.New("instalment %d of policy %s could be paid until %s; have the policy reinstated", i.Number, i.Policy, i.Grace)
}

// lastDay is the last day of a period.
func lastDay(opening Transaction) date.Date {
	day, err := opening.Until.AddDays(-1)
	if err != nil {
		return opening.Until
	}
	return day
}

// Collection is what a batch collects.
type Collection struct {
	Collected int `json:"collected"`
	// Totals are what the policyholders paid, taxes included: one of each currency.
	Totals []money.Money `json:"totals"`
}

// add counts an instalment. Faults: AMOUNT_TOO_LARGE.
func (c *Collection) add(i Instalment, currency money.Currency) error {
	paid, err := i.Total()
	if err != nil {
		return err
	}
	c.Collected++
	at := slices.IndexFunc(c.Totals, func(m money.Money) bool { return m.Currency == currency })
	if at < 0 {
		at, c.Totals = len(c.Totals), append(c.Totals, money.Money{Currency: currency})
	}
	c.Totals[at].Amount, err = checked(c.Totals[at].Amount.Add(paid))
	return err
}

// Collect pays many instalments that are due, by the mandates of their policyholders, in one settlement: all of them or
// none. Faults: as of paying each.
func Collect(all []Dues, act Act) ([]Instalment, cash.SettleRequest, Collection, []protocol.Event, error) {
	var done Collection
	settle := cash.SettleRequest{ID: cash.SettlementID("premiums-" + act.TxID[:min(48, len(act.TxID))])}
	paid, keys := make([]Instalment, len(all)), make([]InstalmentKey, len(all))
	for k, d := range all {
		after, legs, err := d.collect(act)
		if err != nil {
			return nil, settle, done, nil, err
		}
		if err := done.add(after, d.Version.Currency); err != nil {
			return nil, settle, done, nil, err
		}
		paid[k], keys[k], settle.Legs = after, after.InstalmentKey, append(settle.Legs, legs...)
	}
	told := PremiumsCollected.Of(string(settle.ID), CollectedEvent{Instalments: keys})
	return paid, settle, done, []protocol.Event{told}, nil
}

// DeferRequest lets a part of an instalment, or all of it, be paid later.
type DeferRequest struct {
	InstalmentKey
	// Premium is what is deferred, without taxes; commission and taxes go with it in proportion.
	Premium money.Amount `json:"premium" help:"premium that is deferred, without taxes, in minor units"`
	Due     date.Date    `json:"due" help:"new due date"`
}

// Validate refuses malformed members.
func (r DeferRequest) Validate() error {
	if r.Premium.Sign() <= 0 || r.Due.IsZero() {
		return errors.New("premium above zero and due are needed")
	}
	return r.InstalmentKey.Validate()
}

// Defer splits an open instalment: a part stays, and the rest becomes another one that is due later. It is how a premium
// is paid in part. Faults: NOT_YOURS, STATUS_REFUSED, TERMS_REFUSED, STACK_FULL.
func (d Dues) Defer(r DeferRequest, act Act) (Policy, []Instalment, []protocol.Event, error) {
	p, i := *d.Policy, d.Instalment
	if err := d.deferable(r, act); err != nil {
		return p, nil, nil, err
	}
	p, later, err := p.add(i.Period, r.Due)
	if err != nil {
		return p, nil, nil, err
	}
	parts, err := i.spread([]int64{i.Premium.Minor() - r.Premium.Minor(), r.Premium.Minor()})
	if err != nil {
		return p, nil, nil, err
	}
	if i.Charge = parts[0]; i.IsZero() {
		i.Status = Void
	}
	later, err = later.owing(parts[1], d.Version.GraceDays)
	return p, []Instalment{i, later}, []protocol.Event{i.told(), later.told()}, err
}

// deferable refuses to defer what is not owed, or beyond the period.
func (d Dues) deferable(r DeferRequest, act Act) error {
	i, opening := d.Instalment, d.Policy.Stack[d.Instalment.Period-1]
	if err := act.By(d.Policy.Lead); err != nil {
		return err
	}
	if err := d.payable(act.Today); err != nil {
		return err
	}
	if d.Version.Parametric != nil {
		return TermsRefused.New("the premium of a parametric product is one instalment, and is not deferred")
	}
	if r.Premium.Cmp(i.Premium) > 0 || !r.Due.After(i.Due) || !r.Due.Before(opening.Until) {
		return TermsRefused.New("at most %s is deferred, to a day after %s and before %s", i.Premium, i.Due, opening.Until)
	}
	return nil
}

// PayerRequest changes by which mandate a policyholder pays.
type PayerRequest struct {
	Policy PolicyID `json:"policy" help:"the policy"`
	Payer  Purse    `json:"payer" help:"account and mandate of the policyholder for premiums"`
}

// Validate refuses malformed members.
func (r PayerRequest) Validate() error { return errors.Join(r.Policy.Validate(), r.Payer.Validate()) }

// ChangePayer changes by which mandate premiums are collected, and answers the instalments whose bills it changes.
// Faults: NOT_YOURS, ACCOUNT_REFUSED.
func (p Policy) ChangePayer(r PayerRequest, account cash.Account, instalments []Instalment, act Act) (Policy, []Instalment, []protocol.Event, error) {
	if err := act.By(p.Holder); err != nil {
		return p, nil, nil, err
	}
	if err := Owned(account, p.Holder, p.Currency); err != nil {
		return p, nil, nil, err
	}
	p.Payer = r.Payer
	var changed []Instalment
	for _, i := range instalments {
		if i.Bill != (Bill{}) {
			i.Bill.Payer = r.Payer
			changed = append(changed, i)
		}
	}
	return p, changed, []protocol.Event{PayerChanged.Of(string(p.ID), StatusEvent{Status: "CHANGED"})}, nil
}
