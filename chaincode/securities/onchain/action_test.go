// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// A coupon of 50.00 a unit: 1,000 units each, taxed at a quarter; the treasury gets nothing.
func TestCouponIsPaid(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	id := m.announced(t, coupon("C-1"))
	action, pages := m.funded(t, id, couponDay, "7fff")
	require.Equal(t, securities.Totals{
		Accounts: 4, Units: 3000, Excluded: 10_000, After: 13_000,
		Gross: eur("150000.00").Amount, Tax: eur("37500.00").Amount, Net: eur("112500.00").Amount,
	}, action.Total)
	m.has(t, "industry", "850000.00")
	m.has(t, "paying", "150000.00")
	stage.Refused(t, m.summit, securities.ReconcileAction, id, securities.Unpaid)
	for _, page := range pages {
		stage.Do(t, m.agent, securities.PayEntitlements, paging(id, page))
	}
	for _, holder := range []string{"orchard", "harbour", "summit"} {
		m.has(t, cashOf(holder), "1037500.00")
	}
	m.has(t, "tax", "37500.00")
	m.has(t, "paying", "0.00")
	before := m.everything()
	stage.Refused(t, m.agent, securities.PayEntitlements, paging(id, pages[0]), protocol.AlreadyExists)
	require.Equal(t, before, m.everything())
	require.Equal(t, securities.ActionReconciled, stage.Do(t, m.summit, securities.ReconcileAction, id).Status)
	stage.Refused(t, m.summit, securities.ReconcileAction, id, securities.StatusRefused)
	stage.Refused(t, m.agent, securities.PayEntitlements, paging(id, pages...), securities.StatusRefused)
	require.Len(t, stage.Do(t, m.summit, securities.Payments, securities.ActionPage{Action: id}).Items, len(pages))
	lines := stage.Do(t, m.summit, securities.EntitlementLines, securities.EntitlementKey{Action: id, From: pages[0]})
	require.NotEmpty(t, lines.Lines)
}

func paging(id securities.ActionID, pages ...securities.Bucket) securities.PayRequest {
	return securities.PayRequest{Action: id, Pages: pages}
}

// Two pages in one block meet nowhere: the accounts that all of them use are high-volume.
func TestPagesArePaidSideBySide(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	clerk := m.Actor(north, "clerk", "", role.AccountServicer)
	for _, account := range []cash.AccountID{"paying", "tax", "suspense"} {
		stage.Do(t, clerk, cash.MarkHighVolume, cash.HighVolumeRequest{Account: account, Stripes: 4})
	}
	id := m.announced(t, coupon("C-1"))
	pages := m.recorded(t, id, couponDay, "3fff", "7fff", "bfff")
	action := m.entitled(t, id, pages)
	_, funded, err := stage.Try(m.issuer, securities.FundAction, funding(t, action))
	require.NoError(t, err)
	// With money of other actions on it, each stripe has enough for a page.
	_, others, err := stage.Try(m.orchard, cash.Transfer, cash.TransferRequest{From: "orchard", To: "paying", Amount: eur("900000.00")})
	require.NoError(t, err)
	stage.Do(t, clerk, cash.ConsolidateCredits, cash.ConsolidateRequest{
		Account: "paying", Credits: []cash.TxID{cash.TxID(funded.Tx.TxID), cash.TxID(others.Tx.TxID)},
	})
	require.Greater(t, len(pages), 2)
	for _, page := range pages {
		proposal, err := stage.Proposal(m.agent, securities.PayEntitlements, paging(id, page))
		require.NoError(t, err)
		endorsed, err := m.World.Endorse(m.agent.ID, proposal)
		require.NoError(t, err)
		require.NoError(t, m.World.Order(endorsed))
	}
	for n, tx := range m.World.CutBlock().Transactions {
		require.True(t, tx.Valid(), "page %d: %s", n, tx.Code)
	}
	stage.Do(t, m.summit, securities.ReconcileAction, id)
}

// What an action may not be, and when it may not be announced, confirmed or cancelled.
func TestActionsThatAreRefused(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	bad := func(code protocol.Code, edit func(*securities.AnnounceRequest)) {
		t.Helper()
		req := coupon("C-BAD")
		edit(&req)
		stage.Refused(t, m.issuer, securities.AnnounceAction, req, code)
	}
	before := m.everything()
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Record = day("2027-01-05") })
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Payment = day("2027-01-06") })
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Coupon = 2 })
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Coupon = 4 })
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Ex = day("2027-01-02") })
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Kind = securities.PoolFactor })
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Kind, r.Coupon, r.Rate = securities.FullCall, 0, dec("1010") })
	bad(securities.ActionTermsRefused, func(r *securities.AnnounceRequest) { r.Kind, r.Coupon, r.Rate = securities.CashDividend, 0, dec("1") })
	bad(securities.RoleMissing, func(r *securities.AnnounceRequest) { r.Agent = csd })
	bad(securities.AccountRefused, func(r *securities.AnnounceRequest) { r.Payees.Paying = "orchard" })
	bad(securities.AccountRefused, func(r *securities.AnnounceRequest) { r.Payees.Suspense = "orchard" })
	bad(protocol.InvalidArgument, func(r *securities.AnnounceRequest) { r.Payees.Tax = "suspense" })
	bad(protocol.InvalidArgument, func(r *securities.AnnounceRequest) { r.Payees.Tax = "" })
	bad(protocol.InvalidArgument, func(r *securities.AnnounceRequest) { r.Payees = nil })
	bad(protocol.InvalidArgument, func(r *securities.AnnounceRequest) { r.Units = 5 })
	bad(protocol.InvalidArgument, func(r *securities.AnnounceRequest) { r.Taxes.Standard = dec("1.01") })
	bad(protocol.InvalidArgument, func(r *securities.AnnounceRequest) { r.Taxes.Rates[0].Profile = "" })
	bad(protocol.InvalidArgument, func(r *securities.AnnounceRequest) { r.Payment = day("2027-01-03") })
	bad(protocol.NotFound, func(r *securities.AnnounceRequest) { r.Payees.Residual = "nowhere" })
	require.Equal(t, before, m.everything())
}

// A coupon is announced once, unless it was cancelled; nobody confirms when holders are known; a day that is not over has no
// register, and a register of another day is not the record date's.
func TestRecordDateIsACutOff(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	stage.Do(t, m.issuer, securities.AnnounceAction, coupon("C-1"))
	stage.Refused(t, m.issuer, securities.AnnounceAction, coupon("C-2"), protocol.AlreadyExists)
	stage.Refused(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: "C-1"}, securities.RegisterOpen)
	stage.Do(t, m.issuer, securities.CancelAction, "C-1")
	stage.Refused(t, m.keeper, securities.ConfirmAction, "C-1", securities.StatusRefused)
	id := m.announced(t, coupon("C-2"))
	stage.Do(t, m.issuer, securities.CancelAction, id)
	stage.Do(t, m.issuer, securities.AnnounceAction, coupon("C-3"))
	m.roll(t, couponRecord)
	key := registerOf("IND-29", couponRecord)
	early := securities.CountRequest{RegisterKey: key, Buckets: wholeRegister, Lots: m.allLots(t, "IND-29", "orchard")}
	stage.Refused(t, m.keeper, securities.CountRegister, early, securities.DayOpen)
	m.roll(t, couponDay)
	stage.Refused(t, m.keeper, securities.ConfirmAction, "C-3", securities.RecordPast)
	stage.Do(t, m.keeper, securities.CancelAction, "C-3")
	stage.Refused(t, m.issuer, securities.AnnounceAction, coupon("C-4"), securities.RecordPast)
}

// Who sold before the end of the record date gets nothing, and who bought gets all, though units go on.
func TestHoldersOfTheRecordDateArePaid(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	id := m.announced(t, coupon("C-1"))
	m.roll(t, couponRecord)
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 1000)
	m.roll(t, couponDay)
	m.pass(t, "IND-29", m.harbour, "harbour", "summit", 1500)
	_, pages := m.funded(t, id, couponDay)
	stage.Do(t, m.agent, securities.PayEntitlements, paging(id, pages...))
	m.has(t, "orchard", "1000000.00")
	m.has(t, "harbour", "1075000.00")
	m.has(t, "summit", "1037500.00")
}

// An action is cancelled until it is funded, and its pages then count for nothing; each step is taken once.
func TestActionStepsInOrder(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	id := m.announced(t, coupon("C-1"))
	pages := m.recorded(t, id, couponDay)
	stage.Refused(t, m.summit, securities.CompleteEntitlements, id, securities.EntitlementsIncomplete)
	stage.Refused(t, m.summit, securities.EntitlePages, securities.EntitleRequest{Action: id, Pages: []securities.Bucket{"0001"}}, protocol.NotFound)
	entitle := securities.EntitleRequest{Action: id, Pages: pages}
	stage.Do(t, m.summit, securities.EntitlePages, entitle)
	stage.Refused(t, m.summit, securities.EntitlePages, entitle, protocol.AlreadyExists)
	stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id})
	stage.Refused(t, m.summit, securities.CompleteEntitlements, id, securities.EntitlementsIncomplete)
	stage.Do(t, m.summit, securities.EntitlePages, entitle)
	action := *stage.Do(t, m.summit, securities.CompleteEntitlements, id)
	stage.Refused(t, m.summit, securities.CompleteEntitlements, id, securities.StatusRefused)
	stage.Refused(t, m.agent, securities.PayEntitlements, paging(id, pages...), securities.StatusRefused)
	less := funding(t, action)
	action.Residual = eur("0.01").Amount
	stage.Refused(t, m.issuer, securities.FundAction, funding(t, action), cash.ConsentMissing)
	less.Account = "orchard"
	stage.Refused(t, m.issuer, securities.FundAction, less, cash.ConsentMissing)
	m.has(t, "paying", "0.00")
	stage.Do(t, m.keeper, securities.CancelAction, id)
	action.Residual = eur("0.00").Amount
	stage.Refused(t, m.issuer, securities.FundAction, funding(t, action), securities.StatusRefused)
	m.has(t, "industry", "1000000.00")
}
