// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// The events of settlement.
var (
	InstructionChanged = protocol.NewEventType[InstructionEvent]("securities:InstructionChanged")
	ObligationChanged  = protocol.NewEventType[ObligationEvent]("securities:ObligationChanged")
	PenaltyChanged     = protocol.NewEventType[StatusEvent]("securities:PenaltyChanged")
	BatchChanged       = protocol.NewEventType[StatusEvent]("securities:BatchChanged")
)

// InstructionEvent says how an instruction stands by itself, and in which obligation it is.
type InstructionEvent struct {
	Status InstructionStatus `json:"status"`
	Match  MatchID           `json:"match,omitzero"`
}

// ObligationEvent says in how many parts an obligation was settled so far, and whether it is settled.
type ObligationEvent struct {
	Settled bool `json:"settled"`
	Parts   int  `json:"parts"`
}
