// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// others are the codes by which three callers are refused who are not the one that is entitled, empty where they are not
// refused: one of another member with the same party in its certificate, one of the same member without a party, and one
// of the same member with a party of which the registry knows nothing. All have the roles of the entitled one.
type others struct{ forged, nobody, stranger string }

var (
	// anybody may, and the result is determined.
	anybody = others{}
	// owner alone may.
	owner = others{"NOT_YOURS", "NOT_YOURS", "NOT_YOURS"}
	// own is done in the caller's own name, for which the registry has to know it.
	own = others{"NOT_A_PARTY", "NOT_A_PARTY", "FIRM_REFUSED"}
	// office is held by a member, whoever the caller's party is, and by no other member.
	office = others{forged: "NOT_AUTHORISED"}
)

// row is a transaction that succeeds, and who else would be refused how.
type row struct {
	endpoint protocol.Endpoint
	by       *stage.Actor
	others   others
	propose  func(*stage.Actor) (ledgertest.Proposal, error)
	request  any
}

func does[Req protocol.Request, Res any](e protocol.Call[Req, Res], by *stage.Actor, others others, request Req) row {
	propose := func(as *stage.Actor) (ledgertest.Proposal, error) { return stage.Proposal(as, e, request) }
	return row{e, by, others, propose, request}
}

// rows are all transactions of the chaincode.
func (r *ready) rows(t testing.TB) []row {
	var all []row
	for _, part := range [][]row{r.frames(), r.trade(t), r.slicing(), r.registering(t), r.finance(), r.sales(t), r.goods(t), r.maturity(), r.trouble(), r.questions(t)} {
		all = append(all, part...)
	}
	return all
}

func (r *ready) frames() []row {
	frame := terms()
	frame.ID = "another"
	return []row{
		does(supplychain.Open, r.maker, own, frame),
		does(supplychain.Close, r.maker, owner, "motors-2026"),
		does(supplychain.SetLine, r.northDesk, own, supplychain.LineRequest{Debtor: "tier-one", Limit: eur("1000.00"), Expires: day("2026-12-31")}),
		does(supplychain.RollDate, r.officers[0], anybody, protocol.RollRequest{To: day("2026-04-12")}),
	}
}

func (r *ready) trade(t testing.TB) []row {
	line := supplychain.OrderLine{Line: 1, Item: "bolt", Quantity: decimal.FromInt64(1), Price: decimal.FromInt64(1)}
	matched, exception := r.step("MATCHED", "PO-MATCHED", decimal.FromInt64(1000), "1000.00"), r.step("EXCEPTION", "PO-OPEN", decimal.FromInt64(1), "1")
	variance := r.step("VARIANCE", "PO-OPEN", decimal.FromInt64(1), "1")
	bill := supplychain.InvoiceRequest{ID: "NEW", Order: "PO-OPEN", Number: "NEW", Issued: day(monday), Book: exception.Book, Terms: exception.Terms}
	corrected := bill
	corrected.ID, corrected.Number = "EXCEPTION", "EXCEPTION"
	return []row{
		does(supplychain.PlaceOrder, r.maker, owner, supplychain.OrderRequest{
			ID: "PO-NEW", Programme: "motors-2026", Supplier: "tier-one", Terms: supplychain.OrderTerms{Salt: salt, Lines: []supplychain.OrderLine{line}},
		}),
		does(supplychain.ReceiveGoods, r.maker, owner, supplychain.ReceiptRequest{
			ID: "GRN-NEW", Order: "PO-OPEN", Book: r.books["PO-OPEN"], Lines: []supplychain.ReceivedLine{{Line: 1, Accepted: decimal.FromInt64(1)}},
		}),
		does(supplychain.SubmitInvoice, r.one, owner, bill),
		does(supplychain.CorrectInvoice, r.one, owner, corrected),
		does(supplychain.ProposeVariance, r.maker, owner, "EXCEPTION"),
		does(supplychain.ConfirmVariance, r.checker, owner, variance),
		does(supplychain.EndInvoice, r.one, owner, matched),
		does(supplychain.ProposeUndertaking, r.maker, owner, supplychain.UndertakingRequest{ID: "U", Invoice: "MATCHED", Maturity: day("2026-07-03")}),
		does(supplychain.IssueUndertaking, r.checker, owner, "PROPOSED"),
		does(supplychain.WithdrawUndertaking, r.maker, owner, "ISSUED"),
		does(supplychain.TakeUp, r.one, owner, supplychain.TakeUpRequest{Undertaking: "ISSUED", Account: "tier-one"}),
		does(supplychain.LapseUndertaking, r.two, anybody, "LAPSING"),
	}
}

func (r *ready) slicing() []row {
	offered, frozen := key("LONG", 20*million+1), key("LONG", 30*million+1)
	return []row{
		does(supplychain.SplitSlice, r.one, owner, supplychain.SplitRequest{SliceKey: key("LONG", 1), Sizes: []int64{9 * million, million}}),
		does(supplychain.MergeSlices, r.one, owner, supplychain.MergeRequest{SliceKey: key("LONG", 1), Next: []int64{10*million + 1}}),
		does(supplychain.OfferSlice, r.one, owner, supplychain.OfferRequest{SliceKey: key("LONG", 1), Part: units(1, million), To: "tier-two", Expires: day("2026-05-01")}),
		does(supplychain.AcceptSlice, r.two, owner, supplychain.AcceptRequest{SliceKey: offered, Account: "tier-two"}),
		does(supplychain.DeclineSlice, r.two, owner, offered),
		does(supplychain.FreezeSlice, r.arbiter, office, supplychain.FreezeRequest{SliceKey: key("LONG", 1), Part: units(1, million), Order: strings.Repeat("0d", 32)}),
		does(supplychain.UnfreezeSlice, r.arbiter, office, supplychain.UnfreezeRequest{SliceKey: frozen, Order: strings.Repeat("0e", 32)}),
	}
}

func (r *ready) registering(t testing.TB) []row {
	prints := stage.Do(t, r.keeper, supplychain.PrintInvoice, "MATCHED")
	ring := duplicate.Ring{{Epoch: 1, Secret: []byte(strings.Repeat("k", 32))}}
	return []row{
		does(supplychain.OpenEpoch, r.keeper, office, supplychain.EpochRequest{Number: 2}),
		does(supplychain.KeepRing, r.keeper, office, supplychain.RingRequest{Epochs: 1, Ring: ring}),
		does(supplychain.PrintInvoice, r.keeper, office, "MATCHED"),
		does(supplychain.RegisterInvoice, r.keeper, office, supplychain.RegisterRequest{Invoice: "MATCHED", Register: prints.Register, Lookup: prints.Lookup}),
		does(supplychain.ApproveInvoice, r.second, office, "ARGUED"),
	}
}

func (r *ready) finance() []row {
	quote := r.quote
	quote.Salt = strings.Repeat("7a", 16)
	return []row{
		does(supplychain.RequestFinance, r.one, owner, supplychain.FinanceRequest{SliceKey: key("LONG", 1), Deal: "D", Part: units(1, million), Technique: supplychain.Factoring}),
		does(supplychain.QuoteDeal, r.northDesk, owner, supplychain.QuoteRequest{Deal: "requested", Quote: quote}),
		does(supplychain.AgreeDeal, r.one, owner, supplychain.AgreeRequest{Deal: "requested", Quote: r.quote}),
		does(supplychain.FundDeal, r.northDesk, owner, r.funding),
		does(supplychain.UnwindDeal, r.one, owner, "requested"),
		does(supplychain.OfferDeal, r.northDesk, owner, supplychain.ResaleRequest{Deal: "funded", To: "southbank", Price: eur("1.00"), Expires: day("2026-05-01")}),
		does(supplychain.BuyDeal, r.southDesk, owner, supplychain.PurchaseRequest{
			Deal: "offered", Owed: money.MustAmount(10 * million), Slices: []int64{70*million + 1}, Means: r.resale,
		}),
		does(supplychain.DeclineDeal, r.southDesk, owner, "offered"),
	}
}

func (r *ready) sales(t testing.TB) []row {
	bid := bidFor("new")
	digest, err := bid.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return []row{
		does(supplychain.OpenSale, r.one, owner, supplychain.SaleRequest{
			FinanceRequest: supplychain.FinanceRequest{SliceKey: key("LONG", 1), Deal: "S", Part: units(1, million), Technique: supplychain.Factoring},
			Method:         auction.BankDiscount, CommitUntil: day("2026-04-20"), RevealUntil: day("2026-04-21"), Funding: day("2026-04-22"), Reserve: decimalOf("0.08"),
		}),
		does(supplychain.CommitBid, r.northDesk, others{"ACCOUNT_REFUSED", "NOT_A_PARTY", "ACCOUNT_REFUSED"}, supplychain.CommitRequest{Deal: "new", Digest: digest, Account: "northbank"}),
		does(supplychain.RevealBid, r.northDesk, owner, supplychain.RevealRequest{Deal: "revealing", Sealed: bidFor("revealing")}),
		does(supplychain.AwardSale, r.one, owner, supplychain.AwardRequest{Deal: "ripe", Bids: []auction.Sealed{bidFor("ripe")}}),
		does(supplychain.CancelSale, r.one, owner, "new"),
		does(supplychain.SettleDeposits, r.two, anybody, supplychain.DepositsRequest{Deal: "over", Bidders: []partyID{"northbank"}}),
		does(supplychain.GetSale, r.two, anybody, "over"),
	}
}

func (r *ready) goods(t testing.TB) []row {
	_, fresh := received("2026-01-09T08:00:00Z", "")
	_, known := received("2026-01-05T08:00:00Z", "")
	assess := supplychain.AssessRequest{Party: "motors", Currency: money.MustCurrency("EUR")}
	shown := supplychain.ShownScore{Assessment: *stage.Do(t, r.maker, supplychain.AssessFirm, assess)}
	return []row{
		does(supplychain.RecordGoods, r.one, own, fresh),
		does(supplychain.FulfilUndertaking, r.two, anybody, "MEETING"),
		does(supplychain.GetEvent, r.two, anybody, known.Hash),
		does(supplychain.TraceForwards, r.two, anybody, supplychain.TraceRequest{Item: pallet}),
		does(supplychain.TraceBackwards, r.two, anybody, supplychain.TraceRequest{Item: pallet}),
		does(supplychain.DiscloseScore, r.one, own, supplychain.DisclosureRequest{To: "northbank", Until: day("2026-12-31")}),
		does(supplychain.AssessFirm, r.northDesk, own, assess),
		does(supplychain.VerifyScore, r.two, anybody, shown),
	}
}

func (r *ready) maturity() []row {
	return []row{
		does(supplychain.Collect, r.two, anybody, collect("SHORT", "1000.00")),
		does(supplychain.Distribute, r.two, anybody, supplychain.DistributeRequest{Undertaking: "PAID", Slices: []int64{1001}}),
		does(supplychain.DeclareDefault, r.two, anybody, "SHORT"),
	}
}

func (r *ready) trouble() []row {
	argued := key("ARGUED", 3001)
	return []row{
		does(supplychain.RaiseDispute, r.maker, owner, supplychain.DisputeRequest{SliceKey: argued, Dispute: "D", Part: units(3001, 4000), Reason: "PRICE"}),
		does(supplychain.ProveDispute, r.maker, owner, supplychain.EvidenceRequest{Dispute: "open", Hash: strings.Repeat("ab", 32)}),
		does(supplychain.ConcedeDispute, r.maker, owner, "open"),
		does(supplychain.DecideDispute, r.arbiter, office, supplychain.DecideRequest{Dispute: "evidenced", Outcome: supplychain.ForBuyer}),
		does(supplychain.LapseDispute, r.two, anybody, "old"),
		does(supplychain.PayArrears, r.two, anybody, supplychain.ArrearsRequest{Dispute: "unpaid", Means: byMandate}),
		does(supplychain.IssueCreditNote, r.one, owner, supplychain.CreditRequest{SliceKey: argued, Part: units(3001, 4000)}),
		does(supplychain.CallRecourse, r.northDesk, owner, supplychain.RecourseRequest{Deal: "short", Basis: supplychain.Credit}),
		does(supplychain.DecideRecourse, r.arbiter, office, supplychain.FindingRequest{Deal: "breach", Upheld: true}),
		does(supplychain.Repurchase, r.one, owner, supplychain.RepurchaseRequest{Deal: "breach", Slices: []int64{80*million + 1}, Means: r.recourse}),
		does(supplychain.AwardCosts, r.arbiter, office, supplychain.CostsRequest{Deal: "short", Amount: eur("100.00"), Order: strings.Repeat("0d", 32)}),
		does(supplychain.WriteOff, r.northDesk, owner, "short"),
		does(supplychain.GiveGuarantee, r.southDesk, own, supplychain.GuaranteeRequest{
			Undertaking: "LONG", Limit: eur("1.00"), Account: r.guarantee.Account, Mandate: r.guarantee.Mandate,
		}),
		does(supplychain.CallGuarantee, r.northDesk, owner, supplychain.GuaranteeCall{Deal: "short", Guarantor: "southbank"}),
	}
}

func (r *ready) questions(t testing.TB) []row {
	page := protocol.PageRequest{Size: 10}
	paper := supplychain.SlicesRequest{Undertaking: "PAID", PageRequest: page}
	line := supplychain.LineKey{Financier: "northbank", Debtor: "motors", Currency: money.MustCurrency("EUR")}
	return []row{
		does(supplychain.GetDispute, r.two, anybody, "open"),
		does(supplychain.GetGuarantee, r.two, anybody, supplychain.GuaranteeKey{Undertaking: "SHORT", Guarantor: "southbank"}),
		does(supplychain.ListGuarantees, r.two, anybody, supplychain.SlicesRequest{Undertaking: "SHORT", PageRequest: page}),
		does(supplychain.GetProgramme, r.two, anybody, "motors-2026"),
		does(supplychain.GetLine, r.two, anybody, line),
		does(supplychain.GetOrder, r.two, anybody, "PO-OPEN"),
		does(supplychain.GetInvoice, r.two, anybody, "MATCHED"),
		does(supplychain.GetRegistration, r.two, anybody, "LONG"),
		does(supplychain.GetUndertaking, r.two, anybody, "LONG"),
		does(supplychain.Undertakings, r.two, anybody, page),
		does(supplychain.Programmes, r.two, anybody, page),
		does(supplychain.Deals, r.two, anybody, paper),
		does(supplychain.UndertakingsByObligor, r.two, anybody, supplychain.FirmPage{Party: "motors", PageRequest: page}),
		does(supplychain.GetRollforward, r.two, anybody, supplychain.RollforwardRequest{Obligor: "motors", Currency: line.Currency, From: day(monday), To: day("2026-12-31")}),
		does(supplychain.GetDischarge, r.two, anybody, "PAID"),
		does(supplychain.GetSlice, r.two, anybody, key("LONG", 1)),
		does(supplychain.Slices, r.two, anybody, paper),
		does(supplychain.SlicesByHolder, r.two, anybody, supplychain.FirmPage{Party: "tier-one", PageRequest: page}),
		does(supplychain.GetDeal, r.two, anybody, "funded"),
		does(supplychain.ReadQuote, r.northDesk, others{"NOT_FOUND", "NOT_YOURS", "NOT_YOURS"}, "requested"),
		does(supplychain.PriceDeal, r.two, anybody, supplychain.PriceRequest{Deal: "agreed", On: day("2026-04-11")}),
		does(supplychain.Collections, r.two, anybody, paper),
		does(supplychain.Distributions, r.two, anybody, paper),
		does(supplychain.Today, r.two, anybody, protocol.Nothing{}),
	}
}
