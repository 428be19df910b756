// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// Payouts is the purpose of holds and mandates by which issuers pay actions in.
const Payouts cash.Purpose = "payouts"

// Confirm confirms an announced action, by another person at the depository, while nobody knows the holders.
// Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED, RECORD_DATE_PAST.
func (a Action) Confirm(act Act) (Action, []protocol.Event, error) {
	if err := byMember(act, a.Depository); err != nil {
		return a, nil, err
	}
	if err := act.Another(a.Maker); err != nil {
		return a, nil, err
	}
	if act.Today.After(a.Record) {
		return a, nil, RecordPast.New("the record date %s is over on %s", a.Record, act.Today)
	}
	return a.to(ActionConfirmed, ActionAnnounced)
}

// Cancel ends an action that is not funded, by the issuer or the depository. What was worked out stays and has no effect.
// Faults: NOT_YOURS, STATUS_REFUSED.
func (a Action) Cancel(act Act) (Action, []protocol.Event, error) {
	if !a.Issuer.Is(act.Caller) && act.Caller.MSP != a.Depository {
		return a, nil, NotYours.New("this is for party %s or member %s to do", a.Issuer.Party, a.Depository)
	}
	return a.to(ActionCancelled, ActionAnnounced, ActionConfirmed, ActionRecordClosed, ActionEntitled)
}

func (a Action) to(state ActionStatus, from ...ActionStatus) (Action, []protocol.Event, error) {
	if err := inState("action", string(a.ID), a.Status, from...); err != nil {
		return a, nil, err
	}
	a.Status = state
	return a, []protocol.Event{a.event()}, nil
}

// CloseRecordRequest takes the closed register of the record date for the action's.
type CloseRecordRequest struct {
	Action ActionID `json:"action" help:"the action"`
	// Cut is for a fixed number of units that is handed out or called; DrawCut computes it.
	Cut fraction.Cut `json:"cut,omitzero" help:"down to where the odd units go, as DrawCut answers"`
}

// Validate refuses malformed members.
func (r CloseRecordRequest) Validate() error {
	if r.Cut.Remainder < 0 || r.Cut.Remainder > int64(QuantityMax) || (r.Cut.Remainder > 0) != (r.Cut.Tie != "") {
		return errors.New("a cut has a remainder above zero and a tie, or neither")
	}
	if r.Cut.Tie != "" && Hash(r.Cut.Tie).Validate() != nil {
		return errors.New("the tie of a cut is a SHA-256")
	}
	return r.Action.Validate()
}

// Closing is what closing a record rests on.
type Closing struct {
	Instrument Instrument
	Terms      TermsVersion
	Register   Register
	// Published are the confirmed publications on the days of [Action.Observed].
	Published []decimal.Decimal
}

// pooled tells whether a fixed number of units is handed out or called.
func (a Action) isPooled() bool { return a.Units > 0 }

// CloseRecord takes the register, by the depository; again where another cut is needed. Faults: NOT_YOURS, STATUS_REFUSED,
// INSTRUMENT_HALTED, NOT_STILL, NOT_PUBLISHED, ACTION_TERMS_REFUSED.
func (a Action) CloseRecord(r CloseRecordRequest, on Closing, act Act) (Action, []protocol.Event, error) {
	if err := byMember(act, a.Depository); err != nil {
		return a, nil, err
	}
	if err := on.Instrument.Live(); err != nil {
		return a, nil, err
	}
	if err := a.still(on.Instrument); err != nil {
		return a, nil, err
	}
	base := on.Register.Supply - on.Register.Treasury
	switch {
	case !a.isPooled() && r.Cut != fraction.Cut{}:
		return a, nil, ActionTermsRefused.New("a cut is for a fixed number of units")
	case a.isPooled() && base == 0, a.Kind == PartialCall && a.Units > base:
		return a, nil, ActionTermsRefused.New("%s units are called or given, of %s that take part", a.Units, base)
	}
	a.Supply, a.Root, a.Base, a.Cut, a.Revision = on.Register.Supply, on.Register.Root, base, r.Cut, a.Revision+1
	if a.Kind == InterestPayment && a.PerUnit == nil {
		rate, err := a.floats(on)
		if err != nil {
			return a, nil, err
		}
		a.PerUnit = rate
	}
	return a.to(ActionRecordClosed, ActionConfirmed, ActionRecordClosed)
}

// still refuses an action that takes units while they change hands, or where they did since the record date.
// Faults: NOT_STILL.
func (a Action) still(i Instrument) error {
	if a.Kind.takes() && (i.StillSince.IsZero() || i.StillSince.After(a.Record)) {
		return NotStill.New("units of instrument %s were not still from the record date %s on: halt it by then", i.ID, a.Record)
	}
	return nil
}

// floats is what a floating coupon pays a unit.
func (a Action) floats(on Closing) (*bond.PerUnit, error) {
	coupon, err := on.Terms.Terms.Bond.CouponOf(a.Coupon)
	if err != nil {
		return nil, err
	}
	rate, err := on.Terms.Terms.Bond.RateOf(coupon, on.Published)
	if err != nil {
		return nil, NotPublished.New("%s", err)
	}
	if rate.Sign() < 0 {
		rate = decimal.Decimal{} // a holder owes nothing for a coupon
	}
	return pointer(on.Terms.Terms.Bond.Pays(coupon, on.Instrument.Nominal, rate))
}

// Completing is what fixing the entitlements rests on.
type Completing struct {
	Instrument   Instrument
	Terms        TermsVersion
	Register     Register
	Entitlements []Entitlement
	Issuance     Issuance
}

// Complete fixes what is paid, once each page of the register is worked out: the pages' units are the supply of the record
// date, and what is handed out or called of a fixed number is that number. Anybody may: the result is determined.
// Faults: STATUS_REFUSED, ENTITLEMENTS_INCOMPLETE, SIZE_EXCEEDED, AMOUNT_TOO_LARGE.
func (a Action) Complete(on Completing) (Action, Issuance, []protocol.Event, error) {
	if err := inState("action", string(a.ID), a.Status, ActionRecordClosed); err != nil {
		return a, on.Issuance, nil, err
	}
	total, err := a.total(on)
	if err != nil {
		return a, on.Issuance, nil, err
	}
	a.Total = total
	if a.Residual, err = a.leftOver(total); err != nil {
		return a, on.Issuance, nil, AmountTooLarge.New("%s", err)
	}
	issuance, err := a.issued(on)
	if err != nil {
		return a, on.Issuance, nil, err
	}
	after, events, err := a.to(ActionEntitled, ActionRecordClosed)
	if err == nil && after.Due().IsZero() {
		after, events, err = after.to(ActionFunded, ActionEntitled)
	}
	return after, issuance, events, err
}

// total adds all pages up. Faults: ENTITLEMENTS_INCOMPLETE.
func (a Action) total(on Completing) (Totals, error) {
	var sum Totals
	for n, page := range on.Entitlements {
		if page.Revision != a.Revision || page.Number != n {
			return sum, EntitlementsIncomplete.New("page %s was not worked out for this cut", page.From)
		}
		var err error
		if sum, err = sum.Add(page.Sum); err != nil {
			return sum, err
		}
	}
	switch {
	case len(on.Entitlements) != len(on.Register.Pages) || sum.Units+sum.Excluded != a.Supply:
		return sum, EntitlementsIncomplete.New("%s and %s units are worked out of %s", sum.Units, sum.Excluded, a.Supply)
	case a.Kind == PartialCall && sum.Taken() != a.Units, a.Kind == Bonus && a.isPooled() && sum.Given != a.Units:
		return sum, EntitlementsIncomplete.New("%s units are called or given, not %s: the cut is another one", max(sum.Taken(), sum.Given), a.Units)
	}
	return sum, nil
}

// leftOver is what the issuer owes on all units, rounded once, beyond what accounts get, each rounded. Where accounts get
// more than that, the issuer pays what they get.
func (a Action) leftOver(total Totals) (money.Amount, error) {
	if a.PerUnit == nil || a.Kind.converts() || a.Kind == Bonus {
		return money.Amount{}, nil
	}
	paid := total.Units
	if a.Kind == PartialCall {
		paid = a.Units
	}
	owed, err := a.PerUnit.Of(int64(paid), a.Rounding)
	if err != nil || owed.Cmp(total.Gross) < 0 {
		return money.Amount{}, err
	}
	return owed.Sub(total.Gross)
}

// issued counts new units against what the terms in force authorise. Faults: SIZE_EXCEEDED.
func (a Action) issued(on Completing) (Issuance, error) {
	more := a.Total.Given
	if a.Kind.converts() {
		more -= a.Total.Taken()
	}
	if more == 0 {
		return on.Issuance, nil
	}
	issued, err := on.Issuance.Issued.Add(more)
	if err != nil {
		return on.Issuance, err
	}
	if issued > on.Terms.Terms.Size {
		return on.Issuance, SizeExceeded.New("%s units would have been issued, the terms authorise %s", issued, on.Terms.Terms.Size)
	}
	return Issuance{Instrument: a.Instrument, Issued: issued}, nil
}

// Due is what the issuer pays in.
func (a Action) Due() money.Amount {
	due, err := a.Total.Gross.Add(a.Residual)
	if err != nil {
		return a.Total.Gross
	}
	return due
}

// FundActionRequest pays an action in.
type FundActionRequest struct {
	Action ActionID `json:"action" help:"the action"`
	cash.Means
}

// Validate refuses malformed members.
func (r FundActionRequest) Validate() error {
	return errors.Join(r.Action.Validate(), r.Means.Validate())
}

// FundingID names the settlement by which an action is paid in.
func FundingID(action ActionID) cash.SettlementID { return cash.SettlementID("fund." + string(action)) }

// Fund pays an action in, by the issuer, to the unit: neither more nor less than was fixed. Faults: NOT_YOURS,
// STATUS_REFUSED, INSTRUMENT_HALTED, NOT_STILL.
func (a Action) Fund(r FundActionRequest, i Instrument, act Act) (Action, cash.SettleRequest, []protocol.Event, error) {
	if err := act.By(a.Issuer); err != nil {
		return a, cash.SettleRequest{}, nil, err
	}
	if err := errors.Join(i.Live(), a.still(i)); err != nil {
		return a, cash.SettleRequest{}, nil, err
	}
	after, events, err := a.to(ActionFunded, ActionEntitled)
	if err != nil {
		return a, cash.SettleRequest{}, nil, err
	}
	leg := r.Means.Leg(a.Payees.Paying, a.money(a.Due()), Payouts)
	return after, cash.SettleRequest{ID: FundingID(a.ID), Legs: []cash.SettleLeg{leg}}, events, nil
}

func (a Action) money(amount money.Amount) money.Money {
	return money.Money{Amount: amount, Currency: a.Currency}
}
