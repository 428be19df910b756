// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Quotes, and what they make of a policy.
var (
	AskQuote = protocol.Submit[QuoteRequest, Quote]("insurance:RequestQuote").By(role.Anyone).
			Doc("Asks for a new policy of the caller, or for a renewal, an endorsement or a reinstatement, and prices it.")
	OfferQuote = protocol.Submit[OfferRequest, Quote]("insurance:OfferQuote").By(role.Insurer).
			Doc("Offers a quote as underwriter, or refers it to a second one where it is beyond the product's limits.")
	ApproveQuote = protocol.Submit[QuoteID, Quote]("insurance:ApproveQuote").By(role.Insurer).
			Doc("Offers, as another underwriter, a quote that was referred.")
	DeclineQuote = protocol.Submit[QuoteID, Quote]("insurance:DeclineQuote").By(role.Insurer).
			Doc("Declines a quote.")
	AcceptQuote = protocol.Submit[AcceptRequest, Quote]("insurance:AcceptQuote").By(role.Anyone).
			Doc("Accepts an offer as policyholder, up to a price.")
	WithdrawQuote = protocol.Submit[QuoteID, Quote]("insurance:WithdrawQuote").By(role.Anyone).
			Doc("Ends a quote, as policyholder, or as insurer once its offer is over.")
	BindPolicy = protocol.Submit[BindRequest, Policy]("insurance:BindPolicy").By(role.Anyone).
			Doc("Makes a contract of an accepted quote and pays what is due at once, in one transaction.")
	ApplyForPolicies = protocol.Submit[ApplyRequest, Applications]("insurance:ApplyForPolicies").By(role.Anyone).
				Doc("Asks for up to 500 parametric policies of the caller in one transaction, and prices each.")
	IssuePolicies = protocol.Submit[IssueRequest, Issued]("insurance:IssuePolicies").By(role.Insurer).
			Doc("Makes contracts of up to 500 quotes for parametric policies and has their premiums paid, in one transaction.")
	CancelPolicy = protocol.Submit[CancelRequest, Policy]("insurance:CancelPolicy").By(role.Anyone).
			Doc("Ends cover, as policyholder or insurer, and gives premium back in the same transaction.")
	LapsePolicy = protocol.Submit[LapseRequest, Policy]("insurance:LapsePolicy").By(role.Anyone).
			Doc("Ends cover for which a premium was not paid within its grace.")
	GiveNotice = protocol.Submit[NoticeRequest, Policy]("insurance:GiveNotice").By(role.Anyone).
			Doc("Gives notice, as policyholder or insurer, that a policy will not be renewed.")
	GetQuote = protocol.Evaluate[QuoteID, Quote]("insurance:Quote").By(role.Anyone).
			Doc("Answers a quote.")
	GetPolicy = protocol.Evaluate[PolicyID, Standing]("insurance:Policy").By(role.Anyone).
			Doc("Answers a policy with its transactions and instalments, and how it stands.")
	ViewPolicy = protocol.Evaluate[ViewRequest, View]("insurance:PolicyView").By(role.Anyone).
			Doc("Answers what was in force on a day, as known on another.")
	PoliciesByHolder = protocol.Evaluate[FirmPage, protocol.Page[Policy]]("insurance:PoliciesByHolder").By(role.Anyone).
				Doc("Lists the policies of a policyholder.")
	PoliciesByProduct = protocol.Evaluate[ProductPage, protocol.Page[Policy]]("insurance:PoliciesByProduct").By(role.Anyone).
				Doc("Lists the policies of a product.")
)

// policyEndpoints are the transactions about quotes and policies.
var policyEndpoints = []protocol.Endpoint{
	AskQuote, OfferQuote, ApproveQuote, DeclineQuote, AcceptQuote, WithdrawQuote, BindPolicy, ApplyForPolicies, IssuePolicies,
	CancelPolicy, LapsePolicy, GiveNotice,
	GetQuote, GetPolicy, ViewPolicy, PoliciesByHolder, PoliciesByProduct,
}

// policySettles are those of them in which a settlement through cash begins.
var policySettles = []protocol.Endpoint{BindPolicy, IssuePolicies, CancelPolicy, LapsePolicy}
