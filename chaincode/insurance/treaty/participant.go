// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// Billion is a whole, in the unit of lines: parts per billion.
const Billion = 1_000_000_000

// Line is what a reinsurer bears of a treaty, in parts per billion of the whole.
type Line struct {
	Reinsurer string `json:"reinsurer"`
	Share     int64  `json:"share"`
}

// ErrLines refuses lines that do not come to the order.
var ErrLines = errors.New("lines must be above 0, at most the order, and together at least the order")

// SignDown scales written lines down to an order: each gets the order times its part of all that was written, in whole
// parts per billion by the largest remainder, a tie to the first. The lines come in the order of their reinsurers' names.
// Together they are exactly the order; lines that are too few are refused.
func SignDown(order int64, written []Line) ([]Line, error) {
	weights, sum := make([]int64, len(written)), int64(0)
	for i, line := range written {
		if line.Share <= 0 || line.Share > order || order > Billion {
			return nil, fmt.Errorf("%w: line of %s", ErrLines, line.Reinsurer)
		}
		weights[i] = line.Share
		sum += line.Share
	}
	if sum < order {
		return nil, fmt.Errorf("%w: %d of %d parts per billion are written", ErrLines, sum, order)
	}
	shares, err := split.LargestRemainder(order, weights)
	if err != nil {
		return nil, fmt.Errorf("signed lines: %w", err)
	}
	signed := make([]Line, len(written))
	for i, line := range written {
		signed[i] = Line{line.Reinsurer, shares[i]}
	}
	return signed, nil
}

// Divide divides a treaty's amount among its lines by the largest remainder, a tie to the first; it adds up exactly. The
// amount is of the placed share, so that the lines' proportions alone count.
func Divide(amount money.Amount, lines []Line) ([]money.Amount, error) {
	weights := make([]int64, len(lines))
	for i, line := range lines {
		weights[i] = line.Share
	}
	parts, err := split.Amounts(amount, weights)
	if err != nil {
		return nil, fmt.Errorf("shares of reinsurers: %w", err)
	}
	return parts, nil
}
