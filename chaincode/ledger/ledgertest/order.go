// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Order enters transactions into the pending block, in this order, and cuts it whenever it is full. The
// orderer refuses only expired identities: how old an endorsement is, and whether the transaction was
// ordered before, it does not look at.
func (w *World) Order(txs ...*Transaction) error {
	for _, tx := range txs {
		if w.Now().After(tx.Creator.Certificate.NotAfter) {
			return fmt.Errorf("transaction %s: implicit policy evaluation failed: identity expired at %s", tx.TxID, tx.Creator.Certificate.NotAfter)
		}
	}
	w.orderLock.Lock()
	defer w.orderLock.Unlock()
	for _, tx := range txs {
		w.pending = append(w.pending, tx)
		if len(w.pending) >= w.blockSize {
			w.cut()
		}
	}
	return nil
}

// Submit enters one transaction into the pending block; it is Order under the gateway's name for it.
func (w *World) Submit(tx *Transaction) error { return w.Order(tx) }

// CutBlock makes a block of the pending transactions, validates and commits it. It answers nil if there
// are none, or if the channel has halted.
func (w *World) CutBlock() *Block {
	w.orderLock.Lock()
	defer w.orderLock.Unlock()
	return w.cut()
}

func (w *World) cut() *Block {
	if len(w.pending) == 0 {
		return nil
	}
	txs := w.pending
	w.pending = nil
	return w.commit(txs)
}

// Halted answers why the peers stopped processing the channel, or nil. A key with a malformed validation
// parameter does that when a transaction that was endorsed before the parameter was set writes it.
func (w *World) Halted() error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.halted
}

// Result is what became of an invocation.
type Result struct {
	TxID     string
	Block    uint64
	Code     peer.TxValidationCode
	Payload  []byte
	Response *peer.Response
	Event    *peer.ChaincodeEvent
	Tx       *Transaction
}

// Invoke endorses, orders, cuts the block and waits for nothing. An invalid transaction is a *CommitError
// along with the result.
func (w *World) Invoke(id *Identity, p Proposal) (*Result, error) {
	tx, err := w.Endorse(id, p)
	if err != nil {
		return nil, err
	}
	if err := w.Order(tx); err != nil {
		return nil, err
	}
	w.CutBlock()
	return w.result(tx)
}

func (w *World) result(tx *Transaction) (*Result, error) {
	out := &Result{
		TxID: tx.TxID, Tx: tx, Payload: tx.Response.GetPayload(), Response: tx.Response, Event: tx.Event,
	}
	outcome, ok := w.Outcome(tx.TxID)
	if !ok {
		return out, fmt.Errorf("transaction %s: %w", tx.TxID, errors.Join(errNotCommitted, w.Halted()))
	}
	out.Block, out.Code = outcome.Block, outcome.Code
	if out.Code != peer.TxValidationCode_VALID {
		return out, &CommitError{TxID: tx.TxID, Block: out.Block, Code: out.Code}
	}
	return out, nil
}

var errNotCommitted = errors.New("not committed")
