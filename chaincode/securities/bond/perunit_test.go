// SPDX-License-Identifier: Apache-2.0

package bond_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// A dividend of 0.1234 on 1001, 2002 and 3003 shares, and the exact whole: 741.1404.
func TestDividendIsRoundedOnceAnAccount(t *testing.T) {
	dividend := bond.Flat(dec("12.34"))
	for _, c := range []struct {
		mode  decimal.Rounding
		parts [3]int64
		whole int64
	}{
		{decimal.Down, [3]int64{12352, 24704, 37057}, 74114},
		{decimal.HalfUp, [3]int64{12352, 24705, 37057}, 74114},
	} {
		for i, units := range []int64{1001, 2002, 3003} {
			amount, err := dividend.Of(units, c.mode)
			require.NoError(t, err)
			require.Equal(t, c.parts[i], amount.Minor(), "%d %s", units, c.mode)
		}
		whole, err := dividend.Of(6006, c.mode)
		require.NoError(t, err)
		require.Equal(t, c.whole, whole.Minor())
	}
}

// Nine lots of 1.00 at 1.5 % are 0.14 together and 0.18 one by one.
func TestLotsAreAddedBeforeRounding(t *testing.T) {
	year, err := decimal.NewRatio(1, 1)
	require.NoError(t, err)
	lot := bond.PerUnit{Nominal: dec("100"), Rate: dec("0.015"), Year: year}
	one, err := lot.Of(1, decimal.HalfUp)
	require.NoError(t, err)
	nine, err := lot.Of(9, decimal.HalfUp)
	require.NoError(t, err)
	require.Equal(t, [2]int64{18, 14}, [2]int64{9 * one.Minor(), nine.Minor()})
}

func TestPerUnitRefuses(t *testing.T) {
	require.Error(t, bond.Flat(dec("-0.01")).Validate())
	require.NoError(t, bond.Flat(dec("0.01")).Validate())
	_, err := bond.Flat(dec("1")).Of(1_000_000_000_000_000_000, decimal.HalfUp)
	require.Error(t, err, "nineteen digits")
	_, err = bond.Flat(dec("1")).Of(1, 0)
	require.ErrorIs(t, err, decimal.ErrRounding)
}

// However units are spread over accounts, the parts miss the whole by less than half a minor unit each, and DOWN never
// exceeds it.
func TestLawPartsStayNearTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num, den := rapid.Int64Range(0, 400).Draw(t, "days"), rapid.Int64Range(1, 366).Draw(t, "basis")
		year, _ := decimal.NewRatio(num, den)
		rate, _ := decimal.New(rapid.Int64Range(0, 99_999).Draw(t, "rate"), 6)
		p := bond.PerUnit{Nominal: decimal.FromInt64(rapid.Int64Range(1, 1e7).Draw(t, "nominal")), Rate: rate, Year: year}
		units := rapid.SliceOfN(rapid.Int64Range(0, 1e6), 1, 20).Draw(t, "units")
		var held, down, nearest int64
		for _, u := range units {
			a, err1 := p.Of(u, decimal.Down)
			b, err2 := p.Of(u, decimal.HalfUp)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			held, down, nearest = held+u, down+a.Minor(), nearest+b.Minor()
		}
		floor, err := p.Of(held, decimal.Down)
		if err != nil || down > floor.Minor() || floor.Minor()-down > int64(len(units)) {
			t.Fatalf("down: parts %d, whole %s (%v)", down, floor, err)
		}
		if off := 2 * (nearest - floor.Minor()); off < -int64(len(units)) || off > int64(len(units))+2 {
			t.Fatalf("half up: parts %d, whole %s", nearest, floor)
		}
	})
}
