// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// securities reads all instruments, with their lots, obligations and corporate actions.
func (b books) securities(ctx context.Context) ([]securities.Books, error) {
	instruments, err := list(ctx, b, securities.Instruments, func(page protocol.PageRequest) protocol.PageRequest { return page })
	if err != nil {
		return nil, fmt.Errorf("instruments: %w", err)
	}
	obligations, err := list(ctx, b, securities.Obligations, func(page protocol.PageRequest) protocol.PageRequest { return page })
	if err != nil {
		return nil, fmt.Errorf("obligations: %w", err)
	}
	today, err := ask(ctx, b, securities.Today, protocol.Nothing{})
	if err != nil {
		return nil, fmt.Errorf("business date: %w", err)
	}
	all := make([]securities.Books, len(instruments))
	for i, instrument := range instruments {
		all[i] = securities.Books{Instrument: instrument, Today: today.Date}
		for _, o := range obligations {
			if o.Instrument == instrument.ID {
				all[i].Obligations = append(all[i].Obligations, o)
			}
		}
		if err := b.security(ctx, &all[i]); err != nil {
			return nil, fmt.Errorf("instrument %s: %w", instrument.ID, err)
		}
	}
	return all, nil
}

// security reads what is of one instrument.
func (b books) security(ctx context.Context, read *securities.Books) error {
	id := read.Instrument.ID
	supply, err := ask(ctx, b, securities.GetSupply, securities.RegisterKey{Instrument: id, Day: read.Today})
	if err != nil {
		return err
	}
	read.Supply = supply.Units
	if read.Lots, err = list(ctx, b, securities.Journal, func(page protocol.PageRequest) securities.JournalRequest {
		return securities.JournalRequest{PageRequest: page, Instrument: id}
	}); err != nil {
		return err
	}
	actions, err := list(ctx, b, securities.Actions, func(page protocol.PageRequest) securities.ActionsRequest {
		return securities.ActionsRequest{PageRequest: page, Instrument: id}
	})
	if err != nil {
		return err
	}
	for _, action := range actions {
		event, err := b.event(ctx, action)
		if err != nil {
			return fmt.Errorf("action %s: %w", action.ID, err)
		}
		read.Events = append(read.Events, event)
	}
	read.Settlements, err = b.settlements(ctx, read.Obligations)
	return err
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
	var all []cash.Settlement
	for _, o := range obligations {
		for n, part := range o.Parts {
			if part.Batch != "" || part.Paid.IsZero() {
				continue
			}
			key := cash.SettlementKey{Via: securities.Module, ID: o.ID.Settlement(n)}
			switch settlement, err := ask(ctx, b, cash.GetSettlement, key); {
			case err == nil:
				all = append(all, *settlement)
			case !errors.Is(err, protocol.NotFound):
				return nil, fmt.Errorf("settlement %s: %w", key.ID, err)
			}
		}
	}
	return all, nil
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
