// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// UnitAction is a corporate action after which holders have other numbers of units.
type UnitAction struct {
	Action ActionID   `json:"action"`
	Kind   ActionKind `json:"kind"`
	Record date.Date  `json:"record"`
	Ex     date.Date  `json:"ex,omitzero"`
}

// UnitActions are those of an instrument that were confirmed and not cancelled. They are in one row, so that whoever reads it
// has read all of them, and meets the confirmation or the end of another one.
type UnitActions struct {
	Instrument InstrumentID `json:"instrument"`
	Actions    []UnitAction `json:"actions,omitempty"`
}

// Name is the instrument's.
func (u UnitActions) Name() InstrumentID { return u.Instrument }

// unitActionsMost bounds those of an instrument, without the one that ends it.
const unitActionsMost = 500

// ChangesUnits tells whether holders have other numbers of units after the action.
func (a Action) ChangesUnits() bool { return a.Kind.takes() || a.Kind == Bonus }

// With lists an action that is confirmed, and drops one that is cancelled. Faults: STATUS_REFUSED for more than a row keeps.
func (u UnitActions) With(a Action) (UnitActions, error) {
	u.Instrument = a.Instrument
	u.Actions = slices.DeleteFunc(slices.Clone(u.Actions), func(other UnitAction) bool { return other.Action == a.ID })
	if a.Status == ActionCancelled {
		return u, nil
	}
	if len(u.Actions) >= unitActionsMost && a.Kind != FinalMaturity && a.Kind != FullCall {
		return u, StatusRefused.New("instrument %s has had %d actions that changed units", u.Instrument, unitActionsMost)
	}
	u.Actions = append(u.Actions, UnitAction{Action: a.ID, Kind: a.Kind, Record: a.Record, Ex: a.Ex})
	return u, nil
}

// alike refuses the closing price of a day for units of today where one of the two is without an action that changes what a
// unit is worth: a price is from the ex-date on, units are from the end of the record date on. Faults: PRICE_NOT_ALIKE.
func (u UnitActions) alike(priced, today date.Date) error {
	for _, a := range u.Actions {
		if !a.Kind.redeems() && priced.Before(a.Ex) == today.After(a.Record) {
			return PriceNotAlike.New("of action %s, units change after %s and prices on %s: that of %s is of other units than today's",
				a.Action, a.Record, a.Ex, priced)
		}
	}
	return nil
}
