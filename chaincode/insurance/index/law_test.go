// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/index"
)

func share(t *rapid.T, label string, most int64) decimal.Decimal {
	d, err := decimal.New(rapid.Int64Range(1, most).Draw(t, label), 9)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func level(t *rapid.T, label string) decimal.Decimal {
	d, err := decimal.New(rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, label), rapid.IntRange(0, 6).Draw(t, label+" scale"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func direction(t *rapid.T) index.Direction {
	return rapid.SampledFrom([]index.Direction{index.Below, index.Above}).Draw(t, "direction")
}

// proportional, ticking and tabular draw terms, not all of them valid.
func proportional(t *rapid.T) index.Terms {
	return index.Terms{Linear: &index.Linear{
		Direction: direction(t), Strike: level(t, "strike"), Exit: level(t, "exit"), Share: share(t, "share", 1_000_000_000),
		Relative: rapid.Bool().Draw(t, "relative"),
	}}
}

func ticking(t *rapid.T) index.Terms {
	terms := proportional(t)
	terms.Linear.Exit = decimal.Decimal{}
	terms.Linear.Tick = &index.Tick{Step: level(t, "step").Abs(), Share: share(t, "tick share", 1_000_000_000)}
	return terms
}

func tabular(t *rapid.T) index.Terms {
	s := index.Steps{Direction: direction(t)}
	for range rapid.IntRange(1, 5).Draw(t, "steps") {
		s.Steps = append(s.Steps, index.Step{At: rapid.Int64Range(-100, 100).Draw(t, "at"), Share: share(t, "share", 1_000_000_000)})
	}
	return index.Terms{Steps: &s}
}

// valid draws terms that are valid.
func valid(t *rapid.T, forms ...func(*rapid.T) index.Terms) index.Terms {
	form := rapid.SampledFrom(forms).Draw(t, "form")
	return rapid.Custom(form).Filter(func(terms index.Terms) bool { return terms.Validate() == nil }).Draw(t, "terms")
}

func insured(t *rapid.T, terms index.Terms) index.Insured {
	in := index.Insured{Sum: money.MustAmount(rapid.Int64Range(1, money.MinorMax).Draw(t, "sum"))}
	if terms.Linear != nil && terms.Linear.Relative {
		in.Reference = rapid.Int64Range(1, index.ValueMax).Draw(t, "reference")
	}
	return in
}

// drawn is terms that are valid and what is insured under them.
func drawn(t *rapid.T) (index.Terms, index.Insured) {
	terms := valid(t, proportional, ticking, tabular)
	return terms, insured(t, terms)
}

func reading(t *rapid.T, label string) index.Reading {
	near := rapid.Int64Range(-2_000, 2_000)
	return at(rapid.OneOf(near, rapid.Int64Range(-index.ValueMax, index.ValueMax)).Draw(t, label))
}

func of(terms index.Terms) index.Direction {
	if terms.Linear != nil {
		return terms.Linear.Direction
	}
	return terms.Steps.Direction
}

// most is the amount that terms pay at most, by another way of counting.
func most(terms index.Terms, in index.Insured) *big.Int {
	unscaled, err := terms.Most().Unscaled(9)
	if err != nil {
		panic(err)
	}
	whole := new(big.Int).Mul(big.NewInt(in.Sum.Minor()), big.NewInt(unscaled))
	return whole.Quo(whole, big.NewInt(1_000_000_000))
}

// I13: a payout is from nothing to the most, and never falls when the index gets worse.
func TestPayoutIsBoundedAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, in := drawn(t)
		better, worse := reading(t, "one"), reading(t, "other")
		if (of(terms) == index.Below) != (better.Value >= worse.Value) {
			better, worse = worse, better
		}
		less, err := terms.Payout(better, in)
		require.NoError(t, err)
		more, err := terms.Payout(worse, in)
		require.NoError(t, err)
		require.LessOrEqual(t, less.Minor(), more.Minor())
		require.GreaterOrEqual(t, less.Minor(), int64(0))
		require.LessOrEqual(t, more.Minor(), most(terms, in).Int64())
	})
}

// I13: nothing at the strike and on its good side; the most at the exit and beyond. It agrees with rational numbers of
// the standard library in between.
func TestLinearIsTheExactQuotient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := valid(t, proportional)
		in, found := insured(t, terms), reading(t, "reading")
		amount, err := terms.Payout(found, in)
		require.NoError(t, err)
		require.Equal(t, exact(terms.Linear, found.Value, in).String(), big.NewInt(amount.Minor()).String())
	})
}

func rational(d decimal.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic(d.String())
	}
	return r
}

func exact(l *index.Linear, value int64, in index.Insured) *big.Int {
	position := new(big.Rat).SetInt64(value)
	if l.Relative {
		position.Quo(position, new(big.Rat).SetInt64(in.Reference))
	}
	strike, exit := rational(l.Strike), rational(l.Exit)
	fraction := new(big.Rat).Sub(strike, position)
	fraction.Quo(fraction, new(big.Rat).Sub(strike, exit))
	switch {
	case fraction.Sign() < 0:
		fraction.SetInt64(0)
	case fraction.Cmp(new(big.Rat).SetInt64(1)) > 0:
		fraction.SetInt64(1)
	}
	fraction.Mul(fraction, rational(l.Share)).Mul(fraction, new(big.Rat).SetInt64(in.Sum.Minor()))
	return new(big.Int).Quo(fraction.Num(), fraction.Denom())
}

// I13: a tick pays nothing short of a whole step, and the most where its shares reach it.
func TestTicksPayWholeSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size, count := rapid.Int64Range(1, 50).Draw(t, "step"), rapid.Int64Range(1, 40).Draw(t, "count")
		strike := rapid.Int64Range(-1000, 1000).Draw(t, "strike")
		each := share(t, "tick", 1_000_000_000/count)
		all, err := each.Mul(decimal.FromInt64(count))
		require.NoError(t, err)
		terms := index.Terms{Linear: &index.Linear{
			Direction: index.Above, Strike: decimal.FromInt64(strike), Share: all,
			Tick: &index.Tick{Step: decimal.FromInt64(size), Share: each},
		}}
		require.NoError(t, terms.Validate())
		in := insured(t, terms)
		beyond := rapid.Int64Range(-10, size*(count+2)).Draw(t, "beyond")
		amount, err := terms.Payout(at(strike+beyond), in)
		require.NoError(t, err)
		whole := min(max(beyond, 0)/size, count)
		unscaled, err := each.Unscaled(9)
		require.NoError(t, err)
		want := new(big.Int).Mul(big.NewInt(in.Sum.Minor()), big.NewInt(unscaled*whole))
		require.Equal(t, want.Quo(want, big.NewInt(1_000_000_000)).Int64(), amount.Minor())
	})
}

// I13: all phases together pay at most the sum insured, whatever the weather.
func TestPhasesPayAtMostTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := sum(rapid.Int64Range(1, money.MinorMax).Draw(t, "sum"))
		count := rapid.Int64Range(1, 8).Draw(t, "phases")
		var phases []index.Terms
		for range count {
			terms := valid(t, proportional)
			terms.Linear.Share, terms.Linear.Relative = share(t, "share", 1_000_000_000/count), false
			phases = append(phases, terms)
		}
		require.NoError(t, index.ValidatePhases(phases))
		total := int64(0)
		for _, terms := range phases {
			amount, err := terms.Payout(reading(t, "reading"), in)
			require.NoError(t, err)
			total += amount.Minor()
		}
		require.LessOrEqual(t, total, in.Sum.Minor())
	})
}

// The longer the delay, the more it pays, and never more than the sum insured.
func TestFlightIsBoundedAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := flight()
		form.Floor = rapid.Int64Range(1, 100).Draw(t, "floor")
		form.Margin = rapid.Int64Range(0, 1000).Draw(t, "margin")
		n := rapid.Int64Range(10, 1_000_000).Draw(t, "observations")
		in := index.Insured{
			Sum: money.MustAmount(rapid.Int64Range(1, money.MinorMax).Draw(t, "sum")), Premium: money.MustAmount(rapid.Int64Range(1, money.MinorMax).Draw(t, "premium")),
			Record: record(n, rapid.Int64Range(0, n/5).Draw(t, "15"), rapid.Int64Range(0, n/5).Draw(t, "30"), rapid.Int64Range(0, n/5).Draw(t, "45"),
				rapid.Int64Range(0, n/5).Draw(t, "cancelled"), rapid.Int64Range(0, n/5).Draw(t, "diverted")),
		}
		short, long := rapid.Int64Range(-100, 2000).Draw(t, "short"), rapid.Int64Range(-100, 2000).Draw(t, "long")
		terms := index.Terms{Flight: &form}
		require.NoError(t, terms.Validate())
		less, err := terms.Payout(landed(min(short, long)), in)
		require.NoError(t, err)
		more, err := terms.Payout(landed(max(short, long)), in)
		require.NoError(t, err)
		require.LessOrEqual(t, less.Minor(), more.Minor())
		require.LessOrEqual(t, more.Minor(), in.Sum.Minor())
		require.GreaterOrEqual(t, less.Minor(), int64(0))
	})
}
