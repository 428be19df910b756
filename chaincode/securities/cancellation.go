// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// CancelInstructionRequest asks for the cancellation of the caller's instruction, or takes the question back.
type CancelInstructionRequest struct {
	InstructionKey
	Withdraw bool `json:"withdraw,omitzero" help:"take back that cancellation was asked for"`
}

// Validate refuses malformed members.
func (r CancelInstructionRequest) Validate() error { return r.InstructionKey.Validate() }

// Cancel cancels an instruction that is not matched, which its side does alone. Faults: NOT_YOURS, STATUS_REFUSED.
func (i Instruction) Cancel(r CancelInstructionRequest, act Act) (Instruction, []protocol.Event, error) {
	if err := i.mine(act); err != nil {
		return i, nil, err
	}
	if err := i.in(InstructionEntered, InstructionUnmatched); err != nil {
		return i, nil, err
	}
	if r.Withdraw {
		return i, nil, StatusRefused.New("cancellation of instruction %s was not asked for", i.InstructionKey)
	}
	i.Status, i.Reasons, i.Ended = InstructionCancelled, nil, act.Today
	return i, []protocol.Event{i.event()}, nil
}

// Cancel asks for cancellation of a matched pair, which both sides have to ask for: with the second one, what is open is
// cancelled, and what was set aside is free. Until then it may still be settled. What both sides have set aside is
// irrevocable, as is what was settled. The lots are those that the deliverer set aside.
// Faults: NOT_YOURS, STATUS_REFUSED, IRREVOCABLE.
func (p Pair) Cancel(r CancelInstructionRequest, lots []Lot, act Act) (Pair, []Lot, []protocol.Event, error) {
	own, other := p.side(r.Account)
	if err := own.mine(act); err != nil {
		return p, nil, nil, err
	}
	if err := p.live(); err != nil {
		return p, nil, nil, err
	}
	if err := p.revocable(act); err != nil {
		return p, nil, nil, err
	}
	if own.CancelAsked != r.Withdraw {
		return p, nil, nil, StatusRefused.New("cancellation of instruction %s was asked for, or not, as it is", own.InstructionKey)
	}
	own.CancelAsked = !r.Withdraw
	if !own.CancelAsked || !other.CancelAsked {
		return p, nil, []protocol.Event{own.event()}, nil
	}
	return p.cancelled(lots, act)
}

func (p Pair) cancelled(lots []Lot, act Act) (Pair, []Lot, []protocol.Event, error) {
	if p.Deliver.Batch != "" || p.Receive.Batch != "" {
		return p, nil, nil, StatusRefused.New("obligation %s settles with a batch: leave it first", p.Obligation.ID)
	}
	freed, events, err := unlockAll(lots, p.Obligation.ID.Ref())
	if err != nil {
		return p, nil, nil, err
	}
	for _, i := range []*Instruction{&p.Deliver, &p.Receive} {
		i.Allocation, i.Status, i.Ended = nil, InstructionCancelled, act.Today
		events = append(events, i.event())
	}
	return p, freed, events, nil
}
