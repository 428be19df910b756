// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// transfer moves an amount between two accounts: two reads, two writes, and a look at the proposal as a
// chaincode makes it that wants to know who called.
func transfer() code {
	balance := func(stub shim.ChaincodeStubInterface, key string) (int, error) {
		value, err := stub.GetState(key)
		if err != nil || value == nil {
			return 0, err
		}
		return strconv.Atoi(string(value))
	}
	return code{"transfer": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
		from, err := balance(stub, a[0])
		if err != nil {
			return shim.Error(err.Error())
		}
		to, err := balance(stub, a[1])
		if err != nil {
			return shim.Error(err.Error())
		}
		if _, err := stub.GetSignedProposal(); err != nil {
			return shim.Error(err.Error())
		}
		if err := stub.PutState(a[0], strconv.AppendInt(nil, int64(from-1), 10)); err != nil {
			return shim.Error(err.Error())
		}
		return answer(nil, stub.PutState(a[1], strconv.AppendInt(nil, int64(to+1), 10)))
	}}
}

// BenchmarkTransfer endorses a transfer on two peers, orders it, and validates and commits it in blocks of
// a hundred. At 60 µs one core does a million a minute.
func BenchmarkTransfer(b *testing.B) {
	w := ledgertest.New(ledgertest.BlockSize(100))
	w.Deploy("kv", transfer().of)
	alice := w.Identity(north, "alice", nil)
	accounts := make([]string, 10_000)
	for i := range accounts {
		accounts[i] = fmt.Sprintf("account~%06d", i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		tx, err := w.Endorse(alice, call("transfer", accounts[i*7%len(accounts)], accounts[(i*13+1)%len(accounts)]))
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Submit(tx); err != nil {
			b.Fatal(err)
		}
	}
}
