// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestReferencesAreNewAndInTheOrderOfTime(t *testing.T) {
	seen := map[string]bool{}
	for range 1_000 {
		reference := newReference()
		require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, reference)
		require.False(t, seen[reference])
		seen[reference] = true
	}
	first := newReference()
	require.Eventually(t, func() bool { return first < newReference() }, time.Second, time.Millisecond)
}
