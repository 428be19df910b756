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
	err := errors.Join(
		proto.Unmarshal(data, &envelope), proto.Unmarshal(envelope.GetPayload(), &payload),
		proto.Unmarshal(payload.GetHeader().GetChannelHeader(), &header),
	)
	tx := Transaction{TxID: header.GetTxId()}
	if err != nil || header.GetType() != int32(common.HeaderType_ENDORSER_TRANSACTION) {
		return tx, err
	}
	action, err := readAction(payload.GetData())
	if err != nil {
		return tx, err
	}
	var wrong [2]error
	tx.Origin, wrong[0] = readOrigin(&header, payload.GetHeader(), action)
	tx.Event, wrong[1] = readEvent(action)
	return tx, errors.Join(wrong[:]...)
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
	err := errors.Join(
		proto.Unmarshal(header.GetSignatureHeader(), &signature), proto.Unmarshal(signature.GetCreator(), &creator),
		proto.Unmarshal(action.GetChaincodeProposalPayload(), &proposal), proto.Unmarshal(proposal.GetInput(), &invocation),
	)
	spec := invocation.GetChaincodeSpec()
	return &Origin{
		Time: channel.GetTimestamp().AsTime(), MSP: creator.GetMspid(), Certificate: creator.GetIdBytes(),
		Chaincode: spec.GetChaincodeId().GetName(), Args: spec.GetInput().GetArgs(),
	}, err
}

func readEvent(payload *peer.ChaincodeActionPayload) (*ChaincodeEvent, error) {
	var response peer.ProposalResponsePayload
	var action peer.ChaincodeAction
	var event peer.ChaincodeEvent
	err := errors.Join(
		proto.Unmarshal(payload.GetAction().GetProposalResponsePayload(), &response),
		proto.Unmarshal(response.GetExtension(), &action), proto.Unmarshal(action.GetEvents(), &event),
	)
	if len(action.GetEvents()) == 0 {
		return nil, err
	}
	return &ChaincodeEvent{Chaincode: event.GetChaincodeId(), Name: event.GetEventName(), Payload: event.GetPayload()}, err
}
