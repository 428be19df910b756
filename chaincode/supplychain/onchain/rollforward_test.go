// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

func (m *market) rolled(t testing.TB, from, to string) supplychain.Rollforward {
	t.Helper()
	return *stage.Do(t, m.two, supplychain.GetRollforward, supplychain.RollforwardRequest{
		Obligor: "motors", Currency: money.MustCurrency("EUR"), From: day(from), To: day(to),
	})
}

// What the anchor owed, confirmed, paid and had taken off, quarter by quarter.
func TestRollforwardOfAnObligor(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.bill(t, "B", "INV-B", "500.00")
	m.register(t, "B")
	m.issue(t, "B")
	stage.Do(t, m.one, supplychain.IssueCreditNote, supplychain.CreditRequest{SliceKey: key("B", 1), Part: units(1, 1_000_000)})
	stage.Do(t, m.maker, supplychain.FundDeal, m.agree(t, "early", key("A", 1), units(1, 20_000_000), supplychain.DynamicDiscounting, m.one, m.maker, "motors", buying("0.06")))
	m.roll(t, maturity)
	stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("d", 20_000_001, units(20_000_001, 30_000_000)))
	stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	m.roll(t, "2026-04-02")
	stage.Do(t, m.maker, supplychain.ConcedeDispute, "d")
	stage.Do(t, m.one, supplychain.PayArrears, supplychain.ArrearsRequest{Dispute: "d", Means: byMandate})

	first, second := m.rolled(t, "2026-01-01", "2026-03-31"), m.rolled(t, "2026-04-01", "2026-06-30")
	amount := money.MustAmount
	first.RollforwardRequest, second.RollforwardRequest = supplychain.RollforwardRequest{}, supplychain.RollforwardRequest{}
	require.Equal(t, supplychain.Rollforward{
		Confirmed: amount(150_000_000), Paid: amount(90_000_000), Diluted: amount(1_000_000), Closing: amount(59_000_000),
	}, first)
	require.Equal(t, supplychain.Rollforward{Opening: amount(59_000_000), Paid: amount(10_000_000), Closing: amount(49_000_000)}, second)
}

// A conditional undertaking that lapses is owed no more.
func TestRollforwardOfALapse(t *testing.T) {
	m := conditional(t)
	m.roll(t, "2026-02-02")
	stage.Do(t, m.one, supplychain.LapseUndertaking, "A")
	found := m.rolled(t, monday, "2026-12-31")
	require.Equal(t, found.Confirmed, found.Lapsed)
	require.True(t, found.Closing.IsZero())
}
