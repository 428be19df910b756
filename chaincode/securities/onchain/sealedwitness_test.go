// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// testified is a request that names its witnesses.
type testified interface {
	protocol.Request
	Witnesses(securities.Instrument) []string
}

// attest does something by the word of its witnesses and, where the chaincode's policy asks for more, of Industry.
func attest[Req testified, Res any](t *testing.T, m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req, needed ...string) *Res {
	t.Helper()
	named := req.Witnesses(*stage.Do(t, m.issuer, securities.GetInstrument, pooled))
	require.ElementsMatch(t, needed, named)
	if len(named) < 3 {
		named = append(named, industry)
	}
	if witnessed, is := any(req).(protocol.Witnessed); is {
		endorsers, err := witnessed.Endorsers(m.asking(by))
		require.NoError(t, err)
		require.ElementsMatch(t, named, endorsers)
	}
	answer, err := privately(m, by, e, req, named...)
	require.NoError(t, err)
	return answer
}

// asking asks the ledger in somebody's name, as a client does.
func (m *market) asking(by *stage.Actor) protocol.Ask {
	return func(name string, argument []byte) ([]byte, error) {
		chaincode, _, _ := strings.Cut(name, ":")
		response, err := m.World.Evaluate(by.ID, ledgertest.Proposal{Chaincode: chaincode, Args: [][]byte{[]byte(name), argument}})
		if err != nil {
			return nil, stage.Fault(err)
		}
		return response.GetPayload(), nil
	}
}

// lacking does it by the word of all but each of the witnesses.
func lacking[Req testified, Res any](t *testing.T, m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req) {
	t.Helper()
	for _, missing := range req.Witnesses(*stage.Do(t, m.issuer, securities.GetInstrument, pooled)) {
		others := slices.DeleteFunc([]string{north, south, csd, ruler, industry}, func(msp string) bool { return msp == missing })
		_, err := privately(m, by, e, req, others...)
		require.ErrorContains(t, err, "ENDORSEMENT_POLICY_FAILURE", "%s without %s", e.Name(), missing)
	}
}

// Requests on concealed units name the members whose word suffices; what writes openings comes to nothing without each of them.
func TestRequestsNameTheirWitnesses(t *testing.T) {
	m := three(t)
	cut := []securities.Opening{m.sealing("orchard", 400), m.sealing("orchard", 600)}
	conceal := m.concealing(t, cut...)
	lacking(t, m, m.orchard, securities.ConcealUnits, conceal)
	lots := paired(t, *attest(t, m, m.orchard, securities.ConcealUnits, conceal, north, csd, ruler), cut)

	away, shown := []securities.Opening{m.sealing("harbour", 300), m.sealing("orchard", 100)}, m.sealAdmission(t, "harbour")
	move := moving(t, lots[:1], away, shown)
	lacking(t, m, m.northDesk, securities.MoveSealed, move)
	sold := paired(t, *attest(t, m, m.northDesk, securities.MoveSealed, move, north, south, csd, ruler), away)
	join := moving(t, lots[1:], []securities.Opening{m.sealing("orchard", 600)})
	lacking(t, m, m.northDesk, securities.MoveSealed, join)
	attest(t, m, m.northDesk, securities.MoveSealed, join, north, csd, ruler)

	frozen := m.decree(t, "W-1", sold[0], securities.FreezeSealed)
	attest(t, m, m.keeper, securities.ObeyWrit, obeying(frozen, sold[0]), csd, ruler)
	taken := m.sealing("orchard", 300)
	pass := m.decree(t, "W-2", sold[0], securities.PassSealed, taken)
	lacking(t, m, m.keeper, securities.ObeyWrit, obeying(pass, sold[0], taken))
	attest(t, m, m.keeper, securities.ObeyWrit, obeying(pass, sold[0], taken), north, csd, ruler)
	m.proved(t, 1000)
}

// What is revealed is public: with its custodian's and the depository's word it is done, whoever the others are.
func TestARevelationIsWitnessedByTwo(t *testing.T) {
	m := three(t)
	lots := m.conceal(t, m.sealing("orchard", 1000))
	attest(t, m, m.northDesk, securities.RevealUnits, m.revealing(t, "orchard", lots...), north, csd)
	m.proved(t, 0)
}
