// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Instruct enters a side's word.
func (c *Contract) Instruct(tx *ledger.Tx, req securities.InstructRequest) (*securities.Instruction, error) {
	return c.instruct(tx, req, securities.InstructRequest.Instruct)
}

// CorrectInstruction replaces a side's word.
func (c *Contract) CorrectInstruction(tx *ledger.Tx, req securities.InstructRequest) (*securities.Instruction, error) {
	return c.instruct(tx, req, securities.InstructRequest.Correct)
}

type wording func(securities.InstructRequest, securities.Counterside, securities.Act) (securities.Instructed, []protocol.Event, error)

func (c *Contract) instruct(tx *ledger.Tx, req securities.InstructRequest, rule wording) (*securities.Instruction, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	sides, err := counterside(tx, req)
	if err != nil {
		return nil, err
	}
	word, events, err := rule(req, sides, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := c.saveWord(tx, word); err != nil {
		return nil, err
	}
	return &word.Own, nil
}

func counterside(r ledger.Reader, req securities.InstructRequest) (sides securities.Counterside, err error) {
	both, err := accounts.GetMany(r, []securities.AccountID{req.Account, req.Counter})
	if err != nil {
		return sides, err
	}
	sides.Own, sides.Counter = both[0], both[1]
	if sides.Instrument, err = instruments.Get(r, req.Instrument); err != nil {
		return sides, err
	}
	rows, found, err := instructions.FindMany(r, []securities.InstructionKey{req.InstructionKey, req.CounterKey()})
	if err != nil {
		return sides, err
	}
	if found[0] {
		sides.Before = &rows[0]
	}
	if found[1] {
		sides.Other = &rows[1]
	}
	return sides, nil
}

// saveWord saves a side's word, and the obligation that it makes with the other's, which from now on only all who have to
// endorse its settlement can change.
func (c *Contract) saveWord(tx *ledger.Tx, word securities.Instructed) error {
	if err := put(tx, instructions, word.Own.InstructionKey, word.Own); err != nil {
		return err
	}
	if word.Other != nil {
		if err := instructions.Update(tx, *word.Other); err != nil {
			return err
		}
	}
	if word.Match == nil {
		return nil
	}
	obligation, err := c.banked(tx, *word.Match)
	if err != nil {
		return err
	}
	return obligations.InsertEndorsedBy(tx, obligation, ledger.Endorsers{Always: obligation.Endorsers()})
}

// banked finds out which bank will pay.
func (c *Contract) banked(r ledger.Reader, o securities.Obligation) (securities.Obligation, error) {
	if o.Payment != securities.AgainstPayment {
		return o, nil
	}
	payer, err := c.money.Account(r, o.Receiver.Cash)
	if err != nil {
		return o, err
	}
	payee, err := c.money.Account(r, o.Deliverer.Cash)
	if err != nil {
		return o, err
	}
	return o.Banked(payer, payee)
}

// HoldInstruction puts an instruction on hold.
func (c *Contract) HoldInstruction(tx *ledger.Tx, req securities.InstructionKey) (*securities.Instruction, error) {
	return pause(tx, req, securities.Instruction.Hold)
}

// ReleaseInstruction takes an instruction off hold.
func (c *Contract) ReleaseInstruction(tx *ledger.Tx, req securities.InstructionKey) (*securities.Instruction, error) {
	return pause(tx, req, securities.Instruction.Release)
}

type pausing func(securities.Instruction, *securities.Pair, securities.Act) (securities.Instruction, []protocol.Event, error)

func pause(tx *ledger.Tx, key securities.InstructionKey, rule pausing) (*securities.Instruction, error) {
	return change(tx, instructions, key, func(before securities.Instruction, do securities.Act) (securities.Instruction, []protocol.Event, error) {
		pair, err := pairOf(tx, before)
		if err != nil {
			return before, nil, err
		}
		return rule(before, pair, do)
	})
}

// AllocateInstruction sets aside what a side owes.
func (c *Contract) AllocateInstruction(tx *ledger.Tx, req securities.SetAsideRequest) (*securities.Instruction, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	pair, err := matchedOf(tx, req.InstructionKey)
	if err != nil {
		return nil, err
	}
	after, locked, events, err := c.allocate(tx, req, pair, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return sideOf(after, req.Account), errors.Join(saveSides(tx, after), lots.UpdateAll(tx, locked))
}

func (c *Contract) allocate(tx *ledger.Tx, req securities.SetAsideRequest, pair securities.Pair, do securities.Act) (securities.Pair, []securities.Lot, []protocol.Event, error) {
	if req.Hold != "" {
		hold, err := c.money.Hold(tx, req.Hold)
		if err != nil {
			return pair, nil, nil, err
		}
		after, events, err := pair.AllocateHold(req, hold, do)
		return after, nil, events, err
	}
	account, err := accounts.Get(tx, req.Account)
	if err != nil {
		return pair, nil, nil, err
	}
	named, err := lots.GetMany(tx, securities.Keys(pair.Obligation.Instrument, req.Lots))
	if err != nil {
		return pair, nil, nil, err
	}
	return pair.AllocateLots(req, account, named, do)
}

// ReclaimInstruction gives a side back what it set aside.
func (c *Contract) ReclaimInstruction(tx *ledger.Tx, req securities.InstructionKey) (*securities.Instruction, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	pair, err := matchedOf(tx, req)
	if err != nil {
		return nil, err
	}
	before, err := setAside(tx, pair, *sideOf(pair, req.Account))
	if err != nil {
		return nil, err
	}
	after, freed, events, err := pair.Reclaim(req.Account, before, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return sideOf(after, req.Account), errors.Join(saveSides(tx, after), lots.UpdateAll(tx, freed))
}

// CancelInstruction cancels an instruction, or asks for it.
func (c *Contract) CancelInstruction(tx *ledger.Tx, req securities.CancelInstructionRequest) (*securities.Instruction, error) {
	instruction, err := instructions.Get(tx, req.InstructionKey)
	if err != nil {
		return nil, err
	}
	if instruction.Match != "" {
		return cancelPair(tx, req)
	}
	return change(tx, instructions, req.InstructionKey, func(before securities.Instruction, do securities.Act) (securities.Instruction, []protocol.Event, error) {
		return before.Cancel(req, do)
	})
}

func cancelPair(tx *ledger.Tx, req securities.CancelInstructionRequest) (*securities.Instruction, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	pair, err := matchedOf(tx, req.InstructionKey)
	if err != nil {
		return nil, err
	}
	before, err := setAside(tx, pair, pair.Deliver)
	if err != nil {
		return nil, err
	}
	after, freed, events, err := pair.Cancel(req, before, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return sideOf(after, req.Account), errors.Join(saveSides(tx, after), lots.UpdateAll(tx, freed))
}
