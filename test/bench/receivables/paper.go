// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// pieces are what each order is for.
const pieces = 1000

// price of a piece in euros differs from order to order: invoices of one amount in one month look like duplicates.
func price(number int) int64 { return 1000 + int64(number) }

// face of an undertaking, in cents.
func face(number int) int64 { return price(number) * pieces * 100 }

// undertake brings an order all the way to an undertaking in the supplier's hands.
func (m *market) undertake(ctx context.Context, number int) (supplychain.UndertakingID, error) {
	if err := m.bill(ctx, number); err != nil {
		return "", fmt.Errorf("invoice %d: %w", number, err)
	}
	id := supplychain.UndertakingID(fmt.Sprintf("paper-%d", number))
	_, err := gatewayclient.Do(ctx, m.buyer, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{
		ID: id, Invoice: invoice(number), Maturity: m.maturity,
	})
	if err != nil {
		return "", err
	}
	if _, err := gatewayclient.Do(ctx, m.controller, supplychain.IssueUndertaking, id); err != nil {
		return "", err
	}
	if err := m.Level(ctx); err != nil {
		return "", err
	}
	_, err = gatewayclient.Do(ctx, m.supplier, supplychain.TakeUp, supplychain.TakeUpRequest{Undertaking: id, Account: payee})
	return id, err
}

// bill orders, receives, invoices, and has the invoice registered.
func (m *market) bill(ctx context.Context, number int) error {
	order, each := supplychain.OrderID(fmt.Sprintf("order-%d", number)), decimal.FromInt64(price(number))
	terms := supplychain.OrderTerms{Salt: salt, Lines: []supplychain.OrderLine{{Line: 1, Item: "casting", Quantity: decimal.FromInt64(pieces), Price: each}}}
	_, err := gatewayclient.Do(ctx, m.buyer, supplychain.PlaceOrder, supplychain.OrderRequest{ID: order, Programme: programme, Supplier: "supplier", Terms: terms})
	if err != nil {
		return err
	}
	arrived := []supplychain.ReceivedLine{{Line: 1, Accepted: decimal.FromInt64(pieces)}}
	receipt := supplychain.ReceiptRequest{ID: supplychain.ReceiptID(fmt.Sprintf("receipt-%d", number)), Order: order, Book: terms.Book(), Lines: arrived}
	if _, err := gatewayclient.Do(ctx, m.buyer, supplychain.ReceiveGoods, receipt); err != nil {
		return err
	}
	book, err := terms.Book().Receive(arrived)
	if err != nil {
		return err
	}
	if err := m.Level(ctx); err != nil {
		return err
	}
	_, err = gatewayclient.Do(ctx, m.supplier, supplychain.SubmitInvoice, supplychain.InvoiceRequest{
		ID: invoice(number), Order: order, Number: string(invoice(number)), Issued: m.today, Book: book,
		Terms: supplychain.InvoiceTerms{Salt: salt, Lines: []supplychain.InvoicedLine{{Line: 1, Quantity: decimal.FromInt64(pieces), Price: each}}},
	})
	if err != nil {
		return err
	}
	return m.enter(ctx, number)
}

// enter registers an invoice with the tokens that the keeper's peer computes.
func (m *market) enter(ctx context.Context, number int) error {
	keeper, err := m.At(ctx, "regulator", "keeper")
	if err != nil {
		return err
	}
	if err := m.Level(ctx); err != nil {
		return err
	}
	prints, err := gatewayclient.Do(ctx, keeper, supplychain.PrintInvoice, invoice(number))
	if err != nil {
		return err
	}
	_, err = gatewayclient.Do(ctx, keeper, supplychain.RegisterInvoice, supplychain.RegisterRequest{
		Invoice: invoice(number), Register: prints.Register, Lookup: prints.Lookup,
	})
	if err != nil {
		return err
	}
	return m.Level(ctx)
}
