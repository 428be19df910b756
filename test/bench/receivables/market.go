// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// Names that stand once.
const (
	programme  = supplychain.ProgrammeID("programme")
	collection = cash.AccountID("collection")
	bank       = cash.AccountID("financier") // account of the bank that finances
	payee      = cash.AccountID("payee")     // account of the supplier
)

// salt need not be secret here.
const salt = "5a5b5c5d5e5f60616263646566676869"

// How much money there is, in cents, and how it is spread.
const (
	float   = 5_000_000_00 // on the collection account, so that a stripe is never short
	stripes = 1024
)

// market is a programme on a network: a buyer, its supplier, who keeps nothing, and a foundry that has all the paper.
type market struct {
	*trial.Ground
	buyer, controller, supplier, foundry, financier *gatewayclient.Client
	today, maturity                                 date.Date

	lanes []*lane
	free  chan *lane // no two maturity runs of one undertaking at once
	next  cursor     // which slice is paid next by itself
}

// openMarket brings undertakings to their maturity, and counts on the way.
func openMarket(ctx context.Context, ground *trial.Ground) (*market, []trial.Figure, error) {
	m := &market{Ground: ground, free: make(chan *lane, lanes)}
	ground.Say("open the market")
	if err := m.InTurn(ctx, m.seat, m.dates, m.openProgramme); err != nil {
		return nil, nil, err
	}
	round, err := m.finance(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("financing round: %w", err)
	}
	conflicts, err := m.openLanes(ctx)
	if err != nil {
		return nil, nil, err
	}
	return m, []trial.Figure{round, conflicts}, m.mature(ctx)
}

// seat connects everybody.
func (m *market) seat(ctx context.Context) (err error) {
	for _, seat := range []struct {
		client       **gatewayclient.Client
		member, name string
	}{
		{&m.buyer, "northbank", "buyer"}, {&m.controller, "northbank", "controller"}, {&m.foundry, "northbank", "foundry"},
		{&m.financier, "northbank", "financier"}, {&m.supplier, "southbank", "supplier"},
	} {
		if *seat.client, err = m.At(ctx, seat.member, seat.name); err != nil {
			return err
		}
	}
	return nil
}

// dates are those of the paper: it is due on the next day.
func (m *market) dates(ctx context.Context) error {
	today, err := gatewayclient.Do(ctx, m.buyer, supplychain.Today, protocol.Nothing{})
	if err != nil {
		return err
	}
	m.today = today.Date
	m.maturity, err = today.Date.AddDays(1)
	return err
}

func programmeTerms() supplychain.ProgrammeTerms {
	return supplychain.ProgrammeTerms{
		ID: programme, Currency: desk.Currency(), Collection: collection, DayCount: date.Act360, Convention: date.Unadjusted,
		TenorMin: 1, TenorMax: 180, DepthMax: 3, UnitMin: 100, Grace: 5, DefaultAfter: 30, FeeMax: decimal.MustParse("0.05"),
	}
}

// openProgramme opens the programme and the accounts through and to which it pays.
func (m *market) openProgramme(ctx context.Context) error {
	maker, err := m.At(ctx, "northbank", "maker")
	if err != nil {
		return err
	}
	return m.InTurn(ctx,
		trial.Have(maker, cash.OpenAccount, cash.OpenRequest{ID: collection, Currency: desk.Currency(), Module: supplychain.Module}),
		func(ctx context.Context) error { return m.Account(ctx, "northbank", bank, "northbank") },
		func(ctx context.Context) error { return m.Account(ctx, "southbank", payee, "supplier") },
		func(ctx context.Context) error {
			return m.Mint(ctx, "northbank", "mint-collection", collection, desk.Euros(float))
		},
		func(ctx context.Context) error {
			return m.Mint(ctx, "northbank", "mint-financier", bank, desk.Euros(face(financed)))
		},
		trial.Have(maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: collection, Stripes: stripes}),
		trial.Have(m.buyer, supplychain.Open, programmeTerms()),
	)
}

// mature moves the business dates to the maturity.
func (m *market) mature(ctx context.Context) error {
	officer, err := m.At(ctx, "northbank", desk.Officer)
	if err != nil {
		return err
	}
	roll := protocol.RollRequest{To: m.maturity}
	return m.InTurn(ctx, trial.Have(officer, cash.RollDate, roll), trial.Have(officer, supplychain.RollDate, roll))
}

// consolidate puts what came in on the collection account onto its stripes.
func (m *market) consolidate(ctx context.Context) error {
	maker, err := m.At(ctx, "northbank", "maker")
	if err != nil {
		return err
	}
	return trial.Consolidate(ctx, maker, collection)
}
