// SPDX-License-Identifier: Apache-2.0

package decimal_test

import (
	"encoding/json"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/stretchr/testify/require"
)

func TestRoundingModes(t *testing.T) {
	modes := []decimal.Rounding{
		decimal.HalfEven, decimal.HalfUp, decimal.Down, decimal.Up, decimal.Floor, decimal.Ceiling,
	}
	for text, want := range map[string][]string{
		"5.5":  {"6", "6", "5", "6", "5", "6"},
		"2.5":  {"2", "3", "2", "3", "2", "3"},
		"1.6":  {"2", "2", "1", "2", "1", "2"},
		"1.1":  {"1", "1", "1", "2", "1", "2"},
		"1":    {"1", "1", "1", "1", "1", "1"},
		"-1":   {"-1", "-1", "-1", "-1", "-1", "-1"},
		"-1.1": {"-1", "-1", "-1", "-2", "-2", "-1"},
		"-1.6": {"-2", "-2", "-1", "-2", "-2", "-1"},
		"-2.5": {"-2", "-3", "-2", "-3", "-3", "-2"},
		"-5.5": {"-6", "-6", "-5", "-6", "-6", "-5"},
		"-0.4": {"0", "0", "0", "-1", "-1", "0"},
	} {
		for i, mode := range modes {
			got, err := decimal.MustParse(text).Round(0, mode)
			require.NoError(t, err)
			require.Equal(t, want[i], got.String(), "%s %s", text, mode)
		}
	}
}

func TestRoundingMustBeChosen(t *testing.T) {
	_, err := decimal.FromInt64(1).Round(2, decimal.Rounding(0))
	require.ErrorIs(t, err, decimal.ErrRounding)
	_, err = decimal.FromInt64(1).Round(2, decimal.Ceiling+1)
	require.ErrorIs(t, err, decimal.ErrRounding)
	for _, scale := range []int{-1, 39} {
		_, err = decimal.FromInt64(1).Round(scale, decimal.Down)
		require.ErrorIs(t, err, decimal.ErrScale)
	}
}

func TestRoundingText(t *testing.T) {
	out, err := json.Marshal([]decimal.Rounding{decimal.HalfEven, decimal.Ceiling})
	require.NoError(t, err)
	require.Equal(t, `["HALF_EVEN","CEILING"]`, string(out))
	var back []decimal.Rounding
	require.NoError(t, json.Unmarshal(out, &back))
	require.Equal(t, []decimal.Rounding{decimal.HalfEven, decimal.Ceiling}, back)

	for _, bad := range []string{`["half_even"]`, `[""]`, `[null]`, `[1]`} {
		require.Error(t, json.Unmarshal([]byte(bad), &back), bad)
	}
	_, err = json.Marshal(decimal.Rounding(0))
	require.ErrorIs(t, err, decimal.ErrRounding)
}

func TestQuo(t *testing.T) {
	third, err := decimal.FromInt64(1).Quo(decimal.FromInt64(3), 12, decimal.HalfEven)
	require.NoError(t, err)
	require.Equal(t, "0.333333333333", third.String())

	_, err = decimal.FromInt64(1).Quo(decimal.Decimal{}, 2, decimal.HalfUp)
	require.ErrorIs(t, err, decimal.ErrDivideByZero)
}

// Rounding 2.3449 to three places first and to two afterwards would give 2.35.
func TestMulQuoRoundsOnce(t *testing.T) {
	got, err := decimal.MustParse("2.3449").MulQuo(decimal.FromInt64(7), decimal.FromInt64(7), 2, decimal.HalfUp)
	require.NoError(t, err)
	require.Equal(t, "2.34", got.String())
}

// The intermediate product has 76 digits; only the result must fit.
func TestMulQuoDoesNotOverflowOnTheWay(t *testing.T) {
	most := decimal.MustParse("99999999999999999999999999999999999999")
	got, err := most.MulQuo(most, most, 0, decimal.HalfEven)
	require.NoError(t, err)
	require.Equal(t, most, got)
}

func TestRatio(t *testing.T) {
	first, err := decimal.NewRatio(61, 365)
	require.NoError(t, err)
	second, err := decimal.NewRatio(121, 366)
	require.NoError(t, err)
	sum, err := first.Add(second)
	require.NoError(t, err)
	require.Equal(t, "66491/133590", sum.String())
	year, err := sum.Decimal(12, decimal.HalfEven)
	require.NoError(t, err)
	require.Equal(t, "0.497724380567", year.String())

	require.Equal(t, 1, sum.Cmp(first))
	require.Equal(t, -1, first.Cmp(sum))
	require.Equal(t, -1, sum.Neg().Cmp(first.Neg()))
	require.Zero(t, sum.Cmp(sum))

	var zero decimal.Ratio
	require.True(t, zero.IsZero())
	require.Equal(t, int64(1), zero.Den())
	require.Equal(t, "0", zero.String())
	half, err := decimal.NewRatio(182, 364)
	require.NoError(t, err)
	require.Equal(t, int64(2), half.Den())
}

func TestRatioOutOfRange(t *testing.T) {
	for _, den := range []int64{0, -1} {
		_, err := decimal.NewRatio(1, den)
		require.ErrorIs(t, err, decimal.ErrRatio)
	}
	_, err := decimal.NewRatio(-1<<63, 1)
	require.ErrorIs(t, err, decimal.ErrRatio)

	big, err := decimal.NewRatio(1<<62, 1)
	require.NoError(t, err)
	_, err = big.Add(big)
	require.ErrorIs(t, err, decimal.ErrRatio)
	tiny, err := decimal.NewRatio(1, 1<<62)
	require.NoError(t, err)
	odd, err := decimal.NewRatio(1, 1<<62-1)
	require.NoError(t, err)
	_, err = tiny.Add(odd)
	require.ErrorIs(t, err, decimal.ErrRatio)
}
