// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// concealing conceals one lot of alice's, who is at northbank: the request's argument, and what travels beside it.
func concealing(t *testing.T) (argument, made string) {
	t.Helper()
	opening := securities.Opening{
		Instrument: "BOND-1", Custodian: "NorthbankMSP", Holder: securities.Firm{Party: "alice", Host: "NorthbankMSP"},
		Account: "alice", Quantity: 7, Salt: securities.Salt(strings.Repeat("5a", 16)),
	}
	output, err := opening.Output()
	require.NoError(t, err)
	content, transient, err := protocol.Encode(securities.ConcealRequest{
		Instrument: "BOND-1", Account: "alice", Lots: []securities.LotID{securities.LotID("0a1b." + strings.Repeat("ab", 32) + ".0")},
		Outputs: []securities.SealedOutput{output}, Openings: []securities.Opening{opening},
	})
	require.NoError(t, err)
	return string(content), string(transient["made"])
}

// concealed is a ledger on which alice may conceal.
func concealed() *canned {
	transport := newCanned(`{"lots":[]}`)
	transport.answers = map[string]string{
		"securities:Instrument": `{"id":"BOND-1","depository":"DepositoryMSP","regulator":"RegulatorMSP"}`,
		"parties:Constitution": `{"members":[{"msp":"NorthbankMSP","roles":["custodian"]},{"msp":"SouthbankMSP","roles":["custodian"]},
			{"msp":"IndustryMSP","roles":[]},{"msp":"InsurerMSP","roles":[]},{"msp":"DepositoryMSP","roles":["depository"]},
			{"msp":"RegulatorMSP","roles":["regulator"]}]}`,
	}
	return transport
}

// Nobody has to know who endorses concealed units: the ledger says it, whether the request is given by flags or as JSON.
func TestEndorsersOfConcealedUnitsAreFound(t *testing.T) {
	argument, made := concealing(t)
	var request map[string]any
	require.NoError(t, protocol.Unmarshal([]byte(argument), &request))
	outputs, err := protocol.Marshal(request["outputs"])
	require.NoError(t, err)
	flags := []string{
		"securities", "conceal-units", "--instrument", "BOND-1", "--account", "alice", "--lots", request["lots"].([]any)[0].(string),
		"--outputs", string(outputs), "--made", made,
	}
	raw := []string{"submit", "securities:ConcealUnits", argument, "--transient", "made=" + made}
	for _, args := range [][]string{flags, raw} {
		transport := concealed()
		_, errOut, code := run(t, transport, args...)
		require.Equal(t, exitDone, code, errOut)
		require.Equal(t, "securities:ConcealUnits", string(transport.last.Args[0]))
		require.Equal(t, []string{"NorthbankMSP", "DepositoryMSP", "RegulatorMSP", "IndustryMSP"}, transport.last.Organisations)

		_, _, code = run(t, transport, append(args, "--endorse", "NorthbankMSP")...)
		require.Equal(t, exitDone, code)
		require.Equal(t, []string{"NorthbankMSP"}, transport.last.Organisations, "who is named by hand endorses")
	}
}

func TestEndorsersThatNobodyCanTellAreNamedByHand(t *testing.T) {
	argument, made := concealing(t)
	transport := concealed()
	transport.answers["parties:Constitution"] = `{"members":[{"msp":"NorthbankMSP","roles":["custodian"]},{"msp":"SouthbankMSP","roles":["custodian"]},
		{"msp":"EastbankMSP","roles":["custodian"]},{"msp":"WestbankMSP","roles":["custodian"]},{"msp":"DepositoryMSP","roles":["depository"]},
		{"msp":"RegulatorMSP","roles":["regulator"]}]}`
	_, errOut, code := run(t, transport, "submit", "securities:ConcealUnits", argument, "--transient", "made="+made)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errOut, "name who endorses")
	require.Equal(t, "parties:Constitution", string(transport.last.Args[0]), "nothing is proposed")
}

// What the catalogue cannot read a newer chaincode may.
func TestRequestsThatTheCatalogueDoesNotKnowAreSent(t *testing.T) {
	transport := concealed()
	_, errOut, code := run(t, transport, "submit", "securities:ConcealUnits", `{"instrument":"BOND-1","colour":"red"}`)
	require.Equal(t, exitDone, code, errOut)
	require.Empty(t, transport.last.Organisations)
}
