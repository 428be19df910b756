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
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// disciplined is a market in which a fail costs 0.2 basis points a day for debt and 1 for the rest, and 1.5 where money is
// missing, and a unit of IND-29 closes at 1,020.00 on each day of the first weeks.
func disciplined(t testing.TB) *market {
	t.Helper()
	m := bonds(t)
	m.discipline(t)
	return m
}

func (m *market) discipline(t testing.TB) {
	t.Helper()
	target, err := date.TARGET2(2026, 2027)
	require.NoError(t, err)
	govern(t, m, securities.SetDiscipline, func(g protocol.Governed) securities.DisciplineRequest {
		return securities.DisciplineRequest{
			Governed: g, CurrencyKey: securities.CurrencyKey{Currency: money.MustCurrency("EUR")}, Terms: securities.DisciplineTerms{
				From: day("2026-01-06"), Calendar: target, Money: decimal.MustParse("0.00015"), Rates: []securities.PenaltyRate{
					{Group: "E", Rate: decimal.MustParse("0.0001")}, {Group: "D", Rate: decimal.MustParse("0.00005")}, {Group: "DB", Rate: decimal.MustParse("0.00002")},
				},
			},
		}
	})
}

func (m *market) closes(t testing.TB, on string) {
	t.Helper()
	stage.Do(t, m.keeper, securities.PublishPrice, securities.ClosingPrice{
		ClosingPriceKey: securities.ClosingPriceKey{Instrument: "IND-29", Day: day(on)}, Price: decimal.MustParse("1020"),
	})
}

func fails(d trade, on string) securities.PenaltyRequest {
	return securities.PenaltyRequest{ObligationRequest: d.ends(), Day: day(on)}
}

// A trade that was to settle on Wednesday the seventh settles on Tuesday the thirteenth.
func TestEachBusinessDayOfAFailIsCharged(t *testing.T) {
	m := disciplined(t)
	d := sale("T1", 400, "410000.00")
	d.settle = "2026-01-07"
	m.agree(t, d)
	m.roll(t, "2026-01-07")
	m.closes(t, "2026-01-07")
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-07"), securities.DayOpen)
	m.roll(t, "2026-01-08")
	m.closes(t, "2026-01-08")
	found := stage.Do(t, m.keeper, securities.Fails, securities.FailsRequest{Day: day("2026-01-07"), PageRequest: protocol.PageRequest{Size: 10}})
	require.Equal(t, []securities.Fail{{PenaltyRequest: fails(d, "2026-01-07"), Depository: csd, Kind: securities.FailPenalty, Failing: securities.Delivers}}, found.Items)
	stage.Refused(t, m.keeper, securities.Fails, securities.FailsRequest{Day: day("2026-01-08"), PageRequest: protocol.PageRequest{Size: 10}}, securities.DayOpen)
	seller := stage.Do(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-07"))
	require.Equal(t, securities.FailPenalty, seller.Kind)
	require.Equal(t, securities.Delivers, seller.Failing)
	require.Equal(t, eur("8.16"), seller.Amount, "400 × 1,020.00 × 0.2 basis points")
	require.Equal(t, []cash.AccountID{"orchard", "harbour"}, []cash.AccountID{seller.Payer, seller.Payee})
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-07"), protocol.AlreadyExists)
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-06"), securities.NotFailing)

	m.lockLots(t, d) // on the eighth the seller is ready, and the buyer has no money
	m.roll(t, "2026-01-09")
	buyer := stage.Do(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-08"))
	require.Equal(t, securities.Receives, buyer.Failing)
	require.Equal(t, eur("61.50"), buyer.Amount, "410,000.00 × 1.5 basis points, without any price")

	m.closes(t, "2026-01-09")
	m.lockMoney(t, d, "h1") // on the ninth, a Friday, both are ready
	m.roll(t, "2026-01-12")
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-09"), securities.NotFailing)
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-10"), securities.NotFailing) // Saturday
	stage.Do(t, m.northDesk, securities.ReclaimInstruction, d.ends().Deliver)
	m.roll(t, "2026-01-13")
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-12"), protocol.NotFound) // no price yet
	m.closes(t, "2026-01-12")
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{Hold: "h1"}))
	require.Equal(t, securities.Delivers, stage.Do(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-12")).Failing, "also after it was settled")
	m.roll(t, "2026-01-14")
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-13"), securities.NotFailing)

	listed := stage.Do(t, m.judge, securities.Penalties, securities.PenaltiesRequest{Payer: "orchard", PageRequest: protocol.PageRequest{Size: 10}})
	require.Len(t, listed.Items, 2)
	m.redistribute(t, d)
}

// redistribute pays the three penalties when the month is over: what was owed both ways is one payment each.
func (m *market) redistribute(t *testing.T, d trade) {
	before := func(account cash.AccountID) int64 {
		return stage.Do(t, m.keeper, cash.GetAccount, account).Posted.Minor()
	}
	orchard, harbour := before("orchard"), before("harbour")
	req := securities.RedistributeRequest{ID: "2026-01", Mandates: []securities.PayerMandate{
		{Payer: "orchard", Mandate: m.mandate(t, "orchard", securities.PenaltyPurpose)}, {Payer: "harbour", Mandate: m.mandate(t, "harbour", securities.PenaltyPurpose)},
	}}
	for _, on := range []string{"2026-01-07", "2026-01-08", "2026-01-12"} {
		req.Penalties = append(req.Penalties, securities.PenaltyKey{Match: d.match(), Day: day(on)})
	}
	stage.Refused(t, m.keeper, securities.RedistributePenalties, req, securities.TooEarly)
	m.roll(t, "2026-02-01")
	alone := req
	alone.Mandates = req.Mandates[:1]
	stage.Refused(t, m.keeper, securities.RedistributePenalties, alone, cash.ConsentMissing)
	done := stage.Do(t, m.keeper, securities.RedistributePenalties, req)
	require.Equal(t, 2, done.Legs)
	require.Equal(t, int64(-816-816+6150), before("orchard")-orchard)
	require.Equal(t, int64(816+816-6150), before("harbour")-harbour)
	stage.Refused(t, m.keeper, securities.RedistributePenalties, req, securities.StatusRefused)
}

// Of a trade that is matched late, the side whose word came last pays for the days before.
func TestLateMatchingIsCharged(t *testing.T) {
	m := disciplined(t)
	d := sale("T1", 400, "410000.00")
	d.settle = "2026-01-06"
	stage.Do(t, m.northDesk, securities.Instruct, d.word(securities.Delivers))
	m.roll(t, "2026-01-06")
	m.closes(t, "2026-01-06")
	m.roll(t, "2026-01-07")
	stage.Do(t, m.southDesk, securities.Instruct, d.word(securities.Receives))
	penalty := stage.Do(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-06"))
	require.Equal(t, securities.LatePenalty, penalty.Kind)
	require.Equal(t, cash.AccountID("harbour"), penalty.Payer)
	require.Equal(t, eur("8.16"), penalty.Amount)

	waive := securities.WaiveRequest{PenaltyKey: penalty.PenaltyKey, Reason: securities.Hash(strings.Repeat("0a", 32))}
	stage.Refused(t, m.keeper, securities.WaivePenalty, waive, securities.SamePerson)
	stage.Do(t, m.second, securities.WaivePenalty, waive)
	stage.Refused(t, m.second, securities.WaivePenalty, waive, securities.StatusRefused)
	m.roll(t, "2026-02-02")
	stage.Refused(t, m.keeper, securities.RedistributePenalties, securities.RedistributeRequest{
		ID: "P", Penalties: []securities.PenaltyKey{penalty.PenaltyKey},
	}, securities.StatusRefused)
}

// Who puts its instruction on hold fails; two who do fail each other alike.
func TestOnHoldIsAFail(t *testing.T) {
	m := disciplined(t)
	d := sale("T1", 400, "410000.00")
	m.agree(t, d)
	m.lockLots(t, d)
	stage.Do(t, m.southDesk, securities.HoldInstruction, d.ends().ReceiveKey())
	m.roll(t, "2026-01-06")
	m.closes(t, "2026-01-06")
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-05"), securities.NotFailing) // before the terms
	m.roll(t, "2026-01-07")
	held := stage.Do(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-06"))
	require.Equal(t, securities.Receives, held.Failing)
	require.Equal(t, eur("8.16"), held.Amount, "by the value of the units: it is not money that is missing")
	stage.Do(t, m.northDesk, securities.ReclaimInstruction, d.ends().Deliver)
	stage.Do(t, m.northDesk, securities.HoldInstruction, d.ends().Deliver)
	m.closes(t, "2026-01-07")
	m.roll(t, "2026-01-08")
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-07"), securities.NotFailing)

	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	stage.Do(t, m.Actor(south, "checker", "southbank", role.Custodian), securities.ReleaseInstruction, d.ends().ReceiveKey())
	stage.Do(t, m.southDesk, securities.CancelInstruction, cancels(d, securities.Receives))
	m.closes(t, "2026-01-08")
	m.roll(t, "2026-01-09")
	stage.Refused(t, m.keeper, securities.RecordPenalty, fails(d, "2026-01-08"), securities.NotFailing) // cancelled on that day
}
