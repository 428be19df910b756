// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// Trades and quotes.
var (
	ProposeTrade = protocol.Submit[ProposeTradeRequest, Trade]("securities:ProposeTrade").By(role.Anyone).
			Doc("Proposes a trade to the owner of another account.")
	ConfirmTrade = protocol.Submit[TradeID, Trade]("securities:ConfirmTrade").By(role.Anyone).
			Doc("Agrees to a proposed trade, as the other side, and instructs its settlement.")
	EndTrade = protocol.Submit[TradeID, Trade]("securities:EndTrade").By(role.Anyone).
			Doc("Withdraws a proposed trade, rejects it, or lets it expire.")
	QuoteTrade = protocol.Submit[QuoteTradeRequest, QuoteReceipt]("securities:QuoteTrade").By(role.Anyone).InOwnCollection().
			Doc("Leaves a quote for one party in the caller's own collection.")
	WithdrawQuote = protocol.Submit[QuoteTradeRequest, QuoteReceipt]("securities:WithdrawQuote").By(role.Anyone).InOwnCollection().
			Doc("Takes a quote away that nobody accepted.")
	AcceptQuote = protocol.Submit[AcceptQuoteRequest, Trade]("securities:AcceptQuote").By(role.Anyone).
			Doc("Accepts a quote, as its taker, and instructs the settlement of the trade.")
	InstructTrades = protocol.Submit[InstructTradesRequest, InstructedTrades]("securities:InstructTrades").By(role.Anyone).
			Doc("Instructs the settlement of trades of a matched session.")

	GetTrade = protocol.Evaluate[TradeID, Trade]("securities:Trade").By(role.Anyone).
			Doc("Answers a trade.")
	Trades = protocol.Evaluate[TradesRequest, protocol.Page[Trade]]("securities:Trades").By(role.Anyone).
		Doc("Lists the trades in which an account buys, or sells.")
	ReadQuote = protocol.Evaluate[QuoteID, Quote]("securities:Quote").By(role.Anyone).
			Doc("Answers a quote that the caller's firm left; ask the member's own peer.")
)

// tradeEndpoints are those of trades and quotes.
var tradeEndpoints = []protocol.Endpoint{
	ProposeTrade, ConfirmTrade, EndTrade, QuoteTrade, WithdrawQuote, AcceptQuote, InstructTrades, GetTrade, Trades, ReadQuote,
}

// InstructTradesRequest names trades of matched sessions.
type InstructTradesRequest struct {
	Trades []TradeID `json:"trades" help:"agreed trades, each once, at most 100"`
}

// Validate refuses malformed members, and a trade that is there twice.
func (r InstructTradesRequest) Validate() error {
	if len(r.Trades) == 0 || len(r.Trades) > captureMost {
		return fmt.Errorf("trades are 1 to %d", captureMost)
	}
	seen := map[TradeID]bool{}
	for _, trade := range r.Trades {
		if err := trade.Validate(); err != nil {
			return err
		}
		if seen[trade] {
			return fmt.Errorf("trade %s is there twice", trade)
		}
		seen[trade] = true
	}
	return nil
}

// InstructedTrades names the obligations that trades became, in their order.
type InstructedTrades struct {
	Matches []MatchID `json:"matches"`
}

// TradesRequest lists trades in which an account buys, or sells.
type TradesRequest struct {
	Account AccountID        `json:"account" help:"the account"`
	Side    callauction.Side `json:"side" help:"BUY or SELL: what the account does"`
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r TradesRequest) Validate() error {
	return errors.Join(r.Account.Validate(), r.Side.Validate(), r.PageRequest.Validate())
}

// Index is the one of trades by which they are found.
func (r TradesRequest) Index() string {
	if r.Side == callauction.Buy {
		return "buyer"
	}
	return "seller"
}
