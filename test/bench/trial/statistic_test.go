// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMedian(t *testing.T) {
	require.InDelta(t, 2, median([]float64{3, 1, 2}), 0)
	require.Zero(t, median(nil))
	require.InDelta(t, 2.5, median([]float64{4, 1, 2, 3}), 0)
}

func TestIntervalHoldsTheMedianAndIsNarrowerWithMorePairs(t *testing.T) {
	few := estimate([]float64{0.8, 1.0, 1.2, 0.9, 1.1})
	require.LessOrEqual(t, few.Low, few.Median)
	require.GreaterOrEqual(t, few.High, few.Median)
	var ratios []float64
	for range 20 {
		ratios = append(ratios, 0.8, 1.0, 1.2, 0.9, 1.1)
	}
	many := estimate(ratios)
	require.Less(t, many.High-many.Low, few.High-few.Low)
	require.Equal(t, many, estimate(ratios), "the same ratios give the same interval")
}

func TestOneOutlierDoesNotMoveTheMedian(t *testing.T) {
	require.InDelta(t, 1, estimate([]float64{1, 1, 1, 1, 50}).Median, 0)
}
