// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func batch(legs ...cash.TransferRequest) cash.BatchRequest {
	var req cash.BatchRequest
	for _, leg := range legs {
		req.Legs = append(req.Legs, cash.Leg(leg))
	}
	return req
}

func TestBatchIsAllOrNothing(t *testing.T) {
	c := opened(t)
	stage.Refused(t, c.alice, cash.TransferBatch, batch(pay("alice", "bob", "60.00"), pay("alice", "carol", "60.00")), cash.InsufficientFunds)
	stage.Refused(t, c.alice, cash.TransferBatch, batch(pay("alice", "bob", "60.00"), pay("bob", "carol", "1.00")), cash.NotSignatory)
	stage.Refused(t, c.alice, cash.TransferBatch, batch(), protocol.InvalidArgument)
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
	stage.Do(t, c.alice, cash.TransferBatch, batch(pay("alice", "bob", "60.00"), pay("alice", "bob", "40.00")))
	c.has(t, "alice", "0.00 EUR", "0.00 EUR")
	c.has(t, "bob", "200.00 EUR", "200.00 EUR")
}

func TestBatchIsNetted(t *testing.T) {
	c := opened(t)
	c.open(t, c.maker, "alice-savings", "alice", north)
	round := batch(pay("alice-savings", "bob", "70.00"), pay("alice", "alice-savings", "100.00"))
	receipt := stage.Do(t, c.alice, cash.TransferBatch, round)
	require.Equal(t, 2, receipt.Legs)
	c.has(t, "alice-savings", "30.00 EUR", "30.00 EUR")
	entry := stage.Do(t, c.alice, cash.Entries, cash.EntriesRequest{Account: "alice-savings"}).Items
	require.Equal(t, []string{"7000", "10000"}, []string{entry[0].Debits.String(), entry[0].Credits.String()})
}

func TestThousandPaymentsFitIntoOneTransaction(t *testing.T) {
	c := opened(t)
	var req cash.BatchRequest
	for i := range cash.LegsMax {
		id := cash.AccountID(fmt.Sprintf("payee-%03d", i))
		c.open(t, c.southMaker, id, "bob", south)
		req.Legs = append(req.Legs, cash.Leg(pay("alice", id, "0.10")))
	}
	receipt, result, err := stage.Try(c.alice, cash.TransferBatch, req)
	require.NoError(t, err)
	require.Equal(t, cash.LegsMax, receipt.Legs)
	for _, namespace := range result.Tx.RWSet.Namespaces {
		if namespace.Namespace == "cash" {
			require.Len(t, namespace.Writes, 2*1001+2, "each account and its entry once, the posting, the reference")
		}
	}
	c.has(t, "alice", "0.00 EUR", "0.00 EUR")
	c.has(t, "payee-999", "0.10 EUR", "0.10 EUR")
	require.Len(t, stage.Do(t, c.alice, cash.GetPosting, receipt.TxID).Legs, cash.LegsMax)
	c.conserved(t)
	require.Equal(t, cash.PostedEvent{Operation: cash.Transferred, Date: day(monday), Count: cash.LegsMax}, postedBy(t, result), "the posting has them")

	req.Legs = append(req.Legs, req.Legs[0])
	stage.Refused(t, c.alice, cash.TransferBatch, req, cash.LegsLimit)
}

func TestReferenceTakesEffectOnce(t *testing.T) {
	c := opened(t)
	first := stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00"), "once")
	again, result, err := stage.Try(c.alice, cash.Transfer, pay("alice", "bob", "10.00"), "once")
	require.NoError(t, err)
	require.Equal(t, first, again)
	for _, namespace := range result.Tx.RWSet.Namespaces {
		require.Empty(t, namespace.Writes)
	}
	_, _, err = stage.Try(c.alice, cash.Transfer, pay("alice", "bob", "10.01"), "once")
	require.ErrorIs(t, err, protocol.ReferenceReused)
	c.has(t, "alice", "90.00 EUR", "90.00 EUR")
}
