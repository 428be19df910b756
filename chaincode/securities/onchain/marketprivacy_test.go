// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
)

// A quote that nobody accepted is on no block, and with its maker's member alone; of one that was, the salt is.
func TestQuotesStayWithTheirMakers(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	silent, accepted := quoted("SILENT"), quoted("ACCEPTED")
	silent.Price, accepted.Price = decimal.MustParse("97.6543219"), decimal.MustParse("98.7654321")
	silent.Salt, accepted.Salt = securities.Salt(strings.Repeat("c1", 16)), securities.Salt(strings.Repeat("c2", 16))
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(silent))
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(accepted))
	require.Zero(t, m.Seen(t, "98.7654321"), "before it is accepted")
	stage.Do(t, m.orchard, securities.AcceptQuote, securities.AcceptQuoteRequest{Trade: "T", Account: "orchard", Quote: accepted})
	require.Positive(t, m.Seen(t, "98.7654321"), "the scan finds what is public")
	for _, secret := range []string{"97.6543219", string(silent.Salt), string(accepted.Salt)} {
		require.Zero(t, m.Seen(t, secret))
	}
	require.Equal(t, []string{south}, m.Keepers(securities.Module, "97.6543219"))
	stage.Do(t, m.harbour, securities.WithdrawQuote, offer(silent))
	require.Empty(t, m.Keepers(securities.Module, "97.6543219"))
	require.Zero(t, m.Seen(t, "97.6543219"))
}

// What of an order did not trade is on no block, not even after the auction: limit, quantity, account and salt are with the venue.
func TestOrdersStayWithTheVenue(t *testing.T) {
	orders := meeting()
	orders[3].Limit, orders[3].Quantity = decimal.MustParse("105.67"), 7_654_310
	for i := range orders {
		orders[i].Salt = securities.Salt(strings.Repeat("c"+string(rune('0'+i)), 16))
	}
	m := auctioned(t, orders...)
	stage.Do(t, m.venue, securities.MatchSession, match(orders...))
	require.True(t, stage.Do(t, m.judge, securities.RecomputeSession, match(orders...)).Same)
	require.Positive(t, m.Seen(t, "A.S.0001"), "the scan finds what is public")
	secrets := []string{"105.67", "7654310", "100.5\""}
	for _, o := range orders {
		secrets = append(secrets, string(o.Salt))
	}
	for _, secret := range secrets {
		require.Zero(t, m.Seen(t, secret), secret)
	}
	require.Equal(t, []string{csd}, m.Keepers(securities.Module, "105.67"))
}
