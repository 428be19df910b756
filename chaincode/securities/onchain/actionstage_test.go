// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// The first coupon of IND-29: counted on Monday, paid on Tuesday.
const (
	couponRecord = "2027-01-04"
	couponDay    = "2027-01-05"
)

var payees = securities.CashAccounts{Paying: "paying", Suspense: "suspense", Tax: "tax", Residual: "southbank"}

// payingAgency opens the cash accounts through which actions are paid: the tax agent's is an account of Northbank's.
func (m *market) payingAgency(t testing.TB) {
	t.Helper()
	clerk := m.Actor(north, "clerk", "", role.AccountServicer)
	euro := money.MustCurrency("EUR")
	stage.Do(t, clerk, cash.OpenAccounts, cash.OpenManyRequest{Accounts: []cash.OpenRequest{
		{ID: "paying", Currency: euro, Module: securities.Module}, {ID: "suspense", Currency: euro, Module: securities.Module},
		{ID: "tax", Currency: euro, Party: "northbank", Host: north},
	}})
}

func dec(text string) decimal.Decimal { return decimal.MustParse(text) }

// taxed withholds a quarter, and fifteen hundredths under the treaty.
func taxed() securities.TaxTable {
	return securities.TaxTable{Standard: dec("0.25"), Rates: []securities.TaxRate{{Profile: "treaty", Rate: dec("0.15")}}}
}

// coupon is the first coupon of the bond.
func coupon(id string) securities.AnnounceRequest {
	these := payees
	return securities.AnnounceRequest{
		ID: securities.ActionID(id), Instrument: "IND-29", Kind: securities.InterestPayment,
		ActionTerms: securities.ActionTerms{
			Record: day(couponRecord), Payment: day(couponDay), Coupon: 1, Taxes: taxed(), Agent: north, Payees: &these,
		},
	}
}

// dividend pays 0.1234 a share.
func dividend(id string) securities.AnnounceRequest {
	these := payees
	return securities.AnnounceRequest{
		ID: securities.ActionID(id), Instrument: "IND", Kind: securities.CashDividend,
		ActionTerms: securities.ActionTerms{
			Record: day("2026-01-06"), Ex: day("2026-01-05"), Payment: day("2026-01-08"), Rate: dec("0.1234"), Taxes: taxed(), Agent: north, Payees: &these,
		},
	}
}

// announced announces and confirms an action.
func (m *market) announced(t testing.TB, req securities.AnnounceRequest) securities.ActionID {
	t.Helper()
	stage.Do(t, m.issuer, securities.AnnounceAction, req)
	stage.Do(t, m.keeper, securities.ConfirmAction, req.ID)
	return req.ID
}

// recorded goes to a day, counts the register of the record date into pages that end with the given buckets, and takes it
// for the action's.
func (m *market) recorded(t testing.TB, id securities.ActionID, on string, ends ...securities.Bucket) []securities.Bucket {
	t.Helper()
	if stage.Do(t, m.keeper, securities.Today, protocol.Nothing{}).Date.Before(day(on)) {
		m.roll(t, on)
	}
	action := stage.Do(t, m.keeper, securities.GetAction, id)
	pages := m.registered(t, action.RegisterKey(), ends...)
	stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id})
	return pages
}

// registered counts and closes a register.
func (m *market) registered(t testing.TB, key securities.RegisterKey, ends ...securities.Bucket) []securities.Bucket {
	t.Helper()
	var pages []securities.Bucket
	from := securities.FirstBucket
	for _, to := range append(ends, securities.LastBucket) {
		holders := securities.HoldersRequest{RegisterKey: key, Buckets: securities.Buckets{From: from, To: to}}
		found := stage.Do(t, m.keeper, securities.GetLotsOn, holders)
		if len(found.Lots) > 0 {
			stage.Do(t, m.keeper, securities.CountRegister, securities.CountRequest{RegisterKey: key, Buckets: holders.Buckets, Lots: found.Lots})
			pages = append(pages, from)
		}
		from = following(t, to)
	}
	stage.Do(t, m.keeper, securities.CloseRegister, securities.CloseRequest{RegisterKey: key, Pages: pages})
	return pages
}

// following is the bucket after another one; the last one itself.
func following(t testing.TB, b securities.Bucket) securities.Bucket {
	t.Helper()
	at, err := strconv.ParseUint(string(b), 16, 16)
	require.NoError(t, err)
	return securities.Bucket(fmt.Sprintf("%04x", min(at+1, 0xffff)))
}

// entitled works all pages out and fixes the amounts.
func (m *market) entitled(t testing.TB, id securities.ActionID, pages []securities.Bucket) securities.Action {
	t.Helper()
	for len(pages) > 0 {
		some := pages[:min(20, len(pages))]
		stage.Do(t, m.summit, securities.EntitlePages, securities.EntitleRequest{Action: id, Pages: some})
		pages = pages[len(some):]
	}
	return *stage.Do(t, m.summit, securities.CompleteEntitlements, id)
}

// funding consents to exactly what an action needs, out of the issuer's account.
func funding(t testing.TB, action securities.Action) securities.FundActionRequest {
	t.Helper()
	leg := cash.SettleLeg{From: "industry", To: action.Payees.Paying, Amount: money.Money{Amount: action.Due(), Currency: action.Currency}}
	consent, err := cash.ConsentTo(securities.FundingID(action.ID), []cash.SettleLeg{leg})
	require.NoError(t, err)
	return securities.FundActionRequest{Action: action.ID, Means: cash.Means{Account: "industry", Consent: consent}}
}

// funded brings an announced action to the day of its payment, with one page or more.
func (m *market) funded(t testing.TB, id securities.ActionID, on string, ends ...securities.Bucket) (securities.Action, []securities.Bucket) {
	t.Helper()
	pages := m.recorded(t, id, on, ends...)
	action := m.entitled(t, id, pages)
	stage.Do(t, m.issuer, securities.FundAction, funding(t, action))
	return action, pages
}

// allLots names the live lots of accounts.
func (m *market) allLots(t testing.TB, id string, accounts ...securities.AccountID) []securities.LotID {
	t.Helper()
	var ids []securities.LotID
	for _, account := range accounts {
		for _, lot := range m.lots(t, id, account) {
			ids = append(ids, lot.ID)
		}
	}
	return ids
}

func cashOf(party string) cash.AccountID { return cash.AccountID(party) }

func partyID(name string) parties.PartyID { return parties.PartyID(name) }

// enrich gives an account money that Northbank issues.
func (m *market) enrich(t testing.TB, account cash.AccountID, amount string) {
	t.Helper()
	clerk, other := m.Actor(north, "clerk", "", role.AccountServicer), m.Actor(north, "other", "", role.AccountServicer)
	m.count++
	mint := cash.MintID(fmt.Sprintf("mint-%d", m.count))
	stage.Do(t, clerk, cash.RequestMint, cash.MintRequest{ID: mint, Account: account, Amount: eur(amount)})
	stage.Do(t, other, cash.ApproveMint, mint)
}

// untaxed are the payees of an action from which nothing is withheld.
func untaxed() *securities.CashAccounts {
	these := payees
	these.Tax = ""
	return &these
}

// repayable is a market of a zero-coupon bond that ends on 12 January, and whose issuer has what it will repay.
func repayable(t testing.TB) *market {
	t.Helper()
	terms := bondTerms(t)
	debt := *terms.Bond
	debt.Coupon, debt.Rate, debt.RecordDays = bond.Zero, dec("0"), 1
	debt.Interest = date.Schedule{Start: day(monday), End: day("2026-01-12"), Frequency: date.Annual, Stub: date.ShortFront}
	terms.Bond = &debt
	m := active(t, "IND-29", terms)
	m.enrich(t, "industry", "2000000.00")
	m.payingAgency(t)
	return m
}

// repaying announces that it is repaid.
func repaying() securities.AnnounceRequest {
	return securities.AnnounceRequest{ID: "R-1", Instrument: "IND-29", Kind: securities.FinalMaturity, ActionTerms: securities.ActionTerms{
		Record: day("2026-01-09"), Payment: day("2026-01-12"), Agent: north, Payees: untaxed(),
	}}
}
