// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// The events of claims. They carry no amounts and nothing of persons.
var (
	ClaimChanged     = protocol.NewEventType[ClaimEvent]("insurance:ClaimChanged")
	AuthorityChanged = protocol.NewEventType[AuthorityEvent]("insurance:AuthorityChanged")
	PaymentChanged   = protocol.NewEventType[NumberedEvent]("insurance:PaymentChanged")
	DecisionChanged  = protocol.NewEventType[NumberedEvent]("insurance:DecisionChanged")
	ReserveChanged   = protocol.NewEventType[NumberedEvent]("insurance:ReserveChanged")
	EvidenceChanged  = protocol.NewEventType[StatusEvent]("insurance:EvidenceChanged")
	ServiceBreached  = protocol.NewEventType[StatusEvent]("insurance:ServiceBreached")
	RecoveryChanged  = protocol.NewEventType[StatusEvent]("insurance:RecoveryChanged")
	DuplicateChanged = protocol.NewEventType[StatusEvent]("insurance:DuplicateChanged")
	LossEpochOpened  = protocol.NewEventType[StatusEvent]("insurance:LossEpochOpened")
	SubjectChanged   = protocol.NewEventType[StatusEvent]("insurance:SubjectChanged")
)

// ClaimEvent says how a claim stands after which of its changes.
type ClaimEvent struct {
	Status ClaimStatus `json:"status"`
	Change int         `json:"change"`
}

// AuthorityEvent says of which kind an authority is.
type AuthorityEvent struct {
	Kind   AuthorityKind `json:"kind"`
	Status string        `json:"status"`
}

// NumberedEvent says how a numbered row of a claim stands.
type NumberedEvent struct {
	Number int    `json:"number"`
	Status string `json:"status"`
}
