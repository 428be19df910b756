// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// financed is a deal, its paper, and who acts.
type financed struct {
	paper
	deal supplychain.Deal
	act  supplychain.Act
}

func financedOf(tx *ledger.Tx, id supplychain.DealID) (financed, error) {
	do, err := act(tx)
	if err != nil {
		return financed{}, err
	}
	deal, err := deals.Get(tx, id)
	if err != nil {
		return financed{}, err
	}
	p, err := paperOf(tx, deal.Undertaking)
	return financed{p, deal, do}, err
}

// lot names the slice that a requested or agreed deal has locked.
func (f financed) lot() supplychain.SliceKey {
	return supplychain.SliceKey{Undertaking: f.deal.Undertaking, From: f.deal.Units.From}
}

// save saves the deal, and frees its lines where it ended.
func (f financed) save(tx *ledger.Tx, after supplychain.Deal) error {
	return saveDeals(tx, []supplychain.Deal{f.deal}, []supplychain.Deal{after})
}

// CallRecourse claims from the seller.
func (c *Contract) CallRecourse(tx *ledger.Tx, req supplychain.RecourseRequest) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	after, events, err := f.deal.CallRecourse(req, f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, f.save(tx, after)
}

// DecideRecourse decides a claim of breach.
func (c *Contract) DecideRecourse(tx *ledger.Tx, req supplychain.FindingRequest) (*supplychain.Deal, error) {
	return change(tx, deals, req.Deal, func(before supplychain.Deal, do supplychain.Act) (supplychain.Deal, []protocol.Event, error) {
		return before.Find(req, do)
	})
}

// Repurchase pays a recourse claim.
func (c *Contract) Repurchase(tx *ledger.Tx, req supplychain.RepurchaseRequest) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	held, err := slices.GetMany(tx, req.Keys(f.undertaking.ID))
	if err != nil {
		return nil, err
	}
	after, held, settle, events, err := f.deal.Repurchase(req, held, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(slices.UpdateAll(tx, held), f.save(tx, after)); err != nil {
		return nil, err
	}
	if err := payments.Insert(tx, f.deal.RecoursePayment(supplychain.Total(settle), tx.Facts().TxID, f.act.Today)); err != nil {
		return nil, err
	}
	return &after, c.money.Settle(tx, settle)
}

// AwardCosts puts costs of enforcement before the other claims on a deal.
func (c *Contract) AwardCosts(tx *ledger.Tx, req supplychain.CostsRequest) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	after, events, err := f.deal.AwardCosts(req, f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, deals.Update(tx, after)
}

// WriteOff writes off what is still owed.
func (c *Contract) WriteOff(tx *ledger.Tx, req supplychain.DealID) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req)
	if err != nil {
		return nil, err
	}
	after, events, err := f.deal.WriteOff(f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, f.save(tx, after)
}

// GiveGuarantee guarantees an undertaking.
func (c *Contract) GiveGuarantee(tx *ledger.Tx, req supplychain.GuaranteeRequest) (*supplychain.Guarantee, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	p, err := paperOf(tx, req.Undertaking)
	if err != nil {
		return nil, err
	}
	account, err := c.money.Account(tx, req.Account)
	if err != nil {
		return nil, err
	}
	guarantee, events, err := p.undertaking.Guarantee(req, account, p.programme, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &guarantee, guarantees.Insert(tx, guarantee)
}

// CallGuarantee has a guarantor pay.
func (c *Contract) CallGuarantee(tx *ledger.Tx, req supplychain.GuaranteeCall) (*supplychain.Guarantee, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	before, err := guarantees.Get(tx, supplychain.GuaranteeKey{Undertaking: f.undertaking.ID, Guarantor: req.Guarantor})
	if err != nil {
		return nil, err
	}
	guarantee, after, settle, events, err := before.Call(f.deal, f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(guarantees.Update(tx, guarantee), f.save(tx, after)); err != nil {
		return nil, err
	}
	return &guarantee, c.money.Settle(tx, settle)
}
