// SPDX-License-Identifier: Apache-2.0

package forgery_test

import (
	"crypto/sha256"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/forgery"
)

func marshal(t *testing.T, message proto.Message) []byte {
	t.Helper()
	content, err := proto.Marshal(message)
	require.NoError(t, err)
	return content
}

func unmarshal(t *testing.T, content []byte, message proto.Message) {
	t.Helper()
	require.NoError(t, proto.Unmarshal(content, message))
}

// honest is a call of cash as a client proposes it.
func honest(t *testing.T) gatewayclient.Proposal {
	t.Helper()
	cash := &peer.ChaincodeID{Name: "cash"}
	spec := &peer.ChaincodeSpec{ChaincodeId: cash, Input: &peer.ChaincodeInput{Args: [][]byte{[]byte("cash:Settle")}}}
	header := &common.Header{
		ChannelHeader: marshal(t, &common.ChannelHeader{
			ChannelId: "finance", Extension: marshal(t, &peer.ChaincodeHeaderExtension{ChaincodeId: cash}),
		}),
		SignatureHeader: []byte("creator"),
	}
	proposal := &peer.Proposal{
		Header: marshal(t, header),
		Payload: marshal(t, &peer.ChaincodeProposalPayload{
			Input: marshal(t, &peer.ChaincodeInvocationSpec{ChaincodeSpec: spec}), TransientMap: map[string][]byte{"a": []byte("b")},
		}),
	}
	outer := &gateway.ProposedTransaction{TransactionId: "tx", Proposal: &peer.SignedProposal{ProposalBytes: marshal(t, proposal)}}
	return gatewayclient.Proposal{TxID: "tx", Bytes: marshal(t, outer)}
}

// The forged proposal differs in the payload's name alone, and its digest is its own: otherwise a peer would refuse the
// signature, and a story would show nothing.
func TestForgeryChangesNothingElse(t *testing.T) {
	was := honest(t)
	forged, err := forgery.Rewrite(was, func(f *forgery.Forgery) {
		require.Equal(t, "cash", f.Extension.GetChaincodeId().GetName())
		require.Equal(t, "cash:Settle", string((*f.Args())[0]))
		f.Spec.ChaincodeSpec.ChaincodeId.Name = "probe"
	})
	require.NoError(t, err)
	require.Equal(t, "tx", forged.TxID)

	before, after := signed(t, was), signed(t, forged)
	digest := sha256.Sum256(after)
	require.Equal(t, digest[:], forged.Digest)
	require.NotEqual(t, before, after)
	require.Equal(t, "probe", named(t, after))

	again, err := forgery.Rewrite(forged, func(f *forgery.Forgery) { f.Spec.ChaincodeSpec.ChaincodeId.Name = "cash" })
	require.NoError(t, err)
	var one, other peer.Proposal
	unmarshal(t, before, &one)
	unmarshal(t, signed(t, again), &other)
	require.True(t, proto.Equal(&one, &other), "it was the only change: %v, %v", &one, &other)
}

// signed is the part of a proposal that is signed.
func signed(t *testing.T, p gatewayclient.Proposal) []byte {
	t.Helper()
	outer := &gateway.ProposedTransaction{}
	unmarshal(t, p.Bytes, outer)
	return outer.GetProposal().GetProposalBytes()
}

// named is the chaincode in a proposal's payload.
func named(t *testing.T, content []byte) string {
	t.Helper()
	proposal, payload, spec := &peer.Proposal{}, &peer.ChaincodeProposalPayload{}, &peer.ChaincodeInvocationSpec{}
	unmarshal(t, content, proposal)
	unmarshal(t, proposal.GetPayload(), payload)
	unmarshal(t, payload.GetInput(), spec)
	return spec.GetChaincodeSpec().GetChaincodeId().GetName()
}

func TestWhatIsNoProposalIsNotForged(t *testing.T) {
	for name, content := range map[string][]byte{"nothing": nil, "noise": []byte("\xff"), "an empty proposal": marshal(t, &gateway.ProposedTransaction{TransactionId: "tx"})} {
		t.Run(name, func(t *testing.T) {
			_, err := forgery.Rewrite(gatewayclient.Proposal{Bytes: content}, func(*forgery.Forgery) { t.Error("there is nothing to change") })
			require.Error(t, err)
		})
	}
}
