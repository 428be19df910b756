// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestQuantitiesAreWholeAndBounded(t *testing.T) {
	for _, good := range []string{`"0"`, `"1"`, `"-7"`, `"999999999999999999"`} {
		var q Quantity
		require.NoError(t, json.Unmarshal([]byte(good), &q))
		again, err := json.Marshal(q)
		require.NoError(t, err)
		require.Equal(t, good, string(again))
	}
	for _, bad := range []string{`1`, `null`, `""`, `"01"`, `"1.0"`, `"1e3"`, `"+1"`, `" 1"`, `"1000000000000000000"`, `"NaN"`, `"0x1p4"`, `[]`} {
		var q Quantity
		require.Error(t, json.Unmarshal([]byte(bad), &q), bad)
	}
	for _, bad := range []Quantity{0, -1, QuantityMax + 1} {
		require.Error(t, bad.Validate())
	}
	_, err := SumOf(QuantityMax, 1)
	require.ErrorIs(t, err, QuantityTooLarge)
	sum, err := SumOf(QuantityMax-1, 1)
	require.NoError(t, err)
	require.Equal(t, QuantityMax, sum)
}

func TestLotsStandInTheirPartOfTheRegister(t *testing.T) {
	id := LotID(string(AccountID("orchard").Bucket()) + "." + protocolHash(t) + ".7")
	require.NoError(t, id.Validate())
	require.Equal(t, AccountID("orchard").Bucket(), id.Bucket())
	key := LotKey{Instrument: "I", Lot: id}.Key()
	require.Equal(t, []string{"I", string(id[:2]), string(id[2:4]), protocolHash(t) + ".7"}, key)
	for _, bad := range []LotID{"", "abcd", id + "x", id[1:], "ABCD" + id[4:], id[:len(id)-1] + "07"} {
		require.Error(t, bad.Validate(), "%q", bad)
	}
	require.Equal(t, [][]string{{"I"}}, Buckets{FirstBucket, LastBucket}.Prefixes("I"))
	require.Equal(t, [][]string{{"I", "ab", "cd"}}, Buckets{"abcd", "abcd"}.Prefixes("I"))
	require.Equal(t, [][]string{{"I", "ab"}, {"I", "ac"}}, Buckets{"abcd", "ac00"}.Prefixes("I"))
	require.Error(t, Buckets{"ac00", "abcd"}.Validate())
}

func protocolHash(t *testing.T) string {
	t.Helper()
	sum, err := protocol.RequestHash("a transaction")
	require.NoError(t, err)
	return sum
}
