// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// decree is an order on a sealed lot, as the regulator keeps it.
func (m *market) decree(t testing.TB, id securities.WritID, lot hidden, act securities.WritAct, made ...securities.Opening) securities.Writ {
	t.Helper()
	terms := securities.WritTerms{
		ID: id, SealedKey: securities.SealedKey{Instrument: pooled, Lot: lot.id}, Act: act, Document: order, Salt: m.salt(),
	}
	if len(made) > 0 {
		terms.Output = &outputs(t, made...)[0]
	}
	stage.Do(t, m.judge, securities.IssueWrit, securities.IssueWritRequest{ID: id, Instrument: pooled, Terms: terms})
	return *stage.Do(t, m.judge, securities.ReadWrit, id)
}

func obeying(writ securities.Writ, lot hidden, made ...securities.Opening) securities.ObeyRequest {
	req := securities.ObeyRequest{ID: writ.ID, Instrument: pooled, Writ: writ, Made: made}
	if len(made) > 0 {
		req.Spent = []securities.Opening{lot.opening}
	}
	return req
}

// without are members enough for an order, the custodian that it is against not among them.
var without = []string{csd, ruler, south}

// A court freezes a lot, has it given to another, frozen as it is, and frees it there: Northbank is asked for nothing.
func TestAnOrderNeedsNoCustodian(t *testing.T) {
	m := three(t)
	lot := m.conceal(t, m.sealing("orchard", 1000))[0]
	freeze := m.decree(t, "W-1", lot, securities.FreezeSealed)
	require.Zero(t, m.Seen(t, string(order)), "nobody is warned")
	_, err := privately(m, m.keeper, securities.ObeyWrit, obeying(freeze, lot), without...)
	require.NoError(t, err)
	_, err = privately(m, m.northDesk, securities.MoveSealed, moving(t, []hidden{lot}, []securities.Opening{m.sealing("orchard", 1000)}), witnesses...)
	require.ErrorIs(t, err, securities.LotEncumbered)
	_, err = privately(m, m.northDesk, securities.RevealUnits, m.revealing(t, "orchard", lot), witnesses...)
	require.ErrorIs(t, err, securities.LotEncumbered)

	stage.Do(t, m.judge, securities.HaltInstrument, securities.HaltRequest{ID: pooled, Level: securities.NoWrite, Order: order})
	court := m.sealing("harbour", 1000)
	pass := m.decree(t, "W-2", lot, securities.PassSealed, court)
	_, err = privately(m, m.keeper, securities.ObeyWrit, obeying(pass, lot, court), without...)
	require.NoError(t, err)
	m.proved(t, 1000)
	there := stage.Do(t, m.judge, securities.SealedLots, securities.SealedLotsRequest{Instrument: pooled, Custodian: south}).Items
	require.Len(t, there, 1)
	require.Equal(t, securities.Frozen, there[0].Status, "what is frozen is frozen still")
	stage.Do(t, m.judge, securities.ResumeInstrument, pooled)

	taken := hidden{there[0].ID, court}
	free := m.decree(t, "W-3", taken, securities.UnfreezeSealed)
	_, err = privately(m, m.keeper, securities.ObeyWrit, obeying(free, taken), csd, ruler, industry)
	require.NoError(t, err)
	_, err = privately(m, m.southDesk, securities.RevealUnits, m.revealing(t, "harbour", taken), witnesses...)
	require.NoError(t, err)
	done := stage.Do(t, m.issuer, securities.GetExecution, "W-2")
	require.Equal(t, securities.PassSealed, done.Act)
	require.Equal(t, order, done.Document)
}

// An order is the regulator's, is carried out by the depository, once, and as it was written.
func TestOrdersAreRefused(t *testing.T) {
	m := three(t)
	lots := m.conceal(t, m.sealing("orchard", 400), m.sealing("orchard", 600))
	court := m.sealing("harbour", 400)
	pass := m.decree(t, "W-1", lots[0], securities.PassSealed, court)
	obey := func(by *stage.Actor, req securities.ObeyRequest) error {
		_, err := privately(m, by, securities.ObeyWrit, req, without...)
		return err
	}
	forged := pass
	forged.Lot = lots[1].id
	silent(t, obey(m.keeper, obeying(forged, lots[1], court)), protocol.PreimageRefused, "on another lot", court)
	other := m.sealing("harbour", 400)
	silent(t, obey(m.keeper, obeying(pass, lots[0], other)), securities.OpeningRefused, "for another lot than the regulator wrote", other)
	silent(t, obey(m.keeper, obeying(pass, lots[0])), protocol.InvalidArgument, "without the openings")
	impostor := m.Actor(south, "impostor", "", "depository", "regulator")
	silent(t, obey(impostor, obeying(pass, lots[0], court)), securities.NotYours, "by another depository", court)
	stage.Refused(t, impostor, securities.IssueWrit, securities.IssueWritRequest{ID: "W-9", Instrument: pooled, Terms: named(pass.WritTerms, "W-9")}, securities.NotYours)
	more := m.sealing("harbour", 401)
	raise := m.decree(t, "W-2", lots[0], securities.PassSealed, more)
	silent(t, obey(m.keeper, obeying(raise, lots[0], more)), securities.UnitsUnequal, "a unit more", more)
	home := m.sealing("orchard", 400)
	back := m.decree(t, "W-3", lots[0], securities.PassSealed, home)
	_, err := privately(m, m.keeper, securities.ObeyWrit, obeying(back, lots[0], home), witnesses...)
	silent(t, err, securities.SelfTransfer, "to where it is", home)
	silent(t, obey(m.keeper, obeying(m.decree(t, "W-4", lots[0], securities.UnfreezeSealed), lots[0])), securities.LotEncumbered, "what is not frozen")

	revoked := m.decree(t, "W-5", lots[0], securities.FreezeSealed)
	stage.Do(t, m.judge, securities.WithdrawWrit, "W-5")
	silent(t, obey(m.keeper, obeying(revoked, lots[0])), protocol.NotFound, "taken back")
	require.NoError(t, obey(m.keeper, obeying(pass, lots[0], court)))
	silent(t, obey(m.keeper, obeying(pass, lots[0], court)), securities.LotSpent, "again", court)
	freeze := m.decree(t, "W-6", lots[1], securities.FreezeSealed)
	require.NoError(t, obey(m.keeper, obeying(freeze, lots[1])))
	silent(t, obey(m.keeper, obeying(freeze, lots[1])), securities.LotEncumbered, "again")
	require.NoError(t, obey(m.keeper, obeying(m.decree(t, "W-7", lots[1], securities.UnfreezeSealed), lots[1])))
	silent(t, obey(m.keeper, obeying(freeze, lots[1])), protocol.AlreadyExists, "once it is over")
	m.proved(t, 1000)
}

func named(terms securities.WritTerms, id securities.WritID) securities.WritTerms {
	terms.ID = id
	return terms
}

// Until it is carried out an order is with the regulator alone, and no key says on which lot it is.
func TestOrdersStayWithTheRegulator(t *testing.T) {
	m := three(t)
	lot := m.conceal(t, m.sealing("orchard", 1000))[0]
	before := m.Seen(t, string(lot.id))
	writ := m.decree(t, "W-1", lot, securities.FreezeSealed)
	require.Equal(t, before, m.Seen(t, string(lot.id)))
	require.Equal(t, []string{ruler}, m.Keepers(securities.Module, string(writ.Salt)))
	require.Zero(t, m.Seen(t, strings.Repeat("0d", 32)))
}
