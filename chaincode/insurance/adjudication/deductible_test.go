// SPDX-License-Identifier: Apache-2.0

package adjudication_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
)

func deductible(kind adjudication.DeductibleKind, change func(*adjudication.Deductible)) adjudication.Deductible {
	d := adjudication.Deductible{Kind: kind, Clause: "D"}
	change(&d)
	return d
}

var fivePercent = func(d *adjudication.Deductible) { d.Rate = decimal.MustParse("0.05") }

// Each kind of deductible, at its edges.
func TestDeductibles(t *testing.T) {
	amount := func(text string) func(*adjudication.Deductible) {
		return func(d *adjudication.Deductible) { d.Amount = cents(text) }
	}
	bounded := func(d *adjudication.Deductible) {
		fivePercent(d)
		d.Min, d.Max = cents("10.00"), cents("40.00")
	}
	vanishing := func(d *adjudication.Deductible) { d.Amount, d.Vanishes = cents("100.00"), cents("500.00") }
	units := func(n int) func(*adjudication.Deductible) { return func(d *adjudication.Deductible) { d.Units = n } }
	for _, vector := range []struct {
		d          adjudication.Deductible
		loss, pays string
		units      int
		used       adjudication.Accumulator
	}{
		{deductible(adjudication.Flat, amount("100.00")), "250.00", "150.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.Flat, amount("100.00")), "99.99", "0.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.OfLoss, fivePercent), "250.01", "237.51", 0, adjudication.Accumulator{}},
		{deductible(adjudication.OfLoss, bounded), "100.00", "90.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.OfLoss, bounded), "5000.00", "4960.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.OfSumInsured, fivePercent), "250.00", "200.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.Franchise, amount("100.00")), "100.00", "0.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.Franchise, amount("100.00")), "100.01", "100.01", 0, adjudication.Accumulator{}},
		{deductible(adjudication.Disappearing, vanishing), "100.00", "0.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.Disappearing, vanishing), "300.00", "250.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.Disappearing, vanishing), "500.00", "500.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.Waiting, units(3)), "100.00", "70.00", 10, adjudication.Accumulator{}},
		{deductible(adjudication.Waiting, units(3)), "100.00", "0.00", 2, adjudication.Accumulator{}},
		{deductible(adjudication.Events, units(2)), "100.00", "0.00", 0, adjudication.Accumulator{Events: 1}},
		{deductible(adjudication.Events, units(2)), "100.00", "100.00", 0, adjudication.Accumulator{Events: 2}},
		{deductible(adjudication.AggregateDeductible, amount("300.00")), "250.00", "0.00", 0, adjudication.Accumulator{}},
		{deductible(adjudication.AggregateDeductible, amount("300.00")), "250.00", "200.00", 0, adjudication.Accumulator{Deductible: cents("250.00")}},
	} {
		terms := adjudication.Terms{Deductibles: []adjudication.Deductible{vector.d}}
		facts := adjudication.Facts{Loss: cents(vector.loss), SumInsured: cents("1000.00"), Units: vector.units}
		result := adjudicated(t, terms, facts, vector.used)
		require.Equal(t, cents(vector.pays), result.Payable, "%s of %s", vector.d.Kind, vector.loss)
		require.Equal(t, vector.d.Kind, result.Trace[1].Kind)
	}
}

// A deductible a claim ends for the period once so much was borne.
func TestDeductibleStopsForThePeriod(t *testing.T) {
	d := deductible(adjudication.Flat, func(d *adjudication.Deductible) { d.Amount, d.PeriodMax = cents("100.00"), cents("250.00") })
	terms := adjudication.Terms{Deductibles: []adjudication.Deductible{d}}
	var used adjudication.Accumulator
	for _, pays := range []string{"100.00", "100.00", "150.00", "200.00"} {
		result := adjudicated(t, terms, adjudication.Facts{Loss: cents("200.00")}, used)
		require.Equal(t, cents(pays), result.Payable)
		var err error
		used, err = used.Add(result.Use)
		require.NoError(t, err)
	}
	require.Equal(t, cents("250.00"), used.Deductible)
}

// Hospital cash: 100 a day after two days, for at most ten.
func TestBenefitPaysByDays(t *testing.T) {
	terms := adjudication.Terms{Benefit: adjudication.Benefit{PerUnit: cents("100.00"), Waiting: 2, Most: 10, Clause: "B"}}
	for days, pays := range map[int]string{0: "0.00", 2: "0.00", 3: "100.00", 12: "1000.00", 40: "1000.00"} {
		require.Equal(t, cents(pays), adjudicated(t, terms, adjudication.Facts{Units: days}, adjudication.Accumulator{}).Payable)
	}
}

func TestTermsThatContradictThemselvesAreRefused(t *testing.T) {
	good := adjudication.Deductible{Kind: adjudication.Flat, Clause: "D", Amount: cents("1.00")}
	period := deductible(adjudication.AggregateDeductible, func(d *adjudication.Deductible) { d.Amount = cents("1.00") })
	benefit := adjudication.Benefit{PerUnit: cents("1.00"), Most: 1, Clause: "B"}
	for name, bad := range map[string]adjudication.Terms{
		"no clause":                     {Limit: adjudication.Cap{Amount: cents("1.00")}},
		"no amount":                     {Limit: adjudication.Cap{Clause: "L"}},
		"a share of nothing":            {Coinsurance: adjudication.Share{Clause: "C"}},
		"more than all":                 {Coinsurance: rate("1.01")},
		"a kind of nobody":              {Deductibles: []adjudication.Deductible{{Kind: "SOME", Clause: "D"}}},
		"a member of another kind":      {Deductibles: []adjudication.Deductible{deductible(adjudication.Flat, func(d *adjudication.Deductible) { d.Amount, d.Units = cents("1.00"), 1 })}},
		"min above max":                 {Deductibles: []adjudication.Deductible{deductible(adjudication.OfLoss, func(d *adjudication.Deductible) { fivePercent(d); d.Min, d.Max = cents("2.00"), cents("1.00") })}},
		"two that count over a period":  {Deductibles: []adjudication.Deductible{period, good, period}},
		"average of a limited loss":     {Average: rate("0.8"), DeductibleErodesLimit: true},
		"averaged benefit":              {Benefit: benefit, Average: rate("0.8")},
		"benefit with other insurance":  {Benefit: benefit, OtherInsurance: "O"},
		"benefit and stages":            {Benefit: benefit, Staged: &adjudication.Staged{}},
		"stages that pay less for more": {Staged: &adjudication.Staged{Clause: "S", Stages: []adjudication.Stage{{From: decimal.MustParse("0.1"), Pays: decimal.MustParse("0.2")}, {From: decimal.MustParse("0.2"), Pays: decimal.MustParse("0.1")}}}},
	} {
		require.Error(t, bad.Validate(), name)
	}
}

// The flags move steps, and the order that is published is the one that is carried out.
func TestFlagsMoveSteps(t *testing.T) {
	terms := adjudication.Terms{
		Salvage: "1", Sublimit: most("900.00"), Average: rate("1"), Deductibles: flat("100.00"), Coinsurance: rate("0.9"),
		OutOfPocket: most("10000.00"), Limit: most("300.00"), Aggregate: most("1000.00"), OtherInsurance: "2",
	}
	facts := adjudication.Facts{
		Loss: cents("1000.00"), Credits: cents("50.00"), SumInsured: cents("500.00"), Value: cents("1000.00"), Others: cents("10.00"), Prior: cents("20.00"),
	}
	pays := map[[2]bool]string{
		{false, false}: "290.00", // (900 − 100) × .5 × .9 = 360 → 300 → 290
		{true, false}:  "290.00", // (900 × .5 − 100) × .9 = 315 → 300 → 290
		{true, true}:   "170.00", // (min(450, 300) − 100) × .9 = 180 → 170
	}
	for flags, paid := range pays {
		terms.AverageBeforeDeductible, terms.DeductibleErodesLimit = flags[0], flags[1]
		result := adjudicated(t, terms, facts, adjudication.Accumulator{})
		require.Equal(t, cents(paid), result.Payable, "%v", flags)
		require.Equal(t, result.Payable.Minor()-2000, result.Due.Minor())
		var carried []adjudication.Step
		for i, entry := range result.Trace {
			require.Equal(t, i+1, entry.Number)
			carried = append(carried, entry.Step)
		}
		published := append(append([]adjudication.Step{adjudication.Loss}, terms.Order()...), adjudication.Prior)
		require.Equal(t, published, carried)
	}
}
