// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// area is a part of the chaincode: a world in which each of its transactions has something that it can be done to, and
// the transactions. No row is carried out in it, so that all of them meet the same world.
type area struct {
	name string
	rows func(t testing.TB) (*market, []row)
}

// areas are the parts of the chaincode, and together all of it.
var areas = []area{
	{"core", coreRows},
	{"settlement", settlementRows},
	{"market", marketRows},
	{"actions", actionRows},
	{"collateral", collateralRows},
	{"enforcement", enforcementRows},
	{"sealed", sealedRows},
}

// others are the codes by which three callers are refused who are not the one that is entitled, empty where they are not
// refused: one of another member with the same party in its certificate, one of the same member without a party, and one
// of the same member with a party of which the registry knows nothing. All have the roles of the entitled one, and every
// role is one that the other member may hold.
type others struct{ forged, nobody, stranger string }

var (
	// anybody may, and the result is determined.
	anybody = others{}
	// owner alone may.
	owner = others{"NOT_YOURS", "NOT_YOURS", "NOT_YOURS"}
	// own is done in the caller's own name, for which the registry has to know it.
	own = others{"NOT_A_PARTY", "NOT_A_PARTY", "FIRM_REFUSED"}
	// office is held by a member, whoever the caller's party is, and by no other member.
	office = others{forged: "NOT_YOURS"}
)

// row is a transaction that succeeds, and who else would be refused how.
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

// enrolled is what somebody's certificate says.
type enrolled struct {
	name, party string
	roles       []role.Role
}

// enrol makes an actor beside whom others can be put.
func (m *market) enrol(msp, name, party string, roles ...role.Role) *stage.Actor {
	actor := m.Actor(msp, name, party, roles...)
	if m.cast == nil {
		m.cast = map[*stage.Actor]enrolled{}
	}
	m.cast[actor] = enrolled{name, party, roles}
	return actor
}

// callers are who stands beside an entitled one with the same roles.
type callers struct{ forger, nobody, stranger *stage.Actor }

// beside makes the callers beside somebody who was enrolled.
func (m *market) beside(t testing.TB, actor *stage.Actor) callers {
	t.Helper()
	is, known := m.cast[actor]
	require.True(t, known, "an actor of a row has to be enrolled")
	other := south
	if actor.MSP == south {
		other = north
	}
	name := func(kind string) string { return kind + "-of-" + is.name + "-at-" + actor.MSP }
	return callers{
		forger:   m.Actor(other, name("forger"), is.party, is.roles...),
		nobody:   m.Actor(actor.MSP, name("nobody"), "", is.roles...),
		stranger: m.Actor(actor.MSP, name("stranger"), "stranger", is.roles...),
	}
}

// answer is how a row ends for a caller, without writing anything: the code of the refusal, or nothing.
func (m *market) answer(t testing.TB, row row, as *stage.Actor) string {
	t.Helper()
	proposal, err := row.propose(as)
	require.NoError(t, err)
	return codeIn(t, m.send(row, as, proposal))
}

// send endorses or evaluates a proposal for a row, and orders nothing.
func (m *market) send(row row, as *stage.Actor, proposal ledgertest.Proposal) (err error) {
	if row.endpoint.Writes() {
		_, err = m.World.Endorse(as.ID, proposal)
	} else {
		_, err = m.World.Evaluate(as.ID, proposal)
	}
	return err
}

func codeIn(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	fault, is := stage.Fault(err).(*protocol.Fault)
	require.True(t, is, "%v", err)
	require.Less(t, fault.Status, int32(500), "%v", err)
	return fault.Code
}

// everything is all that the chaincode has on the ledger and in any collection of any member.
func (m *market) everything() string {
	var all strings.Builder
	fmt.Fprint(&all, m.World.Range(securities.Module, "", ""))
	for _, msp := range m.World.Orgs() {
		fmt.Fprint(&all, m.World.PrivateRange(msp, securities.Module, ledger.OwnCollection(msp)))
	}
	return all.String()
}
