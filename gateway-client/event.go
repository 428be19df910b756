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
// are not told, nor those of chaincodes that speak another language than [protocol.Envelope].
func (c *Client) Events(ctx context.Context, from Checkpoint, opts ...Option) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		o, err := c.defaults.with(opts)
		if err != nil {
			yield(Event{}, err)
			return
		}
		reader := eventReader{at: from, yield: yield}
		for failures := 0; ctx.Err() == nil && !reader.stopped; failures++ {
			if reader.follow(ctx, c.transport, o.channel) {
				failures = 0
			}
			if reader.stopped || sleep(ctx, reconnecting.pause(failures)) != nil {
				return
			}
		}
	}
}

// eventReader tells events and keeps its place.
type eventReader struct {
	at      Checkpoint
	yield   func(Event, error) bool
	stopped bool
}

// follow reads one stream to its end and tells whether it brought a block.
func (r *eventReader) follow(ctx context.Context, transport Transport, channel string) (progress bool) {
	for block, err := range transport.Blocks(ctx, channel, r.at.Block, Events) {
		if err == nil && block.Number != r.at.Block {
			err = fmt.Errorf("block %d came where %d was due", block.Number, r.at.Block)
		}
		if err != nil {
			if ctx.Err() == nil {
				r.stopped = !r.yield(Event{}, fmt.Errorf("events of channel %s: %w", channel, err))
			}
			return progress
		}
		if r.block(block); r.stopped {
			return true
		}
		progress, r.at = true, Checkpoint{Block: block.Number + 1}
	}
	return progress
}

// block tells a block's events that are behind the checkpoint.
func (r *eventReader) block(block Block) {
	skipping := r.at.TxID != ""
	for _, tx := range block.Transactions {
		handled := 0
		if skipping {
			if tx.TxID != r.at.TxID {
				continue
			}
			skipping, handled = false, r.at.Handled
			if handled == 0 {
				continue
			}
		}
		if r.transaction(block.Number, tx, handled); r.stopped {
			return
		}
	}
	if skipping {
		r.stopped = !r.yield(Event{}, fmt.Errorf("checkpoint: block %d has no transaction %s", block.Number, r.at.TxID))
	}
}

// transaction tells a transaction's events, the first ones left out.
func (r *eventReader) transaction(number uint64, tx Transaction, handled int) {
	if tx.Code != peer.TxValidationCode_VALID || tx.Event == nil {
		return
	}
	var envelope protocol.Envelope
	if json.Unmarshal(tx.Event.Payload, &envelope) != nil || envelope.Chaincode != tx.Event.Chaincode {
		return
	}
	if envelope.Version != protocol.EnvelopeVersion {
		r.stopped = !r.yield(Event{}, fmt.Errorf("events of transaction %s: version %d is unknown to this client", tx.TxID, envelope.Version))
		return
	}
	for i := handled; i < len(envelope.Events) && !r.stopped; i++ {
		event := Event{Block: number, TxID: tx.TxID, Chaincode: envelope.Chaincode, Event: envelope.Events[i]}
		event.After = Checkpoint{Block: number, TxID: tx.TxID, Handled: i + 1}
		r.at = event.After
		r.stopped = !r.yield(event, nil)
	}
}
