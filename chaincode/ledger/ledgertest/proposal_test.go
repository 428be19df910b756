// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// opened is a proposal taken apart.
type opened struct {
	channel   common.ChannelHeader
	signature common.SignatureHeader
	extension peer.ChaincodeHeaderExtension
	payload   peer.ChaincodeProposalPayload
	spec      peer.ChaincodeInvocationSpec
}

// openProposal also makes sure that every layer has the bytes that proto.Marshal gives it.
func openProposal(t *testing.T, signed *peer.SignedProposal) *opened {
	t.Helper()
	var o opened
	var proposal peer.Proposal
	var header common.Header
	same := func(raw []byte, m proto.Message) {
		t.Helper()
		require.NoError(t, proto.Unmarshal(raw, m))
		again, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
		require.NoError(t, err)
		require.Equal(t, again, raw)
	}
	same(signed.ProposalBytes, &proposal)
	same(proposal.Header, &header)
	same(header.ChannelHeader, &o.channel)
	same(header.SignatureHeader, &o.signature)
	same(o.channel.Extension, &o.extension)
	same(proposal.Payload, &o.payload)
	same(o.payload.Input, &o.spec)
	return &o
}

func TestSignedProposalIsGenuine(t *testing.T) {
	b := newBench(t, keyValue())
	p := call("put", "k", "")
	p.Transient = map[string][]byte{"b": []byte("2"), "a": nil, "": []byte("1")}
	p.Timestamp = b.Now().Add(1500 * time.Millisecond)
	tx := b.endorse(p)
	o := openProposal(t, tx.SignedProposal())
	require.Equal(t, "finance", o.channel.ChannelId)
	require.Equal(t, tx.TxID, o.channel.TxId)
	require.True(t, p.Timestamp.Equal(o.channel.Timestamp.AsTime()))
	require.Equal(t, int32(common.HeaderType_ENDORSER_TRANSACTION), o.channel.Type)
	require.Equal(t, "kv", o.extension.ChaincodeId.Name)
	require.Equal(t, "kv", o.spec.ChaincodeSpec.ChaincodeId.Name)
	require.Equal(t, p.Args, append(o.spec.ChaincodeSpec.Input.Args[:2:2], []byte{}))
	require.Equal(t, b.alice.Creator(), o.signature.Creator)
	require.Len(t, o.payload.TransientMap, 3)
	sum := sha256.Sum256(append(o.signature.Nonce, o.signature.Creator...))
	require.Equal(t, hex.EncodeToString(sum[:]), tx.TxID)
}

func TestSpecNameCanBeSpoofed(t *testing.T) {
	b := newBench(t, keyValue())
	p := call("put", "k", "v")
	p.SpoofSpec = "trusted-module"
	o := openProposal(t, b.commit(p).Tx.SignedProposal())
	require.Equal(t, "kv", o.extension.ChaincodeId.Name)
	require.Equal(t, "trusted-module", o.spec.ChaincodeSpec.ChaincodeId.Name)
}

func TestStubAnswersTheProposalsFacts(t *testing.T) {
	facts := code{"facts": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
		binding, _ := stub.GetBinding()
		stamp, _ := stub.GetTxTimestamp()
		slice, _ := stub.GetArgsSlice()
		body, err := json.Marshal([]any{stub.GetTxID(), stub.GetChannelID(), binding, stamp.AsTime(), string(slice), len(stub.GetArgs())})
		return answer(body, err)
	}}
	b := newBench(t, facts)
	tx := b.endorse(call("facts", "a", "b"))
	o := openProposal(t, tx.SignedProposal())
	binding := sha256.Sum256(append(append(o.signature.Nonce, o.signature.Creator...), make([]byte, 8)...))
	want, err := json.Marshal([]any{tx.TxID, "finance", binding[:], b.Now(), "factsab", 3})
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(tx.Response.Payload))
}

func TestTransactionIDHasToFollowFromNonceAndCreator(t *testing.T) {
	b := newBench(t, keyValue())
	p := call("put", "k", "v")
	p.Nonce, p.TxID = []byte("n"), "00"
	require.Contains(t, b.refused(p).Error(), "incorrectly computed txid '00'")
	p.TxID = ""
	require.Len(t, b.endorse(p).TxID, 64)
}

func TestArgumentsOfOneExecutionAreNotAnothers(t *testing.T) {
	b := newBench(t, code{"spoil": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
		args := stub.GetArgs()
		args[1][0] = 'X'
		return answer(nil, stub.PutState("k", append(args[1], args[2]...)))
	}})
	p := call("spoil", "ab", "cd")
	b.commit(p)
	require.Equal(t, "Xbcd", string(b.State("kv", "k")))
	require.Equal(t, "ab", string(p.Args[1]))
}

func TestTwoWorldsOfOneSeedAreTheSame(t *testing.T) {
	run := func(seed uint64) []*ledgertest.Block {
		w := ledgertest.New(ledgertest.Seed(seed))
		w.Deploy("kv", keyValue().of)
		alice := w.Identity(north, "alice", map[string]string{"role": "teller", "party": "1"})
		for _, k := range []string{"a", "b"} {
			_, err := w.Invoke(alice, call("put", k, "1"))
			require.NoError(t, err)
		}
		return w.Blocks(1)
	}
	one, two, three := run(7), run(7), run(8)
	for i := range one {
		a, b := one[i].Transactions[0], two[i].Transactions[0]
		require.Equal(t, a.TxID, b.TxID)
		require.Equal(t, a.SignedProposal().ProposalBytes, b.SignedProposal().ProposalBytes)
		require.Equal(t, a.RWSet, b.RWSet)
		require.NotEqual(t, a.TxID, three[i].Transactions[0].TxID)
	}
}
