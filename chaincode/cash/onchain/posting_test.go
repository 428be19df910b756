// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// What a leg has in common with the one before is stored once, and every leg comes back in full.
func TestStoredPostingsComeBackInFull(t *testing.T) {
	account := rapid.SampledFrom([]cash.AccountID{"alice", "bob", "issued:NorthbankMSP:EUR"})
	currency := rapid.SampledFrom([]string{"EUR", "USD", "JPY"})
	identification := rapid.SampledFrom([]cash.EndToEnd{"", "RENT/11", "RENT/12"})
	rapid.Check(t, func(rt *rapid.T) {
		whole := cash.Posting{TxID: "ab", Date: date.MustParse("2026-12-01"), Operation: cash.Settled, Subject: "rent"}
		for range rapid.IntRange(1, 6).Draw(rt, "legs") {
			whole.Legs = append(whole.Legs, cash.Leg{
				From: account.Draw(rt, "payer"), To: account.Draw(rt, "payee"), EndToEnd: identification.Draw(rt, "endToEnd"),
				Amount: money.Money{
					Amount:   money.MustAmount(rapid.Int64Range(1, money.MinorMax).Draw(rt, "amount")),
					Currency: money.MustCurrency(currency.Draw(rt, "currency")),
				},
			})
		}
		document, err := protocol.Marshal(stored(whole))
		require.NoError(rt, err)
		var short posting
		require.NoError(rt, protocol.UnmarshalStored(document, &short))
		back, err := short.whole()
		require.NoError(rt, err)
		require.Equal(rt, whole, back)
	})
}

func TestStoredPostingsTellWhatTheLegBeforeDidNot(t *testing.T) {
	rent := money.MustParse("1200.00 EUR")
	document, err := protocol.Marshal(stored(cash.Posting{Legs: []cash.Leg{
		{From: "bob", To: "insurer", Amount: rent}, {From: "bob", To: "tax", Amount: rent}, {From: "carol", To: "tax", Amount: rent, EndToEnd: "X"},
	}}).Legs)
	require.NoError(t, err)
	require.Equal(t, `[["bob","insurer","120000","EUR"],["","tax","120000"],["carol","","120000","","X"]]`, string(document))
	for _, broken := range []leg{{"bob", "tax"}, {"bob", "tax", "1", "XXX1"}, {"bob", "tax", "much"}} {
		_, err := posting{Legs: []leg{broken}}.whole()
		require.Error(t, err)
	}
}
