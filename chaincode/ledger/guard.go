// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"crypto/sha256"
	"sync"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol"
)

const (
	// guardTime is how long a nested call is remembered. It must exceed the peers' chaincode execute timeout
	// (CORE_CHAINCODE_EXECUTETIMEOUT, 30 s by default): no transaction lives longer.
	guardTime = 5 * time.Minute
	// guardSize bounds the nested calls remembered; about 100 bytes each.
	guardSize = 1 << 18
)

type digest = [sha256.Size]byte

// callGuard remembers which mutating call each transaction nested in this chaincode, because a second one with other
// content would read the state before the first. Peers run a transaction's calls of one chaincode one after another
// through one stream, so that one table a process is enough. The same call again is answered again: evaluated before
// endorsed, or by a second peer of the member, it computes the same writes.
type callGuard struct {
	mu    sync.Mutex
	calls map[digest]digest
	order []guarded
}

type guarded struct {
	transaction digest
	since       time.Time
}

func newCallGuard() *callGuard { return &callGuard{calls: make(map[digest]digest)} }

// enter refuses a second nested mutating call with other content. Faults: SECOND_CALL, BUSY.
func (g *callGuard) enter(channel, txID string, args [][]byte, now time.Time) error {
	transaction := fingerprint([]byte(channel), []byte(txID))
	content := fingerprint(args...)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire(now)
	if first, known := g.calls[transaction]; known {
		if first != content {
			return protocol.SecondCall.New("this transaction has already called another change here; put all of it into one call")
		}
		return nil
	}
	if len(g.calls) >= guardSize {
		return protocol.Busy.New("too many transactions of other chaincodes are under way here; sign again in a minute")
	}
	g.calls[transaction] = content
	g.order = append(g.order, guarded{transaction, now})
	return nil
}

func (g *callGuard) expire(now time.Time) {
	gone := 0
	for gone < len(g.order) && now.Sub(g.order[gone].since) > guardTime {
		delete(g.calls, g.order[gone].transaction)
		gone++
	}
	g.order = g.order[gone:]
}

// fingerprint hashes a list of byte strings so that no two lists have the same input.
func fingerprint(parts ...[]byte) digest {
	h := sha256.New()
	for _, part := range parts {
		sum := sha256.Sum256(part)
		h.Write(sum[:])
	}
	return digest(h.Sum(nil))
}
