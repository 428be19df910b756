// SPDX-License-Identifier: Apache-2.0

package auction_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

var (
	opening  = date.MustParse("2026-03-02")
	commitBy = date.MustParse("2026-03-03")
	revealBy = date.MustParse("2026-03-05")
	after    = date.MustParse("2026-03-06")
)

// terms sell 1,000,000.00 for 90 days of 360.
func terms() auction.Terms {
	return auction.Terms{
		Lot:     auction.Lot{From: 1, To: 100_000_000, Currency: money.MustCurrency("CNY"), Maturity: date.MustParse("2026-06-04")},
		Funding: after, DayCount: date.Act360, Method: auction.BankDiscount,
		CommitUntil: commitBy, RevealUntil: revealBy, Reserve: decimal.MustParse("0.08"), Penalty: money.MustAmount(50_000),
	}
}

func sealed(bidder, rate string, fees int64) auction.Sealed {
	return auction.Sealed{
		Bid:  auction.Bid{Auction: "A-1", Bidder: bidder, Rate: decimal.MustParse(rate), Fees: money.MustAmount(fees)},
		Salt: fmt.Sprintf("%032x", bidder),
	}
}

func digest(t require.TestingT, s auction.Sealed) string {
	sum, err := s.Digest()
	require.NoError(t, err)
	return sum
}

// committed opens an auction and commits the bids in their order.
func committed(t require.TestingT, bids ...auction.Sealed) auction.Auction {
	a, err := auction.Start("A-1", "seller", terms(), opening)
	require.NoError(t, err)
	for _, bid := range bids {
		a, err = a.Commit(bid.Bid.Bidder, digest(t, bid), opening)
		require.NoError(t, err)
	}
	return a
}

func revealed(t require.TestingT, a auction.Auction, bids ...auction.Sealed) auction.Auction {
	for _, bid := range bids {
		var err error
		a, err = a.Reveal(bid.Bid.Bidder, bid, revealBy)
		require.NoError(t, err)
	}
	return a
}

// room has no limit but for those named.
type room map[string]bool

func (r room) Room(bidder string, _ money.Money) bool { return !r[bidder] }

func names(ranking []auction.Ranked) []string {
	all := []string{}
	for _, ranked := range ranking {
		all = append(all, ranked.Bid.Bidder)
	}
	return all
}

func TestTheLeastAllInCostWins(t *testing.T) {
	cheapRate := sealed("cheap-rate", "0.04", 300_000) // 10,000.00 and 3,000.00
	lowCost := sealed("low-cost", "0.05", 0)           // 12,500.00
	dear := sealed("dear", "0.06", 0)                  // 15,000.00
	a := committed(t, dear, cheapRate, lowCost)
	a = revealed(t, a, lowCost, dear, cheapRate)
	require.Equal(t, auction.Ripe, a.StageOn(revealBy), "all have revealed")
	a, award, err := a.Award([]auction.Sealed{dear, lowCost, cheapRate}, room{}, revealBy)
	require.NoError(t, err)
	require.Equal(t, auction.Awarded, a.Status)
	require.Equal(t, "low-cost", award.Winner.Bid.Bidder)
	require.Equal(t, []string{"low-cost", "cheap-rate", "dear"}, names(award.Ranking))
	require.Equal(t, money.MustAmount(1_250_000), award.Winner.Cost.AllIn)
	require.Equal(t, money.MustAmount(98_750_000), award.Winner.Cost.Proceeds)
	require.Empty(t, award.Forfeits)
}

func TestWhoDoesNotRevealLosesAndPays(t *testing.T) {
	silent, honest := sealed("silent", "0.01", 0), sealed("honest", "0.07", 0)
	a := revealed(t, committed(t, silent, honest), honest)
	_, _, err := a.Award([]auction.Sealed{honest}, room{}, revealBy)
	require.ErrorIs(t, err, auction.Phase, "silent has until the end of the day")
	_, award, err := a.Award([]auction.Sealed{honest}, room{}, after)
	require.NoError(t, err)
	require.Equal(t, "honest", award.Winner.Bid.Bidder)
	require.Equal(t, []auction.Forfeit{{Bidder: "silent", Penalty: money.MustAmount(50_000)}}, award.Forfeits)
}

func TestEqualCostsRankByCommitment(t *testing.T) {
	second, first := sealed("alpha", "0.05", 0), sealed("zulu", "0.04", 250_000)
	a := revealed(t, committed(t, first, second), second, first)
	_, award, err := a.Award([]auction.Sealed{second, first}, room{}, after)
	require.NoError(t, err)
	require.Equal(t, []string{"zulu", "alpha"}, names(award.Ranking))
}

func TestBidsThatArePassedOver(t *testing.T) {
	full, greedy, ruin, next := sealed("full", "0.03", 0), sealed("greedy", "0.0801", 0), sealed("ruin", "0.01", 100_000_000), sealed("next", "0.05", 0)
	all := []auction.Sealed{ruin, greedy, full, next}
	a := revealed(t, committed(t, all...), all...)
	_, award, err := a.Award(all, room{"full": true}, after)
	require.NoError(t, err)
	require.Equal(t, "next", award.Winner.Bid.Bidder)
	require.Equal(t, []string{"full", "next", "ruin", "greedy"}, names(award.Ranking))
	var why []auction.Passing
	for _, ranked := range award.Ranking {
		why = append(why, ranked.Passed)
	}
	require.Equal(t, []auction.Passing{auction.NoRoom, "", auction.NothingLeft, auction.AboveReserve}, why)

	a, award, err = a.Award(all, room{"full": true, "next": true}, after)
	require.NoError(t, err)
	require.Nil(t, award.Winner)
	require.Equal(t, auction.NoAward, a.Status)
}

func TestRefusedReveals(t *testing.T) {
	bid := sealed("bank", "0.05", 0)
	a := committed(t, bid)
	rate, salt, weak, borrowed, negative := bid, bid, bid, bid, bid
	rate.Bid.Rate = decimal.MustParse("0.03")
	salt.Salt = strings.Repeat("ab", 15) + "cd"
	weak.Salt = "0123456789abcdef"
	borrowed.Bid.Bidder = "other"
	negative.Bid.Fees = money.MustAmount(-1)
	for name, c := range map[string]struct {
		sealed auction.Sealed
		today  date.Date
		want   error
	}{
		"early":       {bid, commitBy, auction.Phase},
		"late":        {bid, after, auction.Phase},
		"other rate":  {rate, revealBy, auction.BidMismatch},
		"wrong salt":  {salt, revealBy, auction.BidMismatch},
		"short salt":  {weak, revealBy, auction.SaltRefused},
		"other's bid": {borrowed, revealBy, auction.BidMismatch},
		"negative":    {negative, revealBy, auction.BidRefused},
	} {
		_, err := a.Reveal("bank", c.sealed, c.today)
		require.ErrorIs(t, err, c.want, name)
	}
	_, err := a.Reveal("stranger", bid, revealBy)
	require.ErrorIs(t, err, auction.NotCommitted)
	_, err = revealed(t, a, bid).Reveal("bank", bid, revealBy)
	require.ErrorIs(t, err, auction.RevealedAlready)
	for _, constant := range []string{strings.Repeat("00", 16), strings.Repeat("7f", 32), "", "zz"} {
		bid.Salt = constant
		_, err = bid.Digest()
		require.ErrorIs(t, err, auction.SaltRefused, constant)
	}
}

// A commitment to a bid for another auction cannot be revealed here.
func TestACommitmentNamesItsAuction(t *testing.T) {
	bid := sealed("bank", "0.05", 0)
	bid.Bid.Auction = "A-2"
	_, err := committed(t, bid).Reveal("bank", bid, revealBy)
	require.ErrorIs(t, err, auction.BidMismatch)
}

func TestRefusedCommitments(t *testing.T) {
	bid := sealed("bank", "0.05", 0)
	a := committed(t, bid)
	for name, c := range map[string]struct {
		bidder, digest string
		today          date.Date
		want           error
	}{
		"late":     {"late", strings.Repeat("0a", 32), revealBy, auction.Phase},
		"seller":   {"seller", strings.Repeat("0a", 32), opening, auction.SelfBid},
		"again":    {"bank", strings.Repeat("0a", 32), opening, auction.CommittedAlready},
		"copied":   {"copycat", digest(t, bid), opening, auction.CommitmentRefused},
		"capitals": {"other", strings.Repeat("0A", 32), opening, auction.CommitmentRefused},
		"short":    {"other", strings.Repeat("0a", 31), opening, auction.CommitmentRefused},
	} {
		_, err := a.Commit(c.bidder, c.digest, c.today)
		require.ErrorIs(t, err, c.want, name)
	}
	for i := range auction.BiddersMax - 1 {
		var err error
		a, err = a.Commit(fmt.Sprint(i), fmt.Sprintf("%064x", i), opening)
		require.NoError(t, err)
	}
	_, err := a.Commit("one more", strings.Repeat("0a", 32), opening)
	require.ErrorIs(t, err, auction.BiddersLimit)
}

func TestCancel(t *testing.T) {
	_, err := committed(t, sealed("bank", "0.05", 0)).Cancel()
	require.ErrorIs(t, err, auction.CommitmentsExist)
	a, err := committed(t).Cancel()
	require.NoError(t, err)
	require.Equal(t, auction.Ended, a.StageOn(after))
	_, err = a.Cancel()
	require.ErrorIs(t, err, auction.Phase)
	_, _, err = a.Award(nil, room{}, after)
	require.ErrorIs(t, err, auction.Phase)
	none, award, err := committed(t).Award(nil, room{}, after)
	require.NoError(t, err)
	require.Equal(t, auction.NoAward, none.Status)
	require.Nil(t, award.Winner)
}

// Whoever makes the award can neither leave out a bid nor slip one in.
func TestTheAwardTakesExactlyTheRevealedBids(t *testing.T) {
	one, two := sealed("one", "0.05", 0), sealed("two", "0.06", 0)
	a := revealed(t, committed(t, one, two), one, two)
	changed := two
	changed.Bid.Rate = decimal.MustParse("0.01")
	for name, bids := range map[string][]auction.Sealed{
		"left out": {one}, "slipped in": {one, two, sealed("three", "0.01", 0)}, "twice": {one, two, two}, "changed": {one, changed},
	} {
		_, _, err := a.Award(bids, room{}, after)
		require.ErrorIs(t, err, auction.BidMismatch, name)
	}
}

func TestRefusedTerms(t *testing.T) {
	for name, edit := range map[string]func(*auction.Terms){
		"lot":       func(t *auction.Terms) { t.Lot.From = 0 },
		"reversed":  func(t *auction.Terms) { t.Lot.From = t.Lot.To + 1 },
		"currency":  func(t *auction.Terms) { t.Lot.Currency = money.Currency{} },
		"method":    func(t *auction.Terms) { t.Method = "" },
		"one day":   func(t *auction.Terms) { t.RevealUntil = t.CommitUntil },
		"paid":      func(t *auction.Terms) { t.Funding = commitBy },
		"matured":   func(t *auction.Terms) { t.Lot.Maturity = t.Funding },
		"day count": func(t *auction.Terms) { t.DayCount = 0 },
		"no term": func(t *auction.Terms) {
			t.DayCount, t.Funding, t.Lot.Maturity = date.Thirty360, date.MustParse("2026-03-30"), date.MustParse("2026-03-31")
		},
		"reserve": func(t *auction.Terms) { t.Reserve = decimal.Decimal{} },
		"penalty": func(t *auction.Terms) { t.Penalty = money.MustAmount(-1) },
	} {
		refused := terms()
		edit(&refused)
		_, err := auction.Start("A-1", "seller", refused, opening)
		require.ErrorIs(t, err, auction.TermsRefused, name)
	}
	_, err := auction.Start("A-1", "seller", terms(), revealBy)
	require.ErrorIs(t, err, auction.Phase)
}
