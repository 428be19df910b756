// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

func selling() Matching {
	return Matching{
		Side: Delivers, Counter: "B", Instrument: "I", Quantity: 100, Payment: AgainstPayment, Amount: money.MustParse("1000.00 EUR"),
		Traded: date.MustParse("2026-01-05"), Settle: date.MustParse("2026-01-07"),
	}
}

// Each member that both sides have to state alike has its ISO 20022 reason.
func TestReasonsForNotMatching(t *testing.T) {
	for name, is := range map[string]struct {
		spoil   func(*Matching)
		reasons []StatusReason
	}{
		"the same":        {func(*Matching) {}, nil},
		"instrument":      {func(m *Matching) { m.Instrument = "J" }, []StatusReason{DSEC}},
		"quantity":        {func(m *Matching) { m.Quantity = 101 }, []StatusReason{DQUA}},
		"trade date":      {func(m *Matching) { m.Traded = date.MustParse("2026-01-06") }, []StatusReason{DTRD}},
		"settlement date": {func(m *Matching) { m.Settle = date.MustParse("2026-01-08") }, []StatusReason{DDAT}},
		"cum and ex":      {func(m *Matching) { m.Ex = true }, []StatusReason{DCMX}},
		"payment":         {func(m *Matching) { m.Payment, m.Amount = FreeOfPayment, money.Money{} }, []StatusReason{FRAP}},
		"currency":        {func(m *Matching) { m.Amount = money.MustParse("1000.00 USD") }, []StatusReason{NCRR}},
		"amount":          {func(m *Matching) { m.Amount = money.MustParse("1000.01 EUR") }, []StatusReason{DMON}},
		"nearly all": {func(m *Matching) {
			m.Instrument, m.Quantity, m.Ex, m.Amount = "J", 1, true, money.MustParse("1.00 EUR")
		}, []StatusReason{DSEC, DQUA, DCMX, DMON}},
	} {
		other := selling()
		is.spoil(&other)
		require.Equal(t, is.reasons, selling().Differs(other), name)
		require.Equal(t, is.reasons, other.Differs(selling()), "%s, seen from the other side", name)
	}
}

// Amounts may differ by what both sides tolerate, which is the smaller tolerance.
func TestToleranceOfAmounts(t *testing.T) {
	for _, is := range []struct {
		own, other int64
		amount     string
		matches    bool
	}{
		{200, 200, "1002.00", true}, {200, 200, "998.00", true}, {200, 200, "1002.01", false}, {200, 200, "997.99", false},
		{200, 100, "1002.00", false}, {200, 100, "1001.00", true}, {200, 0, "1000.01", false}, {0, 0, "1000.00", true},
	} {
		own, other := selling(), selling()
		own.Tolerance, other.Tolerance, other.Amount = money.MustAmount(is.own), money.MustAmount(is.other), money.MustParse(is.amount+" EUR")
		require.Equal(t, is.matches, len(own.Differs(other)) == 0, "%v", is)
		require.Equal(t, is.matches, len(other.Differs(own)) == 0, "%v", is)
	}
}

// A name follows from the ends and the reference, and from nothing that could be shifted between them.
func TestNamesOfMatches(t *testing.T) {
	require.NoError(t, MatchOf("A", "B", "T").Validate())
	require.Equal(t, MatchOf("A", "B", "T"), MatchOf("A", "B", "T"))
	seen := map[MatchID]bool{}
	for _, id := range []MatchID{MatchOf("A", "B", "T"), MatchOf("B", "A", "T"), MatchOf("A", "BT", "T"), MatchOf("AB", "T", "T"), MatchOf("A", "B", "TT")} {
		require.False(t, seen[id])
		seen[id] = true
	}
	require.Error(t, MatchID("AB").Validate())
	require.NoError(t, MatchOf("A", "B", "T").Ref().Validate())
	require.NoError(t, MatchOf("A", "B", "T").Purpose().Validate())
}
