// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/sha256"
	"errors"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// forgery is a proposal taken apart, so that it can be made to say what no client would write. It is signed properly:
// whoever forges has a key of their own.
type forgery struct {
	Channel   *common.ChannelHeader
	Extension *peer.ChaincodeHeaderExtension
	Spec      *peer.ChaincodeInvocationSpec
}

// args are those of the call: name, request and reference.
func (f *forgery) args() *[][]byte { return &f.Spec.ChaincodeSpec.Input.Args }

// forge has a call proposed in the name of a signer, with changes, and endorsed by way of a client's gateway.
func forge[Req protocol.Request, Res any](s *scene, by *gatewayclient.Client, signer gatewayclient.Identity, e protocol.Call[Req, Res], request Req, change func(*forgery), opts ...gatewayclient.Option) (*gatewayclient.Endorsed[Res], error) {
	s.Helper()
	opts = append(append(opts, patient...), gatewayclient.As(signer))
	draft, err := gatewayclient.Prepare(by, e, request, opts...)
	require.NoError(s, err)
	proposal := &draft.Proposal
	proposal.Bytes, proposal.Digest, err = rewrite(proposal.Bytes, change)
	require.NoError(s, err)
	signature, err := signer.Sign(proposal.Digest)
	require.NoError(s, err)
	return draft.Endorse(s.Context(), by, signature, patient...)
}

// submitForged signs an endorsed transaction and waits for its block.
func submitForged[Res any](s *scene, by *gatewayclient.Client, signer gatewayclient.Identity, endorsed *gatewayclient.Endorsed[Res]) *gatewayclient.Outcome[Res] {
	s.Helper()
	signature, err := signer.Sign(endorsed.Envelope.Digest)
	require.NoError(s, err)
	outcome, err := endorsed.Submit(s.Context(), by, signature, patient...)
	require.NoError(s, err)
	return outcome
}

// unchanged forges nothing: the signer alone is strange.
func unchanged(*forgery) {}

// rewrite changes a proposal in its gateway wrapping and answers it with the digest that is to be signed.
func rewrite(wrapped []byte, change func(*forgery)) (bytes, digest []byte, err error) {
	outer, proposal, header, payload := &gateway.ProposedTransaction{}, &peer.Proposal{}, &common.Header{}, &peer.ChaincodeProposalPayload{}
	f := &forgery{&common.ChannelHeader{}, &peer.ChaincodeHeaderExtension{}, &peer.ChaincodeInvocationSpec{}}
	if err := proto.Unmarshal(wrapped, outer); err != nil {
		return nil, nil, err
	}
	signed := outer.GetProposal()
	if err := proto.Unmarshal(signed.GetProposalBytes(), proposal); err != nil {
		return nil, nil, err
	}
	if err := errors.Join(proto.Unmarshal(proposal.GetHeader(), header), proto.Unmarshal(proposal.GetPayload(), payload)); err != nil {
		return nil, nil, err
	}
	if err := errors.Join(proto.Unmarshal(header.GetChannelHeader(), f.Channel), proto.Unmarshal(payload.GetInput(), f.Spec)); err != nil {
		return nil, nil, err
	}
	if err := proto.Unmarshal(f.Channel.GetExtension(), f.Extension); err != nil {
		return nil, nil, err
	}
	change(f)
	w := writer{}
	f.Channel.Extension = w.bytes(f.Extension)
	header.ChannelHeader, payload.Input = w.bytes(f.Channel), w.bytes(f.Spec)
	proposal.Header, proposal.Payload = w.bytes(header), w.bytes(payload)
	signed.ProposalBytes = w.bytes(proposal)
	sum := sha256.Sum256(signed.GetProposalBytes())
	return w.bytes(outer), sum[:], w.err
}

// writer encodes messages and keeps the first error.
type writer struct{ err error }

func (w *writer) bytes(message proto.Message) []byte {
	content, err := proto.Marshal(message)
	w.err = errors.Join(w.err, err)
	return content
}
