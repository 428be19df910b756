// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

// ready is a market, on 11 April, in which every transaction of the chaincode has something that it can be done to.
type ready struct {
	*market
	quote     supplychain.Quote
	funding   supplychain.FundRequest
	recourse  supplychain.Means
	resale    supplychain.Means
	guarantee supplychain.Means
}

const million = 1_000_000

func everythingReady(t testing.TB) *ready {
	t.Helper()
	r := &ready{market: opened(t)}
	r.documents(t)
	r.conditions(t)
	r.papers(t)
	r.deals(t)
	r.arguments(t)
	r.roll(t, "2026-04-10")
	r.troubles(t)
	r.auctions(t)
	r.roll(t, "2026-04-11")
	r.ripen(t)
	return r
}

// documents are orders and invoices in their states.
func (r *ready) documents(t testing.TB) {
	r.bill(t, "MATCHED", "INV-MATCHED", "1000.00")
	thousand := decimal.FromInt64(1000)
	r.order(t, "motors-2026", "PO-OPEN", supplychain.OrderLine{Line: 1, Item: "bolt", Quantity: thousand, Price: decimal.FromInt64(1)})
	for _, id := range []string{"EXCEPTION", "VARIANCE"} {
		r.invoice(t, supplychain.SubmitInvoice, id, id, "PO-OPEN", decimal.FromInt64(1), "1")
	}
	stage.Do(t, r.maker, supplychain.ProposeVariance, "VARIANCE")
	for _, id := range []string{"PROPOSED", "ISSUED"} {
		r.bill(t, id, id, "1000.00")
		stage.Do(t, r.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: supplychain.UndertakingID(id), Invoice: supplychain.InvoiceID(id), Maturity: day("2026-07-03")})
	}
	stage.Do(t, r.checker, supplychain.IssueUndertaking, "ISSUED")
}

// conditions are an undertaking whose longstop passes and one whose condition is met.
func (r *ready) conditions(t testing.TB) {
	for id, longstop := range map[string]string{"LAPSING": "2026-02-01", "MEETING": "2026-05-01"} {
		r.bill(t, id, id, "1000.00")
		r.take(t, supplychain.UndertakingRequest{
			ID: supplychain.UndertakingID(id), Invoice: supplychain.InvoiceID(id), Maturity: day("2026-07-03"), Longstop: day(longstop),
			Conditions: []trace.Condition{{Name: "pallet", Items: []trace.Item{pallet}, BizStep: receiving, Recorders: []string{"motors"}}},
		})
	}
	_, event := received("2026-01-05T08:00:00Z", "")
	stage.Do(t, r.maker, supplychain.RecordGoods, event)
}

// take brings a matched invoice to an active undertaking.
func (r *ready) take(t testing.TB, request supplychain.UndertakingRequest) {
	t.Helper()
	stage.Do(t, r.maker, supplychain.ProposeUndertaking, request)
	stage.Do(t, r.checker, supplychain.IssueUndertaking, request.ID)
	stage.Do(t, r.one, supplychain.TakeUp, supplychain.TakeUpRequest{Undertaking: request.ID, Account: "tier-one"})
}

// papers are undertakings: LONG and ARGUED are due in July, SHORT and PAID were in January.
func (r *ready) papers(t testing.TB) {
	for id, due := range map[string]string{"LONG": "2026-07-03", "ARGUED": "2026-07-03", "SHORT": "2026-01-06", "PAID": "2026-01-06"} {
		r.bill(t, id, id, "1000.00")
		r.register(t, id)
		r.take(t, supplychain.UndertakingRequest{ID: supplychain.UndertakingID(id), Invoice: supplychain.InvoiceID(id), Maturity: day(due)})
	}
	for _, alike := range []supplychain.InvoiceID{"LONG", "SHORT"} { // of one amount in one month
		stage.Do(t, r.second, supplychain.ApproveInvoice, alike)
	}
	sizes := []int64{10 * million, 10 * million, 10 * million, 10 * million, 60 * million}
	stage.Do(t, r.one, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: key("LONG", 1), Sizes: sizes})
	stage.Do(t, r.one, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: key("LONG", 20*million+1), Part: units(20*million+1, 30*million), To: "tier-two", Expires: day("2026-05-01")})
	stage.Do(t, r.arbiter, supplychain.FreezeSlice, supplychain.FreezeRequest{SliceKey: key("LONG", 30*million+1), Part: units(30*million+1, 40*million), Order: strings.Repeat("0d", 32)})
	r.guarantee = r.mandate(t, r.southDesk, "southbank", supplychain.Guarantees)
	stage.Do(t, r.southDesk, supplychain.GiveGuarantee, supplychain.GuaranteeRequest{
		Undertaking: "SHORT", Limit: eur("1000.00"), Account: r.guarantee.Account, Mandate: r.guarantee.Mandate,
	})
}

// deals are financings by Northbank in their states.
func (r *ready) deals(t testing.TB) {
	r.recourse = r.mandate(t, r.one, "tier-one", supplychain.Repurchases)
	r.resale = r.mandate(t, r.southDesk, "southbank", supplychain.Resales)
	for _, deal := range []struct {
		id    string
		paper string
		part  supplychain.Units
	}{
		{"funded", "LONG", units(60*million+1, 70*million)}, {"offered", "LONG", units(70*million+1, 80*million)},
		{"breach", "LONG", units(80*million+1, 85*million)}, {"short", "SHORT", units(1, 100*million)},
	} {
		from := deal.part.From
		if deal.paper == "LONG" {
			from = r.holding(t, deal.part).From
		}
		terms := buying("0.01")
		terms.Recourse = true
		stage.Do(t, r.northDesk, supplychain.FundDeal, r.agree(t, deal.id, key(deal.paper, from), deal.part, supplychain.Factoring, r.one, r.northDesk, "northbank", terms))
	}
	stage.Do(t, r.northDesk, supplychain.OfferDeal, supplychain.ResaleRequest{Deal: "offered", To: "southbank", Price: eur("90000.00"), Expires: day("2026-05-01")})
	stage.Do(t, r.northDesk, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: "breach", Basis: supplychain.Fraud, Evidence: strings.Repeat("e1", 32)})
}

// holding finds the slice of LONG in which units are.
func (r *ready) holding(t testing.TB, part supplychain.Units) supplychain.SliceKey {
	t.Helper()
	for _, s := range r.slices(t, "LONG") {
		if s.From <= part.From && part.To <= s.To {
			return s.SliceKey()
		}
	}
	t.Fatalf("no slice has the units %v", part)
	return supplychain.SliceKey{}
}

// arguments are a dispute of which nobody sends evidence, and leaves for a score.
func (r *ready) arguments(t testing.TB) {
	stage.Do(t, r.maker, supplychain.RaiseDispute, supplychain.DisputeRequest{SliceKey: key("ARGUED", 1), Dispute: "old", Part: units(1, 1000), Reason: "PRICE"})
}

// troubles are disputes in their states, a payment with something withheld, and deals that nobody funded yet.
func (r *ready) troubles(t testing.TB) {
	stage.Do(t, r.maker, supplychain.RaiseDispute, supplychain.DisputeRequest{SliceKey: key("ARGUED", 1001), Dispute: "open", Part: units(1001, 2000), Reason: "PRICE"})
	stage.Do(t, r.maker, supplychain.RaiseDispute, supplychain.DisputeRequest{SliceKey: key("ARGUED", 2001), Dispute: "evidenced", Part: units(2001, 3000), Reason: "PRICE"})
	stage.Do(t, r.maker, supplychain.ProveDispute, supplychain.EvidenceRequest{Dispute: "evidenced", Hash: strings.Repeat("ab", 32)})
	stage.Do(t, r.maker, supplychain.RaiseDispute, supplychain.DisputeRequest{SliceKey: key("PAID", 1), Dispute: "unpaid", Part: units(1, 1000), Reason: "PRICE"})
	stage.Do(t, r.one, supplychain.Collect, collect("PAID", "500000.00"))
	stage.Do(t, r.maker, supplychain.ConcedeDispute, "unpaid")

	for _, deal := range []struct {
		id   supplychain.DealID
		part supplychain.Units
	}{{"requested", units(40*million+1, 50*million)}, {"agreed", units(50*million+1, 60*million)}} {
		stage.Do(t, r.one, supplychain.RequestFinance, supplychain.FinanceRequest{
			SliceKey: r.holding(t, deal.part), Deal: deal.id, Part: deal.part, Technique: supplychain.Factoring,
		})
		quote := r.market.quote(string(deal.id), r.northDesk, "northbank", buying("0.06"))
		quote.Expires, quote.FundBy, quote.Salt = day("2026-05-01"), day("2026-05-02"), fmt.Sprintf("%032x", deal.part.From)
		stage.Do(t, r.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: deal.id, Quote: quote})
		if deal.id == "requested" {
			r.quote = quote
			continue
		}
		stage.Do(t, r.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: deal.id, Quote: quote})
	}
}

// auctions are opened on the tenth; the first three take bids that day.
func (r *ready) auctions(t testing.TB) {
	for i, sale := range []struct{ id, until, reveal, penalty string }{
		{"over", "2026-04-10", "2026-04-11", "500.00"}, {"ripe", "2026-04-10", "2026-04-11", "0.00"},
		{"revealing", "2026-04-10", "2026-04-30", "0.00"}, {"new", "2026-04-30", "2026-05-01", "0.00"},
	} {
		part := units(int64(85+i)*million+1, int64(86+i)*million)
		stage.Do(t, r.one, supplychain.OpenSale, supplychain.SaleRequest{
			FinanceRequest: supplychain.FinanceRequest{SliceKey: r.holding(t, part), Deal: supplychain.DealID(sale.id), Part: part, Technique: supplychain.Factoring},
			Method:         auction.BankDiscount, CommitUntil: day(sale.until), RevealUntil: day(sale.reveal), Funding: day("2026-05-02"),
			Reserve: decimalOf("0.08"), Penalty: eur(sale.penalty).Amount,
		})
		if sale.id == "new" {
			continue
		}
		bid := bidFor(sale.id)
		digest, err := bid.Digest()
		require.NoError(t, err)
		request := supplychain.CommitRequest{Deal: supplychain.DealID(sale.id), Digest: digest, Account: "northbank"}
		if sale.id == "over" {
			deposit := depositOf("northbank")
			deposit.Purpose, deposit.Expires, request.Deposit = supplychain.DepositPurpose("over"), day("2026-06-01"), deposit.ID
			stage.Do(t, r.northDesk, cash.CreateHold, deposit)
		}
		stage.Do(t, r.northDesk, supplychain.CommitBid, request)
	}
}

func bidFor(deal string) auction.Sealed {
	bid := sealed("northbank", "0.05", 0, 7)
	bid.Bid.Auction = deal
	return bid
}

// ripen has bids revealed, one auction awarded, and the money for the agreed deal set aside.
func (r *ready) ripen(t testing.TB) {
	for _, id := range []string{"over", "ripe"} {
		stage.Do(t, r.northDesk, supplychain.RevealBid, supplychain.RevealRequest{Deal: supplychain.DealID(id), Sealed: bidFor(id)})
	}
	stage.Do(t, r.one, supplychain.AwardSale, supplychain.AwardRequest{Deal: "over", Bids: []auction.Sealed{bidFor("over")}})
	price := stage.Do(t, r.one, supplychain.PriceDeal, supplychain.PriceRequest{Deal: "agreed", On: day("2026-04-11")})
	stage.Do(t, r.northDesk, cash.CreateHold, cash.HoldRequest{
		ID: "hold-agreed", Payer: "northbank", Payee: "tier-one", Amount: money.Money{Amount: price.Proceeds, Currency: money.MustCurrency("EUR")},
		Purpose: "agreed", Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: day("2026-05-31"),
	})
	r.funding = supplychain.FundRequest{Deal: "agreed", Hold: "hold-agreed"}
	stage.Do(t, r.maker, supplychain.DiscloseScore, supplychain.DisclosureRequest{To: "northbank", Until: day("2026-12-31")})
}
