// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// stored checks that a row is read as it was written.
func stored[V any](t require.TestingT, row V) {
	written, err := protocol.Marshal(row)
	require.NoError(t, err)
	var read V
	require.NoError(t, protocol.UnmarshalStored(written, &read))
	again, err := protocol.Marshal(read)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
}

// What the ledger keeps of products, quotes, policies and premiums is read as it was written.
func TestRowsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t)
		for range 8 {
			l.step(t)
		}
		stored(t, l.policy)
		stored(t, l.version)
		stored(t, l.panel)
		for _, i := range l.instalments {
			stored(t, i)
		}
		request := l.quote(ForPolicy, QuoteRequest{
			From: l.today, Account: "holder", Payer: Purse{"holder", "mandate"}, Instalments: 1, Covers: asked(t, 1),
		})
		quote, _, err := RequestQuote(request, l.facts(ForPolicy), l.as("holder"))
		require.NoError(t, err)
		stored(t, quote)
	})
	fund := Fund{Account: "fund", Owner: firm("alpha"), Currency: money.MustCurrency("EUR")}
	stored(t, fund)
	fund.Withdrawal = &Withdrawal{To: "alpha", Amount: money.MustParse("1.00 EUR"), Maker: Person{MSP: "M", Enrolment: "1"}}
	stored(t, fund)
}

// Names that would not fit into the names of settlements and holds are refused.
func TestLongNamesAreRefused(t *testing.T) {
	for _, name := range []string{"", strings.Repeat("a", 41), "with blank", "-dash", "umläut"} {
		require.Error(t, PolicyID(name).Validate(), "%q", name)
		require.Error(t, QuoteID(name).Validate(), "%q", name)
		require.Error(t, CoverCode(name).Validate(), "%q", name)
	}
	longest := strings.Repeat("a", 40)
	require.NoError(t, PolicyID(longest).Validate())
	require.NoError(t, PremiumOf(PolicyID(longest)).Validate())
	require.NoError(t, settlement("premium", longest, 999_999).Validate())
	require.Error(t, InstalmentKey{Policy: "P", Number: 0}.Validate())
}
