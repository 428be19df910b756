// SPDX-License-Identifier: Apache-2.0

package netting

// Choose finds bundles that can settle together, given what parties have: the indices of a set to which none of the other
// bundles can be added. Finding the largest such set is a knapsack; this one begins with all bundles, gives up what a
// party that is short owes, and then takes back whatever fits. The same input always chooses the same.
// Errors: ErrMode, ErrLeg, ErrOverflow.
func Choose(mode Mode, bundles [][]Leg, stock []Position) ([]int, error) {
	chosen := make([]bool, len(bundles))
	for i := range chosen {
		chosen[i] = true
	}
	for {
		short, err := Covered(mode, picked(bundles, chosen), stock)
		if err != nil {
			return nil, err
		}
		if len(short) == 0 {
			break
		}
		chosen[giveUp(mode, bundles, chosen, short[0])] = false
	}
	return refill(mode, bundles, chosen, stock)
}

// giveUp finds the bundle to leave out for a party that is short: the smallest of its deliveries that makes up for what is
// missing, or else the largest; of equal ones the last, so that what came first stays.
func giveUp(mode Mode, bundles [][]Leg, chosen []bool, short Position) int {
	best, size := -1, int64(0)
	for i, bundle := range bundles {
		given := gives(mode, bundle, short)
		if !chosen[i] || given <= 0 {
			continue
		}
		cures, cured := given >= short.Quantity, size >= short.Quantity
		if best < 0 || cures && (!cured || given <= size) || !cures && !cured && given >= size {
			best, size = i, given
		}
	}
	return best
}

// gives is what a bundle has the party give of the asset: on balance, unless what arrives does not count.
func gives(mode Mode, bundle []Leg, of Position) int64 {
	var sum int64
	for _, leg := range bundle {
		switch {
		case leg.Asset != of.Asset:
		case leg.From == of.Party:
			sum += leg.Quantity
		case leg.To == of.Party && mode != Gross:
			sum -= leg.Quantity
		}
	}
	return sum
}

// refill takes bundles back that fit after all.
func refill(mode Mode, bundles [][]Leg, chosen []bool, stock []Position) ([]int, error) {
	for again := true; again; {
		again = false
		for i := range bundles {
			if chosen[i] {
				continue
			}
			chosen[i] = true
			short, err := Covered(mode, picked(bundles, chosen), stock)
			if err != nil {
				return nil, err
			}
			chosen[i] = len(short) == 0
			again = again || chosen[i]
		}
	}
	var indices []int
	for i := range chosen {
		if chosen[i] {
			indices = append(indices, i)
		}
	}
	return indices, nil
}

func picked(bundles [][]Leg, chosen []bool) []Leg {
	var legs []Leg
	for i, bundle := range bundles {
		if chosen[i] {
			legs = append(legs, bundle...)
		}
	}
	return legs
}
