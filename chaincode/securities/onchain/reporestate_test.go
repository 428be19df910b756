// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// shareLender is a market of shares that closed at 20 on Friday, each investor with 1,000, in which orchard has sold some of them
// to harbour until 4 February.
func shareLender(t testing.TB, units securities.Quantity) *market {
	t.Helper()
	m := dividends(t)
	m.closesAt(t, "IND", "2026-01-02", "20")
	m.mandate(t, "orchard", securities.RepoPurpose)
	m.mandate(t, "harbour", securities.RepoPurpose)
	req := lending(t, "R", units)
	req.Instrument = "IND"
	m.lent(t, req)
	stage.Do(t, m.orchard, securities.SettleOnLeg, securities.RepoLegRequest{
		ID: "R", Lots: m.inputs(t, "IND", "orchard", units), PaidBy: mandated("harbour"),
	})
	return m
}

// halves makes three shares of two, and pays for the half ones.
func halves(id string) securities.AnnounceRequest {
	return shares(id, securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition, a.Reference, a.Payees = &fraction.Factor{New: 3, Old: 2}, fraction.CashInLieu, dec("13.33"), untaxed()
	})
}

func counting(id securities.ActionID) securities.ManufacturedKey {
	return securities.ManufacturedKey{Repo: "R", Action: id}
}

// back is harbour's second leg on shares, with one lot that has enough of them.
func (m *market) back(t testing.TB, units securities.Quantity) securities.RepoLegRequest {
	t.Helper()
	lots := slices.DeleteFunc(m.lots(t, "IND", "harbour"), func(lot securities.Lot) bool { return lot.Quantity < units })
	require.NotEmpty(t, lots)
	return securities.RepoLegRequest{ID: "R", Lots: []securities.LotID{lots[0].ID}, PaidBy: mandated("orchard")}
}

// A split 3 for 2 over an open repo of 401 shares: 601 come back, and the half one is passed on as it was paid. Orchard's 1,000 have
// become 1,499 and two halves of 13.33, each rounded on its own; the repo costs it 19.05 of interest on 7,619.00.
func TestSplitOfLentSharesIsRestated(t *testing.T) {
	m := shareLender(t, 401)
	id := m.announced(t, halves("S-1"))
	m.roll(t, "2026-01-06")
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	m.roll(t, "2026-01-07")
	m.closesAt(t, "IND", "2026-01-06", "13.33")
	on := securities.RepoDay{ID: "R", Day: day("2026-01-06")}
	before := m.everything()
	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.back(t, 401), securities.NotRestated)
	stage.Refused(t, m.harbour, securities.CallMargin, on, securities.NotRestated)
	stage.Refused(t, m.summit, securities.GetExposure, on, securities.NotRestated)
	stage.Refused(t, m.summit, securities.RestateRepo, counting(id), securities.StatusRefused)
	require.Equal(t, before, m.everything())
	pages := m.recorded(t, id, "2026-01-08")
	stage.Do(t, m.issuer, securities.FundAction, funding(t, m.entitled(t, id, pages)))
	stage.Refused(t, m.summit, securities.RestateRepo, counting(id), securities.TooEarly)
	pay := paging(id, pages...)
	pay.Lots = m.allLots(t, "IND", everybody...)
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	stage.Do(t, m.keeper, securities.ResumeInstrument, "IND")
	stage.Do(t, m.summit, securities.ReconcileAction, id)

	codes := m.block(t, endorsed(t, m, m.summit, securities.RestateRepo, counting(id)), endorsed(t, m, m.orchard, securities.RestateRepo, counting(id)))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	stage.Refused(t, m.orchard, securities.RestateRepo, counting(id), protocol.AlreadyExists)
	last := stage.Do(t, m.summit, securities.GetRepoBook, "R").Last()
	require.Equal(t, []any{securities.RestateLeg, securities.Quantity(601), id, day("2026-01-08")}, []any{last.Leg, last.Units, last.Action, last.Since})
	require.Equal(t, securities.Quantity(601), stage.Do(t, m.summit, securities.GetExposure, on).Units)
	stage.Do(t, m.summit, securities.PayManufactured, securities.PayIncomeRequest{ManufacturedKey: counting(id), PaidBy: mandated("harbour")})

	m.roll(t, maturity)
	m.pass(t, "IND", m.summit, "summit", "harbour", 401)
	few := m.back(t, 601)
	few.Lots = m.inputs(t, "IND", "harbour", 401)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, few, securities.UnitsLacking)
	m.pass(t, "IND", m.harbour, "harbour", "summit", 401)
	stage.Do(t, m.harbour, securities.SettleOffLeg, m.back(t, 601))
	m.holds(t, "IND", "orchard", 1499)
	m.holds(t, "IND", "harbour", 1500)
	m.has(t, "orchard", "999994.29")
	m.has(t, "harbour", "1000019.05")
}

// A split that comes to nothing changes nothing, and one that is confirmed in the very block of the second leg makes the later of
// the two invalid.
func TestCancelledSplitIsNotRestated(t *testing.T) {
	m := shareLender(t, 400)
	id := m.announced(t, halves("S-1"))
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.back(t, 400), securities.NotRestated)
	stage.Do(t, m.keeper, securities.CancelAction, id)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.back(t, 400), securities.TooEarly)
	stage.Refused(t, m.summit, securities.RestateRepo, counting(id), securities.StatusRefused)
	m.roll(t, maturity)
	late := halves("S-2")
	late.Record, late.Ex, late.Payment = day(maturity), day(maturity), day("2026-02-06")
	stage.Do(t, m.issuer, securities.AnnounceAction, late)
	codes := m.block(t,
		endorsed(t, m, m.keeper, securities.ConfirmAction, late.ID), endorsed(t, m, m.harbour, securities.SettleOffLeg, m.back(t, 400)))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	stage.Do(t, m.harbour, securities.SettleOffLeg, m.back(t, 400)) // the holders of this evening have the split
	m.holds(t, "IND", "orchard", 1000)
	m.has(t, "orchard", "999981.00")
}

// Of 400 lent shares a call of 100 of 3,000 takes 13: harbour keeps their 650.00 as margin and gives 387 back. With the 20 of its
// own, orchard has had 33 called, as it would have without the repo, and has paid 19.00 of interest.
func TestPartialCallOfLentSharesIsRestated(t *testing.T) {
	m := shareLender(t, 400)
	id := m.announced(t, shares("P-1", securities.PartialCall, func(a *securities.ActionTerms) {
		a.Units, a.Rate, a.Payees = 100, dec("50"), untaxed()
	}))
	m.drawn(t, id)
	stage.Do(t, m.keeper, securities.ResumeInstrument, "IND")
	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.back(t, 400), securities.NotRestated)
	stage.Do(t, m.orchard, securities.RestateRepo, counting(id))
	kept := stage.Do(t, m.summit, securities.GetManufactured, counting(id))
	require.Equal(t, []any{securities.ManufacturedKept, eur("650.00")}, []any{kept.Status, kept.Amount})
	pay := securities.PayIncomeRequest{ManufacturedKey: counting(id), PaidBy: mandated("harbour")}
	stage.Refused(t, m.orchard, securities.PayManufactured, pay, securities.StatusRefused)
	m.roll(t, maturity)
	stage.Do(t, m.harbour, securities.SettleOffLeg, m.back(t, 387))
	m.holds(t, "IND", "orchard", 967)
	m.holds(t, "IND", "harbour", 966)
	m.has(t, "orchard", "1001631.00")
	m.has(t, "harbour", "1001719.00")
}

// redeemed is a repo of 500 bonds of 1,000.00 that are redeemed before the repurchase date.
func redeemed(t testing.TB) *market {
	t.Helper()
	m := repayable(t)
	m.closesAt(t, "IND-29", "2026-01-02", "1000")
	m.mandate(t, "orchard", securities.RepoPurpose)
	m.mandate(t, "harbour", securities.RepoPurpose)
	m.borrowed(t, "R")
	id := m.announced(t, repaying())
	m.roll(t, "2026-01-09")
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND-29"))
	_, pages := m.funded(t, id, "2026-01-12")
	pay := paging(id, pages...)
	pay.Lots = m.allLots(t, "IND-29", everybody...)
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	stage.Do(t, m.summit, securities.ReconcileAction, id)
	return m
}

// All of it is redeemed: harbour has 500,000.00 for 475,000.00 that it lent. Orchard calls for what is too much, and the repo ends in
// money, without a price and without a unit.
func TestRedeemedRepoIsClosedInMoney(t *testing.T) {
	m := redeemed(t)
	off := securities.RepoLegRequest{ID: "R", PaidBy: mandated("orchard")}
	stage.Refused(t, m.harbour, securities.SettleOffLeg, off, securities.NotRestated)
	stage.Do(t, m.summit, securities.RestateRepo, counting("R-1"))
	require.Zero(t, stage.Do(t, m.summit, securities.GetRepoBook, "R").Last().Units)
	m.roll(t, "2026-01-14")
	call := stage.Do(t, m.orchard, securities.CallMargin, securities.RepoDay{ID: "R", Day: day("2026-01-13")}).Call
	require.Equal(t, []any{eur("24683.33").Amount, securities.Quantity(0)}, []any{call.Amount, call.Units})
	stage.Do(t, m.harbour, securities.MeetMargin, securities.MeetRequest{ID: "R", PaidBy: mandated("harbour")})
	m.roll(t, maturity)
	stage.Do(t, m.harbour, securities.SettleOffLeg, off)
	m.has(t, "orchard", "1998812.50")
	m.has(t, "harbour", "2001187.50")
}

// Where nobody closes it, it is one amount.
func TestRedeemedRepoIsClosedOutWithoutAPrice(t *testing.T) {
	m := redeemed(t)
	m.roll(t, "2026-02-06")
	declare := securities.RepoDefaultRequest{ID: "R"}
	stage.Refused(t, m.orchard, securities.DeclareRepoDefault, declare, securities.NotRestated)
	stage.Do(t, m.summit, securities.RestateRepo, counting("R-1"))
	stage.Refused(t, m.orchard, securities.DeclareRepoDefault, declare, securities.NotInDefault)
	m.roll(t, "2026-02-10")
	stage.Do(t, m.orchard, securities.DeclareRepoDefault, declare)
	m.roll(t, "2026-02-11")
	net := stage.Do(t, m.orchard, securities.CloseOutRepo, "R").Net
	require.Equal(t, []any{securities.RepoBuyer, eur("23575.00").Amount}, []any{net.Payer, net.Amount}) // 36 days: 1,425.00
	stage.Do(t, m.summit, securities.PayCloseOut, securities.RepoPayRequest{ID: "R", PaidBy: mandated("harbour")})
	m.has(t, "orchard", "1998575.00")
	m.has(t, "harbour", "2001425.00")
}

// Nobody restates by an action that changes no units, or by one of holders that came before the repo.
func TestRepoIsNotRestatedByOtherActions(t *testing.T) {
	m := dividends(t)
	bonus := shares("B-1", securities.Bonus, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 1, Old: 10}, fraction.RoundDown
	})
	m.announced(t, bonus)
	m.announced(t, dividend("D-1"))
	m.mandate(t, "harbour", securities.RepoPurpose)
	m.roll(t, "2026-01-07")
	m.closesAt(t, "IND", "2026-01-06", "20")
	req := lending(t, "R", 400)
	req.Instrument, req.Priced, req.Purchase, req.Expires = "IND", day("2026-01-06"), day("2026-01-07"), day("2026-01-07")
	m.lent(t, req)
	stage.Do(t, m.orchard, securities.SettleOnLeg, securities.RepoLegRequest{ID: "R", Lots: m.inputs(t, "IND", "orchard", 400), PaidBy: mandated("harbour")})
	_, pages := m.funded(t, "D-1", "2026-01-08")
	stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: "B-1"})
	m.entitled(t, "B-1", pages)
	stage.Do(t, m.agent, securities.PayEntitlements, paging("B-1", pages...))
	stage.Refused(t, m.summit, securities.RestateRepo, counting("B-1"), securities.NoClaim)
	stage.Refused(t, m.summit, securities.RestateRepo, counting("D-1"), securities.NoClaim)
	stage.Refused(t, m.summit, securities.RestateRepo, counting("none"), protocol.NotFound)
}

// A repo that was priced before a split and bought after it would lend on twice what is given.
func TestRepoIsNotBoughtAtAPriceBeforeASplit(t *testing.T) {
	m := dividends(t)
	m.closesAt(t, "IND", "2026-01-02", "20")
	m.mandate(t, "harbour", securities.RepoPurpose)
	req := lending(t, "R", 400)
	req.Instrument, req.Purchase, req.Expires = "IND", day("2026-01-09"), day("2026-01-09")
	m.lent(t, req)
	m.carriedOut(t, m.announced(t, halves("S-1")))
	m.roll(t, "2026-01-09")
	on := securities.RepoLegRequest{ID: "R", Lots: m.inputs(t, "IND", "orchard", 400), PaidBy: mandated("harbour")}
	stage.Refused(t, m.orchard, securities.SettleOnLeg, on, securities.PriceNotAlike)
}
