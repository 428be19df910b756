// SPDX-License-Identifier: Apache-2.0

package protocol_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestNamesOfRecords(t *testing.T) {
	for _, name := range []string{"a", "INV-4711", "a.b_c-d", strings.Repeat("a", 64)} {
		require.NoError(t, protocol.ValidateName("mint", name), name)
	}
	for _, name := range []string{"", "-a", ".a", "a b", "a\x00b", "ä", "a:b", strings.Repeat("a", 65)} {
		require.ErrorContains(t, protocol.ValidateName("mint", name), "mint ", name)
	}
	require.Less(t, len(protocol.ValidateName("mint", strings.Repeat("a", 1<<20)).Error()), 200)
}

func TestDistinctNamesKeepTheirOrder(t *testing.T) {
	require.Equal(t, []string{"b", "a", "c"}, protocol.Distinct("b", "", "a", "b", "c", "a", ""))
	require.Empty(t, protocol.Distinct("", ""))
	require.Empty(t, protocol.Distinct[protocol.Reference]())
}

func TestSHA256IsLowerCaseHex(t *testing.T) {
	require.True(t, protocol.IsSHA256(strings.Repeat("0f", 32)))
	for _, text := range []string{"", strings.Repeat("0F", 32), strings.Repeat("0f", 31), strings.Repeat("0g", 32)} {
		require.False(t, protocol.IsSHA256(text), text)
	}
}
