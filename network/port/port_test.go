// SPDX-License-Identifier: Apache-2.0

package port

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNetworksThatStartTogetherGetDifferentBlocks(t *testing.T) {
	registry := Registry{Dir: t.TempDir(), blocks: 20}
	owner := t.TempDir()
	var wait sync.WaitGroup
	var lock sync.Mutex
	seen := map[int]bool{}
	for range 8 {
		wait.Go(func() {
			base, err := registry.Lease(owner)
			lock.Lock()
			defer lock.Unlock()
			if err != nil || seen[base] {
				t.Errorf("block %d given twice, or error %v", base, err)
			}
			seen[base] = true
		})
	}
	wait.Wait()
	require.Len(t, seen, 8)
}

func TestABlockIsFreeAgainWhenItsOwnerIsGone(t *testing.T) {
	registry := Registry{Dir: t.TempDir(), blocks: 20}
	owner := filepath.Join(t.TempDir(), "network")
	require.NoError(t, os.Mkdir(owner, 0o700))
	held := 0
	for { // until every block that can be leased is
		if _, err := registry.Lease(owner); err != nil {
			break
		}
		held++
	}
	require.Positive(t, held)
	require.NoError(t, os.Remove(owner))
	_, err := registry.Lease(t.TempDir())
	require.NoError(t, err)
}

func TestReleaseKeepsWhatAnotherHolds(t *testing.T) {
	registry := Registry{Dir: t.TempDir(), blocks: 20}
	owner := t.TempDir()
	base, err := registry.Lease(owner)
	require.NoError(t, err)
	require.NoError(t, registry.Release(t.TempDir(), base))
	require.FileExists(t, filepath.Join(registry.Dir, fmt.Sprint(base)))
	require.NoError(t, registry.Release(owner, base))
	require.NoFileExists(t, filepath.Join(registry.Dir, fmt.Sprint(base)))
}

func TestAPortInUseIsNotLeased(t *testing.T) {
	registry := Registry{Dir: t.TempDir(), blocks: 20}
	owner := t.TempDir()
	base, err := registry.Lease(owner)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", base+7))
	require.NoError(t, err)
	defer listener.Close()
	registry.blocks = (base-lowest)/BlockSize + 1 // the block is the last one
	require.NoError(t, registry.Release(owner, base))
	for range registry.blocks {
		again, err := registry.Lease(owner)
		if err != nil {
			break // all others are leased
		}
		require.NotEqual(t, base, again)
	}
}
