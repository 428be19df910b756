// SPDX-License-Identifier: Apache-2.0

package scaleback_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/securities/scaleback"
)

func claims(units ...int64) []scaleback.Claim {
	all := make([]scaleback.Claim, len(units))
	for i, u := range units {
		all[i] = scaleback.Claim{Units: u, Tie: fmt.Sprintf("%03d", i)}
	}
	return all
}

func given(t require.TestingT, pool scaleback.Pool, all []scaleback.Claim) (shares []int64, cut scaleback.Cut) {
	cut, err := pool.Cut(all)
	require.NoError(t, err)
	for _, claim := range all {
		share, err := pool.Give(claim, cut)
		require.NoError(t, err)
		shares = append(shares, share)
	}
	return shares, cut
}

func TestScaleBack(t *testing.T) {
	for _, c := range []struct {
		size int64
		want []int64
		gets []int64
	}{
		{100, []int64{100, 100, 100}, []int64{34, 33, 33}},              // securities reference 3.7, weights 1, 1, 1
		{5, []int64{5, 5, 5, 5, 5, 5, 5}, []int64{1, 1, 1, 1, 1, 0, 0}}, // and five over seven equal
		{10, []int64{4, 6}, []int64{4, 6}},
		{11, []int64{4, 6}, []int64{4, 6}},
		{9, []int64{10, 20, 30}, []int64{2, 3, 4}}, // 1.5, 3, 4.5: a tie of halves to the first
		{1, []int64{1, 2, 1}, []int64{0, 1, 0}},
	} {
		demand := int64(0)
		for _, units := range c.want {
			demand += units
		}
		shares, _ := given(t, scaleback.Pool{Size: c.size, Demand: demand}, claims(c.want...))
		require.Equal(t, c.gets, shares, "%d among %v", c.size, c.want)
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		pool scaleback.Pool
		all  []scaleback.Claim
	}{
		"an empty pool":           {scaleback.Pool{Size: 0, Demand: 1}, claims(1)},
		"a demand too small":      {scaleback.Pool{Size: 1, Demand: 1}, claims(1, 1)},
		"a demand too large":      {scaleback.Pool{Size: 1, Demand: 3}, claims(1, 1)},
		"a claim of nothing":      {scaleback.Pool{Size: 1, Demand: 1}, claims(1, 0)},
		"a claim below zero":      {scaleback.Pool{Size: 1, Demand: 1}, claims(2, -1)},
		"claims beyond 64 bits":   {scaleback.Pool{Size: 1, Demand: math.MaxInt64}, claims(math.MaxInt64, math.MaxInt64)},
		"more than all is wanted": {scaleback.Pool{Size: 1, Demand: 1}, claims(2)},
	} {
		_, err := c.pool.Cut(c.all)
		require.ErrorIs(t, err, scaleback.ErrPool, name)
	}
	_, err := scaleback.Pool{Size: 1, Demand: 1}.Give(scaleback.Claim{Units: 2}, scaleback.Cut{})
	require.ErrorIs(t, err, scaleback.ErrPool)
}

func drawn(t *rapid.T) (scaleback.Pool, []scaleback.Claim) {
	most := rapid.SampledFrom([]int64{3, 1000, math.MaxInt64 / 64}).Draw(t, "most")
	units := rapid.SliceOfN(rapid.Int64Range(1, most), 1, 40).Draw(t, "units")
	pool := scaleback.Pool{}
	for _, u := range units {
		pool.Demand += u
	}
	pool.Size = rapid.Int64Range(1, pool.Demand+1).Draw(t, "size")
	all := claims(units...)
	for i := range all {
		all[i].Tie = fmt.Sprintf("%d-%03d", rapid.IntRange(0, 9).Draw(t, "tie"), i)
	}
	return pool, all
}

// Deciding each claim by itself gives what the largest remainder gives to all at once, whatever their order.
func TestLawPagesGiveWhatTheLargestRemainderGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool, all := drawn(t)
		slices.SortFunc(all, func(a, b scaleback.Claim) int { return strings.Compare(a.Tie, b.Tie) })
		weights := make([]int64, len(all))
		for i, claim := range all {
			weights[i] = claim.Units
		}
		expected, err := split.LargestRemainder(min(pool.Size, pool.Demand), weights)
		require.NoError(t, err)
		shares, cut := given(t, pool, all)
		require.Equal(t, expected, shares)
		again, err := pool.Cut(rapid.Permutation(all).Draw(t, "order"))
		require.NoError(t, err)
		require.Equal(t, cut, again)
	})
}

// A wrong cut either gives everybody the same or does not add up.
func TestLawAWrongCutDoesNotAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool, all := drawn(t)
		right, _ := given(t, pool, all)
		wrong := scaleback.Cut{
			Remainder: rapid.Int64Range(0, pool.Demand).Draw(t, "remainder"),
			Tie:       fmt.Sprintf("%d", rapid.IntRange(0, 10).Draw(t, "tie")),
		}
		sum, shares := int64(0), []int64{}
		for _, claim := range all {
			share, err := pool.Give(claim, wrong)
			require.NoError(t, err)
			require.LessOrEqual(t, share, claim.Units)
			shares, sum = append(shares, share), sum+share
		}
		if sum == min(pool.Size, pool.Demand) {
			require.Equal(t, right, shares)
		}
	})
}
