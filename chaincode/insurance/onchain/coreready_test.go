// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

var (
	// insurers alone may do it, and of them the one that it is for.
	insurers = others{"NOT_AUTHORISED", "NOT_YOURS", "NOT_YOURS"}
	// insuring is done in an insurer's own name, for which the registry has to know it.
	insuring = others{"NOT_AUTHORISED", "NOT_A_PARTY", "FIRM_REFUSED"}
)

// coreWorld is a market on 25 July in which every transaction about products, policies and premiums has something that it
// can be done to.
func coreWorld(t testing.TB) world {
	t.Helper()
	m := sold(t)
	m.fund(t, "alpha-fund", "1000.00")
	clerk := m.Actor(bankMSP, "opener", "", role.AccountServicer)
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "spare", Currency: euro, Module: insurance.Module})
	stage.Do(t, m.alpha, insurance.ProposeWithdrawal, withdrawal())
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "unsigned", Currency: euro, Lines: []insurance.LineTerms{line("alpha", 1), line("beta", insurance.Whole-1)}})
	m.versions(t)
	m.contracts(t)
	m.roll(t, "2026-07-25")
	m.quotes(t)
	return world{m, append(append(m.productRows(), m.policyRows()...), m.premiumRows()...)}
}

func withdrawal() insurance.WithdrawRequest {
	return insurance.WithdrawRequest{FundKey: insurance.FundKey{Account: "alpha-fund"}, To: "alpha", Amount: eur("10.00")}
}

// versions are products in their states.
func (m *market) versions(t testing.TB) {
	t.Helper()
	for _, id := range []insurance.ProductID{"drafted", "submitted", "suspended", "leaving"} {
		terms := property()
		terms.Product = id
		stage.Do(t, m.alpha, insurance.DraftVersion, terms)
		if id == "drafted" {
			continue
		}
		stage.Do(t, m.alpha, insurance.SubmitVersion, terms.VersionKey)
		if id == "submitted" {
			continue
		}
		stage.Do(t, m.chief, insurance.ActivateVersion, terms.VersionKey)
		if id == "suspended" {
			stage.Do(t, m.alpha, insurance.SuspendVersion, terms.VersionKey)
		}
	}
}

// contracts are policies in two instalments: the second of LAPSING was due on 5 July, of DUE it is on the 25th.
func (m *market) contracts(t testing.TB) {
	t.Helper()
	for id, from := range map[insurance.PolicyID]string{"LAPSING": monday, "DUE": "2026-01-25", "ENDING": "2026-02-10", "NOTICED": "2026-02-10", "DEFERRED": "2026-02-10"} {
		request := wanted(id, from)
		request.Instalments = 2
		m.insure(t, m.mill, request)
	}
}

// quotes are in their states.
func (m *market) quotes(t testing.TB) {
	t.Helper()
	for _, id := range []insurance.PolicyID{"PRICED", "REFERRED", "OFFERED", "ACCEPTED"} {
		request := wanted(id, "2026-08-01")
		stage.Do(t, m.mill, insurance.AskQuote, request)
		if id == "PRICED" {
			continue
		}
		offer := insurance.OfferRequest{Quote: request.ID}
		if id == "REFERRED" {
			offer.Loading = rate("0.2")
		}
		stage.Do(t, m.alpha, insurance.OfferQuote, offer)
		if id == "ACCEPTED" {
			stage.Do(t, m.mill, insurance.AcceptQuote, insurance.AcceptRequest{Quote: request.ID, Most: eur("1568.00")})
		}
	}
}

func version(id insurance.ProductID) insurance.VersionKey {
	return insurance.VersionKey{Product: id, Version: 1}
}

func (m *market) productRows() []row {
	fresh := property()
	fresh.Product, fresh.Cancellation = "fresh", monthly
	page := protocol.PageRequest{Size: 10}
	return []row{
		does(insurance.RollDate, m.officers[0], anybody, protocol.RollRequest{To: day("2026-07-26")}),
		does(insurance.Today, m.bo, anybody, protocol.Nothing{}),
		does(insurance.RegisterFund, m.alpha, insuring, insurance.FundKey{Account: "spare"}),
		does(insurance.ProposeWithdrawal, m.alpha, insurers, withdrawal()),
		does(insurance.ApproveWithdrawal, m.chief, insurers, withdrawal().FundKey),
		does(insurance.GetFund, m.bo, anybody, withdrawal().FundKey),
		does(insurance.OpenPanelOf, m.alpha, insuring, insurance.PanelTerms{ID: "new", Currency: euro, Lines: []insurance.LineTerms{line("alpha", insurance.Whole)}}),
		does(insurance.SignPanel, m.beta, insurers, "unsigned"),
		does(insurance.ChangePurses, m.beta, insurers, insurance.PursesRequest{
			Panel: "unsigned", Premiums: "beta", Refunds: purse("beta", insurance.Refunds), Claims: purse("beta", insurance.Claims),
		}),
		does(insurance.DraftVersion, m.alpha, insuring, fresh),
		does(insurance.SubmitVersion, m.alpha, insurers, version("drafted")),
		does(insurance.ActivateVersion, m.chief, insurers, version("submitted")),
		does(insurance.ReturnVersion, m.chief, insurers, version("submitted")),
		does(insurance.SuspendVersion, m.alpha, insurers, version("leaving")),
		does(insurance.ResumeVersion, m.alpha, insurers, version("suspended")),
		does(insurance.WithdrawVersion, m.alpha, insurers, version("leaving")),
		does(insurance.GetPanel, m.bo, anybody, "shared"),
		does(insurance.GetVersion, m.bo, anybody, version("property")),
		does(insurance.Versions, m.bo, anybody, insurance.VersionsRequest{PageRequest: page, Product: "property"}),
	}
}

func (m *market) policyRows() []row {
	asked := wanted("ASKED", "2026-08-01")
	asked.Broker = insurance.BrokerTerms{Broker: "broker", Part: rate("0.1"), Purse: purse("broker", insurance.Refunds)}
	page := protocol.PageRequest{Size: 10}
	return []row{
		does(insurance.AskQuote, m.mill, own, asked),
		does(insurance.OfferQuote, m.alpha, insurers, insurance.OfferRequest{Quote: "q-PRICED", Loading: rate("0.05"), Panel: "shared"}),
		does(insurance.ApproveQuote, m.chief, insurers, "q-REFERRED"),
		does(insurance.DeclineQuote, m.alpha, insurers, "q-PRICED"),
		does(insurance.AcceptQuote, m.mill, owner, insurance.AcceptRequest{Quote: "q-OFFERED", Most: eur("1568.00")}),
		does(insurance.WithdrawQuote, m.mill, owner, "q-OFFERED"),
		does(insurance.BindPolicy, m.mill, owner, insurance.BindRequest{Quote: "q-ACCEPTED", From: day("2026-08-02"), Means: byMandate}),
		does(insurance.CancelPolicy, m.mill, owner, insurance.CancelRequest{Policy: "ENDING", Effective: day("2026-07-25")}),
		does(insurance.LapsePolicy, m.bo, anybody, insurance.LapseRequest{InstalmentKey: insurance.InstalmentKey{Policy: "LAPSING", Number: 2}}),
		does(insurance.GiveNotice, m.alpha, others{"NOT_YOURS", "NOT_YOURS", "NOT_YOURS"}, insurance.NoticeRequest{Policy: "NOTICED"}),
		does(insurance.GetQuote, m.bo, anybody, "q-OFFERED"),
		does(insurance.GetPolicy, m.bo, anybody, "DUE"),
		does(insurance.ViewPolicy, m.bo, anybody, insurance.ViewRequest{Policy: "DUE", On: day("2026-07-25"), Known: day("2026-07-25")}),
		does(insurance.PoliciesByHolder, m.bo, anybody, insurance.FirmPage{PageRequest: page, Party: "mill"}),
		does(insurance.PoliciesByProduct, m.bo, anybody, insurance.ProductPage{PageRequest: page, Product: "property"}),
	}
}

// byMandate is how the mill pays.
var byMandate = insurance.Means{Account: "mill", Mandate: mandateOf("mill", insurance.Premiums)}

func (m *market) premiumRows() []row {
	due := insurance.InstalmentKey{Policy: "DUE", Number: 2}
	return []row{
		does(insurance.PayPremium, m.bo, anybody, insurance.PayRequest{InstalmentKey: due}),
		does(insurance.CollectPremiums, m.bo, anybody, insurance.CollectRequest{Instalments: []insurance.InstalmentKey{due}}),
		does(insurance.DeferPremium, m.alpha, insurers, insurance.DeferRequest{InstalmentKey: insurance.InstalmentKey{Policy: "DEFERRED", Number: 2}, Premium: minor("300.00"), Due: day("2026-10-01")}),
		does(insurance.ChangePayer, m.mill, owner, insurance.PayerRequest{Policy: "DUE", Payer: purse("mill", insurance.Premiums)}),
		does(insurance.GetInstalment, m.bo, anybody, due),
		does(insurance.DueInstalments, m.bo, anybody, insurance.DueRequest{PageRequest: protocol.PageRequest{Size: 10}, On: day("2026-07-25")}),
		does(insurance.GetPremiumAccount, m.bo, anybody, insurance.ViewRequest{Policy: "DUE", On: day("2026-07-25"), Known: day("2026-07-25")}),
	}
}

// coreEndpoints are the transactions that have to have a row in coreWorld.
var coreEndpoints = []protocol.Endpoint{
	insurance.RollDate, insurance.Today, insurance.RegisterFund, insurance.ProposeWithdrawal, insurance.ApproveWithdrawal, insurance.GetFund,
	insurance.OpenPanelOf, insurance.SignPanel, insurance.ChangePurses, insurance.DraftVersion, insurance.SubmitVersion, insurance.ActivateVersion, insurance.ReturnVersion,
	insurance.SuspendVersion, insurance.ResumeVersion, insurance.WithdrawVersion, insurance.GetPanel, insurance.GetVersion, insurance.Versions,
	insurance.AskQuote, insurance.OfferQuote, insurance.ApproveQuote, insurance.DeclineQuote, insurance.AcceptQuote, insurance.WithdrawQuote,
	insurance.BindPolicy, insurance.CancelPolicy, insurance.LapsePolicy, insurance.GiveNotice, insurance.GetQuote, insurance.GetPolicy,
	insurance.ViewPolicy, insurance.PoliciesByHolder, insurance.PoliciesByProduct,
	insurance.PayPremium, insurance.CollectPremiums, insurance.DeferPremium, insurance.ChangePayer, insurance.GetInstalment, insurance.DueInstalments,
	insurance.GetPremiumAccount,
}
