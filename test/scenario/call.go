// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// document is a request as a story writes it. Nobody checks it before the chaincode does.
type document struct {
	argument []byte
	private  map[string][]byte
}

// Validate leaves it to the chaincode.
func (document) Validate() error { return nil }

// call is an endpoint that is called with documents.
type call struct{ protocol.Endpoint }

// Write has nothing to encode.
func (call) Write(d document) ([]byte, map[string][]byte, error) { return d.argument, d.private, nil }

// Read keeps an answer as it is.
func (call) Read(response []byte) (*json.RawMessage, error) {
	answer := json.RawMessage(response)
	return &answer, nil
}

// act is a step that is ready to be carried out.
type act struct {
	Step
	call
	document
	client  *gatewayclient.Client
	options []gatewayclient.Option
}

func (p *play) act(ctx context.Context, step Step) (a act, err error) {
	a = act{Step: step, call: call{p.endpoints[step.Endpoint]}, options: p.options}
	if a.call.Endpoint == nil {
		return a, fmt.Errorf("there is no endpoint %s", step.Endpoint)
	}
	if a.document, err = p.document(ctx, step); err != nil {
		return a, err
	}
	if step.Reference != "" {
		reference, err := p.say(ctx, step.Reference)
		if err != nil {
			return a, err
		}
		a.options = append(slices.Clip(a.options), gatewayclient.Reference(reference))
	}
	a.client, err = p.client(ctx, step)
	return a, err
}

// client is a step's person, who with an apostrophe behind the name comes with a certificate that was issued anew.
func (p *play) client(ctx context.Context, step Step) (*gatewayclient.Client, error) {
	if name, renewed := strings.CutSuffix(step.Person, "'"); renewed {
		return p.desks.Renewed(ctx, step.Member, name)
	}
	return p.desks.At(ctx, step.Member, step.Person)
}

// document reads a step's files.
func (p *play) document(ctx context.Context, step Step) (d document, err error) {
	if d.argument, err = p.read(ctx, step, step.Request); err != nil || step.Private == "" {
		return d, err
	}
	content, err := p.read(ctx, step, step.Private)
	if err != nil {
		return d, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(content, &fields); err != nil {
		return d, fmt.Errorf("%s: %w", step.Private, err)
	}
	d.private = map[string][]byte{}
	for name, field := range fields {
		d.private[name] = field
	}
	return d, nil
}

func (a act) carryOut(ctx context.Context) ([]byte, error) {
	answer, err := gatewayclient.Do(ctx, a.client, a.call, a.document, a.options...)
	if err != nil {
		return nil, err
	}
	return *answer, nil
}

// endorse has the act endorsed and signed, and no more.
func (a act) endorse(ctx context.Context) (submit func(context.Context) error, err error) {
	draft, err := gatewayclient.Prepare(a.client, a.call, a.document, a.options...)
	if err != nil {
		return nil, err
	}
	sign := a.client.Identity().Sign
	signature, err := sign(draft.Proposal.Digest)
	if err != nil {
		return nil, err
	}
	endorsed, err := draft.Endorse(ctx, a.client, signature, a.options...)
	if err != nil {
		return nil, err
	}
	if signature, err = sign(endorsed.Envelope.Digest); err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		_, err := endorsed.Submit(ctx, a.client, signature, a.options...)
		return err
	}, nil
}

// race has everybody endorsed before anybody submits, all at once then. One succeeds; the others try again and are refused.
func (p *play) race(ctx context.Context, steps []Step) error {
	acts, submits := make([]act, len(steps)), make([]func(context.Context) error, len(steps))
	for i, step := range steps {
		var err error
		if acts[i], err = p.act(ctx, step); err != nil {
			return err
		}
		if submits[i], err = acts[i].endorse(ctx); err != nil {
			return err
		}
	}
	lost := make([]*gatewayclient.CommitError, len(acts))
	group, submitting := errgroup.WithContext(ctx)
	for i, submit := range submits {
		group.Go(func() error {
			if err := submit(submitting); err != nil && !errors.As(err, &lost[i]) {
				return err
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return p.settled(ctx, acts, lost)
}

func (p *play) settled(ctx context.Context, acts []act, lost []*gatewayclient.CommitError) error {
	won := 0
	for i, a := range acts {
		if lost[i] == nil {
			won++
			continue
		}
		if err := p.desks.Level(ctx); err != nil {
			return err
		}
		_, err := a.carryOut(ctx)
		if err := refusal(err, a.Code); err != nil {
			return fmt.Errorf("%s/%s: %w", a.Member, a.Person, err)
		}
	}
	if won != 1 {
		return fmt.Errorf("%d of %d rivals succeed", won, len(acts))
	}
	return nil
}

// refusal compares a fault's code.
func refusal(err error, code string) error {
	var fault *protocol.Fault
	switch {
	case err == nil:
		return fmt.Errorf("it succeeds where %s is due", code)
	case !errors.As(err, &fault):
		return err
	case fault.Code != code:
		return fmt.Errorf("%s is due, not %w", code, fault)
	default:
		return nil
	}
}
