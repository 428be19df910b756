// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// due is a market with an undertaking that is due and in the first hand.
func due(t *testing.T) *market {
	t.Helper()
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.roll(t, maturity)
	return m
}

func TestObligorPaysByHold(t *testing.T) {
	m := due(t)
	stage.Do(t, m.maker, cash.CreateHold, cash.HoldRequest{
		ID: "payment", Payer: "motors", Payee: "collection", Amount: eur("1000000.00"), Purpose: supplychain.Payables,
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: day("2026-12-31"),
	})
	stage.Do(t, m.one, supplychain.Collect, supplychain.CollectRequest{
		Undertaking: "A", Rise: eur("1000000.00"), Means: supplychain.Means{Account: "motors", Hold: "payment"},
	})
	m.has(t, "motors", "9000000.00")
}

// The obligor's signature pays exactly what it consented to, and nobody else's does.
func TestObligorPaysByConsent(t *testing.T) {
	m := due(t)
	consent, err := cash.ConsentTo("collect.A.1", []cash.SettleLeg{{From: "motors", To: "collection", Amount: eur("1000000.00")}})
	require.NoError(t, err)
	request := supplychain.CollectRequest{Undertaking: "A", Rise: eur("1000000.00"), Means: supplychain.Means{Account: "motors", Consent: consent}}
	other := request
	other.Rise = eur("999999.99")
	stage.Refused(t, m.maker, supplychain.Collect, other, cash.ConsentMissing)
	stage.Refused(t, m.one, supplychain.Collect, request, cash.ConsentMissing)
	both := request
	both.Mandate = "motors-payables"
	stage.Refused(t, m.maker, supplychain.Collect, both, codeOf("INVALID_ARGUMENT"))
	stage.Do(t, m.maker, supplychain.Collect, request)
	m.has(t, "motors", "9000000.00")
}

// A mandate of the anchor's pays for its own purpose alone: not for deals, not from another account.
func TestMandateIsForItsPurpose(t *testing.T) {
	m := due(t)
	wrong := m.mandate(t, m.maker, "motors", supplychain.Guarantees)
	stage.Refused(t, m.one, supplychain.Collect, supplychain.CollectRequest{Undertaking: "A", Rise: eur("1.00"), Means: wrong}, cash.ConsentMissing)
	stolen := byMandate
	stolen.Account = "northbank"
	stage.Refused(t, m.one, supplychain.Collect, supplychain.CollectRequest{Undertaking: "A", Rise: eur("1.00"), Means: stolen}, cash.ConsentMissing)
}

// A maturity on a Sunday is paid on Monday, and charged until then where the programme says so.
func TestMaturityMovesToABusinessDay(t *testing.T) {
	calendar, err := date.NewCalendar("test", day("2026-01-01"), day("2026-12-31"), []date.Weekday{date.Saturday, date.Sunday}, nil)
	require.NoError(t, err)
	for name, charged := range map[string]bool{"charged": true, "not charged": false} {
		t.Run(name, func(t *testing.T) {
			m := opened(t)
			frame := terms()
			frame.ID, frame.Calendar, frame.Convention, frame.ChargeAdjusted = "moved", &calendar, date.Following, charged
			stage.Do(t, m.maker, supplychain.Open, frame)
			m.billUnder(t, "moved", "A", "INV-A", "1000.00")
			m.register(t, "A")
			stage.Do(t, m.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: "A", Invoice: "A", Maturity: day("2026-03-08")})
			require.Equal(t, day("2026-03-09"), stage.Do(t, m.checker, supplychain.IssueUndertaking, "A").Due)
			stage.Do(t, m.one, supplychain.TakeUp, supplychain.TakeUpRequest{Undertaking: "A", Account: "tier-one"})
			m.agree(t, "deal", key("A", 1), units(1, 36_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
			price := stage.Do(t, m.one, supplychain.PriceDeal, supplychain.PriceRequest{Deal: "deal", On: day(monday)})
			days := int64(62)
			if charged {
				days = 63
			}
			require.Equal(t, 6000*days, price.Discount.Minor())
		})
	}
}

// The programme bounds who finances, what it costs and whether there is recourse.
func TestProgrammeBoundsDeals(t *testing.T) {
	m := opened(t)
	frame := terms()
	frame.ID, frame.Financiers, frame.Recourse = "bound", []partyID{"southbank"}, false
	stage.Do(t, m.maker, supplychain.Open, frame)
	m.billUnder(t, "bound", "A", "INV-A", "1000.00")
	m.register(t, "A")
	m.issue(t, "A")
	stage.Do(t, m.one, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal", Part: units(1, 40_000_000), Technique: supplychain.Factoring})
	costly, recourse := buying("0.06"), buying("0.06")
	costly.FeeRate, recourse.Recourse = decimal.MustParse("0.0501"), true
	for i, bad := range []struct {
		desk    *stage.Actor
		account string
		terms   supplychain.Terms
	}{{m.northDesk, "northbank", buying("0.06")}, {m.southDesk, "southbank", costly}, {m.southDesk, "southbank", recourse}} {
		quote := m.quote("deal", bad.desk, bad.account, bad.terms)
		quote.Salt = fmt.Sprintf("%032x", i)
		stage.Do(t, bad.desk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: quote})
		stage.Refused(t, m.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "deal", Quote: quote}, supplychain.TermsRefused)
	}
}

func TestTenorsAndCurrencies(t *testing.T) {
	m := opened(t)
	m.bill(t, "A", "INV-A", "1000.00")
	for _, bad := range []string{monday, "2026-07-05", "2025-12-31"} {
		stage.Refused(t, m.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: "U", Invoice: "A", Maturity: day(bad)}, supplychain.TenorRefused)
	}
	frame := terms()
	frame.ID, frame.Collection = "other", "motors"
	stage.Refused(t, m.maker, supplychain.Open, frame, supplychain.AccountRefused)
	stage.Refused(t, m.one, supplychain.Open, frame, codeOf("NOT_AUTHORISED"))
	frame.TenorMax = 367
	stage.Refused(t, m.maker, supplychain.Open, frame, codeOf("INVALID_ARGUMENT"))
	stage.Do(t, m.maker, supplychain.Close, "motors-2026")
	stage.Refused(t, m.maker, supplychain.Close, "motors-2026", supplychain.ProgrammeClosed)
	stage.Refused(t, m.maker, supplychain.PlaceOrder, supplychain.OrderRequest{
		ID: "PO", Programme: "motors-2026", Supplier: "tier-one",
		Terms: supplychain.OrderTerms{Salt: salt, Lines: []supplychain.OrderLine{{Line: 1, Item: "bolt", Quantity: decimal.FromInt64(1), Price: decimal.FromInt64(1)}}},
	}, supplychain.ProgrammeClosed)
	stage.Do(t, m.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: "U", Invoice: "A", Maturity: day(maturity)}) // what is matched lives on
	stage.Refused(t, m.maker, supplychain.IssueUndertaking, "U", supplychain.SamePerson)
	stage.Do(t, m.maker, supplychain.WithdrawUndertaking, "U")
	stage.Refused(t, m.checker, supplychain.IssueUndertaking, "U", supplychain.StatusRefused)
}
