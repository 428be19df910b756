// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
	"github.com/consort-finance/consort/chaincode/supplychain/score"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

func sealed(bidder, rate string, fees int64, salt int) auction.Sealed {
	return auction.Sealed{
		Bid:  auction.Bid{Auction: "deal", Bidder: bidder, Rate: decimalOf(rate), Fees: money.MustAmount(fees)},
		Salt: fmt.Sprintf("%02x%030d", salt, 1234567),
	}
}

// onSale is a market in which tier one offers 400,000.00 by auction: bids until 8, reveal until 12, payment on 13 January.
func onSale(t *testing.T) *market {
	t.Helper()
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	stage.Do(t, m.one, supplychain.OpenSale, supplychain.SaleRequest{
		FinanceRequest: supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal", Part: units(1, 40_000_000), Technique: supplychain.Factoring},
		Method:         auction.BankDiscount, CommitUntil: day("2026-01-08"), RevealUntil: day("2026-01-12"), Funding: day("2026-01-13"),
		Reserve: decimalOf("0.08"), Penalty: money.MustAmount(50_000),
	})
	return m
}

func (m *market) commit(t testing.TB, desk *stage.Actor, account string, bid auction.Sealed) {
	t.Helper()
	digest, err := bid.Digest()
	require.NoError(t, err)
	deposit := depositOf(account)
	stage.Do(t, desk, cash.CreateHold, deposit)
	stage.Do(t, desk, supplychain.CommitBid, supplychain.CommitRequest{Deal: "deal", Digest: digest, Account: accountOf(account), Deposit: deposit.ID})
}

// depositOf is the deposit of 500.00 that the auction asks for.
func depositOf(account string) cash.HoldRequest {
	return cash.HoldRequest{
		ID: cash.HoldID("deposit-" + account), Payer: accountOf(account), Payee: "tier-one", Amount: eur("500.00"),
		Purpose: supplychain.DepositPurpose("deal"), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: day("2026-01-31"),
	}
}

func reveal(bid auction.Sealed) supplychain.RevealRequest {
	return supplychain.RevealRequest{Deal: "deal", Sealed: bid}
}

// The lower rate with the higher fee costs more and loses.
func TestAuctionGoesToTheLeastAllInCost(t *testing.T) {
	m := onSale(t)
	dear, cheap := sealed("northbank", "0.050", 100_000, 1), sealed("southbank", "0.052", 0, 2)
	m.commit(t, m.northDesk, "northbank", dear)
	m.commit(t, m.southDesk, "southbank", cheap)
	stage.Refused(t, m.northDesk, supplychain.RevealBid, reveal(dear), auction.Phase)
	m.roll(t, "2026-01-09")
	edited := cheap
	edited.Bid.Rate = decimalOf("0.049")
	stage.Refused(t, m.southDesk, supplychain.RevealBid, reveal(edited), auction.BidMismatch)
	stage.Refused(t, m.northDesk, supplychain.RevealBid, reveal(cheap), supplychain.NotYours)
	stage.Do(t, m.northDesk, supplychain.RevealBid, reveal(dear))
	stage.Do(t, m.southDesk, supplychain.RevealBid, reveal(cheap))
	stage.Refused(t, m.one, supplychain.AwardSale, supplychain.AwardRequest{Deal: "deal", Bids: []auction.Sealed{dear}}, auction.BidMismatch)
	stage.Refused(t, m.two, supplychain.AwardSale, supplychain.AwardRequest{Deal: "deal", Bids: []auction.Sealed{dear, cheap}}, supplychain.NotYours)
	sale := stage.Do(t, m.one, supplychain.AwardSale, supplychain.AwardRequest{Deal: "deal", Bids: []auction.Sealed{dear, cheap}})
	require.Equal(t, auction.Awarded, sale.Auction.Status)

	stage.Refused(t, m.southDesk, supplychain.FundDeal, m.hold(t, "deal", m.southDesk, "southbank"), supplychain.TooEarly)
	m.roll(t, "2026-01-13")
	require.Equal(t, "southbank", string(stage.Do(t, m.one, supplychain.GetDeal, "deal").Financier.Party))
	price := stage.Do(t, m.one, supplychain.PriceDeal, supplychain.PriceRequest{Deal: "deal", On: day("2026-01-13")})
	require.Equal(t, int64(40_000_000-300_444), price.Proceeds.Minor(), "52 days at 5.2 %")
}

func TestWhoDoesNotRevealLoses(t *testing.T) {
	m := onSale(t)
	silent, honest := sealed("northbank", "0.010", 0, 1), sealed("southbank", "0.060", 0, 2)
	m.commit(t, m.northDesk, "northbank", silent)
	m.commit(t, m.southDesk, "southbank", honest)
	stage.Refused(t, m.one, supplychain.CancelSale, "deal", auction.CommitmentsExist)
	m.roll(t, "2026-01-09")
	stage.Do(t, m.southDesk, supplychain.RevealBid, reveal(honest))
	award := supplychain.AwardRequest{Deal: "deal", Bids: []auction.Sealed{honest}}
	stage.Refused(t, m.one, supplychain.AwardSale, award, auction.Phase)
	m.roll(t, "2026-01-13")
	sale := stage.Do(t, m.one, supplychain.AwardSale, award)
	require.Equal(t, []auction.Forfeit{{Bidder: "northbank", Penalty: money.MustAmount(50_000)}}, sale.Forfeits)
	stage.Do(t, m.southDesk, supplychain.FundDeal, m.hold(t, "deal", m.southDesk, "southbank"))
	m.has(t, "tier-one", "396533.33")
	settle := supplychain.DepositsRequest{Deal: "deal", Bidders: []partyID{"northbank", "southbank"}}
	stage.Do(t, m.two, supplychain.SettleDeposits, settle)
	m.has(t, "tier-one", "397033.33")
	m.has(t, "northbank", "4999500.00")
	require.Equal(t, cash.HoldReleased, stage.Do(t, m.southDesk, cash.GetHold, "deposit-southbank").Status)
	stage.Refused(t, m.two, supplychain.SettleDeposits, settle, supplychain.NothingDue)
}

// A bidder deposits exactly the penalty, for this auction, with this chaincode, until the day of payment.
func TestBidIsSecuredByItsDeposit(t *testing.T) {
	m := onSale(t)
	digest, err := sealed("northbank", "0.05", 0, 1).Digest()
	require.NoError(t, err)
	request := supplychain.CommitRequest{Deal: "deal", Digest: digest, Account: "northbank"}
	stage.Refused(t, m.northDesk, supplychain.CommitBid, request, supplychain.DepositRefused)
	for name, change := range map[cash.HoldID]func(*cash.HoldRequest){
		"less":    func(r *cash.HoldRequest) { r.Amount = eur("499.99") },
		"payee":   func(r *cash.HoldRequest) { r.Payee = "tier-two" },
		"auction": func(r *cash.HoldRequest) { r.Purpose = supplychain.DepositPurpose("deal-2") },
		"notary":  func(r *cash.HoldRequest) { r.Notary = cash.Notary{Kind: cash.AccountNotary, ID: "motors"} },
		"short":   func(r *cash.HoldRequest) { r.Expires = day("2026-01-12") },
	} {
		deposit := depositOf("northbank")
		change(&deposit)
		deposit.ID, request.Deposit = name, name
		stage.Do(t, m.northDesk, cash.CreateHold, deposit)
		stage.Refused(t, m.northDesk, supplychain.CommitBid, request, supplychain.DepositRefused)
	}
	deposit := depositOf("southbank")
	stage.Do(t, m.southDesk, cash.CreateHold, deposit)
	request.Deposit = deposit.ID
	stage.Refused(t, m.northDesk, supplychain.CommitBid, request, supplychain.DepositRefused)
	stage.Refused(t, m.one, supplychain.SettleDeposits, supplychain.DepositsRequest{Deal: "deal", Bidders: []partyID{"southbank"}}, auction.Phase)
}

// A bidder whose money is frozen keeps nobody else's deposit.
func TestFrozenBidderKeepsNobodysDeposit(t *testing.T) {
	m := onSale(t)
	m.commit(t, m.northDesk, "northbank", sealed("northbank", "0.010", 0, 1))
	m.commit(t, m.southDesk, "southbank", sealed("southbank", "0.060", 0, 2))
	m.roll(t, "2026-01-13")
	stage.Do(t, m.one, supplychain.AwardSale, supplychain.AwardRequest{Deal: "deal"})
	stage.Do(t, m.arbiter, cash.FreezeAccount, cash.FreezeRequest{Account: "northbank", Side: cash.DebitSide})
	both := supplychain.DepositsRequest{Deal: "deal", Bidders: []partyID{"northbank", "southbank"}}
	stage.Refused(t, m.one, supplychain.SettleDeposits, both, cash.AccountFrozen)
	stage.Do(t, m.one, supplychain.SettleDeposits, supplychain.DepositsRequest{Deal: "deal", Bidders: []partyID{"southbank"}})
	m.has(t, "tier-one", "500.00")
	stage.Do(t, m.arbiter, cash.UnfreezeAccount, "northbank")
	stage.Do(t, m.one, supplychain.SettleDeposits, supplychain.DepositsRequest{Deal: "deal", Bidders: []partyID{"northbank"}})
	m.has(t, "tier-one", "1000.00")
}

const (
	pallet    = "https://id.gs1.org/00/040123450000001112"
	receiving = "https://ref.gs1.org/cbv/BizStep-receiving"
)

func received(at, more string) (string, supplychain.EventRequest) {
	event := `{"@context": {"ex": "https://ex.example/"}, "type": "ObjectEvent", "eventTime": "` + at + `", "eventTimeZoneOffset": "+00:00", "action": "OBSERVE", "bizStep": "receiving", "epcList": ["` + pallet + `"]` + more + `}`
	parsed, err := trace.Parse([]byte(event))
	if err != nil {
		panic(err)
	}
	return event, supplychain.EventRequest{Hash: parsed.Hash(), Event: event}
}

// conditional is a market with an undertaking that depends on the receipt of a pallet, as the anchor records it.
func conditional(t *testing.T) *market {
	t.Helper()
	m := opened(t)
	m.bill(t, "A", "INV-A", "1000.00")
	m.register(t, "A")
	stage.Do(t, m.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{
		ID: "A", Invoice: "A", Maturity: day(maturity), Longstop: day("2026-02-01"),
		Conditions: []trace.Condition{{Name: "pallet", Items: []trace.Item{pallet}, BizStep: receiving, Recorders: []string{"motors"}}},
	})
	stage.Do(t, m.checker, supplychain.IssueUndertaking, "A")
	stage.Do(t, m.one, supplychain.TakeUp, supplychain.TakeUpRequest{Undertaking: "A", Account: "tier-one"})
	return m
}

func TestUndertakingBecomesUnconditionalByEvents(t *testing.T) {
	m := conditional(t)
	stage.Refused(t, m.one, supplychain.FulfilUndertaking, "A", supplychain.ConditionUnmet)
	request := supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal", Part: units(1, 40_000_000), Technique: supplychain.Factoring}
	stage.Do(t, m.one, supplychain.RequestFinance, request)
	quote := m.quote("deal", m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: "deal", Quote: quote})
	agree := supplychain.AgreeRequest{Deal: "deal", Quote: quote}
	stage.Refused(t, m.one, supplychain.AgreeDeal, agree, supplychain.ConditionalPaper)

	_, own := received("2026-01-04T08:00:00Z", "")
	stage.Do(t, m.one, supplychain.RecordGoods, own)
	stage.Refused(t, m.one, supplychain.FulfilUndertaking, "A", supplychain.ConditionUnmet) // the supplier's own word
	_, theirs := received("2026-01-05T08:00:00Z", "")
	stage.Do(t, m.maker, supplychain.RecordGoods, theirs)
	stage.Refused(t, m.maker, supplychain.RecordGoods, theirs, codeOf("ALREADY_EXISTS"))
	wrong := theirs
	wrong.Hash = own.Hash
	stage.Refused(t, m.maker, supplychain.RecordGoods, wrong, codeOf("INVALID_ARGUMENT"))
	require.False(t, stage.Do(t, m.two, supplychain.FulfilUndertaking, "A").Conditional())
	stage.Refused(t, m.two, supplychain.FulfilUndertaking, "A", supplychain.NotConditional)
	stage.Do(t, m.one, supplychain.AgreeDeal, agree)
	require.Len(t, stage.Do(t, m.two, supplychain.TraceBackwards, supplychain.TraceRequest{Item: pallet}).Events, 2)
}

func TestEventDeclaredAnErrorFulfilsNothing(t *testing.T) {
	m := conditional(t)
	_, request := received("2026-01-05T08:00:00Z", "")
	stage.Do(t, m.maker, supplychain.RecordGoods, request)
	_, wrong := received("2026-01-05T08:00:00Z", `, "errorDeclaration": {"declarationTime": "2026-01-05T09:00:00Z"}`)
	require.Equal(t, request.Hash, wrong.Hash)
	stage.Refused(t, m.one, supplychain.RecordGoods, wrong, codeOf("ALREADY_EXISTS"))
	stage.Do(t, m.maker, supplychain.RecordGoods, wrong)
	stage.Refused(t, m.one, supplychain.FulfilUndertaking, "A", supplychain.ConditionUnmet)
	stage.Refused(t, m.one, supplychain.LapseUndertaking, "A", supplychain.TooEarly)
	m.roll(t, "2026-02-02")
	stage.Refused(t, m.one, supplychain.FulfilUndertaking, "A", supplychain.TooLate)
	require.Equal(t, supplychain.Lapsed, stage.Do(t, m.one, supplychain.LapseUndertaking, "A").Status)
	m.roll(t, maturity)
	stage.Refused(t, m.one, supplychain.Collect, collect("A", "1000000.00"), supplychain.StatusRefused)
}

// The anchor's score is made of what the ledger recorded: one payment on time, one 15 days late, to two suppliers.
func TestScoreIsMadeOfPaymentsAndShownByLeave(t *testing.T) {
	m := opened(t)
	for _, id := range []string{"A", "B", "C"} {
		m.undertake(t, id, "1000.00")
	}
	assess := supplychain.AssessRequest{Party: "motors", Currency: eur("1.00").Currency}
	m.roll(t, maturity)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	m.roll(t, late)
	stage.Do(t, m.one, supplychain.Collect, collect("B", "1000000.00"))
	stage.Refused(t, m.northDesk, supplychain.AssessFirm, assess, supplychain.ConsentMissing)
	viewer := m.Actor(ruler, "viewer", "", role.Regulator)
	stage.Refused(t, viewer, supplychain.AssessFirm, assess, supplychain.NotAParty)
	stage.Do(t, m.maker, supplychain.DiscloseScore, supplychain.DisclosureRequest{To: "northbank", Until: day(late)})
	shown := stage.Do(t, m.northDesk, supplychain.AssessFirm, assess)
	require.Len(t, shown.Facts, 3)
	require.False(t, shown.Rated, "one creditor is too few")
	require.Equal(t, 3, shown.Payments)
	var records []score.Payment
	for _, fact := range shown.Facts {
		records = append(records, fact.Payment)
	}
	require.NoError(t, shown.Verify(records))
	records[0].Paid = day(maturity)
	records[1].Paid = day("2026-01-05")
	require.ErrorIs(t, shown.Verify(records), score.Mismatch)

	own := *stage.Do(t, m.maker, supplychain.AssessFirm, assess)
	require.Equal(t, own, *stage.Do(t, m.southDesk, supplychain.VerifyScore, supplychain.ShownScore{Assessment: own}))
	better := own
	better.Late = money.Amount{}
	stage.Refused(t, m.southDesk, supplychain.VerifyScore, supplychain.ShownScore{Assessment: better}, score.Mismatch)
	better = own
	better.Policy.CreditorsMin = 1
	stage.Refused(t, m.southDesk, supplychain.VerifyScore, supplychain.ShownScore{Assessment: better}, score.PolicyRefused)
	m.roll(t, "2026-03-22")
	stage.Refused(t, m.northDesk, supplychain.AssessFirm, assess, supplychain.ConsentMissing)
	m.roll(t, "2026-05-01")
	stage.Refused(t, m.southDesk, supplychain.VerifyScore, supplychain.ShownScore{Assessment: own}, score.Stale)
}

// The cheapest bid wins if its line has room; without a line at all, it has none.
func TestAuctionPassesOverWhoHasNoRoom(t *testing.T) {
	m := onSale(t)
	cheap, dear, none := sealed("northbank", "0.050", 0, 1), sealed("southbank", "0.060", 0, 2), sealed("tier-two", "0.010", 0, 3)
	stage.Do(t, m.southDesk, cash.Transfer, cash.TransferRequest{From: "southbank", To: "tier-two", Amount: eur("500.00")})
	m.commit(t, m.Actor(south, "newcomer", "tier-two", role.Financier), "tier-two", none)
	m.commit(t, m.northDesk, "northbank", cheap)
	m.commit(t, m.southDesk, "southbank", dear)
	stage.Do(t, m.northDesk, supplychain.SetLine, supplychain.LineRequest{Debtor: "motors", Limit: eur("399999.99"), Expires: day("2026-12-31")})
	m.roll(t, "2026-01-09")
	stage.Do(t, m.Actor(south, "newcomer", "tier-two", role.Financier), supplychain.RevealBid, reveal(none))
	stage.Do(t, m.northDesk, supplychain.RevealBid, reveal(cheap))
	stage.Do(t, m.southDesk, supplychain.RevealBid, reveal(dear))
	stage.Do(t, m.one, supplychain.AwardSale, supplychain.AwardRequest{Deal: "deal", Bids: []auction.Sealed{cheap, dear, none}})
	require.Equal(t, "southbank", string(stage.Do(t, m.one, supplychain.GetDeal, "deal").Financier.Party))
}
