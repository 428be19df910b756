// SPDX-License-Identifier: Apache-2.0

package parties_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestOnlyPartyAndHostTogetherNameAFirm(t *testing.T) {
	firm := parties.Firm{Party: "motors", Host: "IndustryMSP"}
	for name, caller := range map[string]protocol.Principal{
		"another member's certificate": {MSP: "NorthbankMSP", Party: "motors"},
		"another party":                {MSP: "IndustryMSP", Party: "supplier"},
		"no party":                     {MSP: "IndustryMSP"},
	} {
		act := parties.Act{Facts: protocol.Facts{Caller: caller}}
		require.ErrorIs(t, act.By(firm), parties.NotYours, name)
	}
	act := parties.Act{Facts: protocol.Facts{Caller: protocol.Principal{MSP: "IndustryMSP", Party: "motors"}}}
	require.NoError(t, act.By(firm))
	mine, err := act.Firm()
	require.NoError(t, err)
	require.Equal(t, firm, mine)
	_, err = parties.Act{}.Firm()
	require.ErrorIs(t, err, parties.NotAParty)
	require.False(t, parties.Firm{Host: "IndustryMSP"}.Is(protocol.Principal{MSP: "IndustryMSP"}), "nobody is not a firm")
}

func TestACounterpartyIsWhomTheRegistryAccepts(t *testing.T) {
	firm, err := parties.Counterparty("motors", parties.CheckAnswer{OK: true, Host: "IndustryMSP"})
	require.NoError(t, err)
	require.Equal(t, parties.Firm{Party: "motors", Host: "IndustryMSP"}, firm)
	_, err = parties.Counterparty("motors", parties.CheckAnswer{Host: "IndustryMSP"})
	require.ErrorIs(t, err, parties.FirmRefused)
}

func TestACheckerIsAnotherPerson(t *testing.T) {
	alice := protocol.Principal{MSP: "IndustryMSP", Subject: "CN=alice", Issuer: "CN=ca", Enrolment: "alice"}
	act := parties.Act{Facts: protocol.Facts{Caller: alice}}
	require.ErrorIs(t, act.Another(act.Person()), parties.SamePerson)
	bob := alice
	bob.Subject, bob.Enrolment = "CN=bob", "bob"
	require.NoError(t, act.Another(parties.PersonOf(bob)))
}
