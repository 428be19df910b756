// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Checkpoint is a place in the stream of events: behind the first Handled events of a transaction, or behind all
// of it when Handled is 0. Without a TxID it is the beginning of the block. Keep it with what the events changed, in
// one database transaction.
type Checkpoint struct {
	Block   uint64 `json:"block"`
	TxID    string `json:"txId,omitempty"`
	Handled int    `json:"handled,omitempty"`
}

// Event is something that happened in a valid transaction.
type Event struct {
	Block uint64 `json:"block"`
	TxID  string `json:"txId"`
	// Chaincode is the one that the transaction called and that vouches for the event; Event.Type names the one, perhaps
	// called by it, where it happened. A reader that acts on "cash:…" has to know whom it believes that from.
	Chaincode string         `json:"chaincode"`
	Event     protocol.Event `json:"event"`
	// After is the checkpoint to keep once the event is handled.
	After Checkpoint `json:"-"`
}

// Events answers what happened from a checkpoint on, in order, and waits for more until the context ends. A broken
// stream is told as an error; going on with the loop reconnects behind the last event. Events of invalid transactions
// are not told, nor those of chaincodes that speak another language than [protocol.Envelope]. An envelope of a version
// that this client does not know is told as an [UnknownVersionError], along with an Event that has no content but where
// it stands and its checkpoint: who does not believe the chaincode goes on behind it, who does brings the client up to date.
func (c *Client) Events(ctx context.Context, from Checkpoint, opts ...Option) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		reader := eventReader{from: from, yield: yield}
		for block, err := range c.Blocks(ctx, from.Block, opts...) {
			if err != nil {
				reader.stopped = !yield(Event{}, err)
			} else {
				reader.block(block)
			}
			if reader.stopped {
				return
			}
		}
	}
}

// Events answers what happened in the block's valid transactions, in order.
func (b Block) Events() []Event {
	var events []Event
	reader := eventReader{yield: func(event Event, err error) bool {
		if err == nil {
			events = append(events, event)
		}
		return true
	}}
	reader.block(b)
	return events
}

// eventReader tells the events of blocks.
type eventReader struct {
	from    Checkpoint
	yield   func(Event, error) bool
	stopped bool
}

// block tells a block's events that are behind the checkpoint.
func (r *eventReader) block(block Block) {
	skipping := r.from.TxID != "" && block.Number == r.from.Block
	for _, tx := range block.Transactions {
		handled := 0
		if skipping {
			if tx.TxID != r.from.TxID {
				continue
			}
			skipping, handled = false, r.from.Handled
			if handled == 0 {
				continue
			}
		}
		if r.transaction(block.Number, tx, handled); r.stopped {
			return
		}
	}
	if skipping {
		r.stopped = true
		r.yield(Event{}, fmt.Errorf("checkpoint: block %d has no transaction %s", block.Number, r.from.TxID))
	}
}

// transaction tells a transaction's events, the first ones left out.
func (r *eventReader) transaction(number uint64, tx Transaction, handled int) {
	envelope, is := envelopeOf(tx)
	if !is {
		return
	}
	if envelope.Version != protocol.EnvelopeVersion {
		r.stopped = !r.yield(Event{
			Block: number, TxID: tx.TxID, Chaincode: envelope.Chaincode, After: Checkpoint{Block: number, TxID: tx.TxID},
		}, &UnknownVersionError{TxID: tx.TxID, Chaincode: envelope.Chaincode, Version: envelope.Version})
		return
	}
	for i := handled; i < len(envelope.Events) && !r.stopped; i++ {
		r.stopped = !r.yield(Event{
			Block: number, TxID: tx.TxID, Chaincode: envelope.Chaincode, Event: envelope.Events[i],
			After: Checkpoint{Block: number, TxID: tx.TxID, Handled: i + 1},
		}, nil)
	}
}

// envelopeOf reads a valid transaction's event, if it is of the chaincode that signs for it.
func envelopeOf(tx Transaction) (envelope protocol.Envelope, is bool) {
	if tx.Code != peer.TxValidationCode_VALID || tx.Event == nil {
		return envelope, false
	}
	err := json.Unmarshal(tx.Event.Payload, &envelope)
	return envelope, err == nil && envelope.Chaincode == tx.Event.Chaincode
}
