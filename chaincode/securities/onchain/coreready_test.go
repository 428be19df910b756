// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// The order under which things are halted and frozen.
var order = securities.Hash(strings.Repeat("0d", 32))

// coreReady is a market, on Tuesday, in which instruments are in all their states: DRAFT, APPROVED, OPEN, the bond IND-29
// in circulation, HALTED, and EMPTY without any unit. The register of Monday is counted, and that of OPEN closed.
func coreReady(t testing.TB) *market {
	t.Helper()
	m := active(t, "IND-29", bondTerms(t))
	for n, id := range []string{"DRAFT", "APPROVED", "EMPTY", "OPEN", "HALTED"} {
		m.propose(t, id, variant(t, n))
		if id == "DRAFT" {
			continue
		}
		m.approve(t, id)
		if id != "APPROVED" {
			stage.Do(t, m.issuer, securities.OpenPrimary, securities.InstrumentID(id))
		}
	}
	m.issue(t, "OPEN", 100)
	m.propose(t, "SHORT", maturing(t))
	m.approve(t, "SHORT")
	stage.Do(t, m.issuer, securities.OpenPrimary, "SHORT")
	stage.Do(t, m.keeper, securities.AdmitInvestor, admitting("OPEN", "orchard", "professional", 7))
	stage.Do(t, m.keeper, securities.EndAdmission, securities.AdmissionKey{Instrument: "OPEN", Party: "orchard"})
	stage.Do(t, m.keeper, securities.HaltInstrument, securities.HaltRequest{ID: "HALTED", Level: securities.NoMove, Order: order})
	stage.Do(t, m.issuer, securities.RequestIssue, securities.IssueRequest{ID: "asked", Instrument: "OPEN", Account: "industry", Sizes: []securities.Quantity{5}})
	stage.Do(t, m.orchard, securities.ChangeAccount, changing("orchard"))
	stage.Do(t, m.orchard, securities.SplitLot, securities.SplitRequest{LotKey: m.first(t, "IND-29", "orchard"), Sizes: []securities.Quantity{400, 600}})
	m.roll(t, "2026-01-06")
	m.counted(t, "OPEN", monday)
	stage.Do(t, m.keeper, securities.CloseRegister, closing("OPEN", monday))
	m.counted(t, "IND-29", monday)
	return m
}

// variant are terms of another instrument.
func variant(t testing.TB, n int) securities.Terms {
	t.Helper()
	terms := bondTerms(t)
	isin, err := ident.NewISIN("XF", fmt.Sprintf("0000D000%d", n))
	require.NoError(t, err)
	terms.ISIN = isin
	return terms
}

// maturing are terms of a zero bond that is due on Tuesday.
func maturing(t testing.TB) securities.Terms {
	t.Helper()
	terms := variant(t, 6)
	debt := *terms.Bond
	debt.Coupon, debt.Rate, debt.Interest.End = bond.Zero, decimal.Decimal{}, day("2026-01-06")
	terms.Bond = &debt
	return terms
}

func (m *market) propose(t testing.TB, id string, terms securities.Terms) {
	t.Helper()
	stage.Do(t, m.issuer, securities.ProposeInstrument, securities.ProposeRequest{ID: securities.InstrumentID(id), Terms: terms})
}

func (m *market) approve(t testing.TB, id string) {
	t.Helper()
	stage.Do(t, m.keeper, securities.ApproveTerms, m.approval(t, id))
}

// approval approves the terms that wait.
func (m *market) approval(t testing.TB, id string) securities.ApproveRequest {
	t.Helper()
	pending := stage.Do(t, m.keeper, securities.GetInstrument, securities.InstrumentID(id)).Pending
	key := securities.TermsKey{Instrument: securities.InstrumentID(id), Version: pending}
	return securities.ApproveRequest{TermsKey: key, Hash: stage.Do(t, m.keeper, securities.GetTerms, key).Hash}
}

func admitting(id securities.InstrumentID, party parties.PartyID, class securities.Class, slot int) securities.AdmitRequest {
	return securities.AdmitRequest{
		AdmissionKey: securities.AdmissionKey{Instrument: id, Party: party}, Class: class, Jurisdiction: "DE", Until: day("2029-12-31"), Slot: slot,
	}
}

func changing(id securities.AccountID) securities.ChangeRequest {
	return securities.ChangeRequest{ID: id, AccountChange: securities.AccountChange{Cash: "orchard", Tax: "treaty"}}
}

// first names the first live lot of an account.
func (m *market) first(t testing.TB, id string, account securities.AccountID) securities.LotKey {
	t.Helper()
	return m.lots(t, id, account)[0].LotKey()
}

// counted counts the whole register of a day into one page.
func (m *market) counted(t testing.TB, id, on string) {
	t.Helper()
	stage.Do(t, m.keeper, securities.CountRegister, m.counting(t, id, on))
}

var wholeRegister = securities.Buckets{From: securities.FirstBucket, To: securities.LastBucket}

func registerOf(id, on string) securities.RegisterKey {
	return securities.RegisterKey{Instrument: securities.InstrumentID(id), Day: day(on)}
}

// counting counts the whole register of a day.
func (m *market) counting(t testing.TB, id, on string) securities.CountRequest {
	t.Helper()
	holders := securities.HoldersRequest{RegisterKey: registerOf(id, on), Buckets: wholeRegister}
	found := stage.Do(t, m.keeper, securities.GetLotsOn, holders)
	return securities.CountRequest{RegisterKey: holders.RegisterKey, Buckets: wholeRegister, Lots: found.Lots}
}

func closing(id, on string) securities.CloseRequest {
	return securities.CloseRequest{RegisterKey: registerOf(id, on), Pages: []securities.Bucket{securities.FirstBucket}}
}

// coreRows are the transactions on instruments, accounts, lots and registers.
func coreRows(t testing.TB) (*market, []row) {
	t.Helper()
	m := coreReady(t)
	var all []row
	for _, part := range [][]row{m.instrumentRows(t), m.accountRows(), m.lotRows(t), m.registerRows(t)} {
		all = append(all, part...)
	}
	return m, all
}

func (m *market) instrumentRows(t testing.TB) []row {
	amended := variant(t, 1)
	amended.Name = "Industry 5 % 2029, amended"
	return []row{
		does(securities.ProposeInstrument, m.issuer, own, securities.ProposeRequest{ID: "NEW", Terms: variant(t, 8)}),
		does(securities.ProposeTerms, m.issuer, owner, securities.ProposeRequest{ID: "APPROVED", Terms: amended}),
		does(securities.ApproveTerms, m.keeper, office, m.approval(t, "DRAFT")),
		does(securities.OpenPrimary, m.issuer, owner, "APPROVED"),
		does(securities.Activate, m.keeper, office, "OPEN"),
		does(securities.HaltInstrument, m.judge, office, securities.HaltRequest{ID: "IND-29", Level: securities.NoMove, Order: order}),
		does(securities.ResumeInstrument, m.keeper, office, "HALTED"),
		does(securities.MatureInstrument, m.summit, anybody, "SHORT"),
		does(securities.DefaultInstrument, m.keeper, office, "IND-29"),
		does(securities.CloseInstrument, m.keeper, office, "EMPTY"),
		does(securities.WithdrawInstrument, m.issuer, owner, "DRAFT"),
		does(securities.RequestIssue, m.issuer, owner, securities.IssueRequest{ID: "new", Instrument: "OPEN", Account: "industry", Sizes: []securities.Quantity{5}}),
		does(securities.DecideIssue, m.keeper, office, securities.DecideIssueRequest{ID: "asked", Accept: true}),
		does(securities.GetInstrument, m.summit, anybody, "DRAFT"),
		does(securities.GetTerms, m.summit, anybody, securities.TermsKey{Instrument: "DRAFT", Version: 1}),
		does(securities.GetIssue, m.summit, anybody, "asked"),
		does(securities.Instruments, m.summit, anybody, protocol.PageRequest{Size: 2}),
		does(securities.GetSupply, m.summit, anybody, registerOf("IND-29", monday)),
		does(securities.RollDate, m.officers[0], anybody, protocol.RollRequest{To: day("2026-01-07")}),
		does(securities.Today, m.summit, anybody, protocol.Nothing{}),
	}
}

func (m *market) accountRows() []row {
	opening := securities.AccountTerms{ID: "orchard-2", Owner: "orchard", Kind: securities.Investor, Cash: "orchard", Tax: "standard"}
	key := securities.AdmissionKey{Instrument: "IND-29", Party: "orchard"}
	return []row{
		does(securities.OpenAccount, m.northDesk, anybody, opening),
		does(securities.OpenAccounts, m.northDesk, anybody, securities.AccountsRequest{Accounts: []securities.AccountTerms{opening}}),
		does(securities.ChangeAccount, m.orchard, owner, changing("orchard")),
		does(securities.ConfirmAccount, m.northDesk, office, changing("orchard")),
		does(securities.CloseAccount, m.northDesk, office, "summit"),
		does(securities.GetAccount, m.summit, anybody, "orchard"),
		does(securities.AdmitInvestor, m.keeper, office, admitting("IND-29", "orchard", "professional", 3)),
		does(securities.AdmitInvestors, m.keeper, office, securities.AdmitAllRequest{Admissions: []securities.AdmitRequest{admitting("OPEN", "summit", "professional", 3)}}),
		does(securities.EndAdmission, m.keeper, office, key),
		does(securities.ReleaseSlot, m.keeper, office, securities.ReleaseRequest{
			AdmissionKey: securities.AdmissionKey{Instrument: "OPEN", Party: "orchard"}, Day: day(monday), Pages: 1,
		}),
		does(securities.GetAdmission, m.summit, anybody, key),
		does(securities.Admissions, m.summit, anybody, securities.AdmissionsRequest{Instrument: "IND-29", PageRequest: protocol.PageRequest{Size: 2}}),
		does(securities.Slots, m.summit, anybody, securities.SlotsRequest{Instrument: "OPEN", Class: "professional", PageRequest: protocol.PageRequest{Size: 2}}),
	}
}

func (m *market) lotRows(t testing.TB) []row {
	lots := m.lots(t, "IND-29", "orchard")
	both := []securities.LotID{lots[0].ID, lots[1].ID}
	transfer := securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "harbour", Lots: both[:1], Quantity: 7, LockedUntil: day("2026-03-01"),
	}
	return []row{
		does(securities.Transfer, m.orchard, owner, transfer),
		does(securities.DistributeUnits, m.orchard, owner, securities.DistributeRequest{
			Instrument: "IND-29", From: "orchard", Lots: both[:1], Parts: []securities.Part{{To: "harbour", Quantity: 7}, {To: "summit", Quantity: 8}},
		}),
		does(securities.SplitLot, m.orchard, owner, securities.SplitRequest{LotKey: lots[0].LotKey(), Sizes: []securities.Quantity{1, lots[0].Quantity - 1}}),
		does(securities.SweepLots, m.orchard, owner, securities.SweepRequest{Instrument: "IND-29", Account: "orchard", Lots: both}),
		does(securities.CancelUnits, m.issuer, owner, securities.CancelRequest{Instrument: "OPEN", Account: "industry", Lots: []securities.LotID{m.first(t, "OPEN", "industry").Lot}}),
		does(securities.CheckTransfer, m.summit, anybody, transfer),
		does(securities.SuggestInputs, m.summit, anybody, securities.SuggestRequest{Instrument: "IND-29", Account: "orchard", Quantity: 700}),
		does(securities.GetLot, m.summit, anybody, lots[0].LotKey()),
		does(securities.LotsByAccount, m.summit, anybody, securities.LotsRequest{Account: "orchard", Instrument: "IND-29", PageRequest: protocol.PageRequest{Size: 1}}),
		does(securities.Journal, m.summit, anybody, securities.JournalRequest{Instrument: "IND-29", PageRequest: protocol.PageRequest{Size: 1}}),
	}
}

func (m *market) registerRows(t testing.TB) []row {
	holders := securities.HoldersRequest{RegisterKey: registerOf("IND-29", monday), Buckets: wholeRegister}
	return []row{
		does(securities.CountRegister, m.keeper, office, m.counting(t, "IND-29", monday)),
		does(securities.CloseRegister, m.keeper, office, closing("IND-29", monday)),
		does(securities.GetRegister, m.summit, anybody, registerOf("OPEN", monday)),
		does(securities.GetPage, m.summit, anybody, securities.PageKey{RegisterKey: registerOf("OPEN", monday), From: securities.FirstBucket}),
		does(securities.GetTallies, m.summit, anybody, securities.TalliesRequest{RegisterKey: registerOf("OPEN", monday), PageRequest: protocol.PageRequest{Size: 1}}),
		does(securities.GetLotsOn, m.summit, anybody, holders),
		does(securities.GetCapTable, m.summit, anybody, holders),
		does(securities.GetStatement, m.summit, anybody, securities.StatementRequest{Account: "orchard", Instrument: "IND-29", From: day(monday), To: day("2026-01-06")}),
	}
}
