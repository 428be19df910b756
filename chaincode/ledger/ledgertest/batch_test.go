// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"errors"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

func batching() code {
	return keyValue().with(code{
		"last": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			stub.StartWriteBatch()
			for _, v := range a[1:] {
				if err := stub.PutState(a[0], []byte(v)); err != nil {
					return shim.Error(err.Error())
				}
			}
			return answer(nil, stub.FinishWriteBatch())
		},
		"open": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			stub.StartWriteBatch()
			return answer(nil, stub.PutState(a[0], []byte(a[1])))
		},
		"late": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if _, _, err := stub.GetStateByRangeWithPagination("", "", 1, ""); err != nil {
				return shim.Error(err.Error())
			}
			stub.StartWriteBatch()
			if err := stub.PutState("k", []byte("v")); err != nil {
				return shim.Error("too early: " + err.Error())
			}
			return answer(nil, stub.FinishWriteBatch())
		},
		"none": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(nil, stub.FinishWriteBatch())
		},
	})
}

func TestWriteBatchKeepsTheLastWriteOfAKey(t *testing.T) {
	b := newBench(t, batching())
	tx := b.commit(call("last", "k", "1", "2", "3")).Tx
	require.Equal(t, []ledgertest.Write{{Key: "k", Value: []byte("3")}}, tx.RWSet.Namespace("kv").Writes)
}

func TestOpenWriteBatchIsSentAtTheEnd(t *testing.T) {
	b := newBench(t, batching())
	b.commit(call("open", "k", "v"))
	require.Equal(t, "v", string(b.State("kv", "k")))
}

func TestWriteBatchDefersErrors(t *testing.T) {
	b := newBench(t, batching())
	refusal := b.refused(call("late"))
	require.Contains(t, refusal.Error(), "chaincode response 500, failed send batch: WRITE_BATCH_STATE failed")
	require.Contains(t, refusal.Error(), "already performed a paginated query")
}

func TestFinishWriteBatchFault(t *testing.T) {
	b := newBench(t, batching())
	b.Inject("kv", ledgertest.Fault{FinishBatch: func() error { return errors.New("stream broke") }})
	require.Contains(t, b.refused(call("last", "k", "1")).Error(), "stream broke")
	refusal := b.refused(call("open", "k", "v"))
	require.False(t, refusal.Failures[0].Chaincode, "the chaincode had answered OK already")
	require.Contains(t, refusal.Error(), "transaction returned with failure: failed send batch")
}

func TestFinishWriteBatchWithoutABatchIsNothing(t *testing.T) {
	b := newBench(t, batching())
	b.commit(call("none"))
}
