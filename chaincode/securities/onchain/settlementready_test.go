// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// settlementReady is a market, on 2 February, in which every transaction of settlement has something that it can be done to.
func settlementReady(t testing.TB) *market {
	t.Helper()
	m := bonds(t)
	m.pieces(t, "orchard", 20) // of 50 units each
	m.clearing(t)
	m.discipline(t)
	m.mandate(t, "orchard", securities.PenaltyPurpose)
	stage.Do(t, m.northDesk, securities.Instruct, priced("ENTERED").word(securities.Delivers))
	m.agree(t, priced("MATCHED"))
	m.agree(t, priced("SETASIDE"))
	m.lockLots(t, priced("SETASIDE"))
	m.agree(t, priced("CANCELLED"))
	m.hold(t, priced("CANCELLED"), "left-over", "100.00")
	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(priced("CANCELLED"), securities.Delivers))
	stage.Do(t, m.southDesk, securities.CancelInstruction, cancels(priced("CANCELLED"), securities.Receives))
	held := priced("HELD").word(securities.Delivers)
	held.Hold = true
	stage.Do(t, m.northDesk, securities.Instruct, held)
	m.batches(t)
	m.fails(t)
	return m
}

// priced is a sale of 50 units for 100.00 EUR.
func priced(reference string) trade { return sale(reference, 50, "100.00") }

// until lets a batch live into February.
const until = "2026-02-27"

// batches are one that is open with a member, one that waits for units, one that is complete, one that is verified and one
// that was rejected with something set aside.
func (m *market) batches(t testing.TB) {
	for _, id := range []securities.BatchID{"OPEN", "COMPUTED", "COMPLETE", "VERIFIED", "REJECTED"} {
		open := securities.OpenBatchRequest{ID: id, Mode: netting.Netted, Clearing: "clearing", Until: day(until)}
		stage.Do(t, m.keeper, securities.OpenBatch, open)
		d := priced("IN-" + string(id))
		m.agree(t, d)
		m.join(t, d, id)
		if id == "OPEN" {
			continue
		}
		stage.Do(t, m.keeper, securities.ComputeBatch, securities.ComputeRequest{Batch: id, Members: []securities.ObligationRequest{d.ends()}})
		if id == "COMPUTED" {
			continue
		}
		m.units(t, string(id), "orchard", 50)
		m.bought(t, string(id))
	}
	stage.Do(t, m.keeper, securities.VerifyBatch, "VERIFIED")
	stage.Do(t, m.keeper, securities.RejectBatch, "REJECTED")
}

// bought sets harbour's money aside for a batch, for as long as the batch may last.
func (m *market) bought(t testing.TB, batch string) {
	t.Helper()
	id := cash.HoldID("for-" + batch)
	stage.Do(t, m.harbour, cash.CreateHold, cash.HoldRequest{
		ID: id, Payer: "harbour", Payee: "clearing", Amount: eur("100.00"), Purpose: securities.BatchID(batch).Purpose(),
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: day(until),
	})
	stage.Do(t, m.southDesk, securities.FundBatch, securities.FundRequest{Batch: securities.BatchID(batch), Account: "harbour", Currency: "EUR", Hold: id})
}

// fails are two penalties of January, one of them to be paid, the other to be waived.
func (m *market) fails(t testing.TB) {
	m.roll(t, "2026-01-06")
	for _, on := range []string{"2026-01-06", "2026-01-07", "2026-01-08"} {
		m.roll(t, tomorrow(t, on))
		m.closes(t, on)
	}
	for _, on := range []string{"2026-01-06", "2026-01-07"} {
		stage.Do(t, m.keeper, securities.RecordPenalty, fails(priced("MATCHED"), on))
	}
	m.roll(t, "2026-02-02")
}

func tomorrow(t testing.TB, on string) string {
	t.Helper()
	next, err := day(on).AddDays(1)
	require.NoError(t, err)
	return next.String()
}

// settlementRows are the transactions of settlement.
func settlementRows(t testing.TB) (*market, []row) {
	t.Helper()
	m := settlementReady(t)
	var all []row
	for _, part := range [][]row{m.wordRows(), m.settlingRows(t), m.failRows(t), m.batchRows(t)} {
		all = append(all, part...)
	}
	return m, all
}

func (m *market) wordRows() []row {
	fresh, entered := priced("NEW").word(securities.Receives), priced("ENTERED").word(securities.Delivers)
	fresh.Tolerance, fresh.Partial, fresh.PartialMin = money.MustAmount(200), securities.MinPartial, 10
	key := priced("MATCHED").ends().Deliver
	checker := m.enrol(north, "checker", "northbank", role.Custodian)
	return []row{
		does(securities.Instruct, m.southDesk, office, fresh),
		does(securities.CorrectInstruction, m.northDesk, office, entered),
		does(securities.HoldInstruction, m.northDesk, office, key),
		does(securities.ReleaseInstruction, checker, office, priced("HELD").ends().Deliver),
		does(securities.CancelInstruction, m.northDesk, office, cancels(priced("MATCHED"), securities.Delivers)),
		does(securities.ReclaimInstruction, m.northDesk, office, priced("SETASIDE").ends().Deliver),
		does(securities.GetInstruction, m.summit, anybody, key),
		does(securities.GetObligation, m.summit, anybody, priced("MATCHED").match()),
		does(securities.Obligations, m.summit, anybody, protocol.PageRequest{Size: 2}),
		does(securities.Instructions, m.summit, anybody, securities.InstructionsRequest{Account: "orchard", PageRequest: protocol.PageRequest{Size: 2}}),
	}
}

func (m *market) settlingRows(t testing.TB) []row {
	d := priced("MATCHED")
	request := m.delivery(t, d, securities.PaidBy{Mandate: m.mandate(t, "harbour", securities.DeliveryPurpose)})
	request.Quantity = 50
	return []row{
		does(securities.AllocateInstruction, m.northDesk, office, securities.SetAsideRequest{InstructionKey: d.ends().Deliver, Lots: request.Lots, Until: day(until)}),
		does(securities.AllocateInstruction, m.southDesk, office, securities.SetAsideRequest{
			InstructionKey: d.ends().ReceiveKey(), Hold: m.hold(t, d, "for-MATCHED", "100.00"), Until: day(until),
		}),
		does(securities.SettleInstruction, m.northDesk, office, request),
		does(securities.FreeHold, m.southDesk, anybody, securities.FreeHoldRequest{ObligationRequest: priced("CANCELLED").ends(), Hold: "left-over"}),
	}
}

func (m *market) failRows(t testing.TB) []row {
	target, err := date.TARGET2(2026, 2027)
	require.NoError(t, err)
	terms := securities.DisciplineRequest{
		Governed: protocol.Governed{Resolution: "terms"}, CurrencyKey: securities.CurrencyKey{Currency: money.MustCurrency("EUR")},
		Terms: securities.DisciplineTerms{
			From: day("2026-03-02"), Calendar: target, Money: decimal.MustParse("0.5"), Rates: []securities.PenaltyRate{{Group: "D", Rate: decimal.MustParse("0.25")}},
		},
	}
	adopt(t, m, securities.SetDiscipline, terms, terms.Resolution)
	paid := securities.PenaltyKey{Match: priced("MATCHED").match(), Day: day("2026-01-06")}
	price := securities.ClosingPrice{ClosingPriceKey: securities.ClosingPriceKey{Instrument: "IND-29", Day: day("2026-02-02")}, Price: decimal.MustParse("1020")}
	return []row{
		does(securities.SetDiscipline, m.officers[2], anybody, terms),
		does(securities.PublishPrice, m.keeper, office, price),
		does(securities.RecordPenalty, m.keeper, office, fails(priced("MATCHED"), "2026-01-08")),
		does(securities.WaivePenalty, m.second, office, securities.WaiveRequest{PenaltyKey: paid, Reason: securities.Hash(strings.Repeat("0a", 32))}),
		does(securities.RedistributePenalties, m.keeper, office, securities.RedistributeRequest{
			ID: "P", Penalties: []securities.PenaltyKey{paid}, Mandates: []securities.PayerMandate{{Payer: "orchard", Mandate: "orchard-penalties"}},
		}),
		does(securities.GetDiscipline, m.summit, anybody, terms.CurrencyKey),
		does(securities.GetPrice, m.summit, anybody, securities.ClosingPriceKey{Instrument: "IND-29", Day: day("2026-01-06")}),
		does(securities.GetPenalty, m.summit, anybody, paid),
		does(securities.Fails, m.summit, anybody, securities.FailsRequest{Day: day("2026-01-08"), PageRequest: protocol.PageRequest{Size: 2}}),
		does(securities.Penalties, m.summit, anybody, securities.PenaltiesRequest{Payer: "orchard", PageRequest: protocol.PageRequest{Size: 2}}),
	}
}

// adopt has three of five members adopt a request that nobody carries out yet.
func adopt[Req protocol.Request, Res any](t testing.TB, m *market, e protocol.SubmitEndpoint[Req, Res], req Req, id protocol.ResolutionID) {
	t.Helper()
	proposal, err := parties.NewProposal(id, e, req, "for the test")
	require.NoError(t, err)
	stage.Do(t, m.officers[0], parties.ProposeResolution, proposal)
	stage.Do(t, m.officers[1], parties.ApproveResolution, id)
	stage.Do(t, m.officers[3], parties.ApproveResolution, id)
}

func (m *market) batchRows(t testing.TB) []row {
	units := securities.FundingKey{Batch: "REJECTED", Kind: securities.FundingUnits, Account: "orchard", Asset: "IND-29"}
	paid := securities.FundingKey{Batch: "REJECTED", Kind: securities.FundingMoney, Account: "harbour", Asset: "EUR"}
	return []row{
		does(securities.OpenBatch, m.keeper, anybody, securities.OpenBatchRequest{ID: "NEW", Mode: netting.Gross, Clearing: "clearing", Until: day(until)}),
		does(securities.JoinBatch, m.northDesk, office, securities.JoinRequest{InstructionKey: priced("MATCHED").ends().Deliver, Batch: "OPEN"}),
		does(securities.ComputeBatch, m.keeper, office, securities.ComputeRequest{Batch: "OPEN", Members: []securities.ObligationRequest{priced("IN-OPEN").ends()}}),
		does(securities.FundBatch, m.northDesk, office, securities.FundRequest{
			Batch: "COMPUTED", Account: "orchard", Instrument: "IND-29", Lots: m.inputs(t, "IND-29", "orchard", 50),
		}),
		does(securities.VerifyBatch, m.keeper, office, "COMPLETE"),
		does(securities.SettleBatch, m.keeper, office, "VERIFIED"),
		does(securities.RejectBatch, m.keeper, office, "OPEN"),
		does(securities.ReturnFunding, m.northDesk, office, units),
		does(securities.ReturnFunding, m.southDesk, office, paid),
		does(securities.SuggestBatch, m.keeper, anybody, securities.SuggestBatchRequest{Mode: netting.Linked, Members: []securities.ObligationRequest{priced("MATCHED").ends()}}),
		does(securities.GetBatch, m.summit, anybody, "VERIFIED"),
		does(securities.GetFunding, m.summit, anybody, units),
	}
}
