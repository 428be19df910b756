// SPDX-License-Identifier: Apache-2.0

package protocol_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/stretchr/testify/require"
)

func TestFaultsTravelAsText(t *testing.T) {
	sent := protocol.SecondCall.New("chaincode %s was called before", "cash")
	got, is := protocol.ParseFault(409, sent.Error())
	require.True(t, is)
	require.Equal(t, sent, got)
	require.ErrorIs(t, fmt.Errorf("settle: %w", got), protocol.SecondCall)
	require.ErrorIs(t, got, sent)
	require.NotErrorIs(t, got, protocol.NotFound)
	require.NotErrorIs(t, got, errors.New("another"))
	require.NotErrorIs(t, got, protocol.SecondCall.New("another sentence"))
	for _, text := range []string{"", "no code", "Not_Upper: x", "AB: too short", "CODE:no space", "CODE"} {
		_, is := protocol.ParseFault(500, text)
		require.False(t, is, text)
	}
}

func TestPlainErrorsBecomeInternalAndKeepTheirText(t *testing.T) {
	fault := protocol.AsFault(errors.New("password"))
	require.ErrorIs(t, fault, protocol.Internal)
	require.NotContains(t, fault.Error(), "password")
	known := protocol.NotFound.New("x")
	require.Same(t, known, protocol.AsFault(fmt.Errorf("find: %w", known)))
	require.Equal(t, "NOT_FOUND", protocol.NotFound.Error())
}

func FuzzParseFault(f *testing.F) {
	f.Add(int32(404), "NOT_FOUND: account a is not there")
	f.Fuzz(func(t *testing.T, status int32, message string) {
		fault, is := protocol.ParseFault(status, message)
		if !is {
			return
		}
		again, is := protocol.ParseFault(status, fault.Error())
		require.True(t, is)
		require.Equal(t, fault, again)
	})
}

func TestReferences(t *testing.T) {
	for _, good := range []protocol.Reference{"a", "2026-01-02/pay:1_x.y", protocol.Reference(make64())} {
		require.NoError(t, good.Validate())
	}
	require.ErrorIs(t, protocol.Reference("").Validate(), protocol.ReferenceMissing)
	for _, bad := range []protocol.Reference{" ", "a b", "é", "a\n", "a\x00", protocol.Reference(make64() + "a")} {
		require.ErrorIs(t, bad.Validate(), protocol.InvalidArgument, "%q", bad)
	}
}

func make64() string { return fmt.Sprintf("%064d", 0) }

func TestPages(t *testing.T) {
	require.Equal(t, protocol.PageSizeDefault, protocol.PageRequest{}.Limit())
	require.Equal(t, 7, protocol.PageRequest{Size: 7}.Limit())
	require.NoError(t, protocol.PageRequest{Size: protocol.PageSizeMax}.Validate())
	require.Error(t, protocol.PageRequest{Size: protocol.PageSizeMax + 1}.Validate())
	require.Error(t, protocol.PageRequest{Size: -1}.Validate())
}

func TestEventsKnowTheirType(t *testing.T) {
	opened := protocol.NewEventType[reply]("hall:Opened")
	event := opened.Of("door-1", reply{"wide"})
	content, is := opened.From(event)
	require.True(t, is)
	require.Equal(t, reply{"wide"}, content)
	_, is = protocol.NewEventType[reply]("hall:Closed").From(event)
	require.False(t, is)
	event.Data = []byte(`{"unknown":1}`)
	_, is = opened.From(event)
	require.False(t, is, "a form that this version does not know")
	require.Panics(t, func() { protocol.NewEventType[func()]("hall:Broken").Of("x", nil) })

	envelope, err := protocol.Marshal(protocol.Envelope{Version: 1, Chaincode: "hall", Events: []protocol.Event{opened.Of("d", reply{"w"})}})
	require.NoError(t, err)
	require.Equal(t, `{"v":1,"chaincode":"hall","events":[{"type":"hall:Opened","subject":"d","data":{"text":"w"}}]}`, string(envelope))
}

func TestPrincipals(t *testing.T) {
	alice := protocol.Principal{MSP: "A", Subject: "CN=alice", Issuer: "CN=ca", Enrolment: "alice", Claims: []role.Role{role.Auditor}}
	renewed, elsewhere := alice, alice
	renewed.Issuer = "CN=ca2"
	elsewhere.MSP = "B"
	bob := protocol.Principal{MSP: "A", Subject: "CN=bob", Issuer: "CN=ca", Enrolment: "bob"}
	require.True(t, alice.SamePerson(renewed))
	require.False(t, alice.SamePerson(elsewhere))
	require.False(t, alice.SamePerson(bob))
	require.NotEqual(t, alice.ID(), elsewhere.ID())
	require.True(t, alice.Claiming(role.Auditor))
	require.False(t, bob.Claiming(role.Auditor))
}

func TestResolutions(t *testing.T) {
	require.NoError(t, protocol.ResolutionID("R-2026.1").Validate())
	for _, bad := range []protocol.ResolutionID{"", "-a", "a b", "a/b", protocol.ResolutionID(make64() + "0")} {
		require.Error(t, bad.Validate(), "%q", bad)
	}
	governed := protocol.Governed{Resolution: "R1"}
	require.NoError(t, governed.Validate())
	require.Equal(t, protocol.ResolutionID("R1"), governed.Under())
	require.Equal(t, []string{"R1"}, governed.Under().Key())
	one, err := protocol.RequestHash(greeting{"Ana"})
	require.NoError(t, err)
	require.Equal(t, "33a8dfda058083e4f761fb2862217ebc0bd66e98d87ff1c04130e121b7617da0", one, "SHA-256 of the canonical JSON")
	two, err := protocol.RequestHash(&greeting{"Ana"})
	require.NoError(t, err)
	require.Equal(t, one, two)
	other, err := protocol.RequestHash(greeting{"Ben"})
	require.NoError(t, err)
	require.NotEqual(t, one, other)
	_, err = protocol.RequestHash(func() {})
	require.Error(t, err)
}
