// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// bolts is a market with an order of 100 bolts at 2.50, of which 60 arrived.
func bolts(t *testing.T) *market {
	t.Helper()
	m := opened(t)
	m.order(t, "motors-2026", "PO", supplychain.OrderLine{Line: 1, Item: "bolt", Quantity: decimal.FromInt64(100), Price: decimal.MustParse("2.50")})
	m.receive(t, "GRN-1", "PO", decimal.FromInt64(60))
	return m
}

// billed submits an invoice for bolts.
func (m *market) billed(t *testing.T, e billing, id string, quantity int64, price string) supplychain.Invoice {
	t.Helper()
	return m.invoice(t, e, id, id, "PO", decimal.FromInt64(quantity), price)
}

// A third invoice on an order is matched with the two before it.
func TestThreeWayMatchIsCumulative(t *testing.T) {
	m := bolts(t)
	require.Equal(t, supplychain.Matched, m.billed(t, supplychain.SubmitInvoice, "I1", 50, "2.50").Status)
	second := m.billed(t, supplychain.SubmitInvoice, "I2", 20, "2.51")
	require.Equal(t, []supplychain.Exception{{Line: 1, Reason: "PRICE"}, {Line: 1, Reason: "NOT_RECEIVED"}}, second.Exceptions)
	stage.Refused(t, m.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: "U", Invoice: "I2", Maturity: day(maturity)}, supplychain.StatusRefused)
	m.receive(t, "GRN-2", "PO", decimal.FromInt64(60))
	require.Equal(t, supplychain.Matched, m.billed(t, supplychain.CorrectInvoice, "I2", 50, "2.50").Status)
	require.Equal(t, supplychain.Matched, m.billed(t, supplychain.SubmitInvoice, "I3", 5, "2.50").Status, "within 5 % of what was ordered")
	fourth := m.billed(t, supplychain.SubmitInvoice, "I4", 1, "2.50")
	require.Equal(t, []supplychain.Exception{{Line: 1, Reason: "OVER_ORDERED"}}, fourth.Exceptions)

	stage.Do(t, m.maker, supplychain.ProposeVariance, "I4")
	step := m.step("I4", "PO", decimal.FromInt64(1), "2.50")
	stage.Refused(t, m.maker, supplychain.ConfirmVariance, step, supplychain.SamePerson)
	require.Equal(t, supplychain.Matched, stage.Do(t, m.checker, supplychain.ConfirmVariance, step).Status)
	m.turn(t, "PO", func(book supplychain.OrderBook) (supplychain.OrderBook, error) { return book.Bill(step.Terms.Lines) })
	step = m.step("I1", "PO", decimal.FromInt64(50), "2.50")
	require.Equal(t, supplychain.Cancelled, stage.Do(t, m.one, supplychain.EndInvoice, step).Status)
	m.turn(t, "PO", func(book supplychain.OrderBook) (supplychain.OrderBook, error) { return book.Unbill(step.Terms.Lines) })
	require.Equal(t, "56", m.books["PO"].Lines[0].Invoiced.String())
	m.billed(t, supplychain.SubmitInvoice, "I5", 49, "2.50") // the ledger has the same book
}

// Nobody counts on another book than the order's as it is: an older state, other lines, another salt.
func TestBookIsTheOrdersAsItIs(t *testing.T) {
	m := bolts(t)
	old := m.books["PO"]
	m.billed(t, supplychain.SubmitInvoice, "I1", 50, "2.50")
	step := m.step("I2", "PO", decimal.FromInt64(10), "2.50")
	request := supplychain.InvoiceRequest{ID: "I2", Order: "PO", Number: "I2", Issued: day(monday), Terms: step.Terms}
	edited := m.books["PO"]
	edited.Lines = append([]supplychain.OrderedLine(nil), edited.Lines...)
	edited.Lines[0].Received = decimal.FromInt64(100)
	resalted := m.books["PO"]
	resalted.Salt = salt
	for _, book := range []supplychain.OrderBook{old, edited, resalted, {}} {
		request.Book = book
		stage.Refused(t, m.one, supplychain.SubmitInvoice, request, protocol.PreimageRefused)
		stage.Refused(t, m.maker, supplychain.ReceiveGoods, supplychain.ReceiptRequest{
			ID: "GRN-2", Order: "PO", Book: book, Lines: []supplychain.ReceivedLine{{Line: 1, Accepted: decimal.FromInt64(1)}},
		}, protocol.PreimageRefused)
	}
	wrong := m.step("I1", "PO", decimal.FromInt64(49), "2.50")
	stage.Refused(t, m.one, supplychain.EndInvoice, wrong, protocol.PreimageRefused)
	request.Book, request.Terms.Salt = m.books["PO"], "5a"
	stage.Refused(t, m.one, supplychain.SubmitInvoice, request, protocol.InvalidArgument)
}

// What is ordered and at which price is on no block.
func TestLinesOfOrdersAndInvoicesAreOnNoBlock(t *testing.T) {
	m := opened(t)
	line := supplychain.OrderLine{Line: 1, Item: "CANARY-ITEM", Quantity: decimal.MustParse("104.2371"), Price: decimal.MustParse("9.87123")}
	m.order(t, "motors-2026", "PO", line)
	m.receive(t, "GRN", "PO", line.Quantity)
	require.Equal(t, supplychain.Matched, m.invoice(t, supplychain.SubmitInvoice, "I", "I", "PO", line.Quantity, "9.87123").Status)
	require.Positive(t, m.Seen(t, m.sealOf(t)), "the scan finds the seal")
	for _, secret := range []string{"CANARY-ITEM", "104.2371", "9.87123", salt} {
		require.Zero(t, m.Seen(t, secret), secret)
		require.Empty(t, m.Keepers(supplychain.Module, secret))
	}
	wrong := m.step("I", "PO", line.Quantity, "9.87124")
	fault := stage.Refused(t, m.one, supplychain.EndInvoice, wrong, protocol.PreimageRefused)
	require.False(t, strings.Contains(fault.Error(), "9.87"))
}

func (m *market) sealOf(t *testing.T) string {
	t.Helper()
	return stage.Do(t, m.one, supplychain.GetOrder, "PO").Seal
}
