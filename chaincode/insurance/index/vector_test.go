// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/index"
)

func pays(t *testing.T, terms index.Terms, reading index.Reading, insured index.Insured) int64 {
	t.Helper()
	amount, err := terms.Payout(reading, insured)
	require.NoError(t, err)
	return amount.Minor()
}

func at(value int64) index.Reading { return index.Reading{Value: value} }

func sum(minor int64) index.Insured { return index.Insured{Sum: money.MustAmount(minor)} }

// areaYield is the cover of Etherisc's AYII tests: it begins to pay below 75 % of the average yield, pays 90 % of the sum
// insured at 10 % of it, and in proportion between.
func areaYield() index.Terms {
	return index.Terms{Linear: &index.Linear{
		Direction: index.Below, Strike: decimal.MustParse("0.75"), Exit: decimal.MustParse("0.10"),
		Share: decimal.MustParse("0.9"), Relative: true,
	}}
}

// V-12. The published shares are truncated to 24 binary places; these are the exact quotients, rounded down.
func TestAreaYield(t *testing.T) {
	terms := areaYield()
	require.NoError(t, terms.Validate())
	insured := index.Insured{Sum: money.MustAmount(1_000_000_000), Reference: 100}
	for yield, want := range map[int64]int64{
		110: 0, 75: 0, 70: 69_230_769, 65: 138_461_538, 60: 207_692_307, 50: 346_153_846, 40: 484_615_384,
		30: 623_076_923, 25: 692_307_692, 15: 830_769_230, 10: 900_000_000, 9: 900_000_000, 0: 900_000_000,
	} {
		require.Equal(t, want, pays(t, terms, at(yield), insured), "a yield of %d %%", yield)
	}
	require.Equal(t, int64(69_230), pays(t, terms, at(70), index.Insured{Sum: money.MustAmount(1_000_000), Reference: 100}), "half up it would be 69,231")
	harvest := index.Insured{Sum: money.MustAmount(2_200), Reference: 19} // tenths of a tonne a hectare
	require.Equal(t, int64(200), pays(t, terms, at(13), harvest))
	harvest.Sum = money.MustAmount(1_000_000_000)
	require.Equal(t, int64(91_093_117), pays(t, terms, at(13), harvest))
}

func flight() index.Flight {
	return index.Flight{
		Delays: []index.Delay{{From: 15, Weight: 0}, {From: 30, Weight: 0}, {From: 45, Weight: 30}}, Cancelled: 50, Diverted: 50,
		Margin: 30, Observations: 10, Floor: 10,
	}
}

func record(observations int64, counts ...int64) *index.Record {
	return &index.Record{Observations: observations, Delayed: counts[:3], Cancelled: counts[3], Diverted: counts[4]}
}

func landed(delay int64) index.Reading { return index.Reading{Value: delay, Outcome: index.Landed} }

// endings are a reading for each class of V-14.
var endings = []index.Reading{landed(15), landed(30), landed(45), {Outcome: index.Cancelled}, {Outcome: index.Diverted}}

// V-14, with a premium of 15.000000.
func TestFlightTable(t *testing.T) {
	for _, vector := range []struct {
		record   *index.Record
		expected int64 // times 10,000 ÷ observations × 1.3 is the published weight
		weight   int64
		want     []int64
	}{
		{record(20, 2, 5, 3, 1, 0), 140, 91_000, []int64{0, 0, 49_450_549, 82_417_582, 82_417_582}},
		{record(100, 0, 0, 0, 20, 0), 1000, 130_000, []int64{0, 0, 34_615_384, 57_692_307, 57_692_307}},
		{record(100, 20, 20, 20, 20, 20), 2600, 338_000, []int64{0, 0, 13_313_609, 22_189_349, 22_189_349}},
		{record(100, 0, 0, 0, 0, 0), 10, 1_300, []int64{0, 0, 100_000_000, 100_000_000, 100_000_000}}, // the sum insured caps it
	} {
		insured := index.Insured{Sum: money.MustAmount(100_000_000), Premium: money.MustAmount(15_000_000), Record: vector.record}
		require.Equal(t, vector.expected, flight().Expected(*vector.record))
		require.Equal(t, vector.weight, vector.expected*10_000/vector.record.Observations*130/100)
		terms := flight()
		for i, ending := range endings {
			require.Equal(t, vector.want[i], pays(t, index.Terms{Flight: &terms}, ending, insured), "%v of %v", ending, vector.record)
		}
	}
}

// V-14: which class a flight falls into.
func TestFlightClasses(t *testing.T) {
	for minutes, want := range map[int64]int{-5: -1, 0: -1, 14: -1, 15: 0, 29: 0, 30: 1, 44: 1, 45: 2, 600: 2} {
		class, late := flight().Class(minutes)
		if !late {
			class = -1
		}
		require.Equal(t, want, class, "%d minutes", minutes)
	}
}

// V-14: a flight in the air (A) or of unknown status (X) has no reading, whatever its delay so far, and too short a record
// makes no price.
func TestFlightWithoutAnEndingPaysNothing(t *testing.T) {
	form := flight()
	terms := index.Terms{Flight: &form}
	insured := index.Insured{Sum: money.MustAmount(100_000_000), Premium: money.MustAmount(15_000_000), Record: record(20, 2, 5, 3, 1, 0)}
	for _, open := range []index.Outcome{"", "A", "X", "ACTIVE", "landed"} {
		_, err := terms.Payout(index.Reading{Value: 300, Outcome: open}, insured)
		require.ErrorIs(t, err, index.ReadingRefused, open)
	}
	insured.Record = record(9, 2, 5, 1, 1, 0)
	require.ErrorIs(t, terms.Fits(insured), index.ReadingRefused)
	_, err := terms.Payout(landed(60), insured)
	require.ErrorIs(t, err, index.ReadingRefused)
}

// V-21: six phases that each ask for 30.0 mm; of 155.8, 49.0 and 25.0 the third is short by 5.0. No tick was published:
// here each whole millimetre pays 1/200 of the sum insured, at most a sixth.
func TestRainfallPhases(t *testing.T) {
	phase := index.Terms{Linear: &index.Linear{
		Direction: index.Below, Strike: decimal.FromInt64(300), Share: decimal.MustParse("0.166666666"),
		Tick: &index.Tick{Step: decimal.FromInt64(10), Share: decimal.MustParse("0.005")},
	}}
	phases := []index.Terms{phase, phase, phase, phase, phase, phase}
	require.NoError(t, index.ValidatePhases(phases))
	require.Error(t, index.ValidatePhases(append(phases, phase)), "a seventh phase could pay more than everything")
	for i, want := range []int64{0, 0, 2_500} {
		require.Equal(t, want, pays(t, phases[i], at([]int64{1558, 490, 250}[i]), sum(100_000)))
	}
	require.Equal(t, int64(2_000), pays(t, phase, at(251), sum(100_000)), "a part of a step pays nothing")
	require.Equal(t, int64(15_000), pays(t, phase, at(0), sum(100_000)))
}

// The Modified Mercalli intensities VI to IX, in tenths.
func TestEarthquakeTable(t *testing.T) {
	terms := index.Terms{Steps: &index.Steps{Direction: index.Above, Steps: []index.Step{
		{At: 60, Share: decimal.MustParse("0.1")}, {At: 70, Share: decimal.MustParse("0.25")},
		{At: 80, Share: decimal.MustParse("0.6")}, {At: 90, Share: decimal.MustParse("1")},
	}}}
	require.NoError(t, terms.Validate())
	for intensity, want := range map[int64]int64{10: 0, 59: 0, 60: 3333, 69: 3333, 70: 8333, 80: 19_999, 89: 19_999, 90: 33_333, 120: 33_333} {
		require.Equal(t, want, pays(t, terms, at(intensity), sum(33_333)), "intensity %d", intensity)
	}
}
