// SPDX-License-Identifier: Apache-2.0

package split_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		total         int64
		weights, want []int64
	}{
		// 80/8/12 of 15: Numscript gives the left-over to the first recipients, 13,1,1; this rule does not.
		{15, []int64{80, 8, 12}, []int64{12, 1, 2}},
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{5, []int64{33, 33, 34}, []int64{2, 1, 2}},
		{1, []int64{1, 1}, []int64{1, 0}},
		{10000, []int64{1, 1, 1}, []int64{3334, 3333, 3333}},
		{7000000, []int64{33333333, 33333333, 33333334}, []int64{2333333, 2333333, 2333334}},
		{5, []int64{3, 3, 3, 1}, []int64{2, 2, 1, 0}},
		{5, []int64{1, 1, 1, 1, 1, 1, 1}, []int64{1, 1, 1, 1, 1, 0, 0}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{0, []int64{1, 2}, []int64{0, 0}},
		{7, []int64{0, 5}, []int64{0, 7}},
		{math.MaxInt64, []int64{math.MaxInt64}, []int64{math.MaxInt64}},
		{math.MinInt64, []int64{1, 0}, []int64{math.MinInt64, 0}},
		{math.MaxInt64, []int64{math.MaxInt64 - 1, 1}, []int64{math.MaxInt64 - 1, 1}},
	} {
		got, err := split.LargestRemainder(c.total, c.weights)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%d by %v", c.total, c.weights)
	}
}

func TestLargestRemainderRefuses(t *testing.T) {
	for _, weights := range [][]int64{nil, {}, {0, 0}, {1, -1}, {math.MaxInt64, 1}, {math.MaxInt64, math.MaxInt64, 2}} {
		_, err := split.LargestRemainder(1, weights)
		require.ErrorIs(t, err, split.ErrWeights, weights)
	}
}

func TestLargestRemainderDecimal(t *testing.T) {
	weights := []decimal.Decimal{decimal.MustParse("33.3"), decimal.MustParse("33.35"), decimal.MustParse("33.35")}
	got, err := split.LargestRemainderDecimal(5, weights)
	require.NoError(t, err)
	require.Equal(t, []int64{1, 2, 2}, got)

	tooFine := []decimal.Decimal{decimal.MustParse("10"), decimal.MustParse("0.0000000000000000001")}
	_, err = split.LargestRemainderDecimal(5, tooFine)
	require.ErrorIs(t, err, split.ErrWeights)
}

// discount returns the cumulative charge of the first units cents at a rate for days of a basis.
func discount(rate string, days, basis int64) func(int64) (money.Amount, error) {
	return func(units int64) (money.Amount, error) {
		year, err := decimal.NewRatio(days, basis)
		if err != nil {
			return money.Amount{}, err
		}
		return money.MustAmount(units).MulRatio(decimal.MustParse(rate), year, decimal.HalfUp)
	}
}

// Rounding each of three equal slices gives 16,554.18; the whole is 16,554.17.
func TestTelescope(t *testing.T) {
	charge := discount("0.0435", 137, 360)
	slices := []split.Interval{{From: 1, To: 33333333}, {From: 33333334, To: 66666666}, {From: 66666667, To: 100000000}}
	var naive, telescoped []int64
	for _, slice := range slices {
		alone, err := charge(slice.Size())
		require.NoError(t, err)
		part, err := split.Telescope(slice, charge)
		require.NoError(t, err)
		naive, telescoped = append(naive, alone.Minor()), append(telescoped, part.Minor())
	}
	require.Equal(t, []int64{551806, 551806, 551806}, naive)
	require.Equal(t, []int64{551806, 551805, 551806}, telescoped)
}

// Three slices of 1.00 at 5 % for a month of 30/360: each alone is charged nothing, the whole 0.01.
func TestTelescopeOfSmallSlices(t *testing.T) {
	for i, want := range []int64{0, 1, 0} {
		slice := split.Interval{From: int64(i)*100 + 1, To: int64(i+1) * 100}
		part, err := split.Telescope(slice, discount("0.05", 30, 360))
		require.NoError(t, err)
		require.Equal(t, want, part.Minor())
	}
}

func TestIntervalRefuses(t *testing.T) {
	for _, bad := range []split.Interval{{From: 0, To: 1}, {From: 2, To: 1}, {From: 1, To: 11}, {From: -5, To: -1}} {
		_, err := split.ProRata(5, 10, bad)
		require.ErrorIs(t, err, split.ErrInterval, bad)
	}
	_, err := split.Telescope(split.Interval{From: 0, To: 5}, discount("0.05", 30, 360))
	require.ErrorIs(t, err, split.ErrInterval)
	_, err = split.ProRata(-1, 10, split.Interval{From: 1, To: 10})
	require.Error(t, err)
}

// Any split sums to the total, each part is within one unit of its exact share, and ties fall to the
// lower index.
func TestLawSplitSumsToTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(-money.MinorMax, money.MinorMax).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1e6), 1, 12).Draw(t, "weights")
		amounts, err := split.Amounts(money.MustAmount(total), weights)
		if err != nil {
			return
		}
		sum, err := money.Sum(amounts...)
		if err != nil || sum.Minor() != total {
			t.Fatalf("%d by %v is %v, sum %s (%v)", total, weights, amounts, sum, err)
		}
		for i := 1; i < len(weights); i++ {
			gap := amounts[i-1].Abs().Minor() - amounts[i].Abs().Minor()
			if weights[i] == weights[i-1] && gap != 0 && gap != 1 {
				t.Fatalf("equal weights %d and %d: %v", i-1, i, amounts)
			}
		}
	})
}

// Cutting an interval anywhere changes no charge in total.
func TestLawTelescopeIsAdditive(t *testing.T) {
	charge := discount("0.0435", 137, 360)
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.Int64Range(1, 1e9).Draw(t, "from")
		cut := from + rapid.Int64Range(0, 1e9).Draw(t, "cut")
		to := cut + rapid.Int64Range(1, 1e9).Draw(t, "to")
		left, err1 := split.Telescope(split.Interval{From: from, To: cut}, charge)
		right, err2 := split.Telescope(split.Interval{From: cut + 1, To: to}, charge)
		whole, err3 := split.Telescope(split.Interval{From: from, To: to}, charge)
		sum, err4 := left.Add(right)
		if err1 != nil || err2 != nil || err3 != nil || err4 != nil || sum != whole {
			t.Fatalf("[%d,%d] cut at %d: %s + %s is not %s", from, to, cut, left, right, whole)
		}
		paid := rapid.Int64Range(0, to).Draw(t, "paid")
		a, _ := split.ProRata(paid, to, split.Interval{From: 1, To: cut})
		b, _ := split.ProRata(paid, to, split.Interval{From: cut + 1, To: to})
		if a+b != paid {
			t.Fatalf("pro rata %d + %d is not %d", a, b, paid)
		}
	})
}

func ExampleAmounts() {
	parts, _ := split.Amounts(money.MustAmount(10000), []int64{1, 1, 1})
	fmt.Println(parts)
	// Output: [3334 3333 3333]
}

func BenchmarkLargestRemainder(b *testing.B) {
	weights := make([]int64, 1000)
	for i := range weights {
		weights[i] = int64(i + 1)
	}
	for b.Loop() {
		if _, err := split.LargestRemainder(1_000_003, weights); err != nil {
			b.Fatal(err)
		}
	}
}
