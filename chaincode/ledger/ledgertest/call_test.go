// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// invoke calls another chaincode with string arguments.
func invoke(stub shim.ChaincodeStubInterface, name, channel string, args ...string) *peer.Response {
	var raw [][]byte
	for _, a := range args {
		raw = append(raw, []byte(a))
	}
	return stub.InvokeChaincode(name, raw, channel)
}

// caller hands its arguments on to the chaincode named first, and answers OK whatever that said: its
// answer is the callee's message and payload.
func caller() code {
	pass := func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
		r := invoke(stub, a[0], "", a[1:]...)
		return shim.Success([]byte(r.Message + string(r.Payload)))
	}
	return code{
		"call": pass,
		"call2": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			invoke(stub, a[0], "", a[1:]...)
			return pass(stub, a)
		},
		"event": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if err := stub.SetEvent("inner-or-outer", []byte(a[0])); err != nil {
				return shim.Error(err.Error())
			}
			return shim.Success(nil)
		},
		"callevent": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if err := stub.SetEvent("outer", []byte("o")); err != nil {
				return shim.Error(err.Error())
			}
			return invoke(stub, a[0], "", "event", "i")
		},
	}
}

// callee is a key-value chaincode with functions that fail after they wrote.
func callee() code {
	return keyValue().with(code{
		"putfail": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if err := stub.PutState(a[0], []byte(a[1])); err != nil {
				return shim.Error(err.Error())
			}
			return &peer.Response{Status: 422, Message: "REFUSED: after the write"}
		},
		"add": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			old, err := stub.GetState(a[0])
			if err != nil {
				return shim.Error(err.Error())
			}
			now := append(old, a[1]...)
			return answer(now, stub.PutState(a[0], now))
		},
		"who": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(stub.GetCreator())
		},
		"secret": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			transient, err := stub.GetTransient()
			return answer(transient[a[0]], err)
		},
		"proposal": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			signed, err := stub.GetSignedProposal()
			return answer(signed.GetProposalBytes(), err)
		},
		"back": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return invoke(stub, a[0], "", "get", "x")
		},
		"panic": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response { panic("callee dies") },
		"event": caller()["event"],
	})
}

// newCalls is a world with a caller "kv" and a callee "cash".
func newCalls(t *testing.T, opts ...ledgertest.DeployOption) *bench {
	b := newBench(t, caller())
	b.Deploy("cash", callee().of, opts...)
	return b
}

func TestCalleeWritesIntoTheSameTransaction(t *testing.T) {
	b := newCalls(t)
	result := b.commit(call("call", "cash", "put", "k", "v"))
	require.Equal(t, "v", string(b.State("cash", "k")))
	require.Len(t, result.Tx.RWSet.Namespace("cash").Writes, 1)
	require.Empty(t, result.Tx.RWSet.Namespace("kv").Writes)
}

func TestFailedCalleeWritesStayWhenTheCallerAnswersOK(t *testing.T) {
	b := newCalls(t)
	b.commit(call("call", "cash", "putfail", "k", "v"))
	require.Equal(t, "v", string(b.State("cash", "k")))
}

func TestSecondCallToACalleeSeesTheOldState(t *testing.T) {
	b := newCalls(t)
	require.Equal(t, "x", string(b.commit(call("call2", "cash", "add", "k", "x")).Payload))
	require.Equal(t, "x", string(b.State("cash", "k")), "two additions, of which one is lost")
}

func TestCreatorTransientAndProposalAreTheSameAtAnyDepth(t *testing.T) {
	b := newCalls(t)
	b.Deploy("outer", caller().of)
	deep := func(args ...string) ledgertest.Proposal {
		p := call("call", append([]string{"kv", "call", "cash"}, args...)...)
		p.Chaincode = "outer"
		p.Transient = map[string][]byte{"salt": []byte("pepper")}
		return p
	}
	require.Equal(t, string(b.alice.Creator()), b.query(deep("who")))
	require.Equal(t, "pepper", b.query(deep("secret", "salt")))
	tx := b.endorse(deep("proposal"))
	require.Equal(t, tx.SignedProposal().ProposalBytes, tx.Response.Payload)
}

func TestReentranceIsRefused(t *testing.T) {
	b := newCalls(t)
	itself := b.commit(call("call", "kv", "event", "x"))
	require.Equal(t, "INVOKE_CHAINCODE failed: transaction ID: "+itself.TxID+
		": execute failed: error sending: txid: "+itself.TxID+"(finance) exists", string(itself.Payload))
	back := b.commit(call("call", "cash", "back", "kv"))
	require.Contains(t, string(back.Payload), "txid: "+back.TxID+"(finance) exists")
}

func TestUnknownCalleeIsAnErrorInThePayload(t *testing.T) {
	b := newCalls(t)
	r := b.commit(call("call", "nobody", "get", "k"))
	require.Contains(t, string(r.Payload), "failed to get chaincode container info for nobody")
}

func TestVersionInACalleeNameDoesNotCount(t *testing.T) {
	b := newCalls(t)
	b.commit(call("call", "cash:9.9/finance", "put", "k", "v"))
	require.Equal(t, "v", string(b.State("cash", "k")))
}

func TestOnlyTheOutermostEventIsEmitted(t *testing.T) {
	b := newCalls(t)
	event := b.commit(call("callevent", "cash")).Event
	require.Equal(t, "outer", event.EventName)
	require.Equal(t, "kv", event.ChaincodeId)
	require.Nil(t, b.commit(call("call", "cash", "event", "x")).Event)
}

func TestOtherChannelAnswersAndDropsWrites(t *testing.T) {
	b := newCalls(t)
	other := ledgertest.New(ledgertest.Channel("fx"))
	other.Deploy("kv", keyValue().of)
	bob := other.Identity(south, "bob", nil)
	_, err := other.Invoke(bob, call("put", "rate", "7"))
	require.NoError(t, err)
	b.Join(other)

	require.Equal(t, "7", string(b.commit(call("call", "kv/fx", "get", "rate")).Payload),
		"the same name on another channel is no re-entrance")
	tx := b.commit(call("call", "kv/fx", "put", "rate", "8")).Tx
	require.Empty(t, tx.RWSet.Namespaces)
	require.Equal(t, "7", string(other.State("kv", "rate")))
	r := b.commit(call("call", "kv/nowhere", "get", "rate"))
	require.Contains(t, string(r.Payload), "failed to find ledger for channel: nowhere")
}

func TestCalleeThatDiesIsAnErrorToItsCaller(t *testing.T) {
	b := newCalls(t)
	r := b.commit(call("call", "cash", "panic"))
	require.Contains(t, string(r.Payload), "chaincode stream terminated")
	require.Len(t, b.Crashes(), 2, "one server of each endorser")
}
