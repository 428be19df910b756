// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

var (
	errHash = errors.New("a hash is 64 lower-case hexadecimal digits")
	errDay  = errors.New("day is missing")
)

// Who may.
var (
	// NotAParty: the caller's certificate names no party.
	NotAParty = parties.NotAParty
	// NotYours: it is for another firm or member to do.
	NotYours = parties.NotYours
	// SamePerson: who made it confirms it.
	SamePerson = parties.SamePerson
	// FirmRefused: the registry does not know the party or has it frozen.
	FirmRefused = parties.FirmRefused
	// RoleMissing: the member named does not hold the role that it is named for.
	RoleMissing = protocol.Code{Name: "ROLE_MISSING", Status: 409}
	// OwnRegistrar: the issuer's member would keep the register of its own instrument.
	OwnRegistrar = protocol.Code{Name: "OWN_REGISTRAR", Status: 409}
)

// Records.
var (
	// StatusRefused: the record's state does not allow the transition.
	StatusRefused = protocol.Code{Name: "STATUS_REFUSED", Status: 409}
	// TermsMoved: the terms are no more, or were never, those that the caller approves.
	TermsMoved = protocol.Code{Name: "TERMS_CHANGED", Status: 409}
	// TermsRefused: the terms contradict those in force.
	TermsRefused = protocol.Code{Name: "TERMS_REFUSED", Status: 409}
	// SupplyRemains: units are still out, or none are.
	SupplyRemains = protocol.Code{Name: "SUPPLY_REMAINS", Status: 409}
	// SizeExceeded: more units than the terms authorise.
	SizeExceeded = protocol.Code{Name: "SIZE_EXCEEDED", Status: 409}
	// TooEarly and TooLate: the business date does not allow it yet, or any more.
	TooEarly = protocol.Code{Name: "TOO_EARLY", Status: 409}
	TooLate  = protocol.Code{Name: "TOO_LATE", Status: 409}
)

// Accounts and admissions.
var (
	// AccountRefused: the account is closed or frozen, or of another owner, kind or currency than needed.
	AccountRefused = protocol.Code{Name: "ACCOUNT_REFUSED", Status: 409}
	// NotAdmitted: the receiver is not admitted to the instrument on this day.
	NotAdmitted = protocol.Code{Name: "NOT_ADMITTED", Status: 409}
	// ClassRefused: the terms have no such class of investors, or no such slot in it.
	ClassRefused = protocol.Code{Name: "CLASS_REFUSED", Status: 409}
	// StillHolds: the register shows that the party holds units.
	StillHolds = protocol.Code{Name: "STILL_HOLDS", Status: 409}
)

// Lots and moves.
var (
	// InstrumentHalted: the instrument is halted, or not yet or no more in circulation.
	InstrumentHalted = protocol.Code{Name: "INSTRUMENT_HALTED", Status: 409}
	// LotSpent: the lot was spent before.
	LotSpent = protocol.Code{Name: "LOT_SPENT", Status: 409}
	// LotEncumbered: the lot is locked, pledged or frozen, for somebody or something else.
	LotEncumbered = protocol.Code{Name: "LOT_ENCUMBERED", Status: 409}
	// LotLocked: the lot's lock-up is not over.
	LotLocked = protocol.Code{Name: "LOT_LOCKED_UP", Status: 409}
	// LotForeign: the lot is of another instrument or another account.
	LotForeign = protocol.Code{Name: "LOT_FOREIGN", Status: 409}
	// LotTwice: the lot is named twice in one transaction.
	LotTwice = protocol.Code{Name: "LOT_TWICE", Status: 409}
	// UnitsUnequal: what goes in is not what comes out.
	UnitsUnequal = protocol.Code{Name: "UNITS_UNEQUAL", Status: 409}
	// QuantityTooLarge: beyond 18 digits.
	QuantityTooLarge = protocol.Code{Name: "QUANTITY_TOO_LARGE", Status: 409}
	// UnitsLacking: the account has fewer free units than asked for.
	UnitsLacking = protocol.Code{Name: "UNITS_LACKING", Status: 409}
	// SelfTransfer: from an account to itself.
	SelfTransfer = protocol.Code{Name: "SELF_TRANSFER", Status: 409}
)

// The register.
var (
	// DayOpen: the day is not over.
	DayOpen = protocol.Code{Name: "DAY_OPEN", Status: 409}
	// NotOnThatDay: the lot was not there on that day, or was spent by then.
	NotOnThatDay = protocol.Code{Name: "NOT_ON_THAT_DAY", Status: 409}
	// BucketRefused: the lot is of another part of the register, or two pages overlap.
	BucketRefused = protocol.Code{Name: "BUCKET_REFUSED", Status: 409}
	// RegisterIncomplete: the pages do not add up to the supply.
	RegisterIncomplete = protocol.Code{Name: "REGISTER_INCOMPLETE", Status: 409}
)
