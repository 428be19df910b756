// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
)

// part settles a part of a trade by the buyer's mandate.
func (m *market) part(t testing.TB, d trade, quantity securities.Quantity, mandate cash.MandateID) securities.DeliveryRequest {
	t.Helper()
	return securities.DeliveryRequest{
		ObligationRequest: d.ends(), Instrument: "IND-29", Quantity: quantity,
		Lots: m.inputs(t, "IND-29", d.seller, quantity), PaidBy: securities.PaidBy{Mandate: mandate},
	}
}

// Three parts of a trade of 700 at 1,000.00 EUR pay 142.86, 428.57 and 428.57: the amount exactly.
func TestSettlementInParts(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 700, "1000.00")
	d.partial = securities.AnyPartial
	m.agree(t, d)
	mandate := m.mandate(t, "harbour", securities.DeliveryPurpose)
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.part(t, d, 100, mandate))
	m.has(t, "orchard", "1000142.86")
	m.stands(t, "orchard", "T1", securities.PACK, securities.MACH, securities.PAIN, securities.LACK, securities.CMON)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.part(t, d, 601, mandate), securities.PartialRefused)
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.part(t, d, 300, mandate))
	m.has(t, "orchard", "1000571.43")
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.part(t, d, 300, mandate))
	m.has(t, "orchard", "1001000.00")
	m.has(t, "harbour", "999000.00")
	m.holds(t, "IND-29", "harbour", 1700)
	final := stage.Do(t, m.judge, securities.GetObligation, d.match())
	require.True(t, final.Settled())
	require.Len(t, final.Parts, 3)
	m.stands(t, "harbour", "T1", securities.PACK, securities.MACH, securities.SETT)
}

func TestPartsNeedBothSidesConsent(t *testing.T) {
	m := bonds(t)
	mandate := m.mandate(t, "harbour", securities.DeliveryPurpose)
	whole := m.agree(t, sale("T1", 700, "1000.00"))
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.part(t, whole, 699, mandate), securities.PartialRefused)

	least := sale("T2", 700, "1000.00")
	least.partial, least.partialMin = securities.MinPartial, 300
	stage.Do(t, m.northDesk, securities.Instruct, least.word(securities.Delivers))
	any := least.word(securities.Receives)
	any.Partial, any.PartialMin = securities.AnyPartial, 0
	stage.Do(t, m.southDesk, securities.Instruct, any)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.part(t, least, 299, mandate), securities.PartialRefused)
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.part(t, least, 500, mandate))
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.part(t, least, 200, mandate)) // all that is left may be less

	// Units that would move against no money do not.
	cheap := sale("T3", 300, "0.01")
	cheap.partial = securities.AnyPartial
	m.agree(t, cheap)
	stage.Refused(t, m.northDesk, securities.SettleInstruction, m.part(t, cheap, 100, mandate), securities.PartialRefused)
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.part(t, cheap, 150, mandate))
	m.has(t, "harbour", "998999.99")
	stage.Do(t, m.northDesk, securities.SettleInstruction, m.part(t, cheap, 150, "")) // all is paid
	m.has(t, "harbour", "998999.99")
	m.holds(t, "IND-29", "harbour", 2000)
}

// What was set aside for all is free again when a part is settled, change included, and the rest may be cancelled.
func TestAPartUsesUpWhatWasSetAside(t *testing.T) {
	m := bonds(t)
	d := sale("T1", 700, "1000.00")
	d.partial = securities.AnyPartial
	m.agree(t, d)
	m.lockLots(t, d)
	m.lockMoney(t, d, "h1")
	part := securities.DeliveryRequest{
		ObligationRequest: d.ends(), Instrument: "IND-29", Quantity: 400, PaidBy: securities.PaidBy{Hold: m.hold(t, d, "h2", "571.43")},
	}
	stage.Do(t, m.northDesk, securities.SettleInstruction, part)
	m.has(t, "orchard", "1000571.43")
	m.holds(t, "IND-29", "orchard", 600)
	for _, lot := range m.lots(t, "IND-29", "orchard") {
		require.Equal(t, securities.Free, lot.Status)
	}
	stage.Do(t, m.southDesk, securities.FreeHold, securities.FreeHoldRequest{ObligationRequest: d.ends(), Hold: "h1"})
	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	stage.Do(t, m.southDesk, securities.CancelInstruction, cancels(d, securities.Receives))
	m.stands(t, "harbour", "T1", securities.CAND, securities.MACH, securities.PAIN)
	require.Equal(t, "0", stage.Do(t, m.judge, cash.GetAccount, cash.AccountID("harbour")).Held.String())
}

// A hold is not given back as long as it secures a payment, nor by a stranger.
func TestWhoGivesAHoldBack(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	m.hold(t, d, "h1", d.price)
	free := securities.FreeHoldRequest{ObligationRequest: d.ends(), Hold: "h1"}
	stage.Refused(t, m.keeper, securities.FreeHold, free, securities.NotYours)
	stage.Do(t, m.southDesk, securities.AllocateInstruction, securities.SetAsideRequest{InstructionKey: d.ends().ReceiveKey(), Hold: "h1", Until: day("2026-01-09")})
	stage.Refused(t, m.southDesk, securities.FreeHold, free, securities.StatusRefused)
	stage.Refused(t, m.northDesk, securities.FreeHold, free, securities.StatusRefused)
	stage.Do(t, m.southDesk, securities.ReclaimInstruction, d.ends().ReceiveKey())
	stage.Do(t, m.northDesk, securities.FreeHold, free)
	m.hold(t, d, "h2", d.price)
	stage.Do(t, m.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	stage.Do(t, m.southDesk, securities.CancelInstruction, cancels(d, securities.Receives))
	stage.Do(t, m.keeper, securities.FreeHold, securities.FreeHoldRequest{ObligationRequest: d.ends(), Hold: "h2"})
	m.has(t, "harbour", "1000000.00")
}
