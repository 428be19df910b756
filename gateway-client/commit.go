// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// idleLimit is how long a stream goes on that nobody needs: a peer reads every block anew for each stream that it serves.
const idleLimit = 10 * time.Second

// recentMax is how many outcomes a watch remembers for those that ask late.
const recentMax = 16384

// watch reads one stream of a channel's blocks and tells the waiting transactions what became of them. The stream ends
// when nobody has needed it for a while, and begins anew for whoever comes next.
type watch struct {
	transport Transport
	channel   string

	starting sync.Mutex // held while the stream's first block is found out
	running  bool

	mu      sync.Mutex
	users   int       // calls that enter counted and that did not leave yet
	left    time.Time // when the last one left
	waiting map[string][]*ticket
	recent  map[string]Commit
	order   []string // identifiers in recent, as a ring
	oldest  int
}

// ticket is one wait for one transaction. A channel of one slot carries the outcome.
type ticket struct {
	outcome chan Commit
	txid    string
	watch   *watch
}

func newWatch(transport Transport, channel string) *watch {
	return &watch{transport: transport, channel: channel, waiting: map[string][]*ticket{}, recent: map[string]Commit{}}
}

// enter begins the stream at the channel's next block, unless it runs, and keeps it until leave. A transaction submitted
// after enter returned is in that block or a later one. life ends the stream.
func (w *watch) enter(ctx, life context.Context, join *sync.WaitGroup) error {
	w.mu.Lock()
	w.users++
	w.mu.Unlock()
	w.starting.Lock()
	defer w.starting.Unlock()
	if w.running {
		return nil
	}
	height, err := w.transport.Height(ctx, w.channel)
	if err != nil {
		w.leave()
		return fmt.Errorf("height of channel %s: %w", w.channel, err)
	}
	w.running = true
	join.Go(func() { w.run(life, height) })
	return nil
}

// leave ends one use of the stream.
func (w *watch) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.users--
	w.left = time.Now()
}

// retire ends the stream when nobody needs it any more.
func (w *watch) retire() bool {
	w.starting.Lock()
	defer w.starting.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.users > 0 || time.Since(w.left) < idleLimit {
		return false
	}
	w.running = false
	return true
}

// run follows the stream, reconnecting from the block after the last one seen.
func (w *watch) run(ctx context.Context, next uint64) {
	for failures := 0; ctx.Err() == nil; failures++ {
		for block, err := range w.transport.Blocks(ctx, w.channel, next, Codes) {
			// A block out of turn means a broken stream: skipping it would lose outcomes.
			if err != nil || block.Number != next {
				break
			}
			w.resolve(block)
			next, failures = next+1, 0
			if w.retire() {
				return
			}
		}
		if sleep(ctx, reconnecting.pause(failures)) != nil {
			return
		}
	}
}

// reconnecting is how a broken stream is taken up again.
var reconnecting = Retries{Pause: 50 * time.Millisecond, PauseMax: 2 * time.Second}

// expect registers a wait; call it before submitting. An outcome that a block told already is there at once.
func (w *watch) expect(txid string) *ticket {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := &ticket{outcome: make(chan Commit, 1), txid: txid, watch: w}
	if commit, known := w.recent[txid]; known {
		t.outcome <- commit
		return t
	}
	w.waiting[txid] = append(w.waiting[txid], t)
	return t
}

// forget ends a wait.
func (t *ticket) forget() {
	w := t.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	var others []*ticket
	for _, other := range w.waiting[t.txid] {
		if other != t {
			others = append(others, other)
		}
	}
	if len(others) == 0 {
		delete(w.waiting, t.txid)
		return
	}
	w.waiting[t.txid] = others
}

func (w *watch) resolve(block Block) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, tx := range block.Transactions {
		w.tell(Commit{TxID: tx.TxID, Block: block.Number, Code: tx.Code})
	}
}

// tell hands an outcome to those who wait. The first copy of a transaction decides: a later one is DUPLICATE_TXID.
func (w *watch) tell(commit Commit) {
	if _, told := w.recent[commit.TxID]; told || commit.TxID == "" {
		return
	}
	for _, t := range w.waiting[commit.TxID] {
		t.outcome <- commit
	}
	delete(w.waiting, commit.TxID)
	if commit.Code == peer.TxValidationCode_DUPLICATE_TXID {
		return // the first copy is in a block before the stream began; it is not for this one to say
	}
	w.remember(commit)
}

func (w *watch) remember(commit Commit) {
	w.recent[commit.TxID] = commit
	if len(w.order) < recentMax {
		w.order = append(w.order, commit.TxID)
		return
	}
	delete(w.recent, w.order[w.oldest])
	w.order[w.oldest] = commit.TxID
	w.oldest = (w.oldest + 1) % recentMax
}
