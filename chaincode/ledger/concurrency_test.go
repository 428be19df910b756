// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A peer sends any number of transactions at once; run with -race, this finds what they share.
func TestTransactionsRunAtOnce(t *testing.T) {
	c := newChannel(t)
	cc := newNotes(t, c)
	var running sync.WaitGroup
	creators := [][]byte{c.alice.Creator(), c.bob.Creator()}
	statuses := make([]int32, 64)
	for i := range statuses {
		stub := &proposalStub{
			creator: creators[i%2], now: c.Now(),
			args: []string{"notes:Write", fmt.Sprintf(`{"id":"n%d","title":"t%d"}`, i, i), "r"},
		}
		running.Go(func() { statuses[i] = cc.Invoke(stub).GetStatus() })
	}
	running.Wait()
	for _, status := range statuses {
		require.Equal(t, int32(200), status)
	}
}
