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

func mortal() code {
	return keyValue().with(code{
		"panic": func(shim.ChaincodeStubInterface, []string) *peer.Response { panic("at the disco") },
	})
}

func TestPanicEndsTheChaincodeServerUntilRestart(t *testing.T) {
	b := newBench(t, mortal())
	refusal := b.refused(call("panic"))
	var crash *ledgertest.Crash
	require.ErrorAs(t, refusal, &crash)
	require.Equal(t, north, crash.MSP)
	require.Equal(t, "at the disco", crash.Panic)
	require.Contains(t, string(crash.Stack), "mortal")

	refusal = b.refused(call("get", "k"))
	require.Contains(t, refusal.Error(), "connection refused")
	require.Len(t, b.Crashes(), 1)

	b.Restart("kv", north)
	require.Empty(t, b.Crashes())
	b.commit(call("put", "k", "v"))
}

func TestGatewayGoesRoundADeadServer(t *testing.T) {
	b := newBench(t, mortal())
	dying := call("panic")
	dying.Endorsers = []string{south}
	_, err := b.Endorse(b.alice, dying)
	require.Error(t, err)
	require.Equal(t, []string{north, third}, b.commit(call("put", "k", "v")).Tx.Endorsers)
}

func TestKeyThatIsNotUTF8KillsTheChaincode(t *testing.T) {
	b := newBench(t, keyValue())
	var crash *ledgertest.Crash
	require.ErrorAs(t, b.refused(call("get", "a\xffb")), &crash)
	require.Contains(t, crash.Panic, "invalid UTF-8")
}

func TestEventNameThatIsNotUTF8KillsTheChaincode(t *testing.T) {
	b := newBench(t, code{"event": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
		return answer(nil, stub.SetEvent(a[0], nil))
	}})
	require.Contains(t, b.refused(call("event", "")).Error(), "event name can not be empty string")
	var crash *ledgertest.Crash
	require.ErrorAs(t, b.refused(call("event", "\xff")), &crash)
}

func TestNoResponseIsStatusZero(t *testing.T) {
	b := newBench(t, code{"nothing": func(shim.ChaincodeStubInterface, []string) *peer.Response { return nil }})
	require.Equal(t, "chaincode response 0, ", b.refused(call("nothing")).Failures[0].Detail())
}

func TestMessageThatIsNotUTF8FailsTheTransaction(t *testing.T) {
	b := newBench(t, code{"bad": func(shim.ChaincodeStubInterface, []string) *peer.Response {
		return shim.Error("\xff")
	}})
	refusal := b.refused(call("bad"))
	require.Contains(t, refusal.Error(), "transaction returned with failure: failed to marshal response")
	require.Empty(t, b.Crashes())
}

func TestReadFaultComesBackFromGetState(t *testing.T) {
	b := newBench(t, keyValue())
	remove := b.Inject("kv", ledgertest.Fault{MSP: north, Read: func(string) error { return errors.New("leveldb: closed") }})
	refusal := b.refused(call("get", "k"))
	require.Contains(t, refusal.Error(), "GET_STATE failed: transaction ID: "+refusal.TxID+": leveldb: closed")
	remove()
	require.Empty(t, b.query(call("get", "k")))
}

func TestGetMultipleStatesComesBackShort(t *testing.T) {
	b := newBench(t, code{"get": func(stub shim.ChaincodeStubInterface, keys []string) *peer.Response {
		values, err := stub.GetMultipleStates(keys...)
		return answer([]byte{byte(len(values))}, err)
	}})
	require.Equal(t, "\x03", b.query(call("get", "a", "b", "c")))
	b.Inject("kv", ledgertest.Fault{Read: func(key string) error {
		if key == "b" {
			return errors.New("leveldb: corrupted")
		}
		return nil
	}})
	require.Equal(t, "\x00", b.query(call("get", "a", "b", "c")), "no values and no error")
}
