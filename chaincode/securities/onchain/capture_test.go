// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// venued is a market whose venue has a line, and leave of orchard and harbour.
func venued(t testing.TB) *market {
	t.Helper()
	m := active(t, "IND-29", bondTerms(t))
	stage.Do(t, m.venue, securities.OpenTradeLine, "X1")
	m.leave(t, m.orchard, "orchard", "2026-12-31")
	m.leave(t, m.harbour, "harbour", "2026-12-31")
	return m
}

func (m *market) leave(t testing.TB, by *stage.Actor, account, until string) {
	t.Helper()
	stage.Do(t, by, securities.AuthoriseVenue, securities.AuthoriseRequest{
		VenueKey: securities.VenueKey{Account: securities.AccountID(account), Venue: csd}, Until: day(until),
	})
}

func captured(from int64, quantities ...securities.Quantity) securities.CaptureRequest {
	request := securities.CaptureRequest{Line: "X1", From: from}
	for _, quantity := range quantities {
		request.Trades = append(request.Trades, securities.CapturedTrade{
			TradeTerms: tradeTerms(quantity, "100.25"), Seller: "orchard", Buyer: "harbour", Traded: day(monday),
		})
	}
	return request
}

// A venue reports each trade once, in its sequence, without a gap; the trades settle as every other.
func TestTradesAreCapturedInSequence(t *testing.T) {
	m := venued(t)
	stage.Refused(t, m.venue, securities.CaptureTrades, captured(2, 10), securities.SequenceGap)
	done := stage.Do(t, m.venue, securities.CaptureTrades, captured(1, 10, 20))
	require.Len(t, done.Matches, 2)
	stage.Refused(t, m.venue, securities.CaptureTrades, captured(1, 10, 20), securities.SequenceRepeated)
	stage.Refused(t, m.venue, securities.CaptureTrades, captured(2, 20), securities.SequenceRepeated)
	stage.Refused(t, m.venue, securities.CaptureTrades, captured(4, 20), securities.SequenceGap)
	stage.Do(t, m.venue, securities.CaptureTrades, captured(3, 30))
	require.Equal(t, int64(3), stage.Do(t, m.keeper, securities.GetTradeLine, "X1").Last)
	m.roll(t, "2026-01-07")
	for _, id := range []securities.TradeID{"C.X1.1", "C.X1.2", "C.X1.3"} {
		m.settles(t, id, m.harbour, m.northDesk)
	}
	m.holds(t, "IND-29", "harbour", 1060)
	m.has(t, "harbour", "993985.00")
}

// Of two reports with one number in one block, one counts.
func TestReportsWithOneNumberDoNotBothCount(t *testing.T) {
	m := venued(t)
	overtaken(t, m, m.venue, securities.CaptureTrades, captured(1, 10), func() { stage.Do(t, m.venue, securities.CaptureTrades, captured(1, 20)) })
	require.Equal(t, int64(1), stage.Do(t, m.keeper, securities.GetTradeLine, "X1").Last)
}

// A venue commits nobody that did not let it, and a report with one bad trade is refused whole.
func TestCaptureIsRefused(t *testing.T) {
	m := venued(t)
	for name, c := range map[string]struct {
		change func(*securities.CapturedTrade)
		code   protocol.Code
	}{
		"without leave":          {func(c *securities.CapturedTrade) { c.Buyer = "summit" }, securities.VenueRefused},
		"of an unknown account":  {func(c *securities.CapturedTrade) { c.Seller = "nobody" }, protocol.NotFound},
		"of tomorrow":            {func(c *securities.CapturedTrade) { c.Traded, c.Settle = day("2026-01-06"), day("2026-01-08") }, securities.TooEarly},
		"of long ago":            {func(c *securities.CapturedTrade) { c.Traded = day("2025-12-28") }, securities.TooLate},
		"settled before it":      {func(c *securities.CapturedTrade) { c.Settle = day("2026-01-04") }, securities.TooLate},
		"at a price of nothing":  {func(c *securities.CapturedTrade) { c.Price = decimal.Decimal{} }, protocol.InvalidArgument},
		"in an unknown security": {func(c *securities.CapturedTrade) { c.Instrument = "NONE" }, protocol.NotFound},
		"between one account":    {func(c *securities.CapturedTrade) { c.Buyer = "orchard" }, protocol.InvalidArgument},
		"beyond all amounts":     {func(c *securities.CapturedTrade) { c.Quantity = securities.QuantityMax }, securities.AmountRefused},
	} {
		request := captured(1, 10, 20)
		c.change(&request.Trades[1])
		require.NotNil(t, stage.Refused(t, m.venue, securities.CaptureTrades, request, c.code), name)
	}
	require.Zero(t, stage.Do(t, m.keeper, securities.GetTradeLine, "X1").Last)
	stage.Refused(t, m.summit, securities.AuthoriseVenue, securities.AuthoriseRequest{
		VenueKey: securities.VenueKey{Account: "harbour", Venue: csd}, Until: day("2026-12-31"),
	}, securities.NotYours)
	stage.Refused(t, m.harbour, securities.AuthoriseVenue, securities.AuthoriseRequest{
		VenueKey: securities.VenueKey{Account: "harbour", Venue: north}, Until: day("2026-12-31"),
	}, securities.RoleMissing)
	m.leave(t, m.harbour, "harbour", "2026-01-04")
	stage.Refused(t, m.venue, securities.CaptureTrades, captured(1, 10), securities.VenueRefused)
	stage.Refused(t, m.venue, securities.OpenTradeLine, "X1", protocol.AlreadyExists)
}
