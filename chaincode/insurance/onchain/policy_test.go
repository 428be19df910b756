// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
)

// sold is a market in which alpha sells property alone, for its own risk.
func sold(t testing.TB) *market {
	t.Helper()
	m := opened(t)
	m.panels(t)
	m.sells(t, property())
	return m
}

var risk = strings.Repeat("7e", 32)

// wanted asks for a property policy of the mill from a day on: buildings for 1,000,000.00 and contents for 200,000.00, in
// one instalment, by the mill's mandate. It costs 1,000.00 and 400.00 a year, and 12 % tax.
func wanted(id insurance.PolicyID, from string) insurance.QuoteRequest {
	return insurance.QuoteRequest{
		ID: insurance.QuoteID("q-" + string(id)), Kind: insurance.ForPolicy, Policy: id, Product: insurance.VersionKey{Product: "property", Version: 1},
		Covers:  []insurance.Asked{{Cover: "BUILDING", Sum: minor("1000000.00")}, {Cover: "CONTENTS", Sum: minor("200000.00")}},
		Answers: []insurance.Answer{{Factor: "ZONE", Option: "INLAND"}},
		From:    day(from), Risk: risk, Account: "mill", Payer: purse("mill", insurance.Premiums), Instalments: 1,
	}
}

// of has another policyholder ask.
func of(request insurance.QuoteRequest, party parties.PartyID) insurance.QuoteRequest {
	request.Account, request.Payer = cash.AccountID(party), purse(party, insurance.Premiums)
	return request
}

// agree brings a quote to being accepted at its own price.
func (m *market) agree(t testing.TB, holder *stage.Actor, request insurance.QuoteRequest) insurance.Quote {
	t.Helper()
	quote := stage.Do(t, holder, insurance.AskQuote, request)
	if quote.Status != insurance.Offered {
		quote = stage.Do(t, m.alpha, insurance.OfferQuote, insurance.OfferRequest{Quote: request.ID})
	}
	if quote.Status == insurance.Referred {
		quote = stage.Do(t, m.chief, insurance.ApproveQuote, request.ID)
	}
	most := eur("0.00")
	most.Amount = quote.Price.Total
	return *stage.Do(t, holder, insurance.AcceptQuote, insurance.AcceptRequest{Quote: request.ID, Most: most})
}

// insure brings a quote to a contract, paid by the holder's mandate.
func (m *market) insure(t testing.TB, holder *stage.Actor, request insurance.QuoteRequest) insurance.Policy {
	t.Helper()
	m.agree(t, holder, request)
	return *stage.Do(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: request.ID})
}

func (m *market) standing(t testing.TB, id insurance.PolicyID) insurance.Standing {
	t.Helper()
	return *stage.Do(t, m.mill, insurance.GetPolicy, id)
}

func (m *market) view(t testing.TB, id insurance.PolicyID, on, known string) *insurance.View {
	t.Helper()
	request := insurance.ViewRequest{Policy: id, On: day(on)}
	if known != "" {
		request.Known = day(known)
	}
	view, _, err := stage.Try(m.mill, insurance.ViewPolicy, request)
	if err != nil {
		require.ErrorIs(t, err, insurance.NotInForce)
		return nil
	}
	return view
}

// A policy is bound and its premium paid in one transaction: premium to the insurer, tax to the treasury.
func TestPolicyIsBoundAndPaidInOneTransaction(t *testing.T) {
	m := sold(t)
	m.agree(t, m.mill, wanted("P1", "2026-01-10"))
	height := m.World.Height(millMSP)
	policy := stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: "q-P1"})
	require.Equal(t, height+1, m.World.Height(millMSP))
	require.Equal(t, insurance.Issue, policy.Stack[0].Kind)
	m.has(t, "alpha", "20001400.00")
	m.has(t, "alpha-tax", "168.00")
	m.has(t, "mill", "1998432.00")
	standing := m.standing(t, "P1")
	require.Equal(t, []insurance.PolicyStatus{insurance.Pending}, standing.Statuses)
	require.Equal(t, insurance.Paid, standing.Instalments[0].Status)
	m.roll(t, "2026-01-10")
	require.Equal(t, []insurance.PolicyStatus{insurance.OnRisk}, m.standing(t, "P1").Statuses)
	require.Nil(t, m.view(t, "P1", "2026-01-09", ""))
	require.Len(t, m.view(t, "P1", "2026-01-10", "").Covers, 2)
	require.Nil(t, m.view(t, "P1", "2027-01-10", ""))
	require.Nil(t, m.view(t, "P1", "2026-01-10", "2026-01-04"), "nobody knew of it then")
}

// Two insurers get their shares of the premium, less the intermediary's commission.
func TestCoinsurersAndBrokerGetTheirParts(t *testing.T) {
	m := sold(t)
	request := wanted("P1", monday)
	request.Broker = insurance.BrokerTerms{Broker: "broker", Part: rate("0.15"), Purse: purse("broker", insurance.Refunds)}
	stage.Do(t, m.mill, insurance.AskQuote, request)
	stage.Do(t, m.alpha, insurance.OfferQuote, insurance.OfferRequest{Quote: request.ID, Panel: "shared"})
	stage.Do(t, m.mill, insurance.AcceptQuote, insurance.AcceptRequest{Quote: request.ID, Most: eur("1568.00")})
	stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: request.ID})
	m.has(t, "broker", "210.00")
	m.has(t, "alpha", "20000714.00") // 60 % of 1,190.00
	m.has(t, "beta", "20000476.00")
	m.has(t, "alpha-tax", "168.00")

	m.roll(t, "2026-07-07") // 183 of 365 days are over
	stage.Do(t, m.mill, insurance.CancelPolicy, insurance.CancelRequest{Policy: "P1", Effective: day("2026-07-07")})
	m.has(t, "mill", "1999213.85") // 1,568.00 paid, of 1,400.00 701.92 and of the tax 84.23 kept
	m.has(t, "broker", "105.29")
	m.has(t, "alpha-tax", "84.23")
	m.has(t, "alpha", "20000357.98")
	m.has(t, "beta", "20000238.65")
}

// What a price may not be above is what was accepted, and the price is found anew as the contract is made.
func TestPriceIsFoundAnewAtBinding(t *testing.T) {
	m := opened(t)
	m.panels(t)
	terms := property()
	terms.Taxes = append(terms.Taxes, insurance.Tax{Name: "IPT", Rate: rate("0.2"), From: day("2026-02-01"), Purse: purse("alpha-tax", insurance.Refunds)})
	m.sells(t, terms)
	quote := m.agree(t, m.mill, wanted("P1", monday))
	require.Equal(t, "156800", quote.Price.Total.String())
	moved := insurance.BindRequest{Quote: "q-P1", From: day("2026-02-01")}
	stage.Refused(t, m.alpha, insurance.BindPolicy, moved, insurance.NotYours)
	stage.Refused(t, m.mill, insurance.BindPolicy, moved, insurance.PriceRisen)
	moved.From = day("2026-01-31")
	stage.Do(t, m.mill, insurance.BindPolicy, moved)
	require.Equal(t, "2027-01-31", m.standing(t, "P1").Policy.Stack[0].Until.String())
}

func TestQuotesBeyondLimitsNeedTwoUnderwriters(t *testing.T) {
	m := sold(t)
	big := wanted("P1", monday)
	big.Covers[0].Sum = minor("3500000.00")
	require.Equal(t, []string{"SUM"}, stage.Do(t, m.mill, insurance.AskQuote, big).Referrals)
	stage.Refused(t, m.alpha, insurance.ApproveQuote, big.ID, insurance.StatusRefused)
	require.Equal(t, insurance.Referred, stage.Do(t, m.alpha, insurance.OfferQuote, insurance.OfferRequest{Quote: big.ID, Loading: rate("-0.2")}).Status)
	stage.Refused(t, m.mill, insurance.AcceptQuote, insurance.AcceptRequest{Quote: big.ID, Most: eur("99999.00")}, insurance.StatusRefused)
	stage.Refused(t, m.alpha, insurance.ApproveQuote, big.ID, insurance.SamePerson)
	offered := stage.Do(t, m.chief, insurance.ApproveQuote, big.ID)
	require.Equal(t, []string{"LOADING", "SUM"}, offered.Referrals)
	require.Equal(t, "349440", offered.Price.Total.String()) // (3,500.00 + 400.00) × 0.8 × 1.12
	stage.Refused(t, m.mill, insurance.AcceptQuote, insurance.AcceptRequest{Quote: big.ID, Most: eur("3494.39")}, insurance.PriceRisen)
	m.roll(t, "2026-02-05")
	stage.Refused(t, m.mill, insurance.AcceptQuote, insurance.AcceptRequest{Quote: big.ID, Most: eur("3494.40")}, insurance.TooLate)

	over := wanted("P2", "2026-03-01")
	over.Covers = []insurance.Asked{{Cover: "BUILDING", Sum: minor("5000000.00")}, {Cover: "CONTENTS", Sum: minor("1000000.01")}}
	stage.Refused(t, m.mill, insurance.AskQuote, over, insurance.SumRefused)
	over.Answers[0].Option = "DELTA"
	stage.Refused(t, m.mill, insurance.AskQuote, over, insurance.RiskDeclined)
	stage.Refused(t, m.alpha, insurance.AskQuote, wanted("P3", "2026-03-01"), insurance.AccountRefused)
}

// What was in force on a day depends on the day on which one asks: an endorsement that lies back changes the past from the
// day on which it was recorded.
func TestEndorsementsAreBitemporal(t *testing.T) {
	m := sold(t)
	m.insure(t, m.mill, wanted("P1", monday))
	m.roll(t, "2026-03-16")
	change := insurance.QuoteRequest{
		ID: "e1", Kind: insurance.ForEndorsement, Policy: "P1", Covers: []insurance.Asked{{Cover: "CONTENTS", Sum: minor("300000.00")}},
		Answers: []insurance.Answer{{Factor: "ZONE", Option: "INLAND"}}, From: day("2026-03-01"), Risk: risk,
	}
	quote := m.agree(t, m.mill, change)
	require.Equal(t, []string{"BACKDATED"}, quote.Referrals, "a loss may have been since")
	require.Equal(t, "16986", quote.Price.Premium.String()) // 200.00 × 310 / 365 = 169.863…
	stage.Do(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: "e1"})
	sum := func(on, known string) string {
		insured, _ := m.view(t, "P1", on, known).Insured("CONTENTS")
		return insured.Sum.String()
	}
	require.Equal(t, "20000000", sum("2026-03-10", "2026-03-15"))
	require.Equal(t, "30000000", sum("2026-03-10", "2026-03-16"))
	require.Equal(t, "20000000", sum("2026-02-28", "2026-03-16"))

	m.roll(t, "2026-04-06")
	change.ID, change.Covers, change.From, change.Until = "e2", []insurance.Asked{{Cover: "BUILDING"}}, day("2026-04-06"), day("2026-05-06")
	quote = m.agree(t, m.mill, change)
	require.Equal(t, "-8219", quote.Price.Premium.String()) // 1,000.00 × 30 / 365
	before := m.posted(t, "mill")
	stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: "e2"})
	require.Equal(t, int64(8219+986), m.posted(t, "mill")-before, "premium and tax come back in the same transaction")
	_, there := m.view(t, "P1", "2026-05-05", "").Insured("BUILDING")
	require.False(t, there)
	_, there = m.view(t, "P1", "2026-05-06", "").Insured("BUILDING")
	require.True(t, there)
	change.ID, change.From, change.Until = "e3", day("2026-03-01"), day("2026-03-02")
	stage.Refused(t, m.mill, insurance.AskQuote, change, insurance.TooLate)
}

func TestInstalmentsGraceLapseAndReinstatement(t *testing.T) {
	m := sold(t)
	request := wanted("P1", monday)
	request.Instalments = 4
	m.insure(t, m.mill, request)
	m.has(t, "alpha", "20000350.00")
	stage.Refused(t, m.bo, insurance.PayPremium, insurance.PayRequest{InstalmentKey: insurance.InstalmentKey{Policy: "P1", Number: 2}}, insurance.TooEarly)
	m.roll(t, "2026-04-05")
	require.Len(t, stage.Do(t, m.bo, insurance.DueInstalments, insurance.DueRequest{On: day("2026-04-05")}).Items, 1)
	stage.Do(t, m.bo, insurance.PayPremium, insurance.PayRequest{InstalmentKey: insurance.InstalmentKey{Policy: "P1", Number: 2}})
	m.has(t, "alpha", "20000700.00")
	m.has(t, "alpha-tax", "84.00")

	third := insurance.InstalmentKey{Policy: "P1", Number: 3}
	m.roll(t, "2026-07-19") // due on 5 July, fourteen days of grace
	require.Contains(t, m.standing(t, "P1").Statuses, insurance.Delinquent)
	stage.Refused(t, m.bo, insurance.LapsePolicy, insurance.LapseRequest{InstalmentKey: third}, insurance.TooEarly)
	m.roll(t, "2026-07-25")
	stage.Refused(t, m.mill, insurance.PayPremium, insurance.PayRequest{InstalmentKey: third}, insurance.TooLate)
	stage.Do(t, m.bo, insurance.LapsePolicy, insurance.LapseRequest{InstalmentKey: third})
	require.NotNil(t, m.view(t, "P1", "2026-07-19", ""))
	require.Nil(t, m.view(t, "P1", "2026-07-20", ""))
	standing := m.standing(t, "P1")
	require.Equal(t, insurance.Lapsed, standing.Statuses[0])
	owed := standing.Instalments[4]
	require.Equal(t, "5178", owed.Premium.String(), "196 of 365 days of 1,400.00 are 751.78, and 700.00 were paid")

	again := insurance.QuoteRequest{ID: "r1", Kind: insurance.ForReinstatement, Policy: "P1", From: day("2026-08-04"), Risk: risk}
	m.roll(t, "2026-08-04")
	quote := m.agree(t, m.mill, again)
	require.Equal(t, "59069", quote.Price.Premium.String(), "what lapsed, 648.22, less 15 days at 3.8356")
	stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: "r1"})
	require.Nil(t, m.view(t, "P1", "2026-08-03", ""))
	require.NotNil(t, m.view(t, "P1", "2026-08-04", ""))
	require.NotNil(t, m.view(t, "P1", "2026-07-25", "2026-07-24"), "before the lapse was known")
	account := stage.Do(t, m.mill, insurance.GetPremiumAccount, insurance.ViewRequest{Policy: "P1", On: day("2027-01-05")})
	require.Equal(t, "134247", account.Written.String())
	require.Equal(t, account.Written, account.Earned)
	require.Equal(t, account.Written.Minor(), account.Paid.Minor()+account.Open.Minor())
	require.Equal(t, insurance.OnRisk, m.standing(t, "P1").Statuses[0])
}
