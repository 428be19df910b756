// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Government and supervision.
var (
	SetCurrency = protocol.Submit[CurrencyRequest, Currency]("cash:SetCurrency").By(role.Governor).Resolved().
			Doc("Sets the terms of a currency.")
	RegisterModule = protocol.Submit[ModuleRequest, Module]("cash:RegisterModule").By(role.Governor).Resolved().
			Doc("Lets a chaincode settle through cash, within limits.")
	PauseModule = protocol.Submit[PauseRequest, Module]("cash:PauseModule").By(role.Governor).Resolved().
			Doc("Stops a chaincode from settling through cash.")
	ResumeModule = protocol.Submit[PauseRequest, Module]("cash:ResumeModule").By(role.Governor).Resolved().
			Doc("Lets a paused chaincode settle again.")
	AssignBankCode = protocol.Submit[BankCodeRequest, BankCode]("cash:AssignBankCode").By(role.Governor).Resolved().
			Doc("Lets a bank open accounts whose IBANs begin with its bank code.")
	FreezeAccount = protocol.Submit[FreezeRequest, Account]("cash:FreezeAccount").By(role.Regulator).
			Doc("Closes the debit side, the credit side or both sides of an account.")
	UnfreezeAccount = protocol.Submit[AccountID, Account]("cash:UnfreezeAccount").By(role.Regulator).
			Doc("Opens both sides of an account.")
	FreezeParty = protocol.Submit[parties.FreezeRequest, PartyFreeze]("cash:FreezeParty").By(role.Regulator).
			Doc("Freezes a party's money here and the party in the registry, in one transaction.")
	UnfreezeParty = protocol.Submit[parties.FreezeRequest, PartyFreeze]("cash:UnfreezeParty").By(role.Regulator).
			Doc("Ends a party's freeze here and in the registry.")
	RollDate = protocol.RollBusinessDate("cash")
)

// Accounts, and the money that banks issue.
var (
	OpenAccount = protocol.Submit[OpenRequest, Account]("cash:OpenAccount").By(role.AccountServicer).
			Doc("Opens an account at the caller's bank for a party or a module.")
	OpenAccounts = protocol.Submit[OpenManyRequest, Opened]("cash:OpenAccounts").By(role.AccountServicer).
			Doc("Opens up to 500 accounts at the caller's bank, all or none.")
	MarkHighVolume = protocol.Submit[HighVolumeRequest, Account]("cash:MarkHighVolume").By(role.AccountServicer).
			Doc("Spreads an account over stripes, so that many payments may use it at once.")
	ConsolidateCredits = protocol.Submit[ConsolidateRequest, Consolidation]("cash:Consolidate").By(role.Anyone).
				Doc("Moves named credits of a high-volume account onto its stripes.")
	AttestReserve = protocol.Submit[AttestRequest, Reserve]("cash:AttestReserve").By(role.ReserveAttester).
			Doc("States the reserve behind another bank's deposits.")
	RequestMint = protocol.Submit[MintRequest, Mint]("cash:RequestMint").By(role.AccountServicer).
			Doc("Asks for new money on an account of the caller's bank.")
	ApproveMint = protocol.Submit[MintID, Mint]("cash:ApproveMint").By(role.AccountServicer).
			Doc("Issues the money that another person of the bank asked for.")
	RejectMint = protocol.Submit[MintID, Mint]("cash:RejectMint").By(role.AccountServicer).
			Doc("Ends a mint that was not approved.")
	RequestRedeem = protocol.Submit[RedeemRequest, Hold]("cash:RequestRedeem").By(role.Anyone).
			Doc("Earmarks money of the caller's account for redemption by a bank.")
	ApproveRedeem = protocol.Submit[HoldID, Hold]("cash:ApproveRedeem").By(role.AccountServicer).
			Doc("Burns money that was earmarked for redemption.")
	RejectRedeem = protocol.Submit[HoldID, Hold]("cash:RejectRedeem").By(role.AccountServicer).
			Doc("Gives money back that was earmarked for redemption.")
)

// Payments, holds and mandates.
var (
	Transfer = protocol.Submit[TransferRequest, Receipt]("cash:Transfer").By(role.Anyone).
			Doc("Moves money from one of the caller's accounts to another account.")
	TransferBatch = protocol.Submit[BatchRequest, Receipt]("cash:TransferBatch").By(role.Anyone).
			Doc("Moves money from the caller's accounts in up to 1,000 legs, all or nothing.")
	Settle = protocol.Submit[SettleRequest, Settlement]("cash:Settle").By(role.Anyone).FromChaincodes().
		Doc("Moves all the money of one transaction, for its signatory or for a registered module.")
	CreateHold = protocol.Submit[HoldRequest, Hold]("cash:CreateHold").By(role.Anyone).
			Doc("Sets money of the caller's account aside for a payee until a notary decides.")
	ExecuteHold = protocol.Submit[ExecuteRequest, Hold]("cash:ExecuteHold").By(role.Anyone).
			Doc("Pays a hold to its payee, at the notary's word, and releases the rest.")
	ReleaseHold = protocol.Submit[HoldID, Hold]("cash:ReleaseHold").By(role.Anyone).
			Doc("Gives a hold back to its payer, at the notary's word.")
	ExpireHold = protocol.Submit[HoldID, Hold]("cash:ExpireHold").By(role.Anyone).
			Doc("Gives a hold back to its payer after its last date.")
	GrantMandate = protocol.Submit[MandateTerms, Mandate]("cash:GrantMandate").By(role.Anyone).
			Doc("Lets a module collect from the caller's account, within limits.")
	RevokeMandate = protocol.Submit[MandateID, Mandate]("cash:RevokeMandate").By(role.Anyone).
			Doc("Ends a mandate of the caller's account.")
)

// Questions about accounts.
var (
	GetAccount = protocol.Evaluate[AccountID, Account]("cash:Account").By(role.Anyone).
			Doc("Answers an account.")
	AccountsNamed = protocol.Evaluate[AccountNames, NamedAccounts]("cash:AccountsNamed").By(role.Anyone).
			Doc("Answers up to 500 accounts, in the order in which they are named.")
	AccountByIBAN = protocol.Evaluate[IBANRequest, Account]("cash:AccountByIBAN").By(role.Anyone).
			Doc("Finds an account by its IBAN.")
	AccountsByOwner = protocol.Evaluate[OwnerRequest, protocol.Page[Account]]("cash:AccountsByOwner").By(role.Anyone).
			Doc("Lists the accounts of a party or a module.")
	AccountHistory = protocol.Evaluate[AccountID, History]("cash:History").By(role.Anyone).
			Doc("Answers every version of an account's row, newest first.")
	GetBalance = protocol.Evaluate[AccountID, Balance]("cash:Balance").By(role.Anyone).
			Doc("Answers what an account has, what of it is held, available or waiting for consolidation.")
	Entries = protocol.Evaluate[EntriesRequest, protocol.Page[Entry]]("cash:Entries").By(role.Anyone).
		Doc("Lists an account's journal, by date.")
	GetPosting = protocol.Evaluate[TxID, Posting]("cash:Posting").By(role.Anyone).
			Doc("Answers all movements of a transaction.")
	UnconsolidatedCredits = protocol.Evaluate[AccountPage, protocol.Page[Credit]]("cash:UnconsolidatedCredits").By(role.Anyone).
				Doc("Lists the credits of a high-volume account that wait for consolidation.")
	GetTotals = protocol.Evaluate[protocol.PageRequest, Totals]("cash:Totals").By(role.Anyone).
			Doc("Sums up a page of all balances by currency and bank, to prove that money is conserved.")
)

// Questions about everything else.
var (
	GetHold = protocol.Evaluate[HoldID, Hold]("cash:Hold").By(role.Anyone).
		Doc("Answers a hold.")
	HoldsByPayer = protocol.Evaluate[AccountPage, protocol.Page[Hold]]("cash:HoldsByPayer").By(role.Anyone).
			Doc("Lists the holds on an account.")
	HoldsByPayee = protocol.Evaluate[AccountPage, protocol.Page[Hold]]("cash:HoldsByPayee").By(role.Anyone).
			Doc("Lists the holds in favour of an account; of a liability account these are redemptions.")
	GetMandate = protocol.Evaluate[MandateID, Mandate]("cash:Mandate").By(role.Anyone).
			Doc("Answers a mandate.")
	Mandates = protocol.Evaluate[AccountPage, protocol.Page[Mandate]]("cash:Mandates").By(role.Anyone).
			Doc("Lists the mandates on an account.")
	GetModule = protocol.Evaluate[ModuleName, Module]("cash:Module").By(role.Anyone).
			Doc("Answers a registered module.")
	Modules = protocol.Evaluate[protocol.PageRequest, protocol.Page[Module]]("cash:Modules").By(role.Anyone).
		Doc("Lists the registered modules.")
	GetSettlement = protocol.Evaluate[SettlementKey, Settlement]("cash:Settlement").By(role.Anyone).
			Doc("Answers in which transaction a settlement was carried out.")
	GetCurrency = protocol.Evaluate[CurrencyKey, Currency]("cash:Currency").By(role.Anyone).
			Doc("Answers the terms of a currency.")
	Currencies = protocol.Evaluate[protocol.PageRequest, protocol.Page[Currency]]("cash:Currencies").By(role.Anyone).
			Doc("Lists the currencies.")
	BankCodes = protocol.Evaluate[protocol.PageRequest, protocol.Page[BankCode]]("cash:BankCodes").By(role.Anyone).
			Doc("Lists which bank code is assigned to which member.")
	GetReserve = protocol.Evaluate[IssuerKey, Reserve]("cash:Reserve").By(role.Anyone).
			Doc("Answers the attested reserve of a bank.")
	GetIssued = protocol.Evaluate[IssuerKey, Issued]("cash:Issued").By(role.Anyone).
			Doc("Answers what a bank has issued, and on what reserve.")
	GetMint = protocol.Evaluate[MintID, Mint]("cash:Mint").By(role.Anyone).
		Doc("Answers a mint.")
	PendingMints = protocol.Evaluate[IssuerPage, protocol.Page[Mint]]("cash:PendingMints").By(role.Anyone).
			Doc("Lists the mints of a bank that wait for approval.")
	GetPartyFreeze = protocol.Evaluate[parties.PartyID, PartyFreeze]("cash:PartyFreeze").By(role.Anyone).
			Doc("Answers under which order a party's money is frozen.")
	Today = protocol.CurrentBusinessDate("cash")
)

// Endpoints lists every transaction of this chaincode.
func Endpoints() []protocol.Endpoint {
	return []protocol.Endpoint{
		SetCurrency, RegisterModule, PauseModule, ResumeModule, AssignBankCode, FreezeAccount, UnfreezeAccount, FreezeParty, UnfreezeParty, RollDate,
		OpenAccount, OpenAccounts, MarkHighVolume, ConsolidateCredits, AttestReserve,
		RequestMint, ApproveMint, RejectMint, RequestRedeem, ApproveRedeem, RejectRedeem,
		Transfer, TransferBatch, Settle, CreateHold, ExecuteHold, ReleaseHold, ExpireHold, GrantMandate, RevokeMandate,
		GetAccount, AccountsNamed, AccountByIBAN, AccountsByOwner, AccountHistory, GetBalance, Entries, GetPosting, UnconsolidatedCredits, GetTotals,
		GetHold, HoldsByPayer, HoldsByPayee, GetMandate, Mandates, GetModule, Modules, GetSettlement,
		GetCurrency, Currencies, BankCodes, GetReserve, GetIssued, GetMint, PendingMints, GetPartyFreeze, Today,
	}
}
