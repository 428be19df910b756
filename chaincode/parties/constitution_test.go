// SPDX-License-Identifier: Apache-2.0

package parties_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

func charter() parties.Charter {
	return parties.Charter{
		Name: "consort",
		Members: []parties.Member{
			{MSP: "NorthbankMSP", Name: "Northbank", Roles: []role.Role{role.Governor, role.AccountServicer, role.KYCAttester}},
			{MSP: "SouthbankMSP", Name: "Southbank", Roles: []role.Role{role.Governor, role.AccountServicer, role.KYCAttester}},
			{MSP: "RegulatorMSP", Name: "Regulator", Roles: []role.Role{role.Governor, role.Regulator}},
		},
		Threshold: 2,
		Delegates: []string{"cash"},
	}
}

func by(msp string, claims ...role.Role) protocol.Facts {
	return protocol.Facts{Caller: protocol.Principal{MSP: msp, Subject: "CN=officer", Enrolment: "officer", Claims: claims}, Direct: true, Via: "parties"}
}

func ExampleCharter_Hash() {
	agreed, _ := charter().Hash()
	other := charter()
	other.Threshold = 3
	_, _, err := parties.Establish(other, agreed, by("NorthbankMSP", role.Governor))
	fmt.Println(protocol.AsFault(err).Code)
	// Output: CHARTER_REFUSED
}

func TestFoundingNeedsTheAgreedCharterAndAGovernorOfAFoundingMember(t *testing.T) {
	hash, err := charter().Hash()
	require.NoError(t, err)
	for _, c := range []struct {
		name, agreed string
		facts        protocol.Facts
		want         error
	}{
		{"agreed", hash, by("NorthbankMSP", role.Governor), nil},
		{"no charter configured", "", by("NorthbankMSP", role.Governor), parties.CharterRefused},
		{"another charter", hash[1:] + "0", by("NorthbankMSP", role.Governor), parties.CharterRefused},
		{"a stranger", hash, by("StrangerMSP", role.Governor), protocol.NotAuthorised},
		{"no governor", hash, by("NorthbankMSP", role.AccountServicer), protocol.NotAuthorised},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := parties.Establish(charter(), c.agreed, c.facts)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestCharterRefusesWhatCouldNotGovern(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*parties.Charter)
		want   string
	}{
		{"half is no majority", func(c *parties.Charter) { c.Members, c.Threshold = c.Members[:2], 1 }, "not more than half"},
		{"more than all", func(c *parties.Charter) { c.Threshold = 4 }, "at most the 3 that have a governor"},
		{"more than could vote", func(c *parties.Charter) { c.Members[1].Roles = nil; c.Threshold = 3 }, "at most the 2"},
		{"a name that shows another", func(c *parties.Charter) { c.Name = "\u202etrosnoc" }, "cannot be seen"},
		{"a member twice", func(c *parties.Charter) { c.Members[1].MSP = "NorthbankMSP" }, "twice"},
		{"an unknown role", func(c *parties.Charter) { c.Members[0].Roles = []role.Role{"king"} }, "unknown"},
		{"nobody", func(c *parties.Charter) { c.Members = nil }, "members must be"},
		{"no name", func(c *parties.Charter) { c.Name = "" }, "name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := charter()
			c.change(&changed)
			require.ErrorContains(t, changed.Validate(), c.want)
		})
	}
}

func TestAmendmentsKeepTheThresholdAMajority(t *testing.T) {
	constitution := parties.Constitution{Charter: charter(), Edition: 1}
	_, err := constitution.Expel("SouthbankMSP", 1)
	require.ErrorIs(t, err, parties.ThresholdRefused)
	after, err := constitution.Expel("SouthbankMSP", 2)
	require.NoError(t, err)
	require.Equal(t, 2, after.Edition)
	require.Len(t, constitution.Members, 3, "the constitution before is as it was")
	_, err = after.Expel("SouthbankMSP", 2)
	require.ErrorIs(t, err, parties.MemberUnknown)
}

func TestRolesAreGrantedAndRevokedOnce(t *testing.T) {
	constitution := parties.Constitution{Charter: charter()}
	require.False(t, constitution.MayHold("RegulatorMSP", role.Auditor))
	granted, err := constitution.Grant("RegulatorMSP", role.Auditor)
	require.NoError(t, err)
	require.True(t, granted.MayHold("RegulatorMSP", role.Auditor))
	_, err = granted.Grant("RegulatorMSP", role.Auditor)
	require.ErrorIs(t, err, protocol.AlreadyExists)
	revoked, err := granted.Revoke("RegulatorMSP", role.Auditor)
	require.NoError(t, err)
	require.False(t, revoked.MayHold("RegulatorMSP", role.Auditor))
	require.False(t, constitution.MayHold("regulatorMSP", role.Regulator), "identifiers are compared exactly")
}

// However members come, go and change the threshold, it stays more than half of them and at most all.
func TestLawThresholdIsAlwaysAMajority(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		constitution := parties.Constitution{Charter: charter()}
		t.Repeat(map[string]func(*rapid.T){
			"admit": func(t *rapid.T) {
				msp := rapid.StringMatching(`[A-Z]MSP`).Draw(t, "msp")
				constitution, _ = constitution.Admit(parties.Member{MSP: msp, Name: msp}, rapid.IntRange(0, 8).Draw(t, "threshold"))
			},
			"expel": func(t *rapid.T) {
				msp := rapid.SampledFrom(constitution.Members).Draw(t, "member").MSP
				constitution, _ = constitution.Expel(msp, rapid.IntRange(0, 8).Draw(t, "threshold"))
			},
			"threshold": func(t *rapid.T) {
				constitution, _ = constitution.SetThreshold(rapid.IntRange(-1, 9).Draw(t, "threshold"))
			},
			"": func(t *rapid.T) { require.NoError(t, constitution.Validate()) },
		})
	})
}

func TestResolutionCountsTheVotesOfPresentMembersAlone(t *testing.T) {
	constitution := parties.Constitution{Charter: charter()}
	request := parties.RoleRequest{Governed: protocol.Governed{Resolution: "r1"}, MSP: "RegulatorMSP", Role: role.Auditor}
	proposed, err := parties.NewProposal("r1", parties.GrantRole, request, "audits")
	require.NoError(t, err)
	proposal, _ := parties.Propose(proposed, constitution, by("NorthbankMSP"))
	require.False(t, proposal.Resolution(constitution).Adopted, "one of three")

	_, _, err = proposal.Approve(by("NorthbankMSP"))
	require.ErrorIs(t, err, parties.VotedAlready)
	proposal, _, err = proposal.Approve(by("SouthbankMSP"))
	require.NoError(t, err)
	hash, err := protocol.RequestHash(request)
	require.NoError(t, err)
	require.Equal(t, protocol.Resolution{ID: "r1", Endpoint: "parties:Grant", RequestHash: hash, Adopted: true}, proposal.Resolution(constitution))

	without, err := constitution.Expel("SouthbankMSP", 2)
	require.NoError(t, err)
	require.False(t, proposal.Resolution(without).Adopted, "an expelled member's vote is gone")

	_, _, err = proposal.Withdraw(by("RegulatorMSP"))
	require.ErrorIs(t, err, protocol.NotAuthorised, "neither proposed nor approved")
	proposal, _, err = proposal.Withdraw(by("NorthbankMSP"))
	require.NoError(t, err)
	require.False(t, proposal.Resolution(constitution).Adopted)
	_, _, err = proposal.Approve(by("RegulatorMSP"))
	require.ErrorIs(t, err, parties.ResolutionClosed)
}

func approved(t *testing.T, c parties.Constitution, members ...string) parties.Proposal {
	t.Helper()
	proposal, _ := parties.Propose(parties.ProposeRequest{ID: "r1", Endpoint: "cash:RegisterModule", Request: "{}"}, c, by(members[0]))
	for _, member := range members[1:] {
		var err error
		proposal, _, err = proposal.Approve(by(member))
		require.NoError(t, err)
	}
	return proposal
}

func TestMemberTakesItsApprovalBack(t *testing.T) {
	constitution := parties.Constitution{Charter: charter()}
	proposal := approved(t, constitution, "NorthbankMSP", "SouthbankMSP")
	require.True(t, proposal.Resolution(constitution).Adopted)
	proposal, event, err := proposal.Withdraw(by("SouthbankMSP"))
	require.NoError(t, err)
	require.Equal(t, parties.ApprovalWithdrawn.Name, event.Type)
	require.False(t, proposal.Resolution(constitution).Adopted, "an adopted resolution that nobody carried out cannot lie in wait")
	muted, err := constitution.Grant("RegulatorMSP", role.Auditor)
	require.NoError(t, err)
	muted.Members[1].Roles = []role.Role{role.AccountServicer}
	require.False(t, proposal.Resolution(muted).Adopted, "the vote of a member without governor is gone")

	_, _, err = proposal.Withdraw(by("SouthbankMSP"))
	require.ErrorIs(t, err, protocol.NotAuthorised)
	proposal, _, err = proposal.Approve(by("SouthbankMSP"))
	require.NoError(t, err)
	require.True(t, proposal.Resolution(constitution).Adopted)
}

func TestResolutionThatFailedIsNotAdoptedByALowerThreshold(t *testing.T) {
	constitution := parties.Constitution{Charter: charter()}
	strict, err := constitution.SetThreshold(3)
	require.NoError(t, err)
	proposal := approved(t, strict, "NorthbankMSP", "SouthbankMSP")
	require.False(t, proposal.Resolution(strict).Adopted)
	require.False(t, proposal.Resolution(constitution).Adopted, "two of three were too few when it was proposed")
	require.True(t, approved(t, constitution, "NorthbankMSP", "SouthbankMSP").Resolution(constitution).Adopted)
	require.False(t, approved(t, constitution, "NorthbankMSP", "SouthbankMSP").Resolution(strict).Adopted, "nor are they after it was raised")
}

func TestFreezeObeysDirectCallsAndDelegates(t *testing.T) {
	constitution := parties.Constitution{Charter: charter()}
	require.NoError(t, constitution.Obeys(by("RegulatorMSP")))
	via := func(name string) protocol.Facts { return protocol.Facts{Via: name} }
	require.NoError(t, constitution.Obeys(via("cash")))
	require.ErrorIs(t, constitution.Obeys(via("evil")), protocol.CallerRefused)
}

func TestHoldersKeepTheConstitutionsOrder(t *testing.T) {
	holders := parties.Constitution{Charter: charter()}.Holders(role.AccountServicer)
	require.True(t, slices.Equal([]string{"NorthbankMSP", "SouthbankMSP"}, holders))
}
