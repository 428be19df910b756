// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain/score"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

// Module is the name of this chaincode, by which cash knows it.
const Module = "supplychain"

// Frames: programmes and lines.
var (
	Open = protocol.Submit[ProgrammeTerms, Programme]("supplychain:OpenProgramme").By(role.AnchorBuyer).
		Doc("Opens a programme of the caller's firm, under terms that never change.")
	Close = protocol.Submit[ProgrammeID, Programme]("supplychain:CloseProgramme").By(role.AnchorBuyer).
		Doc("Ends new business of a programme.")
	SetLine = protocol.Submit[LineRequest, Line]("supplychain:SetLine").By(role.Financier).
		Doc("Grants a credit line on an anchor or a supplier, or changes its limit and last date.")
	RollDate = protocol.RollBusinessDate("supplychain")
)

// Trade: order, receipt, invoice, undertaking.
var (
	PlaceOrder = protocol.Submit[OrderRequest, Order]("supplychain:PlaceOrder").By(role.AnchorBuyer).
			Doc("Places a purchase order under one of the caller's programmes.")
	ReceiveGoods = protocol.Submit[ReceiptRequest, Receipt]("supplychain:ReceiveGoods").By(role.AnchorBuyer).
			Doc("Confirms what arrived of an order.")
	SubmitInvoice = protocol.Submit[InvoiceRequest, Invoice]("supplychain:SubmitInvoice").By(role.Supplier).
			Doc("Submits an invoice and matches it with order and receipts, all invoices of the order together.")
	CorrectInvoice = protocol.Submit[InvoiceRequest, Invoice]("supplychain:CorrectInvoice").By(role.Supplier).
			Doc("Replaces an invoice that did not match.")
	ProposeVariance = protocol.Submit[InvoiceID, Invoice]("supplychain:ProposeVariance").By(role.AnchorBuyer).
			Doc("Proposes to accept an invoice that did not match.")
	ConfirmVariance = protocol.Submit[InvoiceStep, Invoice]("supplychain:ConfirmVariance").By(role.AnchorBuyer).
			Doc("Accepts, as another person, an invoice that did not match.")
	EndInvoice = protocol.Submit[InvoiceStep, Invoice]("supplychain:EndInvoice").By(role.AnchorBuyer, role.Supplier).
			Doc("Rejects an invoice, as its buyer, or cancels it, as its supplier.")
	ProposeUndertaking = protocol.Submit[UndertakingRequest, Undertaking]("supplychain:ProposeUndertaking").By(role.AnchorBuyer).
				Doc("Proposes to undertake a matched invoice.")
	IssueUndertaking = protocol.Submit[UndertakingID, Undertaking]("supplychain:IssueUndertaking").By(role.AnchorBuyer).
				Doc("Issues, as another person, a proposed undertaking.")
	WithdrawUndertaking = protocol.Submit[UndertakingID, Undertaking]("supplychain:WithdrawUndertaking").By(role.AnchorBuyer).
				Doc("Takes an undertaking back that its payee did not take up.")
	TakeUp = protocol.Submit[TakeUpRequest, Undertaking]("supplychain:TakeUp").By(role.Supplier).
		Doc("Takes an issued undertaking up, which makes it irrevocable.")
	LapseUndertaking = protocol.Submit[UndertakingID, Undertaking]("supplychain:LapseUndertaking").By(role.Anyone).
				Doc("Ends an undertaking whose conditions were not met by the longstop.")
)

// Paper: slices and their way from hand to hand.
var (
	SplitSlice = protocol.Submit[SplitRequest, Pieces]("supplychain:SplitSlice").By(role.Anyone).
			Doc("Cuts one of the caller's slices.")
	MergeSlices = protocol.Submit[MergeRequest, Slice]("supplychain:MergeSlices").By(role.Anyone).
			Doc("Joins neighbouring slices of the caller.")
	OfferSlice = protocol.Submit[OfferRequest, Slice]("supplychain:OfferSlice").By(role.Anyone).
			Doc("Offers one of the caller's slices, or a part, to somebody.")
	AcceptSlice = protocol.Submit[AcceptRequest, Slice]("supplychain:AcceptSlice").By(role.Anyone).
			Doc("Takes an offered slice over.")
	DeclineSlice = protocol.Submit[SliceKey, Slice]("supplychain:DeclineSlice").By(role.Anyone).
			Doc("Ends an offer: as transferee, as holder, or as anybody after its last date.")
	FreezeSlice = protocol.Submit[FreezeRequest, Slice]("supplychain:FreezeSlice").By(role.Regulator).
			Doc("Freezes units of a slice under an arbiter's order.")
	UnfreezeSlice = protocol.Submit[UnfreezeRequest, Slice]("supplychain:UnfreezeSlice").By(role.Regulator).
			Doc("Ends the freeze of a slice.")
)

// The register of invoices.
var (
	OpenEpoch = protocol.Submit[EpochRequest, Epoch]("supplychain:OpenEpoch").By(role.RegisterKeeper).
			Doc("Begins the next epoch of the register's keys.")
	KeepRing = protocol.Submit[RingRequest, RingReceipt]("supplychain:KeepRing").By(role.RegisterKeeper).InOwnCollection().
			Doc("Keeps the register's keys in the caller's own collection.")
	PrintInvoice = protocol.Evaluate[InvoiceID, Prints]("supplychain:PrintInvoice").By(role.RegisterKeeper).
			Doc("Computes an invoice's tokens at a peer that keeps the register's keys.")
	RegisterInvoice = protocol.Submit[RegisterRequest, Registration]("supplychain:RegisterInvoice").By(role.RegisterKeeper).
			Doc("Enters an invoice into the register, unless it is one that was financed.")
	ApproveInvoice = protocol.Submit[InvoiceID, Registration]("supplychain:ApproveInvoice").By(role.RegisterKeeper).
			Doc("Finds, as another person, that an invoice is no duplicate although it looks like one.")
)

// Financing.
var (
	RequestFinance = protocol.Submit[FinanceRequest, Deal]("supplychain:RequestFinance").By(role.Anyone).
			Doc("Asks for money on units of one of the caller's slices, and locks them.")
	QuoteDeal = protocol.Submit[QuoteRequest, QuoteReceipt]("supplychain:QuoteDeal").By(role.Financier, role.AnchorBuyer).InOwnCollection().
			Doc("Leaves a quote for a deal in the caller's own collection.")
	AgreeDeal = protocol.Submit[AgreeRequest, Deal]("supplychain:AgreeDeal").By(role.Anyone).
			Doc("Accepts a quote, which reserves the financier's lines.")
	FundDeal = protocol.Submit[FundRequest, Deal]("supplychain:FundDeal").By(role.Anyone).
			Doc("Pays the financier's hold to the seller and makes the financier the holder, in one transaction.")
	UnwindDeal = protocol.Submit[DealID, Deal]("supplychain:UnwindDeal").By(role.Anyone).
			Doc("Ends a deal that was not agreed, or not funded in time.")
	OfferDeal = protocol.Submit[ResaleRequest, Deal]("supplychain:OfferDeal").By(role.Financier).
			Doc("Offers a funded deal of the caller to another financier.")
	BuyDeal = protocol.Submit[PurchaseRequest, Deal]("supplychain:BuyDeal").By(role.Financier).
		Doc("Buys an offered deal: money against paper, claims and recourse, in one transaction.")
	DeclineDeal = protocol.Submit[DealID, Deal]("supplychain:DeclineDeal").By(role.Anyone).
			Doc("Ends an offer of a deal: as its financier, as who may buy it, or as anybody after its last date.")
)

// Auctions of the discount.
var (
	OpenSale = protocol.Submit[SaleRequest, Sale]("supplychain:OpenSale").By(role.Anyone).
			Doc("Offers units of one of the caller's slices to the cheapest of sealed bids.")
	CommitBid = protocol.Submit[CommitRequest, Sale]("supplychain:CommitBid").By(role.Financier).
			Doc("Commits to a sealed bid.")
	RevealBid = protocol.Submit[RevealRequest, Sale]("supplychain:RevealBid").By(role.Financier).
			Doc("Reveals the caller's bid to endorsers, who check it.")
	AwardSale = protocol.Submit[AwardRequest, Sale]("supplychain:AwardSale").By(role.Anyone).
			Doc("Ends an auction: the cheapest bid that has the limit gets the deal.")
	CancelSale = protocol.Submit[DealID, Sale]("supplychain:CancelSale").By(role.Anyone).
			Doc("Ends an auction to which nobody committed.")
	SettleDeposits = protocol.Submit[DepositsRequest, Sale]("supplychain:SettleDeposits").By(role.Anyone).
			Doc("After an auction, pays deposits of bidders that did not reveal to the seller, and gives the others back.")
	GetSale = protocol.Evaluate[DealID, Sale]("supplychain:Sale").By(role.Anyone).
		Doc("Answers an auction: commitments, and who revealed.")
)

// Goods: events, traces, and conditions that they fulfil.
var (
	RecordGoods = protocol.Submit[EventRequest, trace.Record]("supplychain:RecordEvent").By(role.Anyone).
			Doc("Records an event of goods by its hash, in the name of the caller's firm.")
	FulfilUndertaking = protocol.Submit[UndertakingID, Undertaking]("supplychain:FulfilUndertaking").By(role.Anyone).
				Doc("Strikes out the conditions of an undertaking that recorded events meet.")
	GetEvent = protocol.Evaluate[trace.Hash, trace.Record]("supplychain:Event").By(role.Anyone).
			Doc("Answers the record of an event.")
	TraceForwards = protocol.Evaluate[TraceRequest, trace.Trace]("supplychain:TraceForwards").By(role.Anyone).
			Doc("Finds what became of goods, through transformations and containers.")
	TraceBackwards = protocol.Evaluate[TraceRequest, trace.Trace]("supplychain:TraceBackwards").By(role.Anyone).
			Doc("Finds what goods were made of, through transformations and containers.")
)

// Assessments.
var (
	DiscloseScore = protocol.Submit[DisclosureRequest, Disclosure]("supplychain:DiscloseScore").By(role.Anyone).
			Doc("Lets somebody see the caller's assessment.")
	AssessFirm = protocol.Evaluate[AssessRequest, score.Assessment]("supplychain:AssessFirm").By(role.Anyone).
			Doc("Assesses how a party pays, from the ledger's records, which it lists; with the party's leave.")
	VerifyScore = protocol.Evaluate[ShownScore, score.Assessment]("supplychain:VerifyScore").By(role.Anyone).
			Doc("Tells whether an assessment that its party shows is recent and what the ledger's records give.")
)

// Maturity.
var (
	Collect = protocol.Submit[CollectRequest, Collection]("supplychain:Collect").By(role.Anyone).
		Doc("Takes a payment of the obligor on an undertaking.")
	Distribute = protocol.Submit[DistributeRequest, Distribution]("supplychain:Distribute").By(role.Anyone).
			Doc("Pays slices what came in for them.")
	DeclareDefault = protocol.Submit[UndertakingID, Discharge]("supplychain:DeclareDefault").By(role.Anyone).
			Doc("Records that an obligor did not pay in time.")
)

// What may go wrong: disputes, recourse, guarantees, losses.
var (
	RaiseDispute = protocol.Submit[DisputeRequest, Dispute]("supplychain:RaiseDispute").By(role.AnchorBuyer).
			Doc("Disputes units of the caller's undertaking, which are then not paid before it is decided.")
	ProveDispute = protocol.Submit[EvidenceRequest, Dispute]("supplychain:ProveDispute").By(role.AnchorBuyer).
			Doc("Sends the hash of what the caller's dispute relies on.")
	ConcedeDispute = protocol.Submit[DisputeID, Dispute]("supplychain:ConcedeDispute").By(role.AnchorBuyer, role.Supplier).
			Doc("Gives in: as supplier, which credits the units, or as obligor.")
	DecideDispute = protocol.Submit[DecideRequest, Dispute]("supplychain:DecideDispute").By(role.Regulator).
			Doc("Decides a dispute on its evidence.")
	LapseDispute = protocol.Submit[DisputeID, Dispute]("supplychain:LapseDispute").By(role.Anyone).
			Doc("Ends a dispute for which no evidence came in time.")
	PayArrears = protocol.Submit[ArrearsRequest, Dispute]("supplychain:PayArrears").By(role.Anyone).
			Doc("Takes from the obligor what it withheld without right.")
	IssueCreditNote = protocol.Submit[CreditRequest, Slice]("supplychain:IssueCreditNote").By(role.Supplier).
			Doc("Gives up units of an undertaking that the caller, its first payee, still holds.")
	CallRecourse = protocol.Submit[RecourseRequest, Deal]("supplychain:CallRecourse").By(role.Financier).
			Doc("Claims from the seller of a deal what the obligor did not pay, what was diluted, or everything for its own breach.")
	DecideRecourse = protocol.Submit[FindingRequest, Deal]("supplychain:DecideRecourse").By(role.Regulator).
			Doc("Decides whether the seller of a deal broke its warranties or deceived the financier.")
	Repurchase = protocol.Submit[RepurchaseRequest, Deal]("supplychain:Repurchase").By(role.Anyone).
			Doc("Pays a recourse claim, as the seller, or repays a loan; unpaid paper comes back.")
	AwardCosts = protocol.Submit[CostsRequest, Deal]("supplychain:AwardCosts").By(role.Regulator).
			Doc("Awards costs of enforcement, which rank before all other claims on a deal.")
	WriteOff = protocol.Submit[DealID, Deal]("supplychain:WriteOff").By(role.Financier).
			Doc("Writes off what is still owed on a deal.")
	GiveGuarantee = protocol.Submit[GuaranteeRequest, Guarantee]("supplychain:GiveGuarantee").By(role.Insurer, role.Financier).
			Doc("Guarantees the obligor of an undertaking to whoever financed it.")
	CallGuarantee = protocol.Submit[GuaranteeCall, Guarantee]("supplychain:CallGuarantee").By(role.Financier).
			Doc("Has a guarantor pay what the obligor of a deal did not.")
)

// Questions.
var (
	GetDispute = protocol.Evaluate[DisputeID, Dispute]("supplychain:Dispute").By(role.Anyone).
			Doc("Answers a dispute.")
	GetGuarantee = protocol.Evaluate[GuaranteeKey, Guarantee]("supplychain:Guarantee").By(role.Anyone).
			Doc("Answers a guarantee of an undertaking.")
	ListGuarantees = protocol.Evaluate[SlicesRequest, protocol.Page[Guarantee]]("supplychain:Guarantees").By(role.Anyone).
			Doc("Lists the guarantees of an undertaking.")
	GetProgramme = protocol.Evaluate[ProgrammeID, Programme]("supplychain:Programme").By(role.Anyone).
			Doc("Answers a programme.")
	GetLine = protocol.Evaluate[LineKey, LineStanding]("supplychain:Line").By(role.Anyone).
		Doc("Answers a credit line and what of it is used.")
	GetOrder = protocol.Evaluate[OrderID, Order]("supplychain:Order").By(role.Anyone).
			Doc("Answers a purchase order with the seal of its book.")
	GetInvoice = protocol.Evaluate[InvoiceID, Invoice]("supplychain:Invoice").By(role.Anyone).
			Doc("Answers an invoice.")
	GetRegistration = protocol.Evaluate[InvoiceID, Registration]("supplychain:Registration").By(role.Anyone).
			Doc("Answers how an invoice stands in the register.")
	GetUndertaking = protocol.Evaluate[UndertakingID, Undertaking]("supplychain:Undertaking").By(role.Anyone).
			Doc("Answers an undertaking.")
	Undertakings = protocol.Evaluate[protocol.PageRequest, protocol.Page[Undertaking]]("supplychain:Undertakings").By(role.Anyone).
			Doc("Lists undertakings.")
	Programmes = protocol.Evaluate[protocol.PageRequest, protocol.Page[Programme]]("supplychain:Programmes").By(role.Anyone).
			Doc("Lists programmes.")
	Deals = protocol.Evaluate[SlicesRequest, protocol.Page[Deal]]("supplychain:Deals").By(role.Anyone).
		Doc("Lists the deals on an undertaking.")
	UndertakingsByObligor = protocol.Evaluate[FirmPage, protocol.Page[Undertaking]]("supplychain:UndertakingsByObligor").By(role.Anyone).
				Doc("Lists the undertakings of an obligor.")
	GetRollforward = protocol.Evaluate[RollforwardRequest, Rollforward]("supplychain:Rollforward").By(role.Anyone).
			Doc("Answers how what an obligor owes changed: opening, confirmed, paid, fallen away, closing.")
	GetDischarge = protocol.Evaluate[UndertakingID, Discharge]("supplychain:Discharge").By(role.Anyone).
			Doc("Answers how far an undertaking is paid.")
	GetSlice = protocol.Evaluate[SliceKey, Slice]("supplychain:Slice").By(role.Anyone).
			Doc("Answers a slice.")
	Slices = protocol.Evaluate[SlicesRequest, protocol.Page[Slice]]("supplychain:Slices").By(role.Anyone).
		Doc("Lists the slices of an undertaking, in the order of their units.")
	SlicesByHolder = protocol.Evaluate[FirmPage, protocol.Page[Slice]]("supplychain:SlicesByHolder").By(role.Anyone).
			Doc("Lists the slices of a holder.")
	GetDeal = protocol.Evaluate[DealID, Deal]("supplychain:Deal").By(role.Anyone).
		Doc("Answers a deal.")
	ReadQuote = protocol.Evaluate[DealID, Quote]("supplychain:Quote").By(role.Financier, role.AnchorBuyer).
			Doc("Answers the quote that the caller's member left for a deal; ask the member's own peer.")
	PriceDeal = protocol.Evaluate[PriceRequest, Price]("supplychain:PriceDeal").By(role.Anyone).
			Doc("Tells what an agreed deal pays out on a date.")
	Collections = protocol.Evaluate[SlicesRequest, protocol.Page[Collection]]("supplychain:Collections").By(role.Anyone).
			Doc("Lists the payments on an undertaking.")
	Distributions = protocol.Evaluate[SlicesRequest, protocol.Page[Distribution]]("supplychain:Distributions").By(role.Anyone).
			Doc("Lists what was paid out on an undertaking.")
	Today = protocol.CurrentBusinessDate("supplychain")
)

// Pieces are slices.
type Pieces struct {
	Slices []Slice `json:"slices"`
}

// EntryPoints are the functions in which a settlement through cash begins, for the resolution that registers this
// chaincode there.
func EntryPoints() []string {
	return []string{
		FundDeal.Function(), BuyDeal.Function(), SettleDeposits.Function(), Collect.Function(), Distribute.Function(),
		PayArrears.Function(), Repurchase.Function(), CallGuarantee.Function(),
	}
}

// Endpoints lists every transaction of this chaincode.
func Endpoints() []protocol.Endpoint {
	return []protocol.Endpoint{
		Open, Close, SetLine, RollDate,
		PlaceOrder, ReceiveGoods, SubmitInvoice, CorrectInvoice, ProposeVariance, ConfirmVariance, EndInvoice,
		ProposeUndertaking, IssueUndertaking, WithdrawUndertaking, TakeUp, LapseUndertaking,
		SplitSlice, MergeSlices, OfferSlice, AcceptSlice, DeclineSlice, FreezeSlice, UnfreezeSlice,
		OpenEpoch, KeepRing, PrintInvoice, RegisterInvoice, ApproveInvoice,
		RequestFinance, QuoteDeal, AgreeDeal, FundDeal, UnwindDeal, OfferDeal, BuyDeal, DeclineDeal,
		OpenSale, CommitBid, RevealBid, AwardSale, CancelSale, SettleDeposits, GetSale,
		RecordGoods, FulfilUndertaking, GetEvent, TraceForwards, TraceBackwards, DiscloseScore, AssessFirm, VerifyScore,
		Collect, Distribute, DeclareDefault,
		RaiseDispute, ProveDispute, ConcedeDispute, DecideDispute, LapseDispute, PayArrears, IssueCreditNote,
		CallRecourse, DecideRecourse, Repurchase, AwardCosts, WriteOff, GiveGuarantee, CallGuarantee, GetDispute, GetGuarantee, ListGuarantees,
		GetProgramme, GetLine, GetOrder, GetInvoice, GetRegistration, GetUndertaking, UndertakingsByObligor, GetRollforward, GetDischarge,
		Undertakings, Programmes, Deals,
		GetSlice, Slices, SlicesByHolder, GetDeal, ReadQuote, PriceDeal, Collections, Distributions, Today,
	}
}
