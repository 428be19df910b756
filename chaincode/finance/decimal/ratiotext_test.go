// SPDX-License-Identifier: Apache-2.0

package decimal_test

import (
	"encoding/json"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/stretchr/testify/require"
)

func TestRatioText(t *testing.T) {
	for _, text := range []string{"0", "2", "-2", "61/365", "-7/3", "9223372036854775807", "1/9223372036854775807"} {
		r, err := decimal.ParseRatio(text)
		require.NoError(t, err)
		out, err := json.Marshal(r)
		require.NoError(t, err)
		require.Equal(t, `"`+text+`"`, string(out))
		var back decimal.Ratio
		require.NoError(t, json.Unmarshal(out, &back))
		require.Equal(t, r, back)
	}
	for _, text := range []string{"", "/", "1/", "/2", "1/0", "1/-2", "2/4", "4/1", "0/3", "+1/2", "01/2", "1/02", "-0", " 1/2", "1/2/3",
		"1.5", "9223372036854775808", "-9223372036854775808", "1/9223372036854775808"} {
		_, err := decimal.ParseRatio(text)
		require.Error(t, err, text)
	}
	for _, data := range []string{`null`, `1`, `1.5`, `{}`, `["1/2"]`} {
		var r decimal.Ratio
		require.Error(t, json.Unmarshal([]byte(data), &r), data)
	}
}
