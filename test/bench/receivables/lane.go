// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/supplychain"
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
		counted, err := m.Count(ctx, func() error { return m.pass(ctx, l) })
		if err != nil {
			return trial.Figure{}, err
		}
		if counted.Valid != 2*slicesEach {
			return trial.Figure{}, fmt.Errorf("%d transactions passed %d slices on", counted.Valid, slicesEach)
		}
		lost += counted.Invalid
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
	m.lanes = append(m.lanes, l)
	m.free <- l
	sizes := slices.Repeat([]int64{l.size}, slicesEach)
	return l, m.InTurn(ctx,
		func(ctx context.Context) error { return m.fill(ctx, l) },
		trial.Have(m.supplier, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: l.slice(0), Sizes: sizes}),
		func(ctx context.Context) error {
			return m.each(ctx, func(i int) trial.Step {
				return func(ctx context.Context) error { return m.Account(ctx, "northbank", l.account(i), holder) }
			})
		},
	)
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
	return trial.Have(m.buyer, cash.GrantMandate, cash.MandateTerms{
		ID: l.mandate(), Payer: l.payer, Module: supplychain.Module, Purpose: supplychain.Payables,
		MaxUse: amount, MaxTotal: amount, ValidUntil: m.maturity,
	})(ctx)
}

func (l *lane) mandate() cash.MandateID { return cash.MandateID(l.payer) }

// pass transfers every slice: all are offered, then all are accepted.
func (m *market) pass(ctx context.Context, l *lane) error {
	return m.InTurn(ctx,
		func(ctx context.Context) error {
			return m.each(ctx, func(i int) trial.Step {
				part := supplychain.Units{From: l.first(i), To: l.first(i) + l.size - 1}
				return trial.Have(m.supplier, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: l.slice(i), Part: part, To: holder, Expires: m.today})
			})
		},
		func(ctx context.Context) error {
			return m.each(ctx, func(i int) trial.Step {
				return trial.Have(m.foundry, supplychain.AcceptSlice, supplychain.AcceptRequest{SliceKey: l.slice(i), Account: l.account(i)})
			})
		},
	)
}

// each takes a step for every slice of an undertaking, many at once.
func (m *market) each(ctx context.Context, take func(i int) trial.Step) error {
	group, taking := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i := range slicesEach {
		group.Go(func() error { return take(i)(taking) })
	}
	return group.Wait()
}
