// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// What happens here. The subject is the account, hold, mint, mandate, module, currency, bank or party; of a posting it
// is the transaction.
var (
	Posted              = protocol.NewEventType[PostedEvent]("cash:Posted")
	AccountOpened       = protocol.NewEventType[OpenedEvent]("cash:AccountOpened")
	AccountMarked       = protocol.NewEventType[MarkedEvent]("cash:AccountMarked")
	CreditsConsolidated = protocol.NewEventType[ConsolidatedEvent]("cash:CreditsConsolidated")
	AccountWasFrozen    = protocol.NewEventType[FrozenEvent]("cash:AccountFrozen")
	AccountWasUnfrozen  = protocol.NewEventType[FrozenEvent]("cash:AccountUnfrozen")
	PartyWasFrozen      = protocol.NewEventType[PartyFrozenEvent]("cash:PartyFrozen")
	PartyWasUnfrozen    = protocol.NewEventType[PartyFrozenEvent]("cash:PartyUnfrozen")
	HoldWasCreated      = protocol.NewEventType[HoldEvent]("cash:HoldCreated")
	HoldWasExecuted     = protocol.NewEventType[HoldEvent]("cash:HoldExecuted")
	HoldWasReleased     = protocol.NewEventType[HoldEvent]("cash:HoldReleased")
	MandateWasGranted   = protocol.NewEventType[MandateEvent]("cash:MandateGranted")
	MandateWasRevoked   = protocol.NewEventType[MandateEvent]("cash:MandateRevoked")
	ModuleChanged       = protocol.NewEventType[ModuleEvent]("cash:ModuleChanged")
	MintWasRequested    = protocol.NewEventType[MintEvent]("cash:MintRequested")
	MintWasApproved     = protocol.NewEventType[MintEvent]("cash:MintApproved")
	MintWasRejected     = protocol.NewEventType[MintEvent]("cash:MintRejected")
	CurrencySet         = protocol.NewEventType[CurrencyEvent]("cash:CurrencySet")
	BankCodeAssigned    = protocol.NewEventType[BankCodeEvent]("cash:BankCodeAssigned")
	ReserveAttested     = protocol.NewEventType[ReserveEvent]("cash:ReserveAttested")
)

// PostedLegsMost is how many movements an event carries. The posting, which is in the same block, has them all: an event that
// repeats a thousand doubles the transaction, for every peer and every listener.
const PostedLegsMost = 20

// PostedEvent tells of the movements of a transaction.
type PostedEvent struct {
	Operation Operation `json:"operation"`
	Date      date.Date `json:"date"`
	Subject   string    `json:"subject,omitzero"`
	// Count is how many movements there are.
	Count int `json:"count"`
	// Legs are the movements, where there are no more than [PostedLegsMost]; the others are read with cash:GetPosting.
	Legs []Leg `json:"legs,omitempty"`
}

func (p Posting) posted() protocol.Event {
	event := PostedEvent{Operation: p.Operation, Date: p.Date, Subject: p.Subject, Count: len(p.Legs)}
	if event.Count <= PostedLegsMost {
		event.Legs = p.Legs
	}
	return Posted.Of(string(p.TxID), event)
}

// OpenedEvent says who keeps a new account, and for whom.
type OpenedEvent struct {
	Servicer string         `json:"servicer"`
	Currency money.Currency `json:"currency"`
	Kind     Kind           `json:"kind"`
	Owner    Owner          `json:"owner"`
}

func (a Account) opened() protocol.Event {
	return AccountOpened.Of(string(a.ID), OpenedEvent{Servicer: a.Servicer, Currency: a.Currency, Kind: a.Kind, Owner: a.Owner})
}

// MarkedEvent carries the number of stripes of a high-volume account.
type MarkedEvent struct {
	Stripes int `json:"stripes"`
}

// ConsolidatedEvent says how much of how many credits went onto stripes.
type ConsolidatedEvent struct {
	Credits int          `json:"credits"`
	Amount  money.Amount `json:"amount"`
}

// FrozenEvent carries the side that was closed or opened.
type FrozenEvent struct {
	Side Side `json:"side"`
}

// PartyFrozenEvent carries the hash of the order.
type PartyFrozenEvent struct {
	Order string `json:"order"`
}

// HoldEvent describes a hold.
type HoldEvent struct {
	Payer   AccountID   `json:"payer"`
	Payee   AccountID   `json:"payee"`
	Amount  money.Money `json:"amount"`
	Notary  Notary      `json:"notary"`
	Purpose Purpose     `json:"purpose,omitzero"`
	// Executed is what the payee received.
	Executed money.Amount `json:"executed"`
}

// MandateEvent says who may collect what for.
type MandateEvent struct {
	Payer   AccountID  `json:"payer"`
	Module  ModuleName `json:"module"`
	Purpose Purpose    `json:"purpose"`
}

// ModuleEvent says whether a module runs.
type ModuleEvent struct {
	Paused bool `json:"paused"`
}

// MintEvent describes a mint.
type MintEvent struct {
	Account AccountID   `json:"account"`
	Amount  money.Money `json:"amount"`
	Issuer  string      `json:"issuer"`
}

// BankCodeEvent carries the bank that has a bank code now.
type BankCodeEvent struct {
	Servicer string `json:"servicer"`
}

// CurrencyEvent carries the terms of a currency.
type CurrencyEvent struct {
	ReserveAge int  `json:"reserveAge"`
	Closed     bool `json:"closed"`
}

// ReserveEvent carries an attested reserve.
type ReserveEvent struct {
	Amount   money.Money `json:"amount"`
	AsOf     date.Date   `json:"asOf"`
	Attester string      `json:"attester"`
}
