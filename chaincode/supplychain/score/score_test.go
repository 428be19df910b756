// SPDX-License-Identifier: Apache-2.0

package score_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/score"
)

var (
	asOf = date.MustParse("2026-06-30")
	due  = date.MustParse("2026-01-15")
	yuan = money.MustCurrency("CNY")
)

// paid is a payment of an amount so many days after its due date.
func paid(id, creditor string, minor int64, days int) score.Payment {
	on, err := due.AddDays(days)
	if err != nil {
		panic(err)
	}
	return score.Payment{
		ID: id, Obligor: "anchor", Creditor: creditor, Due: due, Paid: on,
		Amount: money.Money{Amount: money.MustAmount(minor), Currency: yuan},
	}
}

func assess(t require.TestingT, records ...score.Payment) score.Assessment {
	a, err := score.Assess(score.Default(), "anchor", yuan, records, asOf)
	require.NoError(t, err)
	return a
}

// The published scale: days beyond terms and points.
func TestPublishedPoints(t *testing.T) {
	for days, points := range map[int]int{
		-30: 100, -20: 90, -10: 85, 0: 80, 15: 70, 22: 60, 25: 57, 30: 50, 33: 49, 45: 45, 60: 40, 90: 30, 120: 20,
		-365: 100, -29: 90, -1: 80, 1: 70, 16: 60, 61: 30, 121: 0, 1000: 0,
	} {
		require.Equal(t, points, score.Default().Points(days), "%d days", days)
	}
}

// A debt that is paid cent by cent is one experience.
func TestPartsOfADebtAreOneExperience(t *testing.T) {
	parts := []score.Payment{paid("p1", "s1", 1, 0), paid("p2", "s1", 1, 0), paid("p3", "s2", 1, 0)}
	parts[0].Debt, parts[1].Debt = "u1", "u1"
	a := assess(t, parts...)
	require.Equal(t, 2, a.Payments)
	require.False(t, a.Rated)
	parts[1].Debt = "u2"
	require.True(t, assess(t, parts...).Rated)
}

func TestScoreIsWeightedByMoney(t *testing.T) {
	a := assess(t, paid("p1", "s1", 300_000_00, 0), paid("p2", "s2", 100_000_00, 30), paid("p3", "s1", 100_000_00, -20))
	require.True(t, a.Rated)
	require.Equal(t, 76, a.Score, "(3×80 + 50 + 90) ÷ 5")
	require.Equal(t, 3, a.Payments)
	require.Equal(t, 2, a.Creditors)
	require.Equal(t, money.MustAmount(500_000_00), a.Amount)
	require.Equal(t, money.MustAmount(100_000_00), a.Late)
	half := assess(t, paid("p1", "s1", 1, 0), paid("p2", "s2", 1, 0), paid("p3", "s2", 1, 15), paid("p4", "s2", 1, 33))
	require.Equal(t, 70, half.Score, "69.75 is rounded half up")
}

func TestTooFewExperiences(t *testing.T) {
	for name, records := range map[string][]score.Payment{
		"none":         {},
		"two payments": {paid("p1", "s1", 1, 0), paid("p2", "s2", 1, 0)},
		"one creditor": {paid("p1", "s1", 1, 0), paid("p2", "s1", 1, 0), paid("p3", "s1", 1, 0)},
	} {
		a := assess(t, records...)
		require.False(t, a.Rated, name)
		require.Zero(t, a.Score, name)
		require.Len(t, a.Facts, len(records), name)
	}
}

func TestWhatDoesNotCountIsListedWithTheReason(t *testing.T) {
	foreign, own, old := paid("a", "s1", 1, 0), paid("b", "anchor", 1, 0), paid("c", "s1", 1, 0)
	foreign.Amount.Currency = money.MustCurrency("USD")
	old.Due, old.Paid = date.MustParse("2024-06-29"), date.MustParse("2024-06-29")
	open, today := paid("d", "s1", 1, 0), paid("e", "s1", 1, 0)
	open.Due, open.Paid = date.MustParse("2026-09-30"), date.Date{}
	today.Due, today.Paid = asOf, date.Date{}
	a := assess(t, foreign, own, old, open, today)
	var reasons []score.Exclusion
	for _, fact := range a.Facts {
		reasons = append(reasons, fact.Excluded)
		require.Zero(t, fact.Points)
	}
	require.Equal(t, []score.Exclusion{score.OtherCurrency, score.OwedToItself, score.BeforeWindow, score.NotDue, score.NotDue}, reasons)
	require.Zero(t, a.Payments)
}

// A debt past due counts with the days so far, and worse each day; a payment made later is not known earlier.
func TestOutstandingDebtCounts(t *testing.T) {
	open := paid("p3", "s2", 1, 166+40)
	require.True(t, open.Paid.After(asOf))
	records := []score.Payment{paid("p1", "s1", 1, 0), paid("p2", "s1", 1, 0), open}
	a := assess(t, records...)
	require.Equal(t, 166, a.Facts[2].DaysBeyond)
	require.Equal(t, 53, a.Score, "(80 + 80 + 0) ÷ 3")
	unpaid := slices.Clone(records)
	unpaid[2].Paid = date.Date{}
	require.Equal(t, a.Score, assess(t, unpaid...).Score)
}

func TestVerifyAndFresh(t *testing.T) {
	records := []score.Payment{paid("p1", "s1", 5, 0), paid("p2", "s2", 5, 0), paid("p3", "s3", 5, 15)}
	a := assess(t, records...)
	slices.Reverse(records)
	require.NoError(t, a.Verify(records))
	kept, err := protocol.Marshal(a)
	require.NoError(t, err)
	var read score.Assessment
	require.NoError(t, protocol.Unmarshal(kept, &read))
	require.NoError(t, read.Verify(records), "what was kept verifies as well")
	better := a
	better.Score++
	require.ErrorIs(t, better.Verify(records), score.Mismatch)
	require.ErrorIs(t, a.Verify(records[1:]), score.Mismatch, "a record is left out")

	for today, want := range map[string]error{
		"2026-06-29": score.Stale, "2026-06-30": nil, "2026-07-30": nil, "2026-07-31": score.Stale,
	} {
		require.ErrorIs(t, a.Fresh(date.MustParse(today)), want, today)
	}
}

func TestRefusedRecordsAndPolicies(t *testing.T) {
	one := paid("p1", "s1", 1, 0)
	other, nothing, nameless := one, one, one
	other.Obligor, nothing.Amount, nameless.ID = "else", money.MustParse("0.00 CNY"), ""
	huge := paid("p2", "s1", money.MinorMax, 0)
	for name, records := range map[string][]score.Payment{
		"twice": {one, one}, "another's": {other}, "nothing": {nothing}, "nameless": {nameless}, "too much": {one, huge},
	} {
		_, err := score.Assess(score.Default(), "anchor", yuan, records, asOf)
		require.ErrorIs(t, err, score.RecordRefused, name)
	}
	for name, edit := range map[string]func(*score.Policy){
		"name": func(p *score.Policy) { p.Name = "" }, "bands": func(p *score.Policy) { p.Bands = nil },
		"days":   func(p *score.Policy) { p.Bands[1].Days = p.Bands[0].Days },
		"points": func(p *score.Policy) { p.Bands[1].Points = p.Bands[0].Points }, "101": func(p *score.Policy) { p.Bands[0].Points = 101 },
		"window": func(p *score.Policy) { p.WindowDays = 0 }, "least": func(p *score.Policy) { p.PaymentsMin = 0 },
	} {
		policy := score.Default()
		edit(&policy)
		_, err := score.Assess(policy, "anchor", yuan, nil, asOf)
		require.ErrorIs(t, err, score.PolicyRefused, name)
	}
}

func drawn(t *rapid.T) []score.Payment {
	records := make([]score.Payment, rapid.IntRange(3, 20).Draw(t, "payments"))
	for i := range records {
		creditor := fmt.Sprintf("s%d", i%2+rapid.IntRange(0, 1).Draw(t, "creditor")*2)
		records[i] = paid(fmt.Sprintf("p%02d", i), creditor, rapid.Int64Range(1, 1e13).Draw(t, "minor"), rapid.IntRange(-60, 160).Draw(t, "days"))
	}
	return records
}

// The score lies between the worst and the best points, does not depend on the order of records or the unit of money,
// and never rises when a payment comes later.
func TestLawTheScoreIsAMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := drawn(t)
		a := assess(t, records...)
		least, most := score.PointsMax, 0
		for _, fact := range a.Facts {
			least, most = min(least, fact.Points), max(most, fact.Points)
		}
		require.True(t, a.Rated)
		require.GreaterOrEqual(t, a.Score, least)
		require.LessOrEqual(t, a.Score, most)
		require.NoError(t, a.Verify(rapid.Permutation(records).Draw(t, "order")))

		scaled, later := slices.Clone(records), slices.Clone(records)
		for i := range scaled {
			scaled[i].Amount.Amount = money.MustAmount(records[i].Amount.Amount.Minor() * 100)
		}
		require.Equal(t, a.Score, assess(t, scaled...).Score)
		which := rapid.IntRange(0, len(later)-1).Draw(t, "which")
		later[which] = paid(later[which].ID, later[which].Creditor, later[which].Amount.Amount.Minor(), a.Facts[which].DaysBeyond+rapid.IntRange(0, 90).Draw(t, "later"))
		require.LessOrEqual(t, assess(t, later...).Score, a.Score)
	})
}

// An anchor paid one supplier on the day and another a month late.
func ExampleAssess() {
	records := []score.Payment{
		paid("rep-1", "mill", 60_000_00, 0), paid("rep-2", "foundry", 30_000_00, 30), paid("rep-3", "mill", 10_000_00, -10),
	}
	assessment, err := score.Assess(score.Default(), "anchor", yuan, records, asOf)
	fmt.Println(assessment.Rated, assessment.Score, assessment.Late, err)
	for _, fact := range assessment.Facts {
		fmt.Println(fact.Payment.ID, fact.DaysBeyond, fact.Points)
	}
	// Output:
	// true 72 3000000 <nil>
	// rep-1 0 80
	// rep-2 30 50
	// rep-3 -10 85
}
