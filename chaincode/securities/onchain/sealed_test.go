// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

func three(t testing.TB) *market {
	t.Helper()
	return veiled(t, bondTerms(t), 1000, 1000, 1000, 10_000)
}

// Units of orchard are concealed, cut, sold to harbour at another custodian, joined there and revealed.
func TestUnitsAreConcealedPassedOnAndRevealed(t *testing.T) {
	m := three(t)
	lot := m.conceal(t, m.sealing("orchard", 1000))
	m.holds(t, pooled, "orchard", 0)
	m.proved(t, 1000)
	require.Equal(t, []string{csd, north, ruler}, m.knows(t, lot[0]))

	cut := m.move(t, m.northDesk, lot, []securities.Opening{m.sealing("orchard", 600), m.sealing("orchard", 300), m.sealing("orchard", 100)})
	m.proved(t, 1000)
	sold := m.move(t, m.northDesk, cut[1:], []securities.Opening{m.sealing("harbour", 250), m.sealing("orchard", 150)}, m.sealAdmission(t, "harbour"))
	require.Equal(t, []string{csd, ruler, south}, m.knows(t, sold[0]))
	require.Equal(t, []string{csd, north, ruler}, m.knows(t, sold[1]))
	m.proved(t, 1000)

	own := m.conceal(t, m.sealing("harbour", 1000))
	joined := m.move(t, m.southDesk, append(own, sold[0]), []securities.Opening{m.sealing("harbour", 1250)})
	m.proved(t, 2000)
	made, err := privately(m, m.southDesk, securities.RevealUnits, m.revealing(t, "harbour", joined...), witnesses...)
	require.NoError(t, err)
	require.Equal(t, securities.Quantity(1250), made.Lots[0].Quantity)
	m.holds(t, pooled, "harbour", 1250)
	m.proved(t, 750)
	for _, lot := range []hidden{lot[0], cut[1], sold[0], joined[0]} {
		spent := stage.Do(t, m.issuer, securities.GetSealedLot, securities.SealedKey{Instrument: pooled, Lot: lot.id})
		require.Equal(t, securities.Spent, spent.Status)
		require.Equal(t, day(monday), spent.SpentOn)
	}
	live := stage.Do(t, m.issuer, securities.SealedLots, securities.SealedLotsRequest{Instrument: pooled, Custodian: north})
	require.Len(t, live.Items, 2)
}

// Into another account than the holder's concealed units pass as any do: its owner is admitted, the account takes them.
func TestUnitsAreRevealedToWhoMayHaveThem(t *testing.T) {
	m := three(t)
	lots := m.conceal(t, m.sealing("orchard", 400), m.sealing("orchard", 600))
	reveal := func(to securities.AccountID, lot hidden) error {
		_, err := privately(m, m.northDesk, securities.RevealUnits, m.revealing(t, to, lot), witnesses...)
		return err
	}
	require.NoError(t, reveal("summit", lots[0]))
	m.holds(t, pooled, "summit", 1400)
	stage.Do(t, m.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: pooled, Party: "harbour"})
	stage.Do(t, m.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: pooled, Party: "orchard"})
	require.ErrorIs(t, reveal("harbour", lots[1]), securities.NotAdmitted)
	require.NoError(t, reveal("orchard", lots[1]), "home they come without an admission")
	m.holds(t, pooled, "orchard", 600)
	m.proved(t, 0)
}

// A lock-up goes with concealed units, comes back with them, and gets no shorter on the way; the pool shows none.
func TestLockUpsAreConcealedToo(t *testing.T) {
	m := three(t)
	lock := m.giving(t, "orchard", "harbour", 1000)
	lock.LockedUntil = day("2026-01-07")
	stage.Do(t, m.orchard, securities.Transfer, lock)
	opening := m.sealing("harbour", 2000)
	opening.LockedUntil = day("2026-01-06")
	_, err := privately(m, m.harbour, securities.ConcealUnits, m.concealing(t, opening), witnesses...)
	require.ErrorIs(t, err, securities.LockUpShortened)
	opening.LockedUntil = day("2026-01-07")
	lots := m.conceal(t, opening)
	require.Zero(t, m.lots(t, pooled, "pool")[0].LockedUntil)
	short := m.sealing("harbour", 2000)
	_, err = privately(m, m.southDesk, securities.MoveSealed, moving(t, lots, []securities.Opening{short}), witnesses...)
	require.ErrorIs(t, err, securities.LockUpShortened)
	away, shown := m.sealing("summit", 2000), m.sealAdmission(t, "summit")
	away.LockedUntil = day("2026-01-07")
	_, err = privately(m, m.southDesk, securities.MoveSealed, moving(t, lots, []securities.Opening{away}, shown), witnesses...)
	require.ErrorIs(t, err, securities.LotLocked)
	_, err = privately(m, m.southDesk, securities.RevealUnits, m.revealing(t, "summit", lots...), witnesses...)
	require.ErrorIs(t, err, securities.LotLocked)
	made, err := privately(m, m.southDesk, securities.RevealUnits, m.revealing(t, "harbour", lots...), witnesses...)
	require.NoError(t, err)
	require.Equal(t, day("2026-01-07"), made.Lots[0].LockedUntil, "what is revealed is locked up as it was")
}

// What is in the pool leaves it in no other way, whoever asks; nothing gets into it in another way either.
func TestAPoolHasNoOtherWayInOrOut(t *testing.T) {
	m := three(t)
	m.conceal(t, m.sealing("orchard", 1000))
	owner := m.Actor(csd, "depository", "depository")
	stage.Refused(t, owner, securities.Transfer, m.giving(t, "pool", "orchard", 10), securities.AccountRefused)
	stage.Refused(t, owner, securities.SplitLot, securities.SplitRequest{LotKey: m.first(t, pooled, "pool"), Sizes: []securities.Quantity{1, 999}}, securities.AccountRefused)
	stage.Refused(t, m.harbour, securities.Transfer, m.giving(t, "harbour", "pool", 10), securities.AccountRefused)
	stage.Refused(t, m.northDesk, securities.OpenAccount, securities.AccountTerms{ID: "x", Owner: "orchard", Kind: securities.Pooling, Cash: "orchard"}, protocol.InvalidArgument)
	stage.Refused(t, m.keeper, securities.OpenPool, poolOf(pooled, "pool-2"), protocol.AlreadyExists)
	m.proved(t, 1000)
}

// Who held what on a record date is known to the custodian for its own, and to the depository for all; to the others not.
func TestConcealedHoldingsOfARecordDate(t *testing.T) {
	m := three(t)
	lots := m.conceal(t, m.sealing("orchard", 400), m.sealing("orchard", 600))
	m.conceal(t, m.sealing("harbour", 1000))
	m.roll(t, "2026-01-06")
	m.move(t, m.northDesk, lots[1:], []securities.Opening{m.sealing("harbour", 600)}, m.sealAdmission(t, "harbour"))
	ask := func(who *stage.Actor, on string) map[string]securities.Quantity {
		req := securities.SealedHoldingsRequest{Instrument: pooled}
		if on != "" {
			req.Day = day(on)
		}
		held := map[string]securities.Quantity{}
		for _, position := range stage.Do(t, who, securities.ReadSealedHoldings, req).Positions {
			held[string(position.Holder.Party)] = position.Quantity
		}
		return held
	}
	require.Equal(t, map[string]securities.Quantity{"orchard": 1000, "harbour": 1000}, ask(m.keeper, monday))
	require.Equal(t, map[string]securities.Quantity{"orchard": 400, "harbour": 1600}, ask(m.keeper, ""))
	require.Equal(t, map[string]securities.Quantity{"orchard": 1000}, ask(m.northDesk, monday))
	require.Equal(t, map[string]securities.Quantity{"harbour": 1600}, ask(m.southDesk, ""))
	one := stage.Do(t, m.judge, securities.ReadSealedHoldings, securities.SealedHoldingsRequest{Instrument: pooled, Party: "harbour"})
	require.Equal(t, securities.Quantity(1600), one.Total)
	require.Len(t, one.Positions[0].Lots, 2)
	stage.Refused(t, m.issuer, securities.ReadSealedHoldings, securities.SealedHoldingsRequest{Instrument: pooled}, protocol.NotAuthorised)
	stage.Refused(t, m.southDesk, securities.ReadPoolProof, pooled, protocol.NotAuthorised)
}

// Who asks for it has its spent lots forgotten by each of their keepers; the pool is proved all the same.
func TestSpentLotsAreForgotten(t *testing.T) {
	m := three(t)
	old := m.sealing("orchard", 1000)
	spent := m.conceal(t, old)
	kept := m.move(t, m.northDesk, spent, []securities.Opening{m.sealing("orchard", 1000)})
	require.Equal(t, []string{csd, north, ruler}, m.Keepers(securities.Module, string(old.Salt)))
	forget := securities.PurgeRequest{Instrument: pooled, Sealed: []securities.SealedID{spent[0].id}}
	stage.Refused(t, m.northDesk, securities.PurgeOpenings, forget, securities.DayOpen)
	stage.Refused(t, m.northDesk, securities.PurgeOpenings, securities.PurgeRequest{Instrument: pooled, Sealed: []securities.SealedID{kept[0].id}}, securities.StatusRefused)
	m.roll(t, "2026-01-06")
	stage.Refused(t, m.southDesk, securities.PurgeOpenings, forget, securities.NotYours)
	for _, keeper := range []*stage.Actor{m.northDesk, m.keeper, m.judge} {
		require.Equal(t, 1, stage.Do(t, keeper, securities.PurgeOpenings, forget).Openings)
		stage.Refused(t, keeper, securities.PurgeOpenings, forget, protocol.NotFound)
	}
	require.Empty(t, m.Keepers(securities.Module, string(old.Salt)))
	require.Empty(t, m.knows(t, spent[0]))
	require.Equal(t, securities.Spent, stage.Do(t, m.issuer, securities.GetSealedLot, securities.SealedKey{Instrument: pooled, Lot: spent[0].id}).Status)
	m.proved(t, 1000)
	then := stage.Do(t, m.keeper, securities.ReadSealedHoldings, securities.SealedHoldingsRequest{Instrument: pooled, Day: day(monday)})
	require.Empty(t, then.Unknown, "it was made and spent on one day")
}
