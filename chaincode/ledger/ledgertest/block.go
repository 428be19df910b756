// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Block is a committed block. Block 0, the genesis block, holds no transactions.
type Block struct {
	Number       uint64
	Transactions []Committed
}

// Committed is a transaction in a block, valid or not.
type Committed struct {
	*Transaction
	Code peer.TxValidationCode
}

// Valid tells whether the transaction had an effect.
func (c Committed) Valid() bool { return c.Code == peer.TxValidationCode_VALID }

// Blocks answers the blocks from a number on.
func (w *World) Blocks(from uint64) []*Block {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if from >= uint64(len(w.blocks)) {
		return nil
	}
	return append([]*Block(nil), w.blocks[from:]...)
}

// Block answers one block, or nil before it was cut.
func (w *World) Block(number uint64) *Block {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if number >= uint64(len(w.blocks)) {
		return nil
	}
	return w.blocks[number]
}

// Outcome tells where a transaction id first appeared, and false while it did not.
func (w *World) Outcome(txid string) (Outcome, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	o, ok := w.outcomes[txid]
	return o, ok
}

// Height is how many blocks the peer of an organisation has applied, the genesis block among them.
func (w *World) Height(msp string) uint64 {
	n := w.peer(msp)
	w.mu.RLock()
	defer w.mu.RUnlock()
	return n.seen + 1
}

// Lag makes the peer of an organisation apply each block only when that many more were cut; 0 lets it
// catch up at once. A peer never goes back.
func (w *World) Lag(msp string, blocks int) {
	n := w.peer(msp)
	w.mu.Lock()
	defer w.mu.Unlock()
	n.lag = blocks
	n.catchUp(w.tip())
}

// tip is the number of the newest block.
func (w *World) tip() uint64 { return uint64(len(w.blocks) - 1) }

func (n *node) catchUp(tip uint64) {
	if lag := uint64(n.lag); tip > lag {
		n.seen = max(n.seen, tip-lag)
	}
}

// Subscribe delivers the blocks from a number on, each as soon as it is cut, until stop is called; then
// the channel is closed. A receiver may be as slow as it likes.
func (w *World) Subscribe(from uint64) (blocks <-chan *Block, stop func()) {
	out := make(chan *Block)
	done := make(chan struct{})
	go w.deliver(from, out, done)
	return out, func() { close(done) }
}

func (w *World) deliver(from uint64, out chan<- *Block, done <-chan struct{}) {
	defer close(out)
	for {
		block, grown := w.next(from)
		if block == nil {
			select {
			case <-grown:
				continue
			case <-done:
				return
			}
		}
		select {
		case out <- block:
			from++
		case <-done:
			return
		}
	}
}

// next answers a block, or what closes when there is one more.
func (w *World) next(number uint64) (*Block, <-chan struct{}) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if number < uint64(len(w.blocks)) {
		return w.blocks[number], nil
	}
	return nil, w.grown
}
