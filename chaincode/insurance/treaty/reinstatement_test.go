// SPDX-License-Identifier: Apache-2.0

package treaty_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
)

var year = treaty.Period{From: date.MustParse("2026-01-01"), To: date.MustParse("2026-12-31")}

// burns are what losses use of the only layer of a programme.
func burns(t testing.TB, terms treaty.Terms, losses ...treaty.Loss) []treaty.Burn {
	t.Helper()
	answer, err := programme(t, terms).Recover(losses)
	require.NoError(t, err)
	return answer.Burns(0, treaty.OnPaid)
}

func reinstatement(t testing.TB, terms treaty.Terms, premium int64, losses ...treaty.Loss) money.Amount {
	t.Helper()
	due, err := terms.ReinstatementPremium(minor(premium), year, burns(t, terms, losses...))
	require.NoError(t, err)
	return due
}

// V-18, CII M97 example 5.16: 100,000 excess of 100,000, one reinstatement at 100 % pro rata to the amount, minimum and
// deposit premium 10,000 at 1 % of the premium income. A loss of 150,000 restores half. The scan inverts the fraction.
func TestReinstatementPremiumOfCII(t *testing.T) {
	terms := perRisk(1, xs(100_000, 100_000))
	terms.Reinstatements = []treaty.Reinstatement{{Rate: num("1")}}
	cost := treaty.Premium{Deposit: minor(10_000), Minimum: minor(10_000), Rate: num("0.01")}
	require.NoError(t, cost.Validate(treaty.PerRisk))
	loss := hit("1", 0, 150_000)
	require.Equal(t, minor(50_000), burns(t, terms, loss)[0].Amount)
	require.Equal(t, minor(5_000), reinstatement(t, terms, 10_000, loss))
	final, err := cost.Final(minor(1_200_000))
	require.NoError(t, err)
	require.Equal(t, minor(12_000), final)
	require.Equal(t, minor(6_000), reinstatement(t, terms, final.Minor(), loss), "1,000 more once the premium is adjusted")
	least, err := cost.Final(minor(900_000))
	require.NoError(t, err)
	require.Equal(t, minor(10_000), least)
}

// V-18, OPS: 5 million excess of 400,000 for 50,000; a loss of 800,000 costs 4,000.
func TestReinstatementPremiumOfOPS(t *testing.T) {
	terms := perRisk(1, xs(5_000_000, 400_000))
	terms.Reinstatements = []treaty.Reinstatement{{Rate: num("1")}}
	require.Equal(t, minor(4_000), reinstatement(t, terms, 50_000, hit("1", 0, 800_000)))
	terms.PlacedShare = num("0.75")
	require.Equal(t, minor(3_000), reinstatement(t, terms, 50_000, hit("1", 0, 800_000)), "of the placed share alone")
}

// The second reinstatement has its own rate, the last limit is restored by none, and days count where they are agreed.
func TestEveryReinstatementHasItsRate(t *testing.T) {
	terms := catastrophe(1, xs(1_000_000, 0))
	terms.Reinstatements = []treaty.Reinstatement{{Rate: num("0")}, {Rate: num("1.5")}}
	require.Equal(t, minor(0), reinstatement(t, terms, 100_000, run(1_000_000)...), "the first is free")
	require.Equal(t, minor(75_000), reinstatement(t, terms, 100_000, run(1_000_000, 500_000)...))
	require.Equal(t, minor(150_000), reinstatement(t, terms, 100_000, run(1_000_000, 1_000_000, 1_000_000)...), "the third limit is not restored")
	terms.Reinstatements = []treaty.Reinstatement{{Rate: num("1"), ProRataTime: true}}
	// From 1 March on, 306 of 365 days are left: 100,000 × 306 / 365 = 83,835.6.
	require.Equal(t, minor(83_836), reinstatement(t, terms, 100_000, run(1_000_000)...))
}
