// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// Transfer moves money from one of the caller's accounts.
func (c *Contract) Transfer(tx *ledger.Tx, req cash.TransferRequest) (*cash.Receipt, error) {
	return transfer(tx, []cash.Leg{cash.Leg(req)})
}

// TransferBatch moves money from the caller's accounts in many legs.
func (c *Contract) TransferBatch(tx *ledger.Tx, req cash.BatchRequest) (*cash.Receipt, error) {
	return transfer(tx, req.Legs)
}

func transfer(tx *ledger.Tx, legs []cash.Leg) (*cash.Receipt, error) {
	before, err := paymentBook(tx, legs, tx.Facts().Reference)
	if err != nil {
		return nil, err
	}
	after, events, err := before.Transfer(legs, tx.Facts())
	if err != nil {
		return nil, err
	}
	return pay(tx, after, events)
}
