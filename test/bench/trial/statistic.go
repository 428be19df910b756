// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"math/rand/v2"
	"slices"
)

// resamples is how many bootstrap samples an interval rests on.
const resamples = 10000

// Estimate is the median of paired ratios with its 95 % interval.
type Estimate struct {
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Pairs  int     `json:"pairs"`
}

// estimate bootstraps the median of ratios. The seed is fixed, so that the same ratios give the same interval.
func estimate(ratios []float64) Estimate {
	if len(ratios) == 0 {
		return Estimate{}
	}
	random := rand.New(rand.NewPCG(1, 2))
	medians, sample := make([]float64, resamples), make([]float64, len(ratios))
	for i := range medians {
		for j := range sample {
			sample[j] = ratios[random.IntN(len(ratios))]
		}
		medians[i] = median(sample)
	}
	slices.Sort(medians)
	return Estimate{
		Median: median(ratios), Low: medians[resamples*25/1000], High: medians[resamples*975/1000], Pairs: len(ratios),
	}
}

// median of nothing is 0.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
