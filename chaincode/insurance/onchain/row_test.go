// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// others are the codes by which three callers are refused who are not the one that is entitled, empty where they are not
// refused: one of another member with the same party in its certificate, one of the same member without a party, and one
// of the same member with a party of which the registry knows nothing. All have the roles of the entitled one.
type others struct{ forged, nobody, stranger string }

var (
	// anybody may, and the result is determined.
	anybody = others{}
	// owner alone may.
	owner = others{"NOT_YOURS", "NOT_YOURS", "NOT_YOURS"}
	// own is done in the caller's own name, for which the registry has to know it.
	own = others{"NOT_A_PARTY", "NOT_A_PARTY", "FIRM_REFUSED"}
	// office is held by a member, whoever the caller's party is, and by no other member.
	office = others{forged: "NOT_AUTHORISED"}
)

// row is a transaction that succeeds in a world, and who else would be refused how.
type row struct {
	endpoint protocol.Endpoint
	by       *stage.Actor
	others   others
	propose  func(*stage.Actor) (ledgertest.Proposal, error)
	request  any
}

func does[Req protocol.Request, Res any](e protocol.Call[Req, Res], by *stage.Actor, others others, request Req) row {
	propose := func(as *stage.Actor) (ledgertest.Proposal, error) { return stage.Proposal(as, e, request) }
	return row{e, by, others, propose, request}
}

// world is a market in which each of its rows succeeds.
type world struct {
	*market
	rows []row
}

// answer is how a row ends for a caller, without writing anything: the code of the refusal, or nothing.
func (m *market) answer(t testing.TB, row row, as *stage.Actor) string {
	t.Helper()
	proposal, err := row.propose(as)
	require.NoError(t, err)
	if row.endpoint.Writes() {
		_, err = m.World.Endorse(as.ID, proposal)
	} else {
		_, err = m.World.Evaluate(as.ID, proposal)
	}
	return codeIn(t, err)
}

func codeIn(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	fault, is := stage.Fault(err).(*protocol.Fault)
	require.True(t, is, "%v", err)
	require.Less(t, fault.Status, int32(500))
	return fault.Code
}

// everything is all that the chaincode has on the ledger and in any collection of any member.
func (m *market) everything() string {
	var all strings.Builder
	fmt.Fprint(&all, m.World.Range(insurance.Module, "", ""))
	for _, msp := range m.World.Orgs() {
		fmt.Fprint(&all, m.World.PrivateRange(msp, insurance.Module, ledger.OwnCollection(msp)))
	}
	return all.String()
}
