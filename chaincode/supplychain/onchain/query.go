// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// Programme answers a programme.
func (c *Contract) Programme(q *ledger.Query, req supplychain.ProgrammeID) (*supplychain.Programme, error) {
	return ledger.Answer(programmes.Get(q, req))
}

// Line answers a line and its buckets.
func (c *Contract) Line(q *ledger.Query, req supplychain.LineKey) (*supplychain.LineStanding, error) {
	line, err := lines.Get(q, req)
	if err != nil {
		return nil, err
	}
	shares, err := buckets.GetMany(q, line.BucketsFrom(""))
	return &supplychain.LineStanding{Line: line, Buckets: shares}, err
}

// Order answers a purchase order.
func (c *Contract) Order(q *ledger.Query, req supplychain.OrderID) (*supplychain.Order, error) {
	return ledger.Answer(orders.Get(q, req))
}

// Invoice answers an invoice.
func (c *Contract) Invoice(q *ledger.Query, req supplychain.InvoiceID) (*supplychain.Invoice, error) {
	return ledger.Answer(invoices.Get(q, req))
}

// Registration answers how an invoice stands in the register.
func (c *Contract) Registration(q *ledger.Query, req supplychain.InvoiceID) (*supplychain.Registration, error) {
	return ledger.Answer(registrations.Get(q, req))
}

// Undertaking answers an undertaking.
func (c *Contract) Undertaking(q *ledger.Query, req supplychain.UndertakingID) (*supplychain.Undertaking, error) {
	return ledger.Answer(undertakings.Get(q, req))
}

// UndertakingsByObligor lists the undertakings of an obligor.
func (c *Contract) UndertakingsByObligor(q *ledger.Query, req supplychain.FirmPage) (*protocol.Page[supplychain.Undertaking], error) {
	return ledger.Answer(undertakings.PageBy(q, "obligor", req.Party.Key(), req.PageRequest))
}

// Rollforward answers how what an obligor owes changed.
func (c *Contract) Rollforward(q *ledger.Query, req supplychain.RollforwardRequest) (*supplychain.Rollforward, error) {
	found, err := all(func(page protocol.PageRequest) (protocol.Page[supplychain.Movement], error) {
		return movements.Page(q, req.Prefix(), page)
	})
	if err != nil {
		return nil, err
	}
	return ledger.Answer(req.Rollforward(found))
}

// Discharge answers how far an undertaking is paid.
func (c *Contract) Discharge(q *ledger.Query, req supplychain.UndertakingID) (*supplychain.Discharge, error) {
	return ledger.Answer(discharges.Get(q, req))
}

// Slice answers a slice.
func (c *Contract) Slice(q *ledger.Query, req supplychain.SliceKey) (*supplychain.Slice, error) {
	return ledger.Answer(slices.Get(q, req))
}

// Slices lists the slices of an undertaking.
func (c *Contract) Slices(q *ledger.Query, req supplychain.SlicesRequest) (*protocol.Page[supplychain.Slice], error) {
	return ledger.Answer(slices.Page(q, req.Undertaking.Key(), req.PageRequest))
}

// SlicesByHolder lists the slices of a holder.
func (c *Contract) SlicesByHolder(q *ledger.Query, req supplychain.FirmPage) (*protocol.Page[supplychain.Slice], error) {
	return ledger.Answer(slices.PageBy(q, "holder", req.Party.Key(), req.PageRequest))
}

// Deal answers a deal.
func (c *Contract) Deal(q *ledger.Query, req supplychain.DealID) (*supplychain.Deal, error) {
	return ledger.Answer(deals.Get(q, req))
}

// Quote answers the quote that the caller's own firm left for a deal.
func (c *Contract) Quote(q *ledger.Query, req supplychain.DealID) (*supplychain.Quote, error) {
	quote, err := quotes.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), req)
	if err != nil {
		return nil, err
	}
	return &quote, quote.Offer(supplychain.Act{Facts: q.Facts()})
}

// PriceDeal tells what an agreed deal pays out on a date.
func (c *Contract) PriceDeal(q *ledger.Query, req supplychain.PriceRequest) (*supplychain.Price, error) {
	deal, err := deals.Get(q, req.Deal)
	if err != nil {
		return nil, err
	}
	p, err := paperOf(q, deal.Undertaking)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(deal.PriceOn(p.undertaking, p.programme, req.On))
}

// Collections lists the payments on an undertaking.
func (c *Contract) Collections(q *ledger.Query, req supplychain.SlicesRequest) (*protocol.Page[supplychain.Collection], error) {
	return ledger.Answer(collections.Page(q, req.Undertaking.Key(), req.PageRequest))
}

// Distributions lists what was paid out on an undertaking.
func (c *Contract) Distributions(q *ledger.Query, req supplychain.SlicesRequest) (*protocol.Page[supplychain.Distribution], error) {
	return ledger.Answer(distributions.Page(q, req.Undertaking.Key(), req.PageRequest))
}

// Dispute answers a dispute.
func (c *Contract) Dispute(q *ledger.Query, req supplychain.DisputeID) (*supplychain.Dispute, error) {
	return ledger.Answer(disputes.Get(q, req))
}

// Guarantees lists the guarantees of an undertaking.
func (c *Contract) Guarantees(q *ledger.Query, req supplychain.SlicesRequest) (*protocol.Page[supplychain.Guarantee], error) {
	return ledger.Answer(guarantees.Page(q, req.Undertaking.Key(), req.PageRequest))
}

// Guarantee answers a guarantee of an undertaking.
func (c *Contract) Guarantee(q *ledger.Query, req supplychain.GuaranteeKey) (*supplychain.Guarantee, error) {
	return ledger.Answer(guarantees.Get(q, req))
}

// Undertakings lists undertakings.
func (c *Contract) Undertakings(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[supplychain.Undertaking], error) {
	return ledger.Answer(undertakings.Page(q, nil, req))
}

// Programmes lists programmes.
func (c *Contract) Programmes(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[supplychain.Programme], error) {
	return ledger.Answer(programmes.Page(q, nil, req))
}

// Deals lists the deals on an undertaking.
func (c *Contract) Deals(q *ledger.Query, req supplychain.SlicesRequest) (*protocol.Page[supplychain.Deal], error) {
	return ledger.Answer(deals.PageBy(q, "undertaking", req.Undertaking.Key(), req.PageRequest))
}
