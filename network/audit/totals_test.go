// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

func TestSumsAloneAreJudged(t *testing.T) {
	require.NoError(t, judge(sound()))
	require.ErrorContains(t, judge(nil), "no peer was asked")
	for says, spoil := range map[string]func(both []*view){
		"conservation: north: 1 minor units of EUR are not issued; south: 1 minor": atBoth(func(v *view) { v.sums[1].Balances = money.MustAmount(31) }),
		"no-negative-balance: north: EUR of South":                                 atBoth(func(v *view) { v.sums[1].Held = money.MustAmount(31) }),
		"peers-agree: south: sums differ": func(both []*view) {
			both[1].sums[0].Balances, both[1].sums[1].Balances = money.MustAmount(71), money.MustAmount(29)
		},
	} {
		both := sound()
		spoil(both)
		require.ErrorContains(t, judge(both), says)
	}
}
