// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Reader reads the books of single things, which judge themselves, at one peer. They are of one moment if nobody works
// meanwhile.
type Reader struct{ books books }

// At reads at the peer of a client's member. It needs no right but that of asking, and no network of ours.
func At(client *gatewayclient.Client) Reader {
	return Reader{books{client, client.Identity().MSP}}
}

// Undertaking reads an undertaking with its slices, deals, collections and distributions.
func (r Reader) Undertaking(ctx context.Context, id supplychain.UndertakingID) (supplychain.Books, error) {
	undertaking, err := ask(ctx, r.books, supplychain.GetUndertaking, id)
	if err != nil {
		return supplychain.Books{}, err
	}
	read, err := r.books.paper(ctx, *undertaking)
	return read.Books, err
}

// Instrument reads an instrument with its lots, obligations, settlements and corporate actions.
func (r Reader) Instrument(ctx context.Context, id securities.InstrumentID) (securities.Books, error) {
	instrument, err := ask(ctx, r.books, securities.GetInstrument, id)
	if err != nil {
		return securities.Books{}, err
	}
	traded, err := r.books.trades(ctx)
	if err != nil {
		return securities.Books{}, err
	}
	return r.books.security(ctx, *instrument, traded)
}

// Policies reads policies with their premiums, claims and evaluations, in the order of their names.
func (r Reader) Policies(ctx context.Context, ids ...insurance.PolicyID) ([]insurance.PolicyBooks, error) {
	today, err := ask(ctx, r.books, insurance.Today, protocol.Nothing{})
	if err != nil {
		return nil, fmt.Errorf("business date: %w", err)
	}
	return each(ctx, ids, func(ctx context.Context, id insurance.PolicyID) (insurance.PolicyBooks, error) {
		standing, err := ask(ctx, r.books, insurance.GetPolicy, id)
		if err != nil {
			return insurance.PolicyBooks{}, fmt.Errorf("policy %s: %w", id, err)
		}
		return r.books.policy(ctx, standing.Policy, today.Date)
	})
}

// Programme reads a programme with its losses and what its treaties bear.
func (r Reader) Programme(ctx context.Context, id insurance.ProgrammeID) (insurance.ProgrammeBooks, error) {
	return r.books.programme(ctx, id)
}
