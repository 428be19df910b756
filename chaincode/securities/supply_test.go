// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// A stripe keeps 400 days apart: the supply of each of them stays what it was, and older days are refused, not guessed.
func TestAStripeKeepsFourHundredDays(t *testing.T) {
	var s Stripe
	day, err := date.MustParse("2026-01-05"), error(nil)
	first := day
	for n := range 450 {
		act := Act{Today: day}
		s, err = s.Change(SupplyChange{Instrument: "I", Stripe: "00", Created: 3}, act)
		require.NoError(t, err)
		s, err = s.Change(SupplyChange{Instrument: "I", Stripe: "00", Redeemed: 1}, act)
		require.NoError(t, err)
		require.Equal(t, Quantity(2*(n+1)), supplyOf(t, s, day))
		day, err = day.AddDays(1)
		require.NoError(t, err)
	}
	require.Len(t, s.Days, stripeDays)
	for n := 449; n >= 50; n-- {
		day, err = first.AddDays(n)
		require.NoError(t, err)
		require.Equal(t, Quantity(2*(n+1)), supplyOf(t, s, day))
	}
	_, err = s.On(first)
	require.ErrorIs(t, err, TooLate)
}

func supplyOf(t *testing.T, s Stripe, day date.Date) Quantity {
	t.Helper()
	units, err := SupplyOn([]Stripe{s}, day)
	require.NoError(t, err)
	return units
}

// An investor that was released and comes back takes a slot, and leaves none that somebody else may have by now.
func TestSlotsAreTakenAndLeft(t *testing.T) {
	before := Admission{Instrument: "I", Investor: Firm{Party: "orchard"}, Class: "few", Slot: 1, Status: Admitted}
	same, other, none := before, before, before
	other.Slot, none.Class, none.Slot = 2, "many", 0
	first, second := SlotKey{"I", "few", 1}, SlotKey{"I", "few", 2}
	change := before.seated(same)
	require.True(t, change.Take == nil && change.Free == nil)
	change = before.seated(other)
	require.Equal(t, []SlotKey{second, first}, []SlotKey{change.Take.SlotKey, *change.Free})
	change = before.seated(none)
	require.True(t, change.Take == nil && *change.Free == first)
	before.Status = Released
	change = before.seated(same)
	require.True(t, change.Take.SlotKey == first && change.Free == nil)
	change = Admission{}.seated(same)
	require.True(t, change.Take.SlotKey == first && change.Free == nil)
}
