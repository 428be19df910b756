// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CommonReference is what the two sides of a trade call it (the common identification of ISO 20022, 35 characters).
type CommonReference string

// referenceMax is Max35Text of ISO 20022.
const referenceMax = 35

// Validate refuses a malformed reference, and one of more than 35 characters.
func (r CommonReference) Validate() error {
	if len(r) > referenceMax {
		return fmt.Errorf("reference %q has more than %d characters", protocol.Excerpt(string(r)), referenceMax)
	}
	return protocol.ValidateName("reference", string(r))
}

// InstructionKey names an instruction: by the account for which it is and by what both sides call the trade. Only the
// account's custodian can enter it, so that nobody takes a name before its owner does, and each side finds the other's
// instruction by its name.
type InstructionKey struct {
	Account   AccountID       `json:"account" help:"the securities account for which the instruction is"`
	Reference CommonReference `json:"reference" help:"what both sides call the trade, at most 35 characters"`
}

// Validate refuses malformed members.
func (k InstructionKey) Validate() error {
	return errors.Join(k.Account.Validate(), k.Reference.Validate())
}

// Key is the instruction's place in a table.
func (k InstructionKey) Key() []string { return []string{string(k.Account), string(k.Reference)} }

func (k InstructionKey) String() string { return string(k.Account) + "/" + string(k.Reference) }

// Direction says whether an account delivers or receives.
type Direction string

// The two sides (ISO 20022 ReceiveDelivery1Code).
const (
	Delivers Direction = "DELI"
	Receives Direction = "RECE"
)

// PaymentType says whether units move against money (ISO 20022 DeliveryReceiptType2Code).
type PaymentType string

// Against payment, or free of it.
const (
	AgainstPayment PaymentType = "APMT"
	FreeOfPayment  PaymentType = "FREE"
)

// Matching is what both sides have to state alike.
type Matching struct {
	Side Direction `json:"side" help:"DELI or RECE: what the account does"`
	// Counter is the other side's account.
	Counter    AccountID    `json:"counterparty" help:"the other side's securities account"`
	Instrument InstrumentID `json:"instrument" help:"what is delivered"`
	Quantity   Quantity     `json:"quantity" help:"how many units"`
	Payment    PaymentType  `json:"payment" help:"APMT or FREE"`
	// Amount is what the receiver pays; none where delivery is free.
	Amount money.Money `json:"amount,omitzero" help:"what the receiver pays, against payment"`
	// Tolerance is by how much the other side's amount may differ; the smaller one of both sides counts.
	Tolerance money.Amount `json:"tolerance,omitzero" help:"by how many minor units the other side's amount may differ"`
	Traded    date.Date    `json:"traded" help:"trade date"`
	// Settle is the intended settlement date: the first day of settlement, and the last before it counts as a fail.
	Settle date.Date `json:"settle" help:"intended settlement date"`
	// Ex says that the trade is without the next income.
	Ex bool `json:"ex,omitzero" help:"whether it was traded without the next income"`
}

// Validate refuses malformed members and an amount where there is no payment.
func (m Matching) Validate() error {
	switch {
	case m.Side != Delivers && m.Side != Receives:
		return errors.New("side is not DELI or RECE")
	case m.Traded.IsZero() || m.Settle.Before(m.Traded):
		return errors.New("traded is missing or settle before it")
	case m.Tolerance.Sign() < 0:
		return errors.New("tolerance is negative")
	}
	return errors.Join(m.Counter.Validate(), m.Instrument.Validate(), m.Quantity.Validate(), m.validatePayment())
}

func (m Matching) validatePayment() error {
	switch m.Payment {
	case AgainstPayment:
		if m.Amount.Sign() <= 0 || !m.Amount.Currency.Issuable() {
			return errors.New("an amount above zero is needed against payment")
		}
	case FreeOfPayment:
		if !m.Amount.IsZero() || !m.Tolerance.IsZero() {
			return errors.New("free of payment there is neither amount nor tolerance")
		}
	default:
		return errors.New("payment is not APMT or FREE")
	}
	return nil
}

// PartialConsent says whether a side takes a settlement in parts (ISO 20022 SettlementTransactionCondition).
type PartialConsent string

// The consents to partial settlement.
const (
	// NoPartial: all or nothing.
	NoPartial PartialConsent = "NPAR"
	// AnyPartial: any part.
	AnyPartial PartialConsent = "PART"
	// MinPartial: parts of at least a quantity, but for the last one.
	MinPartial PartialConsent = "PARQ"
)

// Handling is how a side wants its instruction to be treated; it need not be the other's.
type Handling struct {
	Partial PartialConsent `json:"partial" help:"NPAR, PART or PARQ"`
	// PartialMin is the least part under PARQ.
	PartialMin Quantity `json:"partialMin,omitzero" help:"the least part, with PARQ"`
	// Hold enters the instruction for matching alone; another person releases it.
	Hold bool `json:"hold,omitzero" help:"match only, until another person releases it"`
}

// Validate refuses malformed members.
func (h Handling) Validate() error {
	switch h.Partial {
	case NoPartial, AnyPartial:
		if h.PartialMin != 0 {
			return errors.New("partialMin is for PARQ alone")
		}
		return nil
	case MinPartial:
		return h.PartialMin.Validate()
	default:
		return errors.New("partial is not NPAR, PART or PARQ")
	}
}

// InstructRequest is one side's word on a trade: the caller's member is the account's custodian.
type InstructRequest struct {
	InstructionKey
	Matching
	Handling
}

// Validate refuses malformed members, an account that would deliver to itself, and a reference that a trade may have.
func (r InstructRequest) Validate() error {
	if r.Account == r.Counter {
		return errors.New("account and counterparty are one")
	}
	if strings.HasPrefix(string(r.Reference), TradedReference) {
		return fmt.Errorf("references that begin with %s are for trades of this chaincode", TradedReference)
	}
	return errors.Join(r.InstructionKey.Validate(), r.Matching.Validate(), r.Handling.Validate())
}

// CounterKey names the other side's instruction.
func (r InstructRequest) CounterKey() InstructionKey {
	return InstructionKey{Account: r.Counter, Reference: r.Reference}
}

// InstructionStatus is how an instruction stands by itself; whether it is settled is in its [Obligation].
type InstructionStatus string

// The states of an instruction.
const (
	InstructionEntered   InstructionStatus = "ENTERED"
	InstructionUnmatched InstructionStatus = "UNMATCHED"
	InstructionMatched   InstructionStatus = "MATCHED"
	InstructionCancelled InstructionStatus = "CANCELLED"
)

// Instruction is one side's word on a trade, as it stands.
type Instruction struct {
	InstructionKey
	Matching
	Partial    PartialConsent    `json:"partial"`
	PartialMin Quantity          `json:"partialMin,omitzero"`
	Custodian  string            `json:"custodian"`
	Status     InstructionStatus `json:"status"`
	// Reasons say why it does not match.
	Reasons []StatusReason `json:"reasons,omitempty"`
	// Entered is the business date of its present wording.
	Entered date.Date `json:"entered"`
	// Match is the obligation that it makes together with the other side's.
	Match MatchID `json:"match,omitzero"`
	// Holder put it on hold; nobody where it is released.
	Holder Person `json:"holder,omitzero"`
	// CancelAsked: this side asks for cancellation, which needs the other's consent.
	CancelAsked bool `json:"cancelAsked,omitzero"`
	// Allocation is what this side set aside.
	Allocation *SetAside `json:"allocation,omitempty"`
	// Batch is the batch with which it settles.
	Batch BatchID `json:"batch,omitzero"`
	// Ended is the business date of its cancellation.
	Ended date.Date `json:"ended,omitzero"`
	// Stands are how it stood at the end of each day on which that changed, since it was matched: fails go by them.
	Stands []Stand `json:"stands,omitempty"`
}

// Held tells whether the instruction is on hold.
func (i Instruction) Held() bool { return i.Holder != Person{} }

// Stance is how ready a side is.
type Stance string

// The stances of a side.
const (
	// StanceHeld: on hold.
	StanceHeld Stance = "HELD"
	// StanceOpen: released, with nothing set aside.
	StanceOpen Stance = "OPEN"
	// StanceReady: what it owes is set aside, or both sides put the settlement into the hands of a batch.
	StanceReady Stance = "READY"
)

// Stand is a stance from a business date on.
type Stand struct {
	On     date.Date `json:"on"`
	Stance Stance    `json:"stance"`
}

// stance is how ready the side is now.
func (i Instruction) stance() Stance {
	switch {
	case i.Held():
		return StanceHeld
	case i.Allocation != nil || i.Batch != "":
		return StanceReady
	default:
		return StanceOpen
	}
}

// stand records how a matched instruction stands today.
func (i Instruction) stand(today date.Date) Instruction {
	if i.Status != InstructionMatched {
		return i
	}
	stands := make([]Stand, 0, len(i.Stands)+1)
	for _, s := range i.Stands {
		if s.On != today {
			stands = append(stands, s)
		}
	}
	if last := len(stands) - 1; last < 0 || stands[last].Stance != i.stance() {
		stands = append(stands, Stand{On: today, Stance: i.stance()})
	}
	i.Stands = stands
	return i
}

// stoodOn is how the side stood at the end of a day; nothing before it was matched.
func (i Instruction) stoodOn(day date.Date) Stance {
	var found Stance
	for _, s := range i.Stands {
		if !s.On.After(day) {
			found = s.Stance
		}
	}
	return found
}

func (i Instruction) event() protocol.Event {
	return InstructionChanged.Of(i.String(), InstructionEvent{Status: i.Status, Match: i.Match})
}
