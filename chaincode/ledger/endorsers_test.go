// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEndorsersThatBrickOrUnprotectARowAreRefused(t *testing.T) {
	for name, e := range map[string]Endorsers{
		"nobody":                {},
		"none of one":           {MSPs: []string{"A"}},
		"none of nobody":        {N: 0, MSPs: []string{}},
		"one of nobody":         {Always: []string{"A"}, N: 1},
		"two of one":            {N: 2, MSPs: []string{"A"}},
		"fewer than none":       {Always: []string{"A"}, N: -1, MSPs: []string{"B"}},
		"an empty member":       {N: 1, MSPs: []string{""}},
		"a member with spaces":  {N: 1, MSPs: []string{"A "}},
		"a member with NUL":     {N: 1, MSPs: []string{"A\x00"}},
		"an invalid member":     {N: 1, MSPs: []string{"A\xff"}},
		"a member twice":        {N: 2, MSPs: []string{"A", "A"}},
		"a member on two sides": {Always: []string{"A"}, N: 1, MSPs: []string{"B", "A"}},
	} {
		_, err := e.policy()
		require.Error(t, err, name)
	}
}

func TestEndorsersMakeTheSameBytesInAnyOrder(t *testing.T) {
	one, err := Endorsers{N: 2, MSPs: []string{"C", "A", "B"}}.policy()
	require.NoError(t, err)
	two, err := Endorsers{N: 2, MSPs: []string{"A", "B", "C"}}.policy()
	require.NoError(t, err)
	require.True(t, bytes.Equal(one, two))
	all, err := Endorsers{Always: []string{"A", "B"}}.policy()
	require.NoError(t, err)
	require.NotEmpty(t, all)
}
