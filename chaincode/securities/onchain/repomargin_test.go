// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// called is a repo that harbour calls for margin on Wednesday, after Tuesday closed at 900: 475,039.58 are owed and 427,500.00
// covered, so that 47,539.58 are called for, or 56 units.
func called(t testing.TB) (*market, securities.RepoID) {
	t.Helper()
	m := lender(t)
	id := m.borrowed(t, "R")
	m.roll(t, "2026-01-07")
	on := securities.RepoDay{ID: id, Day: day("2026-01-06")}
	stage.Refused(t, m.harbour, securities.CallMargin, on, securities.NotPublished)
	m.closesAt(t, "IND-29", "2026-01-06", "900")
	stage.Refused(t, m.summit, securities.CallMargin, on, securities.NotYours)
	stage.Refused(t, m.orchard, securities.CallMargin, on, securities.NothingDue)
	stage.Refused(t, m.harbour, securities.CallMargin, securities.RepoDay{ID: id, Day: day("2026-01-02")}, securities.TermsMoved)
	call := stage.Do(t, m.harbour, securities.CallMargin, on).Call
	require.Equal(t, eur("47539.58").Amount, call.Amount)
	require.Equal(t, securities.Quantity(56), call.Units)
	require.Equal(t, day("2026-01-08"), call.Due)
	stage.Refused(t, m.harbour, securities.CallMargin, on, securities.StatusRefused)
	return m, id
}

// Margin in money one way and in units the other: at the end both have what they would have had without.
func TestMarginIsCalledForAndMet(t *testing.T) {
	m, id := called(t)
	pays := securities.MeetRequest{ID: id, PaidBy: mandated("orchard")}
	for _, other := range []*stage.Actor{m.harbour, m.summit, m.northDesk} {
		stage.Refused(t, other, securities.MeetMargin, pays, securities.NotYours)
	}
	stage.Refused(t, m.orchard, securities.MeetMargin, securities.MeetRequest{ID: id, PaidBy: mandated("harbour")}, cash.ConsentMissing)
	stage.Do(t, m.orchard, securities.MeetMargin, pays)
	m.has(t, "harbour", "572539.58")
	stage.Refused(t, m.orchard, securities.MeetMargin, pays, securities.StatusRefused)
	exposure := stage.Do(t, m.summit, securities.GetExposure, securities.RepoDay{ID: id, Day: day("2026-01-06")})
	require.Zero(t, exposure.Net.Sign())
	stage.Refused(t, m.summit, securities.GetExposure, securities.RepoDay{ID: id, Day: day("2026-01-07")}, securities.DayOpen)

	m.roll(t, "2026-01-08")
	m.closesAt(t, "IND-29", "2026-01-07", "1000")
	on := securities.RepoDay{ID: id, Day: day("2026-01-07")}
	stage.Refused(t, m.harbour, securities.CallMargin, on, securities.NothingDue)
	call := stage.Do(t, m.orchard, securities.CallMargin, on).Call
	require.Equal(t, eur("47460.41").Amount, call.Amount)
	require.Equal(t, securities.Quantity(49), call.Units)
	more := securities.MeetRequest{ID: id, Lots: m.inputs(t, "IND-29", "orchard", 49)}
	stage.Refused(t, m.orchard, securities.MeetMargin, more, securities.NotYours)
	more.Lots = m.inputs(t, "IND-29", "summit", 49)
	stage.Refused(t, m.harbour, securities.MeetMargin, more, securities.LotForeign)
	more.Lots = m.inputs(t, "IND-29", "harbour", 49)
	stage.Do(t, m.harbour, securities.MeetMargin, more)
	m.holds(t, "IND-29", "orchard", 549)

	m.roll(t, maturity)
	stage.Do(t, m.harbour, securities.SettleOffLeg, m.offLeg(t, id, 451))
	m.has(t, "orchard", "998812.50")
	m.has(t, "harbour", "1001187.50")
	m.holds(t, "IND-29", "orchard", 1000)
	m.holds(t, "IND-29", "harbour", 1000)
}

// A call that is not met in time ends the repo: 475,158.33 are owed on Friday, and the collateral is worth 450,000.00.
func TestUnmetMarginEndsInOneAmount(t *testing.T) {
	m, id := called(t)
	declare := securities.RepoDefaultRequest{ID: id}
	m.roll(t, "2026-01-08")
	stage.Refused(t, m.harbour, securities.DeclareRepoDefault, declare, securities.NotInDefault)
	m.roll(t, "2026-01-09")
	stage.Refused(t, m.orchard, securities.DeclareRepoDefault, declare, securities.NotInDefault)
	stage.Refused(t, m.summit, securities.DeclareRepoDefault, declare, securities.NotYours)
	require.Equal(t, securities.MarginMissed, stage.Do(t, m.harbour, securities.DeclareRepoDefault, declare).Default.Ground)
	stage.Refused(t, m.orchard, securities.MeetMargin, securities.MeetRequest{ID: id, PaidBy: mandated("orchard")}, securities.StatusRefused)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.offLeg(t, id, 500), securities.StatusRefused)
	stage.Refused(t, m.harbour, securities.CloseOutRepo, id, securities.DayOpen)
	m.roll(t, "2026-01-12")
	stage.Refused(t, m.harbour, securities.CloseOutRepo, id, securities.NotPublished)
	m.closesAt(t, "IND-29", "2026-01-09", "900")
	stage.Refused(t, m.summit, securities.CloseOutRepo, id, securities.NotYours)
	closed := stage.Do(t, m.orchard, securities.CloseOutRepo, id)
	require.Equal(t, securities.RepoSeller, closed.Net.Payer)
	require.Equal(t, eur("25158.33").Amount, closed.Net.Amount)
	stage.Refused(t, m.orchard, securities.CloseOutRepo, id, securities.StatusRefused)

	leg := cash.SettleLeg{From: "orchard", To: "harbour", Amount: eur("25158.33")}
	book := *stage.Do(t, m.summit, securities.GetRepoBook, id)
	consent, err := cash.ConsentTo(closed.Settlement(book), []cash.SettleLeg{leg})
	require.NoError(t, err)
	pay := securities.RepoPayRequest{ID: id, PaidBy: securities.PaidBy{Consent: consent}}
	stage.Refused(t, m.harbour, securities.PayCloseOut, pay, cash.ConsentMissing)
	stage.Do(t, m.orchard, securities.PayCloseOut, pay)
	m.has(t, "harbour", "550158.33")
	m.holds(t, "IND-29", "harbour", 1500)
	stage.Refused(t, m.orchard, securities.PayCloseOut, pay, securities.StatusRefused)
}

// After the repurchase date and the grace either side may end the repo; before, neither.
func TestRepoThatIsNotBoughtBackIsClosedOut(t *testing.T) {
	m := lender(t)
	id := m.borrowed(t, "R")
	for _, on := range []string{"2026-01-15", maturity, "2026-02-05"} {
		m.roll(t, on)
		for _, by := range []*stage.Actor{m.orchard, m.harbour} {
			stage.Refused(t, by, securities.DeclareRepoDefault, securities.RepoDefaultRequest{ID: id}, securities.NotInDefault)
		}
	}
	m.roll(t, "2026-02-06")
	stage.Do(t, m.orchard, securities.DeclareRepoDefault, securities.RepoDefaultRequest{ID: id})
	m.roll(t, "2026-02-09")
	m.closesAt(t, "IND-29", "2026-02-06", "1100")
	closed := stage.Do(t, m.harbour, securities.CloseOutRepo, id)
	require.Equal(t, securities.RepoBuyer, closed.Net.Payer) // 475,000.00 and 32 days, 1,266.67, against 550,000.00
	require.Equal(t, eur("73733.33").Amount, closed.Net.Amount)
	stage.Do(t, m.summit, securities.PayCloseOut, securities.RepoPayRequest{ID: id, PaidBy: mandated("harbour")})
	m.has(t, "orchard", "1548733.33")
}

// sharesToo gives orchard 1,000 shares of IND.
func (m *market) sharesToo(t testing.TB) {
	t.Helper()
	m.list(t, "IND", shareTerms(t), 1000)
	m.pass(t, "IND", m.issuer, "industry", "orchard", 1000)
	stage.Do(t, m.keeper, securities.Activate, "IND")
}

// Shares take the place of bonds where they are worth as much, and are what is bought back.
func TestCollateralOfARepoIsSubstituted(t *testing.T) {
	m := lender(t)
	m.sharesToo(t)
	id := m.borrowed(t, "R")
	m.friday(t)
	swap := securities.RepoSwapRequest{ID: id, LotsOf: lotsIn("IND", m.first(t, "IND", "orchard").Lot)}
	agree := securities.AgreeRepoSwapRequest{RepoSwapRequest: swap, Back: m.inputs(t, "IND-29", "harbour", 500)}
	stage.Refused(t, m.harbour, securities.AgreeRepoSwap, agree, securities.TermsMoved)
	stage.Refused(t, m.harbour, securities.ProposeRepoSwap, swap, securities.NotYours)
	stage.Do(t, m.orchard, securities.ProposeRepoSwap, swap)
	stage.Refused(t, m.harbour, securities.AgreeRepoSwap, agree, securities.NotPublished)
	m.closesAt(t, "IND", "2026-01-08", "510") // 510,000.00, as 500 bonds at 1,020
	stage.Refused(t, m.orchard, securities.AgreeRepoSwap, agree, securities.NotYours)
	foreign := agree
	foreign.Back = m.inputs(t, "IND-29", "summit", 500)
	stage.Refused(t, m.harbour, securities.AgreeRepoSwap, foreign, securities.LotForeign)
	stage.Do(t, m.harbour, securities.AgreeRepoSwap, agree)
	m.holds(t, "IND", "harbour", 1000)
	m.holds(t, "IND-29", "orchard", 1000)
	m.roll(t, maturity)
	stage.Refused(t, m.harbour, securities.SettleOffLeg, m.offLeg(t, id, 500), protocol.NotFound)
	off := securities.RepoLegRequest{ID: id, Lots: m.allLots(t, "IND", "harbour"), PaidBy: mandated("orchard")}
	stage.Do(t, m.harbour, securities.SettleOffLeg, off)
	m.holds(t, "IND", "orchard", 1000)
	m.has(t, "orchard", "998812.50")
}

// Shares that are worth a cent less do not.
func TestCollateralOfLessValueIsRefused(t *testing.T) {
	m := lender(t)
	m.sharesToo(t)
	id := m.borrowed(t, "R")
	m.friday(t)
	m.closesAt(t, "IND", "2026-01-08", "509.99999")
	swap := securities.RepoSwapRequest{ID: id, LotsOf: lotsIn("IND", m.first(t, "IND", "orchard").Lot)}
	stage.Do(t, m.orchard, securities.ProposeRepoSwap, swap)
	agree := securities.AgreeRepoSwapRequest{RepoSwapRequest: swap, Back: m.inputs(t, "IND-29", "harbour", 500)}
	stage.Refused(t, m.harbour, securities.AgreeRepoSwap, agree, securities.ValueLacking)
}

// overRecord is a repo of 400 shares over the record date of a dividend, which is funded on a day.
func overRecord(t testing.TB, on string) (*market, securities.ManufacturedKey, []securities.Bucket) {
	t.Helper()
	m := dividends(t)
	m.closesAt(t, "IND", "2026-01-02", "20")
	m.mandate(t, "orchard", securities.RepoPurpose)
	m.mandate(t, "harbour", securities.RepoPurpose)
	req := lending(t, "R", 400)
	req.Instrument = "IND"
	m.lent(t, req)
	stage.Do(t, m.orchard, securities.SettleOnLeg, securities.RepoLegRequest{ID: "R", Lots: m.inputs(t, "IND", "orchard", 400), PaidBy: mandated("harbour")})
	action := dividend("D-1")
	action.Ex = day("2026-01-06")
	id := m.announced(t, action)
	key := securities.ManufacturedKey{Repo: "R", Action: id}
	stage.Refused(t, m.summit, securities.RaiseManufactured, key, securities.StatusRefused)
	_, pages := m.funded(t, id, on)
	return m, key, pages
}

// income is that repo on the day of payment: harbour got 49.36 less a quarter, 37.02.
func income(t testing.TB) (*market, securities.ManufacturedKey) {
	t.Helper()
	m, key, pages := overRecord(t, "2026-01-08")
	stage.Do(t, m.agent, securities.PayEntitlements, paging(key.Action, pages...))
	found := stage.Do(t, m.summit, securities.RaiseManufactured, key)
	require.Equal(t, eur("37.02"), found.Amount)
	require.Equal(t, day("2026-01-08"), found.Due)
	stage.Refused(t, m.summit, securities.RaiseManufactured, key, protocol.AlreadyExists)
	return m, key
}

// Nobody draws on the buyer's mandate before the buyer has the income itself; it may pay earlier, by a hold for this.
func TestIncomeIsNotCollectedBeforeItIsDue(t *testing.T) {
	m, key, _ := overRecord(t, "2026-01-07")
	stage.Do(t, m.orchard, securities.RaiseManufactured, key)
	pay := securities.PayIncomeRequest{ManufacturedKey: key, PaidBy: mandated("harbour")}
	before := m.everything()
	stage.Refused(t, m.orchard, securities.PayManufactured, pay, securities.TooEarly)
	require.Equal(t, before, m.everything())
	stage.Do(t, m.harbour, cash.CreateHold, cash.HoldRequest{
		ID: "early", Payer: "harbour", Payee: "orchard", Amount: eur("37.02"), Purpose: key.Purpose(),
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: day("2026-02-28"),
	})
	pay.PaidBy = securities.PaidBy{Hold: "early"}
	require.Equal(t, securities.ManufacturedPaid, stage.Do(t, m.orchard, securities.PayManufactured, pay).Status)
}

// Income is passed on once, by the buyer's consent.
func TestIncomeIsPassedOn(t *testing.T) {
	m, key := income(t)
	before := stage.Do(t, m.keeper, cash.GetAccount, "orchard").Posted
	stage.Refused(t, m.summit, securities.PayManufactured, securities.PayIncomeRequest{ManufacturedKey: key, PaidBy: mandated("orchard")}, cash.ConsentMissing)
	pay := securities.PayIncomeRequest{ManufacturedKey: key, PaidBy: mandated("harbour")}
	stage.Do(t, m.orchard, securities.PayManufactured, pay)
	stage.Refused(t, m.orchard, securities.PayManufactured, pay, securities.StatusRefused)
	after, err := before.Add(eur("37.02").Amount)
	require.NoError(t, err)
	require.Equal(t, after, stage.Do(t, m.keeper, cash.GetAccount, "orchard").Posted)
	require.Zero(t, stage.Do(t, m.summit, securities.GetRepo, "R").Owed.Sign())
	m.roll(t, "2026-01-12")
	stage.Refused(t, m.orchard, securities.DeclareRepoDefault, securities.RepoDefaultRequest{ID: "R", Action: key.Action}, securities.NotInDefault)
}

// Income that is not passed on in time ends the repo, and is part of the one amount: 7,604.43 less 8,000.00 and 37.02.
func TestIncomeThatIsNotPassedOnIsNetted(t *testing.T) {
	m, key := income(t)
	declare := securities.RepoDefaultRequest{ID: "R", Action: key.Action}
	m.roll(t, "2026-01-09")
	stage.Refused(t, m.orchard, securities.DeclareRepoDefault, declare, securities.NotInDefault)
	m.roll(t, "2026-01-12")
	stage.Refused(t, m.harbour, securities.DeclareRepoDefault, declare, securities.NotInDefault)
	require.Equal(t, securities.IncomeMissed, stage.Do(t, m.orchard, securities.DeclareRepoDefault, declare).Default.Ground)
	m.roll(t, "2026-01-13")
	m.closesAt(t, "IND", "2026-01-12", "20")
	net := stage.Do(t, m.harbour, securities.CloseOutRepo, "R").Net
	require.Equal(t, securities.RepoBuyer, net.Payer)
	require.Equal(t, eur("432.59").Amount, net.Amount)
	pay := securities.PayIncomeRequest{ManufacturedKey: key, PaidBy: mandated("harbour")}
	stage.Refused(t, m.orchard, securities.PayManufactured, pay, securities.StatusRefused)
	require.Equal(t, securities.ManufacturedOpen, stage.Do(t, m.summit, securities.GetManufactured, key).Status)
}
