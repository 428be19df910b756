// SPDX-License-Identifier: Apache-2.0

package adjudication_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
)

func amount(t *rapid.T, name string, least int64) money.Amount {
	return money.MustAmount(rapid.Int64Range(least, 1_000_000).Draw(t, name))
}

func share(t *rapid.T, name string) decimal.Decimal {
	rate, err := decimal.New(rapid.Int64Range(1, 1000).Draw(t, name), 3)
	require.NoError(t, err)
	return rate
}

func drawnDeductible(t *rapid.T, period bool) adjudication.Deductible {
	d := adjudication.Deductible{Clause: "D"}
	kinds := []adjudication.DeductibleKind{adjudication.Flat, adjudication.OfLoss, adjudication.OfSumInsured, adjudication.Franchise, adjudication.Disappearing, adjudication.Waiting, adjudication.Events}
	if period {
		kinds = []adjudication.DeductibleKind{adjudication.AggregateDeductible, adjudication.Flat}
	}
	d.Kind = rapid.SampledFrom(kinds).Draw(t, "kind")
	switch d.Kind {
	case adjudication.OfLoss, adjudication.OfSumInsured:
		d.Rate = share(t, "rate")
	case adjudication.Waiting, adjudication.Events:
		d.Units = rapid.IntRange(1, 5).Draw(t, "units")
	default:
		d.Amount = amount(t, "deductible", 1)
		if d.Kind == adjudication.Disappearing {
			d.Vanishes = money.MustAmount(d.Amount.Minor() + amount(t, "vanishes", 1).Minor())
		}
	}
	if period && d.Kind == adjudication.Flat {
		d.PeriodMax = amount(t, "period", 1)
	}
	return d
}

func capped(t *rapid.T, name string) adjudication.Cap {
	if rapid.Bool().Draw(t, "has "+name) {
		return adjudication.Cap{Amount: amount(t, name, 1), Clause: "L"}
	}
	return adjudication.Cap{}
}

func drawnTerms(t *rapid.T) adjudication.Terms {
	terms := adjudication.Terms{
		Salvage: "S", OtherInsurance: "O", Sublimit: capped(t, "sublimit"), Limit: capped(t, "limit"), Aggregate: capped(t, "aggregate"),
		OutOfPocket: capped(t, "pocket"), AverageBeforeDeductible: rapid.Bool().Draw(t, "average first"), DeductibleErodesLimit: rapid.Bool().Draw(t, "erodes"),
	}
	if rapid.Bool().Draw(t, "averaged") {
		terms.Average = adjudication.Share{Rate: share(t, "average"), Clause: "A"}
		terms.AverageBeforeDeductible = terms.AverageBeforeDeductible || terms.DeductibleErodesLimit
	}
	if rapid.Bool().Draw(t, "coinsured") {
		terms.Coinsurance = adjudication.Share{Rate: share(t, "coinsurance"), Clause: "C"}
	}
	if rapid.Bool().Draw(t, "deducted") {
		terms.Deductibles = append(terms.Deductibles, drawnDeductible(t, false))
	}
	if rapid.Bool().Draw(t, "deducted over the period") {
		terms.Deductibles = append(terms.Deductibles, drawnDeductible(t, true))
	}
	require.NoError(t, terms.Validate())
	return terms
}

func drawnFacts(t *rapid.T) adjudication.Facts {
	return adjudication.Facts{
		Loss: amount(t, "loss", 0), Credits: money.MustAmount(rapid.Int64Range(0, 1000).Draw(t, "credits")), SumInsured: amount(t, "sum insured", 1),
		Value: amount(t, "value", 1), Units: rapid.IntRange(1, 9).Draw(t, "units"), Others: money.MustAmount(rapid.Int64Range(0, 1000).Draw(t, "others")),
	}
}

// I1, I2, I3: a period of claims pays no more than losses and limits, uses no more than there is of any accumulator, and
// what each claim uses adds up to the accumulator; each trace is a chain from the loss to the payment.
func TestPeriodStaysWithinItsTerms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawnTerms(t)
		var used, sum adjudication.Accumulator
		for range rapid.IntRange(1, 8).Draw(t, "claims") {
			facts := drawnFacts(t)
			result, err := terms.Adjudicate(facts, used, decimal.HalfUp)
			require.NoError(t, err)
			require.LessOrEqual(t, result.Payable.Minor(), facts.Loss.Minor())
			require.GreaterOrEqual(t, result.Payable.Minor(), int64(0))
			if most, bounded := terms.Most(); bounded {
				require.LessOrEqual(t, result.Payable.Minor(), most.Minor())
			}
			chained(t, result)
			used, err = used.Add(result.Use)
			require.NoError(t, err)
			within(t, terms, used)
			if rapid.Bool().Draw(t, "taken back") {
				used = used.GiveBack(result.Use)
				require.Equal(t, sum, used, "a claim that is taken back leaves the period as it was")
			}
			sum = used
		}
	})
}

func chained(t *rapid.T, result adjudication.Result) {
	last := result.Trace[0].After
	for _, entry := range result.Trace[1:] {
		require.Equal(t, last, entry.Before)
		require.NotEmpty(t, entry.Clause)
		last = entry.After
	}
	require.Equal(t, result.Due, last)
}

func within(t *rapid.T, terms adjudication.Terms, used adjudication.Accumulator) {
	if terms.Aggregate != (adjudication.Cap{}) {
		require.LessOrEqual(t, used.Limit.Minor(), terms.Aggregate.Amount.Minor())
	}
	if terms.OutOfPocket != (adjudication.Cap{}) {
		require.LessOrEqual(t, used.OutOfPocket.Minor(), terms.OutOfPocket.Amount.Minor())
	}
	for _, d := range terms.Deductibles {
		if d.Kind == adjudication.AggregateDeductible {
			require.LessOrEqual(t, used.Deductible.Minor(), d.Amount.Minor())
		}
		if !d.PeriodMax.IsZero() {
			require.LessOrEqual(t, used.Deductible.Minor(), d.PeriodMax.Minor())
		}
	}
}

// A larger loss never pays less.
func TestLargerLossNeverPaysLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, facts := drawnTerms(t), drawnFacts(t)
		larger := facts
		larger.Loss = money.MustAmount(facts.Loss.Minor() + amount(t, "more", 0).Minor())
		one, err := terms.Adjudicate(facts, adjudication.Accumulator{}, decimal.HalfUp)
		require.NoError(t, err)
		two, err := terms.Adjudicate(larger, adjudication.Accumulator{}, decimal.HalfUp)
		require.NoError(t, err)
		require.GreaterOrEqual(t, two.Payable.Minor(), one.Payable.Minor())
	})
}

// Items' payments add up to their group's, and no item is paid more than it brought.
func TestAllocationAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		losses := make([]money.Amount, rapid.IntRange(1, 6).Draw(t, "items"))
		all := make([]int, len(losses))
		for i := range losses {
			losses[i], all[i] = amount(t, "loss", 0), i
		}
		cut := rapid.IntRange(0, len(losses)).Draw(t, "cut")
		facts := drawnFacts(t)
		levels := [][]adjudication.Group{
			{{Terms: drawnTerms(t), Facts: facts, Items: all[:cut]}, {Terms: drawnTerms(t), Facts: facts, Items: all[cut:]}},
			{{Terms: drawnTerms(t), Facts: facts, Items: all}},
		}
		outcome, err := adjudication.Assess(losses, levels, decimal.HalfUp)
		require.NoError(t, err)
		sum, err := money.Sum(outcome.Payable...)
		require.NoError(t, err)
		require.Equal(t, outcome.Results[1][0].Payable, sum)
		for i := range losses {
			require.LessOrEqual(t, outcome.Payable[i].Minor(), losses[i].Minor())
		}
	})
}
