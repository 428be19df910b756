// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The events of instruments, accounts and the register: what happened to which record, and how it stands. They carry no
// quantities, prices or free text.
var (
	InstrumentChanged = protocol.NewEventType[StatusEvent]("securities:InstrumentChanged")
	TermsProposed     = protocol.NewEventType[TermsEvent]("securities:TermsProposed")
	IssueChanged      = protocol.NewEventType[StatusEvent]("securities:IssueChanged")
	AccountChanged    = protocol.NewEventType[StatusEvent]("securities:AccountChanged")
	AdmissionChanged  = protocol.NewEventType[StatusEvent]("securities:AdmissionChanged")
	UnitsMoved        = protocol.NewEventType[MoveEvent]("securities:UnitsMoved")
	LotChanged        = protocol.NewEventType[StatusEvent]("securities:LotChanged")
	PageCounted       = protocol.NewEventType[PageEvent]("securities:PageCounted")
	RegisterClosed    = protocol.NewEventType[PageEvent]("securities:RegisterClosed")
)

// StatusEvent says how a record stands.
type StatusEvent struct {
	Status string `json:"status"`
}

// TermsEvent says which version of an instrument's terms waits for approval.
type TermsEvent struct {
	Version int `json:"version"`
}

// MoveEvent says how many lots of an instrument were spent and made.
type MoveEvent struct {
	Spent int `json:"spent"`
	Made  int `json:"made"`
}

// PageEvent says of which day, and how many accounts, a page of a register or a register is.
type PageEvent struct {
	Day      date.Date `json:"day"`
	Accounts int       `json:"accounts"`
}
