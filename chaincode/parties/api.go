// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Founding and government.
var (
	Found = protocol.Submit[Charter, Constitution]("parties:Found").By(role.Anyone).
		Doc("Founds the consortium under a charter that a majority of its members configured.")
	ProposeResolution = protocol.Submit[ProposeRequest, Proposal]("parties:Propose").By(role.Governor).
				Doc("Proposes a resolution and casts the proposer's vote.")
	ApproveResolution = protocol.Submit[protocol.ResolutionID, Proposal]("parties:Approve").By(role.Governor).
				Doc("Casts a member's vote for a resolution.")
	WithdrawResolution = protocol.Submit[protocol.ResolutionID, Proposal]("parties:Withdraw").By(role.Governor).
				Doc("Withdraws a resolution that the caller's member proposed, or its approval of another member's.")
	AdmitMember = protocol.Submit[AdmitRequest, Constitution]("parties:Admit").By(role.Governor).Resolved().
			Doc("Admits a member.")
	ExpelMember = protocol.Submit[ExpelRequest, Constitution]("parties:Expel").By(role.Governor).Resolved().
			Doc("Expels a member.")
	GrantRole = protocol.Submit[RoleRequest, Constitution]("parties:Grant").By(role.Governor).Resolved().
			Doc("Lets a member hold a market role.")
	RevokeRole = protocol.Submit[RoleRequest, Constitution]("parties:Revoke").By(role.Governor).Resolved().
			Doc("Takes a market role from a member.")
	SetThreshold = protocol.Submit[ThresholdRequest, Constitution]("parties:SetThreshold").By(role.Governor).Resolved().
			Doc("Changes how many members must approve a resolution.")
	SetPolicy = protocol.Submit[PolicyRequest, Policy]("parties:SetPolicy").By(role.Governor).Resolved().
			Doc("Sets what a policy asks of a party.")
)

// Parties and what is attested of them.
var (
	RegisterParty = protocol.Submit[RegisterRequest, Party]("parties:RegisterParty").By(role.Registrar).
			Doc("Registers a legal entity or natural person, hosted by the caller's member.")
	StrikeParty = protocol.Submit[StrikeRequest, Party]("parties:Strike").By(role.Governor).Resolved().
			Doc("Strikes off a party that was registered wrongly; its identifier is free again.")
	AttestParty = protocol.Submit[AttestRequest, Attestation]("parties:Attest").By(role.KYCAttester).
			Doc("States what the caller's member knows of a party.")
	RevokeAttestation = protocol.Submit[RevokeAttestationRequest, Attestation]("parties:RevokeAttestation").By(role.KYCAttester).
				Doc("Ends an attestation of the caller's member.")
	DepositEvidence = protocol.Submit[DepositRequest, EvidenceKey]("parties:DepositEvidence").By(role.KYCAttester).InOwnCollection().
			Doc("Keeps an attestation's evidence in the attester's own private collection.")
	PurgeEvidence = protocol.Submit[EvidenceKey, EvidenceKey]("parties:PurgeEvidence").By(role.KYCAttester).InOwnCollection().
			Doc("Purges evidence from the attester's private collection, past values included.")
	FreezeParty = protocol.Submit[FreezeRequest, Party]("parties:Freeze").By(role.Regulator).FromChaincodes().
			Doc("Freezes a party under an order.")
	UnfreezeParty = protocol.Submit[FreezeRequest, Party]("parties:Unfreeze").By(role.Regulator).FromChaincodes().
			Doc("Ends a party's freeze.")
	Roll = protocol.RollBusinessDate("parties")
)

// Questions.
var (
	RoleHeld = protocol.Evaluate[role.Question, role.Answer]("parties:RoleHeld").By(role.Anyone).
			Doc("Tells whether a member may hold a market role.")
	Resolution = protocol.Evaluate[protocol.ResolutionID, protocol.Resolution]("parties:Resolution").By(role.Anyone).
			Doc("Tells how a resolution stands.")
	GetProposal = protocol.Evaluate[protocol.ResolutionID, Proposal]("parties:Proposal").By(role.Anyone).
			Doc("Answers a proposal with its request and approvals.")
	Proposals = protocol.Evaluate[protocol.PageRequest, protocol.Page[Proposal]]("parties:Proposals").By(role.Anyone).
			Doc("Lists proposals.")
	GetConstitution = protocol.Evaluate[protocol.Nothing, Constitution]("parties:Constitution").By(role.Anyone).
			Doc("Answers the members, their roles and the threshold.")
	GetParty = protocol.Evaluate[PartyID, Party]("parties:Party").By(role.Anyone).
			Doc("Answers a party.")
	PartyByIdentifier = protocol.Evaluate[IdentifierRequest, Party]("parties:PartyByIdentifier").By(role.Anyone).
				Doc("Finds a party by LEI, USCC or salted hash.")
	VerifyAlias = protocol.Evaluate[AliasRequest, Party]("parties:VerifyAlias").By(role.Anyone).
			Doc("Tells whether a salted hash is that of a legal entity; ask the caller's own peer.")
	Parties = protocol.Evaluate[PartiesRequest, protocol.Page[Party]]("parties:Parties").By(role.Anyone).
		Doc("Lists parties, all or those of one host.")
	PartyHistory = protocol.Evaluate[PartyID, History]("parties:PartyHistory").By(role.Anyone).
			Doc("Answers every version of a party, newest first.")
	Attestations = protocol.Evaluate[AttestationsRequest, protocol.Page[Attestation]]("parties:Attestations").By(role.Anyone).
			Doc("Lists the attestations about a party.")
	ReadEvidence = protocol.Evaluate[EvidenceKey, Evidence]("parties:Evidence").By(role.KYCAttester).
			Doc("Answers evidence that the caller's member keeps; ask the member's own peer.")
	Check = protocol.Evaluate[CheckRequest, CheckAnswer]("parties:Check").By(role.Anyone).
		Doc("Tells whether a party meets a policy today, with reasons when not.")
	CheckMany = protocol.Evaluate[CheckManyRequest, CheckAnswers]("parties:CheckMany").By(role.Anyone).
			Doc("Tells of each of up to 500 parties whether it meets a policy today, with reasons when not.")
	GetPolicy = protocol.Evaluate[PolicyName, Policy]("parties:Policy").By(role.Anyone).
			Doc("Answers what a policy asks for.")
	Today = protocol.CurrentBusinessDate("parties")
)

// Endpoints lists every transaction of this chaincode.
func Endpoints() []protocol.Endpoint {
	return []protocol.Endpoint{
		Found, ProposeResolution, ApproveResolution, WithdrawResolution,
		AdmitMember, ExpelMember, GrantRole, RevokeRole, SetThreshold, SetPolicy,
		RegisterParty, StrikeParty, AttestParty, RevokeAttestation, DepositEvidence, PurgeEvidence, FreezeParty, UnfreezeParty, Roll,
		RoleHeld, Resolution, GetProposal, Proposals, GetConstitution, GetParty, PartyByIdentifier, VerifyAlias, Parties, PartyHistory,
		Attestations, ReadEvidence, Check, CheckMany, GetPolicy, Today,
	}
}
