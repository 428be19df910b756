// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The count is that of going through the units of the payment one by one.
func TestPartIsTheCountOfPaidUnits(t *testing.T) {
	for face := int64(1); face <= 60; face++ {
		p, paid := pariPassuOf(face), map[int64]bool{}
		for level := range face {
			paid[1+int64((uint64(level)*p.step)%p.face)] = true
			for to := int64(1); to <= face; to++ {
				count := int64(0)
				for unit := int64(1); unit <= to; unit++ {
					if paid[unit] {
						count++
					}
				}
				require.Equal(t, count, p.part(Units{1, to}, level+1), "face %d, level %d, units 1 to %d", face, level+1, to)
			}
		}
	}
}

// For any face, cut and levels: parts add up, never fall, end at the units themselves, and are never far from even.
func TestPartsAreMonotoneAndAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		face := rapid.Int64Range(3, UnitsMax).Draw(t, "face")
		low := rapid.Int64Range(0, face).Draw(t, "low")
		high := rapid.Int64Range(low, face).Draw(t, "high")
		a := rapid.Int64Range(1, face-1).Draw(t, "a")
		b := rapid.Int64Range(a+1, face).Draw(t, "b")
		p, sum := pariPassuOf(face), int64(0)
		for _, units := range []Units{{1, a}, {a + 1, b}, {b + 1, face}} {
			if units.Size() == 0 {
				continue
			}
			before, after := p.part(units, low), p.part(units, high)
			require.GreaterOrEqual(t, after, before)
			require.LessOrEqual(t, after, units.Size())
			require.Equal(t, units.Size(), p.part(units, face))
			require.Zero(t, p.part(units, 0))
			exact := float64(high) * (float64(units.Size()) / float64(face))
			require.InDelta(t, exact, float64(after), 30+exact*1e-12, "cents from an even share")
			sum += after
		}
		require.Equal(t, high, sum)
	})
}
