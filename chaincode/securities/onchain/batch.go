// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// OpenBatch opens a batch.
func (c *Contract) OpenBatch(tx *ledger.Tx, req securities.OpenBatchRequest) (*securities.Batch, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	batch, events, err := req.Open(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &batch, batches.Insert(tx, batch)
}

// JoinBatch puts one side of an obligation into a batch, or takes it out.
func (c *Contract) JoinBatch(tx *ledger.Tx, req securities.JoinRequest) (*securities.Instruction, error) {
	batch, do, err := load(tx, batches, req.Batch)
	if err != nil {
		return nil, err
	}
	pair, err := matchedOf(tx, req.InstructionKey)
	if err != nil {
		return nil, err
	}
	after, events, err := pair.Join(req, batch, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return sideOf(after, req.Account), saveSides(tx, after)
}

// ComputeBatch fixes the members of a batch and what they need.
func (c *Contract) ComputeBatch(tx *ledger.Tx, req securities.ComputeRequest) (*securities.Batch, error) {
	return change(tx, batches, req.Batch, func(before securities.Batch, do securities.Act) (securities.Batch, []protocol.Event, error) {
		pairs, err := pairsNamed(tx, req.Members)
		if err != nil {
			return before, nil, err
		}
		return before.Compute(req, pairs, do)
	})
}

// pairsNamed loads obligations and their instructions in two round trips.
func pairsNamed(r ledger.Reader, members []securities.ObligationRequest) ([]securities.Pair, error) {
	matches := make([]securities.MatchID, len(members))
	var keys []securities.InstructionKey
	for i, member := range members {
		matches[i] = member.Match()
		keys = append(keys, member.Deliver, member.ReceiveKey())
	}
	found, err := obligations.GetMany(r, matches)
	if err != nil {
		return nil, err
	}
	sides, err := instructions.GetMany(r, keys)
	if err != nil {
		return nil, err
	}
	pairs := make([]securities.Pair, len(members))
	for i := range members {
		pairs[i] = securities.Pair{Obligation: found[i], Deliver: sides[2*i], Receive: sides[2*i+1]}
	}
	return pairs, nil
}

// FundBatch sets aside what a batch needs of an account.
func (c *Contract) FundBatch(tx *ledger.Tx, req securities.FundRequest) (*securities.Funding, error) {
	batch, do, err := load(tx, batches, req.Batch)
	if err != nil {
		return nil, err
	}
	account, err := accounts.Get(tx, req.Account)
	if err != nil {
		return nil, err
	}
	named, err := lots.GetMany(tx, securities.Keys(req.Instrument, req.Lots))
	if err != nil {
		return nil, err
	}
	var hold cash.Hold
	if req.Hold != "" {
		if hold, err = c.money.Hold(tx, req.Hold); err != nil {
			return nil, err
		}
	}
	funding, locked, events, err := batch.Fund(req, account, named, hold, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &funding, errors.Join(fundings.Insert(tx, funding), lots.UpdateAll(tx, locked))
}

// VerifyBatch finds that all that a batch needs is set aside.
func (c *Contract) VerifyBatch(tx *ledger.Tx, req securities.BatchID) (*securities.Batch, error) {
	return change(tx, batches, req, func(before securities.Batch, do securities.Act) (securities.Batch, []protocol.Event, error) {
		_, found, err := fundings.FindMany(tx, before.FundingKeys())
		if err != nil {
			return before, nil, err
		}
		return before.Verify(found, do)
	})
}

// RejectBatch ends a batch that is not settled.
func (c *Contract) RejectBatch(tx *ledger.Tx, req securities.BatchID) (*securities.Batch, error) {
	return change(tx, batches, req, securities.Batch.Reject)
}

// ReturnFunding gives back what was set aside for a rejected batch.
func (c *Contract) ReturnFunding(tx *ledger.Tx, req securities.FundingKey) (*securities.Funding, error) {
	funding, do, err := load(tx, fundings, req)
	if err != nil {
		return nil, err
	}
	batch, err := batches.Get(tx, req.Batch)
	if err != nil {
		return nil, err
	}
	before, err := lots.GetMany(tx, funding.LotKeys())
	if err != nil {
		return nil, err
	}
	after, err := funding.Return(batch, before, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(after.Events...)
	if err := errors.Join(fundings.Update(tx, after.Funding), lots.UpdateAll(tx, after.Freed)); err != nil || after.Cash == nil {
		return &after.Funding, err
	}
	return &after.Funding, c.money.Settle(tx, *after.Cash)
}

// SettleBatch settles a batch, all members or none.
func (c *Contract) SettleBatch(tx *ledger.Tx, req securities.BatchID) (*securities.Batch, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	cycle, err := cycleOf(tx, req)
	if err != nil {
		return nil, err
	}
	after, events, err := cycle.Settle(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after.Batch, c.saveSettled(tx, after)
}

// saveSettled saves a batch that settles, and moves its money.
func (c *Contract) saveSettled(tx *ledger.Tx, after securities.Cycled) error {
	err := errors.Join(batches.Update(tx, after.Batch), obligations.UpdateAll(tx, after.Obligations), carry(tx, after.Moves))
	if err != nil || after.Cash == nil {
		return err
	}
	return c.money.Settle(tx, *after.Cash)
}

func cycleOf(r ledger.Reader, id securities.BatchID) (cycle securities.Cycle, err error) {
	if cycle.Batch, err = batches.Get(r, id); err != nil {
		return cycle, err
	}
	if cycle.Pairs, err = pairsNamed(r, cycle.Batch.Members); err != nil {
		return cycle, err
	}
	if cycle.Fundings, err = fundings.GetMany(r, cycle.Batch.FundingKeys()); err != nil {
		return cycle, err
	}
	var keys []securities.LotKey
	for _, funding := range cycle.Fundings {
		keys = append(keys, funding.LotKeys()...)
	}
	if cycle.Lots, err = lots.GetMany(r, keys); err != nil {
		return cycle, err
	}
	return withRegister(r, cycle)
}

// withRegister loads the accounts, instruments and admissions that the members touch.
func withRegister(r ledger.Reader, cycle securities.Cycle) (securities.Cycle, error) {
	named, err := accounts.GetMany(r, cycle.AccountIDs())
	if err != nil {
		return cycle, err
	}
	listed, err := instruments.GetMany(r, cycle.InstrumentIDs())
	if err != nil {
		return cycle, err
	}
	cycle = cycle.With(named, listed)
	admitted, found, err := admissions.FindMany(r, cycle.AdmissionKeys())
	if err != nil {
		return cycle, err
	}
	return cycle.Admit(admitted, found), nil
}
