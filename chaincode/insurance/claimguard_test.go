// SPDX-License-Identifier: Apache-2.0

package insurance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// byLead is a person of the claims' lead on 1 February.
func byLead(who string) insurance.Act {
	caller := protocol.Principal{MSP: lead.Host, Party: string(lead.Party), Enrolment: who, Subject: who}
	return insurance.Act{Facts: protocol.Facts{Caller: caller}, Today: date.MustParse("2026-02-01")}
}

// What was paid too much on one exposure makes up for nothing on another: a claim with something to pay is not closed.
func TestClaimWithSomethingToPayIsNotClosed(t *testing.T) {
	exposures := []insurance.Exposure{
		{Number: 1, Payable: minorOf(50), Indemnity: insurance.Costs{Paid: minorOf(100)}},
		{Number: 2, Payable: minorOf(50)},
	}
	claim := insurance.Claim{ID: "A", Lead: lead, Status: insurance.ClaimApproved, Exposures: exposures}
	_, _, err := claim.Close(byLead("ann"))
	require.ErrorIs(t, err, insurance.Unsettled)
	claim.Exposures = []insurance.Exposure{{Number: 1, Payable: minorOf(100), Indemnity: insurance.Costs{Paid: minorOf(100)}}}
	_, _, err = claim.Close(byLead("ann"))
	require.NoError(t, err)
}

// A loss after the retroactive date and before inception is covered where claims made are; days of waiting are about losses
// from inception on.
func TestLossBackToTheRetroactiveDateDoesNotWait(t *testing.T) {
	product := insurance.ProductTerms{Occasion: insurance.ClaimsMade, Covers: []insurance.Cover{{Code: "LIABILITY", WaitingDays: 30}}}
	policy := insurance.Policy{ID: "P", Lead: lead}
	view := insurance.View{Inception: date.MustParse("2026-01-01"), Covers: []insurance.Insured{{Cover: "LIABILITY", Sum: minorOf(100)}}}
	for on, covered := range map[string]bool{"2025-06-01": true, "2026-01-01": false, "2026-01-30": false, "2026-01-31": true} {
		notice := insurance.LossNotice{
			Claim: "A", Policy: "P", LossAt: date.MustParse(on), Peril: "ERROR", Occurrence: 1,
			Claimed: []insurance.Claimed{{Cover: "LIABILITY", Amount: minorOf(10)}},
		}
		_, _, err := policy.Notify(notice, view, product, byLead("ann"))
		if covered {
			require.NoError(t, err, on)
		} else {
			require.ErrorIs(t, err, insurance.LossNotCovered, on)
		}
	}
}

// A loss is not divided while what one of its insurers owes is about to change: appealed, under review, interim or decided anew.
func TestLossIsNotSharedWhileAClaimIsAboutToChange(t *testing.T) {
	sided := func(id insurance.ClaimID, status insurance.ClaimStatus, payable int64) insurance.Claim {
		return insurance.Claim{ID: id, Lead: lead, Basis: insurance.Indemnity, Status: status, Assessments: 1, Exposures: []insurance.Exposure{{
			Number: 1, Cover: "FIRE", Sum: minorOf(500), Facts: adjudication.Facts{Loss: minorOf(100)}, Assessed: minorOf(100), Payable: minorOf(payable),
		}}}
	}
	terms := insurance.ProductTerms{Claims: insurance.ClaimTerms{Contribution: "INDEPENDENT_LIABILITY"}}
	found := insurance.DuplicateCase{ID: "D", Status: insurance.DuplicateConfirmed, Sides: []insurance.Side{{Claim: "A", Lead: lead}, {Claim: "B", Lead: lead}}}
	for _, each := range []struct {
		status  insurance.ClaimStatus
		payable int64
		shared  bool
	}{
		{insurance.ClaimAppealed, 40, false},
		{insurance.ClaimReview, 40, false},
		{insurance.ClaimInvestigating, 40, false},
		{insurance.ClaimAssessed, 40, false},
		{insurance.ClaimAssessed, 0, true},
		{insurance.ClaimPartly, 40, true},
		{insurance.ClaimDenied, 0, true},
	} {
		claims := []insurance.Claim{sided("A", insurance.ClaimApproved, 100), sided("B", each.status, each.payable)}
		_, _, err := found.ShareOut(claims, []insurance.ProductTerms{terms, terms}, make([][]insurance.Accumulated, 2), byLead("ann"))
		if each.shared {
			require.NoError(t, err, each.status)
		} else {
			require.ErrorIs(t, err, insurance.Unsettled, each.status)
		}
	}
}
