// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// Subscriptions of one block meet on a page of the book and nowhere else: the first on each page is valid.
func TestSubscriptionsOfOneBlockMeetOnTheirPagesAlone(t *testing.T) {
	terms := offeringTerms("IPO")
	terms.Pages = 64
	m := inBook(t, terms)
	offering := *stage.Do(t, m.keeper, securities.GetOffering, "IPO")
	var sent []*ledgertest.Transaction
	taken, expected := map[int]bool{}, []string{}
	for n := range 12 {
		account := fmt.Sprintf("orchard-%d", n)
		stage.Do(t, m.northDesk, securities.OpenAccount, securities.AccountTerms{
			ID: securities.AccountID(account), Owner: "orchard", Kind: securities.Investor, Cash: "orchard", Tax: "standard",
		})
		hold := holdFor(t, terms, "orchard", 100)
		hold.ID = cash.HoldID("hold-" + account)
		stage.Do(t, m.orchard, cash.CreateHold, hold)
		transaction := endorsed(t, m, m.orchard, securities.Subscribe, securities.SubscribeRequest{
			Offering: "IPO", Account: securities.AccountID(account), Units: 100, Hold: hold.ID,
		})
		sent = append(sent, transaction)
		page := offering.Page(transaction.TxID).Page
		code := "VALID"
		if taken[page] {
			code = "MVCC_READ_CONFLICT"
		}
		taken[page] = true
		expected = append(expected, code)
	}
	require.Equal(t, expected, m.block(t, sent...))
	require.Len(t, m.book(t, terms), len(taken))
	require.Greater(t, len(taken), 8)
}

// Orders of one block never meet, be they of one participant.
func TestOrdersOfOneBlockNeverMeet(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	terms := sessionTerms("S")
	terms.Orders = 16
	stage.Do(t, m.venue, securities.OpenSession, terms)
	var sent []*ledgertest.Transaction
	for number := range 16 {
		for _, who := range []parties.PartyID{"orchard", "harbour"} {
			digest, err := bid("S", string(who), number+1, callauction.Buy, 10, "100").Digest()
			require.NoError(t, err)
			sent = append(sent, endorsed(t, m, m.trader(who), securities.EnterOrder, securities.EnterOrderRequest{Session: "S", Number: number + 1, Digest: digest}))
		}
	}
	for _, code := range m.block(t, sent...) {
		require.Equal(t, "VALID", code)
	}
}

// A session of as many participants and orders as there may be is matched in one transaction.
func TestLargestSessionIsMatched(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand orders take a while")
	}
	m := active(t, "IND-29", bondTerms(t))
	terms := sessionTerms("S")
	terms.Participants, terms.Orders = []parties.PartyID{"orchard", "harbour", "summit", "northbank"}, 256
	require.NoError(t, terms.Validate())
	stage.Do(t, m.venue, securities.OpenSession, terms)
	var orders []securities.SealedOrder
	for number := range 256 {
		for at, who := range terms.Participants {
			side, limit := callauction.Buy, "101"
			if at%2 == 0 {
				side, limit = callauction.Sell, "99"
			}
			orders = append(orders, bid("S", string(who), number+1, side, securities.Quantity(10*(number%7+1)), limit))
		}
	}
	var entered, kept []*ledgertest.Transaction
	for _, o := range orders {
		digest, err := o.Digest()
		require.NoError(t, err)
		entered = append(entered, endorsed(t, m, m.trader(o.Participant), securities.EnterOrder, securities.EnterOrderRequest{Session: "S", Number: o.Number, Digest: digest}))
	}
	m.block(t, entered...)
	for _, o := range orders {
		kept = append(kept, endorsed(t, m, m.venue, securities.KeepOrder, keep(o)))
	}
	m.block(t, kept...)
	stage.Do(t, m.venue, securities.CloseSession, "S")
	session := stage.Do(t, m.venue, securities.MatchSession, match(orders...))
	require.Equal(t, "100", session.Outcome.Price.String())
	require.Empty(t, session.Unkept)
	require.True(t, stage.Do(t, m.judge, securities.RecomputeSession, match(orders...)).Same)
	first := make([]securities.TradeID, 100)
	for i := range first {
		first[i] = securities.TradeID(fmt.Sprintf("A.S.%04d", i+1))
	}
	require.Len(t, stage.Do(t, m.summit, securities.InstructTrades, securities.InstructTradesRequest{Trades: first}).Matches, 100)
}
