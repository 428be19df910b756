// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities"
)

// quotes are in their makers' own collections.
var quotes = ledger.NewPrivate("quote", securities.Quote.Name)

// QuoteTrade leaves a quote in the caller's own collection.
func (c *Contract) QuoteTrade(tx *ledger.Tx, req securities.QuoteTradeRequest) (*securities.QuoteReceipt, error) {
	if err := req.Quote.Offer(securities.Act{Facts: tx.Facts()}); err != nil {
		return nil, err
	}
	return req.Receipt(), quotes.Put(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), req.Quote)
}

// WithdrawQuote takes a quote away.
func (c *Contract) WithdrawQuote(tx *ledger.Tx, req securities.QuoteTradeRequest) (*securities.QuoteReceipt, error) {
	own := ledger.OwnCollection(tx.Facts().Caller.MSP)
	if err := req.Quote.Offer(securities.Act{Facts: tx.Facts()}); err != nil {
		return nil, err
	}
	if err := quotes.Verify(tx, own, req.Quote.Name(), req.Quote); err != nil {
		return nil, err
	}
	return req.Receipt(), quotes.Delete(tx, own, req.Quote.Name())
}

// AcceptQuote accepts a quote and instructs the trade. Every endorser compares it with the hash in its maker's collection.
func (c *Contract) AcceptQuote(tx *ledger.Tx, req securities.AcceptQuoteRequest) (*securities.Trade, error) {
	quote := req.Quote
	if err := quotes.Verify(tx, ledger.OwnCollection(quote.Maker.Host), quote.Name(), quote); err != nil {
		return nil, err
	}
	d, err := dealtOf(tx, quote.Instrument, quote.Account, req.Account)
	if err != nil {
		return nil, err
	}
	agreed, err := req.Accept(d.instrument, d.accounts[0], d.accounts[1], d.act)
	if err != nil {
		return nil, err
	}
	if agreed.Seller.Account != quote.Account {
		d.accounts[0], d.accounts[1] = d.accounts[1], d.accounts[0]
	}
	instructed, err := c.instructTrade(tx, agreed, d)
	if err != nil {
		return nil, err
	}
	return &instructed, trades.Insert(tx, instructed)
}

// Quote answers a quote that the caller's firm left.
func (c *Contract) Quote(q *ledger.Query, req securities.QuoteID) (*securities.Quote, error) {
	maker, err := securities.Act{Facts: q.Facts()}.Firm()
	if err != nil {
		return nil, err
	}
	return ledger.Answer(quotes.Get(q, ledger.OwnCollection(maker.Host), securities.QuoteKey{Maker: maker.Party, ID: req}))
}
