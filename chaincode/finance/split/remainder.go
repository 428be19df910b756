// SPDX-License-Identifier: Apache-2.0

package split

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"sort"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// ErrWeights refuses weights that are none, negative, all zero or too large to add up.
var ErrWeights = errors.New("weights must be given, not negative, not all zero and sum below 2^63")

// LargestRemainder divides total units by weights; a part with weight 0 gets 0.
func LargestRemainder(total int64, weights []int64) ([]int64, error) {
	whole, err := sum(weights)
	if err != nil {
		return nil, err
	}
	magnitude := uint64(total)
	if total < 0 {
		magnitude = -magnitude
	}
	parts, remainders := floors(magnitude, weights, whole)
	handOut(parts, remainders, magnitude)
	return signed(parts, total < 0), nil
}

// LargestRemainderDecimal is LargestRemainder with exact decimal weights, such as percentages with
// decimal places. The weights must fit 64 bits at their common scale.
func LargestRemainderDecimal(total int64, weights []decimal.Decimal) ([]int64, error) {
	scale := 0
	for _, weight := range weights {
		scale = max(scale, weight.Scale())
	}
	units := make([]int64, len(weights))
	for i, weight := range weights {
		unit, err := weight.Unscaled(scale)
		if err != nil {
			return nil, fmt.Errorf("%w: weight %d: %w", ErrWeights, i, err)
		}
		units[i] = unit
	}
	return LargestRemainder(total, units)
}

// Amounts divides an amount of money by weights.
func Amounts(total money.Amount, weights []int64) ([]money.Amount, error) {
	parts, err := LargestRemainder(total.Minor(), weights)
	if err != nil {
		return nil, err
	}
	amounts := make([]money.Amount, len(parts))
	for i, part := range parts {
		if amounts[i], err = money.NewAmount(part); err != nil {
			return nil, err
		}
	}
	return amounts, nil
}

// floors returns every share rounded down, and what was cut off it in units of 1/whole.
func floors(total uint64, weights []int64, whole uint64) (parts, remainders []uint64) {
	parts, remainders = make([]uint64, len(weights)), make([]uint64, len(weights))
	for i, weight := range weights {
		high, low := bits.Mul64(total, uint64(weight))
		// weight <= whole and total < 2^64, so high < whole: Div64 cannot overflow.
		parts[i], remainders[i] = bits.Div64(high, low, whole)
	}
	return parts, remainders
}

// handOut adds the units that the parts miss, one each, largest remainder first, lowest index first.
func handOut(parts, remainders []uint64, total uint64) {
	missing := total
	for _, part := range parts {
		missing -= part
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return remainders[order[a]] > remainders[order[b]] })
	for _, i := range order[:missing] {
		parts[i]++
	}
}

func sum(weights []int64) (uint64, error) {
	var whole uint64
	for i, weight := range weights {
		if weight < 0 {
			return 0, fmt.Errorf("%w: weight %d is %d", ErrWeights, i, weight)
		}
		whole += uint64(weight)
		if whole > math.MaxInt64 {
			return 0, ErrWeights
		}
	}
	if whole == 0 {
		return 0, ErrWeights
	}
	return whole, nil
}

func signed(parts []uint64, negative bool) []int64 {
	out := make([]int64, len(parts))
	for i, part := range parts {
		if negative {
			part = -part
		}
		out[i] = int64(part)
	}
	return out
}
