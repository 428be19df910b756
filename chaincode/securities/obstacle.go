// SPDX-License-Identifier: Apache-2.0

package securities

import "slices"

// Obstacles are all rules that a move breaks, in a fixed order; none when it may be carried out. What is asked before a
// move ([CheckTransfer]) and what decides it are this one list.
//
// Faults: INSTRUMENT_HALTED, ACCOUNT_REFUSED, LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_LOCKED_UP, NOT_ADMITTED,
// UNITS_UNEQUAL, QUANTITY_TOO_LARGE.
func (m Move) Obstacles(act Act) []error {
	var found []error
	note := func(err error) {
		if err != nil {
			found = append(found, err)
		}
	}
	if m.changesHands() {
		note(m.Instrument.Movable(m.fromTreasury()))
	}
	for _, giver := range m.Givers {
		note(giver.gives())
	}
	for _, lot := range m.Inputs {
		note(m.input(lot, act))
	}
	for _, output := range m.Outputs {
		note(m.output(output, act))
	}
	note(m.conserves())
	return found
}

// changesHands tells whether units leave the account in which they are.
func (m Move) changesHands() bool {
	return len(m.Givers) != 1 || slices.ContainsFunc(m.Outputs, func(o Output) bool { return o.Account.ID != m.Givers[0].ID })
}

// fromTreasury tells whether all units come from the issuer's own account.
func (m Move) fromTreasury() bool {
	return !slices.ContainsFunc(m.Givers, func(a Account) bool { return !a.treasuryOf(m.Instrument) })
}

func (a Account) treasuryOf(i Instrument) bool { return a.Kind == Treasury && a.Owner == i.Issuer }

// gives refuses a frozen account, one whose place another took, a court's, which units leave by an order alone, and a pool,
// which has ways of its own. A closed one receives no more, and may be emptied. Faults: ACCOUNT_REFUSED.
func (a Account) gives() error {
	if a.Kind == Pooling {
		return AccountRefused.New("account %s is a pool: its units are revealed", a.ID)
	}
	if a.Kind == Court {
		return AccountRefused.New("account %s is a court's: units leave it by an order alone", a.ID)
	}
	if a.Successor != "" {
		return AccountRefused.New("account %s took the place of account %s", a.Successor, a.ID)
	}
	if a.Status == AccountFrozen {
		return AccountRefused.New("account %s is %s", a.ID, a.Status)
	}
	return nil
}

func (m Move) input(lot Lot, act Act) error {
	if lot.Instrument != m.Instrument.ID {
		return LotForeign.New("lot %s is of instrument %s", lot.ID, lot.Instrument)
	}
	if !slices.ContainsFunc(m.Givers, func(a Account) bool { return a.ID == lot.Account }) {
		return LotForeign.New("lot %s is in another account", lot.ID)
	}
	if m.changesHands() {
		return lot.usable(m.Ref, act)
	}
	return lot.ready(m.Ref)
}

func (m Move) output(o Output, act Act) error {
	if err := o.Quantity.Validate(); err != nil {
		return UnitsUnequal.New("a lot for account %s would have no units or too many", o.Account.ID)
	}
	if slices.ContainsFunc(m.Givers, func(a Account) bool { return a.ID == o.Account.ID }) {
		return nil
	}
	return o.receives(m.Instrument, act)
}

// receives refuses an account that may not get units on the day: its owner is not admitted, or it takes none. The issuer
// itself needs no admission for its treasury. Faults: ACCOUNT_REFUSED, NOT_ADMITTED.
func (o Output) receives(i Instrument, act Act) error {
	switch {
	case o.Account.Status != AccountOpen:
		return AccountRefused.New("account %s is %s", o.Account.ID, o.Account.Status)
	case o.Account.treasuryOf(i):
		return nil
	case o.Account.Kind == Treasury || o.Account.Kind == Court || o.Account.Kind == Pooling:
		return AccountRefused.New("account %s is a %s account", o.Account.ID, o.Account.Kind)
	}
	return o.Admission.Receives(i.ID, o.Account.Owner, act)
}

// conserves refuses a move that makes or loses units. Faults: UNITS_UNEQUAL, QUANTITY_TOO_LARGE.
func (m Move) conserves() error {
	var in, out Quantity
	var err error
	for _, lot := range m.Inputs {
		if in, err = in.Add(lot.Quantity); err != nil {
			return err
		}
	}
	for _, output := range m.Outputs {
		if out, err = out.Add(output.Quantity); err != nil {
			return err
		}
	}
	if in != out {
		return UnitsUnequal.New("%s units go in and %s come out", in, out)
	}
	return nil
}
