// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
)

// settled is a market in which the claim C1 of 100,000.00 is paid with 99,000.00, and beta insures whoever caused it.
func settled(t testing.TB) *market {
	t.Helper()
	m := payable(t)
	m.pays(t, payment("C1", 1, insurance.PayFinal, "99000.00"))
	return m
}

// open opens a recovery of C1 and demands what is expected.
func (m *market) demands(t testing.TB, id insurance.RecoveryID, debtor parties.PartyID, amount string) {
	t.Helper()
	stage.Do(t, m.handler, insurance.OpenRecovery, insurance.RecoveryRequest{Recovery: id, Claim: "C1", Exposure: 1, Kind: insurance.Subrogation, Expected: minor(amount), Debtor: debtor})
	stage.Do(t, m.handler, insurance.DemandRecovery, insurance.RecoveryAmount{Recovery: id, Amount: minor(amount)})
}

func byBeta() insurance.Means {
	purse := purse("beta", insurance.Recoveries)
	return insurance.Means{Account: purse.Account, Mandate: purse.Mandate}
}

func receipt(id insurance.RecoveryID, number int, amount string, means insurance.Means) insurance.ReceiveRequest {
	return insurance.ReceiveRequest{Recovery: id, Number: number, Amount: minor(amount), Means: means}
}

// The insurer of whoever caused the loss offers less, and pays in two parts; insured and insurer share it pro rata.
func TestSubrogationIsSharedProRata(t *testing.T) {
	m := settled(t)
	m.demands(t, "R1", "beta", "100000.00")
	stage.Refused(t, m.mill, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: "R1", Offered: minor("1.00")}, insurance.NotYours)
	stage.Do(t, m.beta, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: "R1", Offered: minor("60000.00")})
	stage.Refused(t, m.handler, insurance.AgreeRecovery, insurance.RecoveryAmount{Recovery: "R1", Amount: minor("70000.00")}, insurance.RecoveryExceeded)
	stage.Do(t, m.handler, insurance.AgreeRecovery, insurance.RecoveryAmount{Recovery: "R1", Amount: minor("60000.00")})
	stage.Do(t, m.expert, insurance.DecideWaiver, insurance.WaiverDecision{Recovery: "R1", Agree: true})
	mill, alpha := m.posted(t, "mill"), m.posted(t, "alpha")
	stage.Do(t, m.bo, insurance.ReceiveRecovery, receipt("R1", 1, "20000.00", byBeta()))
	stage.Refused(t, m.bo, insurance.ReceiveRecovery, receipt("R1", 1, "20000.00", byBeta()), insurance.StatusRefused)
	stage.Refused(t, m.bo, insurance.ReceiveRecovery, receipt("R1", 2, "40000.01", byBeta()), insurance.RecoveryExceeded)
	stage.Do(t, m.bo, insurance.ReceiveRecovery, receipt("R1", 2, "40000.00", byBeta()))
	require.Equal(t, mill+60_000, m.posted(t, "mill"), "1,000.00 of 100,000.00 were not insured")
	require.Equal(t, alpha+5_940_000, m.posted(t, "alpha"))
	require.Equal(t, "5940000", m.claim(t, "C1").Exposures[0].Recovered.String())
	stage.Do(t, m.handler, insurance.CloseRecovery, "R1")
	due := stage.Do(t, m.mill, insurance.GetCessionDue, insurance.CessionKey{Insurer: "alpha", Claim: "C1", Movement: 4})
	require.Equal(t, "-3960000", due.Paid.String())
}

// A mandate says what may be collected, not for whom: a recovery that its debtor did not agree to is not taken from it.
func TestRecoveryIsNotTakenFromWhoDidNotAgree(t *testing.T) {
	m := settled(t)
	stage.Do(t, m.handler, insurance.OpenRecovery, insurance.RecoveryRequest{Recovery: "R1", Claim: "C1", Exposure: 1, Kind: insurance.Salvage, Expected: minor("500.00")})
	stage.Do(t, m.handler, insurance.AgreeRecovery, insurance.RecoveryAmount{Recovery: "R1", Amount: minor("500.00")})
	stage.Refused(t, m.handler, insurance.ReceiveRecovery, receipt("R1", 1, "500.00", byBeta()), insurance.AccountRefused)
	buyer := m.hold(t, m.anna, "scrap", "p-7f3a9c", "alpha", "500.00", "recovery.R1")
	stage.Do(t, m.anna, insurance.ReceiveRecovery, receipt("R1", 1, "500.00", buyer))
	require.True(t, m.claim(t, "C1").Exposures[0].Restored.IsZero(), "salvage is the insurer's")
}

// A demand that is rejected goes to the arbiter; what is given up needs a second person with authority for it.
func TestArbitrationAndWaiver(t *testing.T) {
	m := settled(t)
	m.demands(t, "R1", "beta", "50000.00")
	stage.Do(t, m.beta, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: "R1"})
	stage.Refused(t, m.arbiter, insurance.ArbitrateRecovery, insurance.RecoveryAnswer{Recovery: "R1", Offered: minor("50000.01")}, insurance.RecoveryExceeded)
	stage.Do(t, m.arbiter, insurance.ArbitrateRecovery, insurance.RecoveryAnswer{Recovery: "R1", Offered: minor("25000.00")})
	stage.Do(t, m.bo, insurance.ReceiveRecovery, receipt("R1", 1, "5000.00", byBeta()))
	stage.Do(t, m.handler, insurance.WaiveRecovery, "R1")
	waive := insurance.WaiverDecision{Recovery: "R1", Agree: true}
	stage.Refused(t, m.handler, insurance.DecideWaiver, waive, insurance.SamePerson)
	stage.Refused(t, m.alpha, insurance.DecideWaiver, waive, insurance.AuthorityMissing)
	require.Equal(t, insurance.RecoveryWaived, stage.Do(t, m.expert, insurance.DecideWaiver, waive).Status)
	require.Equal(t, "2000000", m.claim(t, "C1").Waived.String())
	stage.Refused(t, m.bo, insurance.ReceiveRecovery, receipt("R1", 2, "1.00", byBeta()), insurance.StatusRefused)
	require.Zero(t, m.claim(t, "C1").Recoveries)
}

// coinsured is a market with an approved claim of 100,000.00 on a policy of alpha with 60 % and beta with 40 %, and a large
// loss is one above 50,000.00.
func coinsured(t testing.TB) *market {
	t.Helper()
	m := opened(t)
	m.panels(t)
	terms := property()
	terms.Panel, terms.Claims.LargeLoss = "shared", minor("50000.00")
	m.sells(t, terms)
	m.insure(t, m.mill, wanted("P1", "2026-01-10"))
	m.empowered(t)
	m.roll(t, "2026-02-01")
	m.notified(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	return m
}

// A large loss needs another insurer's word; each insurer pays its part, in one transaction, or the lead fronts it.
func TestCoinsurersPayTheirParts(t *testing.T) {
	m := coinsured(t)
	recommended := stage.Do(t, m.handler, insurance.RecommendDecision, approve("C1"))
	stage.Refused(t, m.expert, insurance.DecideClaim, agree(*recommended), insurance.AuthorityMissing)
	stage.Refused(t, m.alpha, insurance.SecondDecision, recommended.NumberedKey, insurance.NotYours)
	stage.Do(t, m.beta, insurance.SecondDecision, recommended.NumberedKey)
	stage.Do(t, m.expert, insurance.DecideClaim, agree(*recommended))
	m.reserved(t, m.expert, "C1", "99000.00")
	alpha, beta, mill := m.posted(t, "alpha"), m.posted(t, "beta"), m.posted(t, "mill")
	paid := m.pays(t, payment("C1", 1, insurance.PayPartial, "0.99"))
	require.Equal(t, []int64{alpha - 59, beta - 40, mill + 99}, []int64{m.posted(t, "alpha"), m.posted(t, "beta"), m.posted(t, "mill")})
	require.Equal(t, "59", paid.Parts[0].Amount.String())

	fronted := payment("C1", 2, insurance.PayFinal, "98999.01")
	fronted.Fronted = true
	require.Equal(t, 1, m.pays(t, fronted).Owed)
	require.Equal(t, alpha-59-9_899_901, m.posted(t, "alpha"))
	owes := insurance.CoinsuranceKey{NumberedKey: numbered("C1", 2), Insurer: "beta"}
	stage.Refused(t, m.mill, insurance.ReturnPayment, insurance.ReturnRequest{NumberedKey: numbered("C1", 2), Means: m.hold(t, m.mill, "b", "mill", "alpha", "98999.01", "return.C1.2")}, insurance.Unsettled)
	stage.Do(t, m.bo, insurance.SettleCoinsurance, owes)
	stage.Refused(t, m.bo, insurance.SettleCoinsurance, owes, insurance.StatusRefused)
	require.Equal(t, beta-40-3_959_960, m.posted(t, "beta"))
	require.Equal(t, alpha-59-9_899_901+3_959_960, m.posted(t, "alpha"))
	var total int64
	for _, insurer := range []parties.PartyID{"alpha", "beta"} {
		for movement := 1; movement <= 3; movement++ {
			total += stage.Do(t, m.mill, insurance.GetCessionDue, insurance.CessionKey{Insurer: insurer, Claim: "C1", Movement: movement}).Paid.Minor()
		}
	}
	require.EqualValues(t, 9_900_000, total)
}

// A closed claim is opened again on evidence that came after it was closed, in time.
func TestReopening(t *testing.T) {
	m := settled(t)
	m.roll(t, "2026-02-10")
	stage.Do(t, m.handler, insurance.CloseClaim, "C1")
	old := insurance.ReopenRequest{DocumentKey: insurance.DocumentKey{Claim: "C1", Document: "bill"}, Reason: "NEW_DAMAGE"}
	stage.Refused(t, m.mill, insurance.ReopenClaim, old, insurance.EvidenceMissing)
	m.document(t, m.mill, "C1", "beam", "REPORT")
	fresh := insurance.ReopenRequest{DocumentKey: insurance.DocumentKey{Claim: "C1", Document: "beam"}, Reason: "NEW_DAMAGE"}
	stage.Refused(t, m.anna, insurance.ReopenClaim, fresh, insurance.NotYours)
	stage.Do(t, m.mill, insurance.ReopenClaim, fresh)
	stage.Do(t, m.handler, insurance.TriageClaim, insurance.TriageRequest{Claim: "C1", Track: insurance.ClaimInvestigating})
	m.assessed(t, "C1", "110000.00")
	m.decided(t, m.expert, approve("C1"))
	m.reserved(t, m.expert, "C1", "10000.00")
	m.pays(t, payment("C1", 2, insurance.PayFinal, "10000.00"))
	stage.Do(t, m.handler, insurance.CloseClaim, "C1")
	m.roll(t, "2027-02-11")
	stage.Refused(t, m.mill, insurance.ReopenClaim, fresh, insurance.TooLate)
}

// The clock of the decision stands still once, while the policyholder looks for documents.
func TestClocks(t *testing.T) {
	m := insured(t)
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("C1", "P1", "2026-01-31", claimed("BUILDING", "", "100.00")))
	m.roll(t, "2026-02-05") // acknowledgement was due on the 4th
	stage.Do(t, m.handler, insurance.AcknowledgeClaim, "C1")
	ask := insurance.DocumentsRequest{Claim: "C1", Kinds: []string{"INVOICE"}}
	stage.Do(t, m.handler, insurance.AskDocuments, ask)
	m.roll(t, "2026-02-15")
	stage.Do(t, m.mill, insurance.CompleteDocuments, "C1")
	stage.Do(t, m.handler, insurance.AskDocuments, ask)
	m.roll(t, "2026-02-25")
	stage.Do(t, m.handler, insurance.CompleteDocuments, "C1")
	clocks := m.claim(t, "C1").Clocks
	require.Equal(t, day("2026-02-05"), clocks[0].Breached)
	require.Equal(t, day("2026-03-13"), clocks[1].Due, "30 days from 1 February, and ten more for the first request alone")
	m.roll(t, "2026-03-14")
	stage.Do(t, m.anna, insurance.RecordBreach, insurance.BreachRequest{Claim: "C1", Clock: insurance.Determination})
	require.Equal(t, day("2026-03-14"), m.claim(t, "C1").Clocks[1].Breached)
}
