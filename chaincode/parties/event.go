// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The events of this chaincode.
var (
	Founded            = protocol.NewEventType[FoundedEvent]("parties:Founded")
	Amended            = protocol.NewEventType[AmendedEvent]("parties:Amended")
	Proposed           = protocol.NewEventType[ResolutionEvent]("parties:Proposed")
	Approved           = protocol.NewEventType[ResolutionEvent]("parties:Approved")
	Withdrawn          = protocol.NewEventType[ResolutionEvent]("parties:Withdrawn")
	ApprovalWithdrawn  = protocol.NewEventType[ResolutionEvent]("parties:ApprovalWithdrawn")
	PolicySet          = protocol.NewEventType[PolicyEvent]("parties:PolicySet")
	Registered         = protocol.NewEventType[PartyEvent]("parties:Registered")
	StruckOff          = protocol.NewEventType[PartyEvent]("parties:StruckOff")
	Attested           = protocol.NewEventType[AttestationEvent]("parties:Attested")
	AttestationRevoked = protocol.NewEventType[AttestationEvent]("parties:AttestationRevoked")
	PartyFrozen        = protocol.NewEventType[FreezeEvent]("parties:Frozen")
	PartyUnfrozen      = protocol.NewEventType[FreezeEvent]("parties:Unfrozen")
)

// FoundedEvent carries the charter's hash.
type FoundedEvent struct {
	Hash string `json:"hash"`
}

// AmendedEvent carries the constitution's new edition.
type AmendedEvent struct {
	Edition int `json:"edition"`
}

// ResolutionEvent says which member acted on a resolution about which endpoint.
type ResolutionEvent struct {
	Endpoint string `json:"endpoint"`
	Member   string `json:"member"`
}

// PolicyEvent carries how many requirements a policy has now.
type PolicyEvent struct {
	Requirements int `json:"requirements"`
}

// PartyEvent names the host of a new party.
type PartyEvent struct {
	Host string `json:"host"`
}

// AttestationEvent says what was attested or revoked.
type AttestationEvent struct {
	Topic    Topic     `json:"topic"`
	Attester string    `json:"attester"`
	Level    Level     `json:"level"`
	Expires  date.Date `json:"expires"`
}

// FreezeEvent carries the order.
type FreezeEvent FreezeRequest
