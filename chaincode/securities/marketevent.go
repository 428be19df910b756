// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// The events of the primary and the secondary market. Prices and quantities are in none.
var (
	OfferingChanged     = protocol.NewEventType[StatusEvent]("securities:OfferingChanged")
	SubscriptionChanged = protocol.NewEventType[StatusEvent]("securities:SubscriptionChanged")
	BookPageChanged     = protocol.NewEventType[StatusEvent]("securities:BookPageChanged")
	TradeChanged        = protocol.NewEventType[StatusEvent]("securities:TradeChanged")
	SessionChanged      = protocol.NewEventType[StatusEvent]("securities:SessionChanged")
	OrderChanged        = protocol.NewEventType[StatusEvent]("securities:OrderChanged")
	TradesCaptured      = protocol.NewEventType[CaptureEvent]("securities:TradesCaptured")
	VenueAuthorised     = protocol.NewEventType[StatusEvent]("securities:VenueAuthorised")
)

// CaptureEvent says which trades of a venue's sequence came in.
type CaptureEvent struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}
