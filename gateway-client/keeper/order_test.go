// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
)

// Keepers that begin at lanes of different remainders stay apart as long as they can: for stripes by 2, 4 and 8.
func TestKeepersStayApart(t *testing.T) {
	for first := range insurance.Lanes {
		lanes := order(first)
		require.Equal(t, first, lanes[0])
		for _, stripes := range []int{2, 4, 8} {
			for _, lane := range lanes[:insurance.Lanes/stripes] {
				require.Equal(t, first%stripes, lane%stripes)
			}
		}
		slices.Sort(lanes)
		require.Len(t, slices.Compact(lanes), insurance.Lanes)
	}
}
