// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// doesAmongst is a row of which the proposal is sent to the keepers of the openings.
func doesAmongst[Req protocol.Request, Res any](e protocol.SubmitEndpoint[Req, Res], by *stage.Actor, others others, request Req) row {
	propose := func(as *stage.Actor) (ledgertest.Proposal, error) { return amongst(as, e, request, witnesses...) }
	return row{e, by, others, propose, request}
}

// sealedRows are the transactions on concealed units, on Tuesday: orchard has two sealed lots and one that was spent on Monday,
// harbour is admitted, and the regulator has ordered that one lot is frozen.
func sealedRows(t testing.TB) (*market, []row) {
	t.Helper()
	m := three(t)
	m.list(t, "IND-S", shareTerms(t), 500)
	lots := m.conceal(t, m.sealing("orchard", 400), m.sealing("orchard", 600))
	live := append(m.move(t, m.northDesk, lots[:1], []securities.Opening{m.sealing("orchard", 400)}), lots[1])
	shown, writ := m.sealAdmission(t, "harbour"), m.decree(t, "W-1", live[1], securities.FreezeSealed)
	frozen := m.conceal(t, m.sealing("harbour", 1000))[0]
	_, err := privately(m, m.keeper, securities.ObeyWrit, obeying(m.decree(t, "W-0", frozen, securities.FreezeSealed), frozen), witnesses...)
	require.NoError(t, err)
	m.roll(t, "2026-01-06")
	key := securities.SealedKey{Instrument: pooled, Lot: live[0].id}
	return m, append(m.sealedTerms(writ, shown), []row{
		doesAmongst(securities.ConcealUnits, m.summit, owner, m.concealing(t, m.sealing("summit", 300), m.sealing("summit", 700))),
		doesAmongst(securities.MoveSealed, m.northDesk, office, moving(t, live, []securities.Opening{m.sealing("harbour", 300), m.sealing("orchard", 700)}, shown)),
		doesAmongst(securities.RevealUnits, m.northDesk, office, m.revealing(t, "orchard", live...)),
		does(securities.PurgeOpenings, m.northDesk, office, securities.PurgeRequest{Instrument: pooled, Sealed: []securities.SealedID{lots[0].id}}),
		doesAmongst(securities.ObeyWrit, m.keeper, office, obeying(writ, live[1])),
		does(securities.GetPool, m.summit, anybody, pooled),
		does(securities.GetSealedLot, m.summit, anybody, key),
		does(securities.SealedLots, m.summit, anybody, securities.SealedLotsRequest{Instrument: pooled, Custodian: north, PageRequest: protocol.PageRequest{Size: 1}}),
		does(securities.GetExecution, m.summit, anybody, "W-0"),
		does(securities.ReadWrit, m.judge, others{forged: "NOT_FOUND"}, "W-1"),
		does(securities.ReadOpening, m.northDesk, others{forged: "NOT_FOUND"}, key),
		does(securities.ReadSealedHoldings, m.northDesk, anybody, securities.SealedHoldingsRequest{Instrument: pooled, Day: day(monday), Party: "orchard"}),
		does(securities.ReadPoolProof, m.keeper, office, pooled),
	}...)
}

// sealedTerms are the transactions by which depository and regulator look after concealed units.
func (m *market) sealedTerms(writ securities.Writ, shown securities.SealedAdmission) []row {
	fresh, pass := m.admission("summit"), named(writ.WritTerms, "W-2")
	pass.Act, pass.Output = securities.PassSealed, &securities.SealedOutput{Custodian: south, Commitment: securities.Hash(strings.Repeat("ab", 32))}
	seal := securities.Hash(strings.Repeat("ab", 32))
	return []row{
		does(securities.OpenPool, m.keeper, office, poolOf("IND-S", "pool-S")),
		does(securities.TakeSealedSlot, m.keeper, office, securities.SealedSlotRequest{Instrument: pooled, Class: "professional", Slot: 9, Seal: seal}),
		does(securities.SealAdmissions, m.keeper, office, securities.SealAdmissionsRequest{Instrument: pooled, Admissions: []securities.SealedAdmission{fresh}}),
		does(securities.EndSealedAdmissions, m.keeper, office, securities.EndSealedRequest{Instrument: pooled, Admissions: []securities.SealedAdmissionID{shown.ID}}),
		does(securities.IssueWrit, m.judge, office, securities.IssueWritRequest{ID: "W-2", Instrument: pooled, Terms: pass}),
		does(securities.WithdrawWrit, m.judge, others{forged: "NOT_FOUND"}, "W-1"),
	}
}
