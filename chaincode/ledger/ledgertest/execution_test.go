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
	valid    = peer.TxValidationCode_VALID
	mvcc     = peer.TxValidationCode_MVCC_READ_CONFLICT
	phantom  = peer.TxValidationCode_PHANTOM_READ_CONFLICT
	policy   = peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE
	twice    = peer.TxValidationCode_DUPLICATE_TXID
	accepted = shim.OK
)

func TestWritesAreNotReadInTheSameTransaction(t *testing.T) {
	b := newBench(t, keyValue().with(code{
		"putget": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if err := stub.PutState(a[0], []byte(a[1])); err != nil {
				return shim.Error(err.Error())
			}
			return answer(stub.GetState(a[0]))
		},
	}))
	b.commit(call("put", "k", "old"))
	require.Equal(t, "old", string(b.commit(call("putget", "k", "new")).Payload))
	require.Equal(t, "new", b.query(call("get", "k")))
}

func TestReadOfAChangedKeyIsInvalid(t *testing.T) {
	b := newBench(t, keyValue())
	b.commit(call("put", "a", "1"))
	first, second := b.endorse(call("move", "a", "b")), b.endorse(call("put", "a", "2"))
	require.Equal(t, []peer.TxValidationCode{valid, mvcc}, b.block(second, first))
	require.Nil(t, b.State("kv", "b"))
}

func TestReadOfAnAbsentKeyConflictsWithItsCreation(t *testing.T) {
	b := newBench(t, keyValue())
	one, two := b.endorse(call("move", "x", "y")), b.endorse(call("put", "x", "1"))
	require.Equal(t, []peer.TxValidationCode{valid, mvcc}, b.block(two, one))
}

func TestBlindWritesDoNotConflict(t *testing.T) {
	b := newBench(t, keyValue())
	one, two := b.endorse(call("put", "k", "1")), b.endorse(call("put", "k", "2"))
	require.Equal(t, []peer.TxValidationCode{valid, valid}, b.block(one, two))
	require.Equal(t, "2", string(b.State("kv", "k")))
}

func TestFaultKeepsStatusAndMessageAndDropsPayload(t *testing.T) {
	b := newBench(t, code{
		"refuse": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return &peer.Response{Status: 409, Message: "NOT_ENOUGH: account 1 is short", Payload: []byte("secret")}
		},
	})
	refusal := b.refused(call("refuse"))
	require.Equal(t, "chaincode response 409, NOT_ENOUGH: account 1 is short", refusal.Failures[0].Detail())
	require.Equal(t, int32(409), refusal.Failures[0].Status)
	require.NotContains(t, refusal.Error(), "secret")
	response, err := b.Evaluate(b.alice, call("refuse"))
	require.Error(t, err)
	require.Equal(t, int32(409), response.Status)
	require.Empty(t, response.Payload)
}

func TestEndorsersThatDisagreeAreReported(t *testing.T) {
	w := ledgertest.New()
	w.Deploy("kv", func(msp string) shim.Chaincode {
		return code{"put": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(nil, stub.PutState("k", []byte(msp)))
		}}
	})
	_, err := w.Endorse(w.Identity(north, "alice", nil), call("put"))
	var mismatch *ledgertest.MismatchError
	require.ErrorAs(t, err, &mismatch)
	require.Equal(t, `namespace kv: write "k" = "NorthbankMSP" against "k" = "SouthbankMSP"`, mismatch.Difference)
}
