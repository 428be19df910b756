// SPDX-License-Identifier: Apache-2.0

package stage

import (
	"encoding/json"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Relay is an approved chaincode that people call for something harmless. It is not built on the kernel: its one argument
// is a JSON list of [RelayedCall], which it makes in the name of whoever signed. It answers the list of the callees'
// messages, and succeeds whatever they are.
type Relay struct{}

// RelayedCall is one call that a relay makes.
type RelayedCall struct {
	Chaincode string   `json:"chaincode"`
	Args      []string `json:"args"`
}

// Init does nothing.
func (Relay) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

// Invoke makes the calls.
func (Relay) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	var calls []RelayedCall
	if err := json.Unmarshal(stub.GetArgs()[0], &calls); err != nil {
		return shim.Error(err.Error())
	}
	messages := make([]string, len(calls))
	for i, call := range calls {
		args := make([][]byte, len(call.Args))
		for j, arg := range call.Args {
			args[j] = []byte(arg)
		}
		messages[i] = stub.InvokeChaincode(call.Chaincode, args, "").GetMessage()
	}
	answer, err := json.Marshal(messages)
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(answer)
}

// DeployRelay starts a relay at every member.
func (s *Stage) DeployRelay(name string) {
	s.World.Deploy(name, func(string) shim.Chaincode { return Relay{} })
}

// Relayed has somebody sign a call of a relay that makes it call an endpoint, and answers what the endpoint's chaincode
// said: the sentence of a refusal, or nothing.
func Relayed(t testing.TB, by *Actor, relay string, e protocol.Endpoint, request any) string {
	t.Helper()
	calls, err := relayed(e, request)
	if err != nil {
		t.Fatalf("%s: %v", e.Name(), err)
	}
	result, err := by.stage.World.Invoke(by.ID, ledgertest.Proposal{Chaincode: relay, Args: [][]byte{calls}})
	if err != nil {
		t.Fatalf("%s through %s: %v", e.Name(), relay, err)
	}
	var messages []string
	if err := json.Unmarshal(result.Response.GetPayload(), &messages); err != nil || len(messages) != 1 {
		t.Fatalf("%s through %s: answer %q, %v", e.Name(), relay, result.Response.GetPayload(), err)
	}
	return messages[0]
}

// relayed is a relay's argument for one call of an endpoint.
func relayed(e protocol.Endpoint, request any) ([]byte, error) {
	content, err := protocol.Marshal(request)
	if err != nil {
		return nil, err
	}
	return json.Marshal([]RelayedCall{{e.Chaincode(), []string{e.Name(), string(content)}}})
}
