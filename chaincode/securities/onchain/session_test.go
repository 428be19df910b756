// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// sessionTerms are an auction that closes on 6 January, with a reference price of 100.
func sessionTerms(id string) securities.SessionTerms {
	return securities.SessionTerms{
		ID: securities.SessionID(id), Instrument: "IND-29", Tick: decimal.MustParse("0.01"), Lot: 10, Reference: decimal.MustParse("100"),
		Participants: []parties.PartyID{"orchard", "harbour", "summit", "northbank"}, Orders: 3, Closes: day("2026-01-06"), Settle: day("2026-01-07"),
	}
}

func bid(session, participant string, number int, side callauction.Side, quantity securities.Quantity, limit string) securities.SealedOrder {
	return securities.SealedOrder{
		OrderKey: securities.OrderKey{Session: securities.SessionID(session), Participant: parties.PartyID(participant), Number: number},
		Account:  securities.AccountID(participant), Side: side, Quantity: quantity, Limit: decimal.MustParse(limit),
		Salt: securities.Salt(fmt.Sprintf("%08d%08d%016d", number, len(participant), quantity)),
	}
}

// trader is the actor of a party.
func (m *market) trader(party parties.PartyID) *stage.Actor {
	return map[parties.PartyID]*stage.Actor{"orchard": m.orchard, "harbour": m.harbour, "summit": m.summit, "northbank": m.northDesk}[party]
}

func (m *market) enter(t testing.TB, orders ...securities.SealedOrder) {
	t.Helper()
	for _, o := range orders {
		digest, err := o.Digest()
		require.NoError(t, err)
		stage.Do(t, m.trader(o.Participant), securities.EnterOrder, securities.EnterOrderRequest{Session: o.Session, Number: o.Number, Digest: digest})
	}
}

func keep(o securities.SealedOrder) securities.KeepOrderRequest {
	return securities.KeepOrderRequest{OrderKey: o.OrderKey, Order: o}
}

// auctioned is a market with a closed session, in which all orders are entered and kept.
func auctioned(t testing.TB, orders ...securities.SealedOrder) *market {
	t.Helper()
	m := active(t, "IND-29", bondTerms(t))
	stage.Do(t, m.venue, securities.OpenSession, sessionTerms("S"))
	m.enter(t, orders...)
	for _, o := range orders {
		stage.Do(t, m.venue, securities.KeepOrder, keep(o))
	}
	stage.Do(t, m.venue, securities.CloseSession, "S")
	return m
}

func match(orders ...securities.SealedOrder) securities.MatchSessionRequest {
	return securities.MatchSessionRequest{Session: "S", Orders: orders}
}

// Orders that meet: harbour and summit buy 300 and 200 at 101 and 100.50, orchard sells 400 at 99; the price is that at which
// 400 change hands and least is left over.
func meeting() []securities.SealedOrder {
	return []securities.SealedOrder{
		bid("S", "harbour", 1, callauction.Buy, 300, "101"), bid("S", "summit", 1, callauction.Buy, 200, "100.50"),
		bid("S", "orchard", 1, callauction.Sell, 400, "99"), bid("S", "orchard", 2, callauction.Sell, 50, "105"),
		bid("S", "northbank", 1, callauction.Buy, 10, "90"),
	}
}

// An auction has one price; its trades are instructed and settle; the regulator finds the same.
func TestSessionIsMatchedAndRecomputed(t *testing.T) {
	orders := meeting()
	m := auctioned(t, orders...)
	session := stage.Do(t, m.venue, securities.MatchSession, match(orders...))
	require.Equal(t, securities.SessionMatched, session.Status)
	require.Equal(t, "100", session.Outcome.Price.String())
	require.Equal(t, securities.Quantity(400), session.Outcome.Volume)
	require.Equal(t, int64(100), session.Outcome.Surplus)
	require.Equal(t, 2, session.Trades)
	first := stage.Do(t, m.keeper, securities.GetTrade, "A.S.0001")
	require.Equal(t, securities.AccountID("harbour"), first.Buyer.Account)
	require.Equal(t, securities.Quantity(300), first.Quantity)
	second := stage.Do(t, m.keeper, securities.GetTrade, "A.S.0002")
	require.Equal(t, securities.Quantity(100), second.Quantity)

	again := stage.Do(t, m.judge, securities.RecomputeSession, match(reversed(orders)...))
	require.True(t, again.Same)
	stage.Refused(t, m.orchard, securities.RecomputeSession, match(orders...), protocol.NotAuthorised)
	stage.Refused(t, m.judge, securities.RecomputeSession, match(orders[1:]...), securities.OrderMissing)

	done := stage.Do(t, m.summit, securities.InstructTrades, securities.InstructTradesRequest{Trades: []securities.TradeID{"A.S.0001", "A.S.0002"}})
	require.Len(t, done.Matches, 2)
	stage.Refused(t, m.summit, securities.InstructTrades, securities.InstructTradesRequest{Trades: []securities.TradeID{"A.S.0001"}}, securities.StatusRefused)
	m.roll(t, "2026-01-07")
	m.settles(t, "A.S.0001", m.harbour, m.northDesk)
	m.settles(t, "A.S.0002", m.summit, m.northDesk)
	m.holds(t, "IND-29", "orchard", 600)
	m.holds(t, "IND-29", "harbour", 1300)
	m.has(t, "orchard", "1040000.00")
}

func reversed(orders []securities.SealedOrder) []securities.SealedOrder {
	back := slices.Clone(orders)
	slices.Reverse(back)
	return back
}

// The venue matches with exactly the orders that it kept while the session was open.
func TestVenueNeitherLeavesOutNorAdds(t *testing.T) {
	orders := meeting()
	m := active(t, "IND-29", bondTerms(t))
	stage.Do(t, m.venue, securities.OpenSession, sessionTerms("S"))
	m.enter(t, orders...)
	edited := orders[0]
	edited.Limit = decimal.MustParse("102")
	stage.Refused(t, m.venue, securities.KeepOrder, keep(edited), securities.OrderMismatch)
	stage.Refused(t, m.northDesk, securities.KeepOrder, keep(orders[0]), protocol.NotAuthorised)
	kept, late := orders[:4], orders[4]
	for _, o := range kept {
		require.False(t, stage.Do(t, m.trader(o.Participant), securities.OrderKept, keep(o)).Kept)
		stage.Do(t, m.venue, securities.KeepOrder, keep(o))
		require.True(t, stage.Do(t, m.trader(o.Participant), securities.OrderKept, keep(o)).Kept)
	}
	require.Equal(t, orders[0], *stage.Do(t, m.venue, securities.ReadOrder, orders[0].OrderKey))
	stage.Refused(t, m.venue, securities.MatchSession, match(kept...), securities.StatusRefused)
	stage.Do(t, m.venue, securities.CloseSession, "S")
	stage.Refused(t, m.venue, securities.KeepOrder, keep(late), securities.StatusRefused)

	for i := range kept {
		stage.Refused(t, m.venue, securities.MatchSession, match(slices.Delete(slices.Clone(kept), i, i+1)...), securities.OrderMissing)
	}
	stage.Refused(t, m.venue, securities.MatchSession, match(orders...), securities.OrderMismatch)
	invented := bid("S", "summit", 3, callauction.Sell, 500, "90")
	stage.Refused(t, m.venue, securities.MatchSession, match(append(slices.Clone(kept), invented)...), securities.OrderMismatch)
	stage.Refused(t, m.venue, securities.MatchSession, match(append(slices.Clone(kept[1:]), edited)...), protocol.PreimageRefused)
	stage.Refused(t, m.venue, securities.MatchSession, match(append(slices.Clone(kept), kept[0])...), protocol.InvalidArgument)
	stage.Refused(t, m.Actor(north, "venue", "", role.Venue), securities.MatchSession, match(kept...), protocol.NotAuthorised)
	session := stage.Do(t, m.venue, securities.MatchSession, match(kept...))
	require.Equal(t, []securities.OrderKey{late.OrderKey}, session.Unkept)
	stage.Refused(t, m.venue, securities.MatchSession, match(kept...), securities.StatusRefused)
}

// An order that is under way when the session closes is invalid, whether it is entered, withdrawn or kept.
func TestSessionClosesExactly(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	for i, id := range []string{"S1", "S2", "S3"} {
		stage.Do(t, m.venue, securities.OpenSession, sessionTerms(id))
		o := bid(id, "harbour", 1, callauction.Buy, 300, "101")
		digest, err := o.Digest()
		require.NoError(t, err)
		enter := securities.EnterOrderRequest{Session: o.Session, Number: 1, Digest: digest}
		closing := func() { stage.Do(t, m.venue, securities.CloseSession, o.Session) }
		switch i {
		case 0:
			overtaken(t, m, m.harbour, securities.EnterOrder, enter, closing)
			continue
		case 1:
			stage.Do(t, m.harbour, securities.EnterOrder, enter)
			overtaken(t, m, m.harbour, securities.WithdrawOrder, o.OrderKey, closing)
		case 2:
			stage.Do(t, m.harbour, securities.EnterOrder, enter)
			overtaken(t, m, m.venue, securities.KeepOrder, keep(o), closing)
			require.False(t, stage.Do(t, m.harbour, securities.OrderKept, keep(o)).Kept)
		}
	}
}

// Orders that do not count are listed with the reason, and the others trade.
func TestVoidOrdersDoNotStopTheSession(t *testing.T) {
	foreign := bid("S", "summit", 1, callauction.Buy, 100, "101")
	foreign.Account = "harbour"
	nowhere := bid("S", "summit", 2, callauction.Buy, 100, "101")
	nowhere.Account = "nobody"
	huge := bid("S", "northbank", 1, callauction.Buy, securities.QuantityMax-securities.QuantityMax%10, "101")
	odd := bid("S", "northbank", 2, callauction.Buy, 15, "101")
	orders := append(meeting()[2:3], foreign, nowhere, huge, odd, bid("S", "harbour", 1, callauction.Buy, 300, "101"),
		bid("S", "summit", 3, callauction.Sell, 100, "99"))
	m := auctioned(t, orders...)
	stage.Do(t, m.keeper, securities.AdmitInvestor, securities.AdmitRequest{
		AdmissionKey: securities.AdmissionKey{Instrument: "IND-29", Party: "summit"}, Class: "public", Jurisdiction: "DE", Until: day(monday),
	})
	session := stage.Do(t, m.venue, securities.MatchSession, match(orders...))
	reasons := map[string]callauction.Reason{}
	for _, void := range session.Void {
		reasons[fmt.Sprintf("%s %d", void.Participant, void.Number)] = void.Reason
	}
	require.Equal(t, map[string]callauction.Reason{
		"summit 1": securities.NotOwner, "summit 2": securities.NoAccount, "northbank 1": securities.NoAmount, "northbank 2": callauction.OffLot,
	}, reasons)
	require.Equal(t, securities.Quantity(300), session.Outcome.Volume)
	require.True(t, stage.Do(t, m.judge, securities.RecomputeSession, match(orders...)).Same)
}

// Whoever is no participant has no order, and an order withdrawn in time does not count.
func TestOrdersOfASession(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	stage.Do(t, m.venue, securities.OpenSession, sessionTerms("S"))
	o := bid("S", "harbour", 1, callauction.Buy, 300, "101")
	digest, err := o.Digest()
	require.NoError(t, err)
	enter := securities.EnterOrderRequest{Session: "S", Number: 1, Digest: digest}
	stage.Refused(t, m.southDesk, securities.EnterOrder, enter, securities.NotParticipant)
	beyond := enter
	beyond.Number = 4
	stage.Refused(t, m.harbour, securities.EnterOrder, beyond, securities.NotParticipant)
	stage.Refused(t, m.Actor(north, "forger", "harbour"), securities.EnterOrder, enter, securities.NotAParty)
	stage.Do(t, m.harbour, securities.EnterOrder, enter)
	stage.Refused(t, m.harbour, securities.EnterOrder, enter, protocol.AlreadyExists)
	stage.Do(t, m.venue, securities.KeepOrder, keep(o))
	stage.Refused(t, m.summit, securities.WithdrawOrder, o.OrderKey, securities.NotYours)
	stage.Do(t, m.harbour, securities.WithdrawOrder, o.OrderKey)
	stage.Refused(t, m.harbour, securities.WithdrawOrder, o.OrderKey, securities.StatusRefused)
	stage.Refused(t, m.venue, securities.KeepOrder, keep(o), securities.StatusRefused)
	stage.Refused(t, m.orchard, securities.CloseSession, "S", securities.NotYours)
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.summit, securities.EnterOrder, enter, securities.TooLate)
	stage.Do(t, m.orchard, securities.CloseSession, "S")
	stage.Refused(t, m.venue, securities.MatchSession, match(o), securities.OrderMismatch)
	session := stage.Do(t, m.venue, securities.MatchSession, match())
	require.True(t, session.Outcome.Price.IsZero())
	require.True(t, stage.Do(t, m.judge, securities.RecomputeSession, match()).Same)
	stage.Refused(t, m.venue, securities.AnnulSession, "S", securities.StatusRefused)

	stage.Refused(t, m.venue, securities.OpenSession, sessionTerms("S-2"), securities.TooLate)
	terms := sessionTerms("S-3")
	terms.Closes, terms.Settle = day("2026-01-08"), day("2026-01-09")
	stage.Do(t, m.venue, securities.OpenSession, terms)
	stage.Refused(t, m.orchard, securities.AnnulSession, "S-3", securities.NotYours)
	m.roll(t, "2026-01-10")
	require.Equal(t, securities.SessionVoid, stage.Do(t, m.orchard, securities.AnnulSession, "S-3").Status)
}
