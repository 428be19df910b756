// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// insured is a market on 1 February in which the mill has the policy P1 of property from 10 January on, and the people of
// alpha have authority: the handler for 10,000.00, the expert for 200,000.00 and the chief for 2,000,000.00, of every kind.
func insured(t testing.TB) *market {
	t.Helper()
	m := sold(t)
	m.insure(t, m.mill, wanted("P1", "2026-01-10"))
	m.empowered(t)
	m.roll(t, "2026-02-01")
	return m
}

func (m *market) empowered(t testing.TB) {
	t.Helper()
	for _, kind := range []insurance.AuthorityKind{insurance.ReserveAuthority, insurance.DecisionAuthority, insurance.PaymentAuthority, insurance.WaiverAuthority} {
		m.empower(t, m.alpha, m.chief, "handler", alphaMSP, kind, "10000.00")
		m.empower(t, m.alpha, m.chief, "expert", alphaMSP, kind, "200000.00")
		m.empower(t, m.alpha, m.handler, "chief", alphaMSP, kind, "2000000.00")
	}
}

// empower has two people of an insurer grant a third an authority.
func (m *market) empower(t testing.TB, one, two *stage.Actor, who, msp string, kind insurance.AuthorityKind, limit string) {
	t.Helper()
	key := insurance.AuthorityKey{MSP: msp, Enrolment: who, Kind: kind, Currency: euro}
	stage.Do(t, one, insurance.ProposeAuthority, insurance.AuthorityRequest{AuthorityKey: key, Limit: minor(limit)})
	stage.Do(t, two, insurance.GrantAuthority, key)
}

func claimed(cover insurance.CoverCode, item, amount string) insurance.Claimed {
	return insurance.Claimed{Cover: cover, Item: item, Amount: minor(amount)}
}

// fire is a notice of a fire at the mill on a day.
func fire(id insurance.ClaimID, policy insurance.PolicyID, on string, what ...insurance.Claimed) insurance.LossNotice {
	return insurance.LossNotice{Claim: id, Policy: policy, LossAt: day(on), Peril: "FIRE", Occurrence: 1, Claimed: what}
}

// notified brings a claim of a building for 100,000.00 to being investigated.
func (m *market) notified(t testing.TB, id insurance.ClaimID) {
	t.Helper()
	stage.Do(t, m.mill, insurance.NotifyLoss, fire(id, "P1", "2026-01-31", claimed("BUILDING", "", "100000.00")))
	m.investigated(t, id)
}

func (m *market) investigated(t testing.TB, id insurance.ClaimID) {
	t.Helper()
	stage.Do(t, m.handler, insurance.AcknowledgeClaim, id)
	stage.Do(t, m.handler, insurance.TriageClaim, insurance.TriageRequest{Claim: id, Track: insurance.ClaimInvestigating})
}

// salted is a random-looking salt, the same for the same text.
func salted(text string) string {
	sum := sha256.Sum256([]byte("salt of " + text))
	return hex.EncodeToString(sum[:])
}

// document keeps a document at somebody's member and puts it on a claim.
func (m *market) document(t testing.TB, by *stage.Actor, claim insurance.ClaimID, name, kind string) insurance.Document {
	t.Helper()
	key := insurance.DocumentKey{Claim: claim, Document: name}
	sum := sha256.Sum256([]byte("content of " + name))
	document := insurance.Document{DocumentKey: key, Digest: hex.EncodeToString(sum[:]), Media: "application/pdf", Size: 1000, Salt: salted(name)}
	stage.Do(t, by, insurance.KeepDocument, insurance.KeepDocumentRequest{DocumentKey: key, Particulars: document})
	stage.Do(t, by, insurance.AddEvidence, insurance.EvidenceRequest{DocumentKey: key, Kind: kind})
	return document
}

// assessed assesses losses of a claim's exposures, in their order, each of something worth 1,000,000.00.
func (m *market) assessed(t testing.TB, id insurance.ClaimID, losses ...string) insurance.Claim {
	t.Helper()
	request := insurance.AssessRequest{Claim: id}
	for i, loss := range losses {
		request.Facts = append(request.Facts, insurance.ExposureFacts{Exposure: i + 1, Loss: minor(loss), Value: minor("1000000.00")})
	}
	return *stage.Do(t, m.handler, insurance.AssessClaim, request)
}

func approve(id insurance.ClaimID) insurance.RecommendRequest {
	return insurance.RecommendRequest{Claim: id, Outcome: insurance.OutcomeApprove, Reason: "COVERED"}
}

func agree(d insurance.Decision) insurance.DecideRequest {
	return insurance.DecideRequest{NumberedKey: d.NumberedKey, Agree: true}
}

// decided recommends something and has somebody agree.
func (m *market) decided(t testing.TB, by *stage.Actor, request insurance.RecommendRequest) insurance.Decision {
	t.Helper()
	recommended := stage.Do(t, m.handler, insurance.RecommendDecision, request)
	return *stage.Do(t, by, insurance.DecideClaim, agree(*recommended))
}

// reserved moves a reserve of exposure 1.
func (m *market) reserved(t testing.TB, by *stage.Actor, id insurance.ClaimID, delta string) insurance.ReserveMovement {
	t.Helper()
	return *stage.Do(t, by, insurance.MoveReserve, insurance.ReserveRequest{Claim: id, Exposure: 1, Cost: insurance.IndemnityCost, Delta: minor(delta), Reason: "ESTIMATE"})
}

func (m *market) claim(t testing.TB, id insurance.ClaimID) insurance.Claim {
	t.Helper()
	return *stage.Do(t, m.mill, insurance.GetClaim, id)
}

func numbered(id insurance.ClaimID, number int) insurance.NumberedKey {
	return insurance.NumberedKey{Claim: id, Number: number}
}

func payment(id insurance.ClaimID, number int, kind insurance.PaymentKind, amount string) insurance.PaymentRequest {
	return insurance.PaymentRequest{Claim: id, Number: number, Exposure: 1, Kind: kind, Amount: minor(amount)}
}

// pays asks for a payment of exposure 1, has it authorised by the chief and makes it.
func (m *market) pays(t testing.TB, request insurance.PaymentRequest) insurance.Payment {
	t.Helper()
	stage.Do(t, m.handler, insurance.RequestPayment, request)
	stage.Do(t, m.chief, insurance.AuthorisePayment, numbered(request.Claim, request.Number))
	return *stage.Do(t, m.bo, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered(request.Claim, request.Number)})
}

// payable brings a claim of a building, with a loss of 100,000.00, to being approved at 99,000.00 and reserved.
func payable(t testing.TB) *market {
	t.Helper()
	m := insured(t)
	m.notified(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, approve("C1"))
	m.reserved(t, m.expert, "C1", "99000.00")
	return m
}

// A claim goes from notice to closing: building and contents, with jewels above their sublimit, in cash.
func TestClaimFromNoticeToClosing(t *testing.T) {
	m := insured(t)
	before := m.posted(t, "mill")
	notice := fire("C1", "P1", "2026-01-31", claimed("BUILDING", "", "100000.00"), claimed("CONTENTS", "JEWELLERY", "8000.00"), claimed("CONTENTS", "", "10000.00"))
	require.Equal(t, insurance.ClaimNotified, stage.Do(t, m.mill, insurance.NotifyLoss, notice).Status)
	m.investigated(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	claim := m.assessed(t, "C1", "100000.00", "8000.00", "10000.00")
	require.Equal(t, insurance.ClaimAssessed, claim.Status)
	require.Equal(t, []string{"9900000", "483333", "966667"}, []string{
		claim.Exposures[0].Assessed.String(), claim.Exposures[1].Assessed.String(), claim.Exposures[2].Assessed.String(),
	}, "jewels count with 5,000.00, and 500.00 is borne once")
	traces := stage.Do(t, m.mill, insurance.GetAssessment, numbered("C1", 1)).Traces
	require.Equal(t, adjudication.Clause("CONTENTS.sublimits.JEWELLERY"), traces[0].Trace[1].Clause)

	m.decided(t, m.expert, approve("C1"))
	for i, amount := range []string{"99000.00", "4833.33", "9700.00"} {
		stage.Do(t, m.expert, insurance.MoveReserve, insurance.ReserveRequest{Claim: "C1", Exposure: i + 1, Cost: insurance.IndemnityCost, Delta: minor(amount), Reason: "ESTIMATE"})
	}
	for i, amount := range []string{"99000.00", "4833.33", "9666.67"} {
		request := payment("C1", i+1, insurance.PayFinal, amount)
		request.Exposure = i + 1
		m.pays(t, request)
	}
	claim = m.claim(t, "C1")
	require.Equal(t, insurance.ClaimSettled, claim.Status)
	require.Equal(t, "9900000", claim.Exposures[0].Indemnity.Paid.String())
	require.Equal(t, before+11_350_000, m.posted(t, "mill"))
	require.True(t, claim.Exposures[2].Indemnity.Outstanding.IsZero(), "the rest of the reserve fell away")
	require.Equal(t, insurance.ClaimClosed, stage.Do(t, m.handler, insurance.CloseClaim, "C1").Status)
	falls := stage.Do(t, m.mill, insurance.ClaimReserves, insurance.ClaimPage{Claim: "C1", PageRequest: protocol.PageRequest{Size: 10}}).Items
	require.Equal(t, "-3333", falls[3].Delta.String())
	used := stage.Do(t, m.mill, insurance.GetAccumulator, insurance.AccumulatorKey{Policy: "P1", From: day("2026-01-10"), Cover: "CONTENTS"}).Used
	require.Equal(t, "1450000", used.Limit.String())
}

// A loss is covered by the policy of its day, also when it is reported after the policy ended, and within the window.
func TestNoticeAfterExpiry(t *testing.T) {
	m := insured(t)
	m.roll(t, "2027-02-01") // the policy ended on 10 January 2027
	building := claimed("BUILDING", "", "5000.00")
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("late", "P1", "2026-12-24", building))
	stage.Refused(t, m.mill, insurance.NotifyLoss, fire("after", "P1", "2027-01-10", building), insurance.LossNotCovered)
	stage.Refused(t, m.mill, insurance.NotifyLoss, fire("before", "P1", "2026-01-09", building), insurance.LossNotCovered)
	stage.Refused(t, m.mill, insurance.NotifyLoss, fire("stale", "P1", "2026-10-30", building), insurance.TooLate)
	stage.Refused(t, m.mill, insurance.NotifyLoss, fire("future", "P1", "2027-02-02", building), insurance.TooEarly)
	stage.Refused(t, m.anna, insurance.NotifyLoss, fire("foreign", "P1", "2026-12-24", building), insurance.NotYours)
	stage.Refused(t, m.mill, insurance.NotifyLoss, fire("second", "P1", "2026-12-24", building), insurance.Noticed)
	another := fire("second", "P1", "2026-12-24", building)
	another.Occurrence = 2
	stage.Do(t, m.mill, insurance.NotifyLoss, another)
	stage.Do(t, m.handler, insurance.VoidClaim, insurance.VoidRequest{Claim: "second", As: insurance.ClaimDuplicate, Of: "late"})
	stage.Do(t, m.mill, insurance.WithdrawClaim, "late")
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("again", "P1", "2026-12-24", building))
}

// Nothing is gained by splitting: authority is measured by all that was paid and is pending on the claim.
func TestSplitPaymentsDoNotDodgeAuthority(t *testing.T) {
	m := payable(t)
	for i, amount := range []string{"9000.00", "900.00", "200.00"} {
		stage.Do(t, m.alpha, insurance.RequestPayment, payment("C1", i+1, insurance.PayPartial, amount))
	}
	stage.Refused(t, m.alpha, insurance.AuthorisePayment, numbered("C1", 1), insurance.SamePerson)
	paid := stage.Do(t, m.handler, insurance.AuthorisePayment, numbered("C1", 1))
	require.Equal(t, insurance.PaymentReferred, paid.Status, "9,000.00 is within the handler's 10,000.00; 10,100.00 pending is not")
	stage.Refused(t, m.handler, insurance.AuthorisePayment, numbered("C1", 1), insurance.SamePerson)
	stage.Refused(t, m.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 1)}, insurance.StatusRefused)
	stage.Do(t, m.alpha, insurance.StopPayment, numbered("C1", 3))
	require.Equal(t, insurance.PaymentAuthorised, stage.Do(t, m.handler, insurance.AuthorisePayment, numbered("C1", 2)).Status)
	require.Equal(t, insurance.PaymentAuthorised, stage.Do(t, m.expert, insurance.AuthorisePayment, numbered("C1", 1)).Status)
	stage.Do(t, m.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 1)})
	stage.Do(t, m.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 2)})
	stage.Refused(t, m.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 2)}, insurance.StatusRefused)
	stage.Do(t, m.alpha, insurance.RequestPayment, payment("C1", 4, insurance.PayPartial, "200.00"))
	require.Equal(t, insurance.PaymentReferred, stage.Do(t, m.handler, insurance.AuthorisePayment, numbered("C1", 4)).Status)
}

// A recommendation above one's authority goes up, and reserves above it wait.
func TestReferralUp(t *testing.T) {
	m := insured(t)
	m.notified(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	recommended := stage.Do(t, m.alpha, insurance.RecommendDecision, approve("C1"))
	stage.Refused(t, m.alpha, insurance.DecideClaim, agree(*recommended), insurance.SamePerson)
	stage.Refused(t, m.Actor(alphaMSP, "novice", "alpha", "insurer"), insurance.DecideClaim, agree(*recommended), insurance.AuthorityMissing)
	stage.Refused(t, m.beta, insurance.DecideClaim, agree(*recommended), insurance.NotYours)
	require.Equal(t, insurance.DecisionReferred, stage.Do(t, m.handler, insurance.DecideClaim, agree(*recommended)).Status)
	require.Equal(t, insurance.ClaimReferred, m.claim(t, "C1").Status)
	stage.Refused(t, m.handler, insurance.DecideClaim, agree(*recommended), insurance.SamePerson)
	require.Equal(t, insurance.DecisionMade, stage.Do(t, m.expert, insurance.DecideClaim, agree(*recommended)).Status)
	require.Equal(t, insurance.ClaimApproved, m.claim(t, "C1").Status)

	require.Equal(t, insurance.ReserveApplied, m.reserved(t, m.handler, "C1", "9000.00").Status)
	require.Equal(t, insurance.ReserveWaiting, m.reserved(t, m.handler, "C1", "1000.01").Status)
	require.Equal(t, insurance.ReserveWaiting, m.reserved(t, m.handler, "C1", "999.99").Status, "what waits counts")
	stage.Refused(t, m.handler, insurance.ApproveReserve, numbered("C1", 2), insurance.SamePerson)
	stage.Do(t, m.expert, insurance.ApproveReserve, numbered("C1", 2))
	stage.Do(t, m.handler, insurance.RejectReserve, numbered("C1", 3))
	require.Equal(t, "1000001", m.claim(t, "C1").Exposures[0].Indemnity.Outstanding.String())
}

// Nothing is denied without a clause; a denial is appealed, upheld, and overturned by the arbiter, and then its clause may not
// be held against the claim again.
func TestDenialCitesAClauseAndIsAppealed(t *testing.T) {
	m := insured(t)
	m.notified(t, "C1")
	m.assessed(t, "C1", "100000.00")
	deny := insurance.RecommendRequest{Claim: "C1", Outcome: insurance.OutcomeDeny, Reason: "EXCLUSION"}
	stage.Refused(t, m.handler, insurance.RecommendDecision, deny, protocol.InvalidArgument)
	deny.Clause = "7.3(c)"
	denied := m.decided(t, m.expert, deny)
	require.Equal(t, "7.3(c)", denied.Awards[0].Clause)
	stage.Refused(t, m.handler, insurance.CloseClaim, "C1", insurance.TooEarly)

	grounds := insurance.AppealRequest{NumberedKey: denied.NumberedKey, Grounds: strings.Repeat("9a", 32)}
	stage.Refused(t, m.anna, insurance.AppealDecisionOf, grounds, insurance.NotYours)
	stage.Do(t, m.mill, insurance.AppealDecisionOf, grounds)
	uphold := insurance.AppealDecision{NumberedKey: denied.NumberedKey, Uphold: true}
	stage.Refused(t, m.handler, insurance.DecideAppeal, uphold, insurance.SamePerson)
	stage.Refused(t, m.expert, insurance.DecideAppeal, uphold, insurance.SamePerson)
	stage.Do(t, m.chief, insurance.DecideAppeal, uphold)
	require.Equal(t, insurance.ClaimUpheld, m.claim(t, "C1").Status)
	stage.Do(t, m.mill, insurance.EscalateAppeal, denied.NumberedKey)
	stage.Do(t, m.arbiter, insurance.ReviewAppeal, insurance.AppealDecision{NumberedKey: denied.NumberedKey})
	require.Equal(t, []string{"7.3(c)"}, m.claim(t, "C1").Overturned)
	stage.Refused(t, m.handler, insurance.RecommendDecision, deny, insurance.DecisionRefused)
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.decided(t, m.expert, approve("C1"))
	require.Equal(t, "9900000", m.claim(t, "C1").Exposures[0].Payable.String())
}

// What is certain is paid before the rest is decided; what was overpaid by a later decision is owed back.
func TestAdvanceAndOverpayment(t *testing.T) {
	m := interim(t)
	stage.Refused(t, m.handler, insurance.RequestPayment, payment("C1", 1, insurance.PayPartial, "40000.00"), insurance.StatusRefused)
	stage.Refused(t, m.handler, insurance.RequestPayment, payment("C1", 1, insurance.PayAdvance, "40000.01"), insurance.PayableExceeded)
	m.pays(t, payment("C1", 1, insurance.PayAdvance, "40000.00"))
	m.assessed(t, "C1", "31000.00")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.decided(t, m.expert, approve("C1"))
	exposure := m.claim(t, "C1").Exposures[0]
	require.Equal(t, "1000000", exposure.Overpaid.String(), "30,000.00 are payable")
	m.reserved(t, m.handler, "C1", "-59000.00")
	stage.Do(t, m.handler, insurance.OpenRecovery, insurance.RecoveryRequest{Recovery: "R1", Claim: "C1", Exposure: 1, Kind: insurance.Overpayment, Expected: minor("10000.00")})
	stage.Do(t, m.handler, insurance.DemandRecovery, insurance.RecoveryAmount{Recovery: "R1", Amount: minor("10000.00")})
	stage.Do(t, m.mill, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: "R1", Offered: minor("10000.00")})
	hold := m.hold(t, m.mill, "back", "mill", "alpha", "10000.00", "recovery.R1")
	alpha := m.posted(t, "alpha")
	stage.Do(t, m.mill, insurance.ReceiveRecovery, insurance.ReceiveRequest{Recovery: "R1", Number: 1, Amount: minor("10000.00"), Means: hold})
	require.Equal(t, alpha+1_000_000, m.posted(t, "alpha"))
	require.True(t, m.claim(t, "C1").Exposures[0].Overpaid.IsZero())
	stage.Do(t, m.handler, insurance.CloseRecovery, "R1")
	stage.Do(t, m.handler, insurance.CloseClaim, "C1")
}

// A payment that comes back, or is stopped, gives its money back to the claim.
func TestReturnedAndStoppedPaymentsGiveTheirLimitBack(t *testing.T) {
	m := payable(t)
	paid := m.pays(t, payment("C1", 1, insurance.PayFinal, "99000.00"))
	require.Equal(t, insurance.ClaimSettled, m.claim(t, "C1").Status)
	means := m.hold(t, m.mill, "back", "mill", "alpha", "99000.00", "return.C1.1")
	stage.Do(t, m.mill, insurance.ReturnPayment, insurance.ReturnRequest{NumberedKey: paid.NumberedKey, Means: means})
	claim := m.claim(t, "C1")
	require.Equal(t, insurance.ClaimSettling, claim.Status)
	require.Equal(t, "9900000", claim.Exposures[0].Indemnity.Outstanding.String())
	stage.Refused(t, m.handler, insurance.CloseClaim, "C1", insurance.StatusRefused)
	stage.Do(t, m.handler, insurance.RequestPayment, payment("C1", 2, insurance.PayPartial, "99000.00"))
	stage.Refused(t, m.handler, insurance.RequestPayment, payment("C1", 3, insurance.PayPartial, "0.01"), insurance.PayableExceeded)
	stage.Do(t, m.handler, insurance.StopPayment, numbered("C1", 2))
	m.pays(t, payment("C1", 3, insurance.PayFinal, "99000.00"))
	stage.Do(t, m.handler, insurance.CloseClaim, "C1")
}

// No payment without a reserve, in its own cost line; what is late bears interest, however often somebody says so.
func TestReserveComesBeforePaymentAndLatenessCosts(t *testing.T) {
	m := opened(t)
	m.panels(t)
	terms := property()
	terms.Claims.Service.LateRate, terms.Claims.Service.LateCount = rate("0.0365"), 2 // ACT/365F
	m.sells(t, terms)
	m.insure(t, m.mill, wanted("P1", "2026-01-10"))
	m.empowered(t)
	m.roll(t, "2026-02-01")
	m.notified(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, approve("C1"))
	stage.Refused(t, m.handler, insurance.RequestPayment, payment("C1", 1, insurance.PayPartial, "1.00"), insurance.ReserveShort)
	m.reserved(t, m.expert, "C1", "99000.00")
	stage.Refused(t, m.handler, insurance.RequestPayment, payment("C1", 1, insurance.PayExpense, "1.00"), insurance.ReserveShort)
	stage.Do(t, m.handler, insurance.RequestPayment, payment("C1", 1, insurance.PayFinal, "99000.00"))
	stage.Refused(t, m.expert, insurance.MoveReserve, insurance.ReserveRequest{Claim: "C1", Exposure: 1, Cost: insurance.IndemnityCost, Delta: minor("-0.01"), Reason: "LESS"}, insurance.ReserveShort)
	stage.Do(t, m.chief, insurance.AuthorisePayment, numbered("C1", 1))
	stage.Refused(t, m.mill, insurance.RecordBreach, insurance.BreachRequest{Claim: "C1", Clock: insurance.Payout}, insurance.NotOverdue)
	m.roll(t, "2026-02-21") // due on the 11th: ten days late
	stage.Do(t, m.mill, insurance.RecordBreach, insurance.BreachRequest{Claim: "C1", Clock: insurance.Payout})
	stage.Refused(t, m.mill, insurance.RecordBreach, insurance.BreachRequest{Claim: "C1", Clock: insurance.Payout}, insurance.NotOverdue)
	mill := m.posted(t, "mill")
	paid := stage.Do(t, m.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 1)})
	require.Equal(t, "9900", paid.Interest.String(), "99,000.00 × 3.65 % × 10/365")
	require.Equal(t, mill+9_909_900, m.posted(t, "mill"))
}

// hold sets somebody's money aside for one account, and is means to pay it.
func (m *market) hold(t testing.TB, by *stage.Actor, id, payer, payee, amount, purpose string) insurance.Means {
	t.Helper()
	return m.holds(t, by, id, payer, purpose, [2]string{payee, amount})
}

// Premium that is due is taken from what the policyholder gets, and goes to those who get premiums; holds pay in the place of
// mandates.
func TestDuePremiumIsTakenFromAPayment(t *testing.T) {
	m := sold(t)
	request := wanted("P1", "2026-01-10")
	request.Instalments = 4
	m.insure(t, m.mill, request)
	m.empowered(t)
	m.roll(t, "2026-04-11") // the second instalment was due on the 10th
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("C1", "P1", "2026-04-10", claimed("BUILDING", "", "100000.00")))
	m.investigated(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, approve("C1"))
	m.reserved(t, m.expert, "C1", "99000.00")
	mill, alpha, tax := m.posted(t, "mill"), m.posted(t, "alpha"), m.posted(t, "alpha-tax")
	require.Equal(t, "39200", m.pays(t, payment("C1", 1, insurance.PayPartial, "90000.00")).Netted.String())
	require.Equal(t, []int64{mill + 9_000_000 - 39_200, alpha - 9_000_000 + 35_000, tax + 4_200}, []int64{m.posted(t, "mill"), m.posted(t, "alpha"), m.posted(t, "alpha-tax")})
	require.Equal(t, insurance.Paid, m.standing(t, "P1").Instalments[1].Status)

	stage.Do(t, m.handler, insurance.RequestPayment, payment("C1", 2, insurance.PayFinal, "9000.00"))
	stage.Do(t, m.chief, insurance.AuthorisePayment, numbered("C1", 2))
	hold := m.hold(t, m.alpha, "by-hold", "alpha", "mill", "9000.00", "pay.C1.2")
	two := insurance.MakeRequest{NumberedKey: numbered("C1", 2), Holds: append(hold.Holds, "another")}
	stage.Refused(t, m.mill, insurance.MakePayment, two, insurance.TermsRefused)
	two.Holds = hold.Holds
	stage.Do(t, m.mill, insurance.MakePayment, two)
	require.Equal(t, mill+9_900_000-39_200, m.posted(t, "mill"))
}
