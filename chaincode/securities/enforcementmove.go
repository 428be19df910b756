// SPDX-License-Identifier: Apache-2.0

package securities

// transfer moves units to another account, whatever lies on them, and leaves that on them. Faults: STATUS_REFUSED,
// ACCOUNT_REFUSED, NOT_ADMITTED, ORDER_EXCEEDED, LOT_FOREIGN, LOT_SPENT, UNITS_LACKING.
func (e Enforcing) transfer(page *Enforced, r ExecuteRequest, act Act) error {
	if err := e.movable(); err != nil {
		return err
	}
	if err := e.receives(act); err != nil {
		return err
	}
	return e.each(page, r, func(lot Lot, quantity Quantity) error { return e.carry(page, lot, quantity) })
}

// carry moves units of a lot. Pledges and freezes go with them; what was set aside for a settlement is so no more.
func (e Enforcing) carry(page *Enforced, lot Lot, quantity Quantity) error {
	lot, err := lot.unsettled()
	if err != nil {
		return err
	}
	return page.Moves.Enforce(e.Instrument, lot, e.From, e.To, quantity)
}

// movable refuses an instrument that has no units. Faults: STATUS_REFUSED.
func (e Enforcing) movable() error {
	return inState("instrument", string(e.Instrument.ID), e.Instrument.standing(), Primary, Active, Matured, Defaulted)
}

// receives refuses an account that cannot have the units. A court's account takes them from anybody; any other is of an owner
// who is admitted on the day, or of the issuer. So a class never has more investors than places, though an order overrides
// custodians and halts; and no order is in vain, for a court's account takes what nobody else can. What another order took
// comes back into an account that was frozen or closed since. Faults: ACCOUNT_REFUSED, NOT_ADMITTED.
func (e Enforcing) receives(act Act) error {
	to := e.To
	switch {
	case to.Successor != "":
		return AccountRefused.New("account %s took the place of account %s", to.Successor, to.ID)
	case to.Status != AccountOpen && e.Ends == nil:
		return AccountRefused.New("account %s is %s", to.ID, to.Status)
	case to.Kind == Court:
		return nil
	}
	to.Status = AccountOpen
	return Output{Account: to, Admission: e.Admission}.receives(e.Instrument, act)
}

// recover moves whole lots of a lost account to the one that takes its place. With the first page the lost account is closed
// for good, whether it has units or not: its keys move nothing any more, and what is still to be paid on it follows
// (see [Account].Successor). Faults: ACCOUNT_REFUSED, STATUS_REFUSED, NOT_ADMITTED, ORDER_REFUSED, LOT_FOREIGN,
// LOT_SPENT.
func (e Enforcing) recover(page *Enforced, r ExecuteRequest, act Act) error {
	if err := e.replaces(page, act); err != nil {
		return err
	}
	if len(r.Lots) > 0 {
		if err := e.inherits(act); err != nil {
			return err
		}
	}
	return e.each(page, r, func(lot Lot, quantity Quantity) error {
		if quantity != lot.Quantity {
			return OrderRefused.New("a recovery takes lot %s whole: %s units", lot.ID, lot.Quantity)
		}
		return e.carry(page, lot, quantity)
	})
}

// inherits refuses lots that cannot follow now. While units are still an event may count on where they are, and what it pays
// follows in their place; and a successor has to be admitted. Faults: STATUS_REFUSED, NOT_ADMITTED.
func (e Enforcing) inherits(act Act) error {
	i := e.Instrument
	if !i.StillSince.IsZero() {
		return StatusRefused.New("units of instrument %s are still since %s", i.ID, i.StillSince)
	}
	if e.To.Owner == e.From.Owner || e.To.treasuryOf(i) {
		return nil
	}
	return e.Admission.Receives(i.ID, e.To.Owner, act)
}

// replaces puts one account in the place of another, once. Faults: ACCOUNT_REFUSED.
func (e Enforcing) replaces(page *Enforced, act Act) error {
	from, to := e.From, e.To
	if from.Successor == to.ID {
		return nil
	}
	heir := to.Owner == from.Owner
	if e.Order.Successor != "" {
		heir = to.Owner.Party == e.Order.Successor
	}
	switch {
	case from.Successor != "":
		return AccountRefused.New("account %s took the place of account %s", from.Successor, from.ID)
	case to.Status != AccountOpen || to.Kind != from.Kind:
		return AccountRefused.New("account %s is %s and a %s account", to.ID, to.Status, to.Kind)
	case !heir:
		return AccountRefused.New("account %s is of party %s, which the order does not name", to.ID, to.Owner.Party)
	}
	if from.Status == AccountFrozen {
		to = to.freeze(from.Order, act)
	}
	from.Status, from.Before, from.Order, from.Pending, from.Successor = AccountClosed, "", "", nil, to.ID
	from.Stops = from.Stops.begin(act.Today)
	page.Accounts, page.events = []Account{from, to}, append(page.events, from.event(), to.event())
	return nil
}
