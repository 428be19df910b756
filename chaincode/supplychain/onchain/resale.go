// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// OfferDeal offers a funded deal to another financier.
func (c *Contract) OfferDeal(tx *ledger.Tx, req supplychain.ResaleRequest) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	to, err := c.registry.Firm(tx, req.To)
	if err != nil {
		return nil, err
	}
	after, events, err := f.deal.OfferTo(req, to, f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, deals.Update(tx, after)
}

// DeclineDeal ends an offer of a deal.
func (c *Contract) DeclineDeal(tx *ledger.Tx, req supplychain.DealID) (*supplychain.Deal, error) {
	return change(tx, deals, req, func(before supplychain.Deal, do supplychain.Act) (supplychain.Deal, []protocol.Event, error) {
		return before.EndResale(do)
	})
}

// BuyDeal moves a deal to another financier against its money, or does nothing at all.
func (c *Contract) BuyDeal(tx *ledger.Tx, req supplychain.PurchaseRequest) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	held, err := slices.GetMany(tx, req.Keys(f.undertaking.ID))
	if err != nil {
		return nil, err
	}
	account, err := c.money.Account(tx, req.Account)
	if err != nil {
		return nil, err
	}
	after, held, settle, events, err := f.deal.Buy(req, held, account, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	if after.Portions, err = f.moveLines(tx, after); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(slices.UpdateAll(tx, held), deals.Update(tx, after)); err != nil {
		return nil, err
	}
	return &after, c.money.Settle(tx, settle)
}

// moveLines frees the lines of the deal's financier, and draws what is owed on those of the one that has it from now on.
func (f financed) moveLines(tx *ledger.Tx, after supplychain.Deal) ([]supplychain.Portion, error) {
	if err := use(tx, f.deal.Portions, supplychain.Repay); err != nil {
		return nil, err
	}
	portions, err := reserveOn(tx, after, after.Owed.Principal, f.paper, f.act)
	if err != nil {
		return nil, err
	}
	return portions, use(tx, portions, supplychain.Draw)
}
