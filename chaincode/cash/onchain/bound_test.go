// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// A small request must not have every endorser read a million rows: legs times stripes are bounded, whoever asks.
func TestTransactionDrawsOnABoundedNumberOfStripes(t *testing.T) {
	c := opened(t)
	var legs []cash.TransferRequest
	for i := range 5 {
		id := cash.AccountID(fmt.Sprintf("wide-%d", i))
		c.open(t, c.maker, id, "alice", north)
		stage.Do(t, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: id, Stripes: cash.StripesMax})
		legs = append(legs, pay(id, "bob", "1.00"))
	}
	stage.Refused(t, c.carol, cash.TransferBatch, batch(legs...), protocol.TooLarge)
	stage.Refused(t, c.alice, cash.TransferBatch, batch(legs...), protocol.TooLarge)
	stage.Refused(t, c.alice, cash.TransferBatch, batch(legs[:4]...), cash.InsufficientFunds)
	stage.Refused(t, c.carol, cash.TransferBatch, batch(legs[:4]...), cash.NotSignatory)
}
