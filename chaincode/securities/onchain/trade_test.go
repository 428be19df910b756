// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

func tradeTerms(quantity securities.Quantity, price string) securities.TradeTerms {
	return securities.TradeTerms{Instrument: "IND-29", Quantity: quantity, Price: decimal.MustParse(price), Settle: day("2026-01-07")}
}

// proposal has orchard sell to harbour.
func proposal(id string) securities.ProposeTradeRequest {
	return securities.ProposeTradeRequest{
		ID: securities.TradeID(id), Side: callauction.Sell, TradeTerms: tradeTerms(100, "101.505"), Account: "orchard", Counter: "harbour",
		Expires: day("2026-01-06"),
	}
}

// settles settles an instructed trade on its day, with lots that the seller's custodian names and a hold of the buyer.
func (m *market) settles(t testing.TB, id securities.TradeID, buyer, sellerDesk *stage.Actor) {
	t.Helper()
	trade := stage.Do(t, m.keeper, securities.GetTrade, id)
	hold := cash.HoldID("pay-" + strings.ReplaceAll(string(id), ".", "-"))
	stage.Do(t, buyer, cash.CreateHold, cash.HoldRequest{
		ID: hold, Payer: cash.AccountID(trade.Buyer.Account), Payee: cash.AccountID(trade.Seller.Account), Amount: trade.Amount,
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Purpose: trade.Match.Purpose(), Expires: day("2026-01-31"),
	})
	stage.Do(t, sellerDesk, securities.SettleInstruction, securities.DeliveryRequest{
		ObligationRequest: securities.ObligationRequest{
			Deliver:  securities.InstructionKey{Account: trade.Seller.Account, Reference: securities.CommonReference("TRD." + string(id))},
			Receiver: trade.Buyer.Account,
		},
		Instrument: trade.Instrument, Lots: m.inputs(t, string(trade.Instrument), trade.Seller.Account, trade.Quantity),
		PaidBy: securities.PaidBy{Hold: hold},
	})
}

// A trade that both sides agree on is a matched pair of instructions, and settles as every other.
func TestTradeIsAgreedInstructedAndSettled(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	stage.Do(t, m.orchard, securities.ProposeTrade, proposal("T-1"))
	stage.Refused(t, m.orchard, securities.ConfirmTrade, "T-1", securities.NotYours)
	stage.Refused(t, m.summit, securities.ConfirmTrade, "T-1", securities.NotYours)
	trade := stage.Do(t, m.harbour, securities.ConfirmTrade, "T-1")
	require.Equal(t, securities.TradeInstructed, trade.Status)
	require.Equal(t, "10150.50 EUR", trade.Amount.String())
	stage.Refused(t, m.harbour, securities.ConfirmTrade, "T-1", securities.StatusRefused)
	stage.Refused(t, m.harbour, securities.EndTrade, "T-1", securities.StatusRefused)
	obligation := stage.Do(t, m.keeper, securities.GetObligation, trade.Match)
	require.Equal(t, securities.Quantity(100), obligation.Open())
	m.roll(t, "2026-01-07")
	m.settles(t, "T-1", m.harbour, m.northDesk)
	m.holds(t, "IND-29", "harbour", 1100)
	m.holds(t, "IND-29", "orchard", 900)
	m.has(t, "harbour", "989849.50")
	m.has(t, "orchard", "1010150.50")
	bought := stage.Do(t, m.keeper, securities.Trades, securities.TradesRequest{Account: "harbour", Side: callauction.Buy}).Items
	require.Len(t, bought, 1)
	require.Empty(t, stage.Do(t, m.keeper, securities.Trades, securities.TradesRequest{Account: "harbour", Side: callauction.Sell}).Items)
}

func TestProposalEnds(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	for _, id := range []string{"mine", "theirs", "late"} {
		stage.Do(t, m.orchard, securities.ProposeTrade, proposal(id))
	}
	require.Equal(t, securities.TradeWithdrawn, stage.Do(t, m.orchard, securities.EndTrade, "mine").Status)
	require.Equal(t, securities.TradeRejected, stage.Do(t, m.harbour, securities.EndTrade, "theirs").Status)
	stage.Refused(t, m.summit, securities.EndTrade, "late", securities.NotYours)
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.harbour, securities.ConfirmTrade, "late", securities.QuoteExpired)
	require.Equal(t, securities.TradeExpired, stage.Do(t, m.summit, securities.EndTrade, "late").Status)
	stage.Refused(t, m.harbour, securities.ConfirmTrade, "mine", securities.StatusRefused)
}

func TestTradesAreRefused(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	for name, c := range map[string]struct {
		change func(*securities.ProposeTradeRequest)
		code   protocol.Code
	}{
		"somebody else's account": {func(r *securities.ProposeTradeRequest) { r.Account = "summit" }, securities.NotYours},
		"its own counterparty":    {func(r *securities.ProposeTradeRequest) { r.Counter = "orchard" }, securities.BothSides},
		"beyond all amounts":      {func(r *securities.ProposeTradeRequest) { r.Price = decimal.MustParse("99999999999999999") }, securities.AmountRefused},
		"worth nothing":           {func(r *securities.ProposeTradeRequest) { r.Price = decimal.MustParse("0.00001") }, securities.AmountRefused},
		"a session's name":        {func(r *securities.ProposeTradeRequest) { r.ID = "A.S.0001" }, protocol.InvalidArgument},
		"an unknown account":      {func(r *securities.ProposeTradeRequest) { r.Counter = "nobody" }, protocol.NotFound},
	} {
		request := proposal("T")
		c.change(&request)
		require.NotNil(t, stage.Refused(t, m.orchard, securities.ProposeTrade, request, c.code), name)
	}
	stage.Do(t, m.orchard, securities.ProposeTrade, proposal("T"))
	stage.Do(t, m.keeper, securities.HaltInstrument, securities.HaltRequest{ID: "IND-29", Level: securities.NoTrade, Order: securities.Hash(strings.Repeat("0d", 32))})
	stage.Refused(t, m.harbour, securities.ConfirmTrade, "T", securities.InstrumentHalted)
	stage.Refused(t, m.northDesk, securities.Instruct, securities.InstructRequest{
		InstructionKey: securities.InstructionKey{Account: "orchard", Reference: "TRD.T"},
		Matching: securities.Matching{
			Side: securities.Delivers, Counter: "harbour", Instrument: "IND-29", Quantity: 1, Payment: securities.FreeOfPayment,
			Traded: day(monday), Settle: day(monday),
		},
		Handling: securities.Handling{Partial: securities.NoPartial},
	}, protocol.InvalidArgument)
}

func quoted(id string) securities.Quote {
	return securities.Quote{
		ID: securities.QuoteID(id), Maker: securities.Firm{Party: "harbour", Host: south}, Side: callauction.Buy, TradeTerms: tradeTerms(50, "99.5"),
		Account: "harbour", Taker: "orchard", Expires: day("2026-01-06"), Salt: securities.Salt(strings.Repeat("5a", 16)),
	}
}

func offer(q securities.Quote) securities.QuoteTradeRequest {
	return securities.QuoteTradeRequest{ID: q.ID, Quote: q}
}

// A quote is on no block until it is accepted; its taker accepts it once, and nobody else does.
func TestQuoteIsAcceptedOnce(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	quote := quoted("Q-1")
	stage.Refused(t, m.southDesk, securities.QuoteTrade, offer(quote), securities.NotYours)
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(quote))
	require.Equal(t, quote, *stage.Do(t, m.harbour, securities.ReadQuote, "Q-1"))
	accept := securities.AcceptQuoteRequest{Trade: "T-1", Account: "orchard", Quote: quote}
	better := accept
	better.Quote.Price = decimal.MustParse("99.6")
	stage.Refused(t, m.orchard, securities.AcceptQuote, better, protocol.PreimageRefused)
	other := accept
	other.Account = "summit"
	stage.Refused(t, m.summit, securities.AcceptQuote, other, securities.NotYours)
	stage.Refused(t, m.summit, securities.AcceptQuote, accept, securities.NotYours)
	trade := stage.Do(t, m.orchard, securities.AcceptQuote, accept)
	require.Equal(t, securities.AccountID("orchard"), trade.Seller.Account)
	require.Equal(t, "4975.00 EUR", trade.Amount.String())
	again := accept
	again.Trade = "T-2"
	stage.Refused(t, m.orchard, securities.AcceptQuote, again, protocol.AlreadyExists)
	m.roll(t, "2026-01-07")
	m.settles(t, "T-1", m.harbour, m.northDesk)
	m.holds(t, "IND-29", "orchard", 950)
}

func TestQuoteExpiresAndIsWithdrawn(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	late, gone := quoted("late"), quoted("gone")
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(late))
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(gone))
	accept := securities.AcceptQuoteRequest{Trade: "T-1", Account: "orchard", Quote: gone}
	overtaken(t, m, m.orchard, securities.AcceptQuote, accept, func() { stage.Do(t, m.harbour, securities.WithdrawQuote, offer(gone)) })
	stage.Refused(t, m.orchard, securities.AcceptQuote, accept, protocol.NotFound)
	stage.Refused(t, m.harbour, securities.WithdrawQuote, offer(gone), protocol.NotFound)
	foreign := late
	foreign.Account = "southbank"
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(foreign))
	stage.Refused(t, m.orchard, securities.AcceptQuote, securities.AcceptQuoteRequest{Trade: "T-1", Account: "orchard", Quote: foreign}, securities.AccountRefused)
	stage.Do(t, m.harbour, securities.QuoteTrade, offer(late))
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.orchard, securities.AcceptQuote, securities.AcceptQuoteRequest{Trade: "T-1", Account: "orchard", Quote: late}, securities.QuoteExpired)
}
