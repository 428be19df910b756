// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/scaleback"
)

// OfferingStatus is how an offering stands.
type OfferingStatus string

// The states of an offering.
const (
	Announced  OfferingStatus = "ANNOUNCED"
	BookOpen   OfferingStatus = "BOOK_OPEN"
	BookClosed OfferingStatus = "BOOK_CLOSED"
	// Allocated: what each subscriber gets is fixed; it is delivered against money, page by page.
	Allocated OfferingStatus = "ALLOCATED"
	// OfferingClosed: every subscription is delivered or refunded.
	OfferingClosed OfferingStatus = "CLOSED"
	// OfferingCancelled: every subscription is refunded.
	OfferingCancelled OfferingStatus = "CANCELLED"
)

// The bounds of a book.
const (
	// bookPagesMost bounds the pages of a book, and pageMost the subscriptions of a page: what one transaction reads.
	bookPagesMost = 1024
	pageMost      = 250
)

// OfferingTerms are what is offered, to whom and until when.
type OfferingTerms struct {
	ID         OfferingID   `json:"id" help:"name of the offering"`
	Instrument InstrumentID `json:"instrument" help:"instrument whose units are offered"`
	// Treasury is the issuer's account from whose lots is delivered.
	Treasury AccountID       `json:"treasury" help:"the issuer's treasury account, from which is delivered"`
	Price    decimal.Decimal `json:"price" help:"price of one unit, all in, such as 99.75"`
	Size     Quantity        `json:"size" help:"units offered"`
	Step     Quantity        `json:"step" help:"what subscriptions and allocations are multiples of"`
	Least    Quantity        `json:"least" help:"the least units of a subscription"`
	Most     Quantity        `json:"most" help:"the most units of a subscription"`
	// Opens and Closes are the first and the last business date of subscriptions, Deliver the last of delivery.
	Opens   date.Date `json:"opens" help:"first business date of subscriptions"`
	Closes  date.Date `json:"closes" help:"last business date of subscriptions"`
	Deliver date.Date `json:"deliver" help:"last business date of delivery; holds last until then"`
	// LockUp is the first day on which what is delivered may be passed on.
	LockUp date.Date `json:"lockUp,omitzero" help:"first date on which subscribers may pass their units on"`
	// Collection is an account of this chaincode, through which the money goes; Proceeds is the issuer's.
	Collection cash.AccountID `json:"collection" help:"account that belongs to securities, through which the money goes"`
	Proceeds   cash.AccountID `json:"proceeds" help:"the issuer's account for the proceeds"`
	// Pages spread subscriptions of one block: two on the same page in one block cannot both be valid.
	Pages int `json:"pages" help:"pages of the book, 1 to 1024: a page takes 250 subscriptions, and one in each block"`
}

// Validate refuses terms that contradict themselves.
func (t OfferingTerms) Validate() error {
	for _, q := range []Quantity{t.Size, t.Step, t.Least, t.Most} {
		if err := q.Validate(); err != nil {
			return err
		}
	}
	if t.Size%t.Step != 0 || t.Least%t.Step != 0 || t.Most%t.Step != 0 || t.Least > t.Most || t.Most > t.Size {
		return errors.New("size, least and most are multiples of step, and least <= most <= size")
	}
	if t.Opens.IsZero() || t.Closes.Before(t.Opens) || !t.Closes.Before(t.Deliver) {
		return errors.New("the book opens, closes, and is delivered after it closed")
	}
	if t.Pages < 1 || t.Pages > bookPagesMost {
		return fmt.Errorf("pages are from 1 to %d", bookPagesMost)
	}
	return errors.Join(t.ID.Validate(), t.Instrument.Validate(), t.Treasury.Validate(), validatePrice(t.Price),
		t.Collection.Validate(), t.Proceeds.Validate())
}

// Offering is units of an instrument that its issuer offers at a fixed price. Its row is read by every subscription and
// written by none: closing it makes those that are under way invalid, so that the end of the book is exact.
type Offering struct {
	OfferingTerms
	Issuer    Firm           `json:"issuer"`
	Currency  money.Currency `json:"currency"`
	Announcer Person         `json:"announcer"`
	Status    OfferingStatus `json:"status"`
	// Demand is what those want who are eligible, in steps, once the book is scaled; Root is the digest of all
	// subscriptions; Cut is where the steps left over end; Round counts the attempts.
	Demand int64         `json:"demand,string,omitzero"`
	Root   Hash          `json:"root,omitzero"`
	Cut    scaleback.Cut `json:"cut,omitzero"`
	Round  int           `json:"round,omitzero"`
}

// OfferingKey is the offering's name.
func (o Offering) OfferingKey() OfferingID { return o.ID }

// HoldPurpose is that of the holds by which subscribers pay.
func (o Offering) HoldPurpose() cash.Purpose { return cash.Purpose("offering:" + string(o.ID)) }

func (o Offering) cost(units Quantity) (money.Money, error) {
	return Consideration(units, o.Price, o.Currency)
}

// Announce announces an offering, as the issuer. Faults: NOT_YOURS, INSTRUMENT_HALTED, ACCOUNT_REFUSED, TOO_LATE,
// AMOUNT_REFUSED.
func (t OfferingTerms) Announce(i Instrument, treasury Account, collection, proceeds cash.Account, act Act) (Offering, []protocol.Event, error) {
	o := Offering{OfferingTerms: t, Issuer: i.Issuer, Currency: i.Currency, Announcer: act.Person(), Status: Announced}
	if err := act.By(i.Issuer); err != nil {
		return o, nil, err
	}
	if i.Status != Approved {
		if err := i.Movable(true); err != nil {
			return o, nil, err
		}
	}
	if !treasury.treasuryOf(i) || treasury.Status != AccountOpen {
		return o, nil, AccountRefused.New("account %s is no open treasury account of the issuer", treasury.ID)
	}
	if err := o.accounts(collection, proceeds); err != nil {
		return o, nil, err
	}
	if act.Today.After(t.Closes) {
		return o, nil, TooLate.New("a book that closes on %s is over on %s", t.Closes, act.Today)
	}
	if _, err := o.cost(t.Step); err != nil {
		return o, nil, err
	}
	if _, err := o.cost(t.Size); err != nil {
		return o, nil, err
	}
	return o, []protocol.Event{o.event()}, nil
}

func (o Offering) accounts(collection, proceeds cash.Account) error {
	if collection.Kind != cash.ModuleOwned || collection.Owner.Module != Module || collection.Currency != o.Currency {
		return AccountRefused.New("account %s is none of %s in %s", collection.ID, Module, o.Currency)
	}
	owner := cash.Owner{MSP: o.Issuer.Host, Party: o.Issuer.Party}
	if proceeds.Kind != cash.Customer || proceeds.Owner != owner || proceeds.Currency != o.Currency {
		return AccountRefused.New("account %s is none of the issuer in %s", proceeds.ID, o.Currency)
	}
	return nil
}

// Open opens the book, as another person of the issuer. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED, INSTRUMENT_HALTED,
// TOO_EARLY, TOO_LATE.
func (o Offering) Open(i Instrument, act Act) (Offering, []protocol.Event, error) {
	if err := act.By(o.Issuer); err != nil {
		return o, nil, err
	}
	if err := act.Another(o.Announcer); err != nil {
		return o, nil, err
	}
	if err := o.in(Announced); err != nil {
		return o, nil, err
	}
	if err := i.Movable(true); err != nil {
		return o, nil, err
	}
	if err := o.inBookDays(act); err != nil {
		return o, nil, err
	}
	o.Status = BookOpen
	return o, []protocol.Event{o.event()}, nil
}

func (o Offering) inBookDays(act Act) error {
	switch {
	case act.Today.Before(o.Opens):
		return TooEarly.New("the book of offering %s opens on %s", o.ID, o.Opens)
	case act.Today.After(o.Closes):
		return TooLate.New("the book of offering %s closed on %s", o.ID, o.Closes)
	}
	return nil
}

// byIssuer refuses whoever does not act for the issuer in that role. Faults: NOT_YOURS.
func (o Offering) byIssuer(holds bool, act Act) error {
	if !holds {
		return NotYours.New("this is for the issuer of offering %s to do", o.ID)
	}
	return act.By(o.Issuer)
}

// Close closes the book: the issuer may at any time, anybody after the last day. Holds tells whether the caller holds the
// role of an issuer. Faults: STATUS_REFUSED, NOT_YOURS.
func (o Offering) Close(holds bool, act Act) (Offering, []protocol.Event, error) {
	if err := o.in(BookOpen); err != nil {
		return o, nil, err
	}
	if !act.Today.After(o.Closes) {
		if err := o.byIssuer(holds, act); err != nil {
			return o, nil, err
		}
	}
	o.Status = BookClosed
	return o, []protocol.Event{o.event()}, nil
}

// Cancel ends an offering of which nothing was delivered: the issuer may, and anybody after the last day of delivery. The
// pages are all that the book has; a delivery that is under way changes one of them, so that only one of the two happens.
// Faults: STATUS_REFUSED, DELIVERY_BEGUN, NOT_YOURS.
func (o Offering) Cancel(pages []BookPage, holds bool, act Act) (Offering, []protocol.Event, error) {
	if err := o.in(Announced, BookOpen, BookClosed, Allocated); err != nil {
		return o, nil, err
	}
	for _, page := range pages {
		if page.Delivered > 0 {
			return o, nil, DeliveryBegun.New("units of offering %s were delivered", o.ID)
		}
	}
	if !act.Today.After(o.Deliver) {
		if err := o.byIssuer(holds, act); err != nil {
			return o, nil, err
		}
	}
	o.Status = OfferingCancelled
	return o, []protocol.Event{o.event()}, nil
}

// in refuses an offering in another state. Faults: STATUS_REFUSED.
func (o Offering) in(states ...OfferingStatus) error {
	return inState("offering", string(o.ID), o.Status, states...)
}

func (o Offering) event() protocol.Event {
	return OfferingChanged.Of(string(o.ID), StatusEvent{Status: string(o.Status)})
}
