// SPDX-License-Identifier: Apache-2.0

package indemnity_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/indemnity"
)

func cents(text string) money.Amount { return money.MustParse(text + " USD").Amount }

func liability(amount, limit string) indemnity.Liability {
	return indemnity.Liability{Amount: cents(amount), Limit: cents(limit)}
}

// V-20 (FC&S question 422-1968): the insurer paid 650,000 above a deductible of 1,000 and recovers 30,000. The insurer of
// the question sent its insured 70; pro rata it is 46.08.
func TestSubrogation(t *testing.T) {
	for allocation, divided := range map[indemnity.Allocation][2]string{
		indemnity.MadeWhole:    {"1000.00", "29000.00"},
		indemnity.ProRata:      {"46.08", "29953.92"},
		indemnity.InsurerFirst: {"0.00", "30000.00"},
	} {
		found, err := indemnity.Distribute(allocation, cents("30000.00"), cents("650000.00"), cents("1000.00"))
		require.NoError(t, err)
		require.Equal(t, indemnity.Divided{Insured: cents(divided[0]), Insurer: cents(divided[1])}, found, allocation)
	}
}

func TestDistributionOfTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		allocation := rapid.SampledFrom(indemnity.Allocations()).Draw(t, "allocation")
		minor := func(name string) money.Amount { return money.MustAmount(rapid.Int64Range(0, 1_000_000).Draw(t, name)) }
		recovered, more, paid, uninsured := minor("recovered"), minor("more"), minor("paid"), minor("uninsured")
		first, err := indemnity.Distribute(allocation, recovered, paid, uninsured)
		require.NoError(t, err)
		both, err := indemnity.Distribute(allocation, money.MustAmount(recovered.Minor()+more.Minor()), paid, uninsured)
		require.NoError(t, err)
		require.Equal(t, recovered.Minor(), first.Insured.Minor()+first.Insurer.Minor())
		require.LessOrEqual(t, first.Insurer.Minor(), paid.Minor())
		require.GreaterOrEqual(t, both.Insurer.Minor(), first.Insurer.Minor(), "nobody gives back what a later receipt brings")
		require.GreaterOrEqual(t, both.Insured.Minor(), first.Insured.Minor())
		if recovered.Minor() <= paid.Minor()+uninsured.Minor() {
			require.LessOrEqual(t, first.Insured.Minor(), uninsured.Minor())
		}
	})
}

func TestContribution(t *testing.T) {
	for name, vector := range map[string]struct {
		method      indemnity.Method
		loss        string
		liabilities []indemnity.Liability
		shares      []string
	}{
		"each its own":          {indemnity.IndependentLiability, "100.00", []indemnity.Liability{liability("40.00", "40.00"), liability("50.00", "50.00")}, []string{"40.00", "50.00"}},
		"independent liability": {indemnity.IndependentLiability, "6000.00", []indemnity.Liability{liability("6000.00", "10000.00"), liability("4000.00", "4000.00")}, []string{"3600.00", "2400.00"}},
		"by limits":             {indemnity.ByLimits, "6000.00", []indemnity.Liability{liability("6000.00", "10000.00"), liability("5000.00", "5000.00")}, []string{"4000.00", "2000.00"}},
		"by limits, one full":   {indemnity.ByLimits, "6000.00", []indemnity.Liability{liability("1000.00", "10000.00"), liability("6000.00", "6000.00")}, []string{"1000.00", "5000.00"}},
		"equal shares":          {indemnity.EqualShares, "6000.00", []indemnity.Liability{liability("6000.00", "10000.00"), liability("4000.00", "4000.00")}, []string{"3000.00", "3000.00"}},
		"equal, one full":       {indemnity.EqualShares, "10000.00", []indemnity.Liability{liability("10000.00", "10000.00"), liability("4000.00", "4000.00")}, []string{"6000.00", "4000.00"}},
		"one owes nothing":      {indemnity.EqualShares, "100.01", []indemnity.Liability{liability("0.00", "10.00"), liability("100.01", "200.00"), liability("100.01", "200.00")}, []string{"0.00", "50.01", "50.00"}},
	} {
		shares, err := indemnity.Contribute(vector.method, cents(vector.loss), vector.liabilities)
		require.NoError(t, err, name)
		for i, share := range vector.shares {
			require.Equal(t, cents(share), shares[i], name)
		}
	}
	require.Equal(t, indemnity.ByLimits, indemnity.Agreed([]indemnity.Method{indemnity.EqualShares, indemnity.IndependentLiability}))
	require.Equal(t, indemnity.EqualShares, indemnity.Agreed([]indemnity.Method{indemnity.EqualShares, indemnity.EqualShares}))
}

// Together insurers bear the loss, or all they owe where that is less, and none more than it owes.
func TestContributionsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loss := money.MustAmount(rapid.Int64Range(0, 1_000_000).Draw(t, "loss"))
		var all []indemnity.Liability
		total := int64(0)
		for range rapid.IntRange(1, 5).Draw(t, "insurers") {
			owes := rapid.Int64Range(0, loss.Minor()).Draw(t, "owes")
			total += owes
			all = append(all, indemnity.Liability{Amount: money.MustAmount(owes), Limit: money.MustAmount(owes + rapid.Int64Range(0, 1000).Draw(t, "more"))})
		}
		shares, err := indemnity.Contribute(rapid.SampledFrom(indemnity.Methods()).Draw(t, "method"), loss, all)
		require.NoError(t, err)
		sum := int64(0)
		for i, share := range shares {
			require.LessOrEqual(t, share.Minor(), all[i].Amount.Minor())
			require.GreaterOrEqual(t, share.Minor(), int64(0))
			sum += share.Minor()
		}
		require.Equal(t, min(total, loss.Minor()), sum)
	})
}
