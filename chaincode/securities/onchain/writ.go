// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities"
)

// IssueWrit leaves an order in the regulator's own collection. The lot is not read: that would warn its holder.
func (c *Contract) IssueWrit(tx *ledger.Tx, req securities.IssueWritRequest) (*securities.WritReceipt, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	writ, err := req.Issue(instrument, do)
	if err != nil {
		return nil, err
	}
	return &securities.WritReceipt{ID: req.ID}, writs.Put(tx, ledger.OwnCollection(instrument.Regulator), writ)
}

// WithdrawWrit takes an order back.
func (c *Contract) WithdrawWrit(tx *ledger.Tx, req securities.WritID) (*securities.WritReceipt, error) {
	own := ledger.OwnCollection(tx.Facts().Caller.MSP)
	if _, err := writs.Sealed(tx, own, req); err != nil {
		return nil, err
	}
	return &securities.WritReceipt{ID: req}, writs.Delete(tx, own, req)
}

// ObeyWrit carries an order out. Every endorser compares it with the hash in the regulator's collection.
func (c *Contract) ObeyWrit(tx *ledger.Tx, req securities.ObeyRequest) (*securities.Execution, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	if err := writs.Verify(tx, ledger.OwnCollection(instrument.Regulator), req.ID, req.Writ); err != nil {
		return nil, err
	}
	lot, err := sealedLots.Get(tx, req.Writ.SealedKey)
	if err != nil {
		return nil, err
	}
	done, err := req.Obey(instrument, lot, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(done.Events...)
	if err := executions.Insert(tx, done.Execution); err != nil {
		return nil, err
	}
	if done.Moves != nil {
		return &done.Execution, c.carrySealed(tx, done.Moves)
	}
	return &done.Execution, sealedLots.UpdateAll(tx, done.Changed)
}

// Writ answers an order that the caller's member left.
func (c *Contract) Writ(q *ledger.Query, req securities.WritID) (*securities.Writ, error) {
	return ledger.Answer(writs.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), req))
}

// Execution answers the record of an order that was carried out.
func (c *Contract) Execution(q *ledger.Query, req securities.WritID) (*securities.Execution, error) {
	return ledger.Answer(executions.Get(q, req))
}
