// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Counterside is what the ledger has of the two sides when one of them gives its word.
type Counterside struct {
	// Before is the caller's own instruction under the name, nil where there is none.
	Before *Instruction
	// Other is the other side's instruction, nil where there is none.
	Other *Instruction
	// Own and Counter are the two accounts.
	Own, Counter Account
	Instrument   Instrument
}

// Instructed is what comes of a side's word.
type Instructed struct {
	Own Instruction
	// Other is the other side's instruction where that changed.
	Other *Instruction
	// Match is the obligation, where the two match.
	Match *Obligation
}

// Instruct enters a side's word, and matches it with the other side's where that is there. A name is used again only after
// a cancellation before any match. Faults: NOT_YOURS, ACCOUNT_REFUSED, ALREADY_EXISTS.
func (r InstructRequest) Instruct(w Counterside, act Act) (Instructed, []protocol.Event, error) {
	if w.Before != nil && (w.Before.Status != InstructionCancelled || w.Before.Match != "") {
		return Instructed{}, nil, protocol.AlreadyExists.New("instruction %s is there already", r.InstructionKey)
	}
	return r.word(w, act)
}

// Correct replaces a side's word that is not matched. Faults: NOT_YOURS, ACCOUNT_REFUSED, STATUS_REFUSED, NOT_FOUND.
func (r InstructRequest) Correct(w Counterside, act Act) (Instructed, []protocol.Event, error) {
	if w.Before == nil {
		return Instructed{}, nil, protocol.NotFound.New("instruction %s is not there", r.InstructionKey)
	}
	if err := w.Before.in(InstructionEntered, InstructionUnmatched); err != nil {
		return Instructed{}, nil, err
	}
	r.Hold = r.Hold || w.Before.Held() // who corrects what another person is to release does not release it
	return r.word(w, act)
}

func (r InstructRequest) word(w Counterside, act Act) (Instructed, []protocol.Event, error) {
	if err := byMember(act, w.Own.Custodian); err != nil {
		return Instructed{}, nil, err
	}
	if err := w.Own.gives(); err != nil {
		return Instructed{}, nil, err
	}
	own := Instruction{
		InstructionKey: r.InstructionKey, Matching: r.Matching, Partial: r.Partial, PartialMin: r.PartialMin,
		Custodian: w.Own.Custodian, Status: InstructionEntered, Entered: act.Today,
	}
	if r.Hold {
		own.Holder = act.Person()
	}
	return own.meet(w, act)
}

// meet matches a new word with the other side's, or says to both why they do not match. An instruction that does not name
// this one's account is none of its business and stays as it is.
func (i Instruction) meet(w Counterside, act Act) (Instructed, []protocol.Event, error) {
	other := w.Other
	if other == nil || other.Counter != i.Account || other.Side == i.Side {
		return Instructed{Own: i}, []protocol.Event{i.event()}, nil
	}
	if other.Status == InstructionCancelled {
		i.Status, i.Reasons = InstructionUnmatched, []StatusReason{CPCA}
		return Instructed{Own: i}, []protocol.Event{i.event()}, nil
	}
	answer := *other
	if reasons := i.Differs(answer.Matching); len(reasons) > 0 {
		i.Status, i.Reasons = InstructionUnmatched, reasons
		answer.Status, answer.Reasons = InstructionUnmatched, reasons
		return Instructed{Own: i, Other: &answer}, []protocol.Event{i.event(), answer.event()}, nil
	}
	return i.match(answer, w, act)
}

// match makes the obligation of two instructions.
func (i Instruction) match(other Instruction, w Counterside, act Act) (Instructed, []protocol.Event, error) {
	deliver, receive := w.Own, w.Counter
	if i.Side == Receives {
		deliver, receive = receive, deliver
	}
	o := Obligation{
		ID: MatchOf(deliver.ID, receive.ID, i.Reference), Reference: i.Reference, Deliverer: settlementParty(deliver), Receiver: settlementParty(receive),
		Instrument: i.Instrument, Depository: w.Instrument.Depository, Quantity: i.Quantity, Payment: i.Payment, Amount: i.Amount,
		Traded: i.Traded, Settle: i.Settle, Ex: i.Ex, Matched: act.Today, Late: i.Side,
	}
	if i.Side == Receives {
		o.Amount = other.Amount // the deliverer's, within what the receiver tolerates
	}
	matched := func(instruction Instruction) Instruction {
		instruction.Status, instruction.Reasons, instruction.Match = InstructionMatched, nil, o.ID
		return instruction.stand(act.Today)
	}
	own, answer := matched(i), matched(other)
	return Instructed{Own: own, Other: &answer, Match: &o}, []protocol.Event{own.event(), answer.event(), o.event()}, nil
}

// Differs lists in a fixed order why another side's word does not match; nothing when it does.
func (m Matching) Differs(other Matching) []StatusReason {
	var reasons []StatusReason
	note := func(differs bool, reason StatusReason) {
		if differs {
			reasons = append(reasons, reason)
		}
	}
	note(m.Instrument != other.Instrument, DSEC)
	note(m.Quantity != other.Quantity, DQUA)
	note(m.Traded != other.Traded, DTRD)
	note(m.Settle != other.Settle, DDAT)
	note(m.Ex != other.Ex, DCMX)
	switch {
	case m.Payment != other.Payment:
		note(true, FRAP)
	case m.Amount.Currency != other.Amount.Currency:
		note(true, NCRR)
	default:
		note(!m.tolerates(other), DMON)
	}
	return reasons
}

// tolerates tells whether two amounts differ by no more than both sides allow.
func (m Matching) tolerates(other Matching) bool {
	difference, err := m.Amount.Amount.Sub(other.Amount.Amount)
	if err != nil {
		return false
	}
	allowed := slices.MinFunc([]money.Amount{m.Tolerance, other.Tolerance}, money.Amount.Cmp)
	return difference.Abs().Cmp(allowed) <= 0
}

// Banked says which bank keeps the payer's account, once the cash accounts are known. Faults: ACCOUNT_REFUSED.
func (o Obligation) Banked(payer, payee cash.Account) (Obligation, error) {
	for _, account := range []cash.Account{payer, payee} {
		if account.Currency != o.Amount.Currency {
			return o, AccountRefused.New("cash account %s is kept in %s, not in %s", account.ID, account.Currency, o.Amount.Currency)
		}
	}
	if payer.ID == payee.ID {
		return o, AccountRefused.New("cash account %s would pay itself", payer.ID)
	}
	o.Bank = payer.Servicer
	return o, nil
}

// in refuses an instruction in another state. Faults: STATUS_REFUSED.
func (i Instruction) in(states ...InstructionStatus) error {
	return inState("instruction", i.String(), i.Status, states...)
}
