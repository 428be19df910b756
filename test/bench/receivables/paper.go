// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// pieces are what each order is for.
const pieces = 1000

// price of a piece in euros differs from order to order: invoices of one amount in one month look like duplicates.
func price(number int) int64 { return 1000 + int64(number) }

// face of an undertaking, in cents.
func face(number int) int64 { return price(number) * pieces * 100 }

// undertake brings an order all the way to an undertaking in the supplier's hands.
func (m *market) undertake(ctx context.Context, number int) (supplychain.UndertakingID, error) {
	id := supplychain.UndertakingID(fmt.Sprintf("paper-%d", number))
	err := m.InTurn(ctx,
		func(ctx context.Context) error { return m.bill(ctx, number) },
		func(ctx context.Context) error { return m.enter(ctx, number) },
		trial.Have(m.buyer, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: id, Invoice: invoice(number), Maturity: m.maturity}),
		trial.Have(m.controller, supplychain.IssueUndertaking, id),
		trial.Have(m.supplier, supplychain.TakeUp, supplychain.TakeUpRequest{Undertaking: id, Account: payee}),
	)
	if err != nil {
		return "", fmt.Errorf("undertaking %s: %w", id, err)
	}
	return id, nil
}

// bill orders, receives and invoices.
func (m *market) bill(ctx context.Context, number int) error {
	order, line := supplychain.OrderID(fmt.Sprintf("order-%d", number)), supplychain.OrderLine{
		Line: 1, Item: "casting", Quantity: decimal.FromInt64(pieces), Price: decimal.FromInt64(price(number)),
	}
	terms := supplychain.OrderTerms{Salt: salt, Lines: []supplychain.OrderLine{line}}
	arrived := []supplychain.ReceivedLine{{Line: 1, Accepted: line.Quantity}}
	book, err := terms.Book().Receive(arrived)
	if err != nil {
		return err
	}
	return m.InTurn(ctx,
		trial.Have(m.buyer, supplychain.PlaceOrder, supplychain.OrderRequest{ID: order, Programme: programme, Supplier: "supplier", Terms: terms}),
		trial.Have(m.buyer, supplychain.ReceiveGoods, supplychain.ReceiptRequest{
			ID: supplychain.ReceiptID(fmt.Sprintf("receipt-%d", number)), Order: order, Book: terms.Book(), Lines: arrived,
		}),
		trial.Have(m.supplier, supplychain.SubmitInvoice, supplychain.InvoiceRequest{
			ID: invoice(number), Order: order, Number: string(invoice(number)), Issued: m.today, Book: book,
			Terms: supplychain.InvoiceTerms{Salt: salt, Lines: []supplychain.InvoicedLine{{Line: 1, Quantity: line.Quantity, Price: line.Price}}},
		}),
	)
}

// enter registers an invoice with the tokens that the keeper's peer computes.
func (m *market) enter(ctx context.Context, number int) error {
	keeper, err := m.At(ctx, "regulator", desk.Keeper)
	if err != nil {
		return err
	}
	prints, err := gatewayclient.Do(ctx, keeper, supplychain.PrintInvoice, invoice(number))
	if err != nil {
		return err
	}
	return trial.Have(keeper, supplychain.RegisterInvoice, supplychain.RegisterRequest{
		Invoice: invoice(number), Register: prints.Register, Lookup: prints.Lookup,
	})(ctx)
}
