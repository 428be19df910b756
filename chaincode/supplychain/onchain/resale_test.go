// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

var resale = supplychain.ResaleRequest{Deal: "deal", To: "southbank", Price: eur("79500.00"), Expires: day("2026-01-31")}

// resold is a market in which Northbank advanced 80,000.00 on 100,000.00 with recourse and offers the deal to Southbank.
func resold(t *testing.T) (*market, supplychain.PurchaseRequest) {
	t.Helper()
	m := opened(t)
	m.undertake(t, "A", "100.00")
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 1), units(1, 10_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", recourse(true)))
	stage.Do(t, m.northDesk, supplychain.OfferDeal, resale)
	buy := supplychain.PurchaseRequest{Deal: "deal", Owed: money.MustAmount(8_000_000), Slices: []int64{1}, Means: m.mandate(t, m.southDesk, "southbank", supplychain.Resales)}
	return m, buy
}

func (m *market) drawn(t testing.TB, financier partyID) (drawn int64) {
	t.Helper()
	line := stage.Do(t, m.one, supplychain.GetLine, supplychain.LineKey{Financier: financier, Debtor: "motors", Currency: eur("1.00").Currency})
	for _, bucket := range line.Buckets {
		require.True(t, bucket.Reserved.IsZero())
		drawn += bucket.Drawn.Minor()
	}
	return drawn
}

// Northbank sells its paper on: money against claims, and Southbank has the recourse that Northbank had.
func TestFinancedPaperIsSoldOnWithItsRecourse(t *testing.T) {
	m, buy := resold(t)
	require.Equal(t, int64(8_000_000), m.drawn(t, "northbank"))
	bought := stage.Do(t, m.southDesk, supplychain.BuyDeal, buy)
	require.Equal(t, "southbank", string(bought.Financier.Party))
	m.has(t, "northbank", "4999500.00")
	m.has(t, "southbank", "4920500.00")
	require.Zero(t, m.drawn(t, "northbank"))
	require.Equal(t, int64(8_000_000), m.drawn(t, "southbank"))
	require.Equal(t, "southbank", string(m.slice(t, "A", 1).Holder.Party))
	m.audited(t, "A", 0)

	m.roll(t, late)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "70000.00"))
	m.distribute(t, "A")
	call := supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Credit}
	stage.Refused(t, m.northDesk, supplychain.CallRecourse, call, supplychain.NotYours)
	stage.Do(t, m.southDesk, supplychain.CallRecourse, call)
	stage.Do(t, m.one, supplychain.Repurchase, supplychain.RepurchaseRequest{
		Deal: "deal", Slices: []int64{1}, Means: m.mandate(t, m.one, "tier-one", supplychain.Repurchases),
	})
	require.Zero(t, m.drawn(t, "southbank"))
	require.Equal(t, "tier-one", string(m.slice(t, "A", 1).Holder.Party))
}

// Whatever is not as the buyer knows it or agreed to, and no money, paper or line moves.
func TestResaleIsAllOrNothing(t *testing.T) {
	m, buy := resold(t)
	before := m.World.Range("supplychain", "", "")
	stale := buy
	stale.Owed = money.MustAmount(9_000_000)
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, stale, supplychain.DealMoved)
	stage.Refused(t, m.northDesk, supplychain.BuyDeal, buy, supplychain.NotYours)
	other := buy
	other.Slices = []int64{10_000_001}
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, other, codeOf("NOT_FOUND"))
	other.Slices, other.Account = buy.Slices, "northbank"
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, other, supplychain.AccountRefused)
	other = buy
	other.Mandate = "motors-payables"
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, other, codeOf("CONSENT_MISSING"))
	for _, bad := range []struct {
		to   partyID
		code string
	}{{"northbank", "BOTH_SIDES"}, {"tier-one", "BOTH_SIDES"}, {"motors", "BOTH_SIDES"}, {"nobody", "FIRM_REFUSED"}} {
		offer := resale
		offer.To = bad.to
		stage.Refused(t, m.northDesk, supplychain.OfferDeal, offer, codeOf(bad.code))
	}
	stage.Refused(t, m.southDesk, supplychain.OfferDeal, resale, supplychain.NotYours)
	stage.Refused(t, m.one, supplychain.DeclineDeal, "deal", supplychain.NotYours)
	require.Equal(t, before, m.World.Range("supplychain", "", ""))
}

// The buyer needs the limit, an offer ends by itself, and units under an order are not sold.
func TestResaleWithinLimitsAndTime(t *testing.T) {
	m, buy := resold(t)
	small := supplychain.LineRequest{Debtor: "motors", Limit: eur("1000.00"), Expires: day("2026-12-31")}
	stage.Do(t, m.southDesk, supplychain.SetLine, small)
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, buy, supplychain.LineExceeded)
	small.Limit = eur("3000000.00")
	stage.Do(t, m.southDesk, supplychain.SetLine, small)
	stage.Do(t, m.arbiter, supplychain.FreezeSlice, ordered(1, units(1, 10)))
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, buy, supplychain.Encumbered)
	stage.Do(t, m.arbiter, supplychain.UnfreezeSlice, lifted(1))
	m.roll(t, "2026-02-01")
	buy.Slices = []int64{1, 11}
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, buy, supplychain.TooLate)
	stage.Do(t, m.two, supplychain.DeclineDeal, "deal")
	stage.Refused(t, m.southDesk, supplychain.BuyDeal, buy, supplychain.StatusRefused)
	stage.Refused(t, m.two, supplychain.DeclineDeal, "deal", supplychain.StatusRefused)
}
