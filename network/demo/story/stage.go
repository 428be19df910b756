// SPDX-License-Identifier: Apache-2.0

package story

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/desk"
)

// Step is one step of a chapter. Act answers a remark on what came of it.
type Step struct {
	Sentence string
	Act      func(context.Context) (remark string, err error)
}

// Do makes a step.
func Do(sentence string, act func(context.Context) (remark string, err error)) Step {
	return Step{Sentence: sentence, Act: act}
}

// Person is somebody whom the topology names, as "member/name".
type Person string

// Member is the name of the person's member.
func (p Person) Member() string {
	member, _, _ := strings.Cut(string(p), "/")
	return member
}

func (p Person) name() string {
	_, name, _ := strings.Cut(string(p), "/")
	return name
}

// Stage is where stories are told: a network, and what everybody on it has seen.
type Stage struct {
	Desks *desk.Desks
	// Run ends identifiers that have to be new in each telling: lower-case letters and digits.
	Run string

	mu    sync.Mutex
	block uint64 // the highest that anybody here was told of
}

// ID is a name with the run at its end.
func (s *Stage) ID(name string) string { return name + "-" + s.Run }

// Has tells whether the topology has a member.
func (s *Stage) Has(member string) bool {
	_, err := s.Desks.Network.Organisation(member)
	return err == nil
}

// MSP is the MSP identifier of a member; empty for one that is not there.
func (s *Stage) MSP(member string) string {
	organisation, _ := s.Desks.Network.Organisation(member)
	return organisation.MSPID
}

// Seat connects a person, whose peer has all that anybody here was told of.
func (s *Stage) Seat(ctx context.Context, who Person) (*gatewayclient.Client, error) {
	client, err := s.Desks.At(ctx, who.Member(), who.name())
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	block := s.block
	s.mu.Unlock()
	if block == 0 {
		return client, nil
	}
	return client, desk.CatchUp(ctx, client, block)
}

func (s *Stage) told(block uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.block = max(s.block, block)
}

// Submit has a person carry out a transaction. The error names the person; what a chaincode refused is in it as a
// [protocol.Fault].
func Submit[Req protocol.Request, Res any](ctx context.Context, s *Stage, who Person, e protocol.SubmitEndpoint[Req, Res], request Req, opts ...gatewayclient.Option) (*gatewayclient.Outcome[Res], error) {
	client, err := s.Seat(ctx, who)
	if err != nil {
		return nil, err
	}
	outcome, err := gatewayclient.Submit(ctx, client, e, request, opts...)
	if err != nil {
		return nil, fmt.Errorf("%s as %s: %w", e.Name(), who, err)
	}
	s.told(outcome.Block)
	return outcome, nil
}

// Ask has a person ask their own member's peer.
func Ask[Req protocol.Request, Res any](ctx context.Context, s *Stage, who Person, e protocol.EvaluateEndpoint[Req, Res], request Req) (*Res, error) {
	client, err := s.Seat(ctx, who)
	if err != nil {
		return nil, err
	}
	answer, err := gatewayclient.Do(ctx, client, e, request, gatewayclient.AtPeer(client.Identity().MSP))
	if err != nil {
		return nil, fmt.Errorf("%s as %s: %w", e.Name(), who, err)
	}
	return answer, nil
}
