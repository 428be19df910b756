// SPDX-License-Identifier: Apache-2.0

package cash_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

func TestConsecutiveReferencesTakeConsecutiveStripes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		stripes := rapid.IntRange(1, cash.StripesMax).Draw(rt, "stripes")
		first := rapid.Uint64Range(0, 1<<50).Draw(rt, "first")
		prefix := rapid.StringMatching(`([a-z.:-]{0,10}[a-z.:-])?`).Draw(rt, "prefix")
		at := cash.FirstStripe(prefix+strconv.FormatUint(first, 10), stripes)
		next := cash.FirstStripe(prefix+strconv.FormatUint(first+1, 10), stripes)
		require.Equal(rt, (at+1)%stripes, next)
	})
}

func TestAnyReferenceHasAStripe(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		stripes := rapid.IntRange(1, cash.StripesMax).Draw(rt, "stripes")
		at := cash.FirstStripe(rapid.StringMatching(`[A-Za-z0-9._:/-]{1,64}`).Draw(rt, "reference"), stripes)
		require.True(rt, at >= 0 && at < stripes)
	})
}

func TestSpreadIsEvenAndTheFirstStripesTakeTheOddUnits(t *testing.T) {
	for _, vector := range []struct {
		posted  string
		stripes int
		parts   []int64
	}{
		{"1.00 EUR", 3, []int64{34, 33, 33}},
		{"0.01 EUR", 2, []int64{1, 0}},
		{"0.00 EUR", 2, []int64{0, 0}},
	} {
		account, stripes, _, err := customer("alice", vector.posted).Spread(
			cash.HighVolumeRequest{Account: "alice", Stripes: vector.stripes}, signed("alice"))
		require.NoError(t, err)
		require.True(t, account.HighVolume())
		require.True(t, account.Posted.IsZero())
		var parts []int64
		for _, stripe := range stripes {
			parts = append(parts, stripe.Posted.Minor())
		}
		require.Equal(t, vector.parts, parts)
	}
}

func TestCreditsAreConsolidatedByOwnerOrServicer(t *testing.T) {
	account, stripes, _, err := customer("alice", "0.00 EUR").Spread(cash.HighVolumeRequest{Account: "alice", Stripes: 2}, signed("alice"))
	require.NoError(t, err)
	credits := []cash.Credit{{Amount: eur("0.02").Amount}, {Amount: eur("0.03").Amount}}
	after, _, err := account.Consolidate(stripes, credits, signed("alice"))
	require.NoError(t, err)
	require.Equal(t, []int64{3, 2}, []int64{after[0].Posted.Minor(), after[1].Posted.Minor()})

	clerk := signed("")
	_, _, err = account.Consolidate(stripes, credits, clerk)
	require.ErrorIs(t, err, cash.NotSignatory)
	clerk.Caller.Claims = []role.Role{role.AccountServicer}
	_, _, err = account.Consolidate(stripes, credits, clerk)
	require.NoError(t, err)
	clerk.Caller.MSP = "SouthbankMSP"
	_, _, err = account.Consolidate(stripes, credits, clerk)
	require.ErrorIs(t, err, cash.NotSignatory)
}

func TestConsolidationNamesStripesThatAreThere(t *testing.T) {
	account := customer("alice", "0.00 EUR")
	_, err := cash.ConsolidateRequest{Account: "alice"}.Onto(account)
	require.ErrorIs(t, err, cash.AccountKind)
	account.StripeCount = 2
	_, err = cash.ConsolidateRequest{Account: "alice", Stripes: []int{2}}.Onto(account)
	require.ErrorIs(t, err, protocol.NotFound)
	keys, err := cash.ConsolidateRequest{Account: "alice"}.Onto(account)
	require.NoError(t, err)
	require.Equal(t, []string{"alice", "0001"}, keys[1].Key())
}
