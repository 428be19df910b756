// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// crowd gives accounts of three investors, each with a cash account of its own, a unit and more each: account i has
// i mod 7 + 1 units.
func (m *market) crowd(t testing.TB, id string, holders int) {
	t.Helper()
	clerk := m.Actor(north, "clerk", "", role.AccountServicer)
	owners := []string{"orchard", "summit", "northbank"}
	for from := 0; from < holders; from += cash.OpeningsMax {
		var purses cash.OpenManyRequest
		var places securities.AccountsRequest
		var parts []securities.Part
		for i := from; i < min(from+cash.OpeningsMax, holders); i++ {
			owner, name := owners[i%3], fmt.Sprintf("crowd-%05d", i)
			purses.Accounts = append(purses.Accounts, cash.OpenRequest{ID: cash.AccountID(name), Currency: money.MustCurrency("EUR"), Party: partyID(owner), Host: north})
			places.Accounts = append(places.Accounts, securities.AccountTerms{
				ID: securities.AccountID(name), Owner: partyID(owner), Kind: securities.Investor, Cash: cash.AccountID(name), Tax: []securities.TaxProfile{"standard", "treaty"}[i%2],
			})
			parts = append(parts, securities.Part{To: securities.AccountID(name), Quantity: securities.Quantity(i%7 + 1)})
		}
		stage.Do(t, clerk, cash.OpenAccounts, purses)
		stage.Do(t, m.northDesk, securities.OpenAccounts, places)
		stage.Do(t, m.issuer, securities.DistributeUnits, securities.DistributeRequest{
			Instrument: securities.InstrumentID(id), From: "industry", Lots: m.inputs(t, id, "industry", 4000), Parts: parts,
		})
	}
}

// ends cuts the register into so many pages of like size.
func ends(pages int) []securities.Bucket {
	var all []securities.Bucket
	for i := 1; i < pages; i++ {
		all = append(all, securities.Bucket(fmt.Sprintf("%04x", 65536*i/pages-1)))
	}
	return all
}

// A coupon to ten thousand holders is paid in pages, a transaction each, to the cent.
func TestCouponToTenThousandHolders(t *testing.T) {
	holders := 10_000
	if testing.Short() {
		holders = 600
	}
	m := opened(t)
	terms := bondTerms(t)
	terms.Bond.Rate = dec("0.0333") // 33.30 a unit; a quarter of it is 8.33
	m.list(t, "IND-29", terms, 60_000)
	stage.Do(t, m.keeper, securities.Activate, securities.InstrumentID("IND-29"))
	m.payingAgency(t)
	m.crowd(t, "IND-29", holders)
	id := m.announced(t, coupon("C-1"))
	m.enrich(t, "industry", "2000000.00")
	pages := m.recorded(t, id, couponDay, ends(1+holders/850)...)
	action := m.entitled(t, id, pages)
	require.Equal(t, holders+1, action.Total.Accounts)
	stage.Do(t, m.issuer, securities.FundAction, funding(t, action))

	began := time.Now()
	paid := 0
	for _, page := range pages {
		receipt := stage.Do(t, m.agent, securities.PayEntitlements, securities.PayRequest{Action: id, Pages: []securities.Bucket{page}})
		paid += receipt.Accounts
	}
	t.Logf("%d holders on %d pages in %s: %.0f a second, one block each", paid, len(pages), time.Since(began), float64(paid)/time.Since(began).Seconds())
	require.Equal(t, holders+1, paid)
	for i, want := range map[int]string{0: "24.97", 1: "56.61", 8: "49.95", 598: "99.90"} { // 8: 66.60 less 16.65
		m.has(t, cashOf(fmt.Sprintf("crowd-%05d", i)), want)
	}
	stage.Refused(t, m.agent, securities.PayEntitlements, securities.PayRequest{Action: id, Pages: pages[:1]}, protocol.AlreadyExists)
	stage.Do(t, m.summit, securities.ReconcileAction, id)
	m.has(t, "paying", "0.00")
	require.True(t, stage.Do(t, m.summit, cash.GetAccount, "tax").Posted.Minor() == action.Total.Tax.Minor())
}
