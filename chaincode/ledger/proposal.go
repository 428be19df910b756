// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// proposal is what the client signed, as far as the kernel believes it.
type proposal struct {
	channel string
	txID    string
	time    time.Time
	creator []byte
	// via is the chaincode that the header extension names. The peer dispatches on it and the committer compares it
	// with the result's, so nobody can forge it.
	via string
	// args are those that the client signed, for the chaincode via.
	args [][]byte
}

// SignedCall is the call that the client signed: the outermost one, at whatever depth it is looked at.
type SignedCall struct {
	// Chaincode is the top-level chaincode.
	Chaincode string
	// Endpoint is the name of the function called there.
	Endpoint string
	// Request is the JSON of its request.
	Request json.RawMessage
}

func (p *proposal) call() SignedCall {
	call := SignedCall{Chaincode: p.via}
	if len(p.args) > 0 {
		call.Endpoint = string(p.args[0])
	}
	if len(p.args) > 1 {
		call.Request = p.args[1]
	}
	return call
}

// readProposal takes the signed proposal apart. Faults: CALLER_REFUSED.
func readProposal(stub shim.ChaincodeStubInterface) (*proposal, error) {
	signed, err := stub.GetSignedProposal()
	if err != nil || signed == nil {
		return nil, protocol.CallerRefused.New("the transaction carries no signed proposal")
	}
	p := &proposal{}
	outer := &peer.Proposal{}
	if err := errors.Join(proto.Unmarshal(signed.GetProposalBytes(), outer), p.readHeader(outer.GetHeader())); err != nil {
		return nil, protocol.CallerRefused.New("the signed proposal's header is malformed")
	}
	specName, err := p.readPayload(outer.GetPayload())
	if err != nil {
		return nil, protocol.CallerRefused.New("the signed proposal's payload is malformed")
	}
	return p, p.check(stub, specName)
}

func (p *proposal) readHeader(content []byte) error {
	header, channel := &common.Header{}, &common.ChannelHeader{}
	signature, extension := &common.SignatureHeader{}, &peer.ChaincodeHeaderExtension{}
	for _, step := range []func() error{
		func() error { return proto.Unmarshal(content, header) },
		func() error { return proto.Unmarshal(header.GetChannelHeader(), channel) },
		func() error { return proto.Unmarshal(header.GetSignatureHeader(), signature) },
		func() error { return proto.Unmarshal(channel.GetExtension(), extension) },
		func() error { return channel.GetTimestamp().CheckValid() },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	p.channel, p.txID = channel.GetChannelId(), channel.GetTxId()
	p.time = channel.GetTimestamp().AsTime()
	p.creator = signature.GetCreator()
	p.via = extension.GetChaincodeId().GetName()
	return nil
}

func (p *proposal) readPayload(content []byte) (specName string, err error) {
	payload, invocation := &peer.ChaincodeProposalPayload{}, &peer.ChaincodeInvocationSpec{}
	if err := proto.Unmarshal(content, payload); err != nil {
		return "", err
	}
	if err := proto.Unmarshal(payload.GetInput(), invocation); err != nil {
		return "", err
	}
	p.args = invocation.GetChaincodeSpec().GetInput().GetArgs()
	return invocation.GetChaincodeSpec().GetChaincodeId().GetName(), nil
}

func (p *proposal) check(stub shim.ChaincodeStubInterface, specName string) error {
	switch {
	case p.via == "":
		return protocol.CallerRefused.New("the signed proposal names no chaincode")
	case specName != p.via:
		return protocol.CallerRefused.New("the signed proposal names chaincode %.64q in its header and %.64q in its payload", p.via, specName)
	case p.channel != stub.GetChannelID():
		return protocol.CallerRefused.New("the proposal was signed for another channel: Fabric would drop what is done here")
	case p.txID != stub.GetTxID():
		return protocol.CallerRefused.New("the proposal was signed for another transaction")
	}
	return nil
}
