// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Placing a treaty.
var (
	OpenProgrammeOf = protocol.Submit[ProgrammeTerms, Programme]("insurance:OpenProgramme").By(role.Insurer, role.Reinsurer).
			Doc("Opens a programme that protects lines of business of the caller's firm for a period.")
	DraftTreaty = protocol.Submit[SlipTerms, Slip]("insurance:DraftSlip").By(role.Insurer, role.Reinsurer).
			Doc("Drafts a treaty of the caller's programme, or replaces the terms of a draft.")
	QuoteTreaty = protocol.Submit[TreatyQuoteRequest, TreatyQuoteReceipt]("insurance:QuoteTreaty").By(role.Reinsurer, role.Insurer).InOwnCollection().
			Doc("Leaves a quote for a treaty in the caller's own collection.")
	TakeQuote = protocol.Submit[TakeQuoteRequest, Slip]("insurance:TakeQuote").By(role.Insurer, role.Reinsurer).
			Doc("Takes a reinsurer's quote, which makes it the lead.")
	OrderTreaty = protocol.Submit[TreatyID, Slip]("insurance:OrderFirm").By(role.Insurer, role.Reinsurer).
			Doc("Orders, as another person of the cedent, at the quoted terms.")
	WriteLine = protocol.Submit[LineRequest, WrittenLine]("insurance:WriteLine").By(role.Reinsurer, role.Insurer).
			Doc("Writes a line of the caller's firm on a firm order.")
	CloseLines = protocol.Submit[LinesRequest, Slip]("insurance:CloseLines").By(role.Insurer, role.Reinsurer).
			Doc("Ends the writing of lines with those that the cedent takes.")
	SignDown = protocol.Submit[TreatyID, Slip]("insurance:SignDown").By(role.Insurer, role.Reinsurer).
			Doc("Scales written lines to the order, exactly.")
	ConfirmLine = protocol.Submit[TreatyID, WrittenLine]("insurance:ConfirmLine").By(role.Reinsurer, role.Insurer).
			Doc("Confirms, as another person of the reinsurer, its signed line.")
	BindTreaty = protocol.Submit[TreatyID, Treaty]("insurance:BindTreaty").By(role.Insurer, role.Reinsurer).
			Doc("Binds a treaty of which every line is confirmed: from here on no change without all of them.")
	WithdrawSlip = protocol.Submit[TreatyID, Slip]("insurance:WithdrawSlip").By(role.Insurer, role.Reinsurer).
			Doc("Ends a placement that is not bound.")
)

// Changing a treaty.
var (
	ProposeEndorsement = protocol.Submit[EndorsementRequest, Endorsement]("insurance:ProposeEndorsement").By(role.Insurer, role.Reinsurer).
				Doc("Proposes to amend a treaty, to adjust its premium, to commute it, or to close it when nothing of it is left.")
	ConsentEndorsement = protocol.Submit[EndorsementID, Endorsement]("insurance:ConsentEndorsement").By(role.Insurer, role.Reinsurer).
				Doc("Agrees to a proposed endorsement, as cedent or participant.")
	DropEndorsement = protocol.Submit[EndorsementID, Endorsement]("insurance:DropEndorsement").By(role.Insurer, role.Reinsurer).
			Doc("Takes a proposed endorsement back.")
	ApplyEndorsement = protocol.Submit[EndorsementID, Treaty]("insurance:ApplyEndorsement").By(role.Insurer, role.Reinsurer).
				Doc("Carries out an endorsement to which everybody agreed; a commutation is paid in the same transaction.")
	ChangeTreatyPurse = protocol.Submit[TreatyPurseRequest, Treaty]("insurance:ChangeTreatyPurse").By(role.Insurer, role.Reinsurer).
				Doc("Changes through which account the caller's side of a treaty receives and pays.")
)

// Losses.
var (
	DeclareEvent = protocol.Submit[LossEventRequest, LossEvent]("insurance:DeclareLossEvent").By(role.Insurer, role.Reinsurer).
			Doc("Declares an event within the hours clause of the caller's programme.")
	AssignLosses = protocol.Submit[AssignRequest, LossEvent]("insurance:AssignLosses").By(role.Insurer, role.Reinsurer).
			Doc("Says that losses are of an event.")
	CedeBatch = protocol.Submit[CedeRequest, Book]("insurance:CedeBatch").By(role.Anyone).
			Doc("Folds movements of claims into a programme and posts by how much recoveries changed.")
	CedePremiums = protocol.Submit[CedePremiumRequest, Book]("insurance:CedePremiums").By(role.Anyone).
			Doc("Computes what proportional treaties get of the premiums of policies and posts the differences.")
	NotifyBordereau = protocol.Submit[BordereauKey, Bordereau]("insurance:NotifyBordereau").By(role.Insurer, role.Reinsurer).
			Doc("Tells reinsurers of a bordereau, as a side of the treaty, which opens the days of review.")
	AgreeBordereau = protocol.Submit[BordereauKey, Bordereau]("insurance:AgreeBordereau").By(role.Reinsurer, role.Insurer).
			Doc("Agrees to a bordereau, as a participant.")
	QueryBordereau = protocol.Submit[QueryRequest, Bordereau]("insurance:QueryBordereau").By(role.Reinsurer, role.Insurer).
			Doc("Asks about a bordereau, as a participant.")
	AnswerQuery = protocol.Submit[AnswerRequest, Bordereau]("insurance:AnswerQuery").By(role.Insurer, role.Reinsurer).
			Doc("Answers a participant's query.")
	DisputeAnswer = protocol.Submit[DisputeRequest, Bordereau]("insurance:DisputeAnswer").By(role.Reinsurer, role.Insurer).
			Doc("Does not accept the answer to a query, as the participant that asked.")
	SettleQuery = protocol.Submit[FindingRequest, Bordereau]("insurance:SettleQuery").By(role.Insurer, role.Reinsurer).
			Doc("Says what is right about a query, as cedent or as the participant that asked; it counts when both say the same.")
	ArbitrateQuery = protocol.Submit[FindingRequest, Bordereau]("insurance:ArbitrateQuery").By(role.Regulator).
			Doc("Decides a query that is open or disputed, as arbiter.")
)

// Questions about treaties and cessions.
var (
	GetProgramme = protocol.Evaluate[ProgrammeID, Programme]("insurance:Programme").By(role.Anyone).
			Doc("Answers a programme.")
	Programmes = protocol.Evaluate[InsurerPage, protocol.Page[Programme]]("insurance:Programmes").By(role.Anyone).
			Doc("Lists the programmes of a cedent.")
	GetCededClass = protocol.Evaluate[CededClassKey, CededClass]("insurance:CededClass").By(role.Anyone).
			Doc("Answers which programmes protect a line of business, and when.")
	GetSlip = protocol.Evaluate[TreatyID, Slip]("insurance:Slip").By(role.Anyone).
		Doc("Answers a treaty on its way to being bound.")
	Slips = protocol.Evaluate[ProgrammePage, protocol.Page[Slip]]("insurance:Slips").By(role.Anyone).
		Doc("Lists the slips of a programme.")
	ReadTreatyQuote = protocol.Evaluate[TreatyID, TreatyQuote]("insurance:TreatyQuote").By(role.Reinsurer, role.Insurer).
			Doc("Answers the quote that the caller's own firm left for a treaty.")
	WrittenLines = protocol.Evaluate[TreatyPage, protocol.Page[WrittenLine]]("insurance:WrittenLines").By(role.Anyone).
			Doc("Lists the lines written on a treaty.")
	LinesOf = protocol.Evaluate[InsurerPage, protocol.Page[WrittenLine]]("insurance:LinesOf").By(role.Anyone).
		Doc("Lists the lines that a reinsurer wrote.")
	GetTreaty = protocol.Evaluate[TreatyID, Treaty]("insurance:Treaty").By(role.Anyone).
			Doc("Answers a bound treaty.")
	GetTreatySeals = protocol.Evaluate[TreatyID, TreatySeals]("insurance:TreatySeals").By(role.Anyone).
			Doc("Tells of each member that has to agree to a treaty whether the copy in its own collection is the treaty.")
	Treaties = protocol.Evaluate[ProgrammePage, protocol.Page[Treaty]]("insurance:Treaties").By(role.Anyone).
			Doc("Lists the bound treaties of a programme.")
	GetEndorsement = protocol.Evaluate[EndorsementID, Endorsement]("insurance:Endorsement").By(role.Anyone).
			Doc("Answers an endorsement.")
	GetLossEvent = protocol.Evaluate[EventID, LossEvent]("insurance:LossEvent").By(role.Anyone).
			Doc("Answers an event.")
	CessionsWaiting = protocol.Evaluate[InsurerPage, protocol.Page[CessionDue]]("insurance:CessionsWaiting").By(role.Anyone).
			Doc("Lists movements of an insurer's claims that wait to be ceded.")
	BookPages = protocol.Evaluate[ProgrammePage, protocol.Page[Page]]("insurance:BookPages").By(role.Anyone).
			Doc("Lists the losses of a programme, with what is ceded of each.")
	GetBook = protocol.Evaluate[ProgrammeID, Book]("insurance:Book").By(role.Anyone).
		Doc("Answers what was posted to the treaties of a programme.")
	GetClaimCession = protocol.Evaluate[PlaceKey, ClaimCession]("insurance:ClaimCession").By(role.Anyone).
			Doc("Answers what of a claim is ceded to which treaty, and what is retained.")
	GetCededPolicy = protocol.Evaluate[CededPolicyKey, CededPolicy]("insurance:CededPolicy").By(role.Anyone).
			Doc("Answers what of a policy's premium is ceded to which treaty.")
	GetBordereau = protocol.Evaluate[BordereauKey, Bordereau]("insurance:Bordereau").By(role.Anyone).
			Doc("Answers a bordereau.")
	Bordereaux = protocol.Evaluate[TreatyPage, protocol.Page[Bordereau]]("insurance:Bordereaux").By(role.Anyone).
			Doc("Lists the bordereaux of a treaty.")
)

// treatyEndpoints are the transactions about treaties of reinsurance and cessions.
var treatyEndpoints = []protocol.Endpoint{
	OpenProgrammeOf, DraftTreaty, QuoteTreaty, TakeQuote, OrderTreaty, WriteLine, CloseLines, SignDown, ConfirmLine, BindTreaty, WithdrawSlip,
	ProposeEndorsement, ConsentEndorsement, DropEndorsement, ApplyEndorsement, ChangeTreatyPurse,
	DeclareEvent, AssignLosses, CedeBatch, CedePremiums, NotifyBordereau, AgreeBordereau, QueryBordereau, AnswerQuery,
	DisputeAnswer, SettleQuery, ArbitrateQuery,
	GetProgramme, Programmes, GetCededClass, GetSlip, Slips, ReadTreatyQuote, WrittenLines, LinesOf, GetTreaty, GetTreatySeals, Treaties, GetEndorsement,
	GetLossEvent, CessionsWaiting, BookPages, GetBook, GetClaimCession, GetCededPolicy, GetBordereau, Bordereaux,
}

// treatySettles are those of them in which a settlement through cash begins.
var treatySettles = []protocol.Endpoint{ApplyEndorsement}
