// SPDX-License-Identifier: Apache-2.0

package securities

// Stay is a halt under an order of a court. It lies on an instrument beside the halt of its depository or regulator, and
// ends by another order alone.
type Stay struct {
	Level HaltLevel    `json:"level"`
	Order CourtOrderID `json:"order"`
}

// bar freezes the account of an order, or ends its freeze. What its owner wanted changed is no more, so that nothing that
// is paid on it goes elsewhere. Faults: ACCOUNT_REFUSED, STATUS_REFUSED, ORDER_REFUSED.
func (e Enforcing) bar(page *Enforced, act Act) error {
	account := e.From
	if e.Order.Kind == FreezeOrder {
		if account.Successor != "" {
			return AccountRefused.New("account %s took the place of account %s", account.Successor, account.ID)
		}
		if err := inState("account", string(account.ID), account.Status, AccountOpen, AccountClosed); err != nil {
			return err
		}
		account = account.freeze(e.Order.ID, act)
	} else {
		if account.Status != AccountFrozen || account.Order != e.Order.Ends {
			return OrderRefused.New("account %s is not frozen under order %s", account.ID, e.Order.Ends)
		}
		account.Status, account.Before, account.Order = account.Before, "", ""
		account.Stops = account.Stops.end(act.Today)
	}
	page.Accounts, page.events = []Account{account}, append(page.events, account.event())
	return nil
}

// freeze lets nothing leave or enter the account.
func (a Account) freeze(order CourtOrderID, act Act) Account {
	a.Before, a.Status, a.Order, a.Pending = a.Status, AccountFrozen, order, nil
	a.Stops = a.Stops.begin(act.Today)
	return a
}

// stay halts an instrument under an order, or ends that. Faults: STATUS_REFUSED, ORDER_REFUSED.
func (e Enforcing) stay(page *Enforced, act Act) error {
	i := e.Instrument
	if e.Order.Kind == FreezeOrder {
		if err := inState("instrument", string(i.ID), i.standing(), Primary, Active, Matured, Defaulted); err != nil {
			return err
		}
		if i.Stay.Order != "" {
			return StatusRefused.New("instrument %s is halted under order %s", i.ID, i.Stay.Order)
		}
		i.Stay = Stay{Level: e.Order.Level, Order: e.Order.ID}
		if e.Order.Level != NoTrade {
			i.Stops = i.Stops.begin(act.Today)
		}
	} else {
		if i.Stay.Order != e.Order.Ends {
			return OrderRefused.New("instrument %s is not halted under order %s", i.ID, e.Order.Ends)
		}
		i.Stay, i.Stops = Stay{}, i.Stops.end(act.Today)
	}
	i = i.still(act)
	page.Instrument, page.events = &i, append(page.events, i.event())
	return nil
}

// hold freezes units of an account, or frees what a freeze is on. Of a lot that is frozen or freed in part the rest becomes a
// lot of its own, as it stood. Faults: LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, UNITS_LACKING, ORDER_EXCEEDED.
func (e Enforcing) hold(page *Enforced, r ExecuteRequest) error {
	return e.each(page, r, func(lot Lot, quantity Quantity) error {
		if lot.Account != e.From.ID {
			return LotForeign.New("lot %s is not in account %s", lot.ID, e.From.ID)
		}
		if quantity > lot.Quantity {
			return UnitsLacking.New("lot %s has %s units, %s are wanted", lot.ID, lot.Quantity, quantity)
		}
		if quantity < lot.Quantity {
			return e.holdPart(page, lot, quantity)
		}
		after, err := e.held(lot)
		if err == nil {
			page.Moves.frost(lot, -quantity)
			page.Moves.frost(after, quantity)
			page.Lots, page.events = append(page.Lots, after), append(page.events, after.event())
		}
		return err
	})
}

// held is a lot as it stands under the order.
func (e Enforcing) held(lot Lot) (Lot, error) {
	if e.Order.Kind == FreezeOrder {
		return lot.Freeze(e.Order.ID)
	}
	return lot.Unfreeze(e.Order.Ends)
}

// holdPart freezes or frees part of a lot. What was set aside for a settlement is so no more, neither part of it.
func (e Enforcing) holdPart(page *Enforced, lot Lot, quantity Quantity) error {
	lot, err := lot.unsettled()
	if err != nil {
		return err
	}
	after, err := e.held(lot)
	if err != nil {
		return err
	}
	return page.Moves.cut(e.Instrument, e.From, lot, after, quantity)
}

// cut makes two lots of one: so many units as they are to stand, and the rest as it stood. Faults: LOT_TWICE.
func (m *Moves) cut(instrument Instrument, account Account, lot, after Lot, quantity Quantity) error {
	if err := m.spend(lot); err != nil {
		return err
	}
	m.heir(instrument, after, account, quantity)
	m.heir(instrument, lot, account, lot.Quantity-quantity)
	m.tell(instrument.ID, 1, 2)
	return nil
}
