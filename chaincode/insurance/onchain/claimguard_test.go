// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// interim is a market with claim C1 of 100,000.00, of which 40,000.00 are certain and 99,000.00 reserved.
func interim(t testing.TB) *market {
	t.Helper()
	m := insured(t)
	m.notified(t, "C1")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, insurance.RecommendRequest{
		Claim: "C1", Outcome: insurance.OutcomeInterim, Reason: "CERTAIN", Awards: []insurance.Award{{Exposure: 1, Amount: minor("40000.00")}},
	})
	m.reserved(t, m.expert, "C1", "99000.00")
	return m
}

// A payment that was asked for between a recommendation and its decision keeps the claim from being decided below it.
func TestPaymentThatWaitsKeepsAClaimFromBeingDenied(t *testing.T) {
	m := interim(t)
	m.assessed(t, "C1", "100000.00")
	deny := insurance.RecommendRequest{Claim: "C1", Outcome: insurance.OutcomeDeny, Reason: "EXCLUSION", Clause: "7.3(c)"}
	recommended := stage.Do(t, m.handler, insurance.RecommendDecision, deny)
	stage.Do(t, m.handler, insurance.RequestPayment, payment("C1", 1, insurance.PayAdvance, "40000.00"))
	stage.Do(t, m.chief, insurance.AuthorisePayment, numbered("C1", 1))
	stage.Refused(t, m.expert, insurance.DecideClaim, agree(*recommended), insurance.DecisionRefused)
	stage.Do(t, m.handler, insurance.StopPayment, numbered("C1", 1))
	stage.Do(t, m.expert, insurance.DecideClaim, agree(*recommended))
	require.Equal(t, insurance.ClaimDenied, m.claim(t, "C1").Status)
	stage.Refused(t, m.bo, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 1)}, insurance.StatusRefused)
}

// What indexes pay is ceded under names of its own, which no claim may take.
func TestClaimDoesNotTakeTheNameOfWhatAnIndexPays(t *testing.T) {
	m := insured(t)
	building := claimed("BUILDING", "", "5000.00")
	stage.Refused(t, m.mill, insurance.NotifyLoss, fire("ix-0a1b", "P1", "2026-01-31", building), protocol.InvalidArgument)
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("ix0a1b", "P1", "2026-01-31", building))
}

// A sublimit is the most for a kind of item of one claim, however many persons claim it.
func TestPersonsOfOneClaimShareASublimit(t *testing.T) {
	m := insured(t)
	one, two := claimed("CONTENTS", "JEWELLERY", "4000.00"), claimed("CONTENTS", "JEWELLERY", "4000.00")
	one.Claimant, two.Claimant = "c-1", "c-2"
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("C1", "P1", "2026-01-31", one, claimed("CONTENTS", "", "1000.00"), two))
	m.investigated(t, "C1")
	claim := m.assessed(t, "C1", "4000.00", "1000.00", "4000.00")
	require.Equal(t, []string{"229167", "91667", "229166"}, []string{
		claim.Exposures[0].Assessed.String(), claim.Exposures[1].Assessed.String(), claim.Exposures[2].Assessed.String(),
	}, "jewels count with 5,000.00 together, and 500.00 is borne once")
	traces := stage.Do(t, m.mill, insurance.GetAssessment, numbered("C1", 1)).Traces
	require.Equal(t, []int{1, 3}, traces[0].Exposures)
}

// What one insurer owes another of a loss is not paid to the policyholder, which would have its loss twice over.
func TestWhatInsurersOweEachOtherIsNotPaidOut(t *testing.T) {
	d := doubly(t)
	d.burnt(t)
	d.pays(t, payment("A", 1, insurance.PayPartial, "99000.00"))
	d.registers(t, d.alpha, "A", "4711/2")
	d.registers(t, d.beta, "B", "4711/2")
	require.Equal(t, "4925126", d.shared(t).Transfers[0].Amount.String(), "of 50,251.26 that beta has to pay")
	stage.Refused(t, d.beta, insurance.RequestPayment, payment("B", 1, insurance.PayFinal, "50251.26"), insurance.PayableExceeded)
	stage.Refused(t, d.beta, insurance.RequestPayment, payment("B", 1, insurance.PayFinal, "1000.00"), insurance.PayableExceeded)
	stage.Refused(t, d.beta, insurance.RequestPayment, payment("B", 1, insurance.PayPartial, "1000.01"), insurance.PayableExceeded)
	stage.Do(t, d.beta, insurance.RequestPayment, payment("B", 1, insurance.PayPartial, "1000.00"))
	transfer := insurance.ContributeRequest{Case: "case-B", Transfer: 1}
	contribution := stage.Do(t, d.beta, insurance.Contribute, transfer)
	stage.Do(t, d.beta, insurance.StopPayment, contribution.NumberedKey)
	stage.Refused(t, d.beta, insurance.RequestPayment, payment("B", 3, insurance.PayPartial, "0.01"), insurance.PayableExceeded)
	contribution = stage.Do(t, d.beta, insurance.Contribute, transfer)
	require.True(t, d.claim(t, "B").Exposures[0].Owing.IsZero())
	stage.Do(t, d.second, insurance.AuthorisePayment, contribution.NumberedKey)
	stage.Do(t, d.mill, insurance.MakeContribution, contribution.NumberedKey)
	stage.Do(t, d.second, insurance.AuthorisePayment, numbered("B", 1))
	stage.Do(t, d.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("B", 1)})
	require.Equal(t, insurance.ClaimSettled, d.claim(t, "B").Status)
}

// A claim that was withdrawn takes no place in the register: what comes after it is still found.
func TestWithdrawnClaimsHideNoMatch(t *testing.T) {
	d := doubly(t)
	d.burnt(t)
	for i := range 4 {
		id := insurance.ClaimID(fmt.Sprintf("W%d", i))
		notice := fire(id, "P1", "2026-02-01", claimed("BUILDING", "", "100.00"))
		notice.Occurrence = 10 + i
		stage.Do(t, d.mill, insurance.NotifyLoss, notice)
		d.registers(t, d.alpha, id, "4711/2")
		stage.Do(t, d.mill, insurance.WithdrawClaim, id)
	}
	require.Empty(t, d.registers(t, d.alpha, "A", "4711/2").Case)
	require.EqualValues(t, "case-B", d.registers(t, d.beta, "B", "4711/2").Case)
	require.EqualValues(t, "case-B", d.claim(t, "A").Case)
}

// A document stays as long as the claim that it is on, whether the person was entered with the claim or not.
func TestDocumentsOfAnOpenClaimAreNotErased(t *testing.T) {
	m := payable(t)
	document := m.document(t, m.handler, "C1", "x-ray", "MEDICAL")
	entered := insurance.SubjectRequest{Subject: "s-4f2a", Documents: []insurance.DocumentKey{document.DocumentKey}}
	stage.Do(t, m.handler, insurance.EnterSubject, entered)
	stage.Do(t, m.handler, insurance.RequestErasure, "s-4f2a")
	stage.Refused(t, m.expert, insurance.PurgeSubject, "s-4f2a", insurance.Retained)
	m.pays(t, payment("C1", 1, insurance.PayFinal, "99000.00"))
	stage.Do(t, m.handler, insurance.CloseClaim, "C1")
	stage.Do(t, m.expert, insurance.PurgeSubject, "s-4f2a")
	require.Empty(t, m.Keepers(insurance.Module, document.Salt))
}

// Nobody settles alone for less than was expected: what it lacks is given up, by a second person with authority for it.
func TestSettlingForLessIsAWaiver(t *testing.T) {
	m := settled(t)
	stage.Do(t, m.handler, insurance.OpenRecovery, insurance.RecoveryRequest{Recovery: "R1", Claim: "C1", Exposure: 1, Kind: insurance.Salvage, Expected: minor("90000.00")})
	agreed := insurance.RecoveryAmount{Recovery: "R1", Amount: minor("1.00")}
	require.Equal(t, insurance.RecoveryWaiving, stage.Do(t, m.handler, insurance.AgreeRecovery, agreed).Status)
	buyer := m.hold(t, m.anna, "scrap", "p-7f3a9c", "alpha", "1.00", "recovery.R1")
	stage.Refused(t, m.anna, insurance.ReceiveRecovery, receipt("R1", 1, "1.00", buyer), insurance.StatusRefused)
	decision := insurance.WaiverDecision{Recovery: "R1"}
	back := stage.Do(t, m.expert, insurance.DecideWaiver, decision)
	require.Equal(t, insurance.RecoveryIdentified, back.Status)
	require.True(t, back.Agreed.IsZero())
	stage.Do(t, m.alpha, insurance.AgreeRecovery, agreed)
	decision.Agree = true
	stage.Refused(t, m.alpha, insurance.DecideWaiver, decision, insurance.SamePerson)
	stage.Refused(t, m.handler, insurance.DecideWaiver, decision, insurance.AuthorityMissing)
	require.Equal(t, insurance.RecoveryAgreed, stage.Do(t, m.expert, insurance.DecideWaiver, decision).Status)
	claim := m.claim(t, "C1")
	require.Equal(t, []any{"8999900", 1}, []any{claim.Waived.String(), claim.Recoveries})
	stage.Do(t, m.anna, insurance.ReceiveRecovery, receipt("R1", 1, "1.00", buyer))
	stage.Do(t, m.handler, insurance.CloseRecovery, "R1")
}

// A debtor who agrees to a demand of less than was expected has made an offer: the rest is not given up by who demanded.
func TestDemandOfLessIsNoWaiver(t *testing.T) {
	m := settled(t)
	m.demands(t, "R1", "beta", "100000.00")
	stage.Do(t, m.beta, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: "R1"})
	stage.Do(t, m.handler, insurance.DemandRecovery, insurance.RecoveryAmount{Recovery: "R1", Amount: minor("1.00")})
	answered := stage.Do(t, m.beta, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: "R1", Offered: minor("1.00")})
	require.Equal(t, insurance.RecoveryCountered, answered.Status)
	stage.Do(t, m.handler, insurance.AgreeRecovery, insurance.RecoveryAmount{Recovery: "R1", Amount: minor("1.00")})
	stage.Do(t, m.expert, insurance.DecideWaiver, insurance.WaiverDecision{Recovery: "R1", Agree: true})
	require.Equal(t, "9999900", m.claim(t, "C1").Waived.String())
}

// The lead does not pay large expenses out of others' purses on its own word, nor cut into pieces.
func TestLargeExpensesNeedAnotherInsurersWord(t *testing.T) {
	m := coinsured(t)
	stage.Do(t, m.expert, insurance.MoveReserve, insurance.ReserveRequest{Claim: "C1", Exposure: 1, Cost: insurance.ExpenseCost, Delta: minor("60000.00"), Reason: "LAWYERS"})
	m.pays(t, payment("C1", 1, insurance.PayExpense, "40000.00"))
	stage.Do(t, m.handler, insurance.RequestPayment, payment("C1", 2, insurance.PayExpense, "10000.00"))
	stage.Refused(t, m.beta, insurance.AuthorisePayment, numbered("C1", 2), insurance.NotYours)
	stage.Do(t, m.handler, insurance.RequestPayment, payment("C1", 3, insurance.PayExpense, "0.01"))
	stage.Refused(t, m.chief, insurance.AuthorisePayment, numbered("C1", 2), insurance.AuthorityMissing)
	seconded := stage.Do(t, m.beta, insurance.AuthorisePayment, numbered("C1", 2))
	require.Equal(t, insurance.PaymentRequested, seconded.Status)
	require.Equal(t, insurance.PaymentAuthorised, stage.Do(t, m.chief, insurance.AuthorisePayment, numbered("C1", 2)).Status)
	stage.Refused(t, m.beta, insurance.AuthorisePayment, numbered("C1", 2), insurance.StatusRefused)
	stage.Do(t, m.bo, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 2)})
}
