// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SetAside is what a side set aside for a settlement: lots that are locked for it, or a hold on money.
type SetAside struct {
	Lots []LotID     `json:"lots,omitempty"`
	Hold cash.HoldID `json:"hold,omitzero"`
	// Until is the last business date of the lock: afterwards its owner may have it back.
	Until date.Date `json:"until"`
}

// Pair is an obligation with the two instructions that make it.
type Pair struct {
	Obligation Obligation
	Deliver    Instruction
	Receive    Instruction
}

// side finds the instruction of an account.
func (p *Pair) side(account AccountID) (own, other *Instruction) {
	if p.Deliver.Account == account {
		return &p.Deliver, &p.Receive
	}
	return &p.Receive, &p.Deliver
}

// Locked tells whether both sides have set aside what they owe, so that neither can go back: from here on the settlement
// is irrevocable, until the lock expires. Delivered free, the deliverer's lots are all there is to set aside.
func (p Pair) Locked(today date.Date) bool {
	return p.Deliver.allocated(today) && (p.Obligation.Payment == FreeOfPayment || p.Receive.allocated(today))
}

func (i Instruction) allocated(today date.Date) bool {
	return i.Allocation != nil && !today.After(i.Allocation.Until)
}

// live refuses a pair of which nothing is open any more. Faults: STATUS_REFUSED.
func (p Pair) live() error {
	for _, i := range []Instruction{p.Deliver, p.Receive} {
		if err := i.in(InstructionMatched); err != nil {
			return err
		}
	}
	if p.Obligation.Settled() {
		return StatusRefused.New("obligation %s is settled", p.Obligation.ID)
	}
	return nil
}

// revocable refuses a pair that is locked. Faults: IRREVOCABLE.
func (p Pair) revocable(act Act) error {
	if p.Locked(act.Today) {
		return Irrevocable.New("both sides of obligation %s have set aside what they owe: it can only be settled", p.Obligation.ID)
	}
	return nil
}

// mine refuses callers of another member than the one that keeps the account, and accounts that are on neither side.
// Faults: NOT_YOURS.
func (i Instruction) mine(act Act) error { return byMember(act, i.Custodian) }

// Hold puts a side's instruction on hold: it stays matched, and is not settled. In a batch it is too late for that. Before it
// is matched there is no pair. Faults: NOT_YOURS, STATUS_REFUSED, IRREVOCABLE.
func (i Instruction) Hold(p *Pair, act Act) (Instruction, []protocol.Event, error) {
	if err := i.restless(p, act); err != nil {
		return i, nil, err
	}
	switch {
	case i.Held():
		return i, nil, StatusRefused.New("instruction %s is on hold already", i.InstructionKey)
	case i.Batch != "":
		return i, nil, StatusRefused.New("instruction %s settles with batch %s", i.InstructionKey, i.Batch)
	}
	i.Holder = act.Person()
	i = i.stand(act.Today)
	return i, []protocol.Event{i.event()}, nil
}

// Release takes a side's instruction off hold: by another person than who put it there, so that a hold is the second pair
// of eyes for a custodian that wants one. Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON.
func (i Instruction) Release(p *Pair, act Act) (Instruction, []protocol.Event, error) {
	if err := i.restless(p, act); err != nil {
		return i, nil, err
	}
	if !i.Held() {
		return i, nil, StatusRefused.New("instruction %s is not on hold", i.InstructionKey)
	}
	if err := act.Another(i.Holder); err != nil {
		return i, nil, err
	}
	i.Holder = Person{}
	i = i.stand(act.Today)
	return i, []protocol.Event{i.event()}, nil
}

// restless refuses to change an instruction that is over, or locked. Faults: NOT_YOURS, STATUS_REFUSED, IRREVOCABLE.
func (i Instruction) restless(p *Pair, act Act) error {
	if err := i.mine(act); err != nil {
		return err
	}
	if p == nil {
		return i.in(InstructionEntered, InstructionUnmatched)
	}
	if err := p.live(); err != nil {
		return err
	}
	return p.revocable(act)
}
