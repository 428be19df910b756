// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// small is a repo of 50 units between two days, with a threshold of 100.00.
func small(t testing.TB, id, from, to string) securities.RepoRequest {
	t.Helper()
	req := lending(t, id, 50)
	req.Expires, req.Purchase, req.Repurchase, req.Threshold = day(from), day(from), day(to), eur("100.00").Amount
	return req
}

// reposReady are repos in all their states; those that are bought on Monday.
func (m *market) reposReady(t testing.TB, lots []securities.LotID) {
	t.Helper()
	m.closesAt(t, "IND-29", "2026-01-02", "1000")
	m.closesAt(t, "IND", "2026-01-02", "20")
	m.mandate(t, "orchard", securities.RepoPurpose)
	m.mandate(t, "harbour", securities.RepoPurpose)
	stage.Do(t, m.orchard, securities.ProposeRepo, small(t, "PROPOSED", "2026-01-12", maturity))
	m.lent(t, small(t, "AGREED", "2026-01-09", maturity))
	for i, id := range []string{"OPEN", "CALLED", "ENDING", "MISSED", "DEFAULTED", "CLOSED"} {
		req := small(t, id, monday, []string{maturity, maturity, "2026-01-09", "2026-01-06", "2026-01-06", "2026-01-06"}[i])
		if i > 2 {
			req.Grace = 0
		}
		m.lent(t, req)
		stage.Do(t, m.orchard, securities.SettleOnLeg, securities.RepoLegRequest{ID: req.ID, Lots: lots[10+i : 11+i], PaidBy: mandated("harbour")})
	}
	lent := lending(t, "SHARES", 400)
	lent.Instrument = "IND"
	m.lent(t, lent)
	stage.Do(t, m.orchard, securities.SettleOnLeg, securities.RepoLegRequest{ID: "SHARES", Lots: m.inputs(t, "IND", "orchard", 400), PaidBy: mandated("harbour")})
	for _, id := range []string{"D-1", "D-2"} {
		action := dividend(id)
		action.Ex = day("2026-01-06")
		m.announced(t, action)
	}
	m.announced(t, shares("B-1", securities.Bonus, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 1, Old: 10}, fraction.RoundDown
	}))
}

// reposLate brings them to Friday, on which the price of Thursday is known.
func (m *market) reposLate(t testing.TB, lots []securities.LotID) {
	t.Helper()
	stage.Do(t, m.harbour, securities.CloseOutRepo, "CLOSED")
	stage.Do(t, m.orchard, securities.CallMargin, thursday("CALLED"))
	stage.Do(t, m.orchard, securities.ProposeRepoSwap, proposedSwap(lots))
	pages := m.registered(t, registerOf("IND", "2026-01-06"))
	for _, id := range []securities.ActionID{"D-1", "D-2"} {
		stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id})
		stage.Do(t, m.issuer, securities.FundAction, funding(t, m.entitled(t, id, pages)))
	}
	stage.Do(t, m.summit, securities.RaiseManufactured, securities.ManufacturedKey{Repo: "SHARES", Action: "D-1"})
	stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: "B-1"})
	m.entitled(t, "B-1", pages)
	stage.Do(t, m.agent, securities.PayEntitlements, paging("B-1", pages...))
}

func thursday(id securities.RepoID) securities.RepoDay {
	return securities.RepoDay{ID: id, Day: day("2026-01-08")}
}

func proposedSwap(lots []securities.LotID) securities.RepoSwapRequest {
	return securities.RepoSwapRequest{ID: "OPEN", LotsOf: lotsIn("IND-29", lots[6])}
}

func (m *market) repoRows(t testing.TB, lots []securities.LotID) []row {
	fresh := small(t, "NEW", "2026-01-12", maturity)
	fresh.DayCount, fresh.Cover = date.Act365F, securities.Cover{Kind: securities.InitialMargin, Rate: dec("1.05")}
	leg := securities.RepoLegRequest{ID: "AGREED", Lots: lots[7:8], PaidBy: mandated("harbour")}
	swap := proposedSwap(lots)
	owed := securities.ManufacturedKey{Repo: "SHARES", Action: "D-1"}
	return []row{
		does(securities.ProposeRepo, m.orchard, owner, fresh),
		does(securities.AgreeRepo, m.harbour, owner, "PROPOSED"),
		does(securities.CancelRepo, m.orchard, owner, "PROPOSED"),
		does(securities.SettleOnLeg, m.orchard, owner, leg),
		does(securities.SettleOffLeg, m.harbour, owner, m.offLeg(t, "ENDING", 50)),
		does(securities.CallMargin, m.orchard, owner, thursday("OPEN")),
		does(securities.MeetMargin, m.harbour, owner, securities.MeetRequest{ID: "CALLED", PaidBy: mandated("harbour")}),
		does(securities.ProposeRepoSwap, m.orchard, owner, swap),
		does(securities.AgreeRepoSwap, m.harbour, owner, securities.AgreeRepoSwapRequest{RepoSwapRequest: swap, Back: m.inputs(t, "IND-29", "harbour", 50)}),
		does(securities.DeclareRepoDefault, m.orchard, owner, securities.RepoDefaultRequest{ID: "MISSED"}),
		does(securities.CloseOutRepo, m.harbour, owner, "DEFAULTED"),
		does(securities.PayCloseOut, m.summit, anybody, securities.RepoPayRequest{ID: "CLOSED", PaidBy: mandated("harbour")}),
		does(securities.RaiseManufactured, m.summit, anybody, securities.ManufacturedKey{Repo: "SHARES", Action: "D-2"}),
		does(securities.RestateRepo, m.summit, anybody, securities.ManufacturedKey{Repo: "SHARES", Action: "B-1"}),
		does(securities.PayManufactured, m.summit, anybody, securities.PayIncomeRequest{ManufacturedKey: owed, PaidBy: mandated("harbour")}),
		does(securities.GetRepo, m.summit, anybody, "OPEN"),
		does(securities.GetRepoBook, m.summit, anybody, "OPEN"),
		does(securities.GetExposure, m.summit, anybody, thursday("OPEN")),
		does(securities.GetManufactured, m.summit, anybody, owed),
		does(securities.Repos, m.summit, anybody, securities.CollateralOfRequest{Account: "harbour", Received: true, PageRequest: protocol.PageRequest{Size: 2}}),
	}
}
