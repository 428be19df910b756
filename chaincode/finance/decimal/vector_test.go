// SPDX-License-Identifier: Apache-2.0

package decimal_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/stretchr/testify/require"
)

// The nominal yearly cost, in percent, of not taking a cash discount of d % within the first days of a term:
// d/(100−d) × basis/days, as printed in textbooks of trade credit.
func TestTradeCreditCost(t *testing.T) {
	for _, c := range []struct {
		discount, days, basis int64
		want                  string
	}{
		{1, 15, 365, "24.58"}, {2, 45, 365, "16.55"}, {3, 35, 365, "32.25"}, {2, 35, 365, "21.28"},
		{2, 25, 365, "29.8"}, {2, 20, 360, "36.73"}, {2, 20, 365, "37.24"},
	} {
		numerator := decimal.FromInt64(100 * c.basis)
		cost, err := decimal.FromInt64(c.discount).MulQuo(numerator, decimal.FromInt64((100-c.discount)*c.days), 2, decimal.HalfUp)
		require.NoError(t, err)
		require.Equal(t, c.want, cost.String())
	}
}

// US Treasury: a bill at a discount of 5.235 % for 91 days costs 100(1 − dr/360) = 98.6767083.
func TestTreasuryBillPrice(t *testing.T) {
	days, err := decimal.NewRatio(91, 360)
	require.NoError(t, err)
	discount, err := days.Of(7, decimal.HalfUp, decimal.FromInt64(100), decimal.MustParse("0.05235"))
	require.NoError(t, err)
	price, err := decimal.FromInt64(100).Sub(discount)
	require.NoError(t, err)
	require.Equal(t, "98.6767083", price.String())
}

// A receivable loan of 90,000 at 1 % a month for two months, interest deducted in advance as a true
// discount: 90,000 × 0.02 ÷ 1.02. And 1,000,000 at 6 % for 90 days: 14,778.33, not the bank's 15,000.
func TestTrueDiscount(t *testing.T) {
	for _, c := range []struct{ face, rate, growth, want string }{
		{"90000", "0.02", "1.02", "1764.71"}, {"1000000", "0.015", "1.015", "14778.33"},
	} {
		got, err := decimal.MustParse(c.face).MulQuo(decimal.MustParse(c.rate), decimal.MustParse(c.growth), 2, decimal.HalfUp)
		require.NoError(t, err)
		require.Equal(t, c.want, got.String())
	}
}
