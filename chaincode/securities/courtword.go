// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// CourtOrderRequest gives an order.
type CourtOrderRequest struct {
	ID CourtOrderID `json:"order" help:"name of the order"`
	CourtTerms
}

// Validate refuses malformed members, and an order that would undo itself.
func (r CourtOrderRequest) Validate() error {
	if r.ID == r.Ends {
		return errors.New("an order does not undo itself")
	}
	return errors.Join(r.ID.Validate(), r.CourtTerms.Validate())
}

// Ordering is what an order rests on when it is given.
type Ordering struct {
	Instrument Instrument
	// Evidence is the lot that the order names, if it names one.
	Evidence *Lot
	// Ends is the order that it undoes, if it undoes one.
	Ends *CourtOrder
}

// Order gives an order, by a person of the instrument's regulator. Faults: NOT_YOURS, LOT_FOREIGN, ORDER_REFUSED,
// STATUS_REFUSED.
func (r CourtOrderRequest) Order(on Ordering, act Act) (CourtOrder, []protocol.Event, error) {
	if err := byMember(act, on.Instrument.Regulator); err != nil {
		return CourtOrder{}, nil, err
	}
	order := CourtOrder{
		ID: r.ID, CourtTerms: r.CourtTerms, Depository: on.Instrument.Depository, Regulator: on.Instrument.Regulator,
		Status: CourtOrdered, Maker: act.Person(), Ordered: act.Today,
	}
	if on.Evidence != nil && on.Evidence.Account != r.Account {
		return CourtOrder{}, nil, LotForeign.New("lot %s is no evidence: it is not of account %s", on.Evidence.ID, r.Account)
	}
	if on.Ends != nil {
		if err := order.undoes(*on.Ends); err != nil {
			return CourtOrder{}, nil, err
		}
	}
	return order, []protocol.Event{order.event(act)}, nil
}

// undoes refuses an order that cannot undo another: a freeze is ended by what ends a freeze of the same thing, a transfer
// is reversed by one back, in the same instrument, of no more units. Lots that were frozen may be freed by several orders.
// Faults: ORDER_REFUSED, STATUS_REFUSED.
func (o CourtOrder) undoes(ended CourtOrder) error {
	allowed := []CourtStatus{CourtExecuted}
	refused := OrderRefused.New("order %s does not undo order %s, which is about something else", o.ID, ended.ID)
	switch {
	case !o.joint(ended):
		return OrderRefused.New("order %s was given by other members", ended.ID)
	case o.Kind == UnfreezeOrder && (ended.Kind != FreezeOrder || ended.Subject != o.Subject):
		return refused
	case o.Kind == UnfreezeOrder && (o.Subject == OnInstrument || o.Subject == OnLots) && ended.Instrument != o.Instrument:
		return refused
	case o.Kind == TransferOrder && (ended.Kind != TransferOrder || ended.Instrument != o.Instrument || ended.To != o.Account || ended.Account != o.To):
		return refused
	case o.Kind == TransferOrder && o.Quantity > ended.Done:
		return OrderExceeded.New("order %s moved %s units", ended.ID, ended.Done)
	case o.Subject == OnLots:
		allowed = append(allowed, CourtReversed)
	}
	return inState("order", string(ended.ID), ended.Status, allowed...)
}

// Cosign agrees to an order. A freeze is urgent and takes nothing: another person of the regulator, or one of the depository,
// agrees to it. All else takes the depository's word. Whoever gave the order does not agree to it.
// Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON.
func (o CourtOrder) Cosign(act Act) (CourtOrder, []protocol.Event, error) {
	if o.Kind != FreezeOrder || act.Caller.MSP != o.Regulator {
		if err := byMember(act, o.Depository); err != nil {
			return o, nil, err
		}
	}
	if err := inState("order", string(o.ID), o.Status, CourtOrdered); err != nil {
		return o, nil, err
	}
	if err := act.Another(o.Maker); err != nil {
		return o, nil, err
	}
	o.Status, o.Cosigner, o.Cosigned = CourtCosigned, act.Person(), act.Today
	return o, []protocol.Event{o.event(act)}, nil
}

// Withdraw takes an order back under which nothing was done, by the regulator. Faults: NOT_YOURS, STATUS_REFUSED.
func (o CourtOrder) Withdraw(act Act) (CourtOrder, []protocol.Event, error) {
	if err := byMember(act, o.Regulator); err != nil {
		return o, nil, err
	}
	if err := inState("order", string(o.ID), o.Status, CourtOrdered, CourtCosigned); err != nil {
		return o, nil, err
	}
	if o.Pages > 0 {
		return o, nil, StatusRefused.New("order %s is carried out in part: its last page ends it", o.ID)
	}
	o.Status = CourtWithdrawn
	return o, []protocol.Event{o.event(act)}, nil
}

// CourtOrdersRequest asks for the orders about an instrument or an account.
type CourtOrdersRequest struct {
	protocol.PageRequest
	Instrument InstrumentID `json:"instrument,omitzero" help:"an instrument, or else an account"`
	Account    AccountID    `json:"account,omitzero" help:"an account, or else an instrument"`
}

// Validate refuses malformed members, and anything but one of the two.
func (r CourtOrdersRequest) Validate() error {
	switch {
	case (r.Instrument == "") == (r.Account == ""):
		return errors.New("either an instrument or an account is named")
	case r.Account != "":
		return errors.Join(r.Account.Validate(), r.PageRequest.Validate())
	}
	return errors.Join(r.Instrument.Validate(), r.PageRequest.Validate())
}
