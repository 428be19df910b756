// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// The peer's query system chaincode (core/scc/qscc) knows what is in the ledger.

// Height asks for the chain's height.
func (f *fabric) Height(ctx context.Context, channel string) (uint64, error) {
	response, err := f.query(ctx, channel, "GetChainInfo", channel)
	if err != nil {
		return 0, err
	}
	var info common.BlockchainInfo
	if err := proto.Unmarshal(response, &info); err != nil {
		return 0, fmt.Errorf("chain information: %w", err)
	}
	return info.GetHeight(), nil
}

// Status asks whether the ledger has a transaction, and only then where: the gateway's answer to that waits for
// transactions that are not there. Of one that was submitted twice, the first copy counts.
func (f *fabric) Status(ctx context.Context, channel, txid string) (Commit, error) {
	if _, err := f.query(ctx, channel, "GetTransactionByID", channel, txid); err != nil {
		if strings.Contains(err.Error(), "no such transaction ID") {
			return Commit{}, fmt.Errorf("%w: %s", ErrNotFound, txid)
		}
		return Commit{}, err
	}
	request, err := f.statusRequest(channel, txid)
	if err != nil {
		return Commit{}, fmt.Errorf("status of %s: %w", txid, err)
	}
	answer, err := gateway.NewGatewayClient(f.connection).CommitStatus(ctx, request)
	if err != nil {
		return Commit{}, fmt.Errorf("status of %s: %w", txid, newGatewayError(err))
	}
	return Commit{TxID: txid, Block: answer.GetBlockNumber(), Code: answer.GetResult()}, nil
}

func (f *fabric) statusRequest(channel, txid string) (*gateway.SignedCommitStatusRequest, error) {
	creator, err := proto.Marshal(&msp.SerializedIdentity{Mspid: f.identity.MSP, IdBytes: f.identity.Certificate})
	if err != nil {
		return nil, err
	}
	request, err := proto.Marshal(&gateway.CommitStatusRequest{ChannelId: channel, TransactionId: txid, Identity: creator})
	if err != nil {
		return nil, err
	}
	signature, err := f.sign(hash.SHA256(request))
	if err != nil {
		return nil, err
	}
	return &gateway.SignedCommitStatusRequest{Request: request, Signature: signature}, nil
}

// query evaluates at a peer of the own organisation.
func (f *fabric) query(ctx context.Context, channel string, args ...string) ([]byte, error) {
	call := Call{Channel: channel, Chaincode: "qscc", Organisations: []string{f.identity.MSP}}
	for _, arg := range args {
		call.Args = append(call.Args, []byte(arg))
	}
	proposal, err := f.Propose(call)
	if err != nil {
		return nil, err
	}
	if proposal.Signature, err = f.sign(proposal.Digest); err != nil {
		return nil, err
	}
	return f.Evaluate(ctx, proposal)
}
