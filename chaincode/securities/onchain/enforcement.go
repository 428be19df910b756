// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

var courtOrders = ledger.NewTable("court", securities.CourtOrder.Name,
	ledger.Index("instrument", securities.CourtOrder.Of), ledger.Index("account", securities.CourtOrder.About))

// Rows that say what orders hold back: of accounts for each custodian, of lots for each instrument.
var (
	barred      = ledger.NewTable("barred", securities.Barred.Name)
	frozenUnits = ledger.NewTable("frozen", securities.FrozenUnits.Name)
)

// GiveCourtOrder gives an order.
func (c *Contract) GiveCourtOrder(tx *ledger.Tx, req securities.CourtOrderRequest) (*securities.CourtOrder, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	on, err := orderingOf(tx, req)
	if err != nil {
		return nil, err
	}
	order, events, err := req.Order(on, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &order, courtOrders.Insert(tx, order)
}

// orderingOf loads what an order rests on when it is given.
func orderingOf(r ledger.Reader, req securities.CourtOrderRequest) (on securities.Ordering, err error) {
	if on.Instrument, err = instruments.Get(r, req.Instrument); err != nil {
		return on, err
	}
	if req.Evidence != "" {
		lot, err := lots.Get(r, securities.LotKey{Instrument: req.Instrument, Lot: req.Evidence})
		if err != nil {
			return on, err
		}
		on.Evidence = &lot
	}
	on.Ends, err = endedBy(r, req.Ends)
	return on, err
}

// endedBy loads the order that another undoes; nil where it undoes none.
func endedBy(r ledger.Reader, id securities.CourtOrderID) (*securities.CourtOrder, error) {
	if id == "" {
		return nil, nil
	}
	order, err := courtOrders.Get(r, id)
	return &order, err
}

// CosignCourtOrder agrees to an order.
func (c *Contract) CosignCourtOrder(tx *ledger.Tx, req securities.CourtOrderID) (*securities.CourtOrder, error) {
	return change(tx, courtOrders, req, func(o securities.CourtOrder, do securities.Act) (securities.CourtOrder, []protocol.Event, error) {
		if err := hold(tx, o.Office(do)); err != nil {
			return o, nil, err
		}
		return o.Cosign(do)
	})
}

// WithdrawCourtOrder takes an order back.
func (c *Contract) WithdrawCourtOrder(tx *ledger.Tx, req securities.CourtOrderID) (*securities.CourtOrder, error) {
	return change(tx, courtOrders, req, securities.CourtOrder.Withdraw)
}

// ExecuteCourtOrder carries out an order, or a page of it.
func (c *Contract) ExecuteCourtOrder(tx *ledger.Tx, req securities.ExecuteRequest) (*securities.CourtOrder, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	on, err := enforcingOf(tx, req)
	if err != nil {
		return nil, err
	}
	if err := hold(tx, on.Order.Office(do)); err != nil {
		return nil, err
	}
	done, events, err := on.Execute(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	order := done.Order()
	return &order, saveEnforced(tx, done)
}

// enforcingOf loads what carrying out a page of an order rests on.
func enforcingOf(r ledger.Reader, req securities.ExecuteRequest) (on securities.Enforcing, err error) {
	if on.Order, err = courtOrders.Get(r, req.Order); err != nil {
		return on, err
	}
	if on.Ends, err = endedBy(r, on.Order.Ends); err != nil {
		return on, err
	}
	if on.Instrument, err = instruments.Get(r, req.Instrument); err != nil {
		return on, err
	}
	if on.Order.Account != "" {
		if on.From, err = accounts.Get(r, on.Order.Account); err != nil {
			return on, err
		}
	}
	if on.Order.To != "" {
		if on.To, err = accounts.Get(r, on.Order.To); err != nil {
			return on, err
		}
		if on.Admission, err = admissionOf(r, req.Instrument, on.To); err != nil {
			return on, err
		}
	}
	on.Lots, err = lots.GetMany(r, securities.Keys(req.Instrument, req.LotIDs()))
	return on, err
}

func saveEnforced(tx *ledger.Tx, done securities.Enforced) error {
	if done.Instrument != nil {
		if err := instruments.Update(tx, *done.Instrument); err != nil {
			return err
		}
	}
	return errors.Join(
		courtOrders.UpdateAll(tx, done.Orders), accounts.UpdateAll(tx, done.Accounts), bar(tx, done.Accounts),
		lots.UpdateAll(tx, done.Lots), carry(tx, done.Moves))
}

// bar notes on which of these accounts nothing is paid any more, and on which something is again.
func bar(tx *ledger.Tx, changed []securities.Account) error {
	for _, custodian := range securities.CustodiansOf(changed) {
		before, _, err := barred.Find(tx, custodian)
		if err != nil {
			return err
		}
		after, differs := before.Note(custodian, changed)
		if !differs {
			continue
		}
		if err := put(tx, barred, custodian, after); err != nil {
			return err
		}
	}
	return nil
}

// frost counts units that are frozen more or fewer.
func frost(tx *ledger.Tx, moves *securities.Moves) error {
	changes := moves.Frosted()
	for i, change := range changes {
		same := func(c securities.FrozenChange) bool { return c.Instrument == change.Instrument }
		if slices.ContainsFunc(changes[:i], same) {
			continue
		}
		before, _, err := frozenUnits.Find(tx, change.Instrument)
		if err != nil {
			return err
		}
		if err := put(tx, frozenUnits, change.Instrument, before.Change(change.Instrument, changes, moves.Act().Today)); err != nil {
			return err
		}
	}
	return nil
}

// payee is an account, or the one that took its place, or that one's, and so on: each took its place once.
func payee(r ledger.Reader, id securities.AccountID) (securities.Account, error) {
	account, err := accounts.Get(r, id)
	for err == nil && account.Successor != "" {
		account, err = accounts.Get(r, account.Successor)
	}
	return account, err
}

// freed carries out the order under which income is released, where there is one. Faults: NOT_YOURS, NOT_FOUND,
// STATUS_REFUSED, ORDER_REFUSED.
func freed(tx *ledger.Tx, s securities.Suspense, a securities.Action, do securities.Act) error {
	if s.Order == "" {
		return nil
	}
	if err := hold(tx, role.Depository); err != nil {
		return err
	}
	order, err := courtOrders.Get(tx, s.Order)
	if err != nil {
		return err
	}
	order, events, err := order.Frees(s, a, do)
	if err != nil {
		return err
	}
	tx.Emit(events...)
	return courtOrders.Update(tx, order)
}

// CourtOrder answers an order.
func (c *Contract) CourtOrder(q *ledger.Query, req securities.CourtOrderID) (*securities.CourtOrder, error) {
	return ledger.Answer(courtOrders.Get(q, req))
}

// CourtOrders lists the orders about an instrument or an account.
func (c *Contract) CourtOrders(q *ledger.Query, req securities.CourtOrdersRequest) (*protocol.Page[securities.CourtOrder], error) {
	if req.Account != "" {
		return ledger.Answer(courtOrders.PageBy(q, "account", req.Account.Key(), req.PageRequest))
	}
	return ledger.Answer(courtOrders.PageBy(q, "instrument", req.Instrument.Key(), req.PageRequest))
}
