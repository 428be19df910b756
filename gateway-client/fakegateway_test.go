// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// fakeGateway is a peer's gateway and deliver service on a TLS port. Every submission is a block.
type fakeGateway struct {
	gateway.UnimplementedGatewayServer
	peer.UnimplementedDeliverServer
	t      *testing.T
	server *grpc.Server
	peer   gatewayclient.Peer

	mu        sync.Mutex
	refuse    string // what endorsers say
	lose      bool   // the answer to a submission
	blocks    []*common.Block
	submitted [][]byte
	asked     []string // organisations named
	grown     chan struct{}
}

func startGateway(t *testing.T, name string) *fakeGateway {
	t.Helper()
	certificate, key := pair(t, name)
	both, err := tls.X509KeyPair(certificate, key)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	f := &fakeGateway{
		t: t, server: grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(&both))), grown: make(chan struct{}),
		peer:   gatewayclient.Peer{Name: name, Address: listener.Addr().String(), ServerName: name, Roots: certificate},
		blocks: []*common.Block{block(0)},
	}
	gateway.RegisterGatewayServer(f.server, f)
	peer.RegisterDeliverServer(f.server, f)
	go func() { _ = f.server.Serve(listener) }()
	t.Cleanup(f.server.Stop)
	return f
}

func (f *fakeGateway) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *fakeGateway) Evaluate(_ context.Context, r *gateway.EvaluateRequest) (*gateway.EvaluateResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(r.GetProposedTransaction().GetSignature()) == 0 {
		return nil, status.Error(codes.Aborted, "access denied")
	}
	args := argsOf(f.t, r.GetProposedTransaction())
	switch string(args[0]) {
	case "GetChainInfo":
		return answer(encode(f.t, &common.BlockchainInfo{Height: uint64(len(f.blocks))}))
	case "GetTransactionByID":
		if _, found := f.find(string(args[2])); !found {
			return nil, refusal(codes.Unknown, "no", "chaincode response 500, Failed to get transaction with id x, error no such transaction ID [x] in index")
		}
		return answer(nil)
	}
	if f.refuse != "" {
		return nil, refusal(codes.Unknown, "evaluate call to endorser returned error: "+f.refuse, f.refuse)
	}
	f.asked = r.GetTargetOrganizations()
	return answer([]byte(`{"balance":7}`))
}

func (f *fakeGateway) find(txid string) (uint64, bool) {
	for _, b := range f.blocks {
		for _, data := range b.GetData().GetData() {
			if header(f.t, data).GetTxId() == txid {
				return b.GetHeader().GetNumber(), true
			}
		}
	}
	return 0, false
}

func (f *fakeGateway) CommitStatus(_ context.Context, r *gateway.SignedCommitStatusRequest) (*gateway.CommitStatusResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var request gateway.CommitStatusRequest
	decode(f.t, r.GetRequest(), &request)
	number, found := f.find(request.GetTransactionId())
	if !found || len(r.GetSignature()) == 0 {
		return nil, status.Error(codes.InvalidArgument, "unsigned, or the call would wait")
	}
	return &gateway.CommitStatusResponse{BlockNumber: number, Result: peer.TxValidationCode_VALID}, nil
}

func answer(payload []byte) (*gateway.EvaluateResponse, error) {
	return &gateway.EvaluateResponse{Result: &peer.Response{Status: 200, Payload: payload}}, nil
}

func refusal(code codes.Code, message, detail string) error {
	s, err := status.New(code, message).WithDetails(protoadapt.MessageV1Of(&gateway.ErrorDetail{Address: "peer0:7051", MspId: "NorthbankMSP", Message: detail}))
	if err != nil {
		return err
	}
	return s.Err()
}

// Endorse assembles the transaction as the gateway does, with an event.
func (f *fakeGateway) Endorse(_ context.Context, r *gateway.EndorseRequest) (*gateway.EndorseResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = r.GetEndorsingOrganizations()
	if f.refuse != "" {
		return nil, refusal(codes.Aborted, "failed to endorse transaction, see attached details for more info", f.refuse)
	}
	var proposal peer.Proposal
	var head common.Header
	decode(f.t, r.GetProposedTransaction().GetProposalBytes(), &proposal)
	decode(f.t, proposal.GetHeader(), &head)
	event := encode(f.t, &peer.ChaincodeEvent{ChaincodeId: "toy", TxId: r.GetTransactionId(), EventName: "toy:Paid", Payload: []byte(`{"v":1,"chaincode":"toy","events":[{"type":"toy:Paid","subject":"bob","data":{"amount":10}}]}`)})
	action := encode(f.t, &peer.ChaincodeAction{Response: &peer.Response{Status: 200, Payload: []byte(`{"balance":90}`)}, Events: event})
	response := encode(f.t, &peer.ProposalResponsePayload{Extension: action})
	endorsed := encode(f.t, &peer.ChaincodeActionPayload{Action: &peer.ChaincodeEndorsedAction{ProposalResponsePayload: response}})
	transaction := encode(f.t, &peer.Transaction{Actions: []*peer.TransactionAction{{Payload: endorsed}}})
	payload := encode(f.t, &common.Payload{Header: &head, Data: transaction})
	return &gateway.EndorseResponse{PreparedTransaction: &common.Envelope{Payload: payload}}, nil
}

func (f *fakeGateway) Submit(_ context.Context, r *gateway.SubmitRequest) (*gateway.SubmitResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	envelope := encode(f.t, r.GetPreparedTransaction())
	f.submitted = append(f.submitted, envelope)
	if len(f.submitted) == 1 || !f.lose {
		f.blocks = append(f.blocks, block(uint64(len(f.blocks)), []byte("garbage"), envelope))
		close(f.grown)
		f.grown = make(chan struct{})
	}
	if f.lose {
		return nil, status.Error(codes.Unavailable, "transport is closing")
	}
	return &gateway.SubmitResponse{}, nil
}

// block makes a block whose last transaction is valid and whose others nobody can read.
func block(number uint64, data ...[]byte) *common.Block {
	codes := make([]byte, len(data))
	for i := range len(data) - 1 {
		codes[i] = byte(peer.TxValidationCode_BAD_PAYLOAD)
	}
	metadata := make([][]byte, 5)
	metadata[common.BlockMetadataIndex_TRANSACTIONS_FILTER] = codes
	return &common.Block{
		Header: &common.BlockHeader{Number: number}, Data: &common.BlockData{Data: data},
		Metadata: &common.BlockMetadata{Metadata: metadata},
	}
}

func (f *fakeGateway) Deliver(stream peer.Deliver_DeliverServer) error {
	return f.deliver(stream, func(b *common.Block) *peer.DeliverResponse {
		return &peer.DeliverResponse{Type: &peer.DeliverResponse_Block{Block: b}}
	})
}

func (f *fakeGateway) DeliverFiltered(stream peer.Deliver_DeliverFilteredServer) error {
	return f.deliver(stream, func(b *common.Block) *peer.DeliverResponse {
		filtered := &peer.FilteredBlock{Number: b.GetHeader().GetNumber()}
		for i, data := range b.GetData().GetData() {
			code := b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER][i]
			tx := &peer.FilteredTransaction{TxValidationCode: peer.TxValidationCode(code)}
			if code == 0 {
				tx.Txid = header(f.t, data).GetTxId()
			}
			filtered.FilteredTransactions = append(filtered.FilteredTransactions, tx)
		}
		return &peer.DeliverResponse{Type: &peer.DeliverResponse_FilteredBlock{FilteredBlock: filtered}}
	})
}

func (f *fakeGateway) deliver(stream grpc.BidiStreamingServer[common.Envelope, peer.DeliverResponse], wrap func(*common.Block) *peer.DeliverResponse) error {
	request, err := stream.Recv()
	if err != nil {
		return err
	}
	var payload common.Payload
	var seek orderer.SeekInfo
	decode(f.t, request.GetPayload(), &payload)
	decode(f.t, payload.GetData(), &seek)
	if len(request.GetSignature()) == 0 {
		return stream.Send(&peer.DeliverResponse{Type: &peer.DeliverResponse_Status{Status: common.Status_FORBIDDEN}})
	}
	for next := seek.GetStart().GetSpecified().GetNumber(); ; next++ {
		b, err := f.await(stream.Context(), next)
		if err != nil {
			return err
		}
		if err := stream.Send(wrap(b)); err != nil {
			return err
		}
	}
}

func (f *fakeGateway) await(ctx context.Context, number uint64) (*common.Block, error) {
	for {
		f.mu.Lock()
		blocks, grown := f.blocks, f.grown
		f.mu.Unlock()
		if number < uint64(len(blocks)) {
			return blocks[number], nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func encode(t *testing.T, message proto.Message) []byte {
	bytes, err := proto.Marshal(message)
	require.NoError(t, err)
	return bytes
}

func decode(t *testing.T, bytes []byte, into proto.Message) {
	require.NoError(t, proto.Unmarshal(bytes, into))
}

func header(t *testing.T, envelope []byte) *common.ChannelHeader {
	var e common.Envelope
	var payload common.Payload
	head := &common.ChannelHeader{}
	if proto.Unmarshal(envelope, &e) == nil && proto.Unmarshal(e.GetPayload(), &payload) == nil {
		decode(t, payload.GetHeader().GetChannelHeader(), head)
	}
	return head
}

func argsOf(t *testing.T, signed *peer.SignedProposal) [][]byte {
	var proposal peer.Proposal
	var payload peer.ChaincodeProposalPayload
	var spec peer.ChaincodeInvocationSpec
	decode(t, signed.GetProposalBytes(), &proposal)
	decode(t, proposal.GetPayload(), &payload)
	decode(t, payload.GetInput(), &spec)
	return spec.GetChaincodeSpec().GetInput().GetArgs()
}
