// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PenaltyKind says what a penalty is for, as CSDR has it.
type PenaltyKind string

// The kinds of penalties.
const (
	// FailPenalty is for a matched obligation that is not settled at the end of a day (SEFP).
	FailPenalty PenaltyKind = "SEFP"
	// LatePenalty is for a day after the settlement date on which it was not matched yet (LMFP).
	LatePenalty PenaltyKind = "LMFP"
)

// PenaltyStatus is how a penalty stands.
type PenaltyStatus string

// The states of a penalty.
const (
	PenaltyDue    PenaltyStatus = "DUE"
	PenaltyPaid   PenaltyStatus = "PAID"
	PenaltyWaived PenaltyStatus = "WAIVED"
)

// PenaltyKey names what one obligation costs for one day: there is at most one penalty.
type PenaltyKey struct {
	Match MatchID   `json:"match" help:"the obligation"`
	Day   date.Date `json:"day" help:"business date of the fail"`
}

// Validate refuses malformed members.
func (k PenaltyKey) Validate() error {
	if k.Day.IsZero() {
		return errors.New("day is missing")
	}
	return k.Match.Validate()
}

// Key is the penalty's place in a table.
func (k PenaltyKey) Key() []string { return []string{string(k.Match), k.Day.String()} }

// Penalty is what the side that failed owes the other for a day.
type Penalty struct {
	PenaltyKey
	Kind PenaltyKind `json:"kind"`
	// Failing is the side that pays, Payer its cash account and Payee that of the other side, which suffered.
	Failing    Direction      `json:"failing"`
	Payer      cash.AccountID `json:"payer"`
	Payee      cash.AccountID `json:"payee"`
	Amount     money.Money    `json:"amount"`
	Depository string         `json:"depository"`
	Status     PenaltyStatus  `json:"status"`
	// Recorder recorded it; another person waives it, for a reason of which the ledger has the hash.
	Recorder Person `json:"recorder"`
	Reason   Hash   `json:"reason,omitzero"`
	// Settlement is the payment.
	Settlement cash.SettlementID `json:"settlement,omitzero"`
}

// Name is the penalty's name.
func (p Penalty) Name() PenaltyKey { return p.PenaltyKey }

// PenaltyRequest asks what an obligation costs for a day that is over.
type PenaltyRequest struct {
	ObligationRequest
	Day date.Date `json:"day" help:"business date of the fail"`
}

// Validate refuses malformed members.
func (r PenaltyRequest) Validate() error {
	if r.Day.IsZero() {
		return errors.New("day is missing")
	}
	return r.ObligationRequest.Validate()
}

// Tariff is what a penalty is reckoned by. Price is nil where none was published for the day.
type Tariff struct {
	Instrument Instrument
	CFI        string
	Units      Discipline // of the instrument's currency
	Money      Discipline // of the obligation's currency
	Price      *ClosingPrice
}

// Penalise records what the side that failed on a day owes, which follows from how both sides stood when the day was over,
// whenever it is recorded. For what orders kept it from, nothing is owed.
// Faults: NOT_YOURS, DAY_OPEN, NOT_FAILING.
func (p Pair) Penalise(r PenaltyRequest, tariff Tariff, by Restraints, act Act) (Penalty, []protocol.Event, error) {
	o := p.Obligation
	if err := byMember(act, o.Depository); err != nil {
		return Penalty{}, nil, err
	}
	failed, err := p.fault(r.Day, by, act)
	if err != nil {
		return Penalty{}, nil, err
	}
	amount, err := p.costs(r.Day, failed, tariff)
	if err != nil {
		return Penalty{}, nil, err
	}
	if amount.Sign() <= 0 {
		return Penalty{}, nil, NotFailing.New("the penalty for %s comes to nothing", r.Day)
	}
	payer, payee := o.Deliverer.Cash, o.Receiver.Cash
	if failed.side == Receives {
		payer, payee = payee, payer
	}
	penalty := Penalty{
		PenaltyKey: PenaltyKey{Match: o.ID, Day: r.Day}, Kind: failed.kind, Failing: failed.side, Payer: payer, Payee: payee, Amount: amount,
		Depository: o.Depository, Status: PenaltyDue, Recorder: act.Person(),
	}
	return penalty, []protocol.Event{penalty.event()}, nil
}

// failing finds who failed on a day. A side on hold fails, and two on hold fail each other alike, so that nothing is owed;
// otherwise it is the deliverer that has set no units aside, and then the receiver that has set no money aside.
// Faults: DAY_OPEN, NOT_FAILING.
func (p Pair) failing(day date.Date, act Act) (Direction, PenaltyKind, error) {
	o := p.Obligation
	switch {
	case !day.Before(act.Today):
		return "", "", DayOpen.New("%s is not over", day)
	case day.Before(o.Settle):
		return "", "", NotFailing.New("obligation %s was not due on %s", o.ID, day)
	case o.openOn(day) == 0 || p.endedOn(day):
		return "", "", NotFailing.New("obligation %s was over on %s", o.ID, day)
	case day.Before(o.Matched):
		return o.Late, LatePenalty, nil
	}
	deliver, receive := p.Deliver.stoodOn(day), p.Receive.stoodOn(day)
	switch {
	case deliver == StanceHeld && receive == StanceHeld:
		return "", "", NotFailing.New("both sides of obligation %s were on hold on %s", o.ID, day)
	case deliver == StanceHeld:
		return Delivers, FailPenalty, nil
	case receive == StanceHeld:
		return Receives, FailPenalty, nil
	case deliver == StanceOpen:
		return Delivers, FailPenalty, nil
	case receive == StanceOpen && o.Payment == AgainstPayment:
		return Receives, FailPenalty, nil
	}
	return "", "", NotFailing.New("both sides of obligation %s were ready on %s", o.ID, day)
}

// openOn is what was still to be delivered at the end of a day.
func (o Obligation) openOn(day date.Date) Quantity {
	open := o.Quantity
	for _, part := range o.Parts {
		if !part.On.After(day) {
			open -= part.Quantity
		}
	}
	return open
}

// unpaidOn is what was still to be paid at the end of a day.
func (o Obligation) unpaidOn(day date.Date) (money.Money, error) {
	unpaid := o.Amount
	for _, part := range o.Parts {
		if part.On.After(day) {
			continue
		}
		var err error
		if unpaid.Amount, err = unpaid.Amount.Sub(part.Paid); err != nil {
			return money.Money{}, err
		}
	}
	return unpaid, nil
}

// endedOn tells whether the pair was cancelled by the end of a day.
func (p Pair) endedOn(day date.Date) bool {
	return p.Deliver.Status == InstructionCancelled && !p.Deliver.Ended.After(day)
}

// costs is what a fail costs for a day: missing money by its amount, everything else by the value of the units.
// Faults: NOT_FAILING, NOT_FOUND.
func (p Pair) costs(day date.Date, failed fault, tariff Tariff) (money.Money, error) {
	if failed.side == Receives && failed.kind == FailPenalty && p.Receive.stoodOn(day) == StanceOpen {
		terms, err := charged(tariff.Money, day)
		if err != nil {
			return money.Money{}, err
		}
		unpaid, err := p.Obligation.unpaidOn(day)
		if err != nil {
			return money.Money{}, err
		}
		return unpaid.Mul(terms.Money, decimal.HalfUp)
	}
	terms, err := charged(tariff.Units, day)
	if err != nil {
		return money.Money{}, err
	}
	rate, found := terms.rate(tariff.CFI)
	if !found {
		return money.Money{}, NotFailing.New("nothing is charged for instruments classified %s", tariff.CFI)
	}
	if tariff.Price == nil {
		return money.Money{}, protocol.NotFound.New("instrument %s has no closing price for %s", tariff.Instrument.ID, day)
	}
	return worth(failed.units, tariff.Price.Price, rate, tariff.Instrument.Currency)
}

// charged finds the terms of a day on which fails are charged. Faults: NOT_FAILING.
func charged(d Discipline, day date.Date) (DisciplineTerms, error) {
	terms, err := d.on(day)
	if err != nil {
		return terms, err
	}
	business, err := terms.Calendar.IsBusinessDay(day)
	if err != nil {
		return terms, NotFailing.New("calendar %s does not know %s", terms.Calendar.Name(), day)
	}
	if !business {
		return terms, NotFailing.New("%s is no business day of calendar %s", day, terms.Calendar.Name())
	}
	return terms, nil
}

// worth is units times price times rate, rounded once.
func worth(units Quantity, price, rate decimal.Decimal, currency money.Currency) (money.Money, error) {
	value, err := decimal.FromInt64(int64(units)).Mul(price)
	if err != nil {
		return money.Money{}, QuantityTooLarge.New("%s units are worth more than can be written", units)
	}
	places, _ := currency.MinorUnits()
	amount, err := value.MulQuo(rate, decimal.FromInt64(1), places, decimal.HalfUp)
	if err != nil {
		return money.Money{}, QuantityTooLarge.New("%s units are worth more than can be written", units)
	}
	return money.FromDecimal(amount, currency)
}

// WaiveRequest waives a penalty.
type WaiveRequest struct {
	PenaltyKey
	Reason Hash `json:"reason" help:"SHA-256 of the decision that says why"`
}

// Validate refuses malformed members.
func (r WaiveRequest) Validate() error {
	return errors.Join(r.PenaltyKey.Validate(), r.Reason.Validate())
}

// Waive waives a penalty that is due: as the depository, and as another person than who recorded it.
// Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON.
func (p Penalty) Waive(r WaiveRequest, act Act) (Penalty, []protocol.Event, error) {
	if err := byMember(act, p.Depository); err != nil {
		return p, nil, err
	}
	if err := p.in(PenaltyDue); err != nil {
		return p, nil, err
	}
	if err := act.Another(p.Recorder); err != nil {
		return p, nil, err
	}
	p.Status, p.Reason = PenaltyWaived, r.Reason
	return p, []protocol.Event{p.event()}, nil
}

func (p Penalty) in(states ...PenaltyStatus) error {
	return inState("penalty", string(p.Match)+"/"+p.Day.String(), p.Status, states...)
}

func (p Penalty) event() protocol.Event {
	return PenaltyChanged.Of(string(p.Match)+"/"+p.Day.String(), StatusEvent{Status: string(p.Status)})
}
