// SPDX-License-Identifier: Apache-2.0

package stage

import (
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Relay is an approved chaincode that people call for something harmless. It is not built on the kernel: it calls what its
// arguments say, in the name of whoever signed, and succeeds whatever becomes of it.
type Relay struct {
	stage *Stage
	name  string
}

// Relay starts one at every member.
func (s *Stage) Relay(name string) Relay {
	s.World.Deploy(name, func(string) shim.Chaincode { return relay{} })
	return Relay{s, name}
}

// Call has somebody sign a call of the relay that makes it call an endpoint, and answers what the endpoint's chaincode
// said: its message, which is a refusal's sentence, or empty.
func (r Relay) Call(t testing.TB, by *Actor, e protocol.Endpoint, request any) string {
	t.Helper()
	content, err := protocol.Marshal(request)
	if err != nil {
		t.Fatalf("%s: %v", e.Name(), err)
	}
	result, err := r.stage.World.Invoke(by.ID, ledgertest.Proposal{
		Chaincode: r.name, Args: [][]byte{[]byte(e.Chaincode()), []byte(e.Name()), content},
	})
	if err != nil {
		t.Fatalf("%s through %s: %v", e.Name(), r.name, err)
	}
	return string(result.Response.GetPayload())
}

type relay struct{}

func (relay) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (relay) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	args := stub.GetArgs()
	response := stub.InvokeChaincode(string(args[0]), args[1:], "")
	return shim.Success([]byte(response.GetMessage()))
}
