// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// The events of products, quotes, policies and premiums: what happened to which record, and how it stands. They carry no
// amounts, no names of people and no free text.
var (
	FundChanged       = protocol.NewEventType[StatusEvent]("insurance:FundChanged")
	PanelChanged      = protocol.NewEventType[StatusEvent]("insurance:PanelChanged")
	ProductChanged    = protocol.NewEventType[VersionEvent]("insurance:ProductChanged")
	QuoteChanged      = protocol.NewEventType[StatusEvent]("insurance:QuoteChanged")
	PolicyChanged     = protocol.NewEventType[PolicyEvent]("insurance:PolicyChanged")
	PayerChanged      = protocol.NewEventType[StatusEvent]("insurance:PayerChanged")
	NoticeGiven       = protocol.NewEventType[StatusEvent]("insurance:NoticeGiven")
	InstalmentChanged = protocol.NewEventType[InstalmentEvent]("insurance:InstalmentChanged")
	PremiumsCollected = protocol.NewEventType[CollectedEvent]("insurance:PremiumsCollected")
)

// StatusEvent says how a record stands.
type StatusEvent struct {
	Status string `json:"status"`
}

// VersionEvent says how a version of a product stands.
type VersionEvent struct {
	Version int           `json:"version"`
	Status  ProductStatus `json:"status"`
}

// PolicyEvent says which transaction was put on a policy's stack.
type PolicyEvent struct {
	Number int             `json:"number"`
	Kind   TransactionKind `json:"kind"`
}

// InstalmentEvent says how an instalment of a policy stands.
type InstalmentEvent struct {
	Number int              `json:"number"`
	Status InstalmentStatus `json:"status"`
}

// CollectedEvent says which instalments were paid together.
type CollectedEvent struct {
	Instalments []InstalmentKey `json:"instalments"`
}
