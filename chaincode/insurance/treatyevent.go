// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// The events of reinsurance: what happened to which record, and how it stands.
var (
	ProgrammeChanged   = protocol.NewEventType[StatusEvent]("insurance:ProgrammeChanged")
	SlipChanged        = protocol.NewEventType[StatusEvent]("insurance:SlipChanged")
	TreatyStateChanged = protocol.NewEventType[StatusEvent]("insurance:TreatyChanged")
	EndorsementChanged = protocol.NewEventType[StatusEvent]("insurance:EndorsementChanged")
	LossEventChanged   = protocol.NewEventType[StatusEvent]("insurance:LossEventChanged")
	BordereauChanged   = protocol.NewEventType[BordereauEvent]("insurance:BordereauChanged")
	StatementChanged   = protocol.NewEventType[StatementEvent]("insurance:StatementChanged")
)

// BordereauEvent says how a bordereau of a treaty stands.
type BordereauEvent struct {
	Number int             `json:"number"`
	Status BordereauStatus `json:"status"`
}

// StatementEvent says how a statement of a treaty stands.
type StatementEvent struct {
	Number int             `json:"number"`
	Status StatementStatus `json:"status"`
}
