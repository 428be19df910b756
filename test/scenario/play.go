// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
	"github.com/consort-finance/consort/test/probe"
)

// play is a story on its way.
type play struct {
	Scenario
	desks     *desk.Desks
	name      string
	endpoints map[string]protocol.Endpoint
	options   []gatewayclient.Option
}

// Play carries out the steps. The name goes into what the story calls $S; options go to every call.
func (s Scenario) Play(ctx context.Context, desks *desk.Desks, name string, options ...gatewayclient.Option) error {
	p := &play{Scenario: s, desks: desks, name: name, endpoints: map[string]protocol.Endpoint{}, options: options}
	for _, list := range [][]protocol.Endpoint{parties.Endpoints(), cash.Endpoints(), probe.Endpoints()} {
		for _, e := range list {
			p.endpoints[e.Name()] = e
		}
	}
	for _, step := range s.Steps {
		err := desks.Level(ctx)
		if err == nil {
			err = p.carryOut(ctx, step)
		}
		if err != nil {
			return fmt.Errorf("%s.txtar:%d: %w", s.Name, step.Line, err)
		}
	}
	return nil
}

func (p *play) carryOut(ctx context.Context, step Step) error {
	e := p.endpoints[step.Endpoint]
	if e == nil {
		return fmt.Errorf("there is no endpoint %s", step.Endpoint)
	}
	request, err := p.read(ctx, step.Request)
	if err != nil {
		return err
	}
	if step.Verb == Adopt {
		return p.adopt(ctx, e, request)
	}
	client, err := p.desks.At(ctx, step.Member, step.Person)
	if err != nil {
		return err
	}
	answer, err := p.call(ctx, client, e, request, step.Reference)
	if step.Verb == Refuse {
		return refusal(err, step.Code)
	}
	if err != nil || step.Verb == Do {
		return err
	}
	return p.compare(ctx, step.Answer, answer)
}

// call makes a call of an endpoint's kind.
func (p *play) call(ctx context.Context, c *gatewayclient.Client, e protocol.Endpoint, request []byte, reference string) ([]byte, error) {
	invocation := gatewayclient.Invocation{Name: e.Name(), Argument: request, Confidential: e.Confidential()}
	if !e.Writes() {
		return c.Evaluate(ctx, invocation, p.options...)
	}
	options := p.options[:len(p.options):len(p.options)]
	if reference != "" {
		options = append(options, gatewayclient.Reference(strings.ReplaceAll(reference, "$S", p.name)))
	}
	outcome, err := c.Submit(ctx, invocation, options...)
	if err != nil {
		return nil, err
	}
	return *outcome.Result, nil
}

// adopt has the members vote for a request and its first governor carry it out.
func (p *play) adopt(ctx context.Context, e protocol.Endpoint, request []byte) error {
	decoded, err := e.ReadRequest(request, nil)
	if err != nil {
		return err
	}
	proposal, err := proposed(e, decoded)
	if err != nil {
		return err
	}
	officer, err := p.desks.Vote(ctx, proposal)
	if err != nil {
		return err
	}
	_, err = p.call(ctx, officer, e, []byte(proposal.Request), "")
	return err
}

// proposed is the proposal to carry out a request, under the resolution that the request names.
func proposed(e protocol.Endpoint, request protocol.Request) (parties.ProposeRequest, error) {
	governed, is := request.(interface{ Under() protocol.ResolutionID })
	if !is {
		return parties.ProposeRequest{}, fmt.Errorf("%s takes no resolution", e.Name())
	}
	canonical, err := protocol.Marshal(request)
	return parties.ProposeRequest{ID: governed.Under(), Endpoint: e.Name(), Request: string(canonical)}, err
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

// read fills a file's variables in.
func (p *play) read(ctx context.Context, file string) ([]byte, error) {
	text := strings.ReplaceAll(strings.TrimSpace(p.files[file]), "$S", p.name)
	if !strings.Contains(text, "$T") {
		return []byte(text), nil
	}
	officer, err := p.desks.At(ctx, p.desks.Members()[0], desk.Officer)
	if err != nil {
		return nil, err
	}
	today, err := gatewayclient.Do(ctx, officer, cash.Today, protocol.Nothing{}, p.options...)
	if err != nil {
		return nil, err
	}
	tomorrow, err := today.Date.AddDays(1)
	if err != nil {
		return nil, err
	}
	return []byte(strings.NewReplacer("$TODAY", today.Date.String(), "$TOMORROW", tomorrow.String()).Replace(text)), nil
}

func (p *play) compare(ctx context.Context, file string, answer []byte) error {
	content, err := p.read(ctx, file)
	if err != nil {
		return err
	}
	var expected, actual any
	if err := errors.Join(json.Unmarshal(content, &expected), json.Unmarshal(answer, &actual)); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := fits(expected, actual, ""); err != nil {
		return fmt.Errorf("%s: %w, in %s", file, err, answer)
	}
	return nil
}
