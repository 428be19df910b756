// SPDX-License-Identifier: Apache-2.0

package scaleback

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// ErrPool refuses a pool that is empty, or claims that do not add up to its demand.
var ErrPool = errors.New("size must be above zero, claims too, and demand their sum")

// Pool is what there is and what is wanted, in units.
type Pool struct {
	Size   int64
	Demand int64
}

// Claim is what somebody wants.
type Claim struct {
	Units int64
	Tie   string
}

// Cut is the last claim that gets a unit more than its share rounded down. The zero Cut is none.
type Cut struct {
	// Remainder is the numerator of the fraction that the claim loses by rounding down; the denominator is the demand.
	Remainder int64  `json:"remainder,string" help:"numerator of the least fraction that is rounded up; 0 for none"`
	Tie       string `json:"tie,omitzero" help:"tie of the last claim with that fraction that is rounded up"`
}

// Scarce tells whether less is there than is wanted; otherwise all get what they want.
func (p Pool) Scarce() bool { return p.Demand > p.Size }

// share is size × units ÷ demand, rounded down, and what is left of the division.
func (p Pool) share(units int64) (floor, remainder int64) {
	high, low := bits.Mul64(uint64(p.Size), uint64(units)) // units <= demand, so that high < demand
	quotient, rest := bits.Div64(high, low, uint64(p.Demand))
	return int64(quotient), int64(rest)
}

// check refuses a pool of which Div64 would make a panic or nonsense.
func (p Pool) check(units int64) error {
	if p.Size < 1 || units < 1 || units > p.Demand {
		return fmt.Errorf("%w: %d of a demand of %d for %d", ErrPool, units, p.Demand, p.Size)
	}
	return nil
}

// Give is what a claim gets, given the cut.
func (p Pool) Give(c Claim, cut Cut) (int64, error) {
	if err := p.check(c.Units); err != nil {
		return 0, err
	}
	if !p.Scarce() {
		return c.Units, nil
	}
	floor, remainder := p.share(c.Units)
	if cut.Remainder > 0 && (remainder > cut.Remainder || remainder == cut.Remainder && c.Tie <= cut.Tie) {
		floor++
	}
	return floor, nil
}

// Cut finds where the units left over end, given all claims.
func (p Pool) Cut(claims []Claim) (Cut, error) {
	lost, left, demand := make([]Cut, 0, len(claims)), p.Size, int64(0)
	for _, claim := range claims {
		if err := p.check(claim.Units); err != nil {
			return Cut{}, err
		}
		if demand += claim.Units; demand > p.Demand {
			break
		}
		floor, remainder := p.share(claim.Units)
		left -= floor
		lost = append(lost, Cut{remainder, claim.Tie})
	}
	if demand != p.Demand {
		return Cut{}, fmt.Errorf("%w: the claims do not add up to %d", ErrPool, p.Demand)
	}
	if !p.Scarce() || left == 0 {
		return Cut{}, nil
	}
	slices.SortFunc(lost, func(a, b Cut) int {
		return cmp.Or(cmp.Compare(b.Remainder, a.Remainder), strings.Compare(a.Tie, b.Tie))
	})
	return lost[left-1], nil
}
