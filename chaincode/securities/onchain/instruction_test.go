// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// stands checks the codes of an account's instruction.
func (m *market) stands(t testing.TB, account securities.AccountID, reference string, processing, matching, settlement securities.StatusCode, reasons ...securities.StatusReason) {
	t.Helper()
	s := stage.Do(t, m.judge, securities.GetInstruction, securities.InstructionKey{Account: account, Reference: securities.CommonReference(reference)})
	require.Equal(t, []securities.StatusCode{processing, matching, settlement}, []securities.StatusCode{s.Processing, s.Matching, s.Settlement}, "%s of %s", reference, account)
	if len(reasons) == 0 {
		require.Empty(t, s.Reasons)
		return
	}
	require.Equal(t, reasons, s.Reasons)
}

func TestTwoWordsThatDifferAreCorrectedAndMatch(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 400, "410000.00")
	stage.Do(t, m.northDesk, securities.Instruct, d.word(securities.Delivers))
	m.stands(t, "orchard", "T1", securities.PACK, securities.NMAT, "", securities.CMIS)
	wrong := d.word(securities.Receives)
	wrong.Quantity, wrong.Amount = 300, eur("400000.00")
	entered := stage.Do(t, m.southDesk, securities.Instruct, wrong)
	require.Equal(t, []securities.StatusReason{securities.DQUA, securities.DMON}, entered.Reasons)
	m.stands(t, "orchard", "T1", securities.PACK, securities.NMAT, "", securities.DQUA, securities.DMON)
	m.stands(t, "harbour", "T1", securities.PACK, securities.NMAT, "", securities.DQUA, securities.DMON)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{}), protocol.NotFound)

	right := d.word(securities.Receives)
	right.Amount, right.Tolerance = eur("409999.00"), eur("2.00").Amount // the other side tolerates nothing
	require.Equal(t, []securities.StatusReason{securities.DMON}, stage.Do(t, m.southDesk, securities.CorrectInstruction, right).Reasons)
	patient := d.word(securities.Delivers)
	patient.Tolerance = eur("1.00").Amount
	require.Equal(t, securities.InstructionMatched, stage.Do(t, m.northDesk, securities.CorrectInstruction, patient).Status)
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PEND, securities.LACK, securities.CMON)
	m.stands(t, "harbour", "T1", securities.PACK, securities.MACH, securities.PEND, securities.CLAC, securities.MONY)
	require.Equal(t, eur("410000.00"), stage.Do(t, m.judge, securities.GetObligation, d.match()).Amount, "the deliverer's amount")
	stage.Refused(t, m.northDesk, securities.CorrectInstruction, patient, securities.StatusRefused)
	stage.Refused(t, m.northDesk, securities.Instruct, patient, protocol.AlreadyExists)
}

// An instruction that names somebody else is none of this one's business.
func TestAnInstructionThatNamesAnotherDoesNotSpoilThisOne(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 400, "410000.00")
	stage.Do(t, m.northDesk, securities.Instruct, d.word(securities.Delivers))
	nosy := d.word(securities.Delivers)
	nosy.Account, nosy.Counter, nosy.Quantity = "southbank", "orchard", 1
	stage.Do(t, m.southDesk, securities.Instruct, nosy)
	m.stands(t, "orchard", "T1", securities.PACK, securities.NMAT, "", securities.CMIS)
	require.Equal(t, securities.InstructionMatched, stage.Do(t, m.southDesk, securities.Instruct, d.word(securities.Receives)).Status)
	m.stands(t, "southbank", "T1", securities.PACK, securities.NMAT, "", securities.CMIS)
}

// Two sides that instruct in one block match all the same: the second one reads that the first is not there, and is told to
// sign again.
func TestBothSidesInOneBlock(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 400, "410000.00")
	codes := m.block(t,
		endorsed(t, m, m.northDesk, securities.Instruct, d.word(securities.Delivers)),
		endorsed(t, m, m.southDesk, securities.Instruct, d.word(securities.Receives)))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	require.Equal(t, securities.InstructionMatched, stage.Do(t, m.southDesk, securities.Instruct, d.word(securities.Receives)).Status)
}

func TestOnHoldNothingIsSettled(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 400, "410000.00")
	held := d.word(securities.Delivers)
	held.Hold = true
	stage.Do(t, m.northDesk, securities.Instruct, held)
	stage.Do(t, m.southDesk, securities.Instruct, d.word(securities.Receives))
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PEND, securities.PREA, securities.LACK, securities.CMON)
	m.stands(t, "harbour", "T1", securities.PACK, securities.MACH, securities.PEND, securities.PRCY, securities.CLAC, securities.MONY)
	delivery := m.delivery(t, d, securities.PaidBy{Hold: m.hold(t, d, "hold-1", "410000.00")})
	stage.Refused(t, m.northDesk, securities.SettleInstruction, delivery, securities.StatusRefused)
	stage.Refused(t, m.northDesk, securities.ReleaseInstruction, held.InstructionKey, securities.SamePerson)
	stage.Refused(t, m.southDesk, securities.ReleaseInstruction, held.InstructionKey, securities.NotYours)
	checker := m.Actor(north, "checker", "northbank", role.Custodian)
	stage.Do(t, checker, securities.ReleaseInstruction, held.InstructionKey)
	stage.Refused(t, checker, securities.ReleaseInstruction, held.InstructionKey, securities.StatusRefused)

	stage.Do(t, m.southDesk, securities.HoldInstruction, d.ends().ReceiveKey())
	stage.Refused(t, m.northDesk, securities.SettleInstruction, delivery, securities.StatusRefused)
	stage.Do(t, m.Actor(south, "checker", "southbank", role.Custodian), securities.ReleaseInstruction, d.ends().ReceiveKey())
	stage.Do(t, m.northDesk, securities.SettleInstruction, delivery)
	stage.Refused(t, m.southDesk, securities.HoldInstruction, d.ends().ReceiveKey(), securities.StatusRefused)
}

func TestNothingIsSettledBeforeItsDate(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 400, "")
	d.settle = "2026-01-07"
	m.agree(t, d)
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PEND, securities.FUTU)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{}), securities.TooEarly)
	m.roll(t, "2026-01-08")
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PENF, securities.LACK)
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{}))
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.SETT)
}

func cancels(d trade, side securities.Direction) securities.CancelInstructionRequest {
	return securities.CancelInstructionRequest{InstructionKey: d.word(side).InstructionKey}
}

// Alone before the match, together after it, and never once both sides have set aside what they owe.
func TestCancellation(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 400, "410000.00")
	stage.Do(t, m.northDesk, securities.Instruct, d.word(securities.Delivers))
	stage.Refused(t, m.southDesk, securities.CancelInstruction, cancels(d, securities.Delivers), securities.NotYours)
	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	m.stands(t, "orchard", "T1", securities.CAND, securities.NMAT, "")
	require.Equal(t, []securities.StatusReason{securities.CPCA}, stage.Do(t, m.southDesk, securities.Instruct, d.word(securities.Receives)).Reasons)
	stage.Refused(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers), securities.StatusRefused)

	// Its name may be used again, since it never was in a match.
	require.Equal(t, securities.InstructionMatched, stage.Do(t, m.northDesk, securities.Instruct, d.word(securities.Delivers)).Status)
	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	m.stands(t, "harbour", "T1", securities.CPRC, securities.MACH, securities.PEND, securities.CLAC, securities.MONY)
	stage.Refused(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers), securities.StatusRefused)
	back := cancels(d, securities.Delivers)
	back.Withdraw = true
	stage.Do(t, m.northDesk, securities.CancelInstruction, back)
	stage.Do(t, m.southDesk, securities.CancelInstruction, cancels(d, securities.Receives))
	m.stands(t, "orchard", "T1", securities.CPRC, securities.MACH, securities.PEND, securities.LACK, securities.CMON)
	m.lockLots(t, d)
	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	m.stands(t, "orchard", "T1", securities.CAND, securities.MACH, "")
	m.stands(t, "harbour", "T1", securities.CAND, securities.MACH, "")
	for _, lot := range m.lots(t, "IND-29", "orchard") {
		require.Equal(t, securities.Free, lot.Status, "what was set aside is free")
	}
	stage.Refused(t, m.northDesk, securities.Instruct, d.word(securities.Delivers), protocol.AlreadyExists)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{}), securities.StatusRefused)
}

// lockLots has the seller set lots aside until the ninth.
func (m *market) lockLots(t testing.TB, d trade) securities.SetAsideRequest {
	t.Helper()
	req := securities.SetAsideRequest{InstructionKey: d.ends().Deliver, Lots: m.inputs(t, string(d.instrument), d.seller, d.quantity), Until: day("2026-01-09")}
	stage.Do(t, m.desk(d.seller), securities.AllocateInstruction, req)
	return req
}

// lockMoney has the buyer set a hold aside until the ninth.
func (m *market) lockMoney(t testing.TB, d trade, id string) {
	t.Helper()
	stage.Do(t, m.desk(d.buyer), securities.AllocateInstruction, securities.SetAsideRequest{
		InstructionKey: d.ends().ReceiveKey(), Hold: m.hold(t, d, id, d.price), Until: day("2026-01-09"),
	})
}

func TestLockedIsIrrevocableUntilTheLockIsOver(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	set := m.lockLots(t, d)
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PEND, securities.CMON)
	stage.Do(t, m.northDesk, securities.ReclaimInstruction, d.ends().Deliver) // the other side has set nothing aside
	stage.Do(t, m.northDesk, securities.AllocateInstruction, set)
	m.lockMoney(t, d, "hold-1")
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PEND)
	for _, side := range []securities.Direction{securities.Delivers, securities.Receives} {
		desk, key := m.desk(d.word(side).Account), d.word(side).InstructionKey
		stage.Refused(t, desk, securities.CancelInstruction, cancels(d, side), securities.Irrevocable)
		stage.Refused(t, desk, securities.HoldInstruction, key, securities.Irrevocable)
		stage.Refused(t, desk, securities.ReclaimInstruction, key, securities.Irrevocable)
	}
	free := securities.FreeHoldRequest{ObligationRequest: d.ends(), Hold: "hold-1"}
	stage.Refused(t, m.southDesk, securities.FreeHold, free, securities.Irrevocable)
	stage.Refused(t, m.orchard, securities.Transfer, securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "summit", Lots: set.Lots, Quantity: 400,
	}, securities.LotEncumbered)

	m.roll(t, "2026-01-09")
	stage.Refused(t, m.northDesk, securities.ReclaimInstruction, d.ends().Deliver, securities.Irrevocable)
	m.roll(t, "2026-01-10")
	stage.Do(t, m.northDesk, securities.ReclaimInstruction, d.ends().Deliver)
	stage.Do(t, m.southDesk, securities.ReclaimInstruction, d.ends().ReceiveKey())
	stage.Do(t, m.southDesk, securities.FreeHold, free)
	m.pass(t, "IND-29", m.orchard, "orchard", "summit", 1000)
	m.has(t, "harbour", "1000000.00")
}

// Whoever comes first may settle what both sides have set aside, from either side.
func TestLockedIsSettledByEitherSide(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	m.lockLots(t, d)
	m.lockMoney(t, d, "hold-1")
	req := securities.DeliveryRequest{ObligationRequest: d.ends(), Instrument: "IND-29"}
	part := req
	part.Quantity = 100
	stage.Refused(t, m.southDesk, securities.SettleInstruction, part, securities.NotYours)
	chosen := req
	chosen.Lots = m.inputs(t, "IND-29", "harbour", 1)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, chosen, securities.StatusRefused)
	stage.Do(t, m.southDesk, securities.SettleInstruction, req)
	m.holds(t, "IND-29", "orchard", 600)
	m.has(t, "orchard", "1410000.00")
	for _, lot := range m.lots(t, "IND-29", "orchard") {
		require.Equal(t, securities.Free, lot.Status, "change is free")
	}
}

func TestWhatDoesNotSecureAPayment(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	other := m.agree(t, sale("T2", 400, "410000.00"))
	set := securities.SetAsideRequest{InstructionKey: d.ends().ReceiveKey(), Until: day("2026-01-09")}
	less := m.hold(t, d, "less", "409999.99")
	for name, req := range map[string]func(*securities.SetAsideRequest){
		"of another amount": func(r *securities.SetAsideRequest) { r.Hold = less },
		"for another trade": func(r *securities.SetAsideRequest) { r.Hold = m.hold(t, other, "other", "410000.00") },
		"that ends before":  func(r *securities.SetAsideRequest) { r.Hold, r.Until = "less", day("2026-03-01") },
	} {
		bad := set
		req(&bad)
		if name == "that ends before" {
			stage.Do(t, m.northDesk, securities.FreeHold, securities.FreeHoldRequest{ObligationRequest: d.ends(), Hold: "less"})
		}
		stage.Refused(t, m.southDesk, securities.AllocateInstruction, bad, securities.HoldRefused)
	}
	lots := set
	lots.Lots = m.inputs(t, "IND-29", "harbour", 400)
	stage.Refused(t, m.southDesk, securities.AllocateInstruction, lots, securities.StatusRefused)
	foreign := securities.SetAsideRequest{InstructionKey: d.ends().Deliver, Lots: m.inputs(t, "IND-29", "summit", 400), Until: day("2026-01-09")}
	stage.Refused(t, m.northDesk, securities.AllocateInstruction, foreign, securities.LotForeign)
	few := foreign
	few.Lots = m.inputs(t, "IND-29", "orchard", 400)
	few.InstructionKey = sale("T3", 2000, "").ends().Deliver
	m.agree(t, sale("T3", 2000, ""))
	stage.Refused(t, m.northDesk, securities.AllocateInstruction, few, securities.UnitsLacking)
}

// A frozen account neither gives nor receives, and an investor whose admission ended receives no more.
func TestWhoMayNotReceiveIsNotDelivered(t *testing.T) {
	m := bonds(t)
	stranger := sale("T1", 10, "")
	stranger.buyer = "northbank"
	m.agree(t, stranger)
	stage.Do(t, m.keeper, securities.AdmitInvestor, securities.AdmitRequest{
		AdmissionKey: securities.AdmissionKey{Instrument: "IND-29", Party: parties.PartyID("northbank")}, Class: "public", Jurisdiction: "DE", Until: day("2026-01-06"),
	})
	m.roll(t, "2026-01-07")
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.delivery(t, stranger, securities.PaidBy{}), securities.NotAdmitted)
}

// Who corrects an instruction that is on hold does not thereby release it.
func TestCorrectingIsNotReleasing(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 400, "")
	held := d.word(securities.Delivers)
	held.Hold = true
	stage.Do(t, m.northDesk, securities.Instruct, held)
	held.Hold, held.Quantity = false, 300
	checker := m.Actor(north, "checker", "northbank", role.Custodian)
	require.True(t, stage.Do(t, checker, securities.CorrectInstruction, held).Held())
	stage.Refused(t, checker, securities.ReleaseInstruction, held.InstructionKey, securities.SamePerson)
	stage.Do(t, m.northDesk, securities.ReleaseInstruction, held.InstructionKey)
}
