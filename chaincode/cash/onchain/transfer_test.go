// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestTransferMovesMoneyWithinAndAcrossBanks(t *testing.T) {
	c := opened(t)
	receipt, result, err := stage.Try(c.alice, cash.Transfer, pay("alice", "bob", "30.00"))
	require.NoError(t, err)
	require.Equal(t, cash.TxID(result.TxID), receipt.TxID)
	c.has(t, "alice", "70.00 EUR", "70.00 EUR")
	c.has(t, "bob", "130.00 EUR", "130.00 EUR")

	posting := stage.Do(t, c.bob, cash.GetPosting, receipt.TxID)
	require.Equal(t, cash.Transferred, posting.Operation)
	require.Equal(t, "alice", posting.Party)
	require.Equal(t, []cash.Leg{{From: "alice", To: "bob", Amount: eur("30.00")}}, posting.Legs)
	journal := stage.Do(t, c.bob, cash.Entries, cash.EntriesRequest{Account: "bob", Date: day(monday)}).Items
	require.Len(t, journal, 2, "the mint and the transfer")

	require.Equal(t, cash.PostedEvent{Operation: cash.Transferred, Date: day(monday), Count: 1, Legs: posting.Legs}, postedBy(t, result))
}

// postedBy is what a transaction's event says of its posting.
func postedBy(t *testing.T, result *ledgertest.Result) cash.PostedEvent {
	t.Helper()
	var envelope protocol.Envelope
	require.NoError(t, protocol.Unmarshal(result.Event.GetPayload(), &envelope))
	posted, is := cash.Posted.From(envelope.Events[0])
	require.True(t, is)
	return posted
}

func TestTransferReadsFiveRowsAndWritesSix(t *testing.T) {
	c := opened(t)
	_, result, err := stage.Try(c.alice, cash.Transfer, pay("alice", "bob", "1.00"))
	require.NoError(t, err)
	for _, namespace := range result.Tx.RWSet.Namespaces {
		if namespace.Namespace == "cash" {
			require.Len(t, namespace.Reads, 5, "reference, date, two accounts, freeze of the caller's party")
			require.Len(t, namespace.Writes, 6, "reference, two accounts, posting, two entries")
			return
		}
	}
	require.Fail(t, "nothing was written")
}

func TestTransferIsRefused(t *testing.T) {
	c := opened(t)
	for name, refused := range map[string]struct {
		by   *stage.Actor
		req  cash.TransferRequest
		code protocol.Code
	}{
		"another party's account":     {c.carol, pay("alice", "carol", "1.00"), cash.NotSignatory},
		"another member's account":    {c.alice, pay("bob", "alice", "1.00"), cash.NotSignatory},
		"same party, other member":    {c.Actor(south, "alice", "alice"), pay("alice", "bob", "1.00"), cash.NotSignatory},
		"same subject, other member":  {c.Actor(ruler, "alice", "alice"), pay("alice", "bob", "1.00"), cash.NotSignatory},
		"an identity without a party": {c.Actor(north, "alice", ""), pay("alice", "bob", "1.00"), cash.NotSignatory},
		"the bank that services it":   {c.maker, pay("alice", "bob", "1.00"), cash.NotSignatory},
		"more than there is":          {c.alice, pay("alice", "bob", "100.01"), cash.InsufficientFunds},
		"to itself":                   {c.alice, pay("alice", "alice", "1.00"), cash.SelfTransfer},
		"no such payer":               {c.alice, pay("nobody", "bob", "1.00"), protocol.NotFound},
		"no such payee":               {c.alice, pay("alice", "nobody", "1.00"), protocol.NotFound},
		"to a liability account":      {c.alice, pay("alice", cash.LiabilityID(north, eur("0.00").Currency), "1.00"), cash.AccountKind},
		"from a liability account":    {c.maker, pay(cash.LiabilityID(north, eur("0.00").Currency), "alice", "1.00"), cash.AccountKind},
		"a delimiter in an account":   {c.alice, pay("alice", "b\x01ob", "1.00"), protocol.InvalidArgument},
		"zero":                        {c.alice, pay("alice", "bob", "0.00"), protocol.InvalidArgument},
		"below zero":                  {c.alice, pay("alice", "bob", "-1.00"), protocol.InvalidArgument},
		"another currency":            {c.alice, inYen(pay("alice", "bob", "1.00")), cash.CurrencyMismatch},
	} {
		t.Run(name, func(t *testing.T) {
			stage.Refused(t, refused.by, cash.Transfer, refused.req, refused.code)
		})
	}
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
	c.has(t, "bob", "100.00 EUR", "100.00 EUR")
}

func inYen(req cash.TransferRequest) cash.TransferRequest {
	req.Amount.Currency = money.MustCurrency("JPY")
	return req
}
