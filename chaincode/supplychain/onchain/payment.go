// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// Collect takes a payment of the obligor.
func (c *Contract) Collect(tx *ledger.Tx, req supplychain.CollectRequest) (*supplychain.Collection, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	p, err := paperOf(tx, req.Undertaking)
	if err != nil {
		return nil, err
	}
	before, err := discharges.Get(tx, req.Undertaking)
	if err != nil {
		return nil, err
	}
	after, paid, settle, events, err := before.Collect(req, p.undertaking, p.programme, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(saveDischarge(tx, p.undertaking, supplychain.Discharged, before, after, do), collections.Insert(tx, paid)); err != nil || len(settle.Legs) == 0 {
		return &paid, err
	}
	if paid.Recorded() {
		if err := payments.Insert(tx, paid.Payment(p.undertaking)); err != nil {
			return nil, err
		}
	}
	return &paid, c.money.Settle(tx, settle)
}

// Distribute pays slices what came in for them.
func (c *Contract) Distribute(tx *ledger.Tx, req supplychain.DistributeRequest) (*supplychain.Distribution, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	payout, err := payoutOf(tx, req)
	if err != nil {
		return nil, err
	}
	paid, events, err := payout.Distribute(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(slices.UpdateAll(tx, paid.Slices), saveDeals(tx, payout.Deals, paid.Deals), distributions.Insert(tx, paid.Distribution)); err != nil {
		return nil, err
	}
	if len(paid.Settle.Legs) == 0 {
		return &paid.Distribution, nil
	}
	return &paid.Distribution, c.money.Settle(tx, paid.Settle)
}

func payoutOf(tx *ledger.Tx, req supplychain.DistributeRequest) (supplychain.Payout, error) {
	p, err := paperOf(tx, req.Undertaking)
	if err != nil {
		return supplychain.Payout{}, err
	}
	payout := supplychain.Payout{Undertaking: p.undertaking, Programme: p.programme}
	if payout.Discharge, err = discharges.Get(tx, req.Undertaking); err != nil {
		return payout, err
	}
	if payout.Slices, err = slices.GetMany(tx, req.Keys()); err != nil {
		return payout, err
	}
	payout.Deals, err = deals.GetMany(tx, supplychain.DealsOf(payout.Slices))
	return payout, err
}

// saveDeals saves deals that money came in for, and frees the lines of those that it repaid.
func saveDeals(tx *ledger.Tx, before, after []supplychain.Deal) error {
	for i, deal := range after {
		if deal.Freed(before[i]) {
			if err := use(tx, deal.Portions, supplychain.Repay); err != nil {
				return err
			}
			deal.Portions = nil
		}
		if err := deals.Update(tx, deal); err != nil {
			return err
		}
	}
	return nil
}

// DeclareDefault records that an obligor did not pay in time.
func (c *Contract) DeclareDefault(tx *ledger.Tx, req supplychain.UndertakingID) (*supplychain.Discharge, error) {
	return change(tx, discharges, req, func(before supplychain.Discharge, do supplychain.Act) (supplychain.Discharge, []protocol.Event, error) {
		p, err := paperOf(tx, req)
		if err != nil {
			return before, nil, err
		}
		return before.Default(p.undertaking, p.programme, do)
	})
}
