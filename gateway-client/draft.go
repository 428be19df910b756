// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"cmp"
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// As proposes in the name of an identity whose key is elsewhere. Only [Prepare] can use it: the connection's own
// identity goes on to read blocks.
func As(signer Identity) Option {
	return func(o *options) error {
		if signer.MSP == "" || len(signer.Certificate) == 0 {
			return fmt.Errorf("signer: the MSP identifier or the certificate is missing")
		}
		o.signer = &signer
		return nil
	}
}

// Draft is a call that waits for a signature of Proposal.Digest. It can be kept and sent as JSON: whoever has a client
// and the signature goes on with it.
type Draft[Res any] struct {
	Endpoint  string   `json:"endpoint"`
	Reference string   `json:"reference,omitempty"`
	Proposal  Proposal `json:"proposal"`
}

// Endorsed is an endorsed transaction that waits for a signature of Envelope.Digest.
type Endorsed[Res any] struct {
	Endpoint  string   `json:"endpoint"`
	Reference string   `json:"reference"`
	Envelope  Envelope `json:"envelope"`
}

// Prepare writes a call for off-line signing: in three steps, each of which may happen on another day and machine,
//
//	draft, err := gatewayclient.Prepare(client, cash.Transfer, request, gatewayclient.As(treasurer))
//	endorsed, err := draft.Endorse(ctx, client, sign(draft.Proposal.Digest))
//	outcome, err := endorsed.Submit(ctx, client, sign(endorsed.Envelope.Digest))
//
// A proposal is taken by peers for some minutes only; an endorsed envelope does not expire. A lost race is not tried
// again, for that takes new signatures: prepare another draft with the same [Reference]. Nothing is asked of the ledger here,
// so that a request which names its endorsers ([protocol.Witnessed]) is given them by [EndorsingOrganisations].
func Prepare[Req protocol.Request, Res any](c *Client, e protocol.Call[Req, Res], request Req, opts ...Option) (*Draft[Res], error) {
	o, err := c.defaults.with(opts)
	if err != nil {
		return nil, err
	}
	invocation, err := invocationOf(e, request)
	if err != nil {
		return nil, err
	}
	draft := &Draft[Res]{Endpoint: e.Name()}
	if e.Writes() {
		draft.Reference = cmp.Or(o.reference, newReference())
	}
	proposal, err := c.transport.Propose(c.call(invocation, o, draft.Reference))
	if err != nil {
		return nil, fmt.Errorf("proposal: %w", err)
	}
	draft.Proposal = *proposal
	return draft, nil
}

// Evaluate asks a prepared query.
func (d *Draft[Res]) Evaluate(ctx context.Context, c *Client, signature []byte, opts ...Option) (*Res, error) {
	o, err := c.defaults.with(opts)
	if err != nil {
		return nil, err
	}
	proposal := d.Proposal
	proposal.Signature = signature
	response, err := c.evaluate(ctx, &proposal, o)
	if err != nil {
		return nil, err
	}
	return protocol.DecodeResponse[Res](response)
}

// Endorse collects endorsements for the signed proposal.
func (d *Draft[Res]) Endorse(ctx context.Context, c *Client, signature []byte, opts ...Option) (*Endorsed[Res], error) {
	o, err := c.defaults.with(opts)
	if err != nil {
		return nil, err
	}
	proposal := d.Proposal
	proposal.Signature = signature
	envelope, err := c.endorse(ctx, &proposal, o)
	if err != nil {
		return nil, err
	}
	return &Endorsed[Res]{Endpoint: d.Endpoint, Reference: d.Reference, Envelope: *envelope}, nil
}

// Result is what the chaincode will have answered if the transaction commits.
func (e *Endorsed[Res]) Result() (*Res, error) {
	return protocol.DecodeResponse[Res](e.Envelope.Result)
}

// Submit hands the signed transaction over and answers when it is committed and valid. Errors: [SubmitError],
// [CommitError], [UnknownOutcomeError].
func (e *Endorsed[Res]) Submit(ctx context.Context, c *Client, signature []byte, opts ...Option) (*Outcome[Res], error) {
	o, err := c.defaults.with(append(opts, OnChannel(e.Envelope.Channel)))
	if err != nil {
		return nil, err
	}
	w, err := c.watch(ctx, o)
	if err != nil {
		return nil, &SubmitError{TxID: e.Envelope.TxID, Err: err}
	}
	defer w.leave()
	envelope := e.Envelope
	envelope.Signature = signature
	raw, err := c.settle(ctx, w, newEntry(e.Endpoint, e.Reference, &envelope), o)
	if err != nil {
		return nil, err
	}
	return typed(raw, protocol.DecodeResponse[Res])
}
