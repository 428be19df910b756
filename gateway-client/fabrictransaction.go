// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"errors"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// readTransaction unwraps an envelope down to the chaincode's event. Other kinds of transactions have none.
func readTransaction(data []byte) (Transaction, error) {
	var envelope common.Envelope
	var payload common.Payload
	var header common.ChannelHeader
	if err := errors.Join(proto.Unmarshal(data, &envelope), proto.Unmarshal(envelope.GetPayload(), &payload)); err != nil {
		return Transaction{}, err
	}
	if err := proto.Unmarshal(payload.GetHeader().GetChannelHeader(), &header); err != nil {
		return Transaction{}, err
	}
	tx := Transaction{TxID: header.GetTxId()}
	if header.GetType() != int32(common.HeaderType_ENDORSER_TRANSACTION) {
		return tx, nil
	}
	action, err := readAction(payload.GetData())
	if err != nil {
		return tx, err
	}
	if tx.Origin, err = readOrigin(&header, payload.GetHeader(), action); err != nil {
		return tx, err
	}
	tx.Event, err = readEvent(action)
	return tx, err
}

// readAction answers a transaction's one action (Fabric refuses more, core/common/validation).
func readAction(data []byte) (*peer.ChaincodeActionPayload, error) {
	var transaction peer.Transaction
	if err := proto.Unmarshal(data, &transaction); err != nil {
		return nil, err
	}
	if len(transaction.GetActions()) != 1 {
		return nil, errors.New("a transaction has one action")
	}
	action := &peer.ChaincodeActionPayload{}
	return action, proto.Unmarshal(transaction.GetActions()[0].GetPayload(), action)
}

func readOrigin(channel *common.ChannelHeader, header *common.Header, action *peer.ChaincodeActionPayload) (*Origin, error) {
	var signature common.SignatureHeader
	var creator msp.SerializedIdentity
	var proposal peer.ChaincodeProposalPayload
	var invocation peer.ChaincodeInvocationSpec
	if err := proto.Unmarshal(header.GetSignatureHeader(), &signature); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(signature.GetCreator(), &creator); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(action.GetChaincodeProposalPayload(), &proposal); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(proposal.GetInput(), &invocation); err != nil {
		return nil, err
	}
	spec := invocation.GetChaincodeSpec()
	return &Origin{
		Time: channel.GetTimestamp().AsTime(), MSP: creator.GetMspid(), Certificate: creator.GetIdBytes(),
		Chaincode: spec.GetChaincodeId().GetName(), Args: spec.GetInput().GetArgs(),
	}, nil
}

func readEvent(payload *peer.ChaincodeActionPayload) (*ChaincodeEvent, error) {
	var response peer.ProposalResponsePayload
	var action peer.ChaincodeAction
	var event peer.ChaincodeEvent
	if err := proto.Unmarshal(payload.GetAction().GetProposalResponsePayload(), &response); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(response.GetExtension(), &action); err != nil {
		return nil, err
	}
	if len(action.GetEvents()) == 0 {
		return nil, nil
	}
	if err := proto.Unmarshal(action.GetEvents(), &event); err != nil {
		return nil, err
	}
	return &ChaincodeEvent{Chaincode: event.GetChaincodeId(), Name: event.GetEventName(), Payload: event.GetPayload()}, nil
}
