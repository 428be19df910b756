// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
)

// monthly is a short-period table by begun months (chestofbooks.com).
var monthly = refund.Monthly(20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95)

// What comes back at the policyholder's request follows the product's method, and is there in the same transaction; when
// the insurer gives notice it is pro rata. Day 219 of 1,400.00 and 168.00 of tax (reference V-15).
func TestRefundsByEachMethod(t *testing.T) {
	m := opened(t)
	m.panels(t)
	for id, product := range map[insurance.ProductID]struct {
		terms refund.Terms
		back  int64
	}{
		"pro-rata": {refund.Terms{Method: refund.ProRata}, 56_000 + 6_720},
		"penalty":  {refund.Terms{Method: refund.ProRataPenalty, Returned: rate("0.9")}, 50_400 + 6_048},
		"daily":    {refund.Customary(decimal.Decimal{}), 43_400 + 5_208},
		"monthly":  {monthly, 28_000 + 3_360},
	} {
		terms := property()
		terms.Product, terms.Cancellation = id, product.terms
		m.sells(t, terms)
		for _, by := range []*stage.Actor{m.mill, m.alpha} {
			request := wanted(insurance.PolicyID(string(id)+"-"+by.MSP), monday)
			request.Product.Product = id
			m.insure(t, m.mill, request)
			expected := product.back
			if by == m.alpha {
				expected = 56_000 + 6_720
			}
			before := m.posted(t, "mill")
			cancelled := stage.Do(t, by, insurance.CancelPolicy, insurance.CancelRequest{Policy: request.Policy, Effective: day("2026-08-12")})
			require.Equal(t, expected, m.posted(t, "mill")-before, "%s by %s", id, by.MSP)
			require.Len(t, cancelled.Stack, 2)
			stage.Refused(t, by, insurance.CancelPolicy, insurance.CancelRequest{Policy: request.Policy, Effective: day("2026-08-12")}, insurance.NotInForce)
		}
	}
}

// A cancellation may be advanced and taken back; it is not postponed.
func TestCancellationIsAdvancedOrUndone(t *testing.T) {
	m := sold(t)
	m.insure(t, m.mill, wanted("P1", monday))
	cancel := insurance.CancelRequest{Policy: "P1", Effective: day("2026-10-01")}
	stage.Do(t, m.mill, insurance.CancelPolicy, cancel)
	require.Equal(t, []insurance.PolicyStatus{insurance.OnRisk, insurance.CancelPending}, m.standing(t, "P1").Statuses)
	cancel.Effective = day("2026-11-01")
	stage.Refused(t, m.mill, insurance.CancelPolicy, cancel, insurance.NotInForce)
	cancel.Effective = day("2026-07-01")
	stage.Do(t, m.mill, insurance.CancelPolicy, cancel)
	require.Nil(t, m.view(t, "P1", "2026-07-01", ""))

	m.roll(t, "2026-01-20")
	undo := insurance.QuoteRequest{ID: "undo", Kind: insurance.ForReinstatement, Policy: "P1", From: day("2026-07-01"), Risk: risk}
	require.Equal(t, "72110", m.agree(t, m.mill, undo).Price.Premium.String(), "188 of 365 days")
	stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: "undo"})
	require.NotNil(t, m.view(t, "P1", "2026-12-31", ""))
	m.has(t, "alpha", "20000678.90")
	rows := m.standing(t, "P1").Instalments
	require.Equal(t, insurance.Open, rows[len(rows)-1].Status)
	m.roll(t, "2026-07-01") // when the days begin that it is for
	stage.Do(t, m.bo, insurance.PayPremium, insurance.PayRequest{InstalmentKey: rows[len(rows)-1].InstalmentKey})
	m.has(t, "alpha", "20001400.00")
	m.has(t, "mill", "1998432.00")
}

// What a cancellation keeps beyond the days that are over does not come back by cover for the last day of the period.
func TestReinstatementGivesNothingBack(t *testing.T) {
	m := opened(t)
	m.panels(t)
	terms := property()
	terms.Cancellation = refund.Terms{Method: refund.ProRataPenalty, Returned: rate("0.5")}
	m.sells(t, terms)
	m.insure(t, m.mill, wanted("P1", monday))
	m.roll(t, "2026-04-15")
	stage.Do(t, m.mill, insurance.CancelPolicy, insurance.CancelRequest{Policy: "P1", Effective: day("2026-04-15")})
	before := m.posted(t, "mill")
	again := insurance.QuoteRequest{ID: "again", Kind: insurance.ForReinstatement, Policy: "P1", From: day("2027-01-04"), Risk: risk}
	require.Equal(t, "0", m.agree(t, m.mill, again).Price.Total.String(), "a day for 3.84, and 508.22 were kept")
	stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: again.ID})
	require.Equal(t, before, m.posted(t, "mill"))
	require.NotNil(t, m.view(t, "P1", "2027-01-04", ""))
}

// A renewal is another period of the same policy, under the version that is sold then; both sides may rule it out.
func TestRenewal(t *testing.T) {
	m := sold(t)
	m.insure(t, m.mill, wanted("P1", monday))
	second := property()
	second.Version, second.Covers[0].Rate = 2, rate("0.0012")
	m.sells(t, second)
	stage.Do(t, m.alpha, insurance.WithdrawVersion, insurance.VersionKey{Product: "property", Version: 1})
	renewal := wanted("P1", "2027-01-05")
	renewal.ID, renewal.Kind, renewal.Account, renewal.Payer = "renewal", insurance.ForRenewal, "", insurance.Purse{}
	stage.Refused(t, m.mill, insurance.AskQuote, renewal, insurance.StatusRefused)
	renewal.Product.Version = 2
	m.roll(t, "2026-12-20")
	m.agree(t, m.mill, renewal)
	stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: "renewal"})
	require.Equal(t, 1, m.view(t, "P1", "2027-01-04", "").Version)
	require.Equal(t, 2, m.view(t, "P1", "2027-01-05", "").Version)
	standing := m.standing(t, "P1")
	require.Equal(t, insurance.Open, standing.Instalments[1].Status, "it is paid when it is due")
	stage.Refused(t, m.mill, insurance.CancelPolicy, insurance.CancelRequest{Policy: "P1", Effective: day("2026-12-25")}, insurance.StatusRefused)
	stage.Do(t, m.mill, insurance.CancelPolicy, insurance.CancelRequest{Policy: "P1", Effective: day("2027-01-05")})
	stage.Do(t, m.mill, insurance.CancelPolicy, insurance.CancelRequest{Policy: "P1", Effective: day("2026-12-25")})

	m.insure(t, m.anna, of(with(wanted("P2", "2026-12-20"), 2), "p-7f3a9c"))
	stage.Do(t, m.anna, insurance.GiveNotice, insurance.NoticeRequest{Policy: "P2"})
	renewal.ID, renewal.Policy, renewal.From, renewal.Product.Version = "r2", "P2", day("2027-12-20"), 2
	stage.Refused(t, m.alpha, insurance.AskQuote, renewal, insurance.StatusRefused)
}

// with asks for another version.
func with(request insurance.QuoteRequest, version int) insurance.QuoteRequest {
	request.Product.Version = version
	return request
}
