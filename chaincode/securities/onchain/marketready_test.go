// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// offeringOf is an offering of one page.
func offeringOf(id string) securities.OfferingTerms {
	terms := offeringTerms(id)
	terms.Pages = 1
	return terms
}

func pageOf(id string) securities.BookKey {
	return securities.BookKey{Offering: securities.OfferingID(id)}
}

// The steps of an offering, in order, with what brings it there.
var steps = []string{"OPEN", "CLOSED", "COUNTED", "SCALED", "PAGED", "ALLOCATED", "DONE"}

// marketReady is a market on Tuesday, in which offerings, trades, quotes and sessions are in all their states.
func marketReady(t testing.TB) *market {
	t.Helper()
	m := active(t, "IND-29", bondTerms(t))
	m.collection(t)
	m.roll(t, "2026-01-06")
	stage.Do(t, m.issuer, securities.AnnounceOffering, offeringOf("ANNOUNCED"))
	for at, id := range steps {
		stage.Do(t, m.issuer, securities.AnnounceOffering, offeringOf(id))
		stage.Do(t, m.treasurer, securities.OpenBook, securities.OfferingID(id))
		m.subscribe(t, m.summit, offeringOf(id), "summit", 20)
		for _, step := range m.after(t, id)[:at] {
			step()
		}
	}
	stage.Do(t, m.issuer, securities.AnnounceOffering, offeringOf("CANCELLED"))
	stage.Do(t, m.treasurer, securities.OpenBook, "CANCELLED")
	m.subscribe(t, m.summit, offeringOf("CANCELLED"), "summit", 20)
	stage.Do(t, m.issuer, securities.CancelOffering, "CANCELLED")
	stage.Do(t, m.orchard, cash.CreateHold, holdFor(t, offeringOf("OPEN"), "orchard", 100))

	stage.Do(t, m.orchard, securities.ProposeTrade, proposal("PROPOSED"))
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(quoted("QUOTED")))
	m.sessionsReady(t)
	stage.Do(t, m.venue, securities.OpenTradeLine, "X1")
	m.leave(t, m.orchard, "orchard", "2026-12-31")
	m.leave(t, m.harbour, "harbour", "2026-12-31")
	return m
}

// after is what brings an open offering from each step to the next.
func (m *market) after(t testing.TB, id string) []func() {
	name := securities.OfferingID(id)
	return []func(){
		func() { stage.Do(t, m.issuer, securities.CloseBook, name) },
		func() { stage.Do(t, m.harbour, securities.CountBook, pageOf(id)) },
		func() { stage.Do(t, m.issuer, securities.ScaleBook, securities.ScaleRequest{Offering: name}) },
		func() { stage.Do(t, m.harbour, securities.AllocatePage, pageOf(id)) },
		func() { stage.Do(t, m.harbour, securities.AllocateBook, name) },
		func() { m.deliver(t, offeringOf(id)) },
	}
}

// inSession are the orders of a session.
func inSession(id string) []securities.SealedOrder {
	return []securities.SealedOrder{bid(id, "harbour", 1, callauction.Buy, 300, "101"), bid(id, "orchard", 1, callauction.Sell, 200, "99")}
}

// sessionsReady are sessions: one is open, with an order of harbour that is not kept yet, one closed, and one matched.
func (m *market) sessionsReady(t testing.TB) {
	t.Helper()
	for _, id := range []string{"S-OPEN", "S-CLOSED", "S-MATCHED"} {
		stage.Do(t, m.venue, securities.OpenSession, sessionTerms(id))
		m.enter(t, inSession(id)...)
		for _, order := range inSession(id)[1:] {
			stage.Do(t, m.venue, securities.KeepOrder, keep(order))
		}
		if id == "S-OPEN" {
			continue
		}
		stage.Do(t, m.venue, securities.KeepOrder, keep(inSession(id)[0]))
		stage.Do(t, m.venue, securities.CloseSession, securities.SessionID(id))
	}
	stage.Do(t, m.venue, securities.MatchSession, matchOf("S-MATCHED"))
}

func matchOf(id string) securities.MatchSessionRequest {
	return securities.MatchSessionRequest{Session: securities.SessionID(id), Orders: inSession(id)}
}

// marketRows are the transactions of the primary and the secondary market.
func marketRows(t testing.TB) (*market, []row) {
	t.Helper()
	m := marketReady(t)
	var all []row
	for _, part := range [][]row{m.bookRows(), m.placementRows(t), m.tradeRows(), m.orderRows(t), m.venueRows()} {
		all = append(all, part...)
	}
	return m, all
}

var firstOf = []int{1}

func (m *market) bookRows() []row {
	fresh := offeringOf("NEW")
	fresh.LockUp = day("2026-06-30")
	open := securities.SubscriptionKey{BookKey: pageOf("OPEN"), Number: 1}
	page := protocol.PageRequest{Size: 2}
	return []row{
		does(securities.AnnounceOffering, m.issuer, owner, fresh),
		does(securities.OpenBook, m.treasurer, owner, "ANNOUNCED"),
		does(securities.Subscribe, m.orchard, owner, securities.SubscribeRequest{Offering: "OPEN", Account: "orchard", Units: 100, Hold: "OPEN-orchard"}),
		does(securities.WithdrawSubscription, m.summit, owner, open),
		does(securities.CloseBook, m.issuer, owner, "OPEN"),
		does(securities.CancelOffering, m.issuer, owner, "ALLOCATED"),
		does(securities.GetOffering, m.summit, anybody, "OPEN"),
		does(securities.Offerings, m.summit, anybody, page),
		does(securities.GetBookPage, m.summit, anybody, pageOf("OPEN")),
		does(securities.Subscriptions, m.summit, anybody, securities.BookRequest{Offering: "OPEN", PageRequest: page}),
		does(securities.GetAllotment, m.summit, anybody, securities.SubscriberKey{Offering: "ALLOCATED", Account: "summit"}),
		does(securities.ProposeCut, m.summit, anybody, "COUNTED"),
	}
}

func (m *market) placementRows(t testing.TB) []row {
	return []row{
		does(securities.CountBook, m.summit, anybody, pageOf("CLOSED")),
		does(securities.ScaleBook, m.issuer, owner, securities.ScaleRequest{Offering: "COUNTED"}),
		does(securities.AllocatePage, m.summit, anybody, pageOf("SCALED")),
		does(securities.AllocateBook, m.summit, anybody, "PAGED"),
		does(securities.DeliverSubscriptions, m.issuer, owner, securities.DeliverRequest{
			BookKey: pageOf("ALLOCATED"), Numbers: firstOf, Lots: m.inputs(t, "IND-29", "industry", 20),
		}),
		does(securities.RefundSubscriptions, m.orchard, anybody, securities.RefundRequest{BookKey: pageOf("CANCELLED"), Numbers: firstOf}),
		does(securities.FinishOffering, m.orchard, anybody, "DONE"),
	}
}

func (m *market) tradeRows() []row {
	quote, again := quoted("QUOTED"), quoted("AGAIN")
	again.Ex = true
	page := securities.TradesRequest{Account: "orchard", Side: callauction.Sell, PageRequest: protocol.PageRequest{Size: 1}}
	return []row{
		does(securities.ProposeTrade, m.orchard, owner, proposal("NEW")),
		does(securities.ConfirmTrade, m.harbour, owner, "PROPOSED"),
		does(securities.EndTrade, m.orchard, owner, "PROPOSED"),
		does(securities.QuoteTrade, m.harbour, owner, offer(again)),
		does(securities.WithdrawQuote, m.harbour, owner, offer(quote)),
		does(securities.AcceptQuote, m.orchard, owner, securities.AcceptQuoteRequest{Trade: "NEW", Account: "orchard", Quote: quote}),
		does(securities.InstructTrades, m.summit, anybody, securities.InstructTradesRequest{Trades: []securities.TradeID{"A.S-MATCHED.0001"}}),
		does(securities.GetTrade, m.summit, anybody, "PROPOSED"),
		does(securities.Trades, m.summit, anybody, page),
		does(securities.ReadQuote, m.harbour, others{"NOT_FOUND", "NOT_A_PARTY", "NOT_FOUND"}, "QUOTED"),
	}
}

func (m *market) orderRows(t testing.TB) []row {
	unkept := inSession("S-OPEN")[0]
	return []row{
		does(securities.OpenSession, m.venue, anybody, sessionTerms("S-NEW")),
		does(securities.EnterOrder, m.harbour, own, securities.EnterOrderRequest{Session: "S-OPEN", Number: 2, Digest: securities.Hash(strings.Repeat("ab", 32))}),
		does(securities.WithdrawOrder, m.harbour, owner, unkept.OrderKey),
		does(securities.KeepOrder, m.venue, office, keep(unkept)),
		does(securities.CloseSession, m.venue, office, "S-OPEN"),
		does(securities.MatchSession, m.venue, office, matchOf("S-CLOSED")),
		does(securities.AnnulSession, m.venue, office, "S-CLOSED"),
		does(securities.GetSession, m.summit, anybody, "S-OPEN"),
		does(securities.ListOrders, m.summit, anybody, securities.OrdersRequest{Session: "S-OPEN", PageRequest: protocol.PageRequest{Size: 1}}),
		does(securities.ReadOrder, m.venue, others{forged: "NOT_FOUND"}, inSession("S-CLOSED")[0].OrderKey),
		does(securities.OrderKept, m.harbour, anybody, keep(inSession("S-CLOSED")[0])),
		does(securities.RecomputeSession, m.judge, anybody, matchOf("S-MATCHED")),
	}
}

func (m *market) venueRows() []row {
	key := securities.VenueKey{Account: "orchard", Venue: csd}
	return []row{
		does(securities.AuthoriseVenue, m.orchard, owner, securities.AuthoriseRequest{VenueKey: key, Until: day("2026-12-31")}),
		does(securities.OpenTradeLine, m.venue, anybody, "X2"),
		does(securities.CaptureTrades, m.venue, office, captured(1, 10, 20)),
		does(securities.GetTradeLine, m.summit, anybody, "X1"),
		does(securities.GetVenueAuthority, m.summit, anybody, key),
	}
}
