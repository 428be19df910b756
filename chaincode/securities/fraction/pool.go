// SPDX-License-Identifier: Apache-2.0

package fraction

import (
	"cmp"
	"errors"
	"math"
	"math/bits"
	"slices"
)

// Pool is a fixed number of units that is handed out whole, by positions.
type Pool struct {
	// Units are handed out, over Base units of positions in all.
	Units int64
	Base  int64
}

// Position is an account's units, and its rank among equal fractions: the text that sorts first comes first.
type Position struct {
	Units int64
	Tie   string
}

// Cut is the line in the order of fractions down to which accounts get one unit more: by larger remainder, then by tie.
type Cut struct {
	// Remainder is that of the last account that gets one more, in parts of a unit of which Base are one.
	Remainder int64 `json:"remainder,string" help:"remainder of the last account that gets one more; 0 for none"`
	// Tie is that account's rank among those of the same remainder.
	Tie string `json:"tie,omitzero" help:"rank of that account among those of the same remainder"`
}

// ErrPool refuses a pool without positions, negative units, and positions that are not those of the pool.
var ErrPool = errors.New("positions do not make up the pool's base")

// share is a position's share rounded down, and what was cut off it in parts of Base.
func (p Pool) share(units int64) (whole, remainder int64, err error) {
	if units < 0 || p.Units < 0 || units > p.Base || p.Base <= 0 {
		return 0, 0, ErrPool
	}
	high, low := bits.Mul64(uint64(p.Units), uint64(units))
	// units <= Base and Units < 2^63, so high < Base: Div64 cannot overflow.
	quotient, rest := bits.Div64(high, low, uint64(p.Base))
	if quotient > math.MaxInt64 {
		return 0, 0, ErrTooMany
	}
	return int64(quotient), int64(rest), nil
}

// Of is a position's units, given the cut.
func (p Pool) Of(position Position, cut Cut) (int64, error) {
	whole, remainder, err := p.share(position.Units)
	if err == nil && cut.reaches(remainder, position.Tie) {
		whole++
	}
	return whole, err
}

// reaches tells whether the line is at or below an account. An account without a remainder never gets one more.
func (c Cut) reaches(remainder int64, tie string) bool {
	switch {
	case remainder == 0 || c.Remainder == 0:
		return false
	case remainder == c.Remainder:
		return tie <= c.Tie
	default:
		return remainder > c.Remainder
	}
}

// Cut draws the line, given all positions, so that exactly the pool is handed out.
func (p Pool) Cut(positions []Position) (Cut, error) {
	type place struct {
		remainder int64
		tie       string
	}
	var places []place
	missing, held := p.Units, int64(0)
	for _, position := range positions {
		whole, remainder, err := p.share(position.Units)
		if err != nil || position.Units > p.Base-held {
			return Cut{}, errors.Join(err, ErrPool)
		}
		missing, held = missing-whole, held+position.Units
		places = append(places, place{remainder, position.Tie})
	}
	if held != p.Base || p.Base == 0 {
		return Cut{}, ErrPool
	}
	if missing == 0 {
		return Cut{}, nil
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.remainder, a.remainder), cmp.Compare(a.tie, b.tie))
	})
	// missing is the sum of the fractions, so there are more accounts with one than units missing.
	last := places[missing-1]
	return Cut{Remainder: last.remainder, Tie: last.tie}, nil
}
