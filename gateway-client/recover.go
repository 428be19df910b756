// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
)

// Recovery is what became of an envelope whose outcome was unknown.
type Recovery struct {
	Entry Entry
	// Outcome is set when the transaction took effect.
	Outcome *Outcome[json.RawMessage]
	// Err is nil with an Outcome, a [CommitError] when the transaction is invalid, an [UnknownOutcomeError] when still
	// nobody knows.
	Err error
}

// Recover resolves the envelopes whose outcome is unknown, of this process and, with a durable outbox, of those before
// it: it asks the ledger, else submits the identical bytes again and watches the blocks. Call it after connecting.
//
// An envelope that was endorsed long ago is submitted all the same: Fabric's endorsements do not expire. Only the
// outbox's owner could tell that a payment is no longer wanted; [Client.Doubts] shows them beforehand.
func (c *Client) Recover(ctx context.Context, opts ...Option) ([]Recovery, error) {
	entries := c.Doubts()
	recoveries := make([]Recovery, len(entries))
	var group sync.WaitGroup
	for i, entry := range entries {
		group.Go(func() {
			outcome, err := c.recover(ctx, entry, opts)
			recoveries[i] = Recovery{Entry: entry, Outcome: outcome, Err: err}
		})
	}
	group.Wait()
	return recoveries, ctx.Err()
}

func (c *Client) recover(ctx context.Context, entry Entry, opts []Option) (*Outcome[json.RawMessage], error) {
	o, err := c.defaults.with(append(slices.Clip(opts), OnChannel(entry.Envelope.Channel)))
	if err != nil {
		return nil, err
	}
	w, err := c.watch(ctx, o)
	if err != nil {
		return nil, &UnknownOutcomeError{TxID: entry.Envelope.TxID, Reference: entry.Reference, Envelope: &entry.Envelope, Err: err}
	}
	defer w.leave()
	return c.pursue(ctx, w, entry, o, true)
}

// Doubts answers the envelopes whose outcome is unknown and that nobody is resolving, the oldest first.
func (c *Client) Doubts() []Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.SortedFunc(maps.Values(c.doubts), byAge)
}

func (c *Client) loadDoubts() error {
	entries, err := c.outbox.Entries()
	for _, entry := range entries {
		c.doubts[entry.Envelope.TxID] = entry
	}
	return err
}

func (c *Client) doubt(entry Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doubts[entry.Envelope.TxID] = entry
}

func (c *Client) resolved(txid string) {
	c.mu.Lock()
	delete(c.doubts, txid)
	c.mu.Unlock()
	// An entry that stays is resolved again, to the same outcome: not worth failing a transaction that has one.
	_ = c.outbox.Remove(txid)
}

// settleDoubts resolves what is unknown under a reference before anything new is proposed under it. An invalid
// transaction is no obstacle: it had no effect.
func (c *Client) settleDoubts(ctx context.Context, w *watch, o options) error {
	for _, entry := range c.Doubts() {
		if entry.Reference != o.reference || entry.Envelope.Channel != o.channel {
			continue
		}
		_, err := c.pursue(ctx, w, entry, o, true)
		var invalid *CommitError
		if err != nil && !errors.As(err, &invalid) {
			return err
		}
	}
	return nil
}
