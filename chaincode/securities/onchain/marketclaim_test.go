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

// swap is a sale of shares by orchard to harbour, free of payment.
func swap(reference string, quantity securities.Quantity) trade {
	d := sale(reference, quantity, "")
	d.instrument = "IND"
	return d
}

func claimOf(id securities.ActionID, d trade) securities.MarketClaimKey {
	return securities.MarketClaimKey{Action: id, Match: d.match()}
}

// handOver settles a trade.
func (m *market) handOver(t testing.TB, d trade) {
	t.Helper()
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{}))
}

// claimed is a market of shares whose dividend was paid to orchard, although 400 were sold with it: they were traded before
// the ex-date and settled after the record date.
func claimed(t testing.TB) (*market, trade) {
	t.Helper()
	m := dividends(t)
	late := m.agree(t, swap("LATE", 400))
	req := dividend("D-1")
	req.Ex = day("2026-01-06")
	_, pages := m.funded(t, m.announced(t, req), "2026-01-08")
	stage.Do(t, m.agent, securities.PayEntitlements, paging("D-1", pages...))
	stage.Refused(t, m.summit, securities.RaiseMarketClaim, claimOf("D-1", late), securities.NoClaim)
	m.handOver(t, late)
	return m, late
}

// The seller owes what it got: 49.36 less a quarter, 37.02.
func TestMarketClaim(t *testing.T) {
	m, late := claimed(t)
	claim := stage.Do(t, m.summit, securities.RaiseMarketClaim, claimOf("D-1", late))
	require.Equal(t, [2]securities.AccountID{"orchard", "harbour"}, [2]securities.AccountID{claim.Owing, claim.Owed})
	require.Equal(t, eur("37.02"), claim.Amount)
	require.False(t, claim.Reverse)
	stage.Refused(t, m.summit, securities.RaiseMarketClaim, claimOf("D-1", late), protocol.AlreadyExists)
	stage.Refused(t, m.orchard, securities.WaiveMarketClaim, claim.MarketClaimKey, securities.NotYours)
	leg := cash.SettleLeg{From: "orchard", To: "harbour", Amount: claim.Amount}
	consent, err := cash.ConsentTo(securities.ClaimSettlement(claim.MarketClaimKey), []cash.SettleLeg{leg})
	require.NoError(t, err)
	pay := securities.PayClaimRequest{MarketClaimKey: claim.MarketClaimKey, Means: cash.Means{Account: "orchard", Consent: consent}}
	stage.Refused(t, m.harbour, securities.PayMarketClaim, pay, cash.ConsentMissing)
	stage.Do(t, m.orchard, securities.PayMarketClaim, pay)
	m.has(t, "orchard", "1000055.53")
	m.has(t, "harbour", "1000129.57")
	stage.Refused(t, m.orchard, securities.PayMarketClaim, pay, securities.StatusRefused)
	stage.Refused(t, m.harbour, securities.WaiveMarketClaim, claim.MarketClaimKey, securities.StatusRefused)
	require.Equal(t, securities.ClaimPaid, stage.Do(t, m.summit, securities.GetMarketClaim, claim.MarketClaimKey).Status)
}

// A claim may be paid by mandate, whoever calls, and given up by whom it belongs to.
func TestMarketClaimByMandateOrWaived(t *testing.T) {
	m, late := claimed(t)
	claim := stage.Do(t, m.summit, securities.RaiseMarketClaim, claimOf("D-1", late))
	mandate := m.mandate(t, "orchard", securities.Claims)
	pay := securities.PayClaimRequest{MarketClaimKey: claim.MarketClaimKey, Means: cash.Means{Account: "orchard", Mandate: mandate}}
	stage.Do(t, m.harbour, securities.PayMarketClaim, pay)

	m, late = claimed(t)
	stage.Do(t, m.summit, securities.RaiseMarketClaim, claimOf("D-1", late))
	stage.Do(t, m.harbour, securities.WaiveMarketClaim, claimOf("D-1", late))
	require.Len(t, stage.Do(t, m.summit, securities.MarketClaims, securities.ActionPage{Action: "D-1"}).Items, 1)
}

// Who was entitled and was paid has no claim; where a trade without the dividend was settled by the record date, the buyer
// owes it.
func TestReverseMarketClaim(t *testing.T) {
	m := dividends(t)
	early, without := m.agree(t, swap("EARLY", 100)), swap("WITHOUT", 200)
	for _, side := range []securities.Direction{securities.Delivers, securities.Receives} {
		word := without.word(side)
		word.Ex = true
		desk := m.northDesk
		if side == securities.Receives {
			desk = m.southDesk
		}
		stage.Do(t, desk, securities.Instruct, word)
	}
	m.handOver(t, early)
	m.handOver(t, without)
	req := dividend("D-1")
	req.Ex = day("2026-01-06")
	id := m.announced(t, req)
	stage.Refused(t, m.summit, securities.RaiseMarketClaim, claimOf(id, without), securities.StatusRefused)
	m.funded(t, id, "2026-01-08")
	stage.Refused(t, m.summit, securities.RaiseMarketClaim, claimOf(id, early), securities.NoClaim)
	claim := stage.Do(t, m.summit, securities.RaiseMarketClaim, claimOf(id, without))
	require.True(t, claim.Reverse)
	require.Equal(t, [2]securities.AccountID{"harbour", "orchard"}, [2]securities.AccountID{claim.Owing, claim.Owed})
	require.Equal(t, eur("18.51"), claim.Amount) // 24.68 less 6.17
}

// A bond is sold with its coupon where it was to be settled by the record date.
func TestMarketClaimOnACoupon(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	m.payingAgency(t)
	id := m.announced(t, coupon("C-1"))
	failing, later := m.agree(t, sale("FAILING", 10, "")), sale("LATER", 10, "")
	later.settle = couponDay
	m.agree(t, later)
	m.funded(t, id, couponDay)
	m.handOver(t, failing)
	m.handOver(t, later)
	require.Equal(t, eur("375.00"), stage.Do(t, m.summit, securities.RaiseMarketClaim, claimOf(id, failing)).Amount)
	stage.Refused(t, m.summit, securities.RaiseMarketClaim, claimOf(id, later), securities.NoClaim)
}
