// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// securities reads all instruments, with their lots, obligations and corporate actions.
func (b books) securities(ctx context.Context) ([]securities.Books, error) {
	instruments, err := list(ctx, b, securities.Instruments, func(page protocol.PageRequest) protocol.PageRequest { return page })
	if err != nil {
		return nil, fmt.Errorf("instruments: %w", err)
	}
	traded, err := b.trades(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]securities.Books, len(instruments))
	for i, instrument := range instruments {
		if all[i], err = b.security(ctx, instrument, traded); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// trades are read once for all instruments.
type trades struct {
	today       date.Date
	obligations []securities.Obligation
}

func (b books) trades(ctx context.Context) (read trades, err error) {
	read.obligations, err = list(ctx, b, securities.Obligations, func(page protocol.PageRequest) protocol.PageRequest { return page })
	if err != nil {
		return read, fmt.Errorf("obligations: %w", err)
	}
	today, err := ask(ctx, b, securities.Today, protocol.Nothing{})
	if err != nil {
		return read, fmt.Errorf("business date: %w", err)
	}
	read.today = today.Date
	return read, nil
}

// of are the obligations of one instrument.
func (t trades) of(id securities.InstrumentID) (its []securities.Obligation) {
	for _, o := range t.obligations {
		if o.Instrument == id {
			its = append(its, o)
		}
	}
	return its
}

// security reads what is of one instrument.
func (b books) security(ctx context.Context, instrument securities.Instrument, traded trades) (securities.Books, error) {
	id := instrument.ID
	read := securities.Books{Instrument: instrument, Today: traded.today, Obligations: traded.of(id)}
	supply, err := ask(ctx, b, securities.GetSupply, securities.RegisterKey{Instrument: id, Day: read.Today})
	if err != nil {
		return read, fmt.Errorf("supply of %s: %w", id, err)
	}
	read.Supply = supply.Units
	if read.Lots, err = list(ctx, b, securities.Journal, func(page protocol.PageRequest) securities.JournalRequest {
		return securities.JournalRequest{PageRequest: page, Instrument: id}
	}); err != nil {
		return read, fmt.Errorf("lots of %s: %w", id, err)
	}
	if read.Events, err = b.events(ctx, id); err != nil {
		return read, fmt.Errorf("actions of %s: %w", id, err)
	}
	read.Settlements, err = b.settlements(ctx, read.Obligations)
	return read, err
}

// events reads the corporate actions of an instrument.
func (b books) events(ctx context.Context, id securities.InstrumentID) ([]securities.EventBooks, error) {
	actions, err := list(ctx, b, securities.Actions, func(page protocol.PageRequest) securities.ActionsRequest {
		return securities.ActionsRequest{PageRequest: page, Instrument: id}
	})
	if err != nil {
		return nil, err
	}
	var all []securities.EventBooks
	for _, action := range actions {
		event, err := b.event(ctx, action)
		if err != nil {
			return nil, fmt.Errorf("action %s: %w", action.ID, err)
		}
		all = append(all, event)
	}
	return all, nil
}

func (b books) event(ctx context.Context, action securities.Action) (read securities.EventBooks, err error) {
	of := func(page protocol.PageRequest) securities.ActionPage {
		return securities.ActionPage{PageRequest: page, Action: action.ID}
	}
	read.Action = action
	if read.Payments, err = list(ctx, b, securities.Payments, of); err != nil {
		return read, err
	}
	read.Suspense, err = list(ctx, b, securities.SuspenseOf, of)
	return read, err
}

// settlements reads what cash has of the parts that were paid. One that is not there is for the law to find.
func (b books) settlements(ctx context.Context, obligations []securities.Obligation) ([]cash.Settlement, error) {
	var keys []cash.SettlementKey
	for _, o := range obligations {
		for n, part := range o.Parts {
			if part.Batch == "" && !part.Paid.IsZero() {
				keys = append(keys, cash.SettlementKey{Via: securities.Module, ID: o.ID.Settlement(n)})
			}
		}
	}
	all, err := each(ctx, keys, func(ctx context.Context, key cash.SettlementKey) (cash.Settlement, error) {
		settlement, err := found(ask(ctx, b, cash.GetSettlement, key))
		if err != nil {
			err = fmt.Errorf("settlement %s: %w", key.ID, err)
		}
		return settlement, err
	})
	return slices.DeleteFunc(all, func(s cash.Settlement) bool { return s.ID == "" }), err
}

// instruments judges supply, lots, deliveries and income of every instrument at every peer.
func instruments(views []*view) []Invariant {
	supply := Invariant{Name: "supply-is-lots", Sentence: "live lots are the supply, today and on every record date"}
	lots := Invariant{Name: "lots-sound", Sentence: "each lot is spent once, and encumbered for what waits for it alone"}
	delivery := Invariant{Name: "delivery-versus-payment", Sentence: "units and money of each trade moved in the same transactions, once"}
	income := Invariant{Name: "income-exact", Sentence: "what holders got, tax, suspense and rest are what a corporate action was funded with"}
	for _, v := range views {
		for _, books := range v.instruments {
			breaches := books.Audit()
			supply.all(v, breaches.Supply)
			lots.all(v, breaches.Lots)
			delivery.all(v, breaches.Delivery)
			income.all(v, breaches.Income)
		}
	}
	return []Invariant{supply, lots, delivery, income}
}
