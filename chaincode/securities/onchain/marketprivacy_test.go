// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
)

// seen counts the transactions in whose arguments, read-write set, response or event a text stands.
func (m *market) seen(t testing.TB, text string) (found int) {
	t.Helper()
	for _, block := range m.World.Blocks(0) {
		for _, tx := range block.Transactions {
			public, err := tx.RWSet.Bytes()
			require.NoError(t, err)
			for _, argument := range tx.Args {
				public = append(public, argument...)
			}
			public = append(public, tx.Response.GetPayload()...)
			public = append(public, tx.Event.GetPayload()...)
			if bytes.Contains(public, []byte(text)) {
				found++
			}
		}
	}
	return found
}

// keepers lists the members that hold a text in any private collection of the chaincode.
func (m *market) keepers(text string) []string {
	var found []string
	for _, msp := range members {
		for _, of := range members {
			for _, kv := range m.World.PrivateRange(msp, securities.Module, ledger.OwnCollection(of)) {
				if bytes.Contains(kv.Value, []byte(text)) {
					found = append(found, msp)
				}
			}
		}
	}
	return found
}

// A quote that nobody accepted is on no block, and with its maker's member alone; of one that was, the salt is.
func TestQuotesStayWithTheirMakers(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	silent, accepted := quoted("SILENT"), quoted("ACCEPTED")
	silent.Price, accepted.Price = decimal.MustParse("97.6543219"), decimal.MustParse("98.7654321")
	silent.Salt, accepted.Salt = securities.Salt(strings.Repeat("c1", 16)), securities.Salt(strings.Repeat("c2", 16))
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(silent))
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(accepted))
	require.Zero(t, m.seen(t, "98.7654321"), "before it is accepted")
	stage.Do(t, m.orchard, securities.AcceptQuote, securities.AcceptQuoteRequest{Trade: "T", Account: "orchard", Quote: accepted})
	require.Positive(t, m.seen(t, "98.7654321"), "the scan finds what is public")
	for _, secret := range []string{"97.6543219", string(silent.Salt), string(accepted.Salt)} {
		require.Zero(t, m.seen(t, secret))
	}
	require.Equal(t, []string{south}, m.keepers("97.6543219"))
	stage.Do(t, m.harbour, securities.WithdrawQuote, offer(silent))
	require.Empty(t, m.keepers("97.6543219"))
	require.Zero(t, m.seen(t, "97.6543219"))
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
	require.Positive(t, m.seen(t, "A.S.0001"), "the scan finds what is public")
	secrets := []string{"105.67", "7654310", "100.5\""}
	for _, o := range orders {
		secrets = append(secrets, string(o.Salt))
	}
	for _, secret := range secrets {
		require.Zero(t, m.seen(t, secret), secret)
	}
	require.Equal(t, []string{csd}, m.keepers("105.67"))
}
