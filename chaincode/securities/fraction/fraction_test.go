// SPDX-License-Identifier: Apache-2.0

package fraction_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

func TestDispositions(t *testing.T) {
	for _, c := range []struct {
		factor      fraction.Factor
		units       int64
		disposition fraction.Disposition
		whole       int64
		cash        string
	}{
		{fraction.Factor{New: 2, Old: 1}, 101, fraction.RoundDown, 202, "0"},
		{fraction.Factor{New: 1, Old: 10}, 99, fraction.RoundDown, 9, "0"},
		{fraction.Factor{New: 1, Old: 10}, 91, fraction.RoundUp, 10, "0"},
		{fraction.Factor{New: 1, Old: 10}, 90, fraction.RoundUp, 9, "0"},
		{fraction.Factor{New: 1, Old: 10}, 94, fraction.Standard, 9, "0"},
		{fraction.Factor{New: 1, Old: 10}, 95, fraction.Standard, 10, "0"},
		{fraction.Factor{New: 1, Old: 10}, 97, fraction.CashInLieu, 9, "7/10"},
		{fraction.Factor{New: 3, Old: 10}, 7, fraction.CashInLieu, 2, "1/10"},
		{fraction.Factor{New: 1_234_567, Old: 10_000_000}, 10, fraction.CashInLieu, 1, "234567/1000000"}, // 1.234567 for 10
		{fraction.Factor{New: 3, Old: 10}, 0, fraction.RoundUp, 0, "0"},
		{fraction.Factor{New: 1, Old: 1_000_000_000}, math.MaxInt64, fraction.RoundDown, 9_223_372_036, "0"},
	} {
		whole, cash, err := c.factor.Whole(c.units, c.disposition)
		require.NoError(t, err)
		require.Equal(t, c.whole, whole, "%v of %d %s", c.factor, c.units, c.disposition)
		require.Equal(t, c.cash, cash.String(), "%v of %d %s", c.factor, c.units, c.disposition)
	}
}

func TestFactorRefuses(t *testing.T) {
	for _, f := range []fraction.Factor{{}, {New: 1}, {Old: 1}, {New: -1, Old: 1}, {New: 1, Old: 1_000_000_001}, {New: 1_000_000_001, Old: 1}} {
		require.Error(t, f.Validate(), f)
	}
	for _, units := range []int64{-1, math.MaxInt64, math.MaxInt64/2 + 1} {
		_, _, err := fraction.Factor{New: 2, Old: 1}.Of(units)
		require.ErrorIs(t, err, fraction.ErrTooMany, units)
	}
	for _, d := range []fraction.Disposition{"", "DIST", "BUYU", "UKWN", "rddn"} {
		require.Error(t, d.Validate(), d)
	}
}

// handOut is what each position gets by the cut that is drawn from all.
func handOut(t require.TestingT, pool fraction.Pool, positions []fraction.Position) []int64 {
	cut, err := pool.Cut(positions)
	require.NoError(t, err)
	parts := make([]int64, len(positions))
	for i, position := range positions {
		parts[i], err = pool.Of(position, cut)
		require.NoError(t, err)
	}
	return parts
}

func TestPool(t *testing.T) {
	tied := func(ties string, units int64) []fraction.Position {
		var all []fraction.Position
		for _, tie := range ties {
			all = append(all, fraction.Position{Units: units, Tie: string(tie)})
		}
		return all
	}
	// 100 over weights 1, 1, 1: the extra goes to whom the tie-break favours.
	require.Equal(t, []int64{33, 34, 33}, handOut(t, fraction.Pool{Units: 100, Base: 3}, tied("bac", 1)))
	// 5 over seven equal: rounding half up would hand out 7, rounding down nothing.
	require.Equal(t, []int64{0, 1, 1, 1, 0, 1, 1}, handOut(t, fraction.Pool{Units: 5, Base: 7}, tied("gabcfed", 1)))
	// nothing is left over, and nothing is handed out at all.
	require.Equal(t, []int64{2, 2}, handOut(t, fraction.Pool{Units: 4, Base: 2}, tied("ab", 1)))
	require.Equal(t, []int64{0, 0}, handOut(t, fraction.Pool{Units: 0, Base: 2}, tied("ab", 1)))
	// a position without a fraction gets no more, however its tie ranks.
	require.Equal(t, []int64{2, 2, 1}, handOut(t, fraction.Pool{Units: 5, Base: 10}, []fraction.Position{{Units: 4, Tie: "a"}, {Units: 3, Tie: "b"}, {Units: 3, Tie: "c"}}))
}

func TestPoolRefuses(t *testing.T) {
	for _, c := range []struct {
		pool  fraction.Pool
		units []int64
	}{
		{fraction.Pool{Units: 5, Base: 0}, nil},
		{fraction.Pool{Units: 5, Base: 7}, []int64{3, 3}},
		{fraction.Pool{Units: 5, Base: 7}, []int64{4, 4}},
		{fraction.Pool{Units: 5, Base: 7}, []int64{8}},
		{fraction.Pool{Units: 5, Base: 7}, []int64{-1, 8}},
		{fraction.Pool{Units: -5, Base: 7}, []int64{7}},
		{fraction.Pool{Units: 5, Base: math.MaxInt64}, []int64{math.MaxInt64, math.MaxInt64}},
	} {
		var positions []fraction.Position
		for _, units := range c.units {
			positions = append(positions, fraction.Position{Units: units})
		}
		_, err := c.pool.Cut(positions)
		require.ErrorIs(t, err, fraction.ErrPool, "%v over %v", c.pool, c.units)
	}
}

// The pool is handed out whole, to within a unit of each exact share, as the largest remainder does that package split has
// for lists that fit into memory; and no other line hands out the same.
func TestLawPoolIsHandedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(rapid.Int64Range(0, 40), 1, 60).Draw(t, "units")
		pool := fraction.Pool{Units: rapid.Int64Range(0, 500).Draw(t, "pool")}
		positions := make([]fraction.Position, len(units))
		for i, u := range units {
			positions[i] = fraction.Position{Units: u, Tie: fmt.Sprintf("%03d", i)}
			pool.Base += u
		}
		if pool.Base == 0 {
			return
		}
		want, err := split.LargestRemainder(pool.Units, units)
		require.NoError(t, err)
		require.Equal(t, want, handOut(t, pool, positions))

		wrong := fraction.Cut{Remainder: rapid.Int64Range(0, pool.Base).Draw(t, "remainder"), Tie: positions[rapid.IntRange(0, len(units)-1).Draw(t, "at")].Tie}
		var sum int64
		parts := make([]int64, len(units))
		for i, position := range positions {
			parts[i], err = pool.Of(position, wrong)
			require.NoError(t, err)
			sum += parts[i]
		}
		if sum == pool.Units {
			require.Equal(t, want, parts, "the sum is right under another line, so the parts are the same")
		}
	})
}
