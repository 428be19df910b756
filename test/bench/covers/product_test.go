// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
)

// Batches that are on their way together are of different homes, and so are single payments: an account pays once a block.
func TestPaymentsAtOnceAreOfDifferentHomes(t *testing.T) {
	left := unpaid()
	require.Len(t, left, warmBatches+warmSingly+2*(inBatches+singly))
	require.Zero(t, homes%perBatch)
	for i, slice := range slicesOf(new(market)) {
		due := left[:slice.count]
		left = left[slice.count:]
		atOnce := min(slice.count, homes)
		for part := range slices.Chunk(due, atOnce) {
			seen := map[insurance.PolicyID]bool{}
			for _, key := range part {
				require.False(t, seen[key.Policy], "slice %d: %s twice", i, key.Policy)
				seen[key.Policy] = true
			}
		}
	}
	require.Empty(t, left)
}

// The share of each reserve is whole cents, so that the treaty bears exactly the sum of them.
func TestShareOfEachReserveIsWhole(t *testing.T) {
	for n := range struck {
		require.Zero(t, reserve(n)%5, "loss %d", n)
		require.LessOrEqual(t, reserve(n), int64(homeSum))
	}
	require.LessOrEqual(t, struck, homes)
}

func TestTermsAreWellFormed(t *testing.T) {
	season := oracle.RoundKey{Feed: rain, Subject: "kaski", From: date.MustParse("2026-06-01"), To: date.MustParse("2026-06-30")}
	m := &market{first: date.MustParse("2026-05-01")}
	require.NoError(t, m.homes().Validate())
	require.NoError(t, farms(season).Validate())
	require.LessOrEqual(t, payout*farmsInAll*4, fund, "each stripe has far more than its lane pays")
}
