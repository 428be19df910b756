// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// InstrumentStatus is how an instrument stands.
type InstrumentStatus string

// The states of an instrument.
const (
	// Draft waits for the depository, and of a public offer for the regulator.
	Draft InstrumentStatus = "DRAFT"
	// Approved may be opened by its issuer.
	Approved InstrumentStatus = "APPROVED"
	// Primary: units are issued, and leave the issuer's treasury alone.
	Primary InstrumentStatus = "OPEN"
	// Active: units pass from account to account.
	Active InstrumentStatus = "ACTIVE"
	// Halted is kept from trading, moving or anything, as [Halt] says.
	Halted InstrumentStatus = "HALTED"
	// Matured moves no more: it is redeemed.
	Matured InstrumentStatus = "MATURED"
	// Defaulted did not pay; it still moves.
	Defaulted InstrumentStatus = "DEFAULTED"
	// Redeemed has no units left.
	Redeemed InstrumentStatus = "REDEEMED"
	// Closed is over; so is a Withdrawn one, which never had units.
	Closed    InstrumentStatus = "CLOSED"
	Withdrawn InstrumentStatus = "WITHDRAWN"
)

// Instrument is what all transactions about it read, and few write: its terms are rows of their own, which never change.
type Instrument struct {
	ID       InstrumentID   `json:"id"`
	Kind     Kind           `json:"kind"`
	ISIN     ident.ISIN     `json:"isin"`
	Currency money.Currency `json:"currency"`
	// Nominal is that of one unit, in minor units; 0 where units have none.
	Nominal money.Amount `json:"nominal,omitzero"`
	Issuer  Firm         `json:"issuer"`
	// Depository keeps the register; Regulator may, with it, carry out orders against a custodian's will. Both are MSP
	// identifiers, and stay what they are in all versions of the terms: rows are endorsed by them.
	Depository string           `json:"depository"`
	Regulator  string           `json:"regulator"`
	Status     InstrumentStatus `json:"status"`
	// Matures is the day on which a bond is repaid.
	Matures date.Date `json:"matures,omitzero"`
	// Version is that of the terms in force; 0 before the first approval.
	Version int `json:"version,omitzero"`
	// Pending is the version that waits for approval; Approvals are those that it has.
	Pending   int        `json:"pending,omitzero"`
	Approvals []Approval `json:"approvals,omitempty"`
	// Halt is how far a halted instrument is, and Before how it stood.
	Halt   Halt             `json:"halt,omitzero"`
	Before InstrumentStatus `json:"before,omitzero"`
	// Stay is a halt under an order of a court, which lies beside any other.
	Stay Stay `json:"stay,omitzero"`
	// Stops are when such halts kept units from moving.
	Stops Stops `json:"stops,omitempty"`
	// StillSince is the business date since which no units change hands but under an order; none while they may. An event
	// that takes units from holders needs them to be still since its record date.
	StillSince date.Date `json:"stillSince,omitzero"`
}

// Approval is one approval of pending terms.
type Approval struct {
	By Person    `json:"by"`
	On date.Date `json:"on"`
}

// HaltLevel says what a halt stops.
type HaltLevel string

// The levels of a halt, each with those before it.
const (
	// NoTrade stops orders, quotes and trades; what was agreed is settled.
	NoTrade HaltLevel = "NO_TRADE"
	// NoMove stops every move of units but those under an order.
	NoMove HaltLevel = "NO_MOVE"
	// NoWrite stops issues, redemptions and corporate actions too.
	NoWrite HaltLevel = "NO_WRITE"
)

// Validate refuses an unknown level.
func (l HaltLevel) Validate() error {
	switch l {
	case NoTrade, NoMove, NoWrite:
		return nil
	default:
		return fmt.Errorf("level %q is not NO_TRADE, NO_MOVE or NO_WRITE", protocol.Excerpt(string(l)))
	}
}

// Halt says how far an instrument is halted, under which order and by which member.
type Halt struct {
	Level HaltLevel `json:"level"`
	Order Hash      `json:"order"`
	By    string    `json:"by"`
}

// halted tells whether a halt of a level, or a stronger one, is on the instrument.
func (i Instrument) halted(levels ...HaltLevel) bool {
	for _, level := range levels {
		if i.Status == Halted && i.Halt.Level == level || i.Stay.Level == level {
			return true
		}
	}
	return false
}

// standing is how the instrument stands, or stood before it was halted.
func (i Instrument) standing() InstrumentStatus {
	if i.Status == Halted {
		return i.Before
	}
	return i.Status
}

// Tradable refuses an instrument in which nothing may be agreed. Faults: INSTRUMENT_HALTED.
func (i Instrument) Tradable() error {
	if i.Status != Active && i.Status != Defaulted || i.Stay.Order != "" {
		return i.stopped()
	}
	return nil
}

// Movable refuses an instrument whose units pass from nobody to anybody: fromTreasury tells that they all come from the
// issuer's treasury, which may sell in the primary phase. Faults: INSTRUMENT_HALTED.
func (i Instrument) Movable(fromTreasury bool) error {
	if i.halted(NoMove, NoWrite) {
		return i.stopped()
	}
	switch i.standing() {
	case Active, Defaulted:
		return nil
	case Primary:
		if fromTreasury {
			return nil
		}
	}
	return i.stopped()
}

// Live refuses an instrument in which nothing may be issued, redeemed or paid. Faults: INSTRUMENT_HALTED.
func (i Instrument) Live() error {
	if i.halted(NoWrite) {
		return i.stopped()
	}
	switch i.standing() {
	case Primary, Active, Defaulted, Matured:
		return nil
	}
	return i.stopped()
}

func (i Instrument) stopped() error {
	if i.Stay.Order != "" {
		return InstrumentHalted.New("instrument %s is halted under order %s: %s", i.ID, i.Stay.Order, i.Stay.Level)
	}
	if i.Status == Halted {
		return InstrumentHalted.New("instrument %s is halted: %s", i.ID, i.Halt.Level)
	}
	return InstrumentHalted.New("instrument %s is %s", i.ID, i.Status)
}

func (i Instrument) event() protocol.Event {
	return InstrumentChanged.Of(string(i.ID), StatusEvent{Status: string(i.Status)})
}

// TermsKey names a version of an instrument's terms.
type TermsKey struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Version    int          `json:"version" help:"version of its terms, from 1"`
}

// Validate refuses malformed members.
func (k TermsKey) Validate() error {
	if k.Version < 1 || k.Version > 9999 {
		return errors.New("version is from 1 to 9999")
	}
	return k.Instrument.Validate()
}

// Key is the version's place in a table.
func (k TermsKey) Key() []string {
	return []string{string(k.Instrument), fmt.Sprintf("%04d", k.Version)}
}

// TermsVersion is a version of an instrument's terms: written once, when it is proposed.
type TermsVersion struct {
	TermsKey
	Terms Terms `json:"terms"`
	// Hash is that of the terms.
	Hash Hash `json:"hash"`
	// Proposer proposed it, on the business date On.
	Proposer Person    `json:"proposer"`
	On       date.Date `json:"on"`
}

// VersionKey is the version's name.
func (v TermsVersion) VersionKey() TermsKey { return v.TermsKey }
