// SPDX-License-Identifier: Apache-2.0

package callauction_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// drawn is an auction of a few prices, so that limits meet, with a reference price anywhere.
func drawn(t *rapid.T) (callauction.Terms, []callauction.Order) {
	frame := callauction.Terms{
		Session: "s", Tick: decimal.FromInt64(1), Lot: rapid.Int64Range(1, 7).Draw(t, "lot"),
		Reference: decimal.FromInt64(rapid.Int64Range(1, 14).Draw(t, "reference")),
	}
	orders := make([]callauction.Order, rapid.IntRange(0, 24).Draw(t, "orders"))
	for i := range orders {
		orders[i] = callauction.Order{
			ID: fmt.Sprintf("o%02d", i), Owner: fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "owner")),
			Side:     rapid.SampledFrom([]callauction.Side{callauction.Buy, callauction.Sell}).Draw(t, "side"),
			Quantity: rapid.Int64Range(1, 12).Draw(t, "lots") * frame.Lot,
			Limit:    decimal.FromInt64(rapid.Int64Range(1, 12).Draw(t, "limit")),
		}
	}
	return frame, orders
}

// result is an outcome by order.
type result struct {
	callauction.Outcome
	filled, bought, sold map[string]int64
	void                 map[string]bool
}

func matched(t require.TestingT, frame callauction.Terms, orders []callauction.Order) result {
	outcome, err := frame.Match(root, orders)
	require.NoError(t, err)
	r := result{outcome, map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]bool{}}
	for _, fill := range outcome.Fills {
		require.Positive(t, fill.Quantity)
		require.Zero(t, r.filled[fill.Order])
		r.filled[fill.Order] = fill.Quantity
	}
	for _, trade := range outcome.Trades {
		require.Positive(t, trade.Quantity)
		r.bought[trade.Buy] += trade.Quantity
		r.sold[trade.Sell] += trade.Quantity
	}
	for _, void := range outcome.Void {
		r.void[void.Order] = true
	}
	return r
}

func TestLawNobodyTradesBeyondSizeOrLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame, orders := drawn(t)
		r := matched(t, frame, orders)
		bought, sold := int64(0), int64(0)
		for _, order := range orders {
			filled := r.filled[order.ID]
			require.LessOrEqual(t, filled, order.Quantity)
			require.Zero(t, filled%frame.Lot)
			require.False(t, filled > 0 && r.void[order.ID])
			if order.Side == callauction.Buy {
				bought += filled
				require.False(t, filled > 0 && order.Limit.Cmp(r.Price) < 0)
				require.Equal(t, filled, r.bought[order.ID])
			} else {
				sold += filled
				require.False(t, filled > 0 && order.Limit.Cmp(r.Price) > 0)
				require.Equal(t, filled, r.sold[order.ID])
			}
		}
		require.Equal(t, r.Volume, bought)
		require.Equal(t, r.Volume, sold)
	})
}

func TestLawBetterLimitsGoFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame, orders := drawn(t)
		r := matched(t, frame, orders)
		for _, a := range orders {
			for _, b := range orders {
				better := a.Limit.Cmp(b.Limit)
				if a.Side == callauction.Sell {
					better = -better
				}
				if a.Side != b.Side || r.void[a.ID] || r.void[b.ID] {
					continue
				}
				if better > 0 && r.filled[b.ID] > 0 {
					require.Equal(t, a.Quantity, r.filled[a.ID], "%s before %s", a.ID, b.ID)
				}
				if better == 0 && a.Quantity >= b.Quantity {
					require.GreaterOrEqual(t, r.filled[a.ID]+frame.Lot, r.filled[b.ID], "in proportion to size, to a lot")
				}
			}
		}
	})
}

func TestLawNobodyTradesWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame, orders := drawn(t)
		owner := map[string]string{}
		for _, order := range orders {
			owner[order.ID] = order.Owner
		}
		for _, trade := range matched(t, frame, orders).Trades {
			require.NotEqual(t, owner[trade.Buy], owner[trade.Sell])
		}
	})
}

func TestLawTheSequenceOfOrdersIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame, orders := drawn(t)
		require.Equal(t, matched(t, frame, orders), matched(t, frame, rapid.Permutation(orders).Draw(t, "again")))
	})
}

// The price is what the three rules say, tried at every price there is.
func TestLawThePriceIsTheBestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame, orders := drawn(t)
		r := matched(t, frame, orders)
		reference, _ := frame.Reference.Int64()
		var bestVolume, bestImbalance, bestDistance, best int64
		for price := int64(1); price <= 20; price++ {
			demand, supply := int64(0), int64(0)
			for _, order := range orders {
				limit, _ := order.Limit.Int64()
				switch {
				case r.void[order.ID]:
				case order.Side == callauction.Buy && limit >= price:
					demand += order.Quantity
				case order.Side == callauction.Sell && limit <= price:
					supply += order.Quantity
				}
			}
			volume, imbalance, distance := min(demand, supply), max(demand, supply)-min(demand, supply), max(price-reference, reference-price)
			if volume > bestVolume || volume == bestVolume && volume > 0 && (imbalance < bestImbalance || imbalance == bestImbalance && distance < bestDistance) {
				bestVolume, bestImbalance, bestDistance, best = volume, imbalance, distance, price
			}
		}
		require.Equal(t, bestVolume, r.Volume)
		require.Equal(t, decimal.FromInt64(best), r.Price)
		require.Equal(t, bestImbalance, max(r.Surplus, -r.Surplus))
	})
}

func TestLawAnOwnerIsVoidExactlyWhereItsLimitsCross(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame, orders := drawn(t)
		r := matched(t, frame, orders)
		for _, a := range orders {
			crosses := false
			for _, b := range orders {
				for _, c := range orders {
					crosses = crosses || b.Owner == a.Owner && c.Owner == a.Owner && b.Side == callauction.Buy && c.Side == callauction.Sell && b.Limit.Cmp(c.Limit) >= 0
				}
			}
			require.Equal(t, crosses, r.void[a.ID])
		}
	})
}

func TestOutcomeIsTheSameInJSON(t *testing.T) {
	outcome, err := terms("100").Match(root, book(t, "b a BUY 30 100", "s c SELL 10 100", "v d BUY 5 100"))
	require.NoError(t, err)
	text, err := json.Marshal(outcome)
	require.NoError(t, err)
	var back callauction.Outcome
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, outcome, back)
}

func BenchmarkMatchOfAThousandOrders(b *testing.B) {
	frame := callauction.Terms{Session: "s", Tick: decimal.FromInt64(1), Lot: 1, Reference: decimal.FromInt64(500)}
	orders := make([]callauction.Order, callauction.OrdersMax)
	for i := range orders {
		orders[i] = callauction.Order{ID: fmt.Sprint(i), Owner: fmt.Sprint(i), Side: callauction.Buy, Quantity: int64(i + 1), Limit: decimal.FromInt64(int64(400 + i%200))}
		if i%2 == 1 {
			orders[i].Side = callauction.Sell
		}
	}
	for b.Loop() {
		if _, err := frame.Match(root, orders); err != nil {
			b.Fatal(err)
		}
	}
}
