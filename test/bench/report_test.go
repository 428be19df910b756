// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// measured is what three rounds find when every ratio is as given, or 1.
func measured(ratios map[string]float64) samples {
	found := samples{rounds: 3, ratios: map[string][]float64{}, slices: map[string][]Slice{}}
	for _, q := range append([]comparison{control}, comparisons...) {
		value, given := ratios[q.name]
		if !given {
			value = 1
		}
		found.ratios[q.name] = []float64{value, value, value}
	}
	for _, w := range workloads(nil, "test") {
		found.slices[w.Name] = []Slice{{Valid: 10, Invalid: 1, Elapsed: time.Second}, {Valid: 30, Invalid: 2, Elapsed: time.Second}}
	}
	return found
}

func TestRatesAreOfPaymentsNotTransactions(t *testing.T) {
	r := report(measured(map[string]float64{"transfer_noop": 0.9}), workloads(nil, "test"), nil)
	require.True(t, r.Valid)
	require.InDelta(t, 0.9, r.Ratios["transfer_noop"], 1e-9)
	require.InDelta(t, 20, r.Rates["transfer"], 1e-9)
	require.InDelta(t, 20_000, r.Rates["batch"], 1e-9)
	require.Equal(t, int64(3), r.Lost["naive"])
}

func TestRunIsVoidWhenEqualsDiffer(t *testing.T) {
	r := report(measured(map[string]float64{control.name: 1.06}), workloads(nil, "test"), nil)
	require.False(t, r.Valid)
	require.Contains(t, r.Void, "6.0 %")
}

func TestRunIsVoidWhenMoneyIsNotConserved(t *testing.T) {
	r := report(measured(nil), workloads(nil, "test"), errors.New("one cent too many"))
	require.False(t, r.Valid)
	require.False(t, r.Conserved)
}

func TestEveryComparisonIsOfKnownWorkloads(t *testing.T) {
	all := workloads(nil, "test")
	for _, q := range append([]comparison{control}, comparisons...) {
		require.NotNil(t, find(all, q.over))
		require.NotNil(t, find(all, q.under))
	}
}
