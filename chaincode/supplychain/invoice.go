// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// InvoicedLine bills a part of an order's line.
type InvoicedLine struct {
	Line     int             `json:"line" help:"number of the order's line"`
	Quantity decimal.Decimal `json:"quantity" help:"quantity billed"`
	Price    decimal.Decimal `json:"price" help:"price of one, in units of the currency"`
}

// InvoiceTerms are an invoice's lines under a salt; like an order's they are on no block.
type InvoiceTerms struct {
	Salt  string         `json:"salt" help:"128 random bits or more, in hexadecimal"`
	Lines []InvoicedLine `json:"lines" help:"1 to 200 lines"`
}

// numberMax bounds an invoice's number, in bytes.
const numberMax = 64

// InvoiceRequest submits an invoice for an order, or corrects one that was not matched.
type InvoiceRequest struct {
	ID     InvoiceID `json:"id" help:"name of the invoice on the ledger"`
	Order  OrderID   `json:"order" help:"order that it bills"`
	Number string    `json:"number" help:"number in the supplier's books, as printed"`
	Issued date.Date `json:"issued" help:"date of the invoice"`
	// Goods are numbers of what was delivered that are unique in the world: one shipment backs one claim.
	Goods []duplicate.Goods `json:"goods,omitempty" help:"numbers of what was delivered: SSCC, SGTIN, BL or WR"`
	Terms InvoiceTerms      `json:"-" transient:"terms" help:"lines of the invoice, under a salt"`
	Book  OrderBook         `json:"-" transient:"book" help:"the order's book as it is"`
}

// Validate refuses malformed members.
func (r InvoiceRequest) Validate() error {
	if r.Issued.IsZero() {
		return errors.New("issued is missing")
	}
	if err := protocol.ValidateText("number", r.Number, numberMax); err != nil {
		return err
	}
	line := func(i int) (int, error) {
		l := r.Terms.Lines[i]
		return l.Line, errors.Join(validateLineNumber(l.Line), positive("quantity", l.Quantity), positive("price", l.Price))
	}
	if err := validateLines(len(r.Terms.Lines), line); err != nil {
		return err
	}
	if len(r.Goods) > duplicate.GoodsMax {
		return fmt.Errorf("there are at most %d goods", duplicate.GoodsMax)
	}
	return errors.Join(r.ID.Validate(), r.Order.Validate(), validateSalt(r.Terms.Salt))
}

// InvoiceStatus is how an invoice stands.
type InvoiceStatus string

// The states of an invoice.
const (
	Matched          InvoiceStatus = "MATCHED"
	Exceptional      InvoiceStatus = "EXCEPTION"
	VarianceProposed InvoiceStatus = "VARIANCE_PROPOSED"
	Proposed         InvoiceStatus = "PROPOSED"
	Undertaken       InvoiceStatus = "UNDERTAKEN"
	Rejected         InvoiceStatus = "REJECTED"
	Cancelled        InvoiceStatus = "CANCELLED"
)

// Exception is what does not match: a line and why.
type Exception struct {
	Line int `json:"line"`
	// Reason is LINE_UNKNOWN, PRICE, NOT_RECEIVED or OVER_ORDERED.
	Reason string `json:"reason"`
}

// Invoice is a supplier's bill.
type Invoice struct {
	ID        InvoiceID   `json:"id"`
	Programme ProgrammeID `json:"programme"`
	Order     OrderID     `json:"order"`
	Buyer     Firm        `json:"buyer"`
	Supplier  Firm        `json:"supplier"`
	Number    string      `json:"number"`
	Issued    date.Date   `json:"issued"`
	// Seal is that of the invoice's terms.
	Seal       string            `json:"seal"`
	Goods      []duplicate.Goods `json:"goods,omitempty"`
	Total      money.Money       `json:"total"`
	Status     InvoiceStatus     `json:"status"`
	Exceptions []Exception       `json:"exceptions,omitempty"`
	// Maker is who proposed the step that waits for another person.
	Maker Person `json:"maker,omitzero"`
}

// SubmitInvoice makes and matches an invoice of the order's supplier; a matched one is counted on the order.
// Faults: NOT_YOURS, PROGRAMME_CLOSED, AMOUNT_TOO_LARGE.
func (o Order) SubmitInvoice(r InvoiceRequest, p Programme, act Act) (Invoice, Order, []protocol.Event, error) {
	if err := act.By(o.Supplier); err != nil {
		return Invoice{}, o, nil, err
	}
	if err := p.open(); err != nil {
		return Invoice{}, o, nil, err
	}
	invoice := Invoice{ID: r.ID, Programme: o.Programme, Order: o.ID, Buyer: o.Buyer, Supplier: o.Supplier}
	return invoice.match(r, o, p)
}

// Correct replaces an invoice that was not matched. Faults: NOT_YOURS, STATUS_REFUSED.
func (v Invoice) Correct(r InvoiceRequest, o Order, p Programme, act Act) (Invoice, Order, []protocol.Event, error) {
	if err := act.By(v.Supplier); err != nil {
		return v, o, nil, err
	}
	if err := v.in(Exceptional); err != nil {
		return v, o, nil, err
	}
	if r.Order != v.Order || r.Number != v.Number {
		return v, o, nil, StatusRefused.New("a correction keeps order and number: another document is another invoice")
	}
	return v.match(r, o, p)
}

func (v Invoice) match(r InvoiceRequest, o Order, p Programme) (Invoice, Order, []protocol.Event, error) {
	if err := o.opens(r.Book); err != nil {
		return v, o, nil, err
	}
	total, err := totalOf(r.Terms.Lines, p.Currency)
	if err != nil {
		return v, o, nil, err
	}
	if v.Seal, err = sealOf(r.Terms); err != nil {
		return v, o, nil, err
	}
	v.Number, v.Issued, v.Goods, v.Total = r.Number, r.Issued, r.Goods, p.money(total)
	v.Exceptions, v.Status = Match(r.Book, r.Terms.Lines, p.ProgrammeTerms), Matched
	after := o
	if len(v.Exceptions) > 0 {
		v.Status = Exceptional
	} else if after, err = o.turn(r.Book, r.Terms.bill); err != nil {
		return v, o, nil, err
	}
	return v, after, []protocol.Event{v.event()}, nil
}

func (t InvoiceTerms) bill(book OrderBook) (OrderBook, error)   { return book.Bill(t.Lines) }
func (t InvoiceTerms) unbill(book OrderBook) (OrderBook, error) { return book.Unbill(t.Lines) }

func totalOf(lines []InvoicedLine, currency money.Currency) (money.Amount, error) {
	var total money.Amount
	for _, line := range lines {
		amount, err := amountOf(line.Quantity, line.Price, currency)
		if err == nil {
			total, err = total.Add(amount)
		}
		if err != nil || total.Minor() > UnitsMax {
			return total, AmountTooLarge.New("the invoice's total is beyond %d minor units", int64(UnitsMax))
		}
	}
	if total.Sign() <= 0 {
		return total, protocol.InvalidArgument.New("the invoice's total is nothing")
	}
	return total, nil
}

// Match compares an invoice with its order's book and with what was received, counting what other invoices billed: a line must
// not be dearer than ordered, and all that is billed of it must neither exceed what was received nor what was ordered,
// each with the programme's tolerance where it allows one. An order's own tolerance never covers goods that did not
// arrive.
func Match(book OrderBook, lines []InvoicedLine, t ProgrammeTerms) []Exception {
	var found []Exception
	for _, line := range lines {
		at := book.line(line.Line)
		if at < 0 {
			found = append(found, Exception{line.Line, "LINE_UNKNOWN"})
			continue
		}
		found = append(found, book.Lines[at].match(line, t)...)
	}
	return found
}

func (l OrderedLine) match(line InvoicedLine, t ProgrammeTerms) []Exception {
	var found []Exception
	if exceeds(line.Price, l.Price, t.PriceTolerance) {
		found = append(found, Exception{line.Line, "PRICE"})
	}
	billed, err := l.Invoiced.Add(line.Quantity)
	if err != nil || billed.Cmp(l.Received) > 0 {
		found = append(found, Exception{line.Line, "NOT_RECEIVED"})
	}
	if err != nil || exceeds(billed, l.Quantity, t.QuantityTolerance) {
		found = append(found, Exception{line.Line, "OVER_ORDERED"})
	}
	return found
}

// exceeds tells whether a value is above an agreed one by more than a tolerance.
func exceeds(value, agreed, tolerance decimal.Decimal) bool {
	factor, err := one.Add(tolerance)
	if err != nil {
		return true
	}
	most, err := agreed.Mul(factor)
	return err != nil || value.Cmp(most) > 0
}

// ProposeVariance has the buyer accept, in spite of exceptions, by two persons. Faults: NOT_YOURS, STATUS_REFUSED.
func (v Invoice) ProposeVariance(act Act) (Invoice, []protocol.Event, error) {
	if err := act.By(v.Buyer); err != nil {
		return v, nil, err
	}
	if err := v.in(Exceptional); err != nil {
		return v, nil, err
	}
	v.Status, v.Maker = VarianceProposed, parties.PersonOf(act.Caller)
	return v, []protocol.Event{v.event()}, nil
}

// InvoiceStep changes an invoice and what its order's book counts of it.
type InvoiceStep struct {
	Invoice InvoiceID    `json:"invoice" help:"the invoice"`
	Terms   InvoiceTerms `json:"-" transient:"terms" help:"the invoice's lines under their salt"`
	Book    OrderBook    `json:"-" transient:"book" help:"the order's book as it is"`
}

// Validate refuses malformed members.
func (r InvoiceStep) Validate() error { return r.Invoice.Validate() }

// count opens invoice and book, and counts the invoice. Faults: PREIMAGE_REFUSED.
func (v Invoice) count(r InvoiceStep, o Order, how func(OrderBook) (OrderBook, error)) (Order, error) {
	if seal, err := sealOf(r.Terms); err != nil || seal != v.Seal {
		return o, protocol.PreimageRefused.New("the lines given are not those of invoice %s", v.ID)
	}
	return o.turn(r.Book, how)
}

// ConfirmVariance is the other person's half; the exceptions stay on record.
// Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON, PREIMAGE_REFUSED.
func (v Invoice) ConfirmVariance(r InvoiceStep, o Order, act Act) (Invoice, Order, []protocol.Event, error) {
	if err := act.By(v.Buyer); err != nil {
		return v, o, nil, err
	}
	if err := v.in(VarianceProposed); err != nil {
		return v, o, nil, err
	}
	if err := act.Another(v.Maker); err != nil {
		return v, o, nil, err
	}
	after, err := v.count(r, o, r.Terms.bill)
	if err != nil {
		return v, o, nil, err
	}
	v.Status, v.Maker = Matched, Person{}
	return v, after, []protocol.Event{v.event()}, nil
}

// End rejects an invoice (the buyer) or cancels it (the supplier), unless it is undertaken or proposed to be; what a
// matched one counted on the order is taken back. Faults: NOT_YOURS, STATUS_REFUSED.
func (v Invoice) End(r InvoiceStep, o Order, act Act) (Invoice, Order, []protocol.Event, error) {
	end := Rejected
	if act.By(v.Supplier) == nil {
		end = Cancelled
	} else if err := act.By(v.Buyer); err != nil {
		return v, o, nil, err
	}
	if err := v.in(Matched, Exceptional, VarianceProposed); err != nil {
		return v, o, nil, err
	}
	after := o
	if v.Status == Matched {
		var err error
		if after, err = v.count(r, o, r.Terms.unbill); err != nil {
			return v, o, nil, err
		}
	}
	v.Status, v.Maker = end, Person{}
	return v, after, []protocol.Event{v.event()}, nil
}

// in refuses an invoice in another state. Faults: STATUS_REFUSED.
func (v Invoice) in(states ...InvoiceStatus) error {
	return inState("invoice", string(v.ID), v.Status, states)
}

func (v Invoice) event() protocol.Event {
	return InvoiceChanged.Of(string(v.ID), StatusEvent{Status: string(v.Status)})
}
