// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Notice, investigation and evidence.
var (
	NotifyLoss = protocol.Submit[LossNotice, Claim]("insurance:NotifyClaim").By(role.Anyone).
			Doc("Reports a loss under a policy that was in force when it happened, in force or expired since.")
	AcknowledgeClaim = protocol.Submit[ClaimID, Claim]("insurance:AcknowledgeClaim").By(role.Insurer).
				Doc("Tells that the insurer has the notice.")
	TriageClaim = protocol.Submit[TriageRequest, Claim]("insurance:TriageClaim").By(role.Insurer).
			Doc("Decides how a claim is dealt with: on the fast track or by an investigation.")
	AskDocuments = protocol.Submit[DocumentsRequest, Claim]("insurance:AskDocuments").By(role.Insurer).
			Doc("Asks the policyholder for documents; the clock of the decision stands still, once.")
	CompleteDocuments = protocol.Submit[ClaimID, Claim]("insurance:CompleteDocuments").By(role.Anyone).
				Doc("Says that all documents are there.")
	InformHolder = protocol.Submit[InformRequest, Claim]("insurance:InformHolder").By(role.Insurer).
			Doc("Tells the policyholder how an undecided claim stands.")
	WithdrawClaim = protocol.Submit[ClaimID, Claim]("insurance:WithdrawClaim").By(role.Anyone).
			Doc("Takes a claim back before anything came of it.")
	VoidClaim = protocol.Submit[VoidRequest, Claim]("insurance:VoidClaim").By(role.Insurer).
			Doc("Ends a notice that repeats another under the same policy, or was none.")
	HoldClaim = protocol.Submit[ClaimHoldRequest, Claim]("insurance:HoldClaim").By(role.Insurer).
			Doc("Puts a claim on hold: for fraud, sanctions, litigation or retention.")
	ReleaseClaim = protocol.Submit[ClaimHoldRequest, Claim]("insurance:ReleaseClaim").By(role.Insurer).
			Doc("Lifts a hold, as another person than who set it.")
	RecordBreach = protocol.Submit[BreachRequest, Claim]("insurance:RecordBreach").By(role.Anyone).
			Doc("Records that the insurer did not act in time.")
	KeepDocument = protocol.Submit[KeepDocumentRequest, DocumentReceipt]("insurance:KeepDocument").By(role.Anyone).InOwnCollection().
			Doc("Keeps a document's digest and salt in the caller's own collection.")
	AddEvidence = protocol.Submit[EvidenceRequest, Evidence]("insurance:AddEvidence").By(role.Anyone).
			Doc("Puts a document that the caller's member keeps on a claim, by its salted hash.")
	CheckDocument = protocol.Evaluate[ShownDocument, DocumentCheck]("insurance:CheckDocument").By(role.Anyone).
			Doc("Tells whether a document that is shown is the one on the claim.")
)

// Authority, assessment, decision, appeal.
var (
	ProposeAuthority = protocol.Submit[AuthorityRequest, Authority]("insurance:ProposeAuthority").By(role.Insurer).
				Doc("Proposes up to what figure another person of the insurer may decide.")
	GrantAuthority = protocol.Submit[AuthorityKey, Authority]("insurance:GrantAuthority").By(role.Insurer).
			Doc("Grants, as a third person, a proposed authority.")
	AssessClaim = protocol.Submit[AssessRequest, Claim]("insurance:AssessClaim").By(role.Insurer).
			Doc("Puts the losses of a claim through the terms of its covers, and keeps the trace.")
	RecommendDecision = protocol.Submit[RecommendRequest, Decision]("insurance:RecommendDecision").By(role.Insurer).
				Doc("Recommends a decision on an assessed claim; denials and reductions cite a clause.")
	SecondDecision = protocol.Submit[NumberedKey, Decision]("insurance:SecondDecision").By(role.Insurer).
			Doc("Agrees to a recommendation on behalf of another insurer of the panel, as large losses need.")
	DecideClaim = protocol.Submit[DecideRequest, Decision]("insurance:DecideClaim").By(role.Insurer).
			Doc("Decides as another person, within authority for all that the claim comes to, or refers it up.")
	AppealDecisionOf = protocol.Submit[AppealRequest, Appeal]("insurance:AppealClaim").By(role.Anyone).
				Doc("Appeals a denial or a reduction, as the policyholder.")
	DecideAppeal = protocol.Submit[AppealDecision, Appeal]("insurance:DecideAppeal").By(role.Insurer).
			Doc("Decides an appeal, as a person of the insurer who had no part in the decision.")
	EscalateAppeal = protocol.Submit[NumberedKey, Appeal]("insurance:EscalateAppeal").By(role.Anyone).
			Doc("Brings an appeal that was turned down to the arbiter.")
	ReviewAppeal = protocol.Submit[AppealDecision, Appeal]("insurance:ReviewAppeal").By(role.Regulator).
			Doc("Decides an appeal as arbiter.")
	CloseClaim = protocol.Submit[ClaimID, Claim]("insurance:CloseClaim").By(role.Insurer).
			Doc("Closes a claim on which nothing is outstanding.")
	ReopenClaim = protocol.Submit[ReopenRequest, Claim]("insurance:ReopenClaim").By(role.Anyone).
			Doc("Opens a closed claim again, on new evidence.")
)

// Reserves and payments.
var (
	MoveReserve = protocol.Submit[ReserveRequest, ReserveMovement]("insurance:MoveReserve").By(role.Insurer).
			Doc("Moves a reserve, or proposes to where it is above the caller's authority.")
	ApproveReserve = protocol.Submit[NumberedKey, ReserveMovement]("insurance:ApproveReserve").By(role.Insurer).
			Doc("Lets a proposed reserve movement count, as another person.")
	RejectReserve = protocol.Submit[NumberedKey, ReserveMovement]("insurance:RejectReserve").By(role.Insurer).
			Doc("Ends a proposed reserve movement.")
	RequestPayment = protocol.Submit[PaymentRequest, Payment]("insurance:RequestPayment").By(role.Insurer).
			Doc("Asks for a payment within what is payable and reserved.")
	AuthorisePayment = protocol.Submit[NumberedKey, Payment]("insurance:AuthorisePayment").By(role.Insurer).
				Doc("Authorises a payment as another person, within authority for all that was and is to be paid, or refers it up; large expenses as another insurer too.")
	MakePayment = protocol.Submit[MakeRequest, Payment]("insurance:MakePayment").By(role.Anyone).
			Doc("Pays what was authorised, from the insurers' accounts to the payee: with interest where it is late, less premium that is due.")
	StopPayment = protocol.Submit[NumberedKey, Payment]("insurance:StopPayment").By(role.Insurer).
			Doc("Takes a payment back that was not made.")
	ReturnPayment = protocol.Submit[ReturnRequest, Payment]("insurance:ReturnPayment").By(role.Anyone).
			Doc("Gives a payment back to the insurers.")
	SettleCoinsurance = protocol.Submit[CoinsuranceKey, CoinsuranceDue]("insurance:SettleCoinsurance").By(role.Anyone).
				Doc("Pays the lead what an insurer owes it of a payment that the lead fronted.")
)

// Personal data.
var (
	KeepPersonal = protocol.Submit[KeepPersonalRequest, PersonalReceipt]("insurance:KeepPersonal").By(role.Insurer).InOwnCollection().
			Doc("Keeps a personal record in the caller's own collection.")
	EnterSubject = protocol.Submit[SubjectRequest, Subject]("insurance:EnterSubject").By(role.Insurer).
			Doc("Enters, by random names, which records are kept of a person.")
	RequestErasure = protocol.Submit[SubjectID, Subject]("insurance:RequestErasure").By(role.Insurer).
			Doc("Notes that a person wants its data erased.")
	PurgeSubject = protocol.Submit[SubjectID, Subject]("insurance:PurgeSubject").By(role.Insurer).
			Doc("Erases, as another person, what is kept of a person, unless a claim or an order retains it.")
	ReadPersonal = protocol.Evaluate[PersonalKey, Personal]("insurance:ReadPersonal").By(role.Insurer).
			Doc("Reads a record in the caller's own collection.")
	GetSubject = protocol.Evaluate[SubjectID, Subject]("insurance:Subject").By(role.Anyone).
			Doc("Answers which records are kept of a person, or the receipt of their erasure.")
)

// Questions about claims.
var (
	GetClaim = protocol.Evaluate[ClaimID, Claim]("insurance:Claim").By(role.Anyone).
			Doc("Answers a claim.")
	ClaimsByPolicy = protocol.Evaluate[PolicyPage, protocol.Page[Claim]]("insurance:ClaimsByPolicy").By(role.Anyone).
			Doc("Lists the claims under a policy.")
	GetAuthority = protocol.Evaluate[AuthorityKey, Authority]("insurance:Authority").By(role.Anyone).
			Doc("Answers a person's authority.")
	GetPayment = protocol.Evaluate[NumberedKey, Payment]("insurance:Payment").By(role.Anyone).
			Doc("Answers a payment.")
	GetDecision = protocol.Evaluate[NumberedKey, Decision]("insurance:Decision").By(role.Anyone).
			Doc("Answers a decision.")
	GetAppeal = protocol.Evaluate[NumberedKey, Appeal]("insurance:Appeal").By(role.Anyone).
			Doc("Answers an appeal.")
	GetAssessment = protocol.Evaluate[NumberedKey, Assessment]("insurance:Assessment").By(role.Anyone).
			Doc("Answers an assessment: each step with its term and its amounts.")
	GetAccumulator = protocol.Evaluate[AccumulatorKey, Accumulated]("insurance:Accumulator").By(role.Anyone).
			Doc("Answers what the claims of a period used of a cover.")
	ClaimReserves = protocol.Evaluate[ClaimPage, protocol.Page[ReserveMovement]]("insurance:Reserves").By(role.Anyone).
			Doc("Lists the reserve movements of a claim.")
	ClaimPayments = protocol.Evaluate[ClaimPage, protocol.Page[Payment]]("insurance:Payments").By(role.Anyone).
			Doc("Lists the payments on a claim.")
	ClaimEvidence = protocol.Evaluate[ClaimPage, protocol.Page[Evidence]]("insurance:EvidenceOf").By(role.Anyone).
			Doc("Lists the evidence on a claim.")
	GetCoinsuranceDue = protocol.Evaluate[CoinsuranceKey, CoinsuranceDue]("insurance:CoinsuranceDue").By(role.Anyone).
				Doc("Answers what an insurer owes the lead of a fronted payment.")
	GetCessionDue = protocol.Evaluate[CessionKey, CessionDue]("insurance:CessionDue").By(role.Anyone).
			Doc("Answers by how much a movement changed an insurer's part of a claim.")
)

// Validate refuses malformed members.
func (k CessionKey) Validate() error {
	return errors.Join(k.Insurer.Validate(), k.Claim.Validate(), validateNumber("movement", k.Movement))
}

// ClaimPage asks for rows of a claim.
type ClaimPage struct {
	protocol.PageRequest
	Claim ClaimID `json:"claim" help:"the claim"`
}

// Validate refuses malformed members.
func (r ClaimPage) Validate() error { return errors.Join(r.PageRequest.Validate(), r.Claim.Validate()) }

// PolicyPage asks for rows of a policy.
type PolicyPage struct {
	protocol.PageRequest
	Policy PolicyID `json:"policy" help:"the policy"`
}

// Validate refuses malformed members.
func (r PolicyPage) Validate() error {
	return errors.Join(r.PageRequest.Validate(), r.Policy.Validate())
}

// claimEndpoints are the transactions about claims, their evidence, reserves, decisions and payments.
var claimEndpoints = []protocol.Endpoint{
	NotifyLoss, AcknowledgeClaim, TriageClaim, AskDocuments, CompleteDocuments, InformHolder, WithdrawClaim, VoidClaim, HoldClaim, ReleaseClaim,
	RecordBreach, KeepDocument, AddEvidence, CheckDocument,
	ProposeAuthority, GrantAuthority, AssessClaim, RecommendDecision, SecondDecision, DecideClaim, AppealDecisionOf, DecideAppeal, EscalateAppeal,
	ReviewAppeal, CloseClaim, ReopenClaim,
	MoveReserve, ApproveReserve, RejectReserve, RequestPayment, AuthorisePayment, MakePayment, StopPayment, ReturnPayment, SettleCoinsurance,
	KeepPersonal, EnterSubject, RequestErasure, PurgeSubject, ReadPersonal, GetSubject,
	GetClaim, ClaimsByPolicy, GetAuthority, GetPayment, GetDecision, GetAppeal, GetAssessment, GetAccumulator, ClaimReserves, ClaimPayments,
	ClaimEvidence, GetCoinsuranceDue, GetCessionDue,
}

// claimSettles are those of them in which a settlement through cash begins.
var claimSettles = []protocol.Endpoint{MakePayment, ReturnPayment, SettleCoinsurance}
