// SPDX-License-Identifier: Apache-2.0

package auction_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

// lot makes terms for a face and a term of days, ACT/360.
func lot(face int64, days int) auction.Terms {
	t := terms()
	t.Lot.To = face
	t.Lot.Maturity, _ = t.Funding.AddDays(days)
	return t
}

func TestKnownDiscounts(t *testing.T) {
	for _, c := range []struct {
		name   string
		face   int64
		rate   string
		days   int
		method auction.Method
		want   int64
	}{
		// Oracle Fusion Payables, examples of early payment discount offers.
		{"Oracle 18 %, 7 days", 1_000_000, "0.18", 7, auction.BankDiscount, 3_500},
		{"Oracle 24 %, 7 days", 1_000_000, "0.24", 7, auction.BankDiscount, 4_667},
		{"Oracle 24 %, 14 days", 1_000_000, "0.24", 14, auction.BankDiscount, 9_333},
		{"Chinese bank acceptance", 100_000_000, "0.0262", 75, auction.BankDiscount, 545_833},
		{"bank discount", 100_000_000, "0.06", 90, auction.BankDiscount, 1_500_000},
		{"true discount", 100_000_000, "0.06", 90, auction.TrueDiscount, 1_477_833},
		{"whole of the split", 100_000_000, "0.0435", 137, auction.BankDiscount, 1_655_417},
	} {
		terms := lot(c.face, c.days)
		terms.Method = c.method
		cost, err := terms.Cost(decimal.MustParse(c.rate), money.Amount{})
		require.NoError(t, err, c.name)
		require.Equal(t, money.MustAmount(c.want), cost.Discount, c.name)
	}
}

// A bank discount of 6 % for 90 days costs 6.0914 % on what the seller receives.
func TestYieldOnProceeds(t *testing.T) {
	cost, err := lot(100_000_000, 90).Cost(decimal.MustParse("0.06"), money.Amount{})
	require.NoError(t, err)
	require.Equal(t, "0.060914", cost.Yield.String())
}

// The parts of a receivable cost together what the whole costs: 5,518.06, 5,518.05 and 5,518.06, not three times the first.
func TestPartsCostWhatTheWholeCosts(t *testing.T) {
	var discounts []int64
	for _, part := range [][2]int64{{1, 33_333_333}, {33_333_334, 66_666_666}, {66_666_667, 100_000_000}} {
		terms := lot(100_000_000, 137)
		terms.Lot.From, terms.Lot.To = part[0], part[1]
		cost, err := terms.Cost(decimal.MustParse("0.0435"), money.Amount{})
		require.NoError(t, err)
		discounts = append(discounts, cost.Discount.Minor())
	}
	require.Equal(t, []int64{551_806, 551_805, 551_806}, discounts)
}

func TestACostThatLeavesNothing(t *testing.T) {
	_, err := lot(100, 90).Cost(decimal.MustParse("0.04"), money.MustAmount(99))
	require.ErrorIs(t, err, auction.BidRefused)
}

// Two banks bid; the lower rate comes with fees and loses.
func Example() {
	opened, _ := auction.Start("A-1", "seller", terms(), opening)
	north := auction.Sealed{
		Bid:  auction.Bid{Auction: "A-1", Bidder: "northbank", Rate: decimal.MustParse("0.04"), Fees: money.MustAmount(300_000)},
		Salt: "8d969eef6ecad3c29a3a629280e686cf",
	}
	south := auction.Sealed{
		Bid:  auction.Bid{Auction: "A-1", Bidder: "southbank", Rate: decimal.MustParse("0.05")},
		Salt: "0c3f5d02857e93b1f1b6f2f5a1d8c7e4",
	}
	for _, bid := range []auction.Sealed{north, south} {
		digest, _ := bid.Digest()
		opened, _ = opened.Commit(bid.Bid.Bidder, digest, date.MustParse("2026-03-03"))
	}
	for _, bid := range []auction.Sealed{south, north} {
		opened, _ = opened.Reveal(bid.Bid.Bidder, bid, date.MustParse("2026-03-04"))
	}
	closed, award, err := opened.Award([]auction.Sealed{north, south}, room{}, date.MustParse("2026-03-05"))
	fmt.Println(closed.Status, award.Winner.Bid.Bidder, award.Winner.Cost.AllIn, award.Winner.Cost.Yield, err)
	// Output: AWARDED southbank 1250000 0.050633 <nil>
}
