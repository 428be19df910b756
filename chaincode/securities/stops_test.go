// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// Whenever stops begin and end, a day is one of them if and only if something was stopped at any time of it; and of a number of
// units that changes, the most of a day is the greatest that there was on it.
func TestLawStops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stops Stops
		holding, first := FrozenHolding{Account: "a", Order: "o"}, date.MustParse("2026-01-05")
		stopped, most := map[date.Date]bool{}, map[date.Date]Quantity{}
		today, running, units := first, false, Quantity(0)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			var err error
			for range rapid.IntRange(0, 3).Draw(t, "days") {
				today, err = today.AddDays(1)
				require.NoError(t, err)
				stopped[today], most[today] = running, units
			}
			if rapid.Bool().Draw(t, "begin") {
				stops, running, stopped[today] = stops.begin(today), true, true
			} else {
				stops, running = stops.end(today), false
			}
			change := Quantity(rapid.Int64Range(-int64(units), 100).Draw(t, "units"))
			holding, units = holding.change(change, today), units+change
			most[today] = max(most[today], units)
		}
		require.Equal(t, units, holding.now())
		for day := first; !day.After(today); {
			require.Equal(t, stopped[day], stops.on(day), "%s of %v", day, stops)
			require.Equal(t, most[day], holding.mostOn(day), "%s of %v", day, holding.Days)
			var err error
			day, err = day.AddDays(1)
			require.NoError(t, err)
		}
	})
}

// Of what is frozen no more, no trace is kept for ever.
func TestFreezesAreForgotten(t *testing.T) {
	monday := date.MustParse("2026-01-05")
	change := FrozenChange{Instrument: "I", Account: "a", Order: "o", Units: 7}
	frozen := FrozenUnits{}.Change("I", []FrozenChange{change}, monday)
	change.Units = -7
	frozen = frozen.Change("I", []FrozenChange{change}, monday)
	require.Equal(t, Quantity(7), frozen.unitsOn("a", monday), "for some hours")
	other := FrozenChange{Instrument: "I", Account: "b", Order: "o", Units: 1}
	require.Len(t, frozen.Change("I", []FrozenChange{other}, date.MustParse("2027-02-09")).Holdings, 2)
	require.Len(t, frozen.Change("I", []FrozenChange{other}, date.MustParse("2027-02-10")).Holdings, 1)
	require.Len(t, frozen.Change("J", []FrozenChange{other}, monday).Holdings, 1, "a change in another instrument")
}
