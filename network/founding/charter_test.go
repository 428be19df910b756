// SPDX-License-Identifier: Apache-2.0

package founding_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/network/founding"
	"github.com/consort-finance/consort/network/topology"
)

func ExampleCharter() {
	charter := founding.Charter(topology.Small())
	for _, member := range charter.Members {
		fmt.Println(member.MSP, member.Roles)
	}
	fmt.Println(charter.Threshold, "of", len(charter.Members))
	// Output:
	// NorthbankMSP [governor registrar kyc-attester account-servicer financier custodian paying-agent issuer insurer oracle anchor-buyer supplier]
	// SouthbankMSP [governor registrar kyc-attester account-servicer financier custodian depository venue insurer reinsurer oracle supplier]
	// RegulatorMSP [governor reserve-attester regulator register-keeper auditor oracle]
	// 2 of 3
}

func TestCharterThresholdIsAMajority(t *testing.T) {
	governor := []topology.Identity{{Name: "officer", Roles: []role.Role{role.Governor}}}
	for members, want := range map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 6: 4, 7: 4} {
		top := &topology.Topology{Name: "many"}
		for i := range members {
			top.Organisations = append(top.Organisations, topology.Organisation{Name: fmt.Sprint("m", i), MSPID: fmt.Sprint("M", i), Identities: governor})
		}
		charter := founding.Charter(top)
		require.Equal(t, want, charter.Threshold, "%d members", members)
		require.NoError(t, charter.Validate(), "%d members", members)
	}
}

// What a chaincode is sent must be what it decodes: its codec refuses null, which an absent list would become.
func TestCharterTravels(t *testing.T) {
	charter := founding.Charter(&topology.Topology{Name: "bare", Organisations: []topology.Organisation{{Name: "a", MSPID: "A"}}})
	sent, _, err := parties.Found.Write(charter)
	require.NoError(t, err)
	got, err := protocol.DecodeResponse[parties.Charter](sent)
	require.NoError(t, err)
	require.Equal(t, charter, *got)
}

func TestHashTellsEveryChange(t *testing.T) {
	first, err := founding.Hash(topology.Small())
	require.NoError(t, err)
	same, err := founding.Hash(topology.Small())
	require.NoError(t, err)
	require.Equal(t, first, same)

	changed := topology.Small()
	changed.Organisations[0].Identities[0].Roles = append(changed.Organisations[0].Identities[0].Roles, role.Insurer)
	other, err := founding.Hash(changed)
	require.NoError(t, err)
	require.NotEqual(t, first, other)
}

func TestMissingRoles(t *testing.T) {
	grown := topology.Small()
	constitution := parties.Constitution{Charter: founding.Charter(grown), Edition: 1}
	require.Empty(t, founding.Missing(grown, constitution))

	grown.Organisations[1].Identities[0].Roles = append(grown.Organisations[1].Identities[0].Roles, role.Auditor)
	require.Equal(t, []string{"SouthbankMSP auditor"}, founding.Missing(grown, constitution))
}
