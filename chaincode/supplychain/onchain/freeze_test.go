// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

func ordered(from int64, part supplychain.Units) supplychain.FreezeRequest {
	return supplychain.FreezeRequest{SliceKey: key("A", from), Part: part, Order: strings.Repeat("0d", 32)}
}

func lifted(from int64) supplychain.UnfreezeRequest {
	return supplychain.UnfreezeRequest{SliceKey: key("A", from), Order: strings.Repeat("0e", 32)}
}

// Units under an order stay where they are: neither passed on nor financed nor disputed nor paid; what the obligor pays on
// them waits, and they stand as before once the order ends.
func TestFrozenUnitsStayWhereTheyAre(t *testing.T) {
	m := bought(t)
	stage.Refused(t, m.one, supplychain.FreezeSlice, ordered(1, units(1, 10_000_000)), protocol.NotAuthorised)
	stage.Refused(t, m.arbiter, supplychain.FreezeSlice, ordered(1, units(1, 30_000_000)), supplychain.IntervalRefused)
	stage.Do(t, m.arbiter, supplychain.FreezeSlice, ordered(1, units(1, 10_000_000)))
	stage.Refused(t, m.arbiter, supplychain.FreezeSlice, ordered(1, units(1, 10_000_000)), supplychain.Encumbered)
	stage.Do(t, m.arbiter, supplychain.FreezeSlice, ordered(20_000_001, units(90_000_001, 100_000_000)))
	m.audited(t, "A", 0)

	held := key("A", 90_000_001)
	stage.Refused(t, m.one, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: held, Part: units(90_000_001, 100_000_000), To: "tier-two", Expires: day("2026-01-31")}, supplychain.Encumbered)
	stage.Refused(t, m.one, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: held, Sizes: []int64{5_000_000, 5_000_000}}, supplychain.Encumbered)
	stage.Refused(t, m.one, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: held, Deal: "more", Part: units(90_000_001, 95_000_000), Technique: supplychain.Factoring}, supplychain.Encumbered)
	stage.Refused(t, m.maker, supplychain.RaiseDispute, supplychain.DisputeRequest{SliceKey: held, Dispute: "d", Part: units(90_000_001, 95_000_000), Reason: "PRICE"}, supplychain.Encumbered)

	m.roll(t, maturity)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	stage.Refused(t, m.one, supplychain.Distribute, supplychain.DistributeRequest{Undertaking: "A", Slices: []int64{1}}, supplychain.Encumbered)
	stage.Do(t, m.one, supplychain.Distribute, supplychain.DistributeRequest{Undertaking: "A", Slices: []int64{10_000_001, 20_000_001}})
	m.has(t, "collection", "200000.00")
	m.audited(t, "A", 20_000_000)
	require.Equal(t, supplychain.Financed, stage.Do(t, m.arbiter, supplychain.UnfreezeSlice, lifted(1)).Status)
	require.Equal(t, supplychain.Held, stage.Do(t, m.arbiter, supplychain.UnfreezeSlice, lifted(90_000_001)).Status)
	stage.Refused(t, m.arbiter, supplychain.UnfreezeSlice, lifted(1), supplychain.StatusRefused)
	m.distribute(t, "A")
	m.has(t, "collection", "0.00")
	m.has(t, "northbank", "5002000.00")
}

// An order stops a deal that is agreed, and the units are free of it when the deal was unwound meanwhile.
func TestOrderStopsFunding(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	fund := m.agree(t, "deal", key("A", 1), units(1, 20_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	stage.Refused(t, m.arbiter, supplychain.FreezeSlice, ordered(1, units(1, 10_000_000)), supplychain.IntervalRefused)
	stage.Do(t, m.arbiter, supplychain.FreezeSlice, ordered(1, units(1, 20_000_000)))
	stage.Refused(t, m.northDesk, supplychain.FundDeal, fund, supplychain.Encumbered)
	m.roll(t, "2026-01-16")
	stage.Do(t, m.two, supplychain.UnwindDeal, "deal")
	require.Equal(t, supplychain.Frozen, m.slice(t, "A", 1).Status)
	stage.Do(t, m.arbiter, supplychain.UnfreezeSlice, lifted(1))
	require.Equal(t, supplychain.Held, m.slice(t, "A", 1).Status)
	m.freeLines(t)
	m.audited(t, "A", 0)
}

// An offer sleeps under an order and is there when it ends.
func TestOfferSleepsUnderAnOrder(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	stage.Do(t, m.one, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: key("A", 1), Part: units(1, 20_000_000), To: "tier-two", Expires: day("2026-01-31")})
	stage.Do(t, m.arbiter, supplychain.FreezeSlice, ordered(1, units(1, 5_000_000)))
	accept := supplychain.AcceptRequest{SliceKey: key("A", 1), Account: "tier-two"}
	stage.Refused(t, m.two, supplychain.AcceptSlice, accept, supplychain.Encumbered)
	stage.Refused(t, m.one, supplychain.DeclineSlice, key("A", 1), supplychain.Encumbered)
	m.audited(t, "A", 0)
	stage.Do(t, m.arbiter, supplychain.UnfreezeSlice, lifted(1))
	stage.Do(t, m.two, supplychain.AcceptSlice, accept)
	require.Equal(t, "tier-two", string(m.slice(t, "A", 1).Holder.Party))
}
