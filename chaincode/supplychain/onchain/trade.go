// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// PlaceOrder places a purchase order.
func (c *Contract) PlaceOrder(tx *ledger.Tx, req supplychain.OrderRequest) (*supplychain.Order, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	programme, err := programmes.Get(tx, req.Programme)
	if err != nil {
		return nil, err
	}
	supplier, err := c.registry.Firm(tx, req.Supplier)
	if err != nil {
		return nil, err
	}
	order, events, err := programme.PlaceOrder(req, supplier, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &order, orders.Insert(tx, order)
}

// ReceiveGoods counts what arrived.
func (c *Contract) ReceiveGoods(tx *ledger.Tx, req supplychain.ReceiptRequest) (*supplychain.Receipt, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := orders.Get(tx, req.Order)
	if err != nil {
		return nil, err
	}
	after, receipt, events, err := before.Receive(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &receipt, errors.Join(receipts.Insert(tx, receipt), orders.Update(tx, after))
}

// SubmitInvoice submits and matches an invoice.
func (c *Contract) SubmitInvoice(tx *ledger.Tx, req supplychain.InvoiceRequest) (*supplychain.Invoice, error) {
	return c.bill(tx, req, nil)
}

// CorrectInvoice replaces an invoice that did not match.
func (c *Contract) CorrectInvoice(tx *ledger.Tx, req supplychain.InvoiceRequest) (*supplychain.Invoice, error) {
	before, err := invoices.Get(tx, req.ID)
	if err != nil {
		return nil, err
	}
	return c.bill(tx, req, &before)
}

func (c *Contract) bill(tx *ledger.Tx, req supplychain.InvoiceRequest, before *supplychain.Invoice) (*supplychain.Invoice, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	order, err := orders.Get(tx, req.Order)
	if err != nil {
		return nil, err
	}
	programme, err := programmes.Get(tx, order.Programme)
	if err != nil {
		return nil, err
	}
	var invoice supplychain.Invoice
	var events []protocol.Event
	save := invoices.Insert
	if before == nil {
		invoice, order, events, err = order.SubmitInvoice(req, programme, do)
	} else {
		save = invoices.Update
		invoice, order, events, err = before.Correct(req, order, programme, do)
	}
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &invoice, errors.Join(save(tx, invoice), orders.Update(tx, order))
}

// ProposeVariance is the first half of accepting an invoice that did not match.
func (c *Contract) ProposeVariance(tx *ledger.Tx, req supplychain.InvoiceID) (*supplychain.Invoice, error) {
	return change(tx, invoices, req, supplychain.Invoice.ProposeVariance)
}

// ConfirmVariance is the second half.
func (c *Contract) ConfirmVariance(tx *ledger.Tx, req supplychain.InvoiceStep) (*supplychain.Invoice, error) {
	return c.onOrder(tx, req, supplychain.Invoice.ConfirmVariance)
}

// EndInvoice rejects or cancels an invoice.
func (c *Contract) EndInvoice(tx *ledger.Tx, req supplychain.InvoiceStep) (*supplychain.Invoice, error) {
	return c.onOrder(tx, req, supplychain.Invoice.End)
}

// onOrder carries out a rule that changes an invoice and what its order counts.
func (c *Contract) onOrder(tx *ledger.Tx, req supplychain.InvoiceStep,
	rule func(supplychain.Invoice, supplychain.InvoiceStep, supplychain.Order, supplychain.Act) (supplychain.Invoice, supplychain.Order, []protocol.Event, error),
) (*supplychain.Invoice, error) {
	var order supplychain.Order
	after, err := change(tx, invoices, req.Invoice, func(before supplychain.Invoice, do supplychain.Act) (supplychain.Invoice, []protocol.Event, error) {
		found, err := orders.Get(tx, before.Order)
		if err != nil {
			return before, nil, err
		}
		invoice, counted, events, err := rule(before, req, found, do)
		order = counted
		return invoice, events, err
	})
	if err != nil {
		return nil, err
	}
	return after, orders.Update(tx, order)
}

// ProposeUndertaking proposes to undertake an invoice.
func (c *Contract) ProposeUndertaking(tx *ledger.Tx, req supplychain.UndertakingRequest) (*supplychain.Undertaking, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	invoice, err := invoices.Get(tx, req.Invoice)
	if err != nil {
		return nil, err
	}
	programme, err := programmes.Get(tx, invoice.Programme)
	if err != nil {
		return nil, err
	}
	undertaking, invoice, events, err := invoice.ProposeUndertaking(req, programme, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &undertaking, errors.Join(undertakings.Insert(tx, undertaking), invoices.Update(tx, invoice))
}

// IssueUndertaking is the checker's half.
func (c *Contract) IssueUndertaking(tx *ledger.Tx, req supplychain.UndertakingID) (*supplychain.Undertaking, error) {
	return c.onInvoice(tx, req, func(u supplychain.Undertaking, v supplychain.Invoice, do supplychain.Act) (supplychain.Undertaking, supplychain.Invoice, []protocol.Event, error) {
		programme, err := programmes.Get(tx, u.Programme)
		if err != nil {
			return u, v, nil, err
		}
		return u.Issue(v, programme, do)
	})
}

// WithdrawUndertaking takes an undertaking back.
func (c *Contract) WithdrawUndertaking(tx *ledger.Tx, req supplychain.UndertakingID) (*supplychain.Undertaking, error) {
	return c.onInvoice(tx, req, supplychain.Undertaking.Withdraw)
}

// onInvoice carries out a rule that changes an undertaking and its invoice.
func (c *Contract) onInvoice(tx *ledger.Tx, id supplychain.UndertakingID,
	rule func(supplychain.Undertaking, supplychain.Invoice, supplychain.Act) (supplychain.Undertaking, supplychain.Invoice, []protocol.Event, error),
) (*supplychain.Undertaking, error) {
	var invoice supplychain.Invoice
	after, err := change(tx, undertakings, id, func(before supplychain.Undertaking, do supplychain.Act) (supplychain.Undertaking, []protocol.Event, error) {
		found, err := invoices.Get(tx, before.Invoice)
		if err != nil {
			return before, nil, err
		}
		undertaking, changed, events, err := rule(before, found, do)
		invoice = changed
		return undertaking, events, err
	})
	if err != nil {
		return nil, err
	}
	return after, invoices.Update(tx, invoice)
}

// TakeUp makes an undertaking irrevocable.
func (c *Contract) TakeUp(tx *ledger.Tx, req supplychain.TakeUpRequest) (*supplychain.Undertaking, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := undertakings.Get(tx, req.Undertaking)
	if err != nil {
		return nil, err
	}
	account, err := c.money.Account(tx, req.Account)
	if err != nil {
		return nil, err
	}
	after, slice, discharge, events, err := before.TakeUp(account, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, errors.Join(undertakings.Update(tx, after), slices.Insert(tx, slice), discharges.Insert(tx, discharge), movements.Append(tx, after.Confirms(do)))
}

// LapseUndertaking ends an undertaking whose conditions were not met in time.
func (c *Contract) LapseUndertaking(tx *ledger.Tx, req supplychain.UndertakingID) (*supplychain.Undertaking, error) {
	return change(tx, undertakings, req, func(before supplychain.Undertaking, do supplychain.Act) (supplychain.Undertaking, []protocol.Event, error) {
		after, events, err := before.Lapse(do)
		if err != nil {
			return before, nil, err
		}
		discharge, err := discharges.Get(tx, req)
		if err != nil {
			return before, nil, err
		}
		return after, events, movements.Append(tx, before.Falls(discharge, do))
	})
}
