// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPausesGrowWithinTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Retries{Pause: time.Duration(rapid.IntRange(1, 1000).Draw(t, "pause")) * time.Millisecond, PauseMax: 2 * time.Second}
		n := rapid.IntRange(0, 1000).Draw(t, "n")
		longest := r.PauseMax
		if n < 11 { // from here on even a millisecond has grown to the longest pause
			longest = min(longest, r.Pause<<n)
		}
		pause := r.pause(n)
		require.GreaterOrEqual(t, pause, longest/2)
		require.LessOrEqual(t, pause, longest)
	})
}

func TestPausesDiffer(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 100 {
		seen[DefaultRetries.pause(3)] = true
	}
	require.Greater(t, len(seen), 50, "those who collided must not meet again")
}
