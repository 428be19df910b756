// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func args(content ...string) [][]byte {
	var out [][]byte
	for _, c := range content {
		out = append(out, []byte(c))
	}
	return out
}

func TestGuardForgetsAfterItsTime(t *testing.T) {
	g, now := newCallGuard(), time.Unix(0, 0)
	require.NoError(t, g.enter("c", "t", args("a", "b"), now))
	require.NoError(t, g.enter("c", "t", args("a", "b"), now), "the same call")
	require.ErrorIs(t, g.enter("c", "t", args("a", "c"), now), protocol.SecondCall)
	require.ErrorIs(t, g.enter("c", "t", args("ab"), now), protocol.SecondCall)
	require.NoError(t, g.enter("d", "t", args("a", "c"), now), "another channel")
	require.NoError(t, g.enter("c", "u", args("a", "c"), now), "another transaction")
	require.ErrorIs(t, g.enter("c", "t", args("x"), now.Add(guardTime)), protocol.SecondCall)
	require.NoError(t, g.enter("c", "t", args("x"), now.Add(guardTime+1)))
	require.Len(t, g.calls, 1)
	require.Len(t, g.order, 1)
}

func TestGuardIsBounded(t *testing.T) {
	g, now := newCallGuard(), time.Unix(0, 0)
	for i := range guardSize {
		g.calls[fingerprint(fmt.Append(nil, i))] = digest{}
	}
	require.ErrorIs(t, g.enter("c", "t", args("a"), now), protocol.Busy)
	require.Len(t, g.calls, guardSize)
}

func TestFingerprintTellsListsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 3))
		one, two := list.Draw(t, "one"), list.Draw(t, "two")
		same := slices.EqualFunc(one, two, bytes.Equal)
		require.Equal(t, same, fingerprint(one...) == fingerprint(two...))
	})
}

func TestIdentityCacheIsBounded(t *testing.T) {
	cache := newIdentityCache()
	for i := range identityCacheSize + 10 {
		cache.known[fmt.Sprint(i)] = &identity{}
	}
	_, err := cache.read([]byte("noise"))
	require.ErrorIs(t, err, protocol.IdentityRefused)
	require.NotContains(t, cache.known, "noise")
}

func TestComposedKeysNeverMeet(t *testing.T) {
	attributes := rapid.SliceOfN(rapid.StringMatching(`[a\.~é]{0,3}`), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		one, two := attributes.Draw(t, "one"), attributes.Draw(t, "two")
		first, err := compose("t", one)
		require.NoError(t, err)
		second, err := compose("t", two)
		require.NoError(t, err)
		require.Equal(t, slices.Equal(one, two), first == second)
	})
}

func TestKeysWithDelimitersAreRefused(t *testing.T) {
	for _, attribute := range []string{"\x00", "a\x00b", "\U0010FFFF", "a\U0010FFFF", "\xff", string(make([]byte, 300))} {
		_, err := compose("t", []string{attribute})
		require.ErrorIs(t, err, protocol.InvalidArgument, "%q", attribute)
	}
	_, err := identify("t", protocol.ResolutionID(""))
	require.ErrorIs(t, err, protocol.InvalidArgument)
}
