// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

const (
	north = "NorthbankMSP"
	south = "SouthbankMSP"
	ruler = "RegulatorMSP"
)

var order = strings.Repeat("0f", 32)

func charter() parties.Charter {
	return parties.Charter{
		Name: "consort",
		Members: []parties.Member{
			{MSP: north, Name: "Northbank", Roles: []role.Role{role.Governor, role.Registrar, role.KYCAttester}},
			{MSP: south, Name: "Southbank", Roles: []role.Role{role.Governor, role.Registrar, role.KYCAttester}},
			{MSP: ruler, Name: "Regulator", Roles: []role.Role{role.Governor, role.Regulator}},
		},
		Threshold: 2, Delegates: []string{"cash"},
	}
}

// consortium is a founded one, with an officer each and a regulator.
type consortium struct {
	*stage.Stage
	north, south, ruler, supervisor *stage.Actor
}

func found(t testing.TB) consortium {
	t.Helper()
	c := unfounded(t)
	stage.Do(t, c.north, parties.Found, charter())
	stage.Do(t, c.north, parties.Roll, protocol.RollRequest{To: day(t, "2026-11-23")})
	return c
}

func unfounded(t testing.TB) consortium {
	t.Helper()
	s := stage.New(t, 1, north, south, ruler)
	var err error
	s.Charter, err = charter().Hash()
	require.NoError(t, err)
	s.Deploy(t, "parties", onchain.New)
	officer := func(msp string) *stage.Actor {
		return s.Actor(msp, "officer", "", role.Governor, role.Registrar, role.KYCAttester)
	}
	return consortium{s, officer(north), officer(south), officer(ruler), s.Actor(ruler, "supervisor", "", role.Regulator)}
}

func day(t testing.TB, text string) date.Date {
	t.Helper()
	var d date.Date
	require.NoError(t, d.UnmarshalText([]byte(text)))
	return d
}

func alice() parties.RegisterRequest {
	return parties.RegisterRequest{ID: "alice", Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: "5493000IBP32UQZ0KL24", Name: "Alice GmbH"}
}

func TestNothingWorksBeforeTheFounding(t *testing.T) {
	c := unfounded(t)
	stage.Refused(t, c.north, parties.RegisterParty, alice(), parties.NotFounded)
	stage.Refused(t, c.north, parties.GetConstitution, protocol.Nothing{}, parties.NotFounded)
}

func TestEndorsersRefuseAnotherCharterAndASecondFounding(t *testing.T) {
	c := unfounded(t)
	hijacked := charter()
	hijacked.Members, hijacked.Threshold = hijacked.Members[:1], 1
	stage.Refused(t, c.north, parties.Found, hijacked, parties.CharterRefused)
	stage.Do(t, c.north, parties.Found, charter())
	stage.Refused(t, c.south, parties.Found, charter(), parties.AlreadyFounded)
}

func TestRoleChangesByResolutionOnly(t *testing.T) {
	c := found(t)
	request := parties.RoleRequest{Governed: protocol.Governed{Resolution: "let-north-audit"}, MSP: north, Role: role.Auditor}
	stage.Refused(t, c.north, parties.GrantRole, request, protocol.NotFound)

	proposal, err := parties.NewProposal("let-north-audit", parties.GrantRole, request, "audits")
	require.NoError(t, err)
	stage.Do(t, c.north, parties.ProposeResolution, proposal)
	_, _, err = stage.Try(c.north, parties.GrantRole, request)
	require.Error(t, err, "one of three members is no majority")
	stage.Refused(t, c.north, parties.ApproveResolution, "let-north-audit", parties.VotedAlready)
	stage.Do(t, c.south, parties.ApproveResolution, "let-north-audit")

	other := request
	other.MSP = ruler
	_, _, err = stage.Try(c.north, parties.GrantRole, other)
	require.Error(t, err, "another request than the one adopted")

	after := stage.Do(t, c.north, parties.GrantRole, request)
	require.True(t, after.MayHold(north, role.Auditor))
	require.True(t, stage.Do(t, c.ruler, parties.RoleHeld, role.Question{MSP: north, Role: role.Auditor}).Held)

	_, _, err = stage.Try(c.north, parties.GrantRole, request)
	require.Error(t, err, "a resolution is carried out once")
}

func TestARoleNeedsTheRegistrysWordBesideTheCertificates(t *testing.T) {
	c := found(t)
	selfmade := c.Actor(north, "pretender", "", role.Regulator)
	stage.Do(t, c.north, parties.RegisterParty, alice())
	stage.Refused(t, selfmade, parties.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order}, protocol.NotAuthorised)
	unclaimed := c.Actor(ruler, "clerk", "")
	stage.Refused(t, unclaimed, parties.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order}, protocol.NotAuthorised)
}

func TestPartyIsRegisteredOnceByIdentifierAndFound(t *testing.T) {
	c := found(t)
	party := stage.Do(t, c.north, parties.RegisterParty, alice())
	require.Equal(t, north, party.Host)
	again := alice()
	again.ID = "alice-again"
	stage.Refused(t, c.south, parties.RegisterParty, again, protocol.AlreadyExists)

	require.Equal(t, *party, *stage.Do(t, c.south, parties.PartyByIdentifier, parties.IdentifierRequest{Scheme: parties.LEI, Identifier: alice().Identifier}))
	require.Len(t, stage.Do(t, c.south, parties.Parties, parties.PartiesRequest{Host: north}).Items, 1)
	require.Empty(t, stage.Do(t, c.south, parties.Parties, parties.PartiesRequest{Host: south}).Items)
	stage.Refused(t, c.south, parties.GetParty, "nobody", protocol.NotFound)
}

func TestManyAreCheckedAsOneIs(t *testing.T) {
	c := found(t)
	stage.Do(t, c.north, parties.RegisterParty, alice())
	many := stage.Do(t, c.south, parties.CheckMany, parties.CheckManyRequest{Parties: []parties.PartyID{"nobody", "alice"}, Policy: parties.RegisteredPolicy}).Answers
	for i, party := range []parties.PartyID{"nobody", "alice"} {
		require.Equal(t, *stage.Do(t, c.south, parties.Check, parties.CheckRequest{Party: party, Policy: parties.RegisteredPolicy}), many[i])
	}
	require.True(t, many[1].OK)
	for _, wrong := range [][]parties.PartyID{nil, {"alice", "alice"}, {"a b"}, make([]parties.PartyID, parties.ManyMax+1)} {
		stage.Refused(t, c.south, parties.CheckMany, parties.CheckManyRequest{Parties: wrong, Policy: parties.RegisteredPolicy}, protocol.InvalidArgument)
	}
	stage.Refused(t, c.south, parties.CheckMany, parties.CheckManyRequest{Parties: []parties.PartyID{"alice"}, Policy: "none-such"}, protocol.NotFound)
}

func TestFreezeShowsInCheckAndHistory(t *testing.T) {
	c := found(t)
	stage.Do(t, c.north, parties.RegisterParty, alice())
	check := parties.CheckRequest{Party: "alice", Policy: parties.RegisteredPolicy}
	require.True(t, stage.Do(t, c.south, parties.Check, check).OK)
	stage.Do(t, c.supervisor, parties.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
	require.Equal(t, []string{"party alice is frozen"}, stage.Do(t, c.south, parties.Check, check).Reasons)
	stage.Do(t, c.supervisor, parties.UnfreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
	require.True(t, stage.Do(t, c.south, parties.Check, check).OK)

	revisions := stage.Do(t, c.south, parties.PartyHistory, "alice").Revisions
	require.Len(t, revisions, 3)
	require.NotNil(t, revisions[1].Value.Freeze, "newest first: free, frozen, free")
	require.Equal(t, "party nobody is not registered", stage.Do(t, c.south, parties.Check, parties.CheckRequest{Party: "nobody", Policy: parties.RegisteredPolicy}).Reasons[0])
}

func TestPolicyIsMetByAnAttestationUntilItExpires(t *testing.T) {
	c := found(t)
	stage.Do(t, c.north, parties.RegisterParty, alice())
	policy := parties.PolicyRequest{
		Governed: protocol.Governed{Resolution: "kyc"},
		Policy:   parties.Policy{Name: "standard", Requirements: []parties.Requirement{{Topic: "identity", Level: parties.Standard}}},
	}
	proposal, err := parties.NewProposal("kyc", parties.SetPolicy, policy, "")
	require.NoError(t, err)
	stage.Do(t, c.north, parties.ProposeResolution, proposal)
	stage.Do(t, c.south, parties.ApproveResolution, "kyc")
	stage.Do(t, c.ruler, parties.SetPolicy, policy)

	check := parties.CheckRequest{Party: "alice", Policy: "standard"}
	require.False(t, stage.Do(t, c.south, parties.Check, check).OK)
	stage.Do(t, c.north, parties.AttestParty, parties.AttestRequest{
		Party: "alice", Topic: "identity", Level: parties.Enhanced, Expires: day(t, "2026-11-24"), Commitment: order,
	})
	require.True(t, stage.Do(t, c.south, parties.Check, check).OK)
	stage.Do(t, c.north, parties.Roll, protocol.RollRequest{To: day(t, "2026-11-25")})
	require.Contains(t, stage.Do(t, c.south, parties.Check, check).Reasons[0], "expired on 2026-11-24")
	require.Len(t, stage.Do(t, c.south, parties.Attestations, parties.AttestationsRequest{Party: "alice"}).Items, 1)
}

func TestMembersStrikeOffAPartyThatWasRegisteredWrongly(t *testing.T) {
	c := found(t)
	stage.Do(t, c.south, parties.RegisterParty, alice()) // a rival's customer
	strike := parties.StrikeRequest{Governed: protocol.Governed{Resolution: "strike"}, Party: "alice"}
	proposal, err := parties.NewProposal("strike", parties.StrikeParty, strike, "hosted by Northbank")
	require.NoError(t, err)
	stage.Do(t, c.north, parties.ProposeResolution, proposal)
	stage.Do(t, c.ruler, parties.ApproveResolution, "strike")
	stage.Do(t, c.north, parties.StrikeParty, strike)

	check := parties.CheckRequest{Party: "alice", Policy: parties.RegisteredPolicy}
	require.Equal(t, []string{"party alice is struck off"}, stage.Do(t, c.south, parties.Check, check).Reasons)
	rightful := alice()
	rightful.ID = "alice-gmbh"
	require.Equal(t, north, stage.Do(t, c.north, parties.RegisterParty, rightful).Host, "its identifier is free again")
	found := stage.Do(t, c.ruler, parties.PartyByIdentifier, parties.IdentifierRequest{Scheme: parties.LEI, Identifier: rightful.Identifier})
	require.Equal(t, parties.PartyID("alice-gmbh"), found.ID)
	stage.Refused(t, c.north, parties.RegisterParty, alice(), protocol.AlreadyExists)
}
