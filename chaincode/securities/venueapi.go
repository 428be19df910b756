// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Call auctions and venues.
var (
	OpenSession = protocol.Submit[SessionTerms, Session]("securities:OpenSession").By(role.Venue).
			Doc("Opens a call auction at the caller's venue.")
	EnterOrder = protocol.Submit[EnterOrderRequest, Commitment]("securities:EnterOrder").By(role.Anyone).
			Doc("Commits the caller's firm to an order of which the ledger has the hash alone.")
	WithdrawOrder = protocol.Submit[OrderKey, Commitment]("securities:WithdrawOrder").By(role.Anyone).
			Doc("Takes an order back while the session is open.")
	KeepOrder = protocol.Submit[KeepOrderRequest, OrderReceipt]("securities:KeepOrder").By(role.Venue).InOwnCollection().
			Doc("Keeps an order, as its participant handed it over, in the venue's own collection.")
	CloseSession = protocol.Submit[SessionID, Session]("securities:CloseSession").By(role.Anyone).
			Doc("Ends the entry of orders: the venue at any time, anybody after the last day.")
	MatchSession = protocol.Submit[MatchSessionRequest, Session]("securities:MatchSession").By(role.Venue).
			Doc("Finds the price and the trades of a closed session from all orders that the venue kept.")
	AnnulSession = protocol.Submit[SessionID, Session]("securities:AnnulSession").By(role.Anyone).
			Doc("Ends a session that was not matched: the venue, or anybody when its trades should have settled.")
	AuthoriseVenue = protocol.Submit[AuthoriseRequest, VenueAuthority]("securities:AuthoriseVenue").By(role.Anyone).
			Doc("Lets a venue report trades of one of the caller's accounts, or ends that.")
	OpenTradeLine = protocol.Submit[LineID, TradeLine]("securities:OpenTradeLine").By(role.Venue).
			Doc("Opens a sequence of trades of the caller's venue.")
	CaptureTrades = protocol.Submit[CaptureRequest, InstructedTrades]("securities:CaptureTrades").By(role.Venue).
			Doc("Reports trades that the venue matched, in its sequence, and instructs their settlement.")

	GetSession = protocol.Evaluate[SessionID, Session]("securities:Session").By(role.Anyone).
			Doc("Answers a call auction.")
	ListOrders = protocol.Evaluate[OrdersRequest, protocol.Page[Commitment]]("securities:Orders").By(role.Anyone).
			Doc("Lists the orders of a session as the ledger has them.")
	ReadOrder = protocol.Evaluate[OrderKey, SealedOrder]("securities:Order").By(role.Venue).
			Doc("Answers an order that the caller's venue keeps; ask the member's own peer.")
	OrderKept = protocol.Evaluate[KeepOrderRequest, Kept]("securities:OrderKept").By(role.Anyone).
			Doc("Tells who knows an order whether the venue keeps it.")
	RecomputeSession = protocol.Evaluate[MatchSessionRequest, Recomputed]("securities:RecomputeSession").By(role.Regulator, role.Venue).
				Doc("Finds the outcome of a session again from its orders, and compares it with the ledger.")
	GetTradeLine = protocol.Evaluate[LineID, TradeLine]("securities:TradeLine").By(role.Anyone).
			Doc("Answers a venue's sequence of trades.")
	GetVenueAuthority = protocol.Evaluate[VenueKey, VenueAuthority]("securities:VenueAuthority").By(role.Anyone).
				Doc("Answers whether an account's owner lets a venue report its trades.")
)

// venueEndpoints are those of call auctions and of trades that venues match.
var venueEndpoints = []protocol.Endpoint{
	OpenSession, EnterOrder, WithdrawOrder, KeepOrder, CloseSession, MatchSession, AnnulSession, AuthoriseVenue, OpenTradeLine,
	CaptureTrades, GetSession, ListOrders, ReadOrder, OrderKept, RecomputeSession, GetTradeLine, GetVenueAuthority,
}

// OrdersRequest lists the orders of a session.
type OrdersRequest struct {
	Session SessionID `json:"session" help:"the session"`
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r OrdersRequest) Validate() error {
	return errors.Join(r.Session.Validate(), r.PageRequest.Validate())
}

// Kept tells whether the venue keeps an order.
type Kept struct {
	Kept bool `json:"kept"`
}
