// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/finance/date"

// Restraints are what orders of courts kept the sides of a pair from.
type Restraints struct {
	Deliverer, Receiver Account
	Instrument          Instrument
	Frozen              FrozenUnits
}

// fault is who is to blame for what on a day, and for how many units.
type fault struct {
	side  Direction
	kind  PenaltyKind
	units Quantity
}

// fault finds what a pair owes for a day. A day does not count on which an order stopped the account of the side that failed,
// or the instrument; and of a deliverer, units do not count as missing as far as units of it were frozen.
// Faults: DAY_OPEN, NOT_FAILING.
func (p Pair) fault(day date.Date, by Restraints, act Act) (fault, error) {
	side, kind, err := p.failing(day, act)
	if err != nil {
		return fault{}, err
	}
	account, missing := by.Receiver, p.Obligation.openOn(day)
	if side == Delivers {
		account = by.Deliverer
		missing -= min(missing, by.Frozen.unitsOn(account.ID, day))
	}
	switch {
	case by.Instrument.Stops.on(day):
		return fault{}, NotFailing.New("instrument %s was halted under an order on %s", by.Instrument.ID, day)
	case account.Stops.on(day):
		return fault{}, NotFailing.New("account %s was stopped under an order on %s", account.ID, day)
	case missing == 0:
		return fault{}, NotFailing.New("what account %s was to deliver was frozen on %s", account.ID, day)
	}
	return fault{side: side, kind: kind, units: missing}, nil
}
