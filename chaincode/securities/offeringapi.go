// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// The primary market.
var (
	AnnounceOffering = protocol.Submit[OfferingTerms, Offering]("securities:AnnounceOffering").By(role.Issuer).
				Doc("Announces an offering of an instrument of the caller's firm at a fixed price.")
	OpenBook = protocol.Submit[OfferingID, Offering]("securities:OpenBook").By(role.Issuer).
			Doc("Opens the book of an announced offering, as another person of the issuer.")
	Subscribe = protocol.Submit[SubscribeRequest, Subscription]("securities:Subscribe").By(role.Anyone).
			Doc("Subscribes to an offering for one of the caller's accounts, with the money set aside.")
	WithdrawSubscription = protocol.Submit[SubscriptionKey, Subscription]("securities:WithdrawSubscription").By(role.Anyone).
				Doc("Takes a subscription back while the book is open, and frees its hold.")
	CloseBook = protocol.Submit[OfferingID, Offering]("securities:CloseBook").By(role.Anyone).
			Doc("Closes the book: the issuer at any time, anybody after its last day.")
	CountBook = protocol.Submit[BookKey, BookPage]("securities:CountBook").By(role.Anyone).
			Doc("Counts a page of a closed book: what those want who are eligible today.")
	ScaleBook = protocol.Submit[ScaleRequest, Offering]("securities:ScaleBook").By(role.Issuer).
			Doc("Adds the counted pages up and takes a cut, by which they are allocated.")
	AllocatePage = protocol.Submit[BookKey, BookPage]("securities:AllocatePage").By(role.Anyone).
			Doc("Allocates a page of a scaled book.")
	AllocateBook = protocol.Submit[OfferingID, Offering]("securities:AllocateBook").By(role.Anyone).
			Doc("Fixes the allocation, if the pages add up to what there is.")
	DeliverSubscriptions = protocol.Submit[DeliverRequest, BookPage]("securities:DeliverSubscriptions").By(role.Issuer).
				Doc("Delivers allocated units against money, and gives the rest of each hold back, in one transaction.")
	RefundSubscriptions = protocol.Submit[RefundRequest, BookPage]("securities:RefundSubscriptions").By(role.Anyone).
				Doc("Frees the holds of subscriptions that will get nothing any more.")
	FinishOffering = protocol.Submit[OfferingID, Offering]("securities:FinishOffering").By(role.Anyone).
			Doc("Closes an offering of which every subscription is delivered or refunded.")
	CancelOffering = protocol.Submit[OfferingID, Offering]("securities:CancelOffering").By(role.Anyone).
			Doc("Cancels an offering of which nothing was delivered: the issuer, or anybody after the last day of delivery.")

	GetOffering = protocol.Evaluate[OfferingID, Offering]("securities:Offering").By(role.Anyone).
			Doc("Answers an offering.")
	Offerings = protocol.Evaluate[protocol.PageRequest, protocol.Page[Offering]]("securities:Offerings").By(role.Anyone).
			Doc("Lists offerings.")
	GetBookPage = protocol.Evaluate[BookKey, BookPage]("securities:BookPage").By(role.Anyone).
			Doc("Answers a page of a book.")
	Subscriptions = protocol.Evaluate[BookRequest, protocol.Page[Subscription]]("securities:Subscriptions").By(role.Anyone).
			Doc("Lists the subscriptions to an offering, page by page of its book.")
	GetAllotment = protocol.Evaluate[SubscriberKey, Allotment]("securities:Allotment").By(role.Anyone).
			Doc("Answers the subscription of an account and what it gets.")
	ProposeCut = protocol.Evaluate[OfferingID, ScaleRequest]("securities:ProposeCut").By(role.Anyone).
			Doc("Finds the cut of a counted book, for ScaleBook.")
)

// offeringEndpoints are those of the primary market, and offeringEntries those of them that settle through cash.
var (
	offeringEndpoints = []protocol.Endpoint{
		AnnounceOffering, OpenBook, Subscribe, WithdrawSubscription, CloseBook, CountBook, ScaleBook, AllocatePage, AllocateBook,
		DeliverSubscriptions, RefundSubscriptions, FinishOffering, CancelOffering,
		GetOffering, Offerings, GetBookPage, Subscriptions, GetAllotment, ProposeCut,
	}
	offeringEntries = []protocol.Endpoint{WithdrawSubscription, DeliverSubscriptions, RefundSubscriptions}
)

// BookRequest lists subscriptions to an offering.
type BookRequest struct {
	Offering OfferingID `json:"offering" help:"the offering"`
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r BookRequest) Validate() error {
	return errors.Join(r.Offering.Validate(), r.PageRequest.Validate())
}

// SubscriberKey names a subscription by the account for which it is.
type SubscriberKey struct {
	Offering OfferingID `json:"offering" help:"the offering"`
	Account  AccountID  `json:"account" help:"account that subscribed"`
}

// Validate refuses malformed members.
func (k SubscriberKey) Validate() error {
	return errors.Join(k.Offering.Validate(), k.Account.Validate())
}
