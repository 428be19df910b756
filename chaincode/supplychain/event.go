// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The events of this chaincode: what happened to which record, and how it stands. They carry no amounts, rates, prices
// or free text.
var (
	ProgrammeChanged   = protocol.NewEventType[StatusEvent]("supplychain:ProgrammeChanged")
	LineChanged        = protocol.NewEventType[LineEvent]("supplychain:LineChanged")
	OrderPlaced        = protocol.NewEventType[StatusEvent]("supplychain:OrderPlaced")
	GoodsReceived      = protocol.NewEventType[OrderEvent]("supplychain:GoodsReceived")
	InvoiceChanged     = protocol.NewEventType[StatusEvent]("supplychain:InvoiceChanged")
	UndertakingChanged = protocol.NewEventType[UndertakingEvent]("supplychain:UndertakingChanged")
	SliceChanged       = protocol.NewEventType[SliceEvent]("supplychain:SliceChanged")
)

// StatusEvent says how a record stands.
type StatusEvent struct {
	Status string `json:"status"`
}

// LineEvent says whose line on the debtor changed.
type LineEvent struct {
	Financier parties.PartyID `json:"financier"`
}

// OrderEvent names the order.
type OrderEvent struct {
	Order OrderID `json:"order"`
}

// UndertakingEvent says how an undertaking stands.
type UndertakingEvent struct {
	Status      UndertakingStatus `json:"status"`
	Conditional bool              `json:"conditional"`
}

// SliceEvent says how a slice stands.
type SliceEvent struct {
	Status SliceStatus `json:"status"`
}

// Payments.
var (
	PaymentCollected   = protocol.NewEventType[CollectionEvent]("supplychain:PaymentCollected")
	PaymentDistributed = protocol.NewEventType[DistributionEvent]("supplychain:PaymentDistributed")
	ObligorDefaulted   = protocol.NewEventType[StatusEvent]("supplychain:ObligorDefaulted")
	DealChanged        = protocol.NewEventType[DealEvent]("supplychain:DealChanged")
	DisputeChanged     = protocol.NewEventType[StatusEvent]("supplychain:DisputeChanged")
	GuaranteeChanged   = protocol.NewEventType[StatusEvent]("supplychain:GuaranteeChanged")
	InvoiceRegistered  = protocol.NewEventType[StatusEvent]("supplychain:InvoiceRegistered")
	EpochOpened        = protocol.NewEventType[EpochEvent]("supplychain:EpochOpened")
	DisclosureChanged  = protocol.NewEventType[StatusEvent]("supplychain:DisclosureChanged")
	SaleChanged        = protocol.NewEventType[StatusEvent]("supplychain:SaleChanged")
	EventRecorded      = protocol.NewEventType[StatusEvent]("supplychain:EventRecorded")
)

// CollectionEvent says which payment on an undertaking came in, and whether it is paid in full.
type CollectionEvent struct {
	Number int  `json:"number"`
	Full   bool `json:"full"`
}

// DistributionEvent says how many slices were paid.
type DistributionEvent struct {
	Slices int `json:"slices"`
}

// DealEvent says how a deal stands.
type DealEvent struct {
	Status DealStatus `json:"status"`
}

// EpochEvent says which epoch of the registrars' key began.
type EpochEvent struct {
	Number int `json:"number"`
}
