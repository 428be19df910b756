// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func (c *claimed10) claimRows() []row {
	key := insurance.DocumentKey{Claim: "investigated", Document: "kept"}
	seal := strings.Repeat("9a", 32)
	facts := []insurance.ExposureFacts{{Exposure: 1, Loss: minor("2.00"), Credits: minor("1.00"), Value: minor("3.00")}}
	fresh := insurance.DocumentKey{Claim: "closed", Document: "beam"}
	notice := fire("new", "P1", "2026-02-02", claimed("CONTENTS", "JEWELLERY", "1.00"))
	notice.Narrative, notice.Event, notice.Claimed[0].Claimant = seal, "storm", "s-1"
	return []row{
		does(insurance.NotifyLoss, c.mill, owner, notice),
		does(insurance.AcknowledgeClaim, c.handler, insurers, "noticed"),
		does(insurance.TriageClaim, c.handler, insurers, insurance.TriageRequest{Claim: "acknowledged", Track: insurance.ClaimFastTrack, Event: "storm"}),
		does(insurance.AskDocuments, c.handler, insurers, insurance.DocumentsRequest{Claim: "acknowledged", Kinds: []string{"REPORT"}}),
		does(insurance.CompleteDocuments, c.mill, owner, "waiting"),
		does(insurance.InformHolder, c.handler, insurers, insurance.InformRequest{Claim: "noticed", Seal: seal}),
		does(insurance.WithdrawClaim, c.mill, owner, "noticed"),
		does(insurance.VoidClaim, c.handler, insurers, insurance.VoidRequest{Claim: "noticed", As: insurance.ClaimDuplicate, Of: "acknowledged"}),
		does(insurance.HoldClaim, c.handler, insurers, insurance.ClaimHoldRequest{Claim: "noticed", Kind: insurance.FraudHold}),
		does(insurance.ReleaseClaim, c.expert, insurers, insurance.ClaimHoldRequest{Claim: "noticed", Kind: insurance.LitigationHold}),
		does(insurance.RecordBreach, c.bo, anybody, insurance.BreachRequest{Claim: "noticed", Clock: insurance.Acknowledgement}),
		does(insurance.KeepDocument, c.mill, anybody, insurance.KeepDocumentRequest{DocumentKey: key, Particulars: particulars(key)}),
		does(insurance.AddEvidence, c.mill, others{"NOT_FOUND", "NOT_YOURS", "NOT_YOURS"}, insurance.EvidenceRequest{DocumentKey: key, Kind: "REPORT", Supersedes: "bill"}),
		does(insurance.CheckDocument, c.bo, anybody, insurance.ShownDocument{DocumentKey: fresh, Particulars: particulars(fresh)}),
		does(insurance.ProposeAuthority, c.alpha, insuring, insurance.AuthorityRequest{AuthorityKey: authorityKey("novice"), Limit: minor("1.00")}),
		does(insurance.GrantAuthority, c.chief, insurers, authorityKey("learner")),
		does(insurance.AssessClaim, c.handler, insurers, insurance.AssessRequest{Claim: "investigated", Facts: facts}),
		does(insurance.RecommendDecision, c.handler, insurers, insurance.RecommendRequest{
			Claim: "assessed", Outcome: insurance.OutcomePartial, Reason: "WEAR", Awards: []insurance.Award{{Exposure: 1, Amount: minor("1.00"), Clause: "8(a)"}},
		}),
		does(insurance.SecondDecision, c.beta, others{"NOT_AUTHORISED", "NOT_A_PARTY", "NOT_YOURS"}, numbered("seconding", 1)),
		does(insurance.DecideClaim, c.expert, insurers, insurance.DecideRequest{NumberedKey: numbered("pending", 1), Agree: true}),
		does(insurance.AppealDecisionOf, c.mill, owner, insurance.AppealRequest{NumberedKey: numbered("denied", 1), Grounds: seal}),
		does(insurance.DecideAppeal, c.chief, insurers, insurance.AppealDecision{NumberedKey: numbered("appealed", 1), Uphold: true}),
		does(insurance.EscalateAppeal, c.mill, owner, numbered("upheld", 1)),
		does(insurance.ReviewAppeal, c.arbiter, office, insurance.AppealDecision{NumberedKey: numbered("reviewed", 1), Uphold: true}),
		does(insurance.CloseClaim, c.handler, insurers, "settled"),
		does(insurance.ReopenClaim, c.mill, owner, insurance.ReopenRequest{DocumentKey: fresh, Reason: "NEW_DAMAGE"}),
	}
}

func (c *claimed10) moneyRows() []row {
	key := insurance.PersonalKey{Subject: "s-new", Record: "r-1"}
	personal := insurance.Personal{PersonalKey: key, Content: "y", Salt: salted("y")}
	kept := insurance.PersonalKey{Subject: "s-kept", Record: "r-1"}
	entered := insurance.SubjectRequest{
		Subject: "s-kept", Records: []string{"r-1"}, Claims: []insurance.ClaimID{"settled"}, Documents: []insurance.DocumentKey{},
	}
	asked := payment("approved", 1, insurance.PayFinal, "99000.00")
	asked.Payee, asked.Fronted = "mill", true
	return []row{
		does(insurance.MoveReserve, c.handler, insurers, insurance.ReserveRequest{Claim: "approved", Exposure: 1, Cost: insurance.ExpenseCost, Delta: minor("41.00"), Reason: "LAWYER"}),
		does(insurance.ApproveReserve, c.expert, insurers, numbered("approved", 2)),
		does(insurance.RejectReserve, c.expert, insurers, numbered("approved", 2)),
		does(insurance.RequestPayment, c.handler, insurers, asked),
		does(insurance.AuthorisePayment, c.chief, insurers, numbered("requested", 1)),
		does(insurance.MakePayment, c.bo, anybody, insurance.MakeRequest{NumberedKey: numbered("authorised", 1)}),
		does(insurance.StopPayment, c.handler, insurers, numbered("requested", 1)),
		does(insurance.ReturnPayment, c.mill, anybody, insurance.ReturnRequest{NumberedKey: numbered("settled", 1), Means: c.returned}),
		does(insurance.SettleCoinsurance, c.bo, anybody, insurance.CoinsuranceKey{NumberedKey: numbered("fronted", 1), Insurer: "beta"}),
		does(insurance.KeepPersonal, c.handler, office, insurance.KeepPersonalRequest{PersonalKey: key, Personal: personal}),
		does(insurance.EnterSubject, c.handler, insuring, entered),
		does(insurance.RequestErasure, c.handler, insurers, "s-kept"),
		does(insurance.PurgeSubject, c.expert, insurers, "s-leaving"),
		does(insurance.ReadPersonal, c.handler, insurers, kept),
		does(insurance.OpenRecovery, c.handler, insurers, insurance.RecoveryRequest{Recovery: "new", Claim: "settled", Exposure: 1, Kind: insurance.Subrogation, Expected: minor("1.00"), Debtor: "beta"}),
		does(insurance.DemandRecovery, c.handler, insurers, insurance.RecoveryAmount{Recovery: "identified", Amount: minor("100.00")}),
		does(insurance.AnswerRecovery, c.beta, owner, insurance.RecoveryAnswer{Recovery: "demanded", Offered: minor("50.00")}),
		does(insurance.AgreeRecovery, c.handler, insurers, insurance.RecoveryAmount{Recovery: "countered", Amount: minor("50.00")}),
		does(insurance.ArbitrateRecovery, c.arbiter, office, insurance.RecoveryAnswer{Recovery: "rejected", Offered: minor("50.00")}),
		does(insurance.ReceiveRecovery, c.bo, anybody, receipt("agreed", 1, "41.00", byBeta())),
		does(insurance.WaiveRecovery, c.handler, insurers, "demanded"),
		does(insurance.DecideWaiver, c.expert, insurers, insurance.WaiverDecision{Recovery: "waiving", Agree: true}),
		does(insurance.CloseRecovery, c.handler, insurers, "received"),
	}
}

func (c *claimed10) caseRows(t testing.TB) []row {
	blinded := stage.Do(t, c.alpha, insurance.BlindLoss, insurance.BlindRequest{Claim: "investigated", Loss: loss("parcel 0")})
	prints := stage.Do(t, c.keeper, insurance.PrintLoss, insurance.PrintLossRequest{Claim: "investigated", Blinded: blinded.Blinded})
	return []row{
		does(insurance.OpenLossEpoch, c.keeper, office, insurance.LossEpochRequest{Number: 2, HoldDays: 15}),
		does(insurance.KeepLossKeys, c.alpha, office, insurance.LossKeysRequest{Epochs: 1, Ring: keys("p")}),
		does(insurance.BlindLoss, c.alpha, office, insurance.BlindRequest{Claim: "investigated", Loss: loss("parcel 9")}),
		does(insurance.PrintLoss, c.keeper, office, insurance.PrintLossRequest{Claim: "investigated", Blinded: blinded.Blinded}),
		does(insurance.RegisterLoss, c.keeper, office, insurance.RegisterLossRequest{Claim: "investigated", Case: "case-new", Register: prints.Register, Lookup: prints.Lookup}),
		does(insurance.AnswerDuplicate, c.beta, insurers, insurance.DuplicateAnswer{Case: "case-suspected-b", Claim: "suspected-b", Same: true}),
		does(insurance.DecideDuplicate, c.arbiter, office, insurance.DuplicateDecision{Case: "case-suspected-b", Outcome: insurance.DuplicateFraud}),
		does(insurance.ShareLoss, c.beta, insurers, "case-confirmed-b"),
		does(insurance.Contribute, c.beta, insurers, insurance.ContributeRequest{Case: "case-shared-b", Transfer: 1}),
		does(insurance.MakeContribution, c.bo, anybody, numbered("contributed-b", 1)),
	}
}

func (c *claimed10) questionRows() []row {
	page := insurance.ClaimPage{Claim: "settled", PageRequest: protocol.PageRequest{Size: 10}}
	return []row{
		does(insurance.GetSubject, c.bo, anybody, "s-kept"),
		does(insurance.GetClaim, c.bo, anybody, "settled"),
		does(insurance.ClaimsByPolicy, c.bo, anybody, insurance.PolicyPage{Policy: "P1", PageRequest: page.PageRequest}),
		does(insurance.GetAuthority, c.bo, anybody, authorityKey("expert")),
		does(insurance.GetPayment, c.bo, anybody, numbered("settled", 1)),
		does(insurance.GetDecision, c.bo, anybody, numbered("settled", 1)),
		does(insurance.GetAppeal, c.bo, anybody, numbered("upheld", 1)),
		does(insurance.GetAssessment, c.bo, anybody, numbered("settled", 1)),
		does(insurance.GetAccumulator, c.bo, anybody, insurance.AccumulatorKey{Policy: "P1", From: day("2026-01-10"), Cover: "BUILDING"}),
		does(insurance.ClaimReserves, c.bo, anybody, page),
		does(insurance.ClaimPayments, c.bo, anybody, page),
		does(insurance.ClaimEvidence, c.bo, anybody, page),
		does(insurance.GetCoinsuranceDue, c.bo, anybody, insurance.CoinsuranceKey{NumberedKey: numbered("fronted", 1), Insurer: "beta"}),
		does(insurance.GetCessionDue, c.bo, anybody, insurance.CessionKey{Insurer: "alpha", Claim: "settled", Movement: 1}),
		does(insurance.GetDuplicate, c.bo, anybody, "case-suspected-b"),
		does(insurance.GetLossEpoch, c.bo, anybody, protocol.Nothing{}),
		does(insurance.GetRecovery, c.bo, anybody, "agreed"),
	}
}
