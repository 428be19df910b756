// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"encoding/json"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// hijacker is an approved chaincode that its victims call for something harmless. It is not built on the kernel: it calls
// what its arguments say, in the name of whoever signed, and succeeds whatever becomes of it.
type hijacker struct{}

func (hijacker) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (hijacker) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	args := stub.GetArgs()
	response := stub.InvokeChaincode(string(args[0]), args[1:], "")
	return shim.Success([]byte(response.GetMessage()))
}

// hijack has somebody sign a call of the hijacker, and answers the callee's message.
func hijack(t *testing.T, c *consortium, by *ledgertest.Identity, e protocol.Endpoint, request any) string {
	t.Helper()
	content, err := protocol.Marshal(request)
	require.NoError(t, err)
	result, err := c.World.Invoke(by, ledgertest.Proposal{
		Chaincode: "hijacker", Args: [][]byte{[]byte(e.Chaincode()), []byte(e.Name()), content},
	})
	require.NoError(t, err)
	return string(result.Response.GetPayload())
}

// Nobody who signs a transaction of another chaincode has signed for cash or the registry.
func TestHostileChaincodeDoesNothingInItsSignersName(t *testing.T) {
	c := opened(t)
	c.World.Deploy("hijacker", func(string) shim.Chaincode { return hijacker{} })
	amount := eur("10.00")
	for _, attack := range []struct {
		by       *ledgertest.Identity
		endpoint protocol.Endpoint
		request  any
	}{
		{c.alice.ID, cash.Transfer, pay("alice", "bob", "10.00")},
		{c.alice.ID, cash.TransferBatch, batch(pay("alice", "bob", "10.00"))},
		{c.alice.ID, cash.CreateHold, escrow("h", "10.00")},
		{c.alice.ID, cash.RequestRedeem, redeem("10.00")},
		{c.alice.ID, cash.GrantMandate, mandate()},
		{c.maker.ID, cash.RequestMint, cash.MintRequest{ID: "m", Account: "alice", Amount: amount}},
		{c.supervisor.ID, cash.FreezeAccount, cash.FreezeRequest{Account: "alice", Side: cash.BothSides}},
		{c.attester.ID, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: money.MustParse("1.00 EUR"), AsOf: day(monday), Evidence: order}},
		{c.north.ID, cash.RollDate, protocol.RollRequest{To: day(friday)}},
		{c.north.ID, parties.ProposeResolution, parties.ProposeRequest{ID: "r", Endpoint: "cash:RegisterModule", Request: "{}"}},
		{c.supervisor.ID, parties.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order}}, // hijacker is no delegate
	} {
		t.Run(attack.endpoint.Name(), func(t *testing.T) {
			before := c.World.Keys(attack.endpoint.Chaincode())
			require.Contains(t, hijack(t, c, attack.by, attack.endpoint, attack.request), protocol.CallerRefused.Name)
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
