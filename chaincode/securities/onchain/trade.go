// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// A quote is accepted once.
var trades = ledger.NewTable("trade", securities.Trade.TradeKey,
	ledger.Unique("quote", func(t securities.Trade) []string {
		if t.Quote == "" {
			return nil
		}
		return []string{string(t.Quote)}
	}),
	ledger.Index("seller", func(t securities.Trade) []string { return []string{string(t.Seller.Account)} }),
	ledger.Index("buyer", func(t securities.Trade) []string { return []string{string(t.Buyer.Account)} }))

// dealt is what a trade between two accounts rests on.
type dealt struct {
	instrument securities.Instrument
	accounts   []securities.Account // the two, in the order in which they were asked for
	act        securities.Act
}

func dealtOf(r ledger.Reader, instrument securities.InstrumentID, two ...securities.AccountID) (d dealt, err error) {
	if d.act, err = act(r); err != nil {
		return d, err
	}
	if d.instrument, err = instruments.Get(r, instrument); err != nil {
		return d, err
	}
	d.accounts, err = accounts.GetMany(r, two)
	return d, err
}

// ProposeTrade proposes a trade.
func (c *Contract) ProposeTrade(tx *ledger.Tx, req securities.ProposeTradeRequest) (*securities.Trade, error) {
	d, err := dealtOf(tx, req.Instrument, req.Account, req.Counter)
	if err != nil {
		return nil, err
	}
	trade, events, err := req.Propose(d.instrument, d.accounts[0], d.accounts[1], d.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &trade, trades.Insert(tx, trade)
}

// ConfirmTrade agrees to a trade and instructs it.
func (c *Contract) ConfirmTrade(tx *ledger.Tx, req securities.TradeID) (*securities.Trade, error) {
	proposed, err := trades.Get(tx, req)
	if err != nil {
		return nil, err
	}
	d, err := dealtOf(tx, proposed.Instrument, proposed.Seller.Account, proposed.Buyer.Account)
	if err != nil {
		return nil, err
	}
	agreed, err := proposed.Confirm(d.instrument, d.accounts[0], d.accounts[1], d.act)
	if err != nil {
		return nil, err
	}
	instructed, err := c.instructTrade(tx, agreed, d)
	if err != nil {
		return nil, err
	}
	return &instructed, trades.Update(tx, instructed)
}

// instructTrade makes a matched pair of instructions of an agreed trade between the two accounts, seller first, and saves it.
func (c *Contract) instructTrade(tx *ledger.Tx, agreed securities.Trade, d dealt) (securities.Trade, error) {
	trade, pair, events, err := agreed.Instruct(d.instrument, d.accounts[0], d.accounts[1], d.act)
	if err != nil {
		return trade, err
	}
	if pair.Obligation, err = c.banked(tx, pair.Obligation); err != nil {
		return trade, err
	}
	tx.Emit(events...)
	return trade, errors.Join(instructions.Insert(tx, pair.Deliver), instructions.Insert(tx, pair.Receive),
		obligations.InsertEndorsedBy(tx, pair.Obligation, ledger.Endorsers{Always: pair.Obligation.Endorsers()}))
}

// EndTrade ends a proposal.
func (c *Contract) EndTrade(tx *ledger.Tx, req securities.TradeID) (*securities.Trade, error) {
	return change(tx, trades, req, securities.Trade.End)
}

// InstructTrades instructs trades of matched sessions.
func (c *Contract) InstructTrades(tx *ledger.Tx, req securities.InstructTradesRequest) (*securities.InstructedTrades, error) {
	agreed, err := trades.GetMany(tx, req.Trades)
	if err != nil {
		return nil, err
	}
	var done securities.InstructedTrades
	for _, trade := range agreed {
		d, err := dealtOf(tx, trade.Instrument, trade.Seller.Account, trade.Buyer.Account)
		if err != nil {
			return nil, err
		}
		instructed, err := c.instructTrade(tx, trade, d)
		if err != nil {
			return nil, err
		}
		if err := trades.Update(tx, instructed); err != nil {
			return nil, err
		}
		done.Matches = append(done.Matches, instructed.Match)
	}
	return &done, nil
}

// Trade answers a trade.
func (c *Contract) Trade(q *ledger.Query, req securities.TradeID) (*securities.Trade, error) {
	return ledger.Answer(trades.Get(q, req))
}

// Trades lists the trades of an account.
func (c *Contract) Trades(q *ledger.Query, req securities.TradesRequest) (*protocol.Page[securities.Trade], error) {
	return ledger.Answer(trades.PageBy(q, req.Index(), req.Account.Key(), req.PageRequest))
}
