// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// MedianRule is which value is the middle one of an even number of observations. Chainlink's aggregators take the upper
// one; another feed may do otherwise, and says so.
type MedianRule string

// The rules.
const (
	// Lower takes the lower of the two in the middle.
	Lower MedianRule = "LOWER"
	// Upper takes the upper one.
	Upper MedianRule = "UPPER"
	// Mean takes their mean, a half rounded to the even integer.
	Mean MedianRule = "MEAN"
)

// Validate refuses an unknown rule.
func (m MedianRule) Validate() error {
	switch m {
	case Lower, Upper, Mean:
		return nil
	default:
		return fmt.Errorf("median rule %q is not LOWER, UPPER or MEAN", protocol.Excerpt(string(m)))
	}
}

// Of is the median of at least one value.
func (m MedianRule) Of(values []int64) int64 {
	sorted := slices.Sorted(slices.Values(values))
	lower, upper := sorted[(len(sorted)-1)/2], sorted[len(sorted)/2]
	switch m {
	case Lower:
		return lower
	case Upper:
		return upper
	default:
		return mean(lower, upper)
	}
}

// mean rounds a half to the even integer. The shift rounds down, below zero too.
func mean(a, b int64) int64 {
	sum := a + b
	half := sum >> 1
	if sum&1 == 1 && half&1 == 1 {
		half++
	}
	return half
}

// spread is how far the values are apart.
func spread(values []int64) int64 { return slices.Max(values) - slices.Min(values) }
