// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// clearing opens the account of securities through which batches pay.
func (m *market) clearing(t testing.TB) {
	t.Helper()
	stage.Do(t, m.Actor(north, "clerk", "", role.AccountServicer), cash.OpenAccount, cash.OpenRequest{ID: "clearing", Currency: money.MustCurrency("EUR"), Module: securities.Module})
}

// between is a sale between two accounts.
func between(reference string, seller, buyer securities.AccountID, quantity securities.Quantity, price string) trade {
	d := sale(reference, quantity, price)
	d.seller, d.buyer = seller, buyer
	return d
}

// batch opens a batch that both sides of trades join, and computes it.
func (m *market) batch(t testing.TB, id string, mode netting.Mode, trades ...trade) securities.Batch {
	t.Helper()
	open := securities.OpenBatchRequest{ID: securities.BatchID(id), Mode: mode, Until: day("2026-01-09")}
	if mode != netting.Linked {
		open.Clearing = "clearing"
	}
	stage.Do(t, m.keeper, securities.OpenBatch, open)
	compute := securities.ComputeRequest{Batch: open.ID}
	for _, d := range trades {
		m.agree(t, d)
		m.join(t, d, open.ID)
		compute.Members = append(compute.Members, d.ends())
	}
	return *stage.Do(t, m.keeper, securities.ComputeBatch, compute)
}

func (m *market) join(t testing.TB, d trade, batch securities.BatchID) {
	t.Helper()
	stage.Do(t, m.desk(d.seller), securities.JoinBatch, securities.JoinRequest{InstructionKey: d.ends().Deliver, Batch: batch})
	stage.Do(t, m.desk(d.buyer), securities.JoinBatch, securities.JoinRequest{InstructionKey: d.ends().ReceiveKey(), Batch: batch})
}

// units sets lots aside for a batch.
func (m *market) units(t testing.TB, batch string, account securities.AccountID, quantity securities.Quantity) {
	t.Helper()
	stage.Do(t, m.desk(account), securities.FundBatch, securities.FundRequest{
		Batch: securities.BatchID(batch), Account: account, Instrument: "IND-29", Lots: m.inputs(t, "IND-29", account, quantity),
	})
}

// mandated names an account's mandate for a linked batch.
func (m *market) mandated(t testing.TB, batch string, account securities.AccountID) {
	t.Helper()
	stage.Do(t, m.desk(account), securities.FundBatch, securities.FundRequest{
		Batch: securities.BatchID(batch), Account: account, Currency: "EUR", Mandate: m.mandate(t, account, securities.DeliveryPurpose),
	})
}

// pays sets an account's money aside for a batch.
func (m *market) pays(t testing.TB, batch string, account securities.AccountID, amount string) {
	t.Helper()
	id := cash.HoldID(batch + "-" + string(account))
	stage.Do(t, m.person(account), cash.CreateHold, cash.HoldRequest{
		ID: id, Payer: cash.AccountID(account), Payee: "clearing", Amount: eur(amount), Purpose: securities.BatchID(batch).Purpose(),
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: day("2026-01-31"),
	})
	stage.Do(t, m.desk(account), securities.FundBatch, securities.FundRequest{Batch: securities.BatchID(batch), Account: account, Currency: "EUR", Hold: id})
}

func (m *market) settleBatch(t testing.TB, id string) securities.Batch {
	t.Helper()
	stage.Do(t, m.keeper, securities.VerifyBatch, securities.BatchID(id))
	return *stage.Do(t, m.keeper, securities.SettleBatch, securities.BatchID(id))
}

func needs(b securities.Batch) map[string]securities.Quantity {
	found := map[string]securities.Quantity{}
	for _, need := range b.Needs {
		found[string(need.Kind)+" "+need.Account] = need.Amount
	}
	return found
}

// emptied is a market in which orchard, harbour and summit have no units, and no money beyond ten million cents.
func emptied(t testing.TB) *market {
	t.Helper()
	m := bonds(t)
	m.admit(t, "southbank")
	for _, account := range []securities.AccountID{"orchard", "harbour", "summit"} {
		m.pass(t, "IND-29", m.person(account), account, "southbank", 1000)
	}
	m.clearing(t)
	return m
}

func ring() []trade {
	return []trade{
		between("R1", "orchard", "harbour", 100, "100000.00"), between("R2", "harbour", "summit", 100, "100500.00"), between("R3", "summit", "orchard", 100, "100200.00"),
	}
}

// Three parties deliver 100 to each other in a ring, and nobody has any.
func TestRingWithoutStock(t *testing.T) {
	m := emptied(t)
	gross := m.batch(t, "G", netting.Gross, ring()...)
	require.Equal(t, map[string]securities.Quantity{
		"UNITS orchard": 100, "UNITS harbour": 100, "UNITS summit": 100,
		"MONEY harbour": 10_000_000, "MONEY summit": 10_050_000, "MONEY orchard": 10_020_000,
	}, needs(gross))
	stage.Refused(t, m.keeper, securities.VerifyBatch, "G", securities.BatchIncomplete)
	stage.Do(t, m.keeper, securities.RejectBatch, "G")
	for _, d := range ring() {
		for _, side := range []securities.Direction{securities.Delivers, securities.Receives} {
			stage.Do(t, m.desk(d.word(side).Account), securities.JoinBatch, securities.JoinRequest{InstructionKey: d.word(side).InstructionKey, Batch: "G", Leave: true})
		}
	}

	// Linked, the same trades settle as they stand: nobody needs a unit, and the money that each gets pays for what it owes.
	stage.Do(t, m.keeper, securities.OpenBatch, securities.OpenBatchRequest{ID: "L", Mode: netting.Linked, Until: day("2026-01-09")})
	compute := securities.ComputeRequest{Batch: "L"}
	for _, d := range ring() {
		m.join(t, d, "L")
		compute.Members = append(compute.Members, d.ends())
	}
	linked := stage.Do(t, m.keeper, securities.ComputeBatch, compute)
	require.Equal(t, map[string]securities.Quantity{"MONEY harbour": 0, "MONEY summit": 0, "MONEY orchard": 0}, needs(*linked))
	for _, account := range []securities.AccountID{"orchard", "harbour", "summit"} {
		m.mandated(t, "L", account)
	}
	m.settleBatch(t, "L")
	m.has(t, "orchard", "999800.00")
	m.has(t, "harbour", "1000500.00")
	m.has(t, "summit", "999700.00")
	for _, d := range ring() {
		m.stands(t, d.seller, string(d.reference), securities.PACK, securities.MACH, securities.SETT)
		require.Equal(t, securities.BatchID("L"), stage.Do(t, m.judge, securities.GetObligation, d.match()).Parts[0].Batch)
	}
	m.holds(t, "IND-29", "orchard", 0)
}

// The ring netted: no unit moves, and of the money only what is left over.
func TestRingNetted(t *testing.T) {
	m := emptied(t)
	batch := m.batch(t, "N", netting.Netted, ring()...)
	require.Equal(t, map[string]securities.Quantity{"MONEY orchard": 20_000, "MONEY summit": 30_000}, needs(batch))
	m.pays(t, "N", "orchard", "200.00")
	m.pays(t, "N", "summit", "300.00")
	m.settleBatch(t, "N")
	m.has(t, "orchard", "999800.00")
	m.has(t, "harbour", "1000500.00")
	m.has(t, "summit", "999700.00")
	m.has(t, "clearing", "0.00")
	stage.Refused(t, m.keeper, securities.SettleBatch, "N", securities.StatusRefused)
}

// Harbour buys 1,000 and sells 900 of the same bond: it needs money for 100 alone (Clearstream's example).
func TestNettedChainNeedsTheDifference(t *testing.T) {
	m := bonds(t)
	m.clearing(t)
	m.admit(t, "southbank")
	m.pass(t, "IND-29", m.harbour, "harbour", "southbank", 1000)
	batch := m.batch(t, "N", netting.Netted, between("B", "orchard", "harbour", 1000, "1000.00"), between("S", "harbour", "summit", 900, "900.00"))
	require.Equal(t, map[string]securities.Quantity{"UNITS orchard": 1000, "MONEY harbour": 10_000, "MONEY summit": 90_000}, needs(batch))
	m.units(t, "N", "orchard", 1000)
	m.pays(t, "N", "harbour", "100.00")
	stage.Refused(t, m.keeper, securities.VerifyBatch, "N", securities.BatchIncomplete)
	m.pays(t, "N", "summit", "900.00")
	m.settleBatch(t, "N")
	m.holds(t, "IND-29", "orchard", 0)
	m.holds(t, "IND-29", "harbour", 100)
	m.holds(t, "IND-29", "summit", 1900)
	m.has(t, "orchard", "1001000.00")
	m.has(t, "clearing", "0.00")
	stage.Refused(t, m.keeper, securities.GetFunding, securities.FundingKey{Batch: "N", Kind: securities.FundingUnits, Account: "harbour", Asset: "IND-29"}, protocol.NotFound)
}

// Gross, everybody has to have all of it before.
func TestGrossBatch(t *testing.T) {
	m := bonds(t)
	m.clearing(t)
	m.batch(t, "G", netting.Gross, between("B", "orchard", "harbour", 800, "800.00"), between("S", "harbour", "summit", 900, "900.00"))
	m.units(t, "G", "orchard", 800)
	m.units(t, "G", "harbour", 900)
	m.pays(t, "G", "harbour", "800.00")
	m.pays(t, "G", "summit", "900.00")
	m.settleBatch(t, "G")
	m.holds(t, "IND-29", "orchard", 200)
	m.holds(t, "IND-29", "harbour", 900)
	m.holds(t, "IND-29", "summit", 1900)
	m.has(t, "harbour", "1000100.00")
	m.has(t, "clearing", "0.00")
}

// In a batch, an obligation settles with the batch or not at all; what is verified is irrevocable until its last day, and
// then everybody has back what it set aside.
func TestABatchIsIrrevocableOnceItIsVerified(t *testing.T) {
	m := bonds(t)
	m.clearing(t)
	d := between("B", "orchard", "harbour", 400, "800.00")
	m.batch(t, "N", netting.Netted, d)
	m.stands(t, "orchard", "B", securities.PACK, securities.MACH, securities.PEND, securities.LINK)
	leave := securities.JoinRequest{InstructionKey: d.ends().Deliver, Batch: "N", Leave: true}
	stage.Refused(t, m.northDesk, securities.JoinBatch, leave, securities.StatusRefused)
	stage.Refused(t, m.northDesk, securities.HoldInstruction, leave.InstructionKey, securities.StatusRefused)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{Hold: "any"}), securities.StatusRefused)
	m.units(t, "N", "orchard", 400)
	m.pays(t, "N", "harbour", "800.00")
	stage.Do(t, m.keeper, securities.VerifyBatch, "N")
	stage.Refused(t, m.keeper, securities.RejectBatch, "N", securities.Irrevocable)
	stage.Refused(t, m.northDesk, securities.RejectBatch, "N", securities.NotYours)
	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	stage.Refused(t, m.southDesk, securities.CancelInstruction, cancels(d, securities.Receives), securities.StatusRefused)

	m.roll(t, "2026-01-10")
	stage.Refused(t, m.keeper, securities.SettleBatch, "N", securities.TooLate)
	units := securities.FundingKey{Batch: "N", Kind: securities.FundingUnits, Account: "orchard", Asset: "IND-29"}
	stage.Refused(t, m.northDesk, securities.ReturnFunding, units, securities.StatusRefused)
	stage.Do(t, m.southDesk, securities.RejectBatch, "N")
	stage.Do(t, m.northDesk, securities.ReturnFunding, units)
	stage.Refused(t, m.northDesk, securities.ReturnFunding, units, securities.StatusRefused)
	stage.Do(t, m.southDesk, securities.ReturnFunding, securities.FundingKey{Batch: "N", Kind: securities.FundingMoney, Account: "harbour", Asset: "EUR"})
	stage.Do(t, m.northDesk, securities.JoinBatch, leave)
	leave.InstructionKey = d.ends().ReceiveKey()
	stage.Do(t, m.southDesk, securities.JoinBatch, leave)
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{Hold: m.hold(t, d, "h1", "800.00")}))
	m.holds(t, "IND-29", "harbour", 1400)
}

func TestWhatDoesNotFundABatch(t *testing.T) {
	m := bonds(t)
	m.clearing(t)
	d := between("B", "orchard", "harbour", 400, "800.00")
	m.batch(t, "N", netting.Netted, d)
	fund := securities.FundRequest{Batch: "N", Account: "harbour", Currency: "EUR"}
	wrong := fund
	wrong.Hold = m.hold(t, d, "dvp", "800.00") // for the trade, not for the batch
	stage.Refused(t, m.southDesk, securities.FundBatch, wrong, securities.HoldRefused)
	mandate := fund
	mandate.Mandate = m.mandate(t, "harbour", securities.DeliveryPurpose)
	stage.Refused(t, m.southDesk, securities.FundBatch, mandate, securities.HoldRefused)
	lots := securities.FundRequest{Batch: "N", Account: "harbour", Instrument: "IND-29", Lots: m.inputs(t, "IND-29", "harbour", 400)}
	stage.Refused(t, m.southDesk, securities.FundBatch, lots, securities.NotNeeded)
	other := securities.FundRequest{Batch: "N", Account: "orchard", Instrument: "IND-29", Lots: m.inputs(t, "IND-29", "summit", 400)}
	stage.Refused(t, m.northDesk, securities.FundBatch, other, securities.LotForeign)
	stage.Refused(t, m.southDesk, securities.FundBatch, other, securities.NotYours)
}

// A member that may not receive keeps the whole batch from settling, also where its position is even.
func TestOneWhoMayNotReceiveStopsTheBatch(t *testing.T) {
	m := emptied(t)
	m.batch(t, "L", netting.Linked, ring()...)
	for _, account := range []securities.AccountID{"orchard", "harbour", "summit"} {
		m.mandated(t, "L", account)
	}
	stage.Do(t, m.keeper, securities.VerifyBatch, "L")
	stage.Do(t, m.keeper, securities.AdmitInvestor, securities.AdmitRequest{
		AdmissionKey: securities.AdmissionKey{Instrument: "IND-29", Party: "harbour"}, Class: "public", Jurisdiction: "DE", Until: day("2026-01-05"),
	})
	m.roll(t, "2026-01-06")
	before := m.World.Range("cash", "", "")
	stage.Refused(t, m.keeper, securities.SettleBatch, "L", securities.NotAdmitted)
	require.Equal(t, before, m.World.Range("cash", "", ""))
}

// Of a ring and a sale of units that nobody has, the ring is what can settle linked, and nothing can gross.
func TestWhatCanSettleTogether(t *testing.T) {
	m := emptied(t)
	ask := securities.SuggestBatchRequest{Mode: netting.Linked}
	for _, d := range append(ring(), between("R4", "summit", "harbour", 70, "")) {
		ask.Members = append(ask.Members, m.agree(t, d).ends())
	}
	found := stage.Do(t, m.keeper, securities.SuggestBatch, ask)
	require.Equal(t, ask.Members[:3], found.Members)
	require.Len(t, found.Needs, 3, "the mandates of the three")
	ask.Mode = netting.Gross
	require.Empty(t, stage.Do(t, m.keeper, securities.SuggestBatch, ask).Members)

	m.pass(t, "IND-29", m.southDesk, "southbank", "summit", 70)
	require.Equal(t, ask.Members[3:], stage.Do(t, m.keeper, securities.SuggestBatch, ask).Members)
	ask.Mode = netting.Netted
	found = stage.Do(t, m.keeper, securities.SuggestBatch, ask)
	require.Equal(t, ask.Members, found.Members)
	require.Len(t, found.Needs, 3, "70 units, and the money of two")
	m.lockLots(t, between("R4", "summit", "harbour", 70, ""))
	require.Equal(t, ask.Members[:3], stage.Do(t, m.keeper, securities.SuggestBatch, ask).Members, "what is set aside settles alone")
}
