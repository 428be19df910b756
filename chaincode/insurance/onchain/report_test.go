// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// holder is somebody who buys policies.
type holder struct {
	by    *stage.Actor
	party parties.PartyID
}

// buyers are six policyholders with money and mandates for premiums.
func (m *market) buyers(t testing.TB) []holder {
	t.Helper()
	clerk, approver := m.Actor(bankMSP, "till", "", role.AccountServicer), m.Actor(bankMSP, "purser", "", role.AccountServicer)
	poor := []holder{{m.broker, "broker"}, {m.oracles[0], "station"}, {m.ridge, "ridge"}}
	for _, each := range poor {
		mint := cash.MintID("more-" + string(each.party))
		stage.Do(t, clerk, cash.RequestMint, cash.MintRequest{ID: mint, Account: cash.AccountID(each.party), Amount: eur("10000.00")})
		stage.Do(t, approver, cash.ApproveMint, mint)
		stage.Do(t, each.by, cash.GrantMandate, cash.MandateTerms{
			ID: mandateOf(each.party, insurance.Premiums), Payer: cash.AccountID(each.party), Module: insurance.Module, Purpose: insurance.Premiums,
			MaxUse: eur("10000000.00"), MaxTotal: eur("1000000000.00"), ValidUntil: day("2030-12-31"),
		})
	}
	return append(poor, holder{m.mill, "mill"}, holder{m.anna, anna}, holder{m.bo, bo})
}

// surveyed is a market on 4 July in which six policyholders have two policies each against drought, anna alone has another
// of a product of her own, and the mill alone has insured its buildings, with a claim that is paid in part; June was dry and
// half of the droughts were paid.
func surveyed(t testing.TB) (*market, []insurance.PolicyID) {
	t.Helper()
	m := growing(t)
	m.sells(t, chosen())
	m.sells(t, property())
	m.empowered(t)
	var sold []insurance.PolicyID
	var droughts []insurance.ApplyRequest
	for _, each := range m.buyers(t) {
		request := many(each.party, "2026-05-01", insurance.PolicyID(each.party)+"-1", insurance.PolicyID(each.party)+"-2")
		stage.Do(t, each.by, insurance.ApplyForPolicies, request)
		droughts = append(droughts, request)
		sold = append(sold, request.Risks[0].Policy, request.Risks[1].Policy)
	}
	stage.Do(t, m.alpha, insurance.IssuePolicies, issueOf(droughts...))
	alone := m.fields("2026-05-01", "ALONE")
	stage.Do(t, m.anna, insurance.ApplyForPolicies, alone)
	stage.Do(t, m.alpha, insurance.IssuePolicies, issueOf(alone))
	m.insure(t, m.mill, wanted("P1", "2026-01-10"))
	m.roll(t, "2026-02-01")
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("C1", "P1", "2026-01-31", claimed("BUILDING", "", "100000.00")))
	m.investigated(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, approve("C1"))
	m.reserved(t, m.expert, "C1", "99000.00")
	m.pays(t, payment("C1", 1, insurance.PayPartial, "40000.00"))
	m.finish(t, 290)
	stage.Do(t, m.bo, insurance.ExecuteDueBatch, batch(sold[:8]...))
	return m, append(sold, "ALONE", "P1")
}

func (m *market) report(t testing.TB, r insurance.ReportRequest) insurance.Report {
	t.Helper()
	return *stage.Do(t, m.arbiter, insurance.DataCall, r)
}

func of2026(from, to string) insurance.ReportRequest {
	return insurance.ReportRequest{From: day("2026-" + from), To: day("2026-" + to)}
}

// What a report says comes, to the cent, to what the accounts of all policies and claims say; what is about few persons is
// merged with what is about others, and nobody's name is in it.
func TestAReportReconcilesWithTheLedger(t *testing.T) {
	m, sold := surveyed(t)
	var written, earned, paid, outstanding int64
	for _, policy := range sold {
		account := stage.Do(t, m.mill, insurance.GetPremiumAccount, insurance.ViewRequest{Policy: policy, On: day("2026-07-05")})
		written, earned = written+account.Written.Minor(), earned+account.Earned.Minor()
		for _, e := range stage.Do(t, m.mill, insurance.Evaluations, insurance.EvaluationsRequest{Policy: policy}).Items {
			paid += e.Paid.Minor()
		}
	}
	costs := m.claim(t, "C1").Exposures[0].Indemnity
	paid, outstanding = paid+costs.Paid.Minor(), outstanding+costs.Outstanding.Minor()

	report := m.report(t, of2026("01-01", "07-04"))
	var business insurance.BusinessFigures
	told := [2]int64{}
	for _, row := range report.Business {
		business.InForce += row.Figures.InForce
		told[0], told[1] = told[0]+row.Figures.Written.Minor(), told[1]+row.Figures.Earned.Minor()
	}
	require.Equal(t, [3]int64{int64(len(sold)), written, earned}, [3]int64{int64(business.InForce), told[0], told[1]})
	require.Len(t, report.Business, 1, "of the six who insure against drought the others are a part")
	require.Equal(t, [3]any{6, 3, insurance.ProductID("")}, [3]any{report.Business[0].Holders, report.Business[0].Merged, report.Business[0].Product})

	require.Empty(t, report.Losses, "four holders were paid for a drought and one of them claims a fire")
	require.Contains(t, report.Withheld, "losses EUR")
	stage.Do(t, m.bo, insurance.ExecuteDueBatch, batch(sold[8:12]...))
	for _, policy := range sold[8:12] {
		paid += stage.Do(t, m.mill, insurance.Evaluations, insurance.EvaluationsRequest{Policy: policy}).Items[0].Paid.Minor()
	}
	report = m.report(t, of2026("01-01", "07-04"))
	require.Len(t, report.Losses, 1)
	losses := report.Losses[0].Figures
	require.Equal(t, [5]int64{1, 1, 12, paid, outstanding}, [5]int64{int64(losses.Notified), int64(losses.Open), int64(losses.Triggered), losses.Paid.Minor(), losses.Outstanding.Minor()})
	require.Len(t, report.Events, 1)
	require.Equal(t, 12, report.Events[0].Figures.Losses)
	require.Equal(t, []string{"bands EUR", "breaches EUR"}, report.Withheld, "one claim of one holder")

	text, err := json.Marshal(report)
	require.NoError(t, err)
	for _, canary := range []string{"mill", "p-7f3a9c", "p-51d0e2", "station", "C1", "P1", "ALONE", "chosen", "property"} {
		require.NotContains(t, string(text), canary)
	}
}

// Periods, products and insurers divide what there is: the parts add up to the whole.
func TestPartsOfAReportAddUp(t *testing.T) {
	m, _ := surveyed(t)
	sum := func(requests ...insurance.ReportRequest) (written, earned int64) {
		for _, request := range requests {
			for _, row := range m.report(t, request).Business {
				written, earned = written+row.Figures.Written.Minor(), earned+row.Figures.Earned.Minor()
			}
		}
		return written, earned
	}
	written, earned := sum(of2026("01-01", "12-31"))
	months, days := sum(of2026("01-01", "03-31"), of2026("04-01", "06-15"), of2026("06-16", "06-16"), of2026("06-17", "12-31"))
	require.Equal(t, [2]int64{written, earned}, [2]int64{months, days})

	crop := of2026("01-01", "12-31")
	crop.Class, crop.Insurer = "CROP", "alpha"
	report := m.report(t, crop)
	require.Equal(t, int64(13*100_00), report.Business[0].Figures.Written.Minor())
	crop.Product = "crops"
	require.Equal(t, int64(12*100_00), m.report(t, crop).Business[0].Figures.Written.Minor())
	crop.Product = "chosen"
	report = m.report(t, crop)
	require.Empty(t, report.Business)
	require.Contains(t, report.Withheld, "business EUR")
	crop.Product, crop.After = "", "crops"
	require.Empty(t, m.report(t, crop).Business, "the part after crops is chosen's for nobody but anna")
	crop.After, crop.Insurer = "", "beta"
	require.Empty(t, m.report(t, crop).Business)
}
