// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// resending is when an envelope is submitted again after trouble: ever more seldom, for the trouble may be that the
// network has too much to do.
var resending = Retries{Pause: 500 * time.Millisecond, PauseMax: 15 * time.Second}

// acceptedPause is how long an envelope that the orderers took is left alone. One that is in no block by then may have
// been forgotten.
const acceptedPause = 20 * time.Second

// settle keeps a new envelope, submits it and finds out what became of it.
func (c *Client) settle(ctx context.Context, w *watch, entry Entry, o options) (*Outcome[json.RawMessage], error) {
	if err := c.outbox.Put(entry); err != nil {
		return nil, &SubmitError{TxID: entry.Envelope.TxID, Err: err}
	}
	return c.pursue(ctx, w, entry, o, false)
}

// pursue submits an envelope until a block tells of it. doubtful: it may have been submitted before.
func (c *Client) pursue(ctx context.Context, w *watch, entry Entry, o options, doubtful bool) (*Outcome[json.RawMessage], error) {
	p := &pursuit{client: c, entry: entry, options: o, sent: doubtful, ask: doubtful}
	p.ticket = w.expect(entry.Envelope.TxID)
	defer p.ticket.forget()
	commit, err := p.within(ctx, o.deadlines.Commit)
	return p.conclude(commit, err)
}

// pursuit is one envelope on its way into a block.
type pursuit struct {
	client  *Client
	entry   Entry
	options options
	ticket  *ticket
	// sent tells that the envelope may be with an orderer.
	sent bool
	// ask tells that it may be in a block before the stream's first, so that the ledger has to be asked.
	ask bool
}

// within runs for some time and asks the ledger a last time, should the stream have been down for all of it.
func (p *pursuit) within(ctx context.Context, limit time.Duration) (Commit, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	commit, err := p.run(limited)
	if err == nil || !p.sent || ctx.Err() != nil {
		return commit, err
	}
	p.ask = true
	if commit, found := p.lookUp(ctx); found {
		return commit, nil
	}
	return Commit{}, err
}

// run ends with a commit or with the last trouble.
func (p *pursuit) run(ctx context.Context) (Commit, error) {
	for n := 0; ; n++ {
		commit, told, err := p.attempt(ctx)
		if told || p.refused(err) {
			return commit, err
		}
		pause := acceptedPause
		if err != nil {
			pause = resending.pause(n)
		}
		if commit, told := p.await(ctx, pause); told {
			return commit, nil
		}
		if ctx.Err() != nil {
			return Commit{}, trouble(err, ctx.Err())
		}
	}
}

// attempt asks the ledger, if need be, and submits.
func (p *pursuit) attempt(ctx context.Context) (Commit, bool, error) {
	if commit, found := p.lookUp(ctx); found {
		return commit, true, nil
	}
	commit, told, err := p.submit(ctx)
	if err == nil || !errors.Is(err, ErrNotSent) {
		p.sent = true
	}
	return commit, told, err
}

// refused tells that the transaction will never be ordered. A refusal of a later copy says nothing of the first.
func (p *pursuit) refused(err error) bool {
	return err != nil && !p.sent && !errors.Is(err, ErrTransient)
}

// lookUp asks the ledger, when the stream cannot tell.
func (p *pursuit) lookUp(ctx context.Context) (Commit, bool) {
	if !p.ask {
		return Commit{}, false
	}
	ctx, cancel := context.WithTimeout(ctx, p.options.deadlines.Evaluate)
	defer cancel()
	commit, err := p.client.transport.Status(ctx, p.entry.Envelope.Channel, p.entry.Envelope.TxID)
	return commit, err == nil
}

// submit hands the envelope over, unless a block tells of it first.
func (p *pursuit) submit(ctx context.Context) (Commit, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, p.options.deadlines.Submit)
	defer cancel()
	handed := make(chan error, 1)
	go func() {
		handed <- p.client.flight(ctx, func(ctx context.Context) error {
			return p.client.transport.Submit(ctx, &p.entry.Envelope)
		})
	}()
	select {
	case commit := <-p.ticket.outcome:
		commit, told := p.first(ctx, commit)
		return commit, told, nil
	case err := <-handed:
		return Commit{}, false, err
	case <-ctx.Done():
		return Commit{}, false, ctx.Err()
	}
}

// await waits for a block to tell.
func (p *pursuit) await(ctx context.Context, pause time.Duration) (Commit, bool) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case commit := <-p.ticket.outcome:
		return p.first(ctx, commit)
	case <-timer.C:
	case <-ctx.Done():
	}
	return Commit{}, false
}

// first answers what became of the transaction's first copy, which decides.
func (p *pursuit) first(ctx context.Context, commit Commit) (Commit, bool) {
	if commit.Code != peer.TxValidationCode_DUPLICATE_TXID {
		return commit, true
	}
	p.ask = true
	return p.lookUp(ctx)
}

// conclude sorts the end of a pursuit into an outcome or one of the phases' errors. An entry that cannot be removed is
// no error: it would be resolved again, to the same outcome.
func (p *pursuit) conclude(commit Commit, err error) (*Outcome[json.RawMessage], error) {
	c, envelope := p.client, p.entry.Envelope
	if err != nil && p.sent {
		c.doubt(p.entry)
		return nil, &UnknownOutcomeError{TxID: envelope.TxID, Reference: p.entry.Reference, Envelope: &envelope, Err: err}
	}
	c.resolved(envelope.TxID)
	if err != nil {
		return nil, &SubmitError{TxID: envelope.TxID, Err: err}
	}
	if !commit.Valid() {
		return nil, &CommitError{commit}
	}
	result := json.RawMessage(envelope.Result)
	return &Outcome[json.RawMessage]{Result: &result, TxID: commit.TxID, Block: commit.Block, Reference: p.entry.Reference}, nil
}

// trouble joins why no more time is left with why the last submission failed, if it did.
func trouble(last, over error) error {
	if last == nil || errors.Is(last, over) {
		return fmt.Errorf("no block tells of it: %w", over)
	}
	return fmt.Errorf("no block tells of it: %w; the last submission: %w", over, last)
}
