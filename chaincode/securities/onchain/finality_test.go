// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Nothing is settled that one of the custodians, the depository or the payer's bank did not endorse, although a majority
// of the members did.
func TestEachOneHasToEndorseASettlement(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	req := m.delivery(t, d, securities.PaidBy{Hold: m.hold(t, d, "h1", d.price)})
	require.Equal(t, []string{north, south, csd}, stage.Do(t, m.judge, securities.GetObligation, d.match()).Endorsers(), "Northbank keeps the cash account too")
	for _, missing := range []string{north, south, csd} {
		others := slices.DeleteFunc(slices.Clone(members), func(msp string) bool { return msp == missing })
		proposal, err := stage.Proposal(m.northDesk, securities.SettleInstruction, req)
		require.NoError(t, err)
		proposal.Endorsers = others
		_, err = m.World.Invoke(m.northDesk.ID, proposal)
		require.ErrorContains(t, err, "ENDORSEMENT_POLICY_FAILURE", "without %s", missing)
		m.holds(t, "IND-29", "harbour", 1000)
	}
	proposal, err := stage.Proposal(m.northDesk, securities.SettleInstruction, req)
	require.NoError(t, err)
	proposal.Endorsers = []string{north, south, csd}
	_, err = m.World.Invoke(m.northDesk.ID, proposal)
	require.NoError(t, err, "and these three are enough")
	m.holds(t, "IND-29", "harbour", 1400)
}

// Holding, releasing and cancelling need no more than the chaincode's own policy.
func TestWorkflowNeedsNotAllOfThem(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, ""))
	proposal, err := stage.Proposal(m.southDesk, securities.HoldInstruction, d.ends().ReceiveKey())
	require.NoError(t, err)
	proposal.Endorsers = []string{south, industry, ruler}
	_, err = m.World.Invoke(m.southDesk.ID, proposal)
	require.NoError(t, err)
}

// The finality of a settlement is written once by each part, and by nothing else.
func TestFinalityIsWrittenBySettlementsAlone(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	key := "\x00final\x00" + string(d.match()) + "\x00"
	require.Len(t, m.World.History(securities.Module, key), 1)
	m.lockLots(t, d)
	m.lockMoney(t, d, "h1")
	require.Len(t, m.World.History(securities.Module, key), 1)
	stage.Do(t, m.southDesk, securities.SettleInstruction, securities.DeliveryRequest{ObligationRequest: d.ends(), Instrument: "IND-29"})
	history := m.World.History(securities.Module, key)
	require.Len(t, history, 2)
	final := stage.Do(t, m.judge, securities.GetObligation, d.match())
	require.Len(t, final.Parts, 1)
	require.Contains(t, []string{history[0].TxId, history[1].TxId}, final.Parts[0].TxID)
	for _, lot := range m.lots(t, "IND-29", "harbour") {
		if lot.Quantity == 400 {
			require.Contains(t, string(lot.ID), final.Parts[0].TxID, "the units came in that transaction")
		}
	}
	require.NotNil(t, m.World.State("cash", "\x00posting\x00"+final.Parts[0].TxID+"\x00"), "and so did the money")
}
