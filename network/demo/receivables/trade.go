// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) trade() []story.Step {
	return []story.Step{
		story.Do("the buyer orders 1,000 castings, and confirms what arrived; the ledger has a seal alone", c.order),
		story.Do("the supplier's invoice is matched with order and receipt", c.invoice),
		story.Do("the register makes tokens of it, which tell nobody anything without the keys", c.enter),
		story.Do("the buyer undertakes to pay, and tries to issue the undertaking alone", c.issueAlone),
		story.Do("another person of the buyer issues it", c.issue),
		story.Do("the supplier takes it up: from now on it is irrevocable", c.takeUp),
	}
}

// bill is an invoice for 1,000 pieces, on an order of its own.
type bill struct{ name, number, price string }

// first is the honest invoice, of 1,000,000.00 EUR.
func (c *chapter) first() bill { return bill{"first", c.number(), "1000"} }

// number is that of the first invoice in the supplier's books.
func (c *chapter) number() string { return c.ID("INV") }

var pieces = decimal.FromInt64(1000)

// purchase orders and receives. The order's book is kept for the invoice, as both sides of an order keep it.
func (c *chapter) purchase(ctx context.Context, b bill) error {
	id := supplychain.OrderID(c.ID("order-" + b.name))
	terms := supplychain.OrderTerms{Salt: salt(), Lines: []supplychain.OrderLine{
		{Line: 1, Item: "04012345111118", Quantity: pieces, Price: decimal.MustParse(b.price)},
	}}
	_, err := story.Submit(ctx, c.Stage, c.buyer, supplychain.PlaceOrder, supplychain.OrderRequest{
		ID: id, Programme: c.frameID(), Supplier: "supplier", Terms: terms,
	})
	if err != nil {
		return err
	}
	arrived := []supplychain.ReceivedLine{{Line: 1, Accepted: pieces}}
	_, err = story.Submit(ctx, c.Stage, c.buyer, supplychain.ReceiveGoods, supplychain.ReceiptRequest{
		ID: supplychain.ReceiptID(c.ID("receipt-" + b.name)), Order: id, Book: terms.Book(), Lines: arrived,
	})
	if err != nil {
		return err
	}
	c.books[b.name], err = terms.Book().Receive(arrived)
	return err
}

// salt is of 128 random bits.
func salt() string {
	bits := make([]byte, supplychain.SaltMin/2)
	_, _ = rand.Read(bits) // never fails (crypto/rand)
	return hex.EncodeToString(bits)
}

func (c *chapter) submit(ctx context.Context, b bill) (string, error) {
	outcome, err := story.Submit(ctx, c.Stage, c.supplier, supplychain.SubmitInvoice, supplychain.InvoiceRequest{
		ID: c.invoiceID(b), Order: supplychain.OrderID(c.ID("order-" + b.name)), Number: b.number, Issued: c.Today,
		Book: c.books[b.name],
		Terms: supplychain.InvoiceTerms{Salt: salt(), Lines: []supplychain.InvoicedLine{
			{Line: 1, Quantity: pieces, Price: decimal.MustParse(b.price)},
		}},
	})
	if err != nil {
		return "", err
	}
	if outcome.Result.Status != supplychain.Matched {
		return "", fmt.Errorf("invoice %s is %s", b.name, outcome.Result.Status)
	}
	return fmt.Sprintf("%s, %s", outcome.Result.Total, outcome.Result.Status), nil
}

func (c *chapter) invoiceID(b bill) supplychain.InvoiceID {
	return supplychain.InvoiceID(c.ID("invoice-" + b.name))
}

// enroll enters an invoice into the register, with the tokens that the keeper's own peer computes.
func (c *chapter) enroll(ctx context.Context, b bill) (duplicate.Verdict, error) {
	prints, err := story.Ask(ctx, c.Stage, keeper, supplychain.PrintInvoice, c.invoiceID(b))
	if err != nil {
		return "", err
	}
	outcome, err := story.Submit(ctx, c.Stage, keeper, supplychain.RegisterInvoice, supplychain.RegisterRequest{
		Invoice: c.invoiceID(b), Register: prints.Register, Lookup: prints.Lookup,
	})
	if err != nil {
		return "", err
	}
	return outcome.Result.Verdict, nil
}

func (c *chapter) propose(ctx context.Context, b bill) error {
	_, err := story.Submit(ctx, c.Stage, c.buyer, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{
		ID: c.paper(b.name), Invoice: c.invoiceID(b), Maturity: c.maturity,
	})
	return err
}

func (c *chapter) accept(ctx context.Context, b bill) error {
	_, err := story.Submit(ctx, c.Stage, c.supplier, supplychain.TakeUp, supplychain.TakeUpRequest{
		Undertaking: c.paper(b.name), Account: c.Account("supplier"),
	})
	return err
}

func (c *chapter) order(ctx context.Context) (string, error) {
	return "price 1000.00 each", c.purchase(ctx, c.first())
}

func (c *chapter) invoice(ctx context.Context) (string, error) { return c.submit(ctx, c.first()) }

// enter has a second person look at an invoice that resembles another: one of the same amount, from an earlier telling.
func (c *chapter) enter(ctx context.Context) (string, error) {
	verdict, err := c.enroll(ctx, c.first())
	if err != nil || verdict != duplicate.Suspicion {
		return string(verdict), err
	}
	_, err = story.Submit(ctx, c.Stage, second, supplychain.ApproveInvoice, c.invoiceID(c.first()))
	return string(verdict) + ", since an earlier telling billed the same; a second person finds it honest", err
}

func (c *chapter) issueAlone(ctx context.Context) (string, error) {
	if err := c.propose(ctx, c.first()); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, c.buyer, supplychain.IssueUndertaking, c.paper("first"))
	return story.Refused(err, supplychain.SamePerson)
}

func (c *chapter) issue(ctx context.Context) (string, error) {
	outcome, err := story.Submit(ctx, c.Stage, c.controller, supplychain.IssueUndertaking, c.paper("first"))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, due on %s", outcome.Result.Face, outcome.Result.Due), nil
}

func (c *chapter) takeUp(ctx context.Context) (string, error) {
	return "", c.accept(ctx, c.first())
}
