// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/gateway-client/keeper"
)

// The rate is logged, not judged: in this process each of three members executes and checks everything, and there is no
// network between them.
func TestHundredsOfPoliciesInOneTransaction(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute to insure them")
	}
	const count = 500
	f := newFarmers(t, count, "kaski")
	f.finish(t, 290, "kaski")
	log := &lines{}
	k, err := keeper.New(f.client(t, f.keeper), keeper.Settings{Batch: count, Log: log.log})
	require.NoError(t, err)
	begin := time.Now()
	tally, err := k.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, count, tally.PaidOut)
	require.Len(t, log.of(keeper.Executed), 1)
	t.Logf("%d policies in one transaction: %s", count, time.Since(begin))
	f.paidOnce(t)
}
