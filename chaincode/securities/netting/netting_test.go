// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/securities/netting"
)

func leg(from, to, asset string, quantity int64) netting.Leg {
	return netting.Leg{From: from, To: to, Asset: asset, Quantity: quantity}
}

func ring() []netting.Leg {
	return []netting.Leg{leg("A", "B", "bond", 100), leg("B", "C", "bond", 100), leg("C", "A", "bond", 100)}
}

// Clearstream's example: buy 1,000 and sell 900 of the same security, and 100 have to be funded.
func ExamplePositions() {
	legs := []netting.Leg{leg("bank", "seller", "EUR", 1000), leg("buyer", "bank", "EUR", 900)}
	positions, _ := netting.Positions(legs)
	needs, _ := netting.Needs(netting.Netted, legs)
	fmt.Println(positions)
	fmt.Println(needs)
	// Output:
	// [{bank EUR -100} {buyer EUR -900} {seller EUR 1000}]
	// [{bank EUR 100} {buyer EUR 900}]
}

// Three parties owe each other 100 in a ring and nobody has any.
func TestRingWithoutStock(t *testing.T) {
	short, err := netting.Covered(netting.Gross, ring(), nil)
	require.NoError(t, err)
	require.Equal(t, []netting.Position{{"A", "bond", 100}, {"B", "bond", 100}, {"C", "bond", 100}}, short)
	for _, mode := range []netting.Mode{netting.Linked, netting.Netted} {
		short, err := netting.Covered(mode, ring(), nil)
		require.NoError(t, err)
		require.Empty(t, short, mode)
	}
	positions, err := netting.Positions(ring())
	require.NoError(t, err)
	require.Empty(t, positions, "nothing is left to move")
}

func TestRefusals(t *testing.T) {
	for _, bad := range []netting.Leg{leg("A", "A", "x", 1), leg("A", "B", "x", 0), leg("A", "B", "x", -1), leg("", "B", "x", 1), leg("A", "", "x", 1), leg("A", "B", "", 1)} {
		_, err := netting.Positions([]netting.Leg{bad})
		require.ErrorIs(t, err, netting.ErrLeg, "%v", bad)
	}
	_, err := netting.Needs("BILATERAL", ring())
	require.ErrorIs(t, err, netting.ErrMode)
	_, err = netting.Positions([]netting.Leg{leg("A", "B", "x", math.MaxInt64), leg("C", "B", "x", 1)})
	require.ErrorIs(t, err, netting.ErrOverflow)
	_, err = netting.Needs(netting.Gross, []netting.Leg{leg("A", "B", "x", math.MaxInt64), leg("A", "C", "x", 2)})
	require.ErrorIs(t, err, netting.ErrOverflow)
	_, err = netting.Covered(netting.Gross, ring(), []netting.Position{{"A", "bond", math.MaxInt64}, {"A", "bond", 1}})
	require.ErrorIs(t, err, netting.ErrOverflow)
}

func TestChooseLeavesOutWhatCannotSettle(t *testing.T) {
	bundles := [][]netting.Leg{
		{leg("A", "B", "bond", 100), leg("B", "A", "EUR", 10)},
		{leg("B", "C", "bond", 100), leg("C", "B", "EUR", 10)},
		{leg("D", "E", "bond", 5)},  // nobody has it
		{leg("A", "C", "bond", 40)}, // A has 100
	}
	stock := []netting.Position{{"A", "bond", 100}, {"C", "EUR", 10}}
	chosen, err := netting.Choose(netting.Linked, bundles, stock)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1}, chosen, "the money of C pays B, which pays A")
	chosen, err = netting.Choose(netting.Gross, bundles, stock)
	require.NoError(t, err)
	require.Equal(t, []int{3}, chosen)
}

func anyLegs(t *rapid.T) []netting.Leg {
	party := rapid.SampledFrom([]string{"A", "B", "C", "D", "E"})
	legs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) netting.Leg {
		return leg(party.Draw(t, "from"), party.Draw(t, "to"), rapid.SampledFrom([]string{"bond", "EUR"}).Draw(t, "asset"), rapid.Int64Range(1, 1e15).Draw(t, "quantity"))
	}), 0, 30).Draw(t, "legs")
	var kept []netting.Leg
	for _, l := range legs {
		if l.From != l.To {
			kept = append(kept, l)
		}
	}
	return kept
}

// Positions of each asset add up to zero; performing the legs changes holdings by exactly the positions; who has the needs
// of LINKED and NET never ends below zero; GROSS never needs less.
func TestLawsOfNetting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		legs := anyLegs(t)
		positions, err := netting.Positions(legs)
		require.NoError(t, err)
		sums, changed := map[string]int64{}, map[[2]string]int64{}
		for _, l := range legs {
			changed[[2]string{l.From, l.Asset}] -= l.Quantity
			changed[[2]string{l.To, l.Asset}] += l.Quantity
		}
		for i, p := range positions {
			require.NotZero(t, p.Quantity)
			require.Equal(t, changed[[2]string{p.Party, p.Asset}], p.Quantity)
			delete(changed, [2]string{p.Party, p.Asset})
			sums[p.Asset] += p.Quantity
			require.True(t, i == 0 || positions[i-1].Asset < p.Asset || positions[i-1].Asset == p.Asset && positions[i-1].Party < p.Party)
		}
		for asset, sum := range sums {
			require.Zero(t, sum, asset)
		}
		for _, rest := range changed {
			require.Zero(t, rest, "who has no position is even")
		}
		gross := needed(t, netting.Gross, legs)
		linked := needed(t, netting.Linked, legs)
		require.Equal(t, linked, needed(t, netting.Netted, legs))
		for at, need := range linked {
			require.LessOrEqual(t, need, gross[at])
		}
	})
}

func needed(t *rapid.T, mode netting.Mode, legs []netting.Leg) map[[2]string]int64 {
	needs, err := netting.Needs(mode, legs)
	require.NoError(t, err)
	short, err := netting.Covered(mode, legs, needs)
	require.NoError(t, err)
	require.Empty(t, short, "who has what is needed is not short")
	all := map[[2]string]int64{}
	for _, need := range needs {
		require.Positive(t, need.Quantity)
		all[[2]string{need.Party, need.Asset}] = need.Quantity
	}
	return all
}

// What is chosen can settle, and nothing that was left out could be added.
func TestLawsOfChoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bundles [][]netting.Leg
		for _, l := range anyLegs(t) {
			bundle := []netting.Leg{l}
			if rapid.Bool().Draw(t, "returned") {
				bundle = append(bundle, leg(l.To, l.From, l.Asset, rapid.Int64Range(1, 1e15).Draw(t, "back")))
			}
			if rapid.Bool().Draw(t, "paid") {
				bundle = append(bundle, leg(l.To, l.From, "USD", rapid.Int64Range(1, 1000).Draw(t, "price")))
			}
			bundles = append(bundles, bundle)
		}
		stock := []netting.Position{{"A", "bond", 1e15}, {"B", "bond", 5e14}, {"C", "EUR", 1e15}, {"D", "USD", 900}, {"A", "USD", 300}}
		mode := rapid.SampledFrom([]netting.Mode{netting.Gross, netting.Linked, netting.Netted}).Draw(t, "mode")
		chosen, err := netting.Choose(mode, bundles, stock)
		require.NoError(t, err)
		in := make([]bool, len(bundles))
		for _, i := range chosen {
			in[i] = true
		}
		require.Empty(t, shortWith(t, mode, bundles, in, stock))
		for i := range bundles {
			if in[i] {
				continue
			}
			in[i] = true
			require.NotEmpty(t, shortWith(t, mode, bundles, in, stock))
			in[i] = false
		}
	})
}

func shortWith(t *rapid.T, mode netting.Mode, bundles [][]netting.Leg, in []bool, stock []netting.Position) []netting.Position {
	var legs []netting.Leg
	for i, bundle := range bundles {
		if in[i] {
			legs = append(legs, bundle...)
		}
	}
	short, err := netting.Covered(mode, legs, stock)
	require.NoError(t, err)
	return short
}
