// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// endorse has a transaction endorsed and not yet ordered.
func endorse[Req protocol.Request, Res any](t testing.TB, m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req) *ledgertest.Transaction {
	t.Helper()
	proposal, err := stage.Proposal(by, e, req)
	require.NoError(t, err)
	tx, err := m.World.Endorse(by.ID, proposal)
	require.NoError(t, err)
	return tx
}

// together puts transactions into one block and checks which are valid.
func (m *market) together(t testing.TB, valid []bool, txs ...*ledgertest.Transaction) {
	t.Helper()
	require.NoError(t, m.World.Order(txs...))
	block := m.World.CutBlock()
	for i, tx := range block.Transactions {
		require.Equal(t, valid[i], tx.Valid(), "transaction %d: %s", i, tx.Code)
	}
}
