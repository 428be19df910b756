// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

// scene is one story's view of the town.
type scene struct {
	*testing.T
	*town
	name   string // begins the names that the story gives
	opened int    // accounts
}

func (town *town) scene(t *testing.T) *scene {
	words := strings.Split(t.Name(), "/")
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, words[len(words)-1])
	return &scene{T: t, town: town, name: name[:min(len(name), 48)]}
}

// patient makes allowance for a machine that has other things to do.
var patient = []gatewayclient.Option{
	gatewayclient.EvaluateTimeout(time.Minute), gatewayclient.EndorseTimeout(time.Minute),
	gatewayclient.SubmitTimeout(time.Minute), gatewayclient.CommitTimeout(2 * time.Minute),
}

// client is a person's, at the peer of their own member.
func (s *scene) client(p person) *gatewayclient.Client {
	s.Helper()
	client, err := s.At(s.Context(), p.bank, p.name)
	require.NoError(s, err)
	return client
}

// staff is the client of somebody who works for a member.
func (s *scene) staff(member, name string) *gatewayclient.Client {
	s.Helper()
	return s.client(person{bank: member, name: name})
}

// accounts opens accounts of a person at their bank, with so many cents on them. Every peer knows them afterwards.
func (s *scene) accounts(owner person, cents ...int64) []cash.AccountID {
	s.Helper()
	ids := make([]cash.AccountID, len(cents))
	var legs []cash.Leg
	var group errgroup.Group
	for i, amount := range cents {
		s.opened++
		ids[i] = cash.AccountID(fmt.Sprintf("%s-%d", s.name, s.opened))
		group.Go(func() error { return s.Account(s.Context(), owner.bank, ids[i], owner.party) })
		if amount > 0 {
			legs = append(legs, leg(vaultOf(owner.bank), ids[i], amount))
		}
	}
	require.NoError(s, group.Wait())
	if len(legs) > 0 {
		require.NoError(s, s.draw(s.Context(), owner.bank, legs))
	}
	require.NoError(s, s.Level(s.Context()))
	return ids
}

// requireBalance compares what is posted on an account, as the client's peer has it.
func (s *scene) requireBalance(c *gatewayclient.Client, id cash.AccountID, cents int64) {
	s.Helper()
	require.Equal(s, desk.Euros(cents), do(s, c, cash.GetBalance, id).Posted, "balance of %s", id)
}

// do carries out what has to succeed.
func do[Req protocol.Request, Res any](s *scene, c *gatewayclient.Client, e protocol.Call[Req, Res], request Req, opts ...gatewayclient.Option) *Res {
	s.Helper()
	result, err := gatewayclient.Do(s.Context(), c, e, request, slices.Concat(patient, opts)...)
	require.NoError(s, err, e.Name())
	return result
}

// refused tries what a chaincode has to refuse with a code.
func refused[Req protocol.Request, Res any](s *scene, c *gatewayclient.Client, e protocol.Call[Req, Res], request Req, code protocol.Code, opts ...gatewayclient.Option) {
	s.Helper()
	_, err := gatewayclient.Do(s.Context(), c, e, request, slices.Concat(patient, opts)...)
	requireFault(s, err, code)
}

// requireFault asks for a refusal by a chaincode, of which the client is told code, status and sentence.
func requireFault(s *scene, err error, code protocol.Code) {
	s.Helper()
	var fault *protocol.Fault
	require.ErrorAs(s, err, &fault, "%s is due", code.Name)
	require.Equal(s, code.Name, fault.Code, fault.Sentence)
	require.Equal(s, code.Status, fault.Status)
	require.NotEmpty(s, fault.Sentence)
}

func leg(from, to cash.AccountID, cents int64) cash.Leg {
	return cash.Leg{From: from, To: to, Amount: desk.Euros(cents)}
}

func transfer(from, to cash.AccountID, cents int64) cash.TransferRequest {
	return cash.TransferRequest(leg(from, to, cents))
}
