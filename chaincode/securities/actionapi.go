// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// Corporate actions.
var (
	AnnounceAction = protocol.Submit[AnnounceRequest, Action]("securities:AnnounceAction").By(role.Issuer).
			Doc("Announces a corporate action on one of the caller's instruments.")
	ConfirmAction = protocol.Submit[ActionID, Action]("securities:ConfirmAction").By(role.Depository).
			Doc("Confirms an announced action, as another person, by its record date.")
	CancelAction = protocol.Submit[ActionID, Action]("securities:CancelAction").By(role.Issuer, role.Depository).
			Doc("Ends an action that is not funded.")
	CloseRecord = protocol.Submit[CloseRecordRequest, Action]("securities:CloseRecord").By(role.Depository).
			Doc("Takes the closed register of the record date for an action's.")
	EntitlePages = protocol.Submit[EntitleRequest, PagesEvent]("securities:EntitlePages").By(role.Anyone).
			Doc("Works out what pages of the register give under an action.")
	CompleteEntitlements = protocol.Submit[ActionID, Action]("securities:CompleteEntitlements").By(role.Anyone).
				Doc("Fixes what is paid under an action, once every page adds up to the supply of the record date.")
	FundAction = protocol.Submit[FundActionRequest, Action]("securities:FundAction").By(role.Issuer).
			Doc("Pays an action in, exactly.")
	PayEntitlements = protocol.Submit[PayRequest, PagesEvent]("securities:PayEntitlements").By(role.PayingAgent).
			Doc("Carries an action out for whole pages: pays holders and the tax agent, takes, converts or gives units.")
	ReconcileAction = protocol.Submit[ActionID, Action]("securities:ReconcileAction").By(role.Anyone).
			Doc("Ends an action of which every page is paid, and pays what rounding left over.")
	ReleaseSuspense = protocol.Submit[ReleaseSuspenseRequest, Suspense]("securities:ReleaseSuspense").By(role.Custodian, role.Depository).
			Doc("Pays what an account could not be paid to its cash account.")
	ForfeitSuspense = protocol.Submit[SuspenseKey, Suspense]("securities:ForfeitSuspense").By(role.Issuer).
			Doc("Gives back what nobody claimed in the time that the action names.")
)

// Indices and market claims.
var (
	PublishFixing = protocol.Submit[FixingRequest, Fixing]("securities:PublishFixing").By(role.PayingAgent, role.Oracle).
			Doc("Publishes a value of an index in the name of the caller's member.")
	ConfirmFixing = protocol.Submit[FixingRequest, Fixing]("securities:ConfirmFixing").By(role.PayingAgent, role.Oracle).
			Doc("Confirms a published value of an index, as another person.")
	RaiseMarketClaim = protocol.Submit[MarketClaimKey, MarketClaim]("securities:RaiseMarketClaim").By(role.Anyone).
				Doc("Finds what one side of a settlement owes the other, because it was settled on the wrong side of a record date.")
	PayMarketClaim = protocol.Submit[PayClaimRequest, MarketClaim]("securities:PayMarketClaim").By(role.Anyone).
			Doc("Pays a market claim, by the payer's consent.")
	WaiveMarketClaim = protocol.Submit[MarketClaimKey, MarketClaim]("securities:WaiveMarketClaim").By(role.Anyone).
				Doc("Gives a market claim of the caller up.")
)

// Questions about corporate actions.
var (
	GetAction = protocol.Evaluate[ActionID, Action]("securities:Action").By(role.Anyone).
			Doc("Answers a corporate action.")
	Actions = protocol.Evaluate[ActionsRequest, protocol.Page[Action]]("securities:Actions").By(role.Anyone).
		Doc("Lists the corporate actions on an instrument.")
	DrawCut = protocol.Evaluate[ActionID, fraction.Cut]("securities:DrawCut").By(role.Anyone).
		Doc("Draws the line down to which the odd units of a fixed number go.")
	Entitlements = protocol.Evaluate[ActionPage, protocol.Page[Entitlement]]("securities:Entitlements").By(role.Anyone).
			Doc("Lists what the pages of the register give under an action.")
	EntitlementLines = protocol.Evaluate[EntitlementKey, Lines]("securities:EntitlementLines").By(role.Anyone).
				Doc("Works out what each account of a page gets under an action.")
	Payments = protocol.Evaluate[ActionPage, protocol.Page[Payment]]("securities:Payments").By(role.Anyone).
			Doc("Lists the pages of an action that were carried out.")
	SuspenseOf = protocol.Evaluate[ActionPage, protocol.Page[Suspense]]("securities:Suspense").By(role.Anyone).
			Doc("Lists what could not be paid under an action.")
	GetFixing = protocol.Evaluate[FixingKey, Fixing]("securities:Fixing").By(role.Anyone).
			Doc("Answers what a calculation agent published of an index for a day.")
	GetMarketClaim = protocol.Evaluate[MarketClaimKey, MarketClaim]("securities:MarketClaim").By(role.Anyone).
			Doc("Answers a market claim.")
	MarketClaims = protocol.Evaluate[ActionPage, protocol.Page[MarketClaim]]("securities:MarketClaims").By(role.Anyone).
			Doc("Lists the market claims under an action.")
	CouponPlan = protocol.Evaluate[InstrumentID, Plan]("securities:CouponPlan").By(role.Anyone).
			Doc("Answers the coupons and repayments of a bond, with their days.")
	AccruedInterest = protocol.Evaluate[AccruedRequest, Accrued]("securities:AccruedInterest").By(role.Anyone).
			Doc("Computes the interest that a buyer of units owes the seller on a settlement date.")
)

// actionEndpoints are the transactions of this part, and actionEntries those that settle through cash.
var (
	actionEndpoints = []protocol.Endpoint{
		AnnounceAction, ConfirmAction, CancelAction, CloseRecord, EntitlePages, CompleteEntitlements, FundAction, PayEntitlements,
		ReconcileAction, ReleaseSuspense, ForfeitSuspense, PublishFixing, ConfirmFixing, RaiseMarketClaim, PayMarketClaim, WaiveMarketClaim,
		GetAction, Actions, DrawCut, Entitlements, EntitlementLines, Payments, SuspenseOf, GetFixing, GetMarketClaim, MarketClaims,
		CouponPlan, AccruedInterest,
	}
	actionEntries = []protocol.Endpoint{
		FundAction, PayEntitlements, ReconcileAction, ReleaseSuspense, ForfeitSuspense, PayMarketClaim,
	}
)
