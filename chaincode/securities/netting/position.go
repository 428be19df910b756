// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"cmp"
	"slices"
)

// Position is what a party gets of an asset from all legs together; below zero, what it gives.
type Position struct {
	Party    string
	Asset    string
	Quantity int64
}

// holder names one party's holding of one asset.
type holder struct{ asset, party string }

func (h holder) before(other holder) int {
	return cmp.Or(cmp.Compare(h.asset, other.asset), cmp.Compare(h.party, other.party))
}

// Positions nets legs: one position for each party and asset that the legs touch and that is not even, by asset and then
// by party. In each asset they add up to zero. Errors: ErrLeg, ErrOverflow.
func Positions(legs []Leg) ([]Position, error) {
	sums, err := flows(legs, true)
	if err != nil {
		return nil, err
	}
	return listed(sums), nil
}

// Needs are what each party has to have at the start for the legs to settle in a mode, above zero each, by asset and then
// by party. Errors: ErrMode, ErrLeg, ErrOverflow.
func Needs(mode Mode, legs []Leg) ([]Position, error) {
	if err := mode.Validate(); err != nil {
		return nil, err
	}
	sums, err := flows(legs, mode != Gross)
	if err != nil {
		return nil, err
	}
	var needs []Position
	for _, position := range listed(sums) {
		if position.Quantity < 0 {
			position.Quantity = -position.Quantity
			needs = append(needs, position)
		}
	}
	return needs, nil
}

// flows adds up what each party gives, below zero, and what it gets where that counts.
func flows(legs []Leg, received bool) (map[holder]int64, error) {
	sums := make(map[holder]int64, 2*len(legs))
	for _, leg := range legs {
		if err := leg.Validate(); err != nil {
			return nil, err
		}
		from, to := holder{leg.Asset, leg.From}, holder{leg.Asset, leg.To}
		var err error
		if sums[from], err = add(sums[from], -leg.Quantity); err != nil {
			return nil, err
		}
		if !received {
			continue
		}
		if sums[to], err = add(sums[to], leg.Quantity); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// listed puts sums other than zero into a fixed order.
func listed(sums map[holder]int64) []Position {
	var holders []holder
	for h, sum := range sums {
		if sum != 0 {
			holders = append(holders, h)
		}
	}
	slices.SortFunc(holders, holder.before)
	positions := make([]Position, len(holders))
	for i, h := range holders {
		positions[i] = Position{Party: h.party, Asset: h.asset, Quantity: sums[h]}
	}
	return positions
}

// Covered tells what parties are short of, given what they have: nothing when the legs can settle in the mode.
// Errors: ErrMode, ErrLeg, ErrOverflow.
func Covered(mode Mode, legs []Leg, stock []Position) ([]Position, error) {
	needs, err := Needs(mode, legs)
	if err != nil {
		return nil, err
	}
	has := make(map[holder]int64, len(stock))
	for _, position := range stock {
		h := holder{position.Asset, position.Party}
		if has[h], err = add(has[h], position.Quantity); err != nil {
			return nil, err
		}
	}
	var short []Position
	for _, need := range needs {
		missing := need.Quantity - max(0, has[holder{need.Asset, need.Party}])
		if missing > 0 {
			short = append(short, Position{Party: need.Party, Asset: need.Asset, Quantity: missing})
		}
	}
	return short, nil
}
