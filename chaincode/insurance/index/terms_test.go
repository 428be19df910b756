// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestTermsThatContradictThemselvesAreRefused(t *testing.T) {
	bad := func(what string, edit func(*index.Linear)) {
		l := *areaYield().Linear
		edit(&l)
		require.Error(t, index.Terms{Linear: &l}.Validate(), what)
	}
	bad("no direction", func(l *index.Linear) { l.Direction = "" })
	bad("exit on the good side", func(l *index.Linear) { l.Exit = decimal.MustParse("0.8") })
	bad("exit at the strike", func(l *index.Linear) { l.Exit = l.Strike })
	bad("above with the exit below", func(l *index.Linear) { l.Direction = index.Above })
	bad("no share", func(l *index.Linear) { l.Share = decimal.Decimal{} })
	bad("more than everything", func(l *index.Linear) { l.Share = decimal.MustParse("1.000000001") })
	bad("a share of ten places", func(l *index.Linear) { l.Share = decimal.MustParse("0.0000000001") })
	bad("a strike beyond bounds", func(l *index.Linear) { l.Strike = decimal.MustParse("1000000000001") })
	bad("a tick and an exit", func(l *index.Linear) { l.Tick = &index.Tick{Step: decimal.FromInt64(1), Share: l.Share} })
	bad("a tick without a step", func(l *index.Linear) {
		l.Exit, l.Tick = decimal.Decimal{}, &index.Tick{Share: l.Share}
	})
	bad("a tick of more than the whole", func(l *index.Linear) {
		l.Exit, l.Tick = decimal.Decimal{}, &index.Tick{Step: decimal.FromInt64(1), Share: decimal.FromInt64(1)}
	})
	require.Error(t, index.Terms{}.Validate())
	form, linear := flight(), areaYield().Linear
	require.Error(t, index.Terms{Linear: linear, Flight: &form}.Validate())
	require.Error(t, index.ValidatePhases(nil))
	require.Error(t, index.ValidatePhases([]index.Terms{{}}))
	require.Error(t, index.ValidatePhases(make([]index.Terms, index.PhasesMax+1)))
}

func TestTablesThatContradictThemselvesAreRefused(t *testing.T) {
	line := func(at int64, share string) index.Step { return index.Step{At: at, Share: decimal.MustParse(share)} }
	for what, steps := range map[string][]index.Step{
		"none": {}, "no worse": {line(60, "0.1"), line(60, "0.2")}, "better": {line(60, "0.1"), line(50, "0.2")},
		"pays no more": {line(60, "0.2"), line(70, "0.2")}, "pays nothing": {line(60, "0")}, "beyond bounds": {line(math.MaxInt64, "0.1")},
		"too many": make([]index.Step, index.StepsMax+1),
	} {
		require.Error(t, index.Terms{Steps: &index.Steps{Direction: index.Above, Steps: steps}}.Validate(), what)
	}
	require.NoError(t, index.Terms{Steps: &index.Steps{Direction: index.Below, Steps: []index.Step{line(60, "0.1"), line(50, "0.2")}}}.Validate())
	bad := func(what string, edit func(*index.Flight)) {
		form := flight()
		edit(&form)
		require.Error(t, index.Terms{Flight: &form}.Validate(), what)
	}
	bad("no classes", func(f *index.Flight) { f.Delays = nil })
	bad("a class that weighs less", func(f *index.Flight) { f.Delays[0].Weight = 1 })
	bad("a class that begins earlier", func(f *index.Flight) { f.Delays[2].From = 30 })
	bad("a weight below zero", func(f *index.Flight) { f.Cancelled = -1 })
	bad("no floor", func(f *index.Flight) { f.Floor = 0 })
	bad("no observations", func(f *index.Flight) { f.Observations = 0 })
	bad("a margin below zero", func(f *index.Flight) { f.Margin = -1 })
}

func TestPoliciesThatDoNotFitTheTermsAreRefused(t *testing.T) {
	form := flight()
	flights, yields := index.Terms{Flight: &form}, areaYield()
	quake := index.Terms{Steps: &index.Steps{Direction: index.Above, Steps: []index.Step{{At: 60, Share: decimal.FromInt64(1)}}}}
	hundred := money.MustAmount(100)
	for what, bad := range map[string]struct {
		terms   index.Terms
		insured index.Insured
	}{
		"nothing insured":            {yields, index.Insured{Reference: 1}},
		"no reference":               {yields, index.Insured{Sum: hundred}},
		"reference below zero":       {yields, index.Insured{Sum: hundred, Reference: -1}},
		"reference beyond bounds":    {yields, index.Insured{Sum: hundred, Reference: index.ValueMax + 1}},
		"a reference for a table":    {quake, index.Insured{Sum: hundred, Reference: 1}},
		"a reference for a flight":   {flights, index.Insured{Sum: hundred, Reference: 1, Premium: hundred, Record: record(10, 0, 0, 0, 0, 0)}},
		"no premium":                 {flights, index.Insured{Sum: hundred, Record: record(10, 0, 0, 0, 0, 0)}},
		"no record":                  {flights, index.Insured{Sum: hundred, Premium: hundred}},
		"classes that do not match":  {flights, index.Insured{Sum: hundred, Premium: hundred, Record: &index.Record{Observations: 10, Delayed: []int64{0}}}},
		"more endings than flights":  {flights, index.Insured{Sum: hundred, Premium: hundred, Record: record(10, 5, 5, 1, 0, 0)}},
		"a count below zero":         {flights, index.Insured{Sum: hundred, Premium: hundred, Record: record(10, -1, 0, 0, 0, 0)}},
		"a class beyond all flights": {flights, index.Insured{Sum: hundred, Premium: hundred, Record: record(10, 11, 0, 0, 0, 0)}},
	} {
		require.ErrorIs(t, bad.terms.Fits(bad.insured), index.ReadingRefused, what)
	}
	for what, reading := range map[string]index.Reading{"beyond bounds": at(index.ValueMax + 1), "an outcome": landed(3), "a malformed one": {Outcome: "?"}} {
		for _, terms := range []index.Terms{yields, quake} {
			in := sum(100)
			if terms.Linear != nil {
				in.Reference = 1
			}
			_, err := terms.Payout(reading, in)
			require.ErrorIs(t, err, index.ReadingRefused, what)
		}
	}
}

// A record is judged before there is a premium or a sum: it has the classes of the terms and enough flights.
func TestRecordsThatSayTooLittleAreRefused(t *testing.T) {
	form := flight()
	flights := index.Terms{Flight: &form}
	require.NoError(t, flights.Knows(0, record(10, 0, 0, 0, 0, 0)))
	for what, bad := range map[string]*index.Record{
		"none":                      nil,
		"one flight too few":        record(9, 0, 0, 0, 0, 0),
		"classes that do not match": {Observations: 10, Delayed: []int64{0}},
		"more endings than flights": record(10, 5, 5, 1, 0, 0),
	} {
		require.ErrorIs(t, flights.Knows(0, bad), index.ReadingRefused, what)
		require.ErrorIs(t, flights.Fits(index.Insured{Sum: money.MustAmount(1), Premium: money.MustAmount(1), Record: bad}), index.ReadingRefused, what)
	}
	require.NoError(t, areaYield().Knows(5_000, nil), "yields have no record")
	require.ErrorIs(t, areaYield().Knows(0, nil), index.ReadingRefused, "yields are compared with something")
}

// What a product keeps of its terms reads back as it was.
func TestTermsRoundTrip(t *testing.T) {
	form := flight()
	for _, terms := range []index.Terms{areaYield(), {Flight: &form}, {Steps: &index.Steps{Direction: index.Above, Steps: []index.Step{{At: 60, Share: decimal.FromInt64(1)}}}}} {
		content, err := protocol.Marshal(terms)
		require.NoError(t, err)
		var back index.Terms
		require.NoError(t, protocol.Unmarshal(content, &back))
		require.Equal(t, terms, back)
	}
	content, err := protocol.Marshal(index.Insured{Sum: money.MustAmount(1), Record: record(10, 1, 2, 3, 0, 0)})
	require.NoError(t, err)
	var back index.Insured
	require.NoError(t, protocol.Unmarshal(content, &back))
	require.Equal(t, record(10, 1, 2, 3, 0, 0), back.Record)
}
