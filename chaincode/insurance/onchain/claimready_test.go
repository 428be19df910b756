// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// claimsEndpoints are the transactions about claims, duplicates and recoveries.
var claimsEndpoints = []protocol.Endpoint{
	insurance.NotifyLoss, insurance.AcknowledgeClaim, insurance.TriageClaim, insurance.AskDocuments, insurance.CompleteDocuments,
	insurance.InformHolder, insurance.WithdrawClaim, insurance.VoidClaim, insurance.HoldClaim, insurance.ReleaseClaim, insurance.RecordBreach,
	insurance.KeepDocument, insurance.AddEvidence, insurance.CheckDocument, insurance.ProposeAuthority, insurance.GrantAuthority,
	insurance.AssessClaim, insurance.RecommendDecision, insurance.SecondDecision, insurance.DecideClaim, insurance.AppealDecisionOf,
	insurance.DecideAppeal, insurance.EscalateAppeal, insurance.ReviewAppeal, insurance.CloseClaim, insurance.ReopenClaim, insurance.MoveReserve,
	insurance.ApproveReserve, insurance.RejectReserve, insurance.RequestPayment, insurance.AuthorisePayment, insurance.MakePayment,
	insurance.StopPayment, insurance.ReturnPayment, insurance.SettleCoinsurance, insurance.KeepPersonal, insurance.EnterSubject,
	insurance.RequestErasure, insurance.PurgeSubject, insurance.ReadPersonal, insurance.GetSubject, insurance.GetClaim, insurance.ClaimsByPolicy,
	insurance.GetAuthority, insurance.GetPayment, insurance.GetDecision, insurance.GetAppeal, insurance.GetAssessment, insurance.GetAccumulator,
	insurance.ClaimReserves, insurance.ClaimPayments, insurance.ClaimEvidence, insurance.GetCoinsuranceDue, insurance.GetCessionDue,
	insurance.OpenLossEpoch, insurance.KeepLossKeys, insurance.BlindLoss, insurance.PrintLoss, insurance.RegisterLoss, insurance.AnswerDuplicate,
	insurance.DecideDuplicate, insurance.ShareLoss, insurance.Contribute, insurance.MakeContribution, insurance.GetDuplicate, insurance.GetLossEpoch,
	insurance.OpenRecovery, insurance.DemandRecovery, insurance.AnswerRecovery, insurance.AgreeRecovery, insurance.ArbitrateRecovery,
	insurance.ReceiveRecovery, insurance.WaiveRecovery, insurance.DecideWaiver, insurance.CloseRecovery, insurance.GetRecovery,
}

// claimsWorld is a market on 10 February in which every transaction about claims has something that it can be done to.
func claimsWorld(t testing.TB) world {
	t.Helper()
	c := &claimed10{twice: doubly(t)}
	c.large(t)
	c.early(t)
	c.appeals(t)
	c.paid(t)
	c.cases(t)
	c.roll(t, "2026-02-10")
	c.late(t)
	c.recovering(t)
	return world{c.market, append(append(c.claimRows(), c.moneyRows()...), append(c.caseRows(t), c.questionRows()...)...)}
}

// claimed10 is the market of the claims' world.
type claimed10 struct {
	*twice
	notices  int
	returned insurance.Means
}

// at brings a claim of a building for 100,000.00 under P1 to a state, each another fire of 31 January.
func (c *claimed10) at(t testing.TB, id insurance.ClaimID, status insurance.ClaimStatus) {
	t.Helper()
	c.notices++
	notice := fire(id, "P1", "2026-01-31", claimed("BUILDING", "", "100000.00"))
	notice.Occurrence = c.notices
	stage.Do(t, c.mill, insurance.NotifyLoss, notice)
	steps := []struct {
		status insurance.ClaimStatus
		do     func()
	}{
		{insurance.ClaimNotified, func() {}},
		{insurance.ClaimAcknowledged, func() { stage.Do(t, c.handler, insurance.AcknowledgeClaim, id) }},
		{insurance.ClaimInvestigating, func() {
			stage.Do(t, c.handler, insurance.TriageClaim, insurance.TriageRequest{Claim: id, Track: insurance.ClaimInvestigating})
			c.document(t, c.mill, id, "bill", "INVOICE")
		}},
		{insurance.ClaimAssessed, func() { c.assessed(t, id, "100000.00") }},
		{insurance.ClaimPending, func() { stage.Do(t, c.handler, insurance.RecommendDecision, approve(id)) }},
		{insurance.ClaimApproved, func() {
			stage.Do(t, c.expert, insurance.DecideClaim, insurance.DecideRequest{NumberedKey: numbered(id, 1), Agree: true})
			c.reserved(t, c.expert, id, "99000.00")
		}},
		{insurance.ClaimSettled, func() { c.pays(t, payment(id, 1, insurance.PayFinal, "99000.00")) }},
		{insurance.ClaimClosed, func() { stage.Do(t, c.handler, insurance.CloseClaim, id) }},
	}
	for _, step := range steps {
		step.do()
		if step.status == status {
			return
		}
	}
	t.Fatalf("no way to %s", status)
}

// large is a policy P2 of the mill with both insurers, with a claim that waits for a second word and one that alpha fronted.
func (c *claimed10) large(t testing.TB) {
	terms := property()
	terms.Product, terms.Panel = "shared-property", "shared"
	c.sells(t, terms)
	request := wanted("P2", "2026-02-01")
	request.Product = terms.VersionKey
	c.insure(t, c.mill, request)
	for _, id := range []insurance.ClaimID{"seconding", "fronted"} {
		notice := fire(id, "P2", "2026-02-01", claimed("BUILDING", "", "100000.00"))
		notice.Occurrence = len(id)
		stage.Do(t, c.mill, insurance.NotifyLoss, notice)
		c.investigated(t, id)
		c.document(t, c.mill, id, "bill", "INVOICE")
		c.assessed(t, id, "100000.00")
		stage.Do(t, c.handler, insurance.RecommendDecision, approve(id))
	}
	stage.Do(t, c.expert, insurance.DecideClaim, insurance.DecideRequest{NumberedKey: numbered("fronted", 1), Agree: true})
	c.reserved(t, c.expert, "fronted", "99000.00")
	fronted := payment("fronted", 1, insurance.PayFinal, "99000.00")
	fronted.Fronted = true
	c.pays(t, fronted)
}

// early are claims before a decision.
func (c *claimed10) early(t testing.TB) {
	for id, status := range map[insurance.ClaimID]insurance.ClaimStatus{
		"noticed": insurance.ClaimNotified, "acknowledged": insurance.ClaimAcknowledged, "investigated": insurance.ClaimInvestigating,
		"assessed": insurance.ClaimAssessed, "pending": insurance.ClaimPending, "waiting": insurance.ClaimAcknowledged,
	} {
		c.at(t, id, status)
	}
	stage.Do(t, c.handler, insurance.AskDocuments, insurance.DocumentsRequest{Claim: "waiting", Kinds: []string{"REPORT"}})
	stage.Do(t, c.handler, insurance.HoldClaim, insurance.ClaimHoldRequest{Claim: "noticed", Kind: insurance.LitigationHold})
	key := insurance.DocumentKey{Claim: "investigated", Document: "kept"}
	stage.Do(t, c.mill, insurance.KeepDocument, insurance.KeepDocumentRequest{DocumentKey: key, Particulars: particulars(key)})
	learner := insurance.AuthorityRequest{AuthorityKey: authorityKey("learner"), Limit: minor("1.00")}
	stage.Do(t, c.alpha, insurance.ProposeAuthority, learner)
}

func particulars(key insurance.DocumentKey) insurance.Document {
	return insurance.Document{DocumentKey: key, Digest: strings.Repeat("ab", 32), Media: "application/pdf", Size: 1, Salt: salted(key.Document)}
}

func authorityKey(who string) insurance.AuthorityKey {
	return insurance.AuthorityKey{MSP: alphaMSP, Enrolment: who, Kind: insurance.PaymentAuthority, Currency: euro}
}

// appeals are denied claims at each step of an appeal.
func (c *claimed10) appeals(t testing.TB) {
	deny := insurance.RecommendRequest{Outcome: insurance.OutcomeDeny, Reason: "EXCLUSION", Clause: "7.3(c)"}
	for i, id := range []insurance.ClaimID{"denied", "appealed", "upheld", "reviewed"} {
		c.at(t, id, insurance.ClaimAssessed)
		deny.Claim = id
		c.decided(t, c.expert, deny)
		if i > 0 {
			stage.Do(t, c.mill, insurance.AppealDecisionOf, insurance.AppealRequest{NumberedKey: numbered(id, 1), Grounds: strings.Repeat("9a", 32)})
		}
		if i > 1 {
			stage.Do(t, c.chief, insurance.DecideAppeal, insurance.AppealDecision{NumberedKey: numbered(id, 1), Uphold: true})
		}
	}
	stage.Do(t, c.mill, insurance.EscalateAppeal, numbered("reviewed", 1))
}

// paid are claims with reserves and payments in their states.
func (c *claimed10) paid(t testing.TB) {
	for _, id := range []insurance.ClaimID{"approved", "requested", "authorised"} {
		c.at(t, id, insurance.ClaimApproved)
		if id != "approved" {
			stage.Do(t, c.alpha, insurance.RequestPayment, payment(id, 1, insurance.PayPartial, "1000.00"))
		}
	}
	stage.Do(t, c.handler, insurance.AuthorisePayment, numbered("authorised", 1))
	c.reserved(t, c.handler, "approved", "1.00") // above the handler's authority: it waits
	c.at(t, "settled", insurance.ClaimSettled)
	c.at(t, "closed", insurance.ClaimClosed)
	c.returned = c.hold(t, c.mill, "returned", "mill", "alpha", "99000.00", "return.settled.1")
	for _, subject := range []insurance.SubjectID{"s-kept", "s-leaving"} {
		key := insurance.PersonalKey{Subject: subject, Record: "r-1"}
		stage.Do(t, c.handler, insurance.KeepPersonal, insurance.KeepPersonalRequest{PersonalKey: key, Personal: insurance.Personal{PersonalKey: key, Content: "x", Salt: salted("x")}})
		stage.Do(t, c.handler, insurance.EnterSubject, insurance.SubjectRequest{Subject: subject, Records: []string{"r-1"}, Claims: []insurance.ClaimID{"closed"}})
	}
	stage.Do(t, c.handler, insurance.RequestErasure, "s-leaving")
}

// cases are losses that are claimed at both insurers, with cases at each step: alpha has paid each in full.
func (c *claimed10) cases(t testing.TB) {
	for i, name := range []string{"suspected", "confirmed", "shared", "contributed"} {
		a, b := insurance.ClaimID(name+"-a"), insurance.ClaimID(name+"-b")
		c.burntAs(t, a, b, i+10)
		c.pays(t, payment(a, 1, insurance.PayPartial, "99000.00"))
		c.registers(t, c.alpha, a, fmt.Sprintf("parcel %d", i))
		c.registers(t, c.beta, b, fmt.Sprintf("parcel %d", i))
		match := insurance.DuplicateID("case-" + b)
		if i > 0 {
			stage.Do(t, c.handler, insurance.AnswerDuplicate, insurance.DuplicateAnswer{Case: match, Claim: a, Same: true})
			stage.Do(t, c.beta, insurance.AnswerDuplicate, insurance.DuplicateAnswer{Case: match, Claim: b, Same: true})
		}
		if i > 1 {
			stage.Do(t, c.beta, insurance.ShareLoss, match)
		}
	}
	stage.Do(t, c.beta, insurance.Contribute, insurance.ContributeRequest{Case: "case-contributed-b", Transfer: 1})
	stage.Do(t, c.second, insurance.AuthorisePayment, numbered("contributed-b", 1))
}

// late is what comes after claims were closed and clocks ran out.
func (c *claimed10) late(t testing.TB) {
	c.document(t, c.mill, "closed", "beam", "REPORT")
}

// recovering are recoveries on the settled claim, at each step.
func (c *claimed10) recovering(t testing.TB) {
	for _, id := range []insurance.RecoveryID{"identified", "demanded", "countered", "rejected", "agreed", "waiving", "received"} {
		stage.Do(t, c.handler, insurance.OpenRecovery, insurance.RecoveryRequest{Recovery: id, Claim: "settled", Exposure: 1, Kind: insurance.Subrogation, Expected: minor("100.00"), Debtor: "beta"})
		if id == "identified" {
			continue
		}
		stage.Do(t, c.handler, insurance.DemandRecovery, insurance.RecoveryAmount{Recovery: id, Amount: minor("100.00")})
		offered, answered := map[insurance.RecoveryID]string{"countered": "50.00", "rejected": "0.00", "agreed": "100.00", "received": "100.00"}[id]
		if answered {
			stage.Do(t, c.beta, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: id, Offered: minor(offered)})
		}
	}
	stage.Do(t, c.handler, insurance.WaiveRecovery, "waiving")
	stage.Do(t, c.beta, insurance.ReceiveRecovery, receipt("received", 1, "100.00", byBeta()))
}
