// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
)

// rich is a consortium in which alice has plenty and bob has accounts to be paid.
func rich(b *testing.B, payees int) *consortium {
	b.Helper()
	c := opened(b)
	c.attest(b, north, "1000000000.00 EUR")
	c.mint(b, "alice", "100000000.00 EUR")
	for i := range payees {
		c.open(b, c.southMaker, payee(i), "bob", south)
	}
	b.ResetTimer()
	return c
}

func payee(i int) cash.AccountID { return cash.AccountID(fmt.Sprintf("payee-%03d", i)) }

// A transfer, endorsed by two members and committed in a block of its own.
func BenchmarkTransfer(b *testing.B) {
	c := rich(b, 100)
	for i := range b.N {
		stage.Do(b, c.alice, cash.Transfer, pay("alice", payee(i%100), "0.01"))
	}
}

// A debit of a high-volume account.
func BenchmarkTransferFromStripes(b *testing.B) {
	c := rich(b, 100)
	stage.Do(b, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 64})
	b.ResetTimer()
	for i := range b.N {
		stage.Do(b, c.alice, cash.Transfer, pay("alice", payee(i%100), "0.01"))
	}
}

// A settlement through a module, by consent.
func BenchmarkSettleThroughModule(b *testing.B) {
	c := withShop(b)
	stage.Do(b, c.maker, cash.OpenAccount, cash.OpenRequest{ID: "pool", Currency: money.MustCurrency("EUR"), Module: "shop"})
	b.ResetTimer()
	for i := range b.N {
		from, to := cash.AccountID("pool"), cash.AccountID("alice")
		by := c.bob
		req := settle(cash.SettlementID(fmt.Sprint("s", i)), leg(from, to, "0.01"))
		if i%2 == 0 {
			req, by = consenting(b, req.Settlement.ID, leg(to, from, "0.01")), c.alice
		}
		stage.Do(b, by, shopSettle, req)
	}
}

// A batch of a thousand payments; the time is that of the whole batch.
func BenchmarkBatchOfThousand(b *testing.B) {
	c := rich(b, cash.LegsMax)
	var req cash.BatchRequest
	for i := range cash.LegsMax {
		req.Legs = append(req.Legs, cash.Leg(pay("alice", payee(i), "0.01")))
	}
	b.ResetTimer()
	for range b.N {
		stage.Do(b, c.alice, cash.TransferBatch, req)
	}
}
