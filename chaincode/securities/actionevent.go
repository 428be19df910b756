// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// The events of corporate actions. They carry no amounts.
var (
	ActionChanged   = protocol.NewEventType[ActionEvent]("securities:ActionChanged")
	PagesEntitled   = protocol.NewEventType[PagesEvent]("securities:PagesEntitled")
	PagesPaid       = protocol.NewEventType[PagesEvent]("securities:PagesPaid")
	SuspenseChanged = protocol.NewEventType[StatusEvent]("securities:SuspenseChanged")
	FixingChanged   = protocol.NewEventType[StatusEvent]("securities:FixingChanged")
	ClaimChanged    = protocol.NewEventType[StatusEvent]("securities:MarketClaimChanged")
)

// ActionEvent says how an action on an instrument stands.
type ActionEvent struct {
	Instrument InstrumentID `json:"instrument"`
	Kind       ActionKind   `json:"kind"`
	Status     ActionStatus `json:"status"`
}

// PagesEvent says how many pages of a register, with how many accounts, were worked out or paid.
type PagesEvent struct {
	Pages    int `json:"pages"`
	Accounts int `json:"accounts"`
}
