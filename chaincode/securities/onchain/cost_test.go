// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/securities"
)

// touched counts the keys that a transaction reads and writes in each chaincode.
func touched(tx *ledgertest.Transaction) (reads, writes map[string]int) {
	reads, writes = map[string]int{}, map[string]int{}
	for _, space := range tx.RWSet.Namespaces {
		reads[space.Namespace], writes[space.Namespace] = len(space.Reads), len(space.Writes)
	}
	return reads, writes
}

// What a delivery against payment costs beyond a transfer of the same units: it reads the obligation and its two
// instructions, and writes the obligation. It asks nobody but cash.
func TestADeliveryWritesOneRowMoreThanATransfer(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	request := m.delivery(t, d, securities.PaidBy{Hold: m.hold(t, d, "hold-1", "410000.00")})
	reads, writes := touched(endorsed(t, m, m.orchard, securities.SettleInstruction, request))
	plainReads, plainWrites := touched(endorsed(t, m, m.orchard, securities.Transfer, securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "harbour", Lots: request.Lots, Quantity: 400,
	}))
	require.Equal(t, plainReads[securities.Module]+3, reads[securities.Module])
	require.Equal(t, plainWrites[securities.Module]+1, writes[securities.Module])
	require.ElementsMatch(t, []string{"cash", securities.Module}, keysOf(reads))
	require.LessOrEqual(t, reads["cash"], 7)
	require.LessOrEqual(t, writes["cash"], 7)
}

func keysOf(counts map[string]int) []string {
	var names []string
	for name := range counts {
		names = append(names, name)
	}
	return names
}
