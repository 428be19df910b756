// SPDX-License-Identifier: Apache-2.0

package scaleback

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// ErrPool refuses a pool that is empty, and claims that do not add up to its demand.
var ErrPool = fraction.ErrPool

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
type Cut = fraction.Cut

// Scarce tells whether less is there than is wanted; otherwise all get what they want.
func (p Pool) Scarce() bool { return p.Demand > p.Size }

// check refuses an empty pool, and a claim of nothing or of more than is wanted in all.
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
	return p.whole().Of(fraction.Position(c), cut)
}

// whole is the pool as the rule of the largest remainder has it.
func (p Pool) whole() fraction.Pool { return fraction.Pool{Units: p.Size, Base: p.Demand} }

// Cut finds where the units left over end, given all claims.
func (p Pool) Cut(claims []Claim) (Cut, error) {
	positions := make([]fraction.Position, len(claims))
	for i, claim := range claims {
		if err := p.check(claim.Units); err != nil {
			return Cut{}, err
		}
		positions[i] = fraction.Position(claim)
	}
	cut, err := p.whole().Cut(positions)
	if err != nil || !p.Scarce() {
		return Cut{}, err
	}
	return cut, nil
}
