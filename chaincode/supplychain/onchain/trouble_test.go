// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

const late = "2026-03-21" // 15 days after maturity

// recourse is factoring with an advance of 80 % at 9 %, a fee of 1.5 %, both collected at the end, and 12 % on what is late.
func recourse(with bool) supplychain.Terms {
	return supplychain.Terms{
		Method: supplychain.InArrears, Rate: decimalOf("0.09"), AdvanceRate: decimalOf("0.8"), FeeRate: decimalOf("0.015"),
		Recourse: with, LateRate: decimalOf("0.12"), Compounding: supplychain.SimpleInterest,
	}
}

// short is a market in which Northbank advanced 80,000.00 on 100,000.00 and the anchor paid 70,000.00 of them, 15 days late.
// The day count is ACT/365F.
func short(t *testing.T, terms supplychain.Terms) *market {
	t.Helper()
	m := opened(t)
	frame := programmeTerms("short")
	stage.Do(t, m.maker, supplychain.Open, frame)
	m.billUnder(t, frame.ID, "A", "INV-A", "100.00")
	m.register(t, "A")
	m.issue(t, "A")
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 1), units(1, 10_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", terms))
	m.has(t, "northbank", "4920000.00")
	m.roll(t, late)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "70000.00"))
	m.distribute(t, "A")
	m.has(t, "northbank", "4990000.00")
	return m
}

// mandate lets supplychain collect from a supplier or a guarantor.
func (m *market) mandate(t testing.TB, by *stage.Actor, account cash.AccountID, purpose cash.Purpose) supplychain.Means {
	t.Helper()
	id := cash.MandateID(string(account) + "-" + string(purpose))
	stage.Do(t, by, cash.GrantMandate, cash.MandateTerms{
		ID: id, Payer: account, Module: supplychain.Module, Purpose: purpose, MaxUse: eur("1000000.00"), MaxTotal: eur("1000000.00"), ValidUntil: day("2026-12-31"),
	})
	return supplychain.Means{Account: account, Mandate: id}
}

func TestShortfallWithRecourseIsRepurchased(t *testing.T) {
	m := short(t, recourse(true))
	deal := stage.Do(t, m.northDesk, supplychain.GetDeal, "deal")
	require.Equal(t, int64(1_307_808), deal.Owed.Total().Minor(), "80,000 − 66,921.92")
	call := supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Credit}
	stage.Refused(t, m.southDesk, supplychain.CallRecourse, call, supplychain.NotYours)
	stage.Do(t, m.northDesk, supplychain.CallRecourse, call)
	pay := supplychain.RepurchaseRequest{Deal: "deal", Means: m.mandate(t, m.one, "tier-one", supplychain.Repurchases)}
	stage.Refused(t, m.one, supplychain.Repurchase, pay, supplychain.Encumbered)
	pay.Slices = []int64{1}
	stage.Refused(t, m.two, supplychain.Repurchase, pay, supplychain.NotYours)
	require.Equal(t, supplychain.Repaid, stage.Do(t, m.one, supplychain.Repurchase, pay).Status)
	m.has(t, "tier-one", "66921.92")
	m.has(t, "northbank", "5003078.08")
	require.Equal(t, "tier-one", string(m.slice(t, "A", 1).Holder.Party))
	m.freeLines(t)

	stage.Do(t, m.one, supplychain.Collect, collect("A", "30000.00"))
	m.distribute(t, "A")
	m.has(t, "tier-one", "96921.92")
	m.audited(t, "A", 0)
}

func (m *market) freeLines(t testing.TB) {
	t.Helper()
	standing := stage.Do(t, m.northDesk, supplychain.GetLine, supplychain.LineKey{Financier: "northbank", Debtor: "motors", Currency: eur("1.00").Currency})
	for _, bucket := range standing.Buckets {
		require.True(t, bucket.Reserved.IsZero() && bucket.Drawn.IsZero())
	}
}

func TestCreditLossWithoutRecourseStaysWithTheFinancier(t *testing.T) {
	m := short(t, recourse(false))
	stage.Refused(t, m.northDesk, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Credit}, supplychain.RecourseRefused)
	stage.Refused(t, m.northDesk, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Dilution}, supplychain.RecourseRefused)
	stage.Refused(t, m.northDesk, supplychain.WriteOff, "deal", supplychain.TooEarly)
	stage.Refused(t, m.one, supplychain.DeclareDefault, "A", supplychain.TooEarly)
	m.roll(t, "2026-04-06")
	require.False(t, stage.Do(t, m.one, supplychain.DeclareDefault, "A").Defaulted.IsZero())
	stage.Refused(t, m.one, supplychain.DeclareDefault, "A", supplychain.StatusRefused)
	written := stage.Do(t, m.northDesk, supplychain.WriteOff, "deal")
	require.Equal(t, int64(1_307_808), written.Loss.Minor())
	m.has(t, "tier-one", "80000.00")
	m.freeLines(t)

	stage.Do(t, m.one, supplychain.Collect, collect("A", "30000.00")) // a recovery: late interest, principal, and the rest to the seller
	m.distribute(t, "A")
	m.has(t, "northbank", "5003146.87")
	m.has(t, "tier-one", "96853.13")
}

// What it cost to enforce the claims is paid before them, once an arbiter awarded it.
func TestCostsOfEnforcementComeFirst(t *testing.T) {
	m := short(t, recourse(false))
	award := supplychain.CostsRequest{Deal: "deal", Amount: eur("1000.00"), Order: strings.Repeat("0d", 32)}
	stage.Refused(t, m.northDesk, supplychain.AwardCosts, award, codeOf("NOT_AUTHORISED"))
	stage.Do(t, m.arbiter, supplychain.AwardCosts, award)
	stage.Do(t, m.one, supplychain.Collect, collect("A", "30000.00")) // for costs, the principal that is left, and the seller
	m.distribute(t, "A")
	m.has(t, "northbank", "5004078.08")
	m.has(t, "tier-one", "95921.92")
	m.audited(t, "A", 0)
	stage.Refused(t, m.arbiter, supplychain.AwardCosts, award, supplychain.StatusRefused)
}

func TestGuarantorPaysOnTheNinetiethDayAndRanksBehind(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	insurer := m.southDesk
	means := m.mandate(t, insurer, "southbank", supplychain.Guarantees)
	give := supplychain.GuaranteeRequest{Undertaking: "A", Limit: eur("150000.00"), Account: means.Account, Mandate: means.Mandate}
	stage.Do(t, insurer, supplychain.GiveGuarantee, give)
	worthless := supplychain.GuaranteeRequest{Undertaking: "A", Limit: eur("0.01"), Account: "northbank", Mandate: "none"}
	stage.Do(t, m.northDesk, supplychain.GiveGuarantee, worthless) // keeps nobody out
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 1), units(1, 20_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06")))
	m.roll(t, "2026-06-03")
	stage.Refused(t, m.northDesk, supplychain.CallGuarantee, supplychain.GuaranteeCall{Deal: "deal", Guarantor: "southbank"}, supplychain.TooEarly)
	m.roll(t, "2026-06-04")
	stage.Refused(t, insurer, supplychain.CallGuarantee, supplychain.GuaranteeCall{Deal: "deal", Guarantor: "southbank"}, supplychain.NotYours)
	stage.Do(t, m.northDesk, supplychain.CallGuarantee, supplychain.GuaranteeCall{Deal: "deal", Guarantor: "southbank"})
	m.has(t, "southbank", "4850000.00")
	stage.Refused(t, m.northDesk, supplychain.CallGuarantee, supplychain.GuaranteeCall{Deal: "deal", Guarantor: "southbank"}, supplychain.GuaranteeExhausted)
	stage.Refused(t, m.northDesk, supplychain.CallGuarantee, supplychain.GuaranteeCall{Deal: "deal", Guarantor: "northbank"}, supplychain.StatusRefused)

	stage.Do(t, m.one, supplychain.Collect, collect("A", "300000.00")) // 60,000.00 for the deal: 50,000.00 to the bank, the rest to the guarantor
	m.distribute(t, "A")
	m.has(t, "southbank", "4860000.00")
	m.has(t, "northbank", "5002000.00")
	stage.Do(t, m.one, supplychain.Collect, collect("A", "700000.00"))
	m.distribute(t, "A")
	m.has(t, "southbank", "5000000.00")
	m.has(t, "northbank", "5002000.00")
	m.audited(t, "A", 0)
}

func dispute(id supplychain.DisputeID, from int64, part supplychain.Units) supplychain.DisputeRequest {
	return supplychain.DisputeRequest{SliceKey: key("A", from), Dispute: id, Part: part, Reason: "QUALITY"}
}

// A tenth of what the bank bought without recourse is disputed and falls away: it comes back to the seller all the same.
func TestDilutionGoesBackToTheSeller(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 1), units(1, 40_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06")))
	m.roll(t, maturity)
	stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("d", 1, units(36_000_001, 40_000_000)))
	require.Equal(t, supplychain.Disputed, m.slice(t, "A", 36_000_001).Status)
	paid := stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	require.Equal(t, "960000.00 EUR", paid.Amount.String(), "what is disputed is withheld")
	stage.Refused(t, m.one, supplychain.Distribute, supplychain.DistributeRequest{Undertaking: "A", Slices: []int64{36_000_001}}, supplychain.Encumbered)
	stage.Do(t, m.one, supplychain.Distribute, supplychain.DistributeRequest{Undertaking: "A", Slices: []int64{1, 40_000_001}})

	stage.Refused(t, m.arbiter, supplychain.DecideDispute, supplychain.DecideRequest{Dispute: "d", Outcome: supplychain.ForBuyer}, supplychain.StatusRefused)
	stage.Do(t, m.maker, supplychain.ProveDispute, supplychain.EvidenceRequest{Dispute: "d", Hash: strings.Repeat("ab", 32)})
	stage.Do(t, m.arbiter, supplychain.DecideDispute, supplychain.DecideRequest{Dispute: "d", Outcome: supplychain.ForBuyer})
	require.Equal(t, supplychain.Extinguished, m.slice(t, "A", 36_000_001).Status)
	m.has(t, "collection", "0.00")

	call := supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Credit}
	stage.Refused(t, m.northDesk, supplychain.CallRecourse, call, supplychain.RecourseRefused)
	call.Basis = supplychain.Dilution
	stage.Do(t, m.northDesk, supplychain.CallRecourse, call)
	pay := supplychain.RepurchaseRequest{Deal: "deal", Means: m.mandate(t, m.one, "tier-one", supplychain.Repurchases)}
	require.Equal(t, supplychain.Repaid, stage.Do(t, m.one, supplychain.Repurchase, pay).Status)
	m.has(t, "northbank", "5004000.00")
	m.audited(t, "A", 0)
	m.freeLines(t)
}

// The seller answers for what was diluted even where the obligor pays only a part of the rest, and after the financier wrote
// that off: the credit loss stays with the one, the dilution with the other.
func TestDilutionBesideACreditLoss(t *testing.T) {
	for name, written := range map[string]bool{"open": false, "written off": true} {
		t.Run(name, func(t *testing.T) {
			m := opened(t)
			m.undertake(t, "A", "1000.00")
			stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 1), units(1, 40_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06")))
			m.roll(t, maturity)
			stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("d", 1, units(1, 4_000_000)))
			stage.Do(t, m.one, supplychain.ConcedeDispute, "d")
			stage.Do(t, m.one, supplychain.Collect, collect("A", "950000.00"))
			m.distribute(t, "A")
			m.audited(t, "A", 0)
			if written {
				m.roll(t, "2026-04-10")
				stage.Do(t, m.northDesk, supplychain.WriteOff, "deal")
				stage.Refused(t, m.northDesk, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Credit}, supplychain.StatusRefused)
			}
			stage.Do(t, m.northDesk, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Dilution})
			after := stage.Do(t, m.one, supplychain.Repurchase, supplychain.RepurchaseRequest{Deal: "deal", Means: m.mandate(t, m.one, "tier-one", supplychain.Repurchases)})
			require.Equal(t, written, after.Status == supplychain.WrittenOff)
			require.True(t, after.Diluted.IsZero())
			require.Equal(t, after.ToCome, after.Owed.Principal, "what is left is the loss on units that stand")
			require.InDelta(t, 1_800_000, after.Owed.Principal.Minor(), 5)
			m.audited(t, "A", 0)
		})
	}
}

// What is paid has a name of which a settlement's can be made.
func TestNamesOfWhatIsPaidFitIntoSettlements(t *testing.T) {
	m := opened(t)
	long := strings.Repeat("u", 48)
	m.undertake(t, long, "1000.00")
	stage.Refused(t, m.maker, supplychain.ProposeUndertaking, supplychain.UndertakingRequest{ID: supplychain.UndertakingID(long + "u"), Invoice: "A", Maturity: day(maturity)}, codeOf("INVALID_ARGUMENT"))
	deal := strings.Repeat("d", 48)
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, deal, key(long, 1), units(1, 40_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06")))
	m.roll(t, maturity)
	id := supplychain.DisputeID(strings.Repeat("p", 48))
	stage.Do(t, m.maker, supplychain.RaiseDispute, supplychain.DisputeRequest{SliceKey: key(long, 1), Dispute: id, Part: units(1, 100), Reason: "PRICE"})
	stage.Do(t, m.one, supplychain.Collect, collect(long, "1000000.00"))
	stage.Do(t, m.maker, supplychain.ConcedeDispute, id)
	stage.Do(t, m.one, supplychain.PayArrears, supplychain.ArrearsRequest{Dispute: id, Means: byMandate})
	m.distribute(t, long)
	m.audited(t, long, 0)
}

// What was withheld without right is paid and goes to the holder.
func TestDisputeThatTheSupplierWins(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *market){
		"conceded": func(t *testing.T, m *market) { stage.Do(t, m.maker, supplychain.ConcedeDispute, "d") },
		"lapsed": func(t *testing.T, m *market) {
			stage.Refused(t, m.two, supplychain.LapseDispute, "d", supplychain.TooEarly)
			m.roll(t, "2026-05-06")
			stage.Refused(t, m.maker, supplychain.ProveDispute, supplychain.EvidenceRequest{Dispute: "d", Hash: strings.Repeat("ab", 32)}, supplychain.TooLate)
			stage.Do(t, m.two, supplychain.LapseDispute, "d")
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := opened(t)
			m.undertake(t, "A", "1000.00")
			m.pass(t, "A", 1, units(1, 50_000_000), m.one, m.two, "tier-two")
			m.roll(t, maturity)
			stage.Refused(t, m.one, supplychain.RaiseDispute, dispute("d", 1, units(1, 100)), codeOf("NOT_AUTHORISED"))
			stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("d", 1, units(1, 10_000_000)))
			stage.Refused(t, m.maker, supplychain.RaiseDispute, dispute("e", 1, units(1, 100)), supplychain.Encumbered)
			stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
			stage.Do(t, m.one, supplychain.Distribute, supplychain.DistributeRequest{Undertaking: "A", Slices: []int64{10_000_001, 50_000_001}})
			end(t, m)
			require.Equal(t, supplychain.Disputed, m.slice(t, "A", 1).Status, "until the anchor paid")
			stage.Do(t, m.two, supplychain.PayArrears, supplychain.ArrearsRequest{Dispute: "d", Means: byMandate})
			m.distribute(t, "A")
			m.has(t, "tier-two", "500000.00")
			m.has(t, "motors", "9000000.00")
			m.has(t, "collection", "0.00")
		})
	}
}

func TestDisputeSuspendsTheGuarantee(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	means := m.mandate(t, m.southDesk, "southbank", supplychain.Guarantees)
	stage.Do(t, m.southDesk, supplychain.GiveGuarantee, supplychain.GuaranteeRequest{Undertaking: "A", Limit: eur("500000.00"), Account: means.Account, Mandate: means.Mandate})
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 1), units(1, 20_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06")))
	m.roll(t, "2026-06-04") // the ninetieth day
	stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("d", 1, units(1, 1_000_000)))
	stage.Refused(t, m.northDesk, supplychain.CallGuarantee, supplychain.GuaranteeCall{Deal: "deal", Guarantor: "southbank"}, supplychain.GuaranteeSuspended)
	stage.Do(t, m.one, supplychain.ConcedeDispute, "d") // a credit note
	m.roll(t, "2026-06-05")
	stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("e", 1_000_001, units(1_000_001, 2_000_000))) // too late to suspend
	stage.Do(t, m.northDesk, supplychain.CallGuarantee, supplychain.GuaranteeCall{Deal: "deal", Guarantor: "southbank"})
	m.has(t, "southbank", "4810000.00") // credit, not dilution
	m.roll(t, "2026-09-03")
	stage.Refused(t, m.maker, supplychain.RaiseDispute, dispute("f", 2_000_001, units(2_000_001, 3_000_000)), supplychain.DisputeRefused)
}

func TestPaperFreeOfDefencesIsDisputedInTheFirstHandAlone(t *testing.T) {
	m := opened(t)
	frame := programmeTerms("free")
	frame.DefencesKept = false
	stage.Do(t, m.maker, supplychain.Open, frame)
	m.billUnder(t, frame.ID, "A", "INV-A", "1000.00")
	m.register(t, "A")
	m.issue(t, "A")
	m.pass(t, "A", 1, units(1, 50_000_000), m.one, m.two, "tier-two")
	stage.Refused(t, m.maker, supplychain.RaiseDispute, dispute("d", 1, units(1, 100)), supplychain.DisputeRefused)
	stage.Do(t, m.maker, supplychain.RaiseDispute, dispute("d", 50_000_001, units(50_000_001, 60_000_000)))
}

func TestCreditNoteOnPaperInTheFirstHand(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.pass(t, "A", 1, units(1, 50_000_000), m.one, m.two, "tier-two")
	stage.Refused(t, m.one, supplychain.IssueCreditNote, supplychain.CreditRequest{SliceKey: key("A", 1), Part: units(1, 100)}, supplychain.NotYours)
	stage.Do(t, m.one, supplychain.IssueCreditNote, supplychain.CreditRequest{SliceKey: key("A", 50_000_001), Part: units(90_000_001, 100_000_000)})
	m.roll(t, maturity)
	paid := stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	require.Equal(t, "900000.00 EUR", paid.Amount.String())
	m.distribute(t, "A")
	m.has(t, "tier-one", "400000.00")
	m.has(t, "tier-two", "500000.00")
}
