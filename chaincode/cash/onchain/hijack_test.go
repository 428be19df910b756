// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Nobody who signs a transaction of another chaincode has signed for cash or the registry.
func TestHostileChaincodeDoesNothingInItsSignersName(t *testing.T) {
	c := opened(t)
	c.DeployRelay("hijacker")
	amount := eur("10.00")
	for _, attack := range []struct {
		by       *stage.Actor
		endpoint protocol.Endpoint
		request  any
	}{
		{c.alice, cash.Transfer, pay("alice", "bob", "10.00")},
		{c.alice, cash.TransferBatch, batch(pay("alice", "bob", "10.00"))},
		{c.alice, cash.CreateHold, escrow("h", "10.00")},
		{c.alice, cash.RequestRedeem, redeem("10.00")},
		{c.alice, cash.GrantMandate, mandate()},
		{c.maker, cash.RequestMint, cash.MintRequest{ID: "m", Account: "alice", Amount: amount}},
		{c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "alice", Side: cash.BothSides}},
		{c.attester, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: money.MustParse("1.00 EUR"), AsOf: day(monday), Evidence: order}},
		{c.north, cash.RollDate, protocol.RollRequest{To: day(friday)}},
		{c.north, parties.ProposeResolution, parties.ProposeRequest{ID: "r", Endpoint: "cash:RegisterModule", Request: "{}"}},
		{c.supervisor, parties.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order}}, // hijacker is no delegate
	} {
		t.Run(attack.endpoint.Name(), func(t *testing.T) {
			before := c.World.Keys(attack.endpoint.Chaincode())
			require.Contains(t, stage.Relayed(t, attack.by, "hijacker", attack.endpoint, attack.request), protocol.CallerRefused.Name)
			require.Equal(t, before, c.World.Keys(attack.endpoint.Chaincode()))
			c.has(t, "alice", "100.00 EUR", "100.00 EUR")
		})
	}
}

// A Submit that says nothing takes direct calls alone, in every chaincode: nobody forgets it.
func TestCallableTransactionsAreThoseThatDecideWhomTheyObey(t *testing.T) {
	callable := []string{}
	for _, endpoint := range append(cash.Endpoints(), parties.Endpoints()...) {
		if endpoint.Writes() && endpoint.Callable() {
			callable = append(callable, endpoint.Name())
		}
	}
	listed, err := json.Marshal(callable)
	require.NoError(t, err)
	require.JSONEq(t, `["cash:Settle","parties:Freeze","parties:Unfreeze"]`, string(listed))
}
