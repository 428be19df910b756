// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

// ConditionsMax bounds the conditions of an undertaking.
const ConditionsMax = 16

// UndertakingRequest proposes to undertake a matched invoice.
type UndertakingRequest struct {
	ID       UndertakingID `json:"id" help:"name of the undertaking"`
	Invoice  InvoiceID     `json:"invoice" help:"matched invoice to the caller"`
	Maturity date.Date     `json:"maturity" help:"when it is to be paid"`
	// Conditions are events of goods on which it depends until they are recorded (ICC URDTT: a conditional payment
	// obligation becomes unconditional when complying electronic records are presented).
	Conditions []trace.Condition `json:"conditions,omitempty" help:"events of goods on which it depends, at most 16"`
	// Longstop is the last day for the conditions.
	Longstop date.Date `json:"longstop,omitzero" help:"day after which it lapses if conditions are unmet; needed with conditions"`
}

// Validate refuses malformed members.
func (r UndertakingRequest) Validate() error {
	if r.Maturity.IsZero() {
		return errors.New("maturity is missing")
	}
	if len(r.Conditions) > ConditionsMax || (len(r.Conditions) > 0) == r.Longstop.IsZero() {
		return fmt.Errorf("there are at most %d conditions, and a longstop exactly when there are some", ConditionsMax)
	}
	if r.Longstop.After(r.Maturity) {
		return errors.New("longstop is after maturity")
	}
	for i, condition := range r.Conditions {
		if err := condition.Validate(); err != nil {
			return fmt.Errorf("conditions[%d]: %w", i, err)
		}
	}
	return errors.Join(r.ID.Validate(), r.Invoice.Validate())
}

// UndertakingStatus is how an undertaking stands. What was paid on it is in its [Discharge].
type UndertakingStatus string

// The states of an undertaking.
const (
	UndertakingProposed UndertakingStatus = "PROPOSED"
	Issued              UndertakingStatus = "ISSUED"
	// Active undertakings are irrevocable.
	Active    UndertakingStatus = "ACTIVE"
	Withdrawn UndertakingStatus = "WITHDRAWN"
	Lapsed    UndertakingStatus = "LAPSED"
)

// Undertaking is an obligor's promise to pay a face at maturity to whoever holds it. Its face never changes: it is the
// units 1 to Face, which slices tile.
type Undertaking struct {
	ID        UndertakingID `json:"id"`
	Programme ProgrammeID   `json:"programme"`
	Invoice   InvoiceID     `json:"invoice"`
	Obligor   Firm          `json:"obligor"`
	Payee     Firm          `json:"payee"`
	Face      money.Money   `json:"face"`
	Maturity  date.Date     `json:"maturity"`
	// Due is the maturity moved to a business day.
	Due date.Date `json:"due"`
	// Issued is the business date on which it became the obligor's.
	Issued     date.Date         `json:"issued,omitzero"`
	Conditions []trace.Condition `json:"conditions,omitempty"`
	Longstop   date.Date         `json:"longstop,omitzero"`
	Status     UndertakingStatus `json:"status"`
	Maker      Person            `json:"maker"`
}

// Whole is all units.
func (u Undertaking) Whole() Units { return Units{From: 1, To: u.Face.Amount.Minor()} }

// Conditional tells whether conditions are left.
func (u Undertaking) Conditional() bool { return len(u.Conditions) > 0 }

// ProposeUndertaking is the maker's half of an acceptance. Faults: NOT_YOURS, STATUS_REFUSED, TENOR_REFUSED.
func (v Invoice) ProposeUndertaking(r UndertakingRequest, p Programme, act Act) (Undertaking, Invoice, []protocol.Event, error) {
	if err := act.By(v.Buyer); err != nil {
		return Undertaking{}, v, nil, err
	}
	if err := v.in(Matched); err != nil {
		return Undertaking{}, v, nil, err
	}
	due, err := p.due(r.Maturity, act.Today)
	if err != nil {
		return Undertaking{}, v, nil, err
	}
	v.Status = Proposed
	undertaking := Undertaking{
		ID: r.ID, Programme: p.ID, Invoice: v.ID, Obligor: v.Buyer, Payee: v.Supplier, Face: v.Total,
		Maturity: r.Maturity, Due: due, Conditions: r.Conditions, Longstop: r.Longstop,
		Status: UndertakingProposed, Maker: parties.PersonOf(act.Caller),
	}
	return undertaking, v, []protocol.Event{v.event(), undertaking.event()}, nil
}

// Issue is the checker's half: the invoice is undertaken. Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON, TENOR_REFUSED.
func (u Undertaking) Issue(v Invoice, p Programme, act Act) (Undertaking, Invoice, []protocol.Event, error) {
	if err := act.By(u.Obligor); err != nil {
		return u, v, nil, err
	}
	if err := u.in(UndertakingProposed); err != nil {
		return u, v, nil, err
	}
	if err := act.Another(u.Maker); err != nil {
		return u, v, nil, err
	}
	if _, err := p.due(u.Maturity, act.Today); err != nil {
		return u, v, nil, err
	}
	u.Status, u.Issued, v.Status = Issued, act.Today, Undertaken
	return u, v, []protocol.Event{v.event(), u.event()}, nil
}

// Withdraw takes back what the payee did not take up; the invoice may be undertaken anew. Faults: NOT_YOURS,
// STATUS_REFUSED.
func (u Undertaking) Withdraw(v Invoice, act Act) (Undertaking, Invoice, []protocol.Event, error) {
	if err := act.By(u.Obligor); err != nil {
		return u, v, nil, err
	}
	if err := u.in(UndertakingProposed, Issued); err != nil {
		return u, v, nil, err
	}
	u.Status, v.Status = Withdrawn, Matched
	return u, v, []protocol.Event{v.event(), u.event()}, nil
}

// TakeUpRequest takes an issued undertaking up.
type TakeUpRequest struct {
	Undertaking UndertakingID  `json:"undertaking" help:"issued undertaking to the caller"`
	Account     cash.AccountID `json:"account" help:"the caller's account, which is to be paid"`
}

// Validate refuses malformed members.
func (r TakeUpRequest) Validate() error {
	return errors.Join(r.Undertaking.Validate(), r.Account.Validate())
}

// TakeUp makes the undertaking irrevocable: its payee holds all of it, in one slice. Faults: NOT_YOURS, STATUS_REFUSED,
// ACCOUNT_REFUSED.
func (u Undertaking) TakeUp(account cash.Account, act Act) (Undertaking, Slice, Discharge, []protocol.Event, error) {
	if err := act.By(u.Payee); err != nil {
		return u, Slice{}, Discharge{}, nil, err
	}
	if err := u.in(Issued); err != nil {
		return u, Slice{}, Discharge{}, nil, err
	}
	if err := ownedBy(account, u.Payee, u.Face.Currency); err != nil {
		return u, Slice{}, Discharge{}, nil, err
	}
	u.Status = Active
	slice := Slice{Undertaking: u.ID, Units: u.Whole(), Holder: u.Payee, Account: account.ID, Status: Held}
	return u, slice, Discharge{Undertaking: u.ID}, []protocol.Event{u.event(), slice.event()}, nil
}

// ownedBy refuses an account of another firm or currency. Faults: ACCOUNT_REFUSED.
func ownedBy(account cash.Account, firm Firm, currency money.Currency) error {
	if account.Kind != cash.Customer || account.Owner.Party != firm.Party || account.Owner.MSP != firm.Host || account.Currency != currency {
		return AccountRefused.New("account %s is not an account of %s in %s", account.ID, firm.Party, currency)
	}
	return nil
}

// Lapse ends an undertaking whose conditions were not met in time. Anybody may say so.
// Faults: STATUS_REFUSED, NOT_CONDITIONAL, TOO_EARLY.
func (u Undertaking) Lapse(act Act) (Undertaking, []protocol.Event, error) {
	if err := u.in(Active); err != nil {
		return u, nil, err
	}
	if !u.Conditional() {
		return u, nil, NotConditional.New("undertaking %s is unconditional", u.ID)
	}
	if !act.Today.After(u.Longstop) {
		return u, nil, TooEarly.New("the longstop of undertaking %s is %s", u.ID, u.Longstop)
	}
	u.Status = Lapsed
	return u, []protocol.Event{u.event()}, nil
}

func (u Undertaking) in(states ...UndertakingStatus) error {
	return inState("undertaking", string(u.ID), u.Status, states)
}

func (u Undertaking) event() protocol.Event {
	return UndertakingChanged.Of(string(u.ID), UndertakingEvent{Status: u.Status, Conditional: u.Conditional()})
}
