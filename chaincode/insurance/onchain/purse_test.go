// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
)

// replaced is the purse of a firm that revoked its mandate for a purpose and gives another.
func (m *market) replaced(t testing.TB, by *stage.Actor, party parties.PartyID, purpose cash.Purpose) insurance.Purse {
	t.Helper()
	other := insurance.Purse{Account: cash.AccountID(party), Mandate: mandateOf(party, purpose) + "-2"}
	stage.Do(t, by, cash.GrantMandate, cash.MandateTerms{
		ID: other.Mandate, Payer: other.Account, Module: insurance.Module, Purpose: purpose, MaxUse: eur("10000000.00"), ValidUntil: day("2030-12-31"),
	})
	return other
}

// A follower whose mandate has ended holds up what is due to policyholders until it names another.
func TestAnInsurerReplacesItsPurse(t *testing.T) {
	m := growing(t)
	lines := []insurance.LineTerms{line("alpha", 600_000_000), line("beta", 400_000_000)}
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "two", Currency: euro, Lines: lines})
	stage.Do(t, m.beta, insurance.SignPanel, "two")
	terms := crops()
	terms.Version, terms.Panel = 2, "two"
	m.sells(t, terms)
	m.insure(t, m.anna, with(farm("A", anna), 2))
	stage.Do(t, m.beta, cash.RevokeMandate, mandateOf("beta", insurance.Claims))
	m.finish(t, 200)
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1), cash.MandateNotActive)

	change := insurance.PursesRequest{
		Panel: "two", Premiums: "beta", Refunds: purse("beta", insurance.Refunds), Claims: m.replaced(t, m.beta, "beta", insurance.Claims),
	}
	stage.Refused(t, m.alpha, insurance.ChangePurses, change, insurance.AccountRefused)
	require.Equal(t, int64(400_000_000), stage.Do(t, m.beta, insurance.ChangePurses, change).Lines[1].Share)
	require.Equal(t, "10000", stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Paid.String())
}

// A reinsurer whose mandate has ended pays what it owes once it names another.
func TestASideOfATreatyReplacesItsPurse(t *testing.T) {
	m := stormy(t)
	m.cede(t, m.move(t, movement("one", 1, "150000.00", "50000.00"))...)
	key := insurance.BordereauKey{Treaty: "surplus", Number: 1}
	stage.Do(t, m.alpha, insurance.NotifyBordereau, key)
	stage.Do(t, m.ridge, insurance.AgreeBordereau, key)
	stage.Do(t, m.beta, insurance.AgreeBordereau, key)
	stage.Do(t, m.alpha, insurance.RenderAccount, insurance.RenderRequest{Treaty: "surplus", Through: 1})
	owed := insurance.StatementsRequest{Statements: []insurance.StatementKey{{Treaty: "surplus", Number: 1, Reinsurer: "ridge"}}}
	stage.Do(t, m.ridge, cash.RevokeMandate, mandateOf("ridge", insurance.Reinsurance))
	stage.Refused(t, m.mill, insurance.SettleBalances, owed, cash.MandateNotActive)

	change := insurance.TreatyPurseRequest{Treaty: "surplus", Purse: m.replaced(t, m.ridge, "ridge", insurance.Reinsurance)}
	stage.Refused(t, m.alpha, insurance.ChangeTreatyPurse, change, insurance.AccountRefused)
	require.Equal(t, change.Purse, purseAmong(stage.Do(t, m.ridge, insurance.ChangeTreatyPurse, change).Participants, "ridge"))
	stage.Do(t, m.mill, insurance.SettleBalances, owed)

	own := insurance.TreatyPurseRequest{Treaty: "surplus", Purse: m.replaced(t, m.alpha, "alpha", insurance.Reinsurance)}
	require.Equal(t, own.Purse, stage.Do(t, m.alpha, insurance.ChangeTreatyPurse, own).Purse)
}

func purseAmong(participants []insurance.Participant, party parties.PartyID) insurance.Purse {
	for _, p := range participants {
		if p.Party == party {
			return p.Purse
		}
	}
	return insurance.Purse{}
}
