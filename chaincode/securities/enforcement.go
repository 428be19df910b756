// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// courtLotsMost bounds the lots of one page of an order.
const courtLotsMost = 500

// CourtPart is units of a lot to which something is done under an order.
type CourtPart struct {
	Lot      LotID    `json:"lot" help:"the lot"`
	Quantity Quantity `json:"quantity" help:"units of it; what is left is a lot of its own"`
}

// ExecuteRequest carries an order out, or a page of it.
type ExecuteRequest struct {
	Order CourtOrderID `json:"order" help:"the order"`
	// Page is one more than the pages so far, so that none is carried out twice.
	Page int `json:"page" help:"number of the page, from 1"`
	// Instrument is that of the lots. A recovery is of all instruments that the same members answer for, page by page.
	Instrument InstrumentID `json:"instrument" help:"the instrument of the lots: the order's, of a recovery any of the same members"`
	Lots       []CourtPart  `json:"lots,omitempty" help:"at most 500 lots, where the order is about units"`
	Last       bool         `json:"last,omitzero" help:"nothing more is to be done under the order"`
}

// Validate refuses malformed members and a lot that is named twice.
func (r ExecuteRequest) Validate() error {
	if r.Page < 1 || r.Page > 999_999 {
		return errors.New("page is from 1 to 999999")
	}
	if len(r.Lots) > courtLotsMost {
		return fmt.Errorf("at most %d lots are named", courtLotsMost)
	}
	seen := make(map[LotID]bool, len(r.Lots))
	for _, part := range r.Lots {
		if err := errors.Join(part.Lot.Validate(), part.Quantity.Validate()); err != nil {
			return err
		}
		if seen[part.Lot] {
			return fmt.Errorf("lot %s is named twice", part.Lot)
		}
		seen[part.Lot] = true
	}
	return errors.Join(r.Order.Validate(), r.Instrument.Validate())
}

// LotIDs are the names of the lots.
func (r ExecuteRequest) LotIDs() []LotID {
	ids := make([]LotID, len(r.Lots))
	for i, part := range r.Lots {
		ids[i] = part.Lot
	}
	return ids
}

// Enforcing is what carrying out a page of an order rests on: rows that the order does not name are zero.
type Enforcing struct {
	Order CourtOrder
	// Ends is the order that it undoes.
	Ends *CourtOrder
	// Instrument is that of the lots.
	Instrument Instrument
	From, To   Account
	// Admission is that of the receiver's owner, the zero Admission where it has none.
	Admission Admission
	Lots      []Lot
}

// Enforced is what a page of an order writes.
type Enforced struct {
	// Orders are the order and, when it is carried out whole, the one that it undid.
	Orders []CourtOrder
	// Instrument is nil where it stays as it is.
	Instrument *Instrument
	Accounts   []Account
	// Lots only change how they stand; what is spent and made is in Moves.
	Lots  []Lot
	Moves *Moves
	// done is how many units the page froze, freed or moved.
	done   Quantity
	events []protocol.Event
}

// Order is the order as it stands after the page.
func (d Enforced) Order() CourtOrder { return d.Orders[0] }

// Execute carries out a page of an order, by its depository or its regulator: two people have agreed to it already. Halts and
// the custodian's will are no obstacle. Faults: NOT_YOURS, STATUS_REFUSED, ORDER_REFUSED, ORDER_EXCEEDED,
// ORDER_PAGE_REFUSED, ACCOUNT_REFUSED, NOT_ADMITTED, LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, UNITS_LACKING.
func (e Enforcing) Execute(r ExecuteRequest, act Act) (Enforced, []protocol.Event, error) {
	if err := e.executable(r, act); err != nil {
		return Enforced{}, nil, err
	}
	page := &Enforced{Moves: OpenMoves(act)}
	if err := e.rule(act)(page, r); err != nil {
		return Enforced{}, nil, err
	}
	if err := e.finish(page, r, act); err != nil {
		return Enforced{}, nil, err
	}
	return *page, page.events, nil
}

// executable refuses an order that cannot be carried out by the caller or not now, and a page that is not the next one.
func (e Enforcing) executable(r ExecuteRequest, act Act) error {
	o := e.Order
	if act.Caller.MSP != o.Depository && act.Caller.MSP != o.Regulator {
		return NotYours.New("this is for members %s and %s to do", o.Depository, o.Regulator)
	}
	if err := inState("order", string(o.ID), o.Status, CourtCosigned); err != nil {
		return err
	}
	if r.Page != o.Pages+1 {
		return OrderPageRefused.New("order %s has %d pages: the next one is %d", o.ID, o.Pages, o.Pages+1)
	}
	own := e.Instrument.Depository == o.Depository && e.Instrument.Regulator == o.Regulator
	switch {
	case r.Instrument != o.Instrument && (o.Kind != RecoveryOrder || !own):
		return OrderRefused.New("order %s is not about instrument %s", o.ID, r.Instrument)
	case o.paged() && len(r.Lots) == 0 && !r.Last:
		return OrderRefused.New("a page names lots, or is the last one")
	case !o.paged() && len(r.Lots) > 0:
		return OrderRefused.New("order %s is not about lots", o.ID)
	case e.Ends != nil:
		return o.undoes(*e.Ends)
	}
	return nil
}

// paged tells whether an order is about lots, page by page.
func (o CourtOrder) paged() bool { return o.Subject == "" || o.Subject == OnLots }

// rule is what the order's kind does.
func (e Enforcing) rule(act Act) func(*Enforced, ExecuteRequest) error {
	switch o := e.Order; {
	case o.Kind == TransferOrder:
		return func(page *Enforced, r ExecuteRequest) error { return e.transfer(page, r, act) }
	case o.Kind == RecoveryOrder:
		return func(page *Enforced, r ExecuteRequest) error { return e.recover(page, r, act) }
	case o.Subject == OnLots:
		return func(page *Enforced, r ExecuteRequest) error { return e.hold(page, r) }
	case o.Subject == OnAccount:
		return func(page *Enforced, _ ExecuteRequest) error { return e.bar(page, act) }
	case o.Subject == OnInstrument:
		return func(page *Enforced, _ ExecuteRequest) error { return e.stay(page, act) }
	}
	return func(*Enforced, ExecuteRequest) error {
		return OrderRefused.New("order %s is carried out where income is released", e.Order.ID)
	}
}

// add counts units to which something was done. Faults: ORDER_EXCEEDED.
func (e Enforcing) add(page *Enforced, quantity Quantity) (err error) {
	if page.done, err = page.done.Add(quantity); err != nil {
		return err
	}
	if most := e.Order.Quantity; most != 0 && page.done > most-e.Order.Done {
		return OrderExceeded.New("order %s is about %s units, of which %s are done", e.Order.ID, most, e.Order.Done)
	}
	return nil
}

// finish counts the page, and ends the order where nothing is left to do.
func (e Enforcing) finish(page *Enforced, r ExecuteRequest, act Act) (err error) {
	o := e.Order
	if o.Done, err = o.Done.Add(page.done); err != nil {
		return err
	}
	o.Pages++
	if r.Last || !o.paged() || o.Quantity != 0 && o.Done == o.Quantity {
		o.Status, o.Executed = CourtExecuted, act.Today
	}
	page.Orders = []CourtOrder{o}
	page.events = append(page.events, o.event(act))
	if e.Ends != nil && o.Status == CourtExecuted {
		ended := *e.Ends
		ended.Status, ended.UndoneBy = CourtReversed, o.ID
		page.Orders = append(page.Orders, ended)
		page.events = append(page.events, ended.event(act))
	}
	return nil
}

// each does something to every lot of a page.
func (e Enforcing) each(page *Enforced, r ExecuteRequest, do func(Lot, Quantity) error) error {
	for _, part := range r.Lots {
		at := slices.IndexFunc(e.Lots, func(l Lot) bool { return l.ID == part.Lot })
		if at < 0 {
			return LotForeign.New("lot %s is of another instrument", part.Lot)
		}
		if err := e.add(page, part.Quantity); err != nil {
			return err
		}
		if err := do(e.Lots[at], part.Quantity); err != nil {
			return err
		}
	}
	return nil
}
