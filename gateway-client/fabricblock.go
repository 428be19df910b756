// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"fmt"
	"iter"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// Blocks reads the peer's deliver service, which is not counted among the gateway's calls. The library's own streams
// end without a word when something fails, so only its request is used.
func (f *fabric) Blocks(ctx context.Context, channel string, from uint64, detail Detail) iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		stream, err := f.openBlocks(ctx, channel, from, detail)
		if err != nil {
			yield(Block{}, err)
			return
		}
		for {
			block, err := receive(stream)
			if !yield(block, err) || err != nil {
				return
			}
		}
	}
}

type blockStream = grpc.BidiStreamingClient[common.Envelope, peer.DeliverResponse]

func (f *fabric) openBlocks(ctx context.Context, channel string, from uint64, detail Detail) (blockStream, error) {
	request, err := f.seek(channel, from, detail)
	if err != nil {
		return nil, fmt.Errorf("block request: %w", err)
	}
	open := f.deliver.DeliverFiltered
	if detail == Contents {
		open = f.deliver.Deliver
	}
	stream, err := open(ctx)
	if err != nil {
		return nil, fmt.Errorf("block stream: %w", err)
	}
	if err := stream.Send(request); err != nil {
		return nil, fmt.Errorf("block stream: %w", err)
	}
	return stream, nil
}

type seekRequest interface {
	Bytes() ([]byte, error)
	Digest() []byte
}

// seek makes and signs the request for blocks.
func (f *fabric) seek(channel string, from uint64, detail Detail) (*common.Envelope, error) {
	request, err := f.seekRequest(channel, from, detail)
	if err != nil {
		return nil, err
	}
	signature, err := f.sign(request.Digest())
	if err != nil {
		return nil, err
	}
	bytes, err := request.Bytes()
	if err != nil {
		return nil, err
	}
	envelope := &common.Envelope{}
	err = proto.Unmarshal(bytes, envelope)
	envelope.Signature = signature
	return envelope, err
}

func (f *fabric) seekRequest(channel string, from uint64, detail Detail) (seekRequest, error) {
	network := f.gateway.GetNetwork(channel)
	if detail == Contents {
		return network.NewBlockEventsRequest(client.WithStartBlock(from))
	}
	return network.NewFilteredBlockEventsRequest(client.WithStartBlock(from))
}

func receive(stream blockStream) (Block, error) {
	response, err := stream.Recv()
	if err != nil {
		return Block{}, fmt.Errorf("block stream: %w", err)
	}
	switch message := response.GetType().(type) {
	case *peer.DeliverResponse_FilteredBlock:
		return filteredBlock(message.FilteredBlock), nil
	case *peer.DeliverResponse_Block:
		return fullBlock(message.Block)
	case *peer.DeliverResponse_Status:
		return Block{}, fmt.Errorf("block stream: the peer answers %s", message.Status)
	default:
		return Block{}, fmt.Errorf("block stream: a message of kind %T", message)
	}
}

func filteredBlock(filtered *peer.FilteredBlock) Block {
	block := Block{Number: filtered.GetNumber()}
	for _, tx := range filtered.GetFilteredTransactions() {
		block.Transactions = append(block.Transactions, Transaction{TxID: tx.GetTxid(), Code: tx.GetTxValidationCode()})
	}
	return block
}

// fullBlock takes transactions and their events out of a block. One that cannot be read is invalid and told as such:
// whoever hands garbage to the orderers must not stop everybody's stream.
func fullBlock(full *common.Block) (Block, error) {
	block := Block{Number: full.GetHeader().GetNumber()}
	metadata := full.GetMetadata().GetMetadata()
	if len(metadata) <= int(common.BlockMetadataIndex_TRANSACTIONS_FILTER) {
		return block, fmt.Errorf("block %d has no validation codes", block.Number)
	}
	codes := metadata[common.BlockMetadataIndex_TRANSACTIONS_FILTER]
	if len(codes) != len(full.GetData().GetData()) {
		return block, fmt.Errorf("block %d has %d validation codes for %d transactions", block.Number, len(codes), len(full.GetData().GetData()))
	}
	for i, data := range full.GetData().GetData() {
		code := ValidationCode(codes[i])
		tx, err := readTransaction(data)
		if err != nil && code == peer.TxValidationCode_VALID {
			return block, fmt.Errorf("block %d, transaction %d: %w", block.Number, i, err)
		}
		tx.Code = code
		block.Transactions = append(block.Transactions, tx)
	}
	return block, nil
}
