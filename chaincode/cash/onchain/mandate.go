// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// GrantMandate lets a module collect from the caller's account.
func (c *Contract) GrantMandate(tx *ledger.Tx, req cash.MandateTerms) (*cash.Mandate, error) {
	before, err := openBook(tx, req.Payer)
	if err != nil {
		return nil, err
	}
	if before, err = withOwners(tx, before, []cash.AccountID{req.Payer}); err != nil {
		return nil, err
	}
	mandate, events, err := before.Grant(req, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &mandate, mandates.Insert(tx, mandate)
}

// RevokeMandate ends a mandate.
func (c *Contract) RevokeMandate(tx *ledger.Tx, req cash.MandateID) (*cash.Mandate, error) {
	before, err := mandates.Get(tx, req)
	if err != nil {
		return nil, err
	}
	payer, err := accounts.Get(tx, before.Payer)
	if err != nil {
		return nil, err
	}
	return change(tx, mandates, req, func(before cash.Mandate) (cash.Mandate, []protocol.Event, error) {
		return before.Revoke(payer, tx.Facts())
	})
}

// RegisterModule lets a chaincode settle through cash.
func (c *Contract) RegisterModule(tx *ledger.Tx, req cash.ModuleRequest) (*cash.Module, error) {
	before, err := found(modules.Find(tx, req.Module.Name))
	if err != nil {
		return nil, err
	}
	after, events := req.Module.Register(before)
	tx.Emit(events...)
	return &after, put(tx, modules, before, after)
}

// PauseModule stops a module.
func (c *Contract) PauseModule(tx *ledger.Tx, req cash.PauseRequest) (*cash.Module, error) {
	return pause(tx, req, true)
}

// ResumeModule lets a module settle again.
func (c *Contract) ResumeModule(tx *ledger.Tx, req cash.PauseRequest) (*cash.Module, error) {
	return pause(tx, req, false)
}

func pause(tx *ledger.Tx, req cash.PauseRequest, pause bool) (*cash.Module, error) {
	return change(tx, modules, req.Module, func(before cash.Module) (cash.Module, []protocol.Event, error) {
		return before.Pause(pause)
	})
}
