// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// inOneBlock puts endorsed transactions into one block and checks which are valid.
func (m *market) inOneBlock(t testing.TB, valid []bool, txs ...*ledgertest.Transaction) {
	t.Helper()
	require.NoError(t, m.World.Order(txs...))
	for i, tx := range m.World.CutBlock().Transactions {
		require.Equal(t, valid[i], tx.Valid(), "transaction %d: %s", i, tx.Code)
	}
}
