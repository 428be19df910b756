// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

const (
	north = "NorthbankMSP"
	south = "SouthbankMSP"
	third = "RegulatorMSP"
)

// code is a chaincode made of functions by name.
type code map[string]func(stub shim.ChaincodeStubInterface, args []string) *peer.Response

func (c code) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (c code) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	name, args := stub.GetFunctionAndParameters()
	fn, ok := c[name]
	if !ok {
		return &peer.Response{Status: 404, Message: "UNKNOWN_FUNCTION: " + name}
	}
	return fn(stub, args)
}

// of deploys the same functions for every organisation.
func (c code) of(string) shim.Chaincode { return c }

// answer is the usual end of a function.
func answer(payload []byte, err error) *peer.Response {
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(payload)
}

// keyValue reads and writes single keys.
func keyValue() code {
	return code{
		"put": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(nil, stub.PutState(a[0], []byte(a[1])))
		},
		"get": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(stub.GetState(a[0]))
		},
		"del": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(nil, stub.DelState(a[0]))
		},
		"move": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			value, err := stub.GetState(a[0])
			if err != nil {
				return shim.Error(err.Error())
			}
			return answer(value, stub.PutState(a[1], value))
		},
	}
}

// with adds functions.
func (c code) with(more code) code {
	for name, fn := range more {
		c[name] = fn
	}
	return c
}

// bench is a world with one chaincode, "kv", and a client of the first bank.
type bench struct {
	*testing.T
	*ledgertest.World
	alice *ledgertest.Identity
}

func newBench(t *testing.T, c code, opts ...ledgertest.DeployOption) *bench {
	w := ledgertest.New()
	w.Deploy("kv", c.of, opts...)
	return &bench{T: t, World: w, alice: w.Identity(north, "alice", nil)}
}

// call is a proposal to "kv".
func call(fn string, args ...string) ledgertest.Proposal {
	p := ledgertest.Proposal{Chaincode: "kv", Args: [][]byte{[]byte(fn)}}
	for _, a := range args {
		p.Args = append(p.Args, []byte(a))
	}
	return p
}

// commit invokes and asks for success.
func (b *bench) commit(p ledgertest.Proposal) *ledgertest.Result {
	b.Helper()
	result, err := b.Invoke(b.alice, p)
	require.NoError(b, err)
	return result
}

// endorse asks for an endorsed transaction.
func (b *bench) endorse(p ledgertest.Proposal) *ledgertest.Transaction {
	b.Helper()
	tx, err := b.Endorse(b.alice, p)
	require.NoError(b, err)
	return tx
}

// block orders transactions into one block and answers their codes.
func (b *bench) block(txs ...*ledgertest.Transaction) []peer.TxValidationCode {
	b.Helper()
	require.NoError(b, b.Order(txs...))
	var codes []peer.TxValidationCode
	for _, c := range b.CutBlock().Transactions {
		codes = append(codes, c.Code)
	}
	return codes
}

// refused invokes and answers the error that the endorsement has to come back with.
func (b *bench) refused(p ledgertest.Proposal) *ledgertest.EndorseError {
	b.Helper()
	_, err := b.Endorse(b.alice, p)
	var refusal *ledgertest.EndorseError
	require.ErrorAs(b, err, &refusal)
	return refusal
}

// query evaluates and answers the payload.
func (b *bench) query(p ledgertest.Proposal) string {
	b.Helper()
	response, err := b.Evaluate(b.alice, p)
	require.NoError(b, err)
	return string(response.Payload)
}
