// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
)

// property is a product of alpha for buildings and contents, by alpha alone.
func property() insurance.ProductTerms {
	return insurance.ProductTerms{
		VersionKey: insurance.VersionKey{Product: "property", Version: 1}, Class: "PROPERTY",
		Basis: insurance.Indemnity, Occasion: insurance.Occurrence, Currency: euro, Wording: strings.Repeat("a1", 32), TermMonths: 12,
		Covers: []insurance.Cover{
			{
				Code: "BUILDING", SumLeast: minor("10000.00"), SumMost: minor("5000000.00"), Rate: rate("0.001"),
				Deductible: insurance.Deductible{Kind: insurance.Flat, Amount: minor("1000.00")}, Average: rate("0.8"),
			},
			{
				Code: "CONTENTS", SumMost: minor("1000000.00"), Rate: rate("0.002"),
				PerClaim: insurance.Limit{Part: rate("0.5")}, Aggregated: true, Aggregate: insurance.Limit{Part: rate("1")},
				Sublimits:  []insurance.Sublimit{{Item: "JEWELLERY", Limit: insurance.Limit{Amount: minor("5000.00")}}},
				Deductible: insurance.Deductible{Kind: insurance.Flat, Amount: minor("500.00")},
			},
		},
		Rating: insurance.Rating{
			Factors: []insurance.Factor{{Name: "ZONE", Options: []insurance.Option{
				{Name: "INLAND", Multiplier: rate("1")}, {Name: "COAST", Multiplier: rate("1.5"), Refer: true}, {Name: "DELTA", Multiplier: rate("3"), Decline: true},
			}}},
			Minimum: minor("50.00"), SumReferred: minor("3000000.00"), SumMost: minor("6000000.00"),
			LoadingReferred: rate("0.1"), LoadingMost: rate("0.5"), QuoteDays: 30,
		},
		Panel:        "alpha-alone",
		Taxes:        []insurance.Tax{{Name: "IPT", Rate: rate("0.12"), From: day("2017-06-01"), Purse: purse("alpha-tax", insurance.Refunds)}},
		Cancellation: refund.Terms{Method: refund.ProRata}, CommissionMost: rate("0.2"), CommissionReturned: true,
		GraceDays: 14, InstalmentsMost: 12, ReinstateDays: 30, BackdateDays: 30,
		Claims: insurance.ClaimTerms{
			ReportingDays: 90, Evidence: []string{"INVOICE"}, NetPremium: true, Allocation: "PRO_RATA", Contribution: "INDEPENDENT_LIABILITY",
			ReopenDays: 365, AppealDays: 60, Service: insurance.Service{Acknowledge: 3, Decide: 30, Pay: 10},
		},
	}
}

// sells brings a version to being active, under a panel of its insurer alone if there is none yet.
func (m *market) sells(t testing.TB, terms insurance.ProductTerms) {
	t.Helper()
	stage.Do(t, m.alpha, insurance.DraftVersion, terms)
	stage.Do(t, m.alpha, insurance.SubmitVersion, terms.VersionKey)
	stage.Do(t, m.chief, insurance.ActivateVersion, terms.VersionKey)
}

// panels opens alpha's panels: "alpha-alone", and "shared" of alpha with 60 % and beta with 40 %.
func (m *market) panels(t testing.TB) {
	t.Helper()
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "alpha-alone", Currency: euro, Lines: []insurance.LineTerms{line("alpha", insurance.Whole)}})
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "shared", Currency: euro, Lines: []insurance.LineTerms{line("alpha", 600_000_000), line("beta", 400_000_000)}})
	stage.Do(t, m.beta, insurance.SignPanel, "shared")
}

func TestVersionIsActivatedByAnotherPersonAndThenFrozen(t *testing.T) {
	m := opened(t)
	m.panels(t)
	terms := property()
	stage.Do(t, m.alpha, insurance.DraftVersion, terms)
	stage.Refused(t, m.chief, insurance.ActivateVersion, terms.VersionKey, insurance.StatusRefused)
	terms.GraceDays = 30
	stage.Do(t, m.alpha, insurance.DraftVersion, terms)
	stage.Do(t, m.alpha, insurance.SubmitVersion, terms.VersionKey)
	stage.Refused(t, m.alpha, insurance.ActivateVersion, terms.VersionKey, insurance.SamePerson)
	stage.Refused(t, m.beta, insurance.ActivateVersion, terms.VersionKey, insurance.NotYours)
	require.Equal(t, insurance.Active, stage.Do(t, m.chief, insurance.ActivateVersion, terms.VersionKey).Status)
	stage.Refused(t, m.alpha, insurance.DraftVersion, terms, insurance.StatusRefused)
	stage.Do(t, m.alpha, insurance.SuspendVersion, terms.VersionKey)
	stage.Do(t, m.alpha, insurance.ResumeVersion, terms.VersionKey)
	stage.Do(t, m.alpha, insurance.WithdrawVersion, terms.VersionKey)
	stage.Refused(t, m.alpha, insurance.ResumeVersion, terms.VersionKey, insurance.StatusRefused)
	require.Equal(t, 30, stage.Do(t, m.mill, insurance.GetVersion, terms.VersionKey).GraceDays)
}

// A policy is renewed under later versions: they are in its currency and of its line of business.
func TestVersionsAreOfOneProduct(t *testing.T) {
	m := opened(t)
	m.panels(t)
	stage.Do(t, m.alpha, insurance.DraftVersion, property())
	second := property()
	second.Version, second.Class = 2, "MOTOR"
	stage.Refused(t, m.alpha, insurance.DraftVersion, second, insurance.TermsRefused)
	second.Class = property().Class
	stage.Do(t, m.alpha, insurance.DraftVersion, second)
	first := property()
	first.Class = "MOTOR"
	stage.Refused(t, m.alpha, insurance.DraftVersion, first, insurance.TermsRefused)
	stage.Do(t, m.alpha, insurance.DraftVersion, property())
}

func TestPanelTakesBusinessWhenAllSigned(t *testing.T) {
	m := opened(t)
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "shared", Currency: euro, Lines: []insurance.LineTerms{line("alpha", 600_000_000), line("beta", 400_000_000)}})
	terms := property()
	terms.Panel = "shared"
	stage.Refused(t, m.alpha, insurance.DraftVersion, terms, insurance.PanelIncomplete)
	stage.Refused(t, m.alpha, insurance.SignPanel, "shared", insurance.StatusRefused)
	require.True(t, stage.Do(t, m.beta, insurance.SignPanel, "shared").Complete())
	stage.Refused(t, m.beta, insurance.DraftVersion, terms, insurance.NotYours)
	stage.Do(t, m.alpha, insurance.DraftVersion, terms)
}
