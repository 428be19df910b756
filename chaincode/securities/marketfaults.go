// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// Offerings.
var (
	// TicketRefused: fewer or more units than a subscription may be for, or not in the offering's steps.
	TicketRefused = protocol.Code{Name: "TICKET_REFUSED", Status: 409}
	// PageFull: the page of the book that the transaction fell on has no room; the same request again falls on another.
	PageFull = protocol.Code{Name: "PAGE_FULL", Status: 409}
	// BookIncomplete: not every page of the book is counted or allocated.
	BookIncomplete = protocol.Code{Name: "BOOK_INCOMPLETE", Status: 409}
	// BookUneven: what the pages allocate is not what there is to allocate, since the cut is another one.
	BookUneven = protocol.Code{Name: "BOOK_UNEVEN", Status: 409}
	// DeliveryBegun: units of the offering were delivered.
	DeliveryBegun = protocol.Code{Name: "DELIVERY_BEGUN", Status: 409}
	// AmountRefused: the price of the units is nothing, or beyond all amounts.
	AmountRefused = protocol.Code{Name: "AMOUNT_REFUSED", Status: 409}
)

// Trades.
var (
	// BothSides: one firm would be buyer and seller.
	BothSides = protocol.Code{Name: "BOTH_SIDES", Status: 409}
	// QuoteExpired: the quote's last date has passed.
	QuoteExpired = protocol.Code{Name: "QUOTE_EXPIRED", Status: 409}
	// NotParticipant: the party is none of the auction's.
	NotParticipant = protocol.Code{Name: "NOT_PARTICIPANT", Status: 403}
	// OrderMismatch: the order is not what its participant committed to, or the venue did not keep it.
	OrderMismatch = protocol.Code{Name: "ORDER_MISMATCH", Status: 409}
	// OrderMissing: the venue kept an order that is left out.
	OrderMissing = protocol.Code{Name: "ORDER_MISSING", Status: 409}
	// SequenceGap and SequenceRepeated: the trades do not follow the last one of the venue's sequence.
	SequenceGap      = protocol.Code{Name: "SEQUENCE_GAP", Status: 409}
	SequenceRepeated = protocol.Code{Name: "SEQUENCE_REPEATED", Status: 409}
	// VenueRefused: the owner of an account did not let the venue trade for it.
	VenueRefused = protocol.Code{Name: "VENUE_REFUSED", Status: 409}
)
