// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// actionsReady is a market of shares on Thursday, in which dividends, a bonus and a split that were recorded on Tuesday are in
// all their states, and a bond.
type actionsReady struct {
	*market
	late    trade
	pages   []securities.Bucket
	funding securities.FundActionRequest
	paying  securities.PayRequest
	claim   securities.PayClaimRequest
	other   *stage.Actor
}

func actionReady(t testing.TB) *actionsReady {
	t.Helper()
	r := &actionsReady{market: dividends(t)}
	r.other = r.enrol(north, "other-agent", "northbank", role.PayingAgent)
	m := r.market
	m.list(t, "IND-29", bondTerms(t), 100)
	r.late = m.agree(t, swap("LATE", 400))
	for _, id := range []string{"CONFIRMED", "RECORDED", "WORKED", "ENTITLED", "FUNDED", "PAID", "SUSPENDED"} {
		m.announced(t, early(id))
	}
	m.announced(t, shares("BONUS", securities.Bonus, func(a *securities.ActionTerms) { a.Units = 100 }))
	later := early("ANNOUNCED")
	later.Record, later.Ex, later.Payment, later.Forfeits = day("2026-02-02"), day("2026-02-02"), day("2026-02-04"), date.Date{}
	stage.Do(t, m.issuer, securities.AnnounceAction, later)
	m.announced(t, shares("SPLIT", securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 2, Old: 1}, fraction.RoundDown
	}))
	stage.Do(t, m.agent, securities.PublishFixing, fixing(monday, "0.02"))
	m.roll(t, "2026-01-06")
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	r.record(t)
	return r
}

// early is a dividend that falls back on the day on which it is paid, but one.
func early(id string) securities.AnnounceRequest {
	req := dividend(id)
	req.Ex, req.Payment, req.Forfeits = day("2026-01-06"), day("2026-01-07"), day("2026-01-08")
	return req
}

func (r *actionsReady) record(t testing.TB) {
	t.Helper()
	m := r.market
	m.roll(t, "2026-01-08")
	r.pages = m.registered(t, registerOf("IND", "2026-01-06"), "7fff")
	for _, id := range []securities.ActionID{"RECORDED", "WORKED", "ENTITLED", "FUNDED", "PAID", "SUSPENDED", "SPLIT"} {
		stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id})
		if id == "RECORDED" {
			continue
		}
		stage.Do(t, m.summit, securities.EntitlePages, securities.EntitleRequest{Action: id, Pages: r.pages})
		if id == "WORKED" {
			continue
		}
		action := *stage.Do(t, m.summit, securities.CompleteEntitlements, id)
		if id != "ENTITLED" && id != "SPLIT" {
			stage.Do(t, m.issuer, securities.FundAction, funding(t, action))
		}
	}
	r.funding = funding(t, *stage.Do(t, m.summit, securities.GetAction, "ENTITLED"))
	r.suspend(t)
	r.claims(t)
}

// suspend pays an action of which nobody could be paid, and one of which everybody was.
func (r *actionsReady) suspend(t testing.TB) {
	t.Helper()
	m := r.market
	for _, account := range []cash.AccountID{"harbour", "orchard"} {
		stage.Do(t, m.judge, cash.FreezeAccount, cash.FreezeRequest{Account: account, Side: cash.BothSides})
	}
	pay := paging("SUSPENDED", r.pages...)
	pay.Suspend = []securities.AccountID{"harbour", "orchard"}
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	for _, account := range []cash.AccountID{"harbour", "orchard"} {
		stage.Do(t, m.judge, cash.UnfreezeAccount, account)
	}
	stage.Do(t, m.agent, securities.PayEntitlements, paging("PAID", r.pages...))
	r.paying = paging("SPLIT", r.pages...)
	r.paying.Lots = m.allLots(t, "IND", everybody...)
}

// claims raises market claims under two actions; a third one could be raised.
func (r *actionsReady) claims(t testing.TB) {
	t.Helper()
	m := r.market
	stage.Do(t, m.keeper, securities.ResumeInstrument, "IND")
	m.handOver(t, r.late)
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	for _, id := range []securities.ActionID{"PAID", "SUSPENDED"} {
		stage.Do(t, m.summit, securities.RaiseMarketClaim, claimOf(id, r.late))
	}
	r.claim = securities.PayClaimRequest{
		MarketClaimKey: claimOf("PAID", r.late), Means: cash.Means{Account: "orchard", Mandate: m.mandate(t, "orchard", securities.Claims)},
	}
}

// actionRows are the transactions of corporate actions.
func actionRows(t testing.TB) (*market, []row) {
	t.Helper()
	r := actionReady(t)
	all := append(r.steps(), r.sideSteps()...)
	return r.market, append(all, r.asking()...)
}

func (r *actionsReady) steps() []row {
	fresh := dividend("NEW")
	fresh.Record, fresh.Ex, fresh.Payment = day("2026-02-02"), day("2026-02-02"), day("2026-02-04")
	return []row{
		does(securities.AnnounceAction, r.issuer, owner, fresh),
		does(securities.ConfirmAction, r.keeper, office, "ANNOUNCED"),
		does(securities.CancelAction, r.issuer, owner, "ANNOUNCED"),
		does(securities.CloseRecord, r.keeper, office, securities.CloseRecordRequest{Action: "CONFIRMED"}),
		does(securities.EntitlePages, r.summit, anybody, securities.EntitleRequest{Action: "RECORDED", Pages: r.pages}),
		does(securities.CompleteEntitlements, r.summit, anybody, "WORKED"),
		does(securities.FundAction, r.issuer, owner, r.funding),
		does(securities.PayEntitlements, r.agent, office, paging("FUNDED", r.pages...)),
		does(securities.ReconcileAction, r.summit, anybody, "PAID"),
		does(securities.ReleaseSuspense, r.southDesk, others{forged: "NOT_YOURS"}, securities.ReleaseSuspenseRequest{
			SuspenseKey: securities.SuspenseKey{Action: "SUSPENDED", Account: "harbour"},
		}),
		does(securities.ForfeitSuspense, r.issuer, owner, securities.SuspenseKey{Action: "SUSPENDED", Account: "orchard"}),
	}
}

func (r *actionsReady) sideSteps() []row {
	return []row{
		does(securities.PublishFixing, r.agent, anybody, fixing("2026-01-06", "0.021")),
		does(securities.ConfirmFixing, r.other, others{forged: "NOT_FOUND"}, fixing(monday, "0.02")),
		does(securities.RaiseMarketClaim, r.summit, anybody, claimOf("FUNDED", r.late)),
		does(securities.PayMarketClaim, r.harbour, anybody, r.claim),
		does(securities.WaiveMarketClaim, r.harbour, owner, claimOf("SUSPENDED", r.late)),
	}
}

func (r *actionsReady) asking() []row {
	page := protocol.PageRequest{Size: 2}
	return []row{
		does(securities.GetAction, r.summit, anybody, "PAID"),
		does(securities.Actions, r.summit, anybody, securities.ActionsRequest{PageRequest: page, Instrument: "IND"}),
		does(securities.DrawCut, r.summit, anybody, "BONUS"),
		does(securities.Entitlements, r.summit, anybody, securities.ActionPage{PageRequest: page, Action: "PAID"}),
		does(securities.EntitlementLines, r.summit, anybody, securities.EntitlementKey{Action: "PAID", From: r.pages[0]}),
		does(securities.Payments, r.summit, anybody, securities.ActionPage{PageRequest: page, Action: "PAID"}),
		does(securities.SuspenseOf, r.summit, anybody, securities.ActionPage{PageRequest: page, Action: "SUSPENDED"}),
		does(securities.GetFixing, r.summit, anybody, securities.FixingKey{Index: "EURIBOR-3M", Agent: north, Day: day(monday)}),
		does(securities.GetMarketClaim, r.summit, anybody, claimOf("PAID", r.late)),
		does(securities.MarketClaims, r.summit, anybody, securities.ActionPage{PageRequest: page, Action: "PAID"}),
		does(securities.CouponPlan, r.summit, anybody, "IND-29"),
		does(securities.AccruedInterest, r.summit, anybody, securities.AccruedRequest{Instrument: "IND-29", Units: 7, On: date.MustParse("2026-07-01")}),
	}
}

// A request with lots, a request with a cut and one with a factor are spoiled member by member too.
func TestActionRequestsRefuseEachWrongMember(t *testing.T) {
	r := actionReady(t)
	bonus := shares("NEW", securities.Bonus, func(a *securities.ActionTerms) {
		these := payees
		a.Record, a.Ex, a.Payment = day("2026-02-02"), day("2026-02-02"), day("2026-02-04")
		a.Factor, a.Disposition, a.Reference, a.Payees, a.Taxes = &fraction.Factor{New: 3, Old: 10}, fraction.CashInLieu, dec("20"), &these, taxed()
	})
	cut := *stage.Do(t, r.summit, securities.DrawCut, "BONUS")
	before := r.everything()
	for _, row := range []row{
		does(securities.AnnounceAction, r.issuer, owner, bonus),
		does(securities.CloseRecord, r.keeper, office, securities.CloseRecordRequest{Action: "BONUS", Cut: cut}),
		does(securities.PayEntitlements, r.agent, office, securities.PayRequest{Action: "SPLIT", Pages: r.pages, Lots: r.paying.Lots[:2]}),
	} {
		good, err := row.propose(row.by)
		require.NoError(t, err)
		for what, bad := range stage.Spoilt(t, good) {
			require.NotEmpty(t, codeIn(t, r.send(row, row.by, bad)), "%s: %s", row.endpoint.Name(), what)
		}
	}
	require.Equal(t, before, r.everything())
}
