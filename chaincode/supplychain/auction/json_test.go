// SPDX-License-Identifier: Apache-2.0

package auction_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

// What is kept on a ledger is read back as it was, and a digest is over the JSON that stays.
func TestAuctionsKeep(t *testing.T) {
	bid := sealed("bank", "0.05", 7)
	a := revealed(t, committed(t, bid), bid)
	kept, err := protocol.Marshal(a)
	require.NoError(t, err)
	var read auction.Auction
	require.NoError(t, protocol.Unmarshal(kept, &read))
	require.Equal(t, a, read)

	content, err := protocol.Marshal(bid.Bid)
	require.NoError(t, err)
	require.Equal(t, `{"auction":"A-1","bidder":"bank","rate":"0.05","fees":"7"}`, string(content))
	// Computed apart: the salt is 12 zero bytes and "bank".
	require.Equal(t, "696831b41514516a1260d7592136bf76e0584f2213d77c22e38fd3399b4062bd", digest(t, bid))

	_, award, err := a.Award([]auction.Sealed{bid}, room{}, after)
	require.NoError(t, err)
	kept, err = protocol.Marshal(award)
	require.NoError(t, err)
	var outcome auction.Award
	require.NoError(t, protocol.Unmarshal(kept, &outcome))
	require.Equal(t, award, outcome)
}
