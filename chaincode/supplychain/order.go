// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// LinesMax bounds the lines of an order, a receipt and an invoice.
const LinesMax = 200

// quantityPlaces bounds the decimal places of quantities and prices.
const quantityPlaces = 6

// OrderLine is one position of a purchase order.
type OrderLine struct {
	Line     int             `json:"line" help:"number of the line in the order"`
	Item     string          `json:"item" help:"GTIN or stock keeping unit"`
	Quantity decimal.Decimal `json:"quantity" help:"quantity ordered"`
	// Price is of one piece, in units of the currency (not minor units).
	Price decimal.Decimal `json:"price" help:"price of one, in units of the currency"`
}

func (l OrderLine) validate() error {
	return errors.Join(validateLineNumber(l.Line), protocol.ValidateName("item", l.Item), positive("quantity", l.Quantity), positive("price", l.Price))
}

func validateLineNumber(line int) error {
	if line < 1 || line > 99999 {
		return errors.New("line must be 1 to 99999")
	}
	return nil
}

// positive refuses quantities and prices that are not above zero, or finer or larger than trade has them.
func positive(name string, d decimal.Decimal) error {
	if d.Sign() <= 0 || d.Scale() > quantityPlaces || d.Cmp(mostDecimal) > 0 {
		return fmt.Errorf("%s must be above zero, at most 10^12, with at most %d decimal places", name, quantityPlaces)
	}
	return nil
}

var mostDecimal = decimal.MustParse("1000000000000")

// OrderedLine is an order's line and what became of it.
type OrderedLine struct {
	OrderLine
	// Received is what was accepted on receipt, Invoiced what matched invoices bill, over all receipts and invoices.
	Received decimal.Decimal `json:"received"`
	Invoiced decimal.Decimal `json:"invoiced"`
}

// OrderTerms are an order's lines under a salt. They travel outside the arguments and are on no block: the ledger has the
// seal of the order's book.
type OrderTerms struct {
	Salt  string      `json:"salt" help:"128 random bits or more, in hexadecimal"`
	Lines []OrderLine `json:"lines" help:"1 to 200 lines"`
}

// Book is the order's book before anything was received.
func (t OrderTerms) Book() OrderBook {
	book := OrderBook{Salt: t.Salt, Lines: make([]OrderedLine, len(t.Lines))}
	for i, line := range t.Lines {
		book.Lines[i].OrderLine = line
	}
	return book
}

// OrderRequest places a purchase order under one of the caller's programmes.
type OrderRequest struct {
	ID        OrderID         `json:"id" help:"name of the order"`
	Programme ProgrammeID     `json:"programme" help:"programme of the caller"`
	Supplier  parties.PartyID `json:"supplier" help:"who is to deliver"`
	Terms     OrderTerms      `json:"-" transient:"terms" help:"lines of the order, under a salt"`
}

// Validate refuses malformed members and lines that have a number twice.
func (r OrderRequest) Validate() error {
	lines := r.Terms.Lines
	if err := validateLines(len(lines), func(i int) (int, error) { return lines[i].Line, lines[i].validate() }); err != nil {
		return err
	}
	return errors.Join(r.ID.Validate(), r.Programme.Validate(), r.Supplier.Validate(), validateSalt(r.Terms.Salt))
}

func validateLines(count int, line func(i int) (int, error)) error {
	if count == 0 || count > LinesMax {
		return fmt.Errorf("there must be 1 to %d lines", LinesMax)
	}
	seen := map[int]bool{}
	for i := range count {
		number, err := line(i)
		if err != nil {
			return fmt.Errorf("lines[%d]: %w", i, err)
		}
		if seen[number] {
			return fmt.Errorf("line %d is there twice", number)
		}
		seen[number] = true
	}
	return nil
}

// Order is a purchase order. Its lines are in its book, which buyer and supplier keep.
type Order struct {
	ID        OrderID     `json:"id"`
	Programme ProgrammeID `json:"programme"`
	Buyer     Firm        `json:"buyer"`
	Supplier  Firm        `json:"supplier"`
	// Seal is that of the book as it is now.
	Seal string `json:"seal"`
}

// PlaceOrder makes an order of the programme's anchor.
// Faults: NOT_YOURS, PROGRAMME_CLOSED, BOTH_SIDES.
func (p Programme) PlaceOrder(r OrderRequest, supplier Firm, act Act) (Order, []protocol.Event, error) {
	if err := act.By(p.Anchor); err != nil {
		return Order{}, nil, err
	}
	if err := p.open(); err != nil {
		return Order{}, nil, err
	}
	if supplier.Party == p.Anchor.Party {
		return Order{}, nil, BothSides.New("the anchor does not supply itself")
	}
	seal, err := r.Terms.Book().Seal()
	if err != nil {
		return Order{}, nil, err
	}
	order := Order{ID: r.ID, Programme: p.ID, Buyer: p.Anchor, Supplier: supplier, Seal: seal}
	return order, []protocol.Event{OrderPlaced.Of(string(r.ID), StatusEvent{Status: "OPEN"})}, nil
}

// ReceivedLine is what of an order's line arrived.
type ReceivedLine struct {
	Line     int             `json:"line" help:"number of the order's line"`
	Accepted decimal.Decimal `json:"accepted" help:"quantity accepted"`
	// Rejected is for the record; it counts for nothing.
	Rejected decimal.Decimal `json:"rejected,omitzero" help:"quantity rejected"`
}

// ReceiptRequest confirms that goods arrived.
type ReceiptRequest struct {
	ID    ReceiptID      `json:"id" help:"name of the receipt"`
	Order OrderID        `json:"order" help:"order of the caller"`
	Book  OrderBook      `json:"-" transient:"book" help:"the order's book as it is"`
	Lines []ReceivedLine `json:"-" transient:"lines" help:"1 to 200 lines"`
}

// Validate refuses malformed members.
func (r ReceiptRequest) Validate() error {
	line := func(i int) (int, error) {
		l := r.Lines[i]
		if l.Accepted.Sign() < 0 || l.Rejected.Sign() < 0 || l.Accepted.Sign()+l.Rejected.Sign() == 0 {
			return l.Line, errors.New("accepted and rejected must not be negative, nor both nothing")
		}
		if max(l.Accepted.Scale(), l.Rejected.Scale()) > quantityPlaces || l.Accepted.Cmp(mostDecimal) > 0 {
			return l.Line, fmt.Errorf("quantities have at most %d decimal places and are at most 10^12", quantityPlaces)
		}
		return l.Line, nil
	}
	if err := validateLines(len(r.Lines), line); err != nil {
		return err
	}
	return errors.Join(r.ID.Validate(), r.Order.Validate())
}

// Receipt is a confirmed goods receipt; what arrived is in the order's book.
type Receipt struct {
	ID    ReceiptID `json:"id"`
	Order OrderID   `json:"order"`
	Buyer Firm      `json:"buyer"`
}

// Receive counts goods that the buyer confirms. Faults: NOT_YOURS, PREIMAGE_REFUSED, LINE_UNKNOWN.
func (o Order) Receive(r ReceiptRequest, act Act) (Order, Receipt, []protocol.Event, error) {
	if err := act.By(o.Buyer); err != nil {
		return o, Receipt{}, nil, err
	}
	after, err := o.turn(r.Book, func(b OrderBook) (OrderBook, error) { return b.Receive(r.Lines) })
	if err != nil {
		return o, Receipt{}, nil, err
	}
	return after, Receipt{ID: r.ID, Order: o.ID, Buyer: o.Buyer}, []protocol.Event{GoodsReceived.Of(string(r.ID), OrderEvent{Order: o.ID})}, nil
}

// amountOf is quantity times price in minor units, half up: each line is rounded by itself and the total is their sum
// (EN 16931, BR-CO-10).
func amountOf(quantity, price decimal.Decimal, currency money.Currency) (money.Amount, error) {
	places, ok := currency.MinorUnits()
	if !ok {
		return money.Amount{}, money.ErrNoMinorUnit
	}
	amount, err := quantity.MulQuo(price, one, places, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, fmt.Errorf("amount of the line: %w", err)
	}
	total, err := money.FromDecimal(amount, currency)
	return total.Amount, err
}
