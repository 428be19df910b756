// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Submit carries out a transaction whose types are not known to the compiler; see the function [Submit].
func (c *Client) Submit(ctx context.Context, i Invocation, opts ...Option) (*Outcome[json.RawMessage], error) {
	o, err := c.defaults.with(opts)
	if err != nil {
		return nil, err
	}
	w, err := c.watch(ctx, o)
	if err != nil {
		return nil, &EndorseError{Err: err}
	}
	defer w.leave()
	if o.reference == "" {
		o.reference = newReference()
	} else if err := c.settleDoubts(ctx, w, o); err != nil {
		return nil, err
	}
	if o.organisations, err = c.endorsers(ctx, i, o); err != nil {
		return nil, &EndorseError{Err: err}
	}
	call := c.call(i, o, o.reference)
	for n := 0; ; n++ {
		outcome, err := c.submitOnce(ctx, w, i.Name, call, o)
		var invalid *CommitError
		if !errors.As(err, &invalid) || !conflict(invalid.Code) || n >= o.retries.Conflicts || o.retries.wait(ctx, n) != nil {
			return outcome, err
		}
	}
}

// endorsers are those whom the call names, else those whom the request names; with none the gateway chooses.
func (c *Client) endorsers(ctx context.Context, i Invocation, o options) ([]string, error) {
	if i.Witnessed == nil || len(o.organisations) > 0 {
		return o.organisations, nil
	}
	return i.Witnessed.Endorsers(func(name string, argument []byte) ([]byte, error) {
		query := o
		if chaincodeOf(name) != chaincodeOf(i.Name) {
			query.chaincode = "" // the call's own chaincode alone is deployed under another name
		}
		return c.query(ctx, Invocation{Name: name, Argument: argument}, query)
	})
}

// submitOnce takes one proposal through all phases.
func (c *Client) submitOnce(ctx context.Context, w *watch, name string, call Call, o options) (*Outcome[json.RawMessage], error) {
	envelope, err := c.endorseCall(ctx, call, o)
	if err != nil {
		return nil, err
	}
	return c.settle(ctx, w, newEntry(name, o.reference, envelope), o)
}

func newEntry(endpoint, reference string, envelope *Envelope) Entry {
	return Entry{Endpoint: endpoint, Reference: reference, Since: time.Now().UTC(), Envelope: *envelope}
}

// endorseCall proposes until enough peers endorse, and signs the envelope.
func (c *Client) endorseCall(ctx context.Context, call Call, o options) (*Envelope, error) {
	for n := 0; ; n++ {
		envelope, err := c.endorseOnce(ctx, call, o)
		if !again(err, n, o.retries.Endorsements) || o.retries.wait(ctx, n) != nil {
			return envelope, err
		}
	}
}

func (c *Client) endorseOnce(ctx context.Context, call Call, o options) (*Envelope, error) {
	proposal, err := c.propose(call)
	if err != nil {
		return nil, &EndorseError{Err: err}
	}
	envelope, err := c.endorse(ctx, proposal, o)
	if err != nil {
		return nil, err
	}
	if envelope.Signature, err = c.sign(envelope.Digest); err != nil {
		return nil, &EndorseError{TxID: envelope.TxID, Err: err}
	}
	return envelope, nil
}

func (c *Client) endorse(ctx context.Context, proposal *Proposal, o options) (envelope *Envelope, err error) {
	ctx, cancel := context.WithTimeout(ctx, o.deadlines.Endorse)
	defer cancel()
	err = c.flight(ctx, func(ctx context.Context) error {
		envelope, err = c.transport.Endorse(ctx, proposal)
		return err
	})
	if err != nil {
		return nil, &EndorseError{TxID: proposal.TxID, Err: err}
	}
	return envelope, nil
}

// propose writes and signs a proposal.
func (c *Client) propose(call Call) (*Proposal, error) {
	if call.Signer != nil {
		return nil, errors.New("proposal: another identity's calls are prepared, see Prepare")
	}
	proposal, err := c.transport.Propose(call)
	if err != nil {
		return nil, fmt.Errorf("proposal: %w", err)
	}
	proposal.Signature, err = c.sign(proposal.Digest)
	return proposal, err
}

func (c *Client) sign(digest []byte) ([]byte, error) {
	id := c.transport.Identity()
	if id.Sign == nil {
		return nil, errors.New("signature: the identity has no key here; prepare the call and sign elsewhere")
	}
	signature, err := id.Sign(digest)
	if err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	return signature, nil
}

// again tells whether attempt n, counted from 0, is worth repeating.
func again(err error, n, most int) bool { return errors.Is(err, ErrTransient) && n < most }
