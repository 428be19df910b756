// SPDX-License-Identifier: Apache-2.0

package payments

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/test/bench/trial"
)

// The names of ratios and their goals are what readers of the JSON rely on.
func TestPlanComparesWithItsControls(t *testing.T) {
	found := map[string]float64{}
	plan := plan(&trial.Ground{Noop: &trial.Workload{Name: "noop"}})
	for _, q := range plan.Comparisons {
		require.NotSame(t, q.Over, q.Under, q.Name)
		found[q.Name] = q.Goal
	}
	require.Equal(t, map[string]float64{
		"transfer_noop": 0.9, "hot_credit_naive": 40, "hot_debit_naive": 25, "batch_single": 40, "settle_transfer": 0.85,
	}, found)
	require.Equal(t, legs, plan.Comparisons[3].Over.Payments)
}
