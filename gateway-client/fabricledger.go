// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
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

// Status asks for the block that has a transaction: the first one, should it have been submitted twice.
func (f *fabric) Status(ctx context.Context, channel, txid string) (Commit, error) {
	response, err := f.query(ctx, channel, "GetBlockByTxID", channel, txid)
	if err != nil {
		if strings.Contains(err.Error(), "no such transaction ID") {
			return Commit{}, fmt.Errorf("%w: %s", ErrNotFound, txid)
		}
		return Commit{}, err
	}
	var full common.Block
	if err := proto.Unmarshal(response, &full); err != nil {
		return Commit{}, fmt.Errorf("block of transaction %s: %w", txid, err)
	}
	block, err := fullBlock(&full)
	if err != nil {
		return Commit{}, err
	}
	for _, tx := range block.Transactions {
		if tx.TxID == txid {
			return Commit{TxID: txid, Block: block.Number, Code: tx.Code}, nil
		}
	}
	return Commit{}, fmt.Errorf("%w: block %d has no %s", ErrNotFound, block.Number, txid)
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
	if f.identity.Sign == nil {
		return nil, fmt.Errorf("signature: the connection's identity has no key here")
	}
	if proposal.Signature, err = f.identity.Sign(proposal.Digest); err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	return f.Evaluate(ctx, proposal)
}
