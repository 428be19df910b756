// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// How much paper there is, and how much of it changes hands at once.
const (
	lanes      = 3
	slicesEach = supplychain.PiecesMax
	atOnce     = 200
)

// holder is who has all the slices at maturity.
const holder = parties.PartyID("foundry")

// lane is an undertaking that has a payer's account of its own, so that lanes do not stand in each other's way. Each of
// its slices is paid to an account of its own.
type lane struct {
	number int
	paper  supplychain.UndertakingID
	payer  cash.AccountID
	size   int64 // units of a slice
}

// firsts are the first units of the lane's slices.
func (l *lane) firsts() []int64 {
	firsts := make([]int64, slicesEach)
	for i := range firsts {
		firsts[i] = l.first(i)
	}
	return firsts
}

func (l *lane) first(i int) int64 { return int64(i)*l.size + 1 }

func (l *lane) slice(i int) supplychain.SliceKey {
	return supplychain.SliceKey{Undertaking: l.paper, From: l.first(i)}
}

func (l *lane) account(i int) cash.AccountID {
	return cash.AccountID(fmt.Sprintf("holder-%d-%d", l.number, i))
}

// openLanes issues the undertakings, and passes every slice on. It counts the transfers that lost a race.
func (m *market) openLanes(ctx context.Context) (trial.Figure, error) {
	lost := 0
	for number := range lanes {
		m.Say("undertaking %d of %d: %d slices change hands, %d at once", number+1, lanes, slicesEach, atOnce)
		l, err := m.openLane(ctx, number)
		if err != nil {
			return trial.Figure{}, err
		}
		from, err := m.Height(ctx)
		if err != nil {
			return trial.Figure{}, err
		}
		if err := m.pass(ctx, l); err != nil {
			return trial.Figure{}, err
		}
		counted, err := m.count(ctx, from)
		if err != nil {
			return trial.Figure{}, err
		}
		if counted.valid != 2*slicesEach {
			return trial.Figure{}, fmt.Errorf("%d transactions passed %d slices on", counted.valid, slicesEach)
		}
		lost += counted.invalid
		m.lanes = append(m.lanes, l)
		m.free <- l
	}
	return trial.Figure{Name: "transfer_conflicts", Value: float64(lost)}, nil
}

// openLane brings an undertaking to the supplier, who splits it, and opens an account for each slice.
func (m *market) openLane(ctx context.Context, number int) (*lane, error) {
	paper, err := m.undertake(ctx, number)
	if err != nil {
		return nil, err
	}
	l := &lane{number: number, paper: paper, payer: cash.AccountID(fmt.Sprintf("payer-lane-%d", number)), size: face(number) / slicesEach}
	if err := m.fill(ctx, l); err != nil {
		return nil, err
	}
	sizes := make([]int64, slicesEach)
	for i := range sizes {
		sizes[i] = l.size
	}
	if _, err := gatewayclient.Do(ctx, m.supplier, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: l.slice(0), Sizes: sizes}); err != nil {
		return nil, err
	}
	return l, m.each(ctx, func(ctx context.Context, i int) error { return m.Account(ctx, "northbank", l.account(i), holder) })
}

// fill puts the face on the payer's account, and lets supplychain collect it.
func (m *market) fill(ctx context.Context, l *lane) error {
	if err := m.Account(ctx, "northbank", l.payer, "buyer"); err != nil {
		return err
	}
	amount := desk.Euros(face(l.number))
	if err := m.Mint(ctx, "northbank", cash.MintID("mint-"+l.payer), l.payer, amount); err != nil {
		return err
	}
	_, err := gatewayclient.Do(ctx, m.buyer, cash.GrantMandate, cash.MandateTerms{
		ID: l.mandate(), Payer: l.payer, Module: supplychain.Module, Purpose: supplychain.Payables,
		MaxUse: amount, MaxTotal: amount, ValidUntil: m.maturity,
	})
	return err
}

func (l *lane) mandate() cash.MandateID { return cash.MandateID(l.payer) }

// pass transfers every slice: all are offered, then all are accepted.
func (m *market) pass(ctx context.Context, l *lane) error {
	if err := m.each(ctx, func(ctx context.Context, i int) error {
		_, err := gatewayclient.Do(ctx, m.supplier, supplychain.OfferSlice, supplychain.OfferRequest{
			SliceKey: l.slice(i), Part: supplychain.Units{From: l.first(i), To: l.first(i) + l.size - 1}, To: holder, Expires: m.today,
		})
		return err
	}); err != nil {
		return fmt.Errorf("offer slices: %w", err)
	}
	if err := m.each(ctx, func(ctx context.Context, i int) error {
		_, err := gatewayclient.Do(ctx, m.foundry, supplychain.AcceptSlice, supplychain.AcceptRequest{SliceKey: l.slice(i), Account: l.account(i)})
		return err
	}); err != nil {
		return fmt.Errorf("accept slices: %w", err)
	}
	return nil
}

// each does something for every slice of an undertaking, to begin from and to end with peers that are level.
func (m *market) each(ctx context.Context, do func(ctx context.Context, i int) error) error {
	if err := m.Level(ctx); err != nil {
		return err
	}
	group, doing := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i := range slicesEach {
		group.Go(func() error { return do(doing, i) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return m.Level(ctx)
}
