// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

// Every transaction, with one member of its request wrong at a time, is refused with a code and writes nothing.
func TestEveryTransactionRefusesEachWrongMember(t *testing.T) {
	r := everythingReady(t)
	before, tried := r.everything(), 0
	for _, row := range r.rows(t) {
		good, err := row.propose(row.by)
		require.NoError(t, err)
		for what, bad := range stage.Spoilt(t, good) {
			if row.endpoint.Writes() {
				_, err = r.World.Invoke(row.by.ID, bad)
			} else {
				_, err = r.World.Evaluate(row.by.ID, bad)
			}
			require.NotEmpty(t, codeIn(t, err), "%s: %s", row.endpoint.Name(), what)
			tried++
		}
		require.Equal(t, before, r.everything(), row.endpoint.Name())
	}
	require.Greater(t, tried, 1000)
}

// wrong is a request that is well formed and cannot be carried out.
type wrong struct {
	what string
	row  row
	code string
}

func is[Req protocol.Request, Res any](what string, e protocol.Call[Req, Res], by *stage.Actor, request Req, code string) wrong {
	return wrong{what, does(e, by, anybody, request), code}
}

// What is well formed and wrong is refused with its code, and writes nothing.
func TestWrongRequestsWriteNothing(t *testing.T) {
	r := everythingReady(t)
	before := r.everything()
	for _, wrongs := range [][]wrong{r.wrongUnits(), r.wrongSplits(), r.wrongSecrets(t), r.wrongAmounts(), r.wrongLists()} {
		for _, wrong := range wrongs {
			proposal, err := wrong.row.propose(wrong.row.by)
			require.NoError(t, err)
			if wrong.row.endpoint.Writes() {
				_, err = r.World.Invoke(wrong.row.by.ID, proposal)
			} else {
				_, err = r.World.Evaluate(wrong.row.by.ID, proposal)
			}
			require.Equal(t, wrong.code, codeIn(t, err), "%s: %s", wrong.row.endpoint.Name(), wrong.what)
		}
	}
	require.Equal(t, before, r.everything())
	r.roll(t, "2026-05-02")
	before = r.everything()
	stage.Refused(t, r.one, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: "requested", Quote: r.quote}, supplychain.QuoteExpired)
	require.Equal(t, before, r.everything())
}

// wrongUnits are outside the undertaking, or overlap another slice.
func (r *ready) wrongUnits() []wrong {
	finance := func(from int64, part supplychain.Units) supplychain.FinanceRequest {
		return supplychain.FinanceRequest{SliceKey: key("LONG", from), Deal: "D", Part: part, Technique: supplychain.Factoring}
	}
	offer := supplychain.OfferRequest{SliceKey: key("LONG", 1), Part: units(1, 10*million+1), To: "tier-two", Expires: day("2026-05-01")}
	outside := offer
	outside.Part = units(100*million, 100*million+1)
	order := strings.Repeat("0d", 32)
	return []wrong{
		is("overlaps the next slice", supplychain.OfferSlice, r.one, offer, "INTERVAL_REFUSED"),
		is("outside the undertaking", supplychain.OfferSlice, r.one, outside, "INTERVAL_REFUSED"),
		is("overlaps the next slice", supplychain.RequestFinance, r.one, finance(1, units(5*million, 15*million)), "INTERVAL_REFUSED"),
		is("below the programme's least", supplychain.RequestFinance, r.one, finance(1, units(1, 99)), "INTERVAL_REFUSED"),
		is("locked for another deal", supplychain.RequestFinance, r.one, finance(40*million+1, units(40*million+1, 41*million)), "ENCUMBERED"),
		is("financed", supplychain.RequestFinance, r.northDesk, finance(60*million+1, units(60*million+1, 61*million)), "ENCUMBERED"),
		is("in the middle of a slice", supplychain.RequestFinance, r.one, finance(2, units(2, 1000)), "NOT_FOUND"),
		is("outside the slice", supplychain.FreezeSlice, r.arbiter, supplychain.FreezeRequest{SliceKey: key("LONG", 1), Part: units(1, 100*million), Order: order}, "INTERVAL_REFUSED"),
		is("outside the slice", supplychain.RaiseDispute, r.maker, supplychain.DisputeRequest{SliceKey: key("ARGUED", 3001), Dispute: "D", Part: units(3000, 3001), Reason: "PRICE"}, "INTERVAL_REFUSED"),
		is("disputed already", supplychain.RaiseDispute, r.maker, supplychain.DisputeRequest{SliceKey: key("ARGUED", 1), Dispute: "D", Part: units(1, 10), Reason: "PRICE"}, "ENCUMBERED"),
		is("outside the slice", supplychain.IssueCreditNote, r.one, supplychain.CreditRequest{SliceKey: key("ARGUED", 3001), Part: units(1, 4000)}, "INTERVAL_REFUSED"),
		is("upside down", supplychain.IssueCreditNote, r.one, supplychain.CreditRequest{SliceKey: key("ARGUED", 3001), Part: units(4000, 3001)}, "INVALID_ARGUMENT"),
	}
}

// wrongSplits do not add up, and wrong merges are of what does not follow each other.
func (r *ready) wrongSplits() []wrong {
	split := func(what string, code string, sizes ...int64) wrong {
		return is(what, supplychain.SplitSlice, r.one, supplychain.SplitRequest{SliceKey: key("LONG", 1), Sizes: sizes}, code)
	}
	merge := func(what, code string, next ...int64) wrong {
		return is(what, supplychain.MergeSlices, r.one, supplychain.MergeRequest{SliceKey: key("LONG", 1), Next: next}, code)
	}
	return []wrong{
		split("a unit less", "INTERVAL_REFUSED", 5*million, 5*million-1),
		split("a unit more", "INTERVAL_REFUSED", 5*million, 5*million+1),
		split("beyond all numbers", "INTERVAL_REFUSED", supplychain.UnitsMax, supplychain.UnitsMax),
		split("an overflow", "INVALID_ARGUMENT", math.MaxInt64, 2),
		split("nothing", "INVALID_ARGUMENT", 10*million, 0),
		split("less than nothing", "INVALID_ARGUMENT", 11*million, -million),
		split("one piece", "INVALID_ARGUMENT", 10*million),
		split("crumbs", "INTERVAL_REFUSED", 99, 10*million-99),
		merge("itself", "INVALID_ARGUMENT", 1),
		merge("what is not the next", "NOT_NEIGHBOURS", 40*million+1),
		merge("what is offered", "NOT_NEIGHBOURS", 10*million+1, 20*million+1),
		merge("what is not there", "NOT_FOUND", 5*million),
	}
}

// wrongSecrets do not fit what the ledger has of them.
func (r *ready) wrongSecrets(t testing.TB) []wrong {
	bid, edited, salted, weak := bidFor("revealing"), bidFor("revealing"), bidFor("revealing"), bidFor("revealing")
	edited.Bid.Rate, salted.Salt, weak.Salt = decimalOf("0.049"), sealed("northbank", "0.05", 0, 8).Salt, "ab"
	other := bid
	other.Bid.Auction = "ripe"
	quote := r.quote
	quote.Salt = strings.Repeat("ab", 16)
	dearer := r.quote
	dearer.Terms.Rate = decimalOf("0.061")
	step := r.step("VARIANCE", "PO-OPEN", decimalOf("1"), "1")
	book := step
	book.Book.Salt, step.Terms.Salt = strings.Repeat("ab", 16), strings.Repeat("ab", 16)
	old := *stage.Do(t, r.maker, supplychain.AssessFirm, supplychain.AssessRequest{Party: "motors", Currency: money.MustCurrency("EUR")})
	old.AsOf = day("2026-03-01")
	future := old
	future.AsOf = day("2026-04-12")
	return []wrong{
		is("another rate", supplychain.RevealBid, r.northDesk, reveals("revealing", edited), "BID_MISMATCH"),
		is("another salt", supplychain.RevealBid, r.northDesk, reveals("revealing", salted), "BID_MISMATCH"),
		is("a short salt", supplychain.RevealBid, r.northDesk, reveals("revealing", weak), "SALT_REFUSED"),
		is("of another auction", supplychain.RevealBid, r.northDesk, reveals("revealing", other), "BID_MISMATCH"),
		is("without a commitment", supplychain.RevealBid, r.northDesk, reveals("new", bidFor("new")), "NOT_COMMITTED"),
		is("one left out", supplychain.AwardSale, r.one, supplychain.AwardRequest{Deal: "ripe"}, "BID_MISMATCH"),
		is("one twice", supplychain.AwardSale, r.one, supplychain.AwardRequest{Deal: "ripe", Bids: []auction.Sealed{bidFor("ripe"), bidFor("ripe")}}, "BID_MISMATCH"),
		is("another salt", supplychain.AgreeDeal, r.one, supplychain.AgreeRequest{Deal: "requested", Quote: quote}, "PREIMAGE_REFUSED"),
		is("another rate", supplychain.AgreeDeal, r.one, supplychain.AgreeRequest{Deal: "requested", Quote: dearer}, "PREIMAGE_REFUSED"),
		is("the invoice's salt", supplychain.ConfirmVariance, r.checker, step, "PREIMAGE_REFUSED"),
		is("the book's salt", supplychain.ConfirmVariance, r.checker, book, "PREIMAGE_REFUSED"),
		is("a stale score", supplychain.VerifyScore, r.two, supplychain.ShownScore{Assessment: old}, "SCORE_STALE"),
		is("a score of tomorrow", supplychain.VerifyScore, r.two, supplychain.ShownScore{Assessment: future}, "SCORE_STALE"),
	}
}

func reveals(deal supplychain.DealID, bid auction.Sealed) supplychain.RevealRequest {
	return supplychain.RevealRequest{Deal: deal, Sealed: bid}
}

// wrongAmounts are nothing, less than nothing, or more than there is.
func (r *ready) wrongAmounts() []wrong {
	resale := supplychain.ResaleRequest{Deal: "funded", To: "southbank", Price: eur("0.00"), Expires: day("2026-05-01")}
	foreign := resale
	foreign.Price = money.MustParse("1.00 USD")
	guarantee := supplychain.GuaranteeRequest{Undertaking: "LONG", Limit: eur("0.00"), Account: r.guarantee.Account, Mandate: r.guarantee.Mandate}
	return []wrong{
		is("nothing", supplychain.Collect, r.two, collect("SHORT", "0.00"), "INVALID_ARGUMENT"),
		is("less than nothing", supplychain.Collect, r.two, collect("SHORT", "-1.00"), "INVALID_ARGUMENT"),
		is("a cent too much", supplychain.Collect, r.two, collect("SHORT", "1000000.01"), "OVERPAID"),
		is("the most there is", supplychain.Collect, r.two, collect("SHORT", "9999999999999999.99"), "OVERPAID"),
		is("before it is due", supplychain.Collect, r.two, collect("LONG", "1.00"), "TOO_EARLY"),
		is("a line below zero", supplychain.SetLine, r.northDesk, supplychain.LineRequest{Debtor: "motors", Limit: eur("-1.00"), Expires: day("2026-12-31")}, "INVALID_ARGUMENT"),
		is("a line below what is used", supplychain.SetLine, r.northDesk, supplychain.LineRequest{Debtor: "motors", Limit: eur("1.00"), Expires: day("2026-12-31")}, "LIMIT_BELOW_USE"),
		is("a price of nothing", supplychain.OfferDeal, r.northDesk, resale, "INVALID_ARGUMENT"),
		is("another currency", supplychain.OfferDeal, r.northDesk, foreign, "CURRENCY_MISMATCH"),
		is("a guarantee of nothing", supplychain.GiveGuarantee, r.southDesk, guarantee, "INVALID_ARGUMENT"),
		is("costs of nothing", supplychain.AwardCosts, r.arbiter, supplychain.CostsRequest{Deal: "short", Amount: eur("0.00"), Order: strings.Repeat("0d", 32)}, "INVALID_ARGUMENT"),
		is("costs above the face", supplychain.AwardCosts, r.arbiter, supplychain.CostsRequest{Deal: "short", Amount: eur("1000000.01"), Order: strings.Repeat("0d", 32)}, "OVERPAID"),
		is("costs before it is overdue", supplychain.AwardCosts, r.arbiter, supplychain.CostsRequest{Deal: "funded", Amount: eur("1.00"), Order: strings.Repeat("0d", 32)}, "TOO_EARLY"),
		is("less principal than is owed", supplychain.BuyDeal, r.southDesk, supplychain.PurchaseRequest{Deal: "offered", Owed: money.MustAmount(1), Slices: []int64{70*million + 1}, Means: r.resale}, "DEAL_CHANGED"),
	}
}

// wrongLists are empty, too long, out of order or not complete.
func (r *ready) wrongLists() []wrong {
	pay := func(what, code string, slices ...int64) wrong {
		return is(what, supplychain.Distribute, r.two, supplychain.DistributeRequest{Undertaking: "PAID", Slices: slices}, code)
	}
	return []wrong{
		pay("none", "INVALID_ARGUMENT"),
		pay("one twice", "INVALID_ARGUMENT", 1001, 1001),
		pay("out of order", "INVALID_ARGUMENT", 1001, 1),
		pay("too many", "INVALID_ARGUMENT", make([]int64, 1001)...),
		pay("a disputed one", "ENCUMBERED", 1, 1001),
		pay("one that is not there", "NOT_FOUND", 2),
		is("not all slices", supplychain.Repurchase, r.one, supplychain.RepurchaseRequest{Deal: "breach", Means: r.recourse}, "ENCUMBERED"),
		is("no way to pay", supplychain.Repurchase, r.one, supplychain.RepurchaseRequest{Deal: "breach", Slices: []int64{80*million + 1}}, "INVALID_ARGUMENT"),
		is("no epoch's tokens", supplychain.RegisterInvoice, r.keeper, supplychain.RegisterRequest{Invoice: "MATCHED"}, "INVALID_ARGUMENT"),
		is("an epoch left out", supplychain.OpenEpoch, r.keeper, supplychain.EpochRequest{Number: 3}, "EPOCH_MISSING"),
		is("a bidder twice", supplychain.SettleDeposits, r.two, supplychain.DepositsRequest{Deal: "over", Bidders: []partyID{"northbank", "northbank"}}, "INVALID_ARGUMENT"),
		is("who did not bid", supplychain.SettleDeposits, r.two, supplychain.DepositsRequest{Deal: "over", Bidders: []partyID{"southbank"}}, "NOT_COMMITTED"),
	}
}
