// SPDX-License-Identifier: Apache-2.0

package auction_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

// bids draws sealed bids of different bidders.
func bids(t *rapid.T) []auction.Sealed {
	all := make([]auction.Sealed, rapid.IntRange(0, 8).Draw(t, "bidders"))
	for i := range all {
		rate := fmt.Sprintf("0.%03d", rapid.IntRange(10, 90).Draw(t, "rate"))
		all[i] = sealed(fmt.Sprintf("bank-%d", i), rate, rapid.Int64Range(0, 500_000).Draw(t, "fees"))
	}
	return all
}

// Nobody who has room and revealed offered less than the winner; and the outcome does not depend on the order in which
// bids are revealed or handed to the award.
func TestLawTheAwardIsAFunctionOfTheRevealedBids(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, shown, full := bids(t), []auction.Sealed{}, room{}
		for _, bid := range all {
			if rapid.Bool().Draw(t, "reveals") {
				shown = append(shown, bid)
			}
			full[bid.Bid.Bidder] = rapid.Bool().Draw(t, "full")
		}
		a := committed(t, all...)
		_, award, err := revealed(t, a, shown...).Award(shown, full, after)
		require.NoError(t, err)
		shuffled := rapid.Permutation(shown).Draw(t, "order")
		_, again, err := revealed(t, a, shuffled...).Award(rapid.Permutation(shown).Draw(t, "handed"), full, after)
		require.NoError(t, err)
		require.Equal(t, award, again)
		require.Len(t, award.Ranking, len(shown))
		require.Len(t, award.Forfeits, len(all)-len(shown))
		for _, bid := range shown {
			cost, err := a.Terms.Cost(bid.Bid.Rate, bid.Bid.Fees)
			require.NoError(t, err)
			eligible := bid.Bid.Rate.Cmp(a.Terms.Reserve) <= 0 && !full[bid.Bid.Bidder]
			require.False(t, eligible && (award.Winner == nil || cost.AllIn.Cmp(award.Winner.Cost.AllIn) < 0))
		}
	})
}

func TestLawACostAddsUpToTheFace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := lot(rapid.Int64Range(1_000, 1e12).Draw(t, "face"), rapid.IntRange(1, 365).Draw(t, "days"))
		terms.Method = rapid.SampledFrom([]auction.Method{auction.BankDiscount, auction.TrueDiscount}).Draw(t, "method")
		rate, err := decimal.New(rapid.Int64Range(0, 40_000_000).Draw(t, "rate"), 8)
		require.NoError(t, err)
		fees := money.MustAmount(rapid.Int64Range(0, 500).Draw(t, "fees"))
		whole, err := terms.Cost(rate, fees)
		require.NoError(t, err)
		sum, err := money.Sum(whole.Discount, whole.Fees, whole.Proceeds)
		require.NoError(t, err)
		require.Equal(t, terms.Lot.To, sum.Minor())

		left, right := terms, terms
		left.Lot.To = rapid.Int64Range(400, terms.Lot.To-400).Draw(t, "cut")
		right.Lot.From = left.Lot.To + 1
		first, err := left.Cost(rate, money.Amount{})
		require.NoError(t, err)
		second, err := right.Cost(rate, money.Amount{})
		require.NoError(t, err)
		require.Equal(t, whole.Discount.Minor(), first.Discount.Minor()+second.Discount.Minor())
	})
}

// Different bids or salts give different commitments, and a commitment is opened by its own bid alone.
func TestLawACommitmentIsOpenedByItsBid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bid := sealed("bank", "0.05", 0)
		a := committed(t, bid)
		edited := bid
		switch rapid.SampledFrom([]string{"rate", "fees", "salt"}).Draw(t, "edit") {
		case "rate":
			edited.Bid.Rate, _ = decimal.New(rapid.Int64Range(0, 4_999).Draw(t, "rate"), 5)
		case "fees":
			edited.Bid.Fees = money.MustAmount(rapid.Int64Range(1, 1e9).Draw(t, "fees"))
		case "salt":
			edited.Salt = "ff00" + rapid.StringMatching(`[0-9a-f]{28}`).Draw(t, "salt")
		}
		_, err := a.Reveal("bank", edited, revealBy)
		require.ErrorIs(t, err, auction.BidMismatch)
	})
}
