// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// placementMost bounds the subscriptions that one transaction delivers or refunds: each takes a lot, and two movements of
// money, of which cash carries out 1,000.
const placementMost = 200

// DeliverRequest delivers subscriptions of a page: units against money.
type DeliverRequest struct {
	BookKey
	Numbers []int   `json:"numbers" help:"numbers of the subscriptions on the page, ascending, at most 200"`
	Lots    []LotID `json:"lots,omitempty" help:"lots of the treasury account from which is delivered, each once; the rest stays there"`
}

// Validate refuses malformed members.
func (r DeliverRequest) Validate() error {
	if len(r.Lots) > placementMost {
		return fmt.Errorf("lots are at most %d", placementMost)
	}
	for _, lot := range r.Lots {
		if err := lot.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.BookKey.Validate(), validateNumbers(r.Numbers))
}

func validateNumbers(numbers []int) error {
	if len(numbers) == 0 || len(numbers) > placementMost {
		return fmt.Errorf("numbers are 1 to %d", placementMost)
	}
	last := 0
	for _, number := range numbers {
		if number <= last || number > pageMost {
			return fmt.Errorf("numbers are from 1 to %d and ascending", pageMost)
		}
		last = number
	}
	return nil
}

// Subscriptions names those of the request.
func (r DeliverRequest) Subscriptions() []SubscriptionKey { return numbered(r.BookKey, r.Numbers) }

func numbered(page BookKey, numbers []int) []SubscriptionKey {
	keys := make([]SubscriptionKey, len(numbers))
	for i, number := range numbers {
		keys[i] = SubscriptionKey{BookKey: page, Number: number}
	}
	return keys
}

// Placement is what a delivery reads.
type Placement struct {
	Offering   Offering
	Instrument Instrument
	Page       BookPage
	Treasury   Account
	Lots       []Lot
	// Book is the subscriptions to deliver, and Applicants their accounts with admissions, in the same order.
	Book       []Subscription
	Applicants []Applicant
}

// Placed is what a delivery writes.
type Placed struct {
	Page   BookPage
	Book   []Subscription
	Settle cash.SettleRequest
	Events []protocol.Event
}

// Deliver gives subscribers their units against their money: each hold is paid into the collection account whole, and from
// there what the units cost to the issuer and the rest back, all at once. Who is not eligible any more, or gets no units, has
// the whole hold back. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, and those of a move.
func (p Placement) Deliver(moves *Moves, act Act) (Placed, error) {
	o := p.Offering
	if err := act.By(o.Issuer); err != nil {
		return Placed{}, err
	}
	if err := o.in(Allocated); err != nil {
		return Placed{}, err
	}
	if act.Today.After(o.Deliver) {
		return Placed{}, TooLate.New("offering %s was to be delivered until %s", o.ID, o.Deliver)
	}
	w := placing{Placement: p, placed: Placed{Page: p.Page}, earned: money.Money{Currency: o.Currency}}
	w.placed.Settle.ID = marketSettlement("deliver", act)
	for i, s := range p.Book {
		if err := w.place(s, p.Applicants[i], act); err != nil {
			return Placed{}, err
		}
	}
	if err := w.move(moves); err != nil {
		return Placed{}, err
	}
	w.settle()
	return w.placed, nil
}

// placing is a delivery being decided.
type placing struct {
	Placement
	placed    Placed
	outputs   []Output
	delivered Quantity
	earned    money.Money
	rests     []cash.SettleLeg
}

func (w *placing) place(s Subscription, a Applicant, act Act) error {
	if err := s.in(Submitted); err != nil {
		return err
	}
	share, err := w.Offering.share(s, w.Page)
	if err != nil {
		return err
	}
	if share == 0 || w.Offering.eligible(a, w.Instrument, act) != nil {
		w.placed.release(s)
		return nil
	}
	cost, err := w.Offering.cost(share)
	if err != nil {
		return err
	}
	if err := w.pay(s, cost); err != nil {
		return err
	}
	w.outputs = append(w.outputs, Output{Account: a.Account, Admission: a.Admission, Quantity: share, LockedUntil: w.Offering.LockUp})
	if w.delivered, err = w.delivered.Add(share); err != nil {
		return err
	}
	s.Status, s.Received = Delivered, share
	w.placed.add(s)
	return nil
}

// pay takes the hold, keeps the cost and gives the rest back.
func (w *placing) pay(s Subscription, cost money.Money) error {
	collection := w.Offering.Collection
	w.placed.Settle.Legs = append(w.placed.Settle.Legs, cash.SettleLeg{
		From: s.Payer, To: collection, Amount: s.Amount, Hold: s.Hold, Purpose: w.Offering.HoldPurpose(),
	})
	rest, err := s.Amount.Sub(cost)
	if err != nil {
		return err
	}
	if rest.Sign() > 0 {
		w.rests = append(w.rests, cash.SettleLeg{From: collection, To: s.Payer, Amount: rest})
	}
	w.earned, err = w.earned.Add(cost)
	return err
}

// move takes the units from the treasury's lots; what is left of them stays there.
func (w *placing) move(moves *Moves) error {
	if len(w.outputs) == 0 {
		return nil
	}
	have := Quantity(0)
	for _, lot := range w.Lots {
		var err error
		if have, err = have.Add(lot.Quantity); err != nil {
			return err
		}
	}
	if change := have - w.delivered; change > 0 {
		w.outputs = append(w.outputs, Output{Account: w.Treasury, Quantity: change})
	}
	err := moves.Pass(Move{Instrument: w.Instrument, Givers: []Account{w.Treasury}, Inputs: w.Lots, Outputs: w.outputs})
	w.placed.Page.Delivered += w.delivered
	return err
}

func (w *placing) settle() {
	w.placed.Settle.Legs = append(w.placed.Settle.Legs, w.rests...)
	if w.earned.Sign() > 0 {
		w.placed.Settle.Legs = append(w.placed.Settle.Legs, cash.SettleLeg{
			From: w.Offering.Collection, To: w.Offering.Proceeds, Amount: w.earned,
		})
	}
	w.placed.Events = append(w.placed.Events, w.placed.Page.event("PLACED"))
}

// release frees a subscription's hold whole.
func (p *Placed) release(s Subscription) {
	s.Status = Refunded
	p.Settle.Release = append(p.Settle.Release, s.Hold)
	p.add(s)
}

func (p *Placed) add(s Subscription) {
	p.Book = append(p.Book, s)
	p.Page.Done++
	p.Events = append(p.Events, s.event())
}

// RefundRequest frees the holds of subscriptions of a page.
type RefundRequest struct {
	BookKey
	Numbers []int `json:"numbers" help:"numbers of the subscriptions on the page, ascending, at most 200"`
}

// Validate refuses malformed members.
func (r RefundRequest) Validate() error {
	return errors.Join(r.BookKey.Validate(), validateNumbers(r.Numbers))
}

// Subscriptions names those of the request.
func (r RefundRequest) Subscriptions() []SubscriptionKey { return numbered(r.BookKey, r.Numbers) }

// Refund frees the holds of subscriptions that will get nothing: the offering is cancelled, or its last day of delivery is
// over. Anybody may. Faults: TOO_EARLY, STATUS_REFUSED.
func (o Offering) Refund(page BookPage, book []Subscription, act Act) (Placed, error) {
	if o.Status != OfferingCancelled && !act.Today.After(o.Deliver) {
		return Placed{}, TooEarly.New("offering %s is %s and may be delivered until %s", o.ID, o.Status, o.Deliver)
	}
	placed := Placed{Page: page, Settle: cash.SettleRequest{ID: marketSettlement("refund", act)}}
	for _, s := range book {
		if err := s.in(Submitted); err != nil {
			return Placed{}, err
		}
		placed.release(s)
	}
	placed.Events = append(placed.Events, placed.Page.event("REFUNDED"))
	return placed, nil
}

// Finish closes an offering of which every subscription is delivered or refunded. Anybody may.
// Faults: STATUS_REFUSED, BOOK_INCOMPLETE.
func (o Offering) Finish(pages []BookPage) (Offering, []protocol.Event, error) {
	if err := o.in(Allocated); err != nil {
		return o, nil, err
	}
	for _, page := range pages {
		if page.Done < page.Live {
			return o, nil, BookIncomplete.New("%d of %d subscriptions on page %d are done", page.Done, page.Live, page.Page)
		}
	}
	o.Status = OfferingClosed
	return o, []protocol.Event{o.event()}, nil
}
