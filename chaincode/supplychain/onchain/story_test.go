// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// An undertaking of 1,000,000.00 goes down three tiers; both banks buy parts of it; at maturity everybody is paid.
func TestThreeTiersAndTwoBanks(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.pass(t, "A", 1, units(1, 60_000_000), m.one, m.two, "tier-two")
	m.pass(t, "A", 1, units(20_000_001, 60_000_000), m.two, m.three, "tier-three")

	north := m.agree(t, "deal-1", key("A", 60_000_001), units(60_000_001, 100_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.FundDeal, north)
	south := m.agree(t, "deal-2", key("A", 20_000_001), units(20_000_001, 40_000_000), supplychain.ReverseFactoring, m.three, m.southDesk, "southbank", buying("0.045"))
	stage.Do(t, m.three, supplychain.FundDeal, south)

	m.has(t, "tier-one", "396000.00")   // 400,000 less 1 %
	m.has(t, "tier-three", "198500.00") // 200,000 less 0.75 %
	require.Equal(t, supplychain.Financed, m.slice(t, "A", 20_000_001).Status)
	require.Equal(t, "northbank", string(m.slice(t, "A", 60_000_001).Holder.Party))

	stage.Refused(t, m.one, supplychain.Collect, collect("A", "1000000.00"), supplychain.TooEarly)
	m.roll(t, maturity)
	stage.Do(t, m.checker, supplychain.Collect, collect("A", "1000000.00"))
	m.has(t, "motors", "9000000.00")
	m.distribute(t, "A")
	m.has(t, "collection", "0.00")
	m.has(t, "tier-two", "200000.00")
	m.has(t, "tier-three", "398500.00")
	m.has(t, "northbank", "5004000.00")
	m.has(t, "southbank", "5001500.00")
	for _, deal := range []supplychain.DealID{"deal-1", "deal-2"} {
		require.Equal(t, supplychain.Repaid, stage.Do(t, m.one, supplychain.GetDeal, deal).Status)
	}
	for _, slice := range m.slices(t, "A") {
		require.Equal(t, supplychain.Redeemed, slice.Status)
	}
	m.freeLines(t)
	m.audited(t, "A", 0)
}

// audited checks the laws on the ledger itself, and what of the money that came in is left.
func (m *market) audited(t testing.TB, id string, left int64) {
	t.Helper()
	page := supplychain.SlicesRequest{Undertaking: supplychain.UndertakingID(id), PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax}}
	rest, breaches := supplychain.Books{
		Undertaking: *stage.Do(t, m.one, supplychain.GetUndertaking, page.Undertaking), Discharge: *stage.Do(t, m.one, supplychain.GetDischarge, page.Undertaking),
		Slices: m.slices(t, id), Deals: stage.Do(t, m.one, supplychain.Deals, page).Items,
		Collections: stage.Do(t, m.one, supplychain.Collections, page).Items, Distributions: stage.Do(t, m.one, supplychain.Distributions, page).Items,
	}.Audit()
	require.Empty(t, breaches)
	require.Equal(t, left, rest.Minor())
}

func TestRoundFromRequestToFundingTakesFiveTransactions(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	before := m.World.Height(north)
	request := m.agree(t, "deal", key("A", 1), units(1, 100_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.FundDeal, request)
	require.Equal(t, uint64(5), m.World.Height(north)-before)
}

func TestPartialPaymentsRankPariPassuWhateverTheSplits(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.pass(t, "A", 1, units(1, 33_333_333), m.one, m.two, "tier-two")
	m.roll(t, maturity)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "700000.00"))
	m.distribute(t, "A")
	m.has(t, "tier-two", "233333.33")
	m.has(t, "tier-one", "466666.67")
	stage.Do(t, m.one, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: key("A", 33_333_334), Sizes: []int64{33_333_333, 33_333_334}})
	stage.Do(t, m.one, supplychain.Collect, collect("A", "300000.00"))
	stage.Refused(t, m.one, supplychain.Collect, collect("A", "0.01"), supplychain.Overpaid)
	m.distribute(t, "A")
	m.has(t, "tier-two", "333333.33")
	m.has(t, "tier-one", "666666.67")
	m.has(t, "collection", "0.00")
}

func TestAnchorPaysEarlyAtADiscount(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	request := m.agree(t, "early", key("A", 1), units(1, 40_000_000), supplychain.DynamicDiscounting, m.one, m.maker, "motors", buying("0.06"))
	stage.Do(t, m.maker, supplychain.FundDeal, request)
	m.has(t, "tier-one", "396000.00")
	require.Equal(t, supplychain.Extinguished, m.slice(t, "A", 1).Status)

	m.roll(t, maturity)
	paid := stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	require.Equal(t, "600000.00 EUR", paid.Amount.String(), "the rest alone")
	m.distribute(t, "A")
	m.has(t, "tier-one", "996000.00")
	m.has(t, "motors", "9004000.00")
}

// The seller of a loan keeps the paper in pledge, and gets back what the collection leaves over.
func TestReceivableLoanWithReserve(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "100.00")
	terms := supplychain.Terms{
		Method: supplychain.TrueDiscount, Rate: decimalOf("0.12"), AdvanceRate: decimalOf("0.94"), FeeRate: decimalOf("0.04"), Recourse: true,
	}
	request := m.agree(t, "loan", key("A", 1), units(1, 10_000_000), supplychain.ReceivableLoan, m.one, m.northDesk, "northbank", terms)
	stage.Do(t, m.northDesk, supplychain.FundDeal, request)
	m.has(t, "tier-one", "88235.29")
	slice := m.slice(t, "A", 1)
	require.Equal(t, supplychain.Pledged, slice.Status)
	require.Equal(t, "tier-one", string(slice.Holder.Party))
	stage.Refused(t, m.one, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: key("A", 1), Sizes: []int64{5_000_000, 5_000_000}}, supplychain.Encumbered)

	m.roll(t, maturity)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "100000.00"))
	m.distribute(t, "A")
	m.has(t, "tier-one", "94235.29") // and the reserve of 6,000.00
	m.has(t, "northbank", "5005764.71")
}

// What cash refuses does not happen in supplychain either.
func TestFundingUnwindsWhole(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	request := m.agree(t, "deal", key("A", 1), units(1, 40_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	before := m.World.Keys("supplychain")
	stage.Refused(t, m.northDesk, supplychain.FundDeal, supplychain.FundRequest{Deal: "deal", Hold: "hold-of-nobody"}, codeOf("NOT_FOUND"))
	stage.Refused(t, m.southDesk, supplychain.FundDeal, request, supplychain.NotYours)
	require.Equal(t, before, m.World.Keys("supplychain"))
	m.roll(t, "2026-01-06") // a day less is charged: the hold is of another amount
	stage.Refused(t, m.northDesk, supplychain.FundDeal, request, cash.ConsentMissing)

	m.roll(t, "2026-01-16")
	stage.Refused(t, m.northDesk, supplychain.FundDeal, request, supplychain.TooLate)
	stage.Do(t, m.three, supplychain.UnwindDeal, "deal")
	require.Equal(t, supplychain.Held, m.slice(t, "A", 1).Status)
	line := stage.Do(t, m.northDesk, supplychain.GetLine, supplychain.LineKey{Financier: "northbank", Debtor: "motors", Currency: eur("1.00").Currency})
	for _, bucket := range line.Buckets {
		require.True(t, bucket.Reserved.IsZero() && bucket.Drawn.IsZero())
	}
}
