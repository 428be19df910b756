// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// RenderAccount renders a technical account.
func (c *Contract) RenderAccount(tx *ledger.Tx, req insurance.RenderRequest) (*insurance.TreatyAccount, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	rendering, there, err := renderingOf(tx, req)
	if err != nil {
		return nil, err
	}
	rendered, events, err := rendering.Render(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &rendered.Account, errors.Join(put(tx, treatyAccounts, rendered.Account, there), bordereaux.UpdateAll(tx, rendered.Booked),
		insertAll(tx, statements, rendered.Statements))
}

func renderingOf(tx *ledger.Tx, req insurance.RenderRequest) (r insurance.Rendering, there bool, err error) {
	if r.Treaty, err = treaties.Get(tx, req.Treaty); err != nil {
		return r, false, err
	}
	if r.Account, there, err = treatyAccounts.Find(tx, req.Treaty); err != nil {
		return r, false, err
	}
	keys, err := r.Account.Booking(req)
	if err != nil {
		return r, false, err
	}
	if r.Bordereaux, err = bordereaux.GetMany(tx, keys); err != nil {
		return r, false, err
	}
	r.Calls, err = cashCalls.Present(tx, r.CallKeys())
	return r, there, err
}

// SettleStatements nets statements and pays.
func (c *Contract) SettleStatements(tx *ledger.Tx, req insurance.StatementsRequest) (*insurance.Settled, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := statements.GetMany(tx, req.Statements)
	if err != nil {
		return nil, err
	}
	treaty, err := treaties.Get(tx, req.Statements[0].Treaty)
	if err != nil {
		return nil, err
	}
	after, settle, events, err := insurance.SettleStatements(before, treaty, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := statements.UpdateAll(tx, after); err != nil {
		return nil, err
	}
	return &insurance.Settled{Statements: after}, c.pay(tx, settle)
}

// CallCash calls for the losses of a bordereau.
func (c *Contract) CallCash(tx *ledger.Tx, req insurance.BordereauKey) (*insurance.Bordereau, error) {
	return review(tx, req, insurance.Bordereau.Call)
}

// PayCashCall pays what reinsurers bear of a bordereau.
func (c *Contract) PayCashCall(tx *ledger.Tx, req insurance.CallRequest) (*insurance.CashPaid, error) {
	bordereau, do, err := load(tx, bordereaux, insurance.BordereauKey{Treaty: req.Treaty, Number: req.Number})
	if err != nil {
		return nil, err
	}
	treaty, err := treaties.Get(tx, req.Treaty)
	if err != nil {
		return nil, err
	}
	calls, settle, events, err := bordereau.PayCall(req, treaty, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := insertAll(tx, cashCalls, calls); err != nil {
		return nil, err
	}
	return &insurance.CashPaid{Calls: calls}, c.pay(tx, settle)
}
