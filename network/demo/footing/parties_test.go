// SPDX-License-Identifier: Apache-2.0

package footing

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/network/topology"
)

// Every party that the small consortium's certificates name can be registered, each under an LEI of its own.
func TestPartiesOfTheTopologyCanBeRegistered(t *testing.T) {
	known, leis := map[parties.PartyID]bool{}, map[ident.LEI]bool{}
	for _, e := range entities() {
		lei, err := ident.NewLEI(e.lei)
		require.NoError(t, err, e.id)
		require.False(t, leis[lei], "the LEI of %s is there twice", e.id)
		known[e.id], leis[lei] = true, true
	}
	for _, member := range topology.Small().Organisations {
		for _, person := range member.Identities {
			require.True(t, person.Party == "" || known[parties.PartyID(person.Party)], "%s/%s acts for %s", member.Name, person.Name, person.Party)
		}
	}
}
