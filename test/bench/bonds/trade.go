// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/securities"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	networkdesk "github.com/consort-finance/consort/network/desk"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// ahead is how many trades wait when a slice begins. Where they do not suffice, more are instructed in its time.
const ahead = 1_000

// names numbers trades and holds, of all slices together.
var names atomic.Int64

// trade is a piece that its owner sells to the other, matched, with the money set aside.
type trade struct {
	*piece
	reference securities.CommonReference
}

func (t *trade) match() securities.MatchID {
	return securities.MatchOf(t.account(t.side), t.account(1-t.side), t.reference)
}

func (t *trade) hold() cash.HoldID { return cash.HoldID(t.reference) }

// instruct fills the queue of matched trades.
func (m *market) instruct(ctx context.Context) error { return m.instructTo(ctx, ahead) }

// instructTo has as many trades wait.
func (m *market) instructTo(ctx context.Context, wanted int) error {
	var fresh []*trade
	for range wanted - len(m.matched) {
		fresh = append(fresh, m.sale(<-m.pieces))
	}
	if err := m.InTurn(ctx,
		func(ctx context.Context) error { return trial.InParallel(ctx, fresh, m.sell) }, func(ctx context.Context) error { return trial.InParallel(ctx, fresh, m.buy) },
	); err != nil {
		return fmt.Errorf("instruct: %w", err)
	}
	for _, t := range fresh {
		m.matched <- t
	}
	return nil
}

func (m *market) sale(p *piece) *trade {
	return &trade{piece: p, reference: securities.CommonReference(fmt.Sprintf("T-%d", names.Add(1)))}
}

// word is that of one side.
func (m *market) word(t *trade, side int, does securities.Direction) securities.InstructRequest {
	return securities.InstructRequest{
		InstructionKey: securities.InstructionKey{Account: t.account(side), Reference: t.reference},
		Matching: securities.Matching{
			Side: does, Counter: t.account(1 - side), Instrument: instrument, Quantity: 1, Payment: securities.AgainstPayment,
			Amount: desk.Euros(price), Traded: m.today, Settle: m.today,
		},
		Handling: securities.Handling{Partial: securities.NoPartial},
	}
}

func (m *market) sell(ctx context.Context, t *trade) error {
	_, err := gatewayclient.Do(ctx, m.custodian(t.side), securities.Instruct, m.word(t, t.side, securities.Delivers))
	return err
}

func (m *market) buy(ctx context.Context, t *trade) error {
	buyer := 1 - t.side
	if _, err := gatewayclient.Do(ctx, m.custodian(buyer), securities.Instruct, m.word(t, buyer, securities.Receives)); err != nil {
		return err
	}
	_, err := m.setAside(ctx, t, t.match().Purpose(), cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module})
	return err
}

// setAside has the buyer hold the price for the seller.
func (m *market) setAside(ctx context.Context, t *trade, purpose cash.Purpose, notary cash.Notary) (block uint64, err error) {
	later, err := m.today.AddDays(5)
	if err != nil {
		return 0, err
	}
	outcome, err := gatewayclient.Submit(ctx, m.owner(1-t.side), cash.CreateHold, cash.HoldRequest{
		ID: t.hold(), Payer: t.money(1 - t.side), Payee: t.money(t.side), Amount: desk.Euros(price), Purpose: purpose, Notary: notary, Expires: later,
	})
	if err != nil {
		return 0, err
	}
	return outcome.Block, nil
}

// next is a trade that may settle.
func (m *market) next(ctx context.Context) (*trade, error) {
	select {
	case t := <-m.matched:
		return t, nil
	default:
	}
	t := m.sale(<-m.pieces)
	if err := m.InTurn(ctx,
		func(ctx context.Context) error { return m.sell(ctx, t) }, func(ctx context.Context) error { return m.buy(ctx, t) },
	); err != nil {
		return nil, err
	}
	return t, nil
}

// settle settles a trade against payment.
func (m *market) settle(ctx context.Context, _ int64) error {
	t, err := m.next(ctx)
	if err != nil {
		return err
	}
	return m.deliver(ctx, t)
}

func (m *market) deliver(ctx context.Context, t *trade) error {
	outcome, err := gatewayclient.Submit(ctx, m.owner(t.side), securities.SettleInstruction, securities.DeliveryRequest{
		ObligationRequest: securities.ObligationRequest{
			Deliver: securities.InstructionKey{Account: t.account(t.side), Reference: t.reference}, Receiver: t.account(1 - t.side),
		},
		Instrument: instrument, Lots: []securities.LotID{t.lot}, PaidBy: securities.PaidBy{Hold: t.hold()},
	})
	if err != nil {
		return err
	}
	t.moved(outcome.TxID)
	m.pieces <- t.piece
	return nil
}

// move gives a piece to its other owner, free of payment.
func (m *market) move(ctx context.Context, _ int64) error {
	p := <-m.pieces
	outcome, err := m.pass(ctx, p.owner(m), p, p.account(p.side), p.account(1-p.side))
	if err != nil {
		return err
	}
	p.moved(outcome.TxID)
	m.pieces <- p
	return nil
}

func (p *piece) owner(m *market) *gatewayclient.Client { return m.owner(p.side) }

func (m *market) pass(ctx context.Context, by *gatewayclient.Client, p *piece, from, to securities.AccountID) (*gatewayclient.Outcome[securities.Made], error) {
	return gatewayclient.Submit(ctx, by, securities.Transfer, securities.TransferRequest{
		Instrument: instrument, From: from, To: to, Lots: []securities.LotID{p.lot}, Quantity: 1,
	})
}

// separately settles a trade as four transactions, each when whoever makes the next knows of it.
func (m *market) separately(ctx context.Context, _ int64) error {
	t := m.sale(<-m.pieces)
	seller := m.owner(t.side)
	block, err := m.setAside(ctx, t, "", cash.Notary{Kind: cash.AccountNotary, ID: string(t.money(t.side))})
	if err != nil {
		return err
	}
	given, err := m.pass(ctx, seller, t.piece, t.account(t.side), escrow)
	if err != nil {
		return err
	}
	t.lot = securities.LotID(fmt.Sprintf("%s.%s.0", escrow.Bucket(), given.TxID))
	if err := networkdesk.CatchUp(ctx, seller, block); err != nil {
		return err
	}
	paid, err := gatewayclient.Submit(ctx, seller, cash.ExecuteHold, cash.ExecuteRequest{Hold: t.hold()})
	if err != nil {
		return err
	}
	if err := networkdesk.CatchUp(ctx, m.north, max(given.Block, paid.Block)); err != nil {
		return err
	}
	taken, err := m.pass(ctx, m.north, t.piece, escrow, t.account(1-t.side))
	if err != nil {
		return err
	}
	t.moved(taken.TxID)
	m.pieces <- t.piece
	return nil
}
