// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities"
)

// SettleInstruction delivers units and pays for them, or does nothing at all.
func (c *Contract) SettleInstruction(tx *ledger.Tx, req securities.DeliveryRequest) (*securities.DeliveryReceipt, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	pair, err := pairNamed(tx, req.ObligationRequest)
	if err != nil {
		return nil, err
	}
	inputs := req.Lots
	if len(inputs) == 0 {
		inputs = pair.Deliver.Allocated()
	}
	ends, err := endsOf(tx, req.Instrument, req.Deliver.Account, req.Receiver, inputs)
	if err != nil {
		return nil, err
	}
	office, err := chooses(tx, pair, req, do)
	if err != nil {
		return nil, err
	}
	after, events, err := pair.Settle(req, ends, office, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	receipt := after.Pair.Obligation.Receipt()
	err = errors.Join(obligations.Update(tx, after.Pair.Obligation), saveSides(tx, after.Pair), carry(tx, after.Moves))
	if err != nil || after.Cash == nil {
		return &receipt, err
	}
	return &receipt, c.money.Settle(tx, *after.Cash)
}

// chooses tells whether the caller has a role in which it may choose what a settlement leaves to choose. The registry is not
// asked where nothing is.
func chooses(tx *ledger.Tx, pair securities.Pair, req securities.DeliveryRequest, do securities.Act) (bool, error) {
	if !req.Chooses() {
		return false, nil
	}
	for _, wanted := range pair.Choosers(do) {
		if held, err := ledger.Holds(tx, wanted); held || err != nil {
			return held, err
		}
	}
	return false, nil
}

// FreeHold gives a receiver its hold back.
func (c *Contract) FreeHold(tx *ledger.Tx, req securities.FreeHoldRequest) (*securities.HoldFreed, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	pair, err := pairNamed(tx, req.ObligationRequest)
	if err != nil {
		return nil, err
	}
	hold, err := c.money.Hold(tx, req.Hold)
	if err != nil {
		return nil, err
	}
	freed, release, err := pair.FreeHold(req, hold, do)
	if err != nil {
		return nil, err
	}
	return &freed, c.money.Settle(tx, release)
}
