// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// ActionID names a corporate action. It is also what a holder's bank shows beside the money (ISO 20022 end-to-end
// identification), so that it is 1 to 35 letters, digits, dots and dashes.
type ActionID string

var actionForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,34}$`)

// Validate refuses a malformed name.
func (id ActionID) Validate() error {
	if !actionForm.MatchString(string(id)) {
		return fmt.Errorf("action %q is not 1 to 35 letters, digits, dots or dashes", protocol.Excerpt(string(id)))
	}
	return nil
}

// Key is the action's place in a table.
func (id ActionID) Key() []string { return []string{string(id)} }

// ActionKind says what a corporate action does, in the codes of ISO 20022 (CorporateActionEventType).
type ActionKind string

// The kinds of corporate actions.
const (
	// InterestPayment pays a bond's coupon.
	InterestPayment ActionKind = "INTR"
	// PoolFactor repays a part of an amortising bond's nominal; units stay.
	PoolFactor ActionKind = "PRED"
	// CashDividend pays so much a unit.
	CashDividend ActionKind = "DVCA"
	// FinalMaturity repays a bond, and takes its units.
	FinalMaturity ActionKind = "REDM"
	// FullCall repays a callable bond, or a share or fund unit, before its time, and takes all units.
	FullCall ActionKind = "MCAL"
	// PartialCall takes a number of units in all and pays for them.
	PartialCall ActionKind = "PCAL"
	// Split makes more units of each holder's.
	Split ActionKind = "SPLF"
	// ReverseSplit makes fewer units of each holder's.
	ReverseSplit ActionKind = "SPLR"
	// Bonus gives units beside those that holders have.
	Bonus ActionKind = "BONU"
)

// Validate refuses an unknown kind.
func (k ActionKind) Validate() error {
	switch k {
	case InterestPayment, PoolFactor, CashDividend, FinalMaturity, FullCall, PartialCall, Split, ReverseSplit, Bonus:
		return nil
	default:
		return fmt.Errorf("kind %q is not INTR, PRED, DVCA, REDM, MCAL, PCAL, SPLF, SPLR or BONU", protocol.Excerpt(string(k)))
	}
}

// takes tells whether the action takes units from holders, so that they have to be still from its record date on.
func (k ActionKind) takes() bool {
	switch k {
	case FinalMaturity, FullCall, PartialCall, Split, ReverseSplit:
		return true
	}
	return false
}

// redeems tells whether units end against money.
func (k ActionKind) redeems() bool { return k == FinalMaturity || k == FullCall || k == PartialCall }

// converts tells whether units become other numbers of units.
func (k ActionKind) converts() bool { return k == Split || k == ReverseSplit }

// reshapes tells whether holders have other numbers of units afterwards, and some. What is concealed cannot follow: nobody
// could tell that the sealed lots became what the pool became.
func (k ActionKind) reshapes() bool { return k.converts() || k == PartialCall || k == Bonus }

// ofBond tells whether the amount comes from the terms of a bond.
func (k ActionKind) ofBond() bool {
	return k == InterestPayment || k == PoolFactor || k == FinalMaturity
}

// suits tells whether an instrument of a kind has such actions.
func (k ActionKind) suits(instrument Kind) bool {
	switch k {
	case FullCall, PartialCall:
		return true
	case InterestPayment, PoolFactor, FinalMaturity:
		return instrument == Bond
	}
	return instrument != Bond
}

// ActionStatus is how a corporate action stands.
type ActionStatus string

// The states of a corporate action. How far paying has come is told by the payments, which are rows of their own.
const (
	// ActionAnnounced waits for the depository to confirm.
	ActionAnnounced ActionStatus = "ANNOUNCED"
	// ActionConfirmed waits for the register of its record date.
	ActionConfirmed ActionStatus = "CONFIRMED"
	// ActionRecordClosed has its register, and pages are worked out.
	ActionRecordClosed ActionStatus = "RECORD_CLOSED"
	// ActionEntitled has all pages worked out, and its amounts fixed.
	ActionEntitled ActionStatus = "ENTITLED"
	// ActionFunded is paid page by page.
	ActionFunded ActionStatus = "FUNDED"
	// ActionReconciled is over: what was paid in is what was paid out.
	ActionReconciled ActionStatus = "RECONCILED"
	// ActionCancelled came to nothing.
	ActionCancelled ActionStatus = "CANCELLED"
)
