// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// told answers as a ledger of these members does.
func told(t *testing.T, members ...parties.Member) protocol.Ask {
	t.Helper()
	return func(name string, _ []byte) ([]byte, error) {
		switch name {
		case GetInstrument.Name():
			return []byte(`{"id":"A","depository":"CsdMSP","regulator":"RegulatorMSP"}`), nil
		case parties.GetConstitution.Name():
			return protocol.Marshal(parties.Constitution{Charter: parties.Charter{Members: members}})
		default:
			return nil, errors.New(name + " is none of the two")
		}
	}
}

// keeping is an opening at a custodian.
func keeping(custodian string) []Opening { return []Opening{{Custodian: custodian}} }

var (
	banks = []parties.Member{
		{MSP: "NorthMSP", Roles: []role.Role{role.Custodian}}, {MSP: "SouthMSP", Roles: []role.Role{role.AccountServicer, role.Custodian}},
	}
	others = []parties.Member{
		{MSP: "IndustryMSP"}, {MSP: "CsdMSP", Roles: []role.Role{role.Depository}}, {MSP: "InsurerMSP"}, {MSP: "RegulatorMSP", Roles: []role.Role{role.Regulator}},
	}
	small = append(banks[:2:2], others[1], others[3])
)

func TestEndorsersAreTheWitnessesAndAMajority(t *testing.T) {
	six, four := told(t, append(banks[:2:2], others...)...), told(t, small...)
	for what, c := range map[string]struct {
		request protocol.Witnessed
		ask     protocol.Ask
		want    []string
	}{
		"six conceal":          {ConcealRequest{Instrument: "A", Openings: keeping("NorthMSP")}, six, []string{"NorthMSP", "CsdMSP", "RegulatorMSP", "IndustryMSP"}},
		"six move between":     {MoveSealedRequest{Instrument: "A", Spent: keeping("NorthMSP"), Made: keeping("SouthMSP")}, six, []string{"NorthMSP", "SouthMSP", "CsdMSP", "RegulatorMSP"}},
		"six move at home":     {MoveSealedRequest{Instrument: "A", Spent: keeping("SouthMSP"), Made: keeping("SouthMSP")}, six, []string{"SouthMSP", "CsdMSP", "RegulatorMSP", "IndustryMSP"}},
		"six obey a freeze":    {ObeyRequest{Instrument: "A"}, six, []string{"CsdMSP", "RegulatorMSP", "IndustryMSP", "InsurerMSP"}},
		"six obey a move":      {ObeyRequest{Instrument: "A", Made: keeping("SouthMSP")}, six, []string{"SouthMSP", "CsdMSP", "RegulatorMSP", "IndustryMSP"}},
		"four conceal":         {ConcealRequest{Instrument: "A", Openings: keeping("NorthMSP")}, four, []string{"NorthMSP", "CsdMSP", "RegulatorMSP"}},
		"four obey a freeze":   {ObeyRequest{Instrument: "A"}, four, []string{"CsdMSP", "RegulatorMSP", "NorthMSP"}},
		"more than a majority": {MoveSealedRequest{Instrument: "A", Spent: keeping("NorthMSP"), Made: keeping("SouthMSP")}, four, []string{"NorthMSP", "SouthMSP", "CsdMSP", "RegulatorMSP"}},
	} {
		got, err := c.request.Endorsers(c.ask)
		require.NoError(t, err, what)
		require.Equal(t, c.want, got, what)
	}
}

// Another custodian is not told of a holder for want of a majority.
func TestNoCustodianEndorsesWhatIsNotItsBusiness(t *testing.T) {
	third := parties.Member{MSP: "EastMSP", Roles: []role.Role{role.Custodian}}
	fourth := parties.Member{MSP: "WestMSP", Roles: []role.Role{role.Custodian}}
	ask := told(t, append(small[:4:4], third, fourth)...) // a majority is four of six
	for what, request := range map[string]protocol.Witnessed{
		"conceal": ConcealRequest{Instrument: "A", Openings: keeping("NorthMSP")}, "obey": ObeyRequest{Instrument: "A", Made: keeping("NorthMSP")},
		"move": MoveSealedRequest{Instrument: "A", Spent: keeping("NorthMSP"), Made: keeping("NorthMSP")},
	} {
		_, err := request.Endorsers(ask)
		require.ErrorContains(t, err, "name who endorses", what)
	}
}

func TestEndorsersOfWhatIsNotThere(t *testing.T) {
	_, err := ConcealRequest{Instrument: "A"}.Endorsers(func(string, []byte) ([]byte, error) { return nil, protocol.NotFound.New("instrument A is not there") })
	require.ErrorIs(t, err, protocol.NotFound)
}
