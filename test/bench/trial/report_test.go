// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	noop     = &Workload{Name: "noop", Workers: 1, Payments: 1}
	again    = &Workload{Name: "again", Workers: 1, Payments: 1}
	transfer = &Workload{Name: "transfer", Workers: 1, Payments: 1}
	batch    = &Workload{Name: "batch", Workers: 1, Payments: 1000}
	equals   = Comparison{Name: "noop_noop", Over: again, Under: noop}
)

// measured is what three rounds find when every ratio is as given, or 1.
func measured(ratios map[string]float64, figures ...Figure) *Samples {
	plan := &Plan{Figures: figures, Comparisons: []Comparison{
		{"transfer_noop", transfer, noop, 0.9}, {"batch_single", batch, transfer, 40},
	}}
	found := newSamples(equals, []*Plan{plan})
	found.rounds = 3
	for _, q := range append([]Comparison{equals}, plan.Comparisons...) {
		value, given := ratios[q.Name]
		if !given {
			value = 1
		}
		found.ratios[q.Name] = []float64{value, value, value}
	}
	for _, w := range found.workloads() {
		found.slices[w.Name] = []Slice{{Valid: 10, Invalid: 1, Elapsed: time.Second}, {Valid: 30, Invalid: 2, Elapsed: time.Second}}
	}
	return found
}

func TestRatesAreOfPaymentsNotTransactions(t *testing.T) {
	r := measured(map[string]float64{"transfer_noop": 0.9}).Report(nil)
	require.NoError(t, r.Err())
	require.InDelta(t, 0.9, r.Ratios["transfer_noop"], 1e-9)
	require.True(t, r.Estimates["transfer_noop"].Reached)
	require.False(t, r.Estimates["batch_single"].Reached)
	require.InDelta(t, 20, r.Rates["transfer"], 1e-9)
	require.InDelta(t, 20_000, r.Rates["batch"], 1e-9)
	require.Equal(t, int64(3), r.Lost["transfer"])
}

func TestRunIsVoidWhenEqualsDiffer(t *testing.T) {
	r := measured(map[string]float64{equals.Name: 1.06}).Report(nil)
	require.False(t, r.Valid)
	require.ErrorContains(t, r.Err(), "6.0 %")
}

func TestRunIsVoidWhenTheBooksAreWrong(t *testing.T) {
	r := measured(nil).Report(errors.New("one cent too many"))
	require.ErrorContains(t, r.Err(), "one cent too many")
	require.False(t, r.Conserved)
}

func TestFiguresAreJudgedByTheirBound(t *testing.T) {
	figures := []Figure{
		{Name: "within", Value: 5, Goal: 6}, {Name: "beyond", Value: 1, Goal: 0},
		{Name: "enough", Value: 500, Goal: 500, Least: true}, {Name: "little", Value: 499, Goal: 500, Least: true},
	}
	found := measured(nil, figures...)
	r := found.Report(nil)
	for name, reached := range map[string]bool{"within": true, "beyond": false, "enough": true, "little": false} {
		require.Equal(t, reached, r.Figures[name].Reached, name)
	}
	require.Equal(t, Counted{Value: 5, Goal: 6, Bound: "at most", Reached: true}, r.Figures["within"])
	var text strings.Builder
	require.NoError(t, found.Table(&text, r))
	require.Regexp(t, `little +499 +at least 500 +missed`, text.String())
}

func TestReportIsOneObject(t *testing.T) {
	var text strings.Builder
	require.NoError(t, measured(nil).Report(nil).JSON(&text))
	var object struct {
		Ratios    map[string]float64
		Estimates map[string]struct {
			Low, Goal float64
			Reached   *bool
		}
	}
	require.NoError(t, json.Unmarshal([]byte(text.String()), &object))
	require.InDelta(t, 1, object.Ratios["batch_single"], 0)
	require.InDelta(t, 1, object.Estimates["batch_single"].Low, 0)
	require.InDelta(t, 40, object.Estimates["batch_single"].Goal, 0)
	require.False(t, *object.Estimates["batch_single"].Reached)
}

// A round leaves pairs of neighbours, rests after each comparison, and readies a workload before each of its slices.
func TestRoundComparesNeighbours(t *testing.T) {
	count := func(int *int) func(context.Context) error {
		return func(context.Context) error { *int++; return nil }
	}
	work := func(context.Context, int64) error { return nil }
	var readied, rested int
	over := &Workload{Name: "over", Workers: 2, Payments: 10, Do: work, Ready: count(&readied)}
	under := &Workload{Name: "under", Workers: 1, Payments: 1, Do: work}
	plan := &Plan{Comparisons: []Comparison{{Name: "over_under", Over: over, Under: under}}, Rest: count(&rested)}
	found := newSamples(Comparison{Name: "same", Over: under, Under: under}, []*Plan{plan})
	_, err := found.round(t.Context(), time.Millisecond)
	require.NoError(t, err)
	require.Len(t, found.ratios["over_under"], 2)
	require.Len(t, found.slices["over"], 2)
	require.Len(t, found.slices["under"], 6)
	require.Equal(t, 2, readied)
	require.Equal(t, 1, rested)

	over.Do = func(context.Context, int64) error { return errors.New("refused") }
	_, err = found.round(t.Context(), time.Millisecond)
	require.ErrorContains(t, err, "over_under: over: refused")
}

func TestWorkloadsOfOneNameAreRefused(t *testing.T) {
	found := measured(nil)
	require.NoError(t, found.distinct())
	found.plans = append(found.plans, &Plan{Comparisons: []Comparison{{Name: "batch_twin", Over: batch, Under: &Workload{Name: "batch"}}}})
	require.ErrorContains(t, found.distinct(), "called batch")
}
