// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// shredded is a market with an undertaking of 1,000,000.00 that tier one holds in equal slices.
func shredded(t testing.TB, count int64) *market {
	t.Helper()
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	sizes := make([]int64, count)
	for i := range sizes {
		sizes[i] = 100_000_000 / count
	}
	stage.Do(t, m.one, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: key("A", 1), Sizes: sizes})
	return m
}

func TestTransfersOfDifferentSlicesNeverConflict(t *testing.T) {
	const count = 200
	m := shredded(t, count)
	valid := make([]bool, count)
	for i := range valid {
		valid[i] = true
	}
	step := func(tx func(from int64) *ledgertest.Transaction) {
		var txs []*ledgertest.Transaction
		for i := range int64(count) {
			txs = append(txs, tx(i*500_000+1))
		}
		m.together(t, valid, txs...)
	}
	step(func(from int64) *ledgertest.Transaction {
		return endorse(t, m, m.one, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: key("A", from), Part: units(from, from+499_999), To: "tier-two", Expires: day("2026-01-31")})
	})
	step(func(from int64) *ledgertest.Transaction {
		return endorse(t, m, m.two, supplychain.AcceptSlice, supplychain.AcceptRequest{SliceKey: key("A", from), Account: "tier-two"})
	})
	for _, slice := range m.slices(t, "A") {
		require.Equal(t, "tier-two", string(slice.Holder.Party))
	}
}

// The rates are logged, not judged: in this process a transaction costs next to nothing, on a network almost everything.
func TestHundredsOfSlicesArePaidInOneTransaction(t *testing.T) {
	m := shredded(t, 1000)
	m.roll(t, maturity)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	request := supplychain.DistributeRequest{Undertaking: "A"}
	for _, slice := range m.slices(t, "A") {
		request.Slices = append(request.Slices, slice.From)
	}
	const single = 20
	begin := time.Now()
	for _, from := range request.Slices[:single] {
		stage.Do(t, m.one, supplychain.Distribute, supplychain.DistributeRequest{Undertaking: "A", Slices: []int64{from}})
	}
	each := time.Since(begin) / single
	begin = time.Now()
	request.Slices = request.Slices[single:]
	stage.Do(t, m.one, supplychain.Distribute, request)
	batched := time.Since(begin) / (1000 - single)
	m.has(t, "tier-one", "1000000.00")
	m.has(t, "collection", "0.00")
	t.Logf("one slice a transaction: %s each; %d slices in one: %s each, %.0f times the rate", each, 1000-single, batched, float64(each)/float64(batched))
	stage.Refused(t, m.one, supplychain.Distribute, request, supplychain.NothingDue)
}

// Deals on one line fit into one block as long as they begin at different buckets; together they never exceed the limit.
func TestLineIsNeverExceeded(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "2000.00")
	m.undertake(t, "B", "2001.00")
	m.agree(t, "deal-A", key("A", 1), units(1, 200_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.one, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: key("B", 1), Deal: "deal-B", Part: units(1, 200_100_000), Technique: supplychain.Factoring})
	quote := m.quote("deal-B", m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal-B", Quote: quote})
	agree := supplychain.AgreeRequest{Deal: "deal-B", Quote: quote}
	stage.Refused(t, m.one, supplychain.AgreeDeal, agree, supplychain.LineExceeded)
	limit := supplychain.LineRequest{Debtor: "motors", Limit: eur("1999999.99"), Expires: day("2026-12-31")}
	stage.Refused(t, m.northDesk, supplychain.SetLine, limit, supplychain.LimitBelowUse)
	limit.Limit = eur("4500000.00")
	stage.Do(t, m.northDesk, supplychain.SetLine, limit)
	stage.Do(t, m.one, supplychain.AgreeDeal, agree)
	standing := stage.Do(t, m.northDesk, supplychain.GetLine, supplychain.LineKey{Financier: "northbank", Debtor: "motors", Currency: eur("1.00").Currency})
	var used, shares int64
	for _, bucket := range standing.Buckets {
		used += bucket.Reserved.Minor() + bucket.Drawn.Minor()
		shares += bucket.Limit.Minor()
	}
	require.Equal(t, [2]int64{400_100_000, 450_000_000}, [2]int64{used, shares})
}

// A line on the seller counts where the financier keeps one.
func TestLineOnTheSellerCountsToo(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	stage.Do(t, m.northDesk, supplychain.SetLine, supplychain.LineRequest{Debtor: "tier-one", Limit: eur("999999.99"), Expires: day("2026-12-31")})
	stage.Do(t, m.one, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal", Part: units(1, 100_000_000), Technique: supplychain.Factoring})
	quote := m.quote("deal", m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: quote})
	stage.Refused(t, m.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: quote}, supplychain.LineExceeded)
}

// Every bad thing that a caller may try with paper and quotes is refused with a code, and writes nothing.
func TestBadInputWritesNothing(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.pass(t, "A", 1, units(1, 10_000_000), m.one, m.two, "tier-two")
	stage.Do(t, m.one, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: key("A", 10_000_001), Deal: "deal", Part: units(10_000_001, 20_000_000), Technique: supplychain.Factoring})
	quote := m.quote("deal", m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: quote})
	before := m.World.Keys("supplychain")

	cut := func(by *stage.Actor, code protocol.Code, from int64, sizes ...int64) {
		stage.Refused(t, by, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: key("A", from), Sizes: sizes}, code)
	}
	cut(m.two, supplychain.IntervalRefused, 1, 5_000_000, 5_000_001)
	cut(m.two, supplychain.IntervalRefused, 1, 5_000_000, 4_999_999)
	cut(m.two, supplychain.IntervalRefused, 1, 9_999_999, 1)
	cut(m.two, protocol.NotFound, 2, 1000, 1000)
	cut(m.two, protocol.InvalidArgument, 1, 10_000_000)
	cut(m.one, supplychain.NotYours, 1, 5_000_000, 5_000_000)
	offer := supplychain.OfferRequest{SliceKey: key("A", 1), Part: units(1, 10_000_000), To: "tier-three", Expires: day("2026-01-31")}
	bad := func(code protocol.Code, edit func(*supplychain.OfferRequest)) {
		request := offer
		edit(&request)
		stage.Refused(t, m.two, supplychain.OfferSlice, request, code)
	}
	bad(supplychain.IntervalRefused, func(r *supplychain.OfferRequest) { r.Part = units(1, 10_000_001) })
	bad(supplychain.SelfTransfer, func(r *supplychain.OfferRequest) { r.To = "tier-two" })
	bad(supplychain.SelfTransfer, func(r *supplychain.OfferRequest) { r.To = "motors" })
	bad(supplychain.FirmRefused, func(r *supplychain.OfferRequest) { r.To = "stranger" })
	bad(supplychain.TooLate, func(r *supplychain.OfferRequest) { r.Expires = day("2026-01-04") })
	bad(protocol.InvalidArgument, func(r *supplychain.OfferRequest) { r.Part = units(10, 1) })

	wrong := quote
	wrong.Salt = fmt.Sprintf("%032x", 7)
	stage.Refused(t, m.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: wrong}, protocol.PreimageRefused)
	wrong = quote
	wrong.Terms.Rate = decimalOf("0.01")
	stage.Refused(t, m.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: wrong}, protocol.PreimageRefused)
	stage.Refused(t, m.two, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: quote}, supplychain.NotYours)
	wrong.Salt = "5a"
	stage.Refused(t, m.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: wrong}, protocol.InvalidArgument)
	stage.Refused(t, m.southDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: quote}, supplychain.NotYours)
	require.Equal(t, before, m.World.Keys("supplychain"))

	m.roll(t, "2026-01-13")
	stage.Refused(t, m.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: quote}, supplychain.QuoteExpired)
}

func TestOffersEndInThreeWays(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	offer := supplychain.OfferRequest{SliceKey: key("A", 1), Part: units(1, 100_000_000), To: "tier-two", Expires: day("2026-01-06")}
	for _, by := range []*stage.Actor{m.one, m.two} {
		stage.Do(t, m.one, supplychain.OfferSlice, offer)
		stage.Refused(t, m.three, supplychain.DeclineSlice, key("A", 1), supplychain.NotYours)
		stage.Refused(t, m.three, supplychain.AcceptSlice, supplychain.AcceptRequest{SliceKey: key("A", 1), Account: "tier-three"}, supplychain.NotYours)
		stage.Refused(t, m.two, supplychain.AcceptSlice, supplychain.AcceptRequest{SliceKey: key("A", 1), Account: "tier-one"}, supplychain.AccountRefused)
		stage.Do(t, by, supplychain.DeclineSlice, key("A", 1))
	}
	stage.Do(t, m.one, supplychain.OfferSlice, offer)
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.two, supplychain.AcceptSlice, supplychain.AcceptRequest{SliceKey: key("A", 1), Account: "tier-two"}, supplychain.TooLate)
	stage.Do(t, m.three, supplychain.DeclineSlice, key("A", 1))
	require.Equal(t, supplychain.Held, m.slice(t, "A", 1).Status)
}

func TestNeighboursMerge(t *testing.T) {
	m := shredded(t, 4)
	m.pass(t, "A", 75_000_001, units(75_000_001, 100_000_000), m.one, m.two, "tier-two")
	merge := supplychain.MergeRequest{SliceKey: key("A", 1), Next: []int64{25_000_001, 50_000_001}}
	stage.Refused(t, m.one, supplychain.MergeSlices, supplychain.MergeRequest{SliceKey: key("A", 1), Next: []int64{50_000_001}}, supplychain.NotNeighbours)
	stage.Refused(t, m.one, supplychain.MergeSlices, supplychain.MergeRequest{SliceKey: key("A", 50_000_001), Next: []int64{75_000_001}}, supplychain.NotNeighbours)
	stage.Refused(t, m.two, supplychain.MergeSlices, merge, supplychain.NotYours)
	require.Equal(t, units(1, 75_000_000), stage.Do(t, m.one, supplychain.MergeSlices, merge).Units)
	require.Len(t, m.slices(t, "A"), 2)
}
