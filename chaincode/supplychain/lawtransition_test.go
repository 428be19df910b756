// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// sliceSteps and dealSteps are the transitions that there are; what is not here does not happen.
var (
	sliceSteps = map[SliceStatus][]SliceStatus{
		Held:         {Offered, Locked, Disputed, Frozen, Extinguished, Redeemed},
		Offered:      {Held, Frozen, Redeemed},
		Locked:       {Held, Financed, Pledged, Extinguished, Frozen, Redeemed},
		Financed:     {Held, Disputed, Frozen, Redeemed},
		Pledged:      {Held, Disputed, Frozen, Redeemed},
		Disputed:     {Held, Financed, Pledged, Extinguished},
		Frozen:       {Held, Offered, Locked, Financed, Pledged},
		Extinguished: nil,
		Redeemed:     nil,
	}
	dealSteps = map[DealStatus][]DealStatus{
		Funded:         {RecourseCalled, Repaid, WrittenOff},
		RecourseCalled: {Funded, Repaid, WrittenOff},
		WrittenOff:     {RecourseCalled},
		Repaid:         nil,
	}
)

// stood is how some units and all deals stood after the last act.
type stood struct {
	units  []int64
	slices []SliceStatus
	deals  map[DealID]DealStatus
}

// watch draws units to look at, the first and the last among them.
func watch(t *rapid.T, l *life) stood {
	face := l.undertaking.Face.Amount.Minor()
	units := []int64{1, face}
	for range 6 {
		units = append(units, rapid.Int64Range(1, face).Draw(t, "unit"))
	}
	return stood{units: units, deals: map[DealID]DealStatus{}}
}

// steps checks that whatever stands otherwise than before came there by transitions that there are: an act of the law is
// one transition, or two by way of an offer or a lock.
func (l *life) steps(t *rapid.T) {
	now := make([]SliceStatus, len(l.stood.units))
	for i, unit := range l.stood.units {
		at := slices.IndexFunc(l.slices, func(s Slice) bool { return s.From <= unit && unit <= s.To })
		now[i] = l.slices[at].Status
		if l.stood.slices != nil {
			require.True(t, stepped(l.stood.slices[i], now[i]), "unit %d was %s and is %s", unit, l.stood.slices[i], now[i])
		}
	}
	l.stood.slices = now
	for _, d := range l.deals {
		before, known := l.stood.deals[d.ID]
		if known && before != d.Status {
			direct := slices.Contains(dealSteps[before], d.Status) || before == Funded && slices.Contains(dealSteps[RecourseCalled], d.Status)
			require.True(t, direct, "deal %s was %s and is %s", d.ID, before, d.Status)
		}
		l.stood.deals[d.ID] = d.Status
	}
}

func stepped(from, to SliceStatus) bool {
	if from == to || slices.Contains(sliceSteps[from], to) {
		return true
	}
	return slices.ContainsFunc([]SliceStatus{Locked, Offered}, func(by SliceStatus) bool {
		return slices.Contains(sliceSteps[from], by) && slices.Contains(sliceSteps[by], to)
	})
}
