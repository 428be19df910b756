// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// fund opens an account of this chaincode that alpha registers as its fund, and pays an amount in.
func (m *market) fund(t testing.TB, account cash.AccountID, amount string) {
	t.Helper()
	clerk := m.Actor(bankMSP, "clerk-"+string(account), "", role.AccountServicer)
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: account, Currency: euro, Module: insurance.Module})
	stage.Do(t, m.alpha, insurance.RegisterFund, insurance.FundKey{Account: account})
	stage.Do(t, m.alpha, cash.Transfer, cash.TransferRequest{From: "alpha", To: account, Amount: eur(amount)})
}

// widen has the bank mark accounts as high-volume.
func (m *market) widen(t testing.TB, accounts ...cash.AccountID) {
	t.Helper()
	clerk := m.Actor(bankMSP, "marker", "", role.AccountServicer)
	for _, account := range accounts {
		stage.Do(t, clerk, cash.MarkHighVolume, cash.HighVolumeRequest{Account: account, Stripes: 16})
	}
}

func TestFundBelongsToWhoRegisteredItWhileItWasEmpty(t *testing.T) {
	m := opened(t)
	m.fund(t, "alpha-fund", "1000.00")
	stage.Refused(t, m.beta, insurance.RegisterFund, insurance.FundKey{Account: "alpha-fund"}, insurance.AccountRefused)
	stage.Refused(t, m.beta, insurance.RegisterFund, insurance.FundKey{Account: "beta"}, insurance.AccountRefused)
	out := insurance.WithdrawRequest{FundKey: insurance.FundKey{Account: "alpha-fund"}, To: "alpha", Amount: eur("400.00")}
	stage.Refused(t, m.alpha, insurance.ApproveWithdrawal, out.FundKey, insurance.NothingDue)
	stage.Refused(t, m.beta, insurance.ProposeWithdrawal, out, insurance.NotYours)
	stage.Do(t, m.alpha, insurance.ProposeWithdrawal, out)
	stage.Refused(t, m.alpha, insurance.ApproveWithdrawal, out.FundKey, insurance.SamePerson)
	stage.Do(t, m.chief, insurance.ApproveWithdrawal, out.FundKey)
	m.has(t, "alpha-fund", "600.00")
	out.To = "beta"
	stage.Refused(t, m.alpha, insurance.ProposeWithdrawal, out, insurance.AccountRefused)
}

// A fund is this chaincode's own account, for which cash asks nobody's consent: no rule may take a stranger's word for it.
func TestNobodyPaysWithAnothersFund(t *testing.T) {
	m := sold(t)
	m.fund(t, "alpha-fund", "100000.00")
	m.agree(t, m.mill, wanted("P1", monday))
	bind := insurance.BindRequest{Quote: "q-P1", Means: insurance.Means{Account: "alpha-fund", Consent: cash.Consent(strings.Repeat("00", 32))}}
	stage.Refused(t, m.mill, insurance.BindPolicy, bind, insurance.AccountRefused)
	m.has(t, "alpha-fund", "100000.00")

	fund := insurance.Purse{Account: "alpha-fund"}
	stolen := line("beta", insurance.Whole)
	stolen.Claims = fund
	stage.Refused(t, m.beta, insurance.OpenPanelOf, insurance.PanelTerms{ID: "thieves", Currency: euro, Lines: []insurance.LineTerms{stolen}}, insurance.AccountRefused)
	stolen.Claims = purse("alpha", insurance.Claims)
	stage.Refused(t, m.beta, insurance.OpenPanelOf, insurance.PanelTerms{ID: "thieves", Currency: euro, Lines: []insurance.LineTerms{stolen}}, insurance.AccountRefused)
	honest := line("alpha", insurance.Whole)
	honest.Claims, honest.Refunds = fund, fund
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "funded", Currency: euro, Lines: []insurance.LineTerms{honest}})
	terms := property()
	terms.Product, terms.Taxes[0].Purse = "taxed", insurance.Purse{Account: "beta", Mandate: "beta-refunds"}
	stage.Refused(t, m.alpha, insurance.DraftVersion, terms, insurance.AccountRefused)
}

// Refunds out of a fund that its bank marked as high-volume fit into one block.
func TestRefundsOutOfAFundDoNotMeet(t *testing.T) {
	m := opened(t)
	m.panels(t)
	m.fund(t, "alpha-fund", "100000.00")
	m.fund(t, "alpha-taxes", "100000.00")
	m.widen(t, "alpha-fund", "alpha-taxes", "alpha")
	own := line("alpha", insurance.Whole)
	own.Refunds = insurance.Purse{Account: "alpha-fund"}
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "funded", Currency: euro, Lines: []insurance.LineTerms{own}})
	terms := property()
	terms.Panel, terms.Taxes[0].Purse = "funded", insurance.Purse{Account: "alpha-taxes"}
	m.sells(t, terms)
	m.insure(t, m.anna, of(wanted("P1", "2026-02-01"), "p-7f3a9c"))
	m.insure(t, m.bo, of(wanted("P2", "2026-02-01"), "p-51d0e2"))
	m.together(t,
		call(m.anna, insurance.CancelPolicy, insurance.CancelRequest{Policy: "P1", Effective: day("2026-02-01")}),
		call(m.bo, insurance.CancelPolicy, insurance.CancelRequest{Policy: "P2", Effective: day("2026-02-01")}),
	)
	m.has(t, "p-7f3a9c", "50000.00")
	require.Equal(t, insurance.Cancelled, m.standing(t, "P2").Statuses[0])
}
