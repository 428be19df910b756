// SPDX-License-Identifier: Apache-2.0

package forgery

import (
	"crypto/sha256"
	"errors"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Forgery is a proposal taken apart. Peers dispatch on the chaincode that Extension names and never compare it with the
// one in Spec.
type Forgery struct {
	Channel   *common.ChannelHeader
	Extension *peer.ChaincodeHeaderExtension
	Spec      *peer.ChaincodeInvocationSpec
}

// Args are those of the call: name, request and reference.
func (f *Forgery) Args() *[][]byte { return &f.Spec.ChaincodeSpec.Input.Args }

// Rewrite is the proposal with changes, and with the digest that is to be signed.
func Rewrite(p gatewayclient.Proposal, change func(*Forgery)) (gatewayclient.Proposal, error) {
	e, err := open(p.Bytes)
	if err != nil {
		return p, err
	}
	change(&e.Forgery)
	p.Bytes, err = e.seal()
	digest := sha256.Sum256(e.outer.GetProposal().GetProposalBytes())
	p.Digest = digest[:]
	return p, err
}

// envelope is the messages that a proposal is wrapped in, each inside the one before: the gateway's request, Fabric's
// proposal, and its header and payload side by side.
type envelope struct {
	Forgery
	outer    *gateway.ProposedTransaction
	proposal *peer.Proposal
	header   *common.Header
	payload  *peer.ChaincodeProposalPayload
}

func open(wrapped []byte) (*envelope, error) {
	e := &envelope{
		Forgery: Forgery{&common.ChannelHeader{}, &peer.ChaincodeHeaderExtension{}, &peer.ChaincodeInvocationSpec{}},
		outer:   &gateway.ProposedTransaction{}, proposal: &peer.Proposal{},
		header: &common.Header{}, payload: &peer.ChaincodeProposalPayload{},
	}
	err := errors.Join( // in this order: each is a part of one before
		proto.Unmarshal(wrapped, e.outer),
		proto.Unmarshal(e.outer.GetProposal().GetProposalBytes(), e.proposal),
		proto.Unmarshal(e.proposal.GetHeader(), e.header),
		proto.Unmarshal(e.proposal.GetPayload(), e.payload),
		proto.Unmarshal(e.header.GetChannelHeader(), e.Channel),
		proto.Unmarshal(e.Channel.GetExtension(), e.Extension),
		proto.Unmarshal(e.payload.GetInput(), e.Spec),
	)
	if err == nil && (e.Spec.GetChaincodeSpec().GetChaincodeId() == nil || e.Spec.GetChaincodeSpec().GetInput() == nil) {
		err = errors.New("it calls no chaincode")
	}
	return e, err
}

func (e *envelope) seal() ([]byte, error) {
	w := writer{}
	e.Channel.Extension = w.bytes(e.Extension)
	e.header.ChannelHeader, e.payload.Input = w.bytes(e.Channel), w.bytes(e.Spec)
	e.proposal.Header, e.proposal.Payload = w.bytes(e.header), w.bytes(e.payload)
	e.outer.Proposal.ProposalBytes = w.bytes(e.proposal)
	return w.bytes(e.outer), w.err
}

// writer encodes messages and keeps the errors.
type writer struct{ err error }

func (w *writer) bytes(message proto.Message) []byte {
	content, err := proto.Marshal(message)
	w.err = errors.Join(w.err, err)
	return content
}
