// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// overdue is a market in which two suppliers hold 600,000.00 and 400,000.00 of an undertaking whose obligor owes 12 % a year
// on what it pays more than five days late (ACT/365F), and Northbank bought 100,000.00 of the latter.
func overdue(t *testing.T) *market {
	t.Helper()
	m := opened(t)
	frame := programmeTerms("late")
	frame.LateRate, frame.Compounding = decimalOf("0.12"), supplychain.SimpleInterest
	stage.Do(t, m.maker, supplychain.Open, frame)
	m.billUnder(t, frame.ID, "A", "INV-A", "1000.00")
	m.register(t, "A")
	m.issue(t, "A")
	m.pass(t, "A", 1, units(60_000_001, 100_000_000), m.one, m.two, "tier-two")
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 60_000_001), units(60_000_001, 70_000_000), supplychain.Factoring, m.two, m.northDesk, "northbank", buying("0.06")))
	m.has(t, "tier-two", "99013.70")
	return m
}

// Who holds paper gets late interest from its obligor, with nobody complaining; what falls on financed paper goes through
// its deal, whose terms ask for none, and so to the seller.
func TestHoldersGetLateInterest(t *testing.T) {
	m := overdue(t)
	m.roll(t, "2026-03-11") // within the grace
	half := stage.Do(t, m.one, supplychain.Collect, collect("A", "500000.00"))
	require.Equal(t, "500000.00 EUR", half.Amount.String())
	m.distribute(t, "A")
	m.roll(t, "2026-05-18") // 73 days late: a fifth of a year
	rest := stage.Do(t, m.one, supplychain.Collect, collect("A", "500000.00"))
	require.Equal(t, "512000.00 EUR", rest.Amount.String())
	require.Equal(t, int64(1_200_000), rest.Late.Minor())
	m.distribute(t, "A")

	one, two, bank := m.posted(t, "tier-one"), m.posted(t, "tier-two"), m.posted(t, "northbank")
	require.InDelta(t, 60_720_000, one, 30, "its 600,000.00 and three fifths of the interest")
	require.InDelta(t, 9_901_370+30_480_000, two, 30, "its 300,000.00, and the interest on these and on what it sold")
	require.Equal(t, int64(500_000_000+98_630), bank)
	require.Equal(t, int64(101_200_000), one+two-9_901_370+10_000_000, "to the cent, with what the bank got")
	m.has(t, "collection", "0.00")
	m.audited(t, "A", 0)

	records := stage.Do(t, m.maker, supplychain.AssessFirm, supplychain.AssessRequest{Party: "motors", Currency: eur("1.00").Currency})
	require.Equal(t, int64(100_000_000), records.Amount.Minor(), "records are of what was owed, not of the interest")
}

// What an obligor withheld without right bears the interest that the others got.
func TestArrearsBearLateInterest(t *testing.T) {
	m := overdue(t)
	m.roll(t, maturity)
	stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("d", 1, units(1, 10_000_000)))
	m.roll(t, "2026-05-18")
	paid := stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	require.InDelta(t, 90_000_000+2_160_000, paid.Amount.Amount.Minor(), 30)
	stage.Do(t, m.maker, supplychain.ConcedeDispute, "d")
	stage.Do(t, m.one, supplychain.PayArrears, supplychain.ArrearsRequest{Dispute: "d", Means: byMandate})
	m.has(t, "motors", "8976000.00")
	m.distribute(t, "A")
	m.has(t, "collection", "0.00")
	m.audited(t, "A", 0)
}
