// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Outcome is a transaction that took effect.
type Outcome[Res any] struct {
	// Result is the chaincode's answer.
	Result *Res `json:"result"`
	// TxID and Block say where the ledger has it.
	TxID  string `json:"txId"`
	Block uint64 `json:"block"`
	// Reference is the client's, given or drawn.
	Reference string `json:"reference"`
}

// Do calls an endpoint and answers its result: a query is evaluated, everything else submitted as by [Submit].
//
// Errors: of a query [EvaluateError], else those of [Submit].
func Do[Req protocol.Request, Res any](ctx context.Context, c *Client, e protocol.Call[Req, Res], request Req, opts ...Option) (*Res, error) {
	if e.Writes() {
		outcome, err := submit(ctx, c, e, request, opts)
		if err != nil {
			return nil, err
		}
		return outcome.Result, nil
	}
	invocation, err := invocationOf(e, request)
	if err != nil {
		return nil, err
	}
	response, err := c.Evaluate(ctx, invocation, opts...)
	if err != nil {
		return nil, err
	}
	return e.Read(response)
}

// Submit carries out a transaction and answers when it is committed and valid.
//
// Errors: a request that refuses itself is a *protocol.Fault, mostly INVALID_ARGUMENT; nothing is sent. [EndorseError],
// [SubmitError] and [CommitError] tell that there was no effect, [UnknownOutcomeError] that there may be one.
func Submit[Req protocol.Request, Res any](ctx context.Context, c *Client, e protocol.SubmitEndpoint[Req, Res], request Req, opts ...Option) (*Outcome[Res], error) {
	return submit(ctx, c, e, request, opts)
}

func submit[Req protocol.Request, Res any](ctx context.Context, c *Client, e protocol.Call[Req, Res], request Req, opts []Option) (*Outcome[Res], error) {
	invocation, err := invocationOf(e, request)
	if err != nil {
		return nil, err
	}
	raw, err := c.Submit(ctx, invocation, opts...)
	if err != nil {
		return nil, err
	}
	return typed(raw, e.Read)
}

func typed[Res any](raw *Outcome[json.RawMessage], read func([]byte) (*Res, error)) (*Outcome[Res], error) {
	result, err := read(*raw.Result)
	if err != nil {
		return nil, fmt.Errorf("transaction %s is committed: %w", raw.TxID, err)
	}
	return &Outcome[Res]{Result: result, TxID: raw.TxID, Block: raw.Block, Reference: raw.Reference}, nil
}

// Invocation is a call whose types are not known to the compiler.
type Invocation struct {
	// Name is "chaincode:Function".
	Name string
	// Argument is the request as JSON.
	Argument []byte
	// Transient are the request's private fields.
	Transient map[string][]byte
	// Confidential has the caller's own organisation alone see and endorse the proposal.
	Confidential bool
	// Witnessed is the request, where it says who endorses it: a call that names nobody asks it.
	Witnessed protocol.Witnessed
}

func invocationOf[Req protocol.Request, Res any](e protocol.Call[Req, Res], request Req) (Invocation, error) {
	if err := request.Validate(); err != nil {
		return Invocation{}, asInvalid(err)
	}
	argument, transient, err := e.Write(request)
	if err != nil {
		return Invocation{}, err
	}
	witnessed, _ := any(request).(protocol.Witnessed)
	return Invocation{
		Name: e.Name(), Argument: argument, Transient: transient, Confidential: e.Confidential(), Witnessed: witnessed,
	}, nil
}

// asInvalid keeps a fault and makes INVALID_ARGUMENT of any other error of a request, as chaincode does.
func asInvalid(err error) error {
	var fault *protocol.Fault
	if errors.As(err, &fault) {
		return fault
	}
	return protocol.InvalidArgument.New("%s", err)
}

// call addresses an invocation. reference is empty for a query.
func (c *Client) call(i Invocation, o options, reference string) Call {
	call := Call{
		Channel: o.channel, Chaincode: chaincodeOf(i.Name), Args: [][]byte{[]byte(i.Name), i.Argument},
		Transient: i.Transient, Organisations: o.organisations, Signer: o.signer,
	}
	if o.chaincode != "" {
		call.Chaincode = o.chaincode
	}
	if reference != "" {
		call.Args = append(call.Args, []byte(reference))
	}
	if i.Confidential && len(call.Organisations) == 0 {
		call.Organisations = []string{c.signer(o).MSP}
	}
	return call
}

// chaincodeOf is the part of an endpoint's name before the colon.
func chaincodeOf(name string) string {
	chaincode, _, _ := strings.Cut(name, ":")
	return chaincode
}

func (c *Client) signer(o options) Identity {
	if o.signer != nil {
		return *o.signer
	}
	return c.transport.Identity()
}

// Evaluate queries and answers the response's JSON.
func (c *Client) Evaluate(ctx context.Context, i Invocation, opts ...Option) ([]byte, error) {
	o, err := c.defaults.with(opts)
	if err != nil {
		return nil, err
	}
	return c.query(ctx, i, o)
}

func (c *Client) query(ctx context.Context, i Invocation, o options) ([]byte, error) {
	call := c.call(i, o, "")
	for n := 0; ; n++ {
		response, err := c.evaluateOnce(ctx, call, o)
		if !again(err, n, o.retries.Endorsements) || o.retries.wait(ctx, n) != nil {
			return response, err
		}
	}
}

func (c *Client) evaluateOnce(ctx context.Context, call Call, o options) ([]byte, error) {
	proposal, err := c.propose(call)
	if err != nil {
		return nil, &EvaluateError{Err: err}
	}
	return c.evaluate(ctx, proposal, o)
}

func (c *Client) evaluate(ctx context.Context, proposal *Proposal, o options) (response []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, o.deadlines.Evaluate)
	defer cancel()
	err = c.flight(ctx, func(ctx context.Context) error {
		response, err = c.transport.Evaluate(ctx, proposal)
		return err
	})
	if err != nil {
		return nil, &EvaluateError{TxID: proposal.TxID, Err: err}
	}
	return response, nil
}
