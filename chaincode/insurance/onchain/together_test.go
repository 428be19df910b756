// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// called is a call that somebody is about to make.
type called func(t testing.TB) (by *stage.Actor, proposal ledgertest.Proposal)

// call writes a call down.
func call[Req protocol.Request, Res any](by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req) called {
	return func(t testing.TB) (*stage.Actor, ledgertest.Proposal) {
		t.Helper()
		proposal, err := stage.Proposal(by, e, req)
		require.NoError(t, err, e.Name())
		return by, proposal
	}
}

// endorsed endorses calls on one and the same state.
func (m *market) endorsed(t testing.TB, calls ...called) []*ledgertest.Transaction {
	t.Helper()
	var txs []*ledgertest.Transaction
	for _, each := range calls {
		by, proposal := each(t)
		tx, err := m.World.Endorse(by.ID, proposal)
		require.NoError(t, err, string(proposal.Args[0]))
		txs = append(txs, tx)
	}
	return txs
}

// together puts calls into one block, in which all of them are valid: they do not meet.
func (m *market) together(t testing.TB, calls ...called) {
	t.Helper()
	require.NoError(t, m.World.Order(m.endorsed(t, calls...)...))
	for i, tx := range m.World.CutBlock().Transactions {
		require.True(t, tx.Valid(), "transaction %d: %s", i, tx.Code)
	}
}
