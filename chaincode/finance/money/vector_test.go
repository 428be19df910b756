// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/stretchr/testify/require"
)

// Currency exchange: 100.00 USD at 82.42135 is 8242.135, where TigerBeetle's worked example shows the half
// up result and its rule, "in favour of the liquidity account", the one rounded down.
func TestConvert(t *testing.T) {
	for _, c := range []struct {
		from, rate, to string
		mode           decimal.Rounding
		want           string
	}{
		{"100.00 USD", "82.42135", "INR", decimal.Down, "8242.13 INR"},
		{"100.00 USD", "82.42135", "INR", decimal.HalfUp, "8242.14 INR"},
		{"100.00 USD", "82.42135", "INR", decimal.HalfEven, "8242.14 INR"},
		{"123.45 USD", "149.275", "JPY", decimal.Down, "18427 JPY"},
		{"123.45 USD", "149.275", "JPY", decimal.HalfUp, "18428 JPY"},
		{"9990.00 USD", "82.42135", "INR", decimal.Down, "823389.28 INR"},
		{"18427 JPY", "0.0067", "USD", decimal.Down, "123.46 USD"},
		{"1.234 KWD", "3.25", "USD", decimal.Down, "4.01 USD"},
	} {
		got, err := money.MustParse(c.from).Convert(decimal.MustParse(c.rate), money.MustCurrency(c.to), c.mode)
		require.NoError(t, err)
		require.Equal(t, c.want, got.String(), "%s × %s %s", c.from, c.rate, c.mode)
	}
	_, err := money.MustParse("1 EUR").Convert(decimal.FromInt64(1), money.MustCurrency("XAU"), decimal.Down)
	require.ErrorIs(t, err, money.ErrNoMinorUnit)
	_, err = money.MustParse("1 EUR").Convert(decimal.FromInt64(1), money.MustCurrency("USD"), 0)
	require.ErrorIs(t, err, decimal.ErrRounding)
}

// Interest and discount: face, rate, days, basis. Sources: the money market text book cases, Oracle's
// dynamic discounting documentation (18 % and 24 %), a bank acceptance of 75 days at 2.62 %.
func TestMulRatio(t *testing.T) {
	for _, c := range []struct {
		face, rate  string
		days, basis int64
		want        string
	}{
		{"1000000 EUR", "0.05", 90, 360, "12500.00 EUR"},
		{"1000000 EUR", "0.05", 90, 365, "12328.77 EUR"},
		{"1000000 EUR", "0.05", 182, 365, "24931.51 EUR"},
		{"1000000 EUR", "0.05", 182, 366, "24863.39 EUR"},
		{"10000 USD", "0.18", 7, 360, "35.00 USD"},
		{"10000 USD", "0.24", 7, 360, "46.67 USD"},
		{"10000 USD", "0.24", 14, 360, "93.33 USD"},
		{"1000000 CNY", "0.0262", 75, 360, "5458.33 CNY"},
		{"1000000 CNY", "0.0435", 137, 360, "16554.17 CNY"},
		{"80000 USD", "0.09", 60, 365, "1183.56 USD"},
		{"80000 USD", "0.12", 15, 365, "394.52 USD"},
		{"1000000 USD", "0.06", 90, 360, "15000.00 USD"},
		{"10000 USD", "0.12", 30, 360, "100.00 USD"},
		{"10000 USD", "0.12", 29, 360, "96.67 USD"},
		{"10000 USD", "0.12", 15, 360, "50.00 USD"},
		{"10000 USD", "0.12", 1, 360, "3.33 USD"},
		{"10000 USD", "0.12", 0, 360, "0.00 USD"},
		{"150000 USD", "0.0675", 92, 2 * 184, "2531.25 USD"},
	} {
		year, err := decimal.NewRatio(c.days, c.basis)
		require.NoError(t, err)
		got, err := money.MustParse(c.face).MulRatio(decimal.MustParse(c.rate), year, decimal.HalfUp)
		require.NoError(t, err)
		require.Equal(t, c.want, got.String())
	}
}

// A dividend of 0.1234 a share on 1001, 2002 and 3003 shares: down and half up differ on the second.
func TestDividendRounding(t *testing.T) {
	perShare := decimal.MustParse("12.34")
	for shares, want := range map[int64][2]int64{1001: {12352, 12352}, 2002: {24704, 24705}, 3003: {37057, 37057}} {
		down, err := money.MustAmount(shares).Mul(perShare, decimal.Down)
		require.NoError(t, err)
		halfUp, err := money.MustAmount(shares).Mul(perShare, decimal.HalfUp)
		require.NoError(t, err)
		require.Equal(t, want, [2]int64{down.Minor(), halfUp.Minor()}, shares)
	}
}

// Parts of a sum by an exact ratio: a pro rata premium, a refund, a share of a recovery, an area-yield
// payout of 9/130 that is 69,230 rounded down and 69,231 rounded half up.
func TestPartsByRatio(t *testing.T) {
	for _, c := range []struct {
		sum      string
		num, den int64
		mode     decimal.Rounding
		want     string
	}{
		{"1500 USD", 219, 365, decimal.HalfUp, "900.00 USD"},
		{"500 USD", 215, 365, decimal.HalfUp, "294.52 USD"},
		{"30000 USD", 1000, 651000, decimal.HalfUp, "46.08 USD"},
		{"1000000 JPY", 9, 130, decimal.Floor, "69230 JPY"},
		{"1000000 JPY", 9, 130, decimal.HalfUp, "69231 JPY"},
		{"-1000000 JPY", 9, 130, decimal.Floor, "-69231 JPY"},
	} {
		part, err := decimal.NewRatio(c.num, c.den)
		require.NoError(t, err)
		got, err := money.MustParse(c.sum).MulRatio(decimal.FromInt64(1), part, c.mode)
		require.NoError(t, err)
		require.Equal(t, c.want, got.String())
	}
}
