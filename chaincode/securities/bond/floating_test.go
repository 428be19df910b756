// SPDX-License-Identifier: Apache-2.0

package bond_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

func floater(float bond.Float) bond.Terms {
	terms := fixed("0", "2026-01-15", "2028-01-15", date.Quarterly, date.Act360)
	terms.Coupon, terms.Rate, terms.Float = bond.Floating, decimal.Decimal{}, &float
	return terms
}

func decs(texts ...string) []decimal.Decimal {
	all := make([]decimal.Decimal, len(texts))
	for i, text := range texts {
		all[i] = dec(text)
	}
	return all
}

func TestTermRate(t *testing.T) {
	low, high := dec("0"), dec("0.05")
	terms := floater(bond.Float{Index: "EURIBOR-3M", Agent: "AgentMSP", Method: bond.Term, Lag: 2, Margin: dec("0.0125"), Floor: &low, Cap: &high})
	require.NoError(t, terms.Validate())
	c, err := terms.CouponOf(2)
	require.NoError(t, err)
	days, err := terms.Observations(c)
	require.NoError(t, err)
	require.Equal(t, []date.Date{day("2026-04-13")}, days) // two business days before Wednesday 15 April
	for published, want := range map[string]string{"0.02153": "0.03403", "-0.005": "0.0075", "-0.02": "0", "0.0375": "0.05", "0.06": "0.05"} {
		rate, err := terms.RateOf(c, decs(published))
		require.NoError(t, err)
		require.Equal(t, want, rate.String(), published)
	}
	for _, wrong := range [][]decimal.Decimal{nil, decs("0.01", "0.02")} {
		_, err := terms.RateOf(c, wrong)
		require.ErrorIs(t, err, bond.ErrPublished)
	}
}

// A compounded index grows over a period: (1.05012458 / 1.04523120 − 1) × 360/30, rounded to a hundred-thousandth of a
// percent.
func TestCompoundedRate(t *testing.T) {
	terms := floater(bond.Float{Index: "SOFR-INDEX", Agent: "AgentMSP", Method: bond.Compounded, Lag: 2, Places: 7})
	terms.Interest.Start, terms.Interest.Frequency = day("2027-12-15"), date.Monthly
	require.NoError(t, terms.Validate())
	c, err := terms.CouponOf(1) // 15 December to 15 January: 31 days
	require.NoError(t, err)
	days, err := terms.Observations(c)
	require.NoError(t, err)
	require.Equal(t, []date.Date{day("2027-12-13"), day("2028-01-13")}, days) // 15 January is a Saturday; Monday less two
	c.Start, c.End = day("2026-07-01"), day("2026-07-31")
	rate, err := terms.RateOf(c, decs("1.04523120", "1.05012458"))
	require.NoError(t, err)
	require.Equal(t, "0.0561795", rate.String())
	for _, wrong := range [][]decimal.Decimal{nil, decs("1"), decs("0", "1"), decs("1", "-1"), decs("1", "1", "1")} {
		_, err := terms.RateOf(c, wrong)
		require.ErrorIs(t, err, bond.ErrPublished)
	}
}

func TestFixedRateTakesNoPublication(t *testing.T) {
	terms := fixed("0.05", "2026-01-15", "2028-01-15", date.Annual, date.Thirty360)
	c, err := terms.CouponOf(1)
	require.NoError(t, err)
	rate, err := terms.RateOf(c, nil)
	require.NoError(t, err)
	require.Equal(t, "0.05", rate.String())
	_, err = terms.RateOf(c, decs("0.01"))
	require.ErrorIs(t, err, bond.ErrPublished)
	days, err := terms.Observations(c)
	require.NoError(t, err)
	require.Empty(t, days)
}
