// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Instructions: each side's word, until it is settled.
var (
	Instruct = protocol.Submit[InstructRequest, Instruction]("securities:Instruct").By(role.Custodian).
			Doc("Enters a custodian's instruction for an account, and matches it with the other side's where that is there.")
	CorrectInstruction = protocol.Submit[InstructRequest, Instruction]("securities:CorrectInstruction").By(role.Custodian).
				Doc("Replaces an instruction that is not matched.")
	HoldInstruction = protocol.Submit[InstructionKey, Instruction]("securities:HoldInstruction").By(role.Custodian).
			Doc("Puts an instruction on hold: it is matched, and not settled.")
	ReleaseInstruction = protocol.Submit[InstructionKey, Instruction]("securities:ReleaseInstruction").By(role.Custodian).
				Doc("Takes an instruction off hold, as another person than who put it there.")
	AllocateInstruction = protocol.Submit[SetAsideRequest, Instruction]("securities:AllocateInstruction").By(role.Custodian).
				Doc("Sets aside what a side owes: lots, or a hold of money. When both sides have, the settlement is irrevocable.")
	ReclaimInstruction = protocol.Submit[InstructionKey, Instruction]("securities:ReclaimInstruction").By(role.Custodian).
				Doc("Gives a side back what it set aside: before the other side has, or once the lock is over.")
	CancelInstruction = protocol.Submit[CancelInstructionRequest, Instruction]("securities:CancelInstruction").By(role.Custodian).
				Doc("Cancels an instruction that is not matched; of a matched one, asks for it, which both sides have to.")
	SettleInstruction = protocol.Submit[DeliveryRequest, DeliveryReceipt]("securities:SettleInstruction").By(role.Anyone).
				Doc("Delivers units against payment or free of it, whole or in part, in one transaction.")
	FreeHold = protocol.Submit[FreeHoldRequest, HoldFreed]("securities:FreeHold").By(role.Custodian, role.Depository).
			Doc("Gives a receiver its hold back, when nothing will be paid from it.")
	GetInstruction = protocol.Evaluate[InstructionKey, InstructionStanding]("securities:Instruction").By(role.Anyone).
			Doc("Answers an instruction and how it stands, in ISO 20022 codes.")
	GetObligation = protocol.Evaluate[MatchID, Obligation]("securities:Obligation").By(role.Anyone).
			Doc("Answers an obligation and what was settled of it.")
	Obligations = protocol.Evaluate[protocol.PageRequest, protocol.Page[Obligation]]("securities:Obligations").By(role.Anyone).
			Doc("Lists all obligations, settled ones too.")
	Instructions = protocol.Evaluate[InstructionsRequest, protocol.Page[Instruction]]("securities:Instructions").By(role.Anyone).
			Doc("Lists the instructions of an account.")
)

// Fails and penalties.
var (
	SetDiscipline = protocol.Submit[DisciplineRequest, Discipline]("securities:SetDiscipline").By(role.Governor).
			Doc("Sets what failing to settle costs in a currency, under a resolution.")
	PublishPrice = protocol.Submit[ClosingPrice, ClosingPrice]("securities:PublishPrice").By(role.Depository).
			Doc("Publishes what a unit of an instrument is worth at the end of a day.")
	RecordPenalty = protocol.Submit[PenaltyRequest, Penalty]("securities:RecordPenalty").By(role.Depository).
			Doc("Records what the side that failed on a day owes the other.")
	WaivePenalty = protocol.Submit[WaiveRequest, Penalty]("securities:WaivePenalty").By(role.Depository).
			Doc("Waives a penalty, as another person than who recorded it.")
	RedistributePenalties = protocol.Submit[RedistributeRequest, Redistribution]("securities:RedistributePenalties").By(role.Depository).
				Doc("Collects penalties of past months and pays them to those who suffered the fails.")
	GetDiscipline = protocol.Evaluate[CurrencyKey, Discipline]("securities:Discipline").By(role.Anyone).
			Doc("Answers what failing to settle costs in a currency.")
	GetPrice = protocol.Evaluate[ClosingPriceKey, ClosingPrice]("securities:Price").By(role.Anyone).
			Doc("Answers the closing price of an instrument on a day.")
	GetPenalty = protocol.Evaluate[PenaltyKey, Penalty]("securities:Penalty").By(role.Anyone).
			Doc("Answers a penalty.")
	Fails = protocol.Evaluate[FailsRequest, protocol.Page[Fail]]("securities:Fails").By(role.Anyone).
		Doc("Lists the obligations that failed on a day that is over.")
	Penalties = protocol.Evaluate[PenaltiesRequest, protocol.Page[Penalty]]("securities:Penalties").By(role.Anyone).
			Doc("Lists the penalties that a cash account has to pay.")
)

// Batches.
var (
	OpenBatch = protocol.Submit[OpenBatchRequest, Batch]("securities:OpenBatch").By(role.Depository).
			Doc("Opens a batch of obligations that settle together: gross, linked or net.")
	JoinBatch = protocol.Submit[JoinRequest, Instruction]("securities:JoinBatch").By(role.Custodian).
			Doc("Puts one side of an obligation into a batch, or takes it out.")
	ComputeBatch = protocol.Submit[ComputeRequest, Batch]("securities:ComputeBatch").By(role.Depository).
			Doc("Fixes a batch's members, and what has to be set aside for them.")
	FundBatch = protocol.Submit[FundRequest, Funding]("securities:FundBatch").By(role.Custodian).
			Doc("Sets aside what a batch needs of an account.")
	VerifyBatch = protocol.Submit[BatchID, Batch]("securities:VerifyBatch").By(role.Depository).
			Doc("Finds that all that a batch needs is set aside: it is irrevocable from here on.")
	SettleBatch = protocol.Submit[BatchID, Batch]("securities:SettleBatch").By(role.Depository).
			Doc("Settles a batch, all members or none, in one transaction.")
	RejectBatch = protocol.Submit[BatchID, Batch]("securities:RejectBatch").By(role.Depository, role.Custodian).
			Doc("Ends a batch that is not verified, or whose last day is over.")
	ReturnFunding = protocol.Submit[FundingKey, Funding]("securities:ReturnFunding").By(role.Custodian).
			Doc("Gives back what was set aside for a batch that was rejected.")
	SuggestBatch = protocol.Evaluate[SuggestBatchRequest, SuggestedBatch]("securities:SuggestBatch").By(role.Depository).
			Doc("Finds obligations that can settle together with what everybody has free.")
	GetBatch = protocol.Evaluate[BatchID, Batch]("securities:Batch").By(role.Anyone).
			Doc("Answers a batch: its members, and what they need.")
	GetFunding = protocol.Evaluate[FundingKey, Funding]("securities:Funding").By(role.Anyone).
			Doc("Answers what an account has set aside for a batch.")
)

// settlementEndpoints are the transactions of this part, and settlementEntries those that settle through cash.
var (
	settlementEndpoints = []protocol.Endpoint{
		Instruct, CorrectInstruction, HoldInstruction, ReleaseInstruction, AllocateInstruction, ReclaimInstruction, CancelInstruction,
		SettleInstruction, FreeHold, GetInstruction, GetObligation, Obligations, Instructions,
		SetDiscipline, PublishPrice, RecordPenalty, WaivePenalty, RedistributePenalties, GetDiscipline, GetPrice, GetPenalty, Fails, Penalties,
		OpenBatch, JoinBatch, ComputeBatch, FundBatch, VerifyBatch, SettleBatch, RejectBatch, ReturnFunding, SuggestBatch, GetBatch, GetFunding,
	}
	settlementEntries = []protocol.Endpoint{SettleInstruction, FreeHold, RedistributePenalties, SettleBatch, ReturnFunding}
)

// InstructionsRequest asks for the instructions of an account.
type InstructionsRequest struct {
	protocol.PageRequest
	Account AccountID `json:"account" help:"the account"`
}

// Validate refuses malformed members.
func (r InstructionsRequest) Validate() error {
	return errors.Join(r.Account.Validate(), r.PageRequest.Validate())
}

// PenaltiesRequest asks for the penalties that a cash account has to pay.
type PenaltiesRequest struct {
	protocol.PageRequest
	Payer cash.AccountID `json:"payer" help:"cash account that pays"`
}

// Validate refuses malformed members.
func (r PenaltiesRequest) Validate() error {
	return errors.Join(r.Payer.Validate(), r.PageRequest.Validate())
}
