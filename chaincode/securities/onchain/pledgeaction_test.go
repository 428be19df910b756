// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// pledgedShares is a market of shares in which 400 of orchard's 1,000 secure a claim of harbour's of 4,000.00.
func pledgedShares(t testing.TB) *market {
	t.Helper()
	m := dividends(t)
	lot := stage.Do(t, m.orchard, securities.SplitLot, securities.SplitRequest{
		LotKey: m.first(t, "IND", "orchard"), Sizes: []securities.Quantity{400, 600},
	}).Lots[0].ID
	req := pledged(t, "P", "4000.00")
	req.LotsOf = lotsIn("IND", lot)
	stage.Do(t, m.orchard, securities.OfferPledge, req)
	stage.Do(t, m.harbour, securities.AcceptPledge, "P")
	return m
}

// underPledge is the only lot of orchard's that is pledged.
func (m *market) underPledge(t testing.TB) securities.Lot {
	t.Helper()
	var found []securities.Lot
	for _, lot := range m.lots(t, "IND", "orchard") {
		if lot.Status == securities.Pledged {
			found = append(found, lot)
		}
	}
	require.Len(t, found, 1)
	return found[0]
}

func redemption(id string) securities.AnnounceRequest {
	return shares(id, securities.FullCall, func(a *securities.ActionTerms) { a.Rate, a.Payees = dec("50"), untaxed() })
}

// What a split makes of pledged units is pledged, and so is no other.
func TestAPledgeSurvivesASplit(t *testing.T) {
	m := pledgedShares(t)
	m.carriedOut(t, m.announced(t, shares("S-1", securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 3, Old: 2}, fraction.RoundDown
	})))
	lot := m.underPledge(t)
	require.Equal(t, []any{securities.Quantity(600), securities.PledgeID("P").Ref()}, []any{lot.Quantity, lot.Ref})
	m.holds(t, "IND", "orchard", 1500)
	stage.Refused(t, m.orchard, securities.ReleasePledged, securities.PledgedRequest{ID: "P", LotsOf: lotsIn("IND", lot.ID)}, securities.NotYours)
	stage.Do(t, m.harbour, securities.ReleasePledged, securities.PledgedRequest{ID: "P", LotsOf: lotsIn("IND", lot.ID)})
}

// Of 1,000 redeemed shares 400 were pledged: their 20,000.00 wait for an order, and the rest is orchard's.
func TestMoneyOfPledgedUnitsWaitsAndNoOther(t *testing.T) {
	m := pledgedShares(t)
	m.carriedOut(t, m.announced(t, redemption("M-1")))
	m.has(t, "orchard", "1030000.00")
	m.has(t, "suspense", "20000.00")
	kept := stage.Do(t, m.summit, securities.SuspenseOf, securities.ActionPage{Action: "M-1"}).Items
	require.Len(t, kept, 1)
	require.Equal(t, securities.UnitsEncumbered, kept[0].Reason)
}

// Shares that a reverse split leaves nothing of are paid for: what pledged ones bring waits too.
func TestCashForPledgedFractionsWaits(t *testing.T) {
	m := pledgedShares(t)
	m.carriedOut(t, m.announced(t, shares("S-1", securities.ReverseSplit, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition, a.Reference, a.Payees = &fraction.Factor{New: 1, Old: 2000}, fraction.CashInLieu, dec("100000"), untaxed()
	})))
	m.holds(t, "IND", "orchard", 0)
	m.has(t, "orchard", "1030000.00")
	m.has(t, "suspense", "20000.00")
}

// Whoever can be paid nothing at all does not get round the pledge: all of it waits for an order, and its custodian does not
// release it.
func TestMoneyOfPledgedUnitsWaitsWhereNothingCanBePaid(t *testing.T) {
	m := pledgedShares(t)
	id := m.announced(t, redemption("M-1"))
	m.roll(t, "2026-01-06")
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	_, pages := m.funded(t, id, "2026-01-08")
	stage.Do(t, m.judge, cash.FreezeAccount, cash.FreezeRequest{Account: "orchard", Side: cash.BothSides})
	pay := paging(id, pages...)
	pay.Lots, pay.Suspend = m.allLots(t, "IND", everybody...), []securities.AccountID{"orchard"}
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	stage.Do(t, m.summit, securities.ReconcileAction, id)
	m.has(t, "suspense", "50000.00")
	stage.Do(t, m.judge, cash.UnfreezeAccount, "orchard")
	release := securities.ReleaseSuspenseRequest{SuspenseKey: securities.SuspenseKey{Action: id, Account: "orchard"}}
	stage.Refused(t, m.northDesk, securities.ReleaseSuspense, release, securities.NotYours)
	stage.Refused(t, m.keeper, securities.ReleaseSuspense, release, securities.ActionTermsRefused)
}

// Between the ex-date and the record date of a bonus the price is that of a share without it, and a share has it still: at 10.00
// harbour would take 400 shares that are worth more.
func TestPledgeIsNotRealisedAtAPriceOfOtherUnits(t *testing.T) {
	m := pledgedShares(t)
	m.announced(t, shares("B-1", securities.Bonus, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 1, Old: 1}, fraction.RoundDown
		a.Ex, a.Record, a.Payment = day("2026-01-08"), day("2026-01-12"), day("2026-01-14")
	}))
	m.roll(t, "2026-01-06")
	stage.Do(t, m.harbour, securities.DefaultPledge, "P")
	m.roll(t, "2026-01-09")
	m.closesAt(t, "IND", "2026-01-08", "10")
	take := securities.PledgedRequest{ID: "P", LotsOf: lotsIn("IND", m.underPledge(t).ID)}
	stage.Refused(t, m.harbour, securities.AppropriatePledged, take, securities.PriceNotAlike)
	m.roll(t, "2026-01-13")
	m.closesAt(t, "IND", "2026-01-12", "10")
	require.Equal(t, securities.PledgeRealised, stage.Do(t, m.harbour, securities.AppropriatePledged, take).Status)
	m.holds(t, "IND", "harbour", 1400)
}
