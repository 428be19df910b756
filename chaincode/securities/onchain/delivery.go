// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities"
)

// SettleInstruction delivers units and pays for them, or does nothing at all.
func (c *Contract) SettleInstruction(tx *ledger.Tx, req securities.DeliveryRequest) (*securities.Obligation, error) {
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
	after, events, err := pair.Settle(req, ends, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	final := after.Pair.Obligation
	if err := errors.Join(obligations.Update(tx, final), saveSides(tx, after.Pair), carry(tx, after.Moves)); err != nil || after.Cash == nil {
		return &final, err
	}
	return &final, c.money.Settle(tx, *after.Cash)
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
