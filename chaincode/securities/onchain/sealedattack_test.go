// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// silent checks that a refusal is for a reason, and says nothing that an opening or an admission has in it.
func silent(t testing.TB, err error, code protocol.Code, what string, secrets ...securities.Opening) {
	t.Helper()
	require.ErrorIs(t, err, code, what)
	for _, secret := range secrets {
		for _, word := range []string{string(secret.Holder.Party), string(secret.Account), secret.Quantity.String(), string(secret.Salt)} {
			require.NotContains(t, err.Error(), word, what)
		}
	}
}

// assault is a world in which sealed lots may be moved, and a move that succeeds in it.
type assault struct {
	*market
	lots, foreign, gone []hidden
	shown               securities.SealedAdmission
}

func attacked(t testing.TB) assault {
	t.Helper()
	a := assault{market: three(t)}
	a.lots = a.conceal(t, a.sealing("orchard", 400), a.sealing("orchard", 600))
	a.foreign = a.conceal(t, a.sealing("summit", 1000))
	a.shown = a.sealAdmission(t, "harbour")
	a.gone = a.move(t, a.northDesk, a.lots[1:], []securities.Opening{a.sealing("orchard", 600)})
	a.list(t, "IND-S", shareTerms(t), 500)
	return a
}

func (a assault) good(t testing.TB) securities.MoveSealedRequest {
	t.Helper()
	return moving(t, a.lots[:1], []securities.Opening{a.sealing("harbour", 150), a.sealing("orchard", 250)}, a.shown)
}

// wrong is what somebody does to a good move, and how that is refused.
type wrong struct {
	change func(*securities.MoveSealedRequest)
	code   protocol.Code
}

// falsified are moves whose openings or units are not what they ought to be.
func (a assault) falsified() map[string]wrong {
	return map[string]wrong{
		"more units in the opening than were committed to": {func(r *securities.MoveSealedRequest) {
			r.Spent[0].Quantity, r.Made[0].Quantity = 500, 250
		}, securities.OpeningRefused},
		"another's salt":   {func(r *securities.MoveSealedRequest) { r.Spent[0].Salt = a.lots[1].opening.Salt }, securities.OpeningRefused},
		"another's holder": {func(r *securities.MoveSealedRequest) { r.Spent[0].Holder = firmOf("summit") }, securities.OpeningRefused},
		"a longer lock-up": {func(r *securities.MoveSealedRequest) { r.Spent[0].LockedUntil = day("2027-01-01") }, securities.OpeningRefused},
		"no opening":       {func(r *securities.MoveSealedRequest) { r.Spent = nil }, securities.OpeningRefused},
		"made of another instrument": {func(r *securities.MoveSealedRequest) {
			r.Made[0].Instrument, r.Made[1].Instrument = "IND-S", "IND-S"
		}, securities.OpeningRefused},
		"a unit more":           {func(r *securities.MoveSealedRequest) { r.Made[0].Quantity++ }, securities.UnitsUnequal},
		"a unit less":           {func(r *securities.MoveSealedRequest) { r.Made[0].Quantity-- }, securities.UnitsUnequal},
		"beyond all numbers":    {func(r *securities.MoveSealedRequest) { r.Made[0].Quantity = securities.QuantityMax }, securities.QuantityTooLarge},
		"a lot less than empty": {func(r *securities.MoveSealedRequest) { r.Made[0].Quantity = -150 }, protocol.InvalidArgument},
		"a commitment twice":    {func(r *securities.MoveSealedRequest) { r.Made[1] = r.Made[0] }, protocol.InvalidArgument},
	}
}

// misplaced are moves of the wrong lots, or for the wrong receivers.
func (a assault) misplaced() map[string]wrong {
	until := a.shown
	until.Until = day("2030-12-31")
	return map[string]wrong{
		"a lot twice": {func(r *securities.MoveSealedRequest) {
			r.Sealed, r.Spent = append(r.Sealed, r.Sealed[0]), append(r.Spent, r.Spent[0])
		}, protocol.InvalidArgument},
		"a lot that was spent": {func(r *securities.MoveSealedRequest) {
			r.Sealed[0], r.Spent[0] = a.lots[1].id, a.lots[1].opening
		}, securities.LotSpent},
		"a lot that is not": {func(r *securities.MoveSealedRequest) { r.Sealed[0] = a.gone[0].id[:63] + "f.7" }, protocol.NotFound},
		"two holders' lots": {func(r *securities.MoveSealedRequest) {
			r.Sealed, r.Spent = append(r.Sealed, a.foreign[0].id), append(r.Spent, a.foreign[0].opening)
			r.Made[1].Quantity += 1000
		}, securities.LotForeign},
		"of another instrument":      {func(r *securities.MoveSealedRequest) { r.Instrument = "IND-S" }, protocol.NotFound},
		"for nobody who is admitted": {func(r *securities.MoveSealedRequest) { r.Admissions = nil }, securities.NotAdmitted},
		"for another than who is":    {func(r *securities.MoveSealedRequest) { r.Made[0].Holder.Party = "southbank" }, securities.NotAdmitted},
		"by an admission that the depository does not keep": {func(r *securities.MoveSealedRequest) {
			r.Admissions = []securities.SealedAdmission{a.admission("harbour")}
		}, securities.NotAdmitted},
		"by an admission with another day": {func(r *securities.MoveSealedRequest) {
			r.Admissions = []securities.SealedAdmission{until}
		}, securities.NotAdmitted},
		"at the depository":      {func(r *securities.MoveSealedRequest) { r.Made[0].Custodian = csd }, securities.RoleMissing},
		"at who is no custodian": {func(r *securities.MoveSealedRequest) { r.Made[0].Custodian = industry }, securities.RoleMissing},
	}
}

// What moves nothing: the wrong opening, units made or lost, lots of others, spent ones, and receivers who are not admitted.
func TestMovesOfSealedLotsAreRefused(t *testing.T) {
	a := attacked(t)
	for _, attacks := range []map[string]wrong{a.falsified(), a.misplaced()} {
		for what, wrong := range attacks {
			req := a.good(t)
			wrong.change(&req)
			req.Outputs = outputs(t, req.Made...)
			_, err := privately(a.market, a.northDesk, securities.MoveSealed, req, witnesses...)
			silent(t, err, wrong.code, what, append(slices.Clone(req.Made), req.Spent...)...)
		}
	}
	unopened := a.good(t)
	unopened.Made[0].Quantity, unopened.Made[1].Quantity = 151, 249
	_, err := privately(a.market, a.northDesk, securities.MoveSealed, unopened, witnesses...)
	silent(t, err, securities.OpeningRefused, "an output that its opening does not open", unopened.Made...)
	a.proved(t, 2000)
}

// Another custodian moves nothing, and nobody does while the instrument is halted; nor do units come home then, for a register
// whose units are still is one to pay by.
func TestSealedLotsStayInAHaltAndForStrangers(t *testing.T) {
	a := attacked(t)
	secret := a.lots[0].opening
	_, err := privately(a.market, a.southDesk, securities.MoveSealed, a.good(t), witnesses...)
	silent(t, err, securities.NotYours, "by another custodian", secret)
	stage.Do(t, a.judge, securities.HaltInstrument, securities.HaltRequest{ID: pooled, Level: securities.NoMove, Order: order})
	_, err = privately(a.market, a.northDesk, securities.MoveSealed, a.good(t), witnesses...)
	silent(t, err, securities.InstrumentHalted, "while it is halted", secret)
	_, err = privately(a.market, a.northDesk, securities.RevealUnits, a.revealing(t, "orchard", a.lots[0]), witnesses...)
	silent(t, err, securities.InstrumentHalted, "home")
	stage.Do(t, a.judge, securities.ResumeInstrument, pooled)
	_, err = privately(a.market, a.northDesk, securities.MoveSealed, a.good(t), witnesses...)
	require.NoError(t, err)
	a.proved(t, 2000)
}

// What conceals or reveals nothing.
func TestConcealingAndRevealingIsRefused(t *testing.T) {
	m := three(t)
	try := func(by *stage.Actor, change func(*securities.ConcealRequest)) error {
		req := m.concealing(t, m.sealing("orchard", 400), m.sealing("orchard", 600))
		change(&req)
		req.Outputs = outputs(t, req.Openings...)
		_, err := privately(m, by, securities.ConcealUnits, req, witnesses...)
		return err
	}
	same := func(*securities.ConcealRequest) {}
	silent(t, try(m.harbour, same), securities.NotYours, "by another")
	silent(t, try(m.northDesk, same), securities.NotYours, "by the custodian")
	silent(t, try(m.orchard, func(r *securities.ConcealRequest) { r.Openings[0].Quantity++ }), securities.UnitsUnequal, "a unit more")
	silent(t, try(m.orchard, func(r *securities.ConcealRequest) { r.Openings[0].Holder = firmOf("summit") }), securities.OpeningRefused, "for another")
	silent(t, try(m.orchard, func(r *securities.ConcealRequest) { r.Openings[0].Custodian = south }), securities.OpeningRefused, "elsewhere")
	silent(t, try(m.orchard, func(r *securities.ConcealRequest) { r.Lots = m.inputs(t, pooled, "summit", 1000) }), securities.LotForeign, "another's lot")
	silent(t, try(m.orchard, func(r *securities.ConcealRequest) { r.Lots = append(r.Lots, r.Lots[0]) }), protocol.InvalidArgument, "a lot twice")
	treasury := m.concealing(t, m.sealing("industry", 10_000))
	treasury.Openings[0].Custodian = north
	treasury.Outputs = outputs(t, treasury.Openings...)
	_, err := privately(m, m.issuer, securities.ConcealUnits, treasury, witnesses...)
	silent(t, err, securities.AccountRefused, "of the issuer's own units")

	lots := m.conceal(t, m.sealing("orchard", 400), m.sealing("orchard", 600))
	reveal := func(by *stage.Actor, change func(*securities.RevealRequest)) error {
		req := m.revealing(t, "orchard", lots[0])
		change(&req)
		_, err := privately(m, by, securities.RevealUnits, req, witnesses...)
		return err
	}
	none := func(*securities.RevealRequest) {}
	silent(t, reveal(m.southDesk, none), securities.NotYours, "by another custodian", lots[0].opening)
	silent(t, reveal(m.northDesk, func(r *securities.RevealRequest) { r.Quantity++ }), securities.UnitsUnequal, "a unit more", lots[0].opening)
	silent(t, reveal(m.northDesk, func(r *securities.RevealRequest) { r.Openings[0].Quantity, r.Quantity = 600, 600 }), securities.OpeningRefused, "a wrong opening")
	silent(t, reveal(m.northDesk, func(r *securities.RevealRequest) { r.Lots = m.inputs(t, pooled, "summit", 1000) }), securities.LotForeign, "not out of the pool")
	silent(t, reveal(m.northDesk, func(r *securities.RevealRequest) {
		r.Sealed, r.Openings, r.Quantity = append(r.Sealed, lots[1].id), append(r.Openings, lots[1].opening), 400
	}), securities.UnitsUnequal, "fewer than are spent")
	require.NoError(t, reveal(m.northDesk, none))
	silent(t, reveal(m.northDesk, none), securities.LotSpent, "again", lots[0].opening)
	m.proved(t, 600)
}

// Of two moves of one sealed lot in one block one is carried out; the same reference carries it out once.
func TestASealedLotIsSpentOnce(t *testing.T) {
	m := three(t)
	lot := m.conceal(t, m.sealing("orchard", 1000))
	var codes []string
	for range 2 {
		proposal, err := amongst(m.northDesk, securities.MoveSealed, moving(t, lot, []securities.Opening{m.sealing("orchard", 1000)}), witnesses...)
		require.NoError(t, err)
		transaction, err := m.World.Endorse(m.northDesk.ID, proposal)
		require.NoError(t, err)
		require.NoError(t, m.World.Order(transaction))
	}
	for _, committed := range m.World.CutBlock().Transactions {
		codes = append(codes, committed.Code.String())
	}
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	m.proved(t, 1000)
}

// An admission that ends stops the moves that show it and are under way.
func TestAnEndedAdmissionAdmitsNoMore(t *testing.T) {
	m := three(t)
	lot, shown := m.conceal(t, m.sealing("orchard", 1000)), m.sealAdmission(t, "harbour")
	proposal, err := amongst(m.northDesk, securities.MoveSealed, moving(t, lot, []securities.Opening{m.sealing("harbour", 1000)}, shown), witnesses...)
	require.NoError(t, err)
	late, err := m.World.Endorse(m.northDesk.ID, proposal)
	require.NoError(t, err)
	end := securities.EndSealedRequest{Instrument: pooled, Admissions: []securities.SealedAdmissionID{shown.ID}}
	stage.Do(t, m.keeper, securities.EndSealedAdmissions, end)
	require.Equal(t, []string{"MVCC_READ_CONFLICT"}, m.block(t, late))
	_, err = privately(m, m.northDesk, securities.MoveSealed, moving(t, lot, []securities.Opening{m.sealing("harbour", 1000)}, shown), witnesses...)
	require.ErrorIs(t, err, securities.NotAdmitted)
	stage.Refused(t, m.keeper, securities.EndSealedAdmissions, end, protocol.NotFound)
}

// A slot is one investor's, whoever that is, and counts with those that are known.
func TestSlotsOfConcealedInvestors(t *testing.T) {
	m := three(t)
	capped := m.admission("harbour")
	capped.Class, capped.Slot, capped.SlotSalt = "professional", 7, m.salt()
	seal, err := securities.SlotSeal{SlotKey: securities.SlotKey{Instrument: pooled, Class: "professional", Slot: 7}, Party: "harbour", Salt: capped.SlotSalt}.Seal()
	require.NoError(t, err)
	admit := func(a securities.SealedAdmission) error {
		_, _, err := stage.Try(m.keeper, securities.SealAdmissions, securities.SealAdmissionsRequest{Instrument: pooled, Admissions: []securities.SealedAdmission{a}})
		return err
	}
	require.ErrorIs(t, admit(capped), securities.SealRefused, "the slot is not taken")
	slot := securities.SealedSlotRequest{Instrument: pooled, Class: "professional", Slot: 7, Seal: seal}
	stage.Do(t, m.keeper, securities.TakeSealedSlot, slot)
	stage.Refused(t, m.keeper, securities.TakeSealedSlot, slot, protocol.AlreadyExists)
	stage.Refused(t, m.keeper, securities.AdmitInvestor, admitting(pooled, "orchard", "professional", 7), protocol.AlreadyExists)
	beyond := slot
	beyond.Slot = 51
	stage.Refused(t, m.keeper, securities.TakeSealedSlot, beyond, securities.ClassRefused)
	require.NoError(t, admit(capped))
	again := capped
	again.ID, again.Salt = securities.SealedAdmissionID(m.salt()), m.salt()
	require.NoError(t, admit(again), "one investor may have many admissions in its slot")
	for what, wrong := range map[string]struct {
		change func(*securities.SealedAdmission)
		code   protocol.Code
	}{
		"another investor":     {func(a *securities.SealedAdmission) { a.Investor = firmOf("summit") }, securities.SealRefused},
		"no slot":              {func(a *securities.SealedAdmission) { a.Slot, a.SlotSalt = 0, "" }, securities.ClassRefused},
		"a class that is none": {func(a *securities.SealedAdmission) { a.Class = "royal" }, securities.ClassRefused},
		"over already":         {func(a *securities.SealedAdmission) { a.Until = day("2026-01-02") }, securities.TooLate},
	} {
		bad := again
		wrong.change(&bad)
		require.ErrorIs(t, admit(bad), wrong.code, what)
	}
}

// A slot is not free again while units are concealed, since nobody could tell that none of them is the investor's.
func TestNoSlotIsReleasedWhileUnitsAreConcealed(t *testing.T) {
	m := three(t)
	stage.Do(t, m.keeper, securities.AdmitInvestor, admitting(pooled, "orchard", "professional", 7))
	lots := m.conceal(t, m.sealing("orchard", 1000))
	stage.Do(t, m.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: pooled, Party: "orchard"})
	release := securities.ReleaseRequest{AdmissionKey: securities.AdmissionKey{Instrument: pooled, Party: "orchard"}, Day: day(monday), Pages: 1}
	m.roll(t, "2026-01-06")
	m.registered(t, registerOf(pooled, monday))
	stage.Refused(t, m.keeper, securities.ReleaseSlot, release, securities.StillHolds)
	_, err := privately(m, m.northDesk, securities.RevealUnits, m.revealing(t, "summit", lots...), witnesses...)
	require.NoError(t, err)
	m.roll(t, "2026-01-07")
	release.Day = day("2026-01-06")
	m.registered(t, registerOf(pooled, "2026-01-06"))
	require.Equal(t, securities.Released, stage.Do(t, m.keeper, securities.ReleaseSlot, release).Status)
}

// Income on concealed units is paid into the pool's cash account. Whose it is, and how much, the depository sees at its own peer.
func TestIncomeOfConcealedUnitsGoesToThePool(t *testing.T) {
	m := three(t)
	m.payingAgency(t)
	lots := m.conceal(t, m.sealing("orchard", 1000))
	m.move(t, m.northDesk, lots, []securities.Opening{m.sealing("orchard", 600), m.sealing("harbour", 400)}, m.sealAdmission(t, "harbour"))
	id := m.announced(t, coupon("C-1"))
	_, pages := m.funded(t, id, couponDay)
	stage.Do(t, m.agent, securities.PayEntitlements, paging(id, pages...))
	m.has(t, "depository", "37500.00")
	m.has(t, "orchard", "1000000.00")
	record := stage.Do(t, m.keeper, securities.ReadSealedHoldings, securities.SealedHoldingsRequest{Instrument: pooled, Day: day(couponRecord)})
	require.Equal(t, securities.Quantity(1000), record.Total)
	require.Len(t, record.Positions, 2)
	require.Empty(t, record.Unknown)
}

// Units that sealed lots are for cannot become other units while nobody sees whose they are: the split is refused, income is not.
func TestNoSplitOfConcealedUnits(t *testing.T) {
	pool := securities.Page{Holdings: []securities.Holding{{Account: "pool", Kind: securities.Pooling, Quantity: 10}}}
	for _, kind := range []securities.ActionKind{securities.Split, securities.ReverseSplit, securities.Bonus, securities.PartialCall} {
		_, _, err := securities.Action{Kind: kind}.Lines(pool)
		require.ErrorIs(t, err, securities.AccountRefused, kind)
	}
	for _, kind := range []securities.ActionKind{securities.CashDividend, securities.FullCall} {
		lines, _, err := securities.Action{Kind: kind}.Lines(pool)
		require.NoError(t, err, kind)
		require.Len(t, lines, 1)
	}
}

// Nobody changes a sealed lot alone: not its custodian, not the depository, and not the others without these. Who keeps an
// opening endorses that it does.
func TestWhoEndorsesSealedLots(t *testing.T) {
	m := three(t)
	lot, shown := m.conceal(t, m.sealing("orchard", 1000)), m.sealAdmission(t, "harbour")
	for what, endorsers := range map[string][]string{
		"the custodian alone": {north}, "without the custodian": {csd, ruler, south}, "without the depository": {north, south, ruler, industry},
		"without the regulator": {north, south, csd}, "without the receiving custodian": {north, csd, ruler},
	} {
		_, err := privately(m, m.northDesk, securities.MoveSealed, moving(t, lot, []securities.Opening{m.sealing("harbour", 600), m.sealing("orchard", 400)}, shown), endorsers...)
		require.ErrorContains(t, err, "ENDORSEMENT_POLICY_FAILURE", what)
	}
	m.proved(t, 1000)
	key := "\x00sealedlot\x00" + strings.Join(securities.SealedKey{Instrument: pooled, Lot: lot[0].id}.Key(), "\x00") + "\x00"
	guard := m.World.ValidationParameter(securities.Module, key)
	require.NotEmpty(t, guard)
	m.move(t, m.northDesk, lot, []securities.Opening{m.sealing("orchard", 1000)})
	require.Equal(t, guard, m.World.ValidationParameter(securities.Module, key), fmt.Sprintf("%q keeps its policy", key))
}
