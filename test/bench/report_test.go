// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rounds makes three rounds in which every workload carries out as many transactions a second as given.
func roundsOf(perSecond map[string]int64) []round {
	all := make([]round, 3)
	for i := range all {
		all[i] = round{}
		for _, w := range workloads(nil, "test") {
			valid, given := perSecond[w.Name]
			if !given {
				valid = 100
			}
			all[i][w.Name] = Slice{Valid: valid, Elapsed: time.Second}
		}
	}
	return all
}

func TestRatiosAreOfPaymentsNotTransactions(t *testing.T) {
	r := report(roundsOf(map[string]int64{"transfer": 90, "batch": 9}), workloads(nil, "test"), nil)
	require.True(t, r.Valid)
	require.InDelta(t, 0.9, r.Ratios["transfer_noop"], 1e-9)
	require.InDelta(t, 100, r.Ratios["batch_single"], 1e-9)
}

func TestRunIsVoidWhenEqualsDiffer(t *testing.T) {
	r := report(roundsOf(map[string]int64{"noop_again": 106}), workloads(nil, "test"), nil)
	require.False(t, r.Valid)
	require.Contains(t, r.Void, "6.0 %")
}

func TestRunIsVoidWhenMoneyIsNotConserved(t *testing.T) {
	r := report(roundsOf(nil), workloads(nil, "test"), errors.New("one cent too many"))
	require.False(t, r.Valid)
	require.False(t, r.Conserved)
}
