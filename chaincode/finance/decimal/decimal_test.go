// SPDX-License-Identifier: Apache-2.0

package decimal_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/stretchr/testify/require"
)

func TestParseIsCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "0.0": "0", "0.00": "0",
		"1": "1", "10": "10", "100.00": "100", "1.50": "1.5",
		"-1": "-1", "-0.05": "-0.05", "0.0435": "0.0435",
		strings.Repeat("9", 38):                  strings.Repeat("9", 38),
		"0." + strings.Repeat("0", 37) + "1":     "0." + strings.Repeat("0", 37) + "1",
		"-" + strings.Repeat("9", 37) + ".9":     "-" + strings.Repeat("9", 37) + ".9",
		"18446744073709551616":                   "18446744073709551616",
		"340282366920938463463374607431768211.4": "340282366920938463463374607431768211.4",
	} {
		d, err := decimal.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, d.String())
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "-", "+1", "01", "00", "-01", "1.", ".5", "-.5", "1..2", "1.2.3", " 1", "1 ", "1e2", "1E2", "0x1",
		"1,5", "1_000", "-0", "-0.00", "NaN", "Infinity", "--1", "١", "1.٢",
	} {
		_, err := decimal.Parse(text)
		require.ErrorIs(t, err, decimal.ErrSyntax, "%q", text)
	}
	for _, text := range []string{
		strings.Repeat("9", 39), "1." + strings.Repeat("1", 38), "0." + strings.Repeat("0", 38) + "1",
		strings.Repeat("1", 1<<20),
	} {
		_, err := decimal.Parse(text)
		require.ErrorIs(t, err, decimal.ErrOverflow)
		require.Less(t, len(err.Error()), 200)
	}
}

func TestEqualValuesAreEqual(t *testing.T) {
	rates := map[decimal.Decimal]string{decimal.MustParse("1.5"): "found"}
	require.Equal(t, "found", rates[decimal.MustParse("1.500")])

	var zero decimal.Decimal
	require.True(t, zero.IsZero())
	require.Equal(t, "0", zero.String())
	require.True(t, decimal.MustParse("0.00") == zero)
}

func TestJSONIsAString(t *testing.T) {
	out, err := json.Marshal(struct{ Rate decimal.Decimal }{decimal.MustParse("0.0435")})
	require.NoError(t, err)
	require.JSONEq(t, `{"Rate":"0.0435"}`, string(out))

	var back struct{ Rate decimal.Decimal }
	require.NoError(t, json.Unmarshal(out, &back))
	require.Equal(t, decimal.MustParse("0.0435"), back.Rate)

	for _, bad := range []string{`{"Rate":0.0435}`, `{"Rate":null}`, `{"Rate":""}`, `{"Rate":"1e3"}`, `{"Rate":["1"]}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &back), bad)
	}
}

func TestInt64(t *testing.T) {
	for _, n := range []int64{0, 1, -1, math.MaxInt64, math.MinInt64} {
		got, err := decimal.FromInt64(n).Int64()
		require.NoError(t, err)
		require.Equal(t, n, got)
	}
	for _, text := range []string{"0.5", "9223372036854775808", "-9223372036854775809", "18446744073709551616"} {
		_, err := decimal.MustParse(text).Int64()
		require.ErrorIs(t, err, decimal.ErrNotInteger)
	}
}

func TestUnscaled(t *testing.T) {
	n, err := decimal.MustParse("12.5").Unscaled(2)
	require.NoError(t, err)
	require.Equal(t, int64(1250), n)
	for _, scale := range []int{0, -1, 39, 30} {
		_, err = decimal.MustParse("12.5").Unscaled(scale)
		require.ErrorIs(t, err, decimal.ErrNotInteger, scale)
	}

	d, err := decimal.New(-435, 4)
	require.NoError(t, err)
	require.Equal(t, "-0.0435", d.String())
	_, err = decimal.New(1, 39)
	require.ErrorIs(t, err, decimal.ErrScale)
}

func TestStringFixed(t *testing.T) {
	for _, c := range []struct {
		text  string
		scale int
		want  string
	}{{"100", 2, "100.00"}, {"1.5", 2, "1.50"}, {"1.234", 2, "1.234"}, {"-3", 0, "-3"}, {"0", 3, "0.000"}} {
		require.Equal(t, c.want, decimal.MustParse(c.text).StringFixed(c.scale))
	}
}

func TestExactResultsOrOverflow(t *testing.T) {
	most := decimal.MustParse(strings.Repeat("9", 38))
	_, err := most.Add(decimal.FromInt64(1))
	require.ErrorIs(t, err, decimal.ErrOverflow)
	_, err = most.Neg().Sub(decimal.FromInt64(1))
	require.ErrorIs(t, err, decimal.ErrOverflow)
	_, err = most.Mul(decimal.FromInt64(2))
	require.ErrorIs(t, err, decimal.ErrOverflow)

	sum, err := decimal.MustParse("0.1").Add(decimal.MustParse("0.2"))
	require.NoError(t, err)
	require.Equal(t, decimal.MustParse("0.3"), sum)
}
