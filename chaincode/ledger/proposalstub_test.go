// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// newNotes is the notes contract of one member, outside any channel.
func newNotes(t testing.TB, c *channel) *ledger.Chaincode {
	t.Helper()
	cc, err := ledger.New("notes", ledger.House{Now: c.Now}, &noteContract{}, noteEndpoints(),
		ledger.RolesFrom(roleHeld), ledger.ResolutionsFrom(resolution))
	require.NoError(t, err)
	return cc
}

// proposalStub is a peer with an empty state that lets any proposal through.
type proposalStub struct {
	shim.ChaincodeStubInterface
	creator  []byte
	now      time.Time
	args     []string
	damage   func(*peer.Proposal)
	unsigned bool
}

func (s *proposalStub) GetArgs() [][]byte {
	out := make([][]byte, len(s.args))
	for i, arg := range s.args {
		out[i] = []byte(arg)
	}
	return out
}

func (s *proposalStub) GetTxID() string                            { return "tx" }
func (s *proposalStub) GetChannelID() string                       { return "finance" }
func (s *proposalStub) GetTransient() (map[string][]byte, error)   { return nil, nil }
func (s *proposalStub) GetState(string) ([]byte, error)            { return nil, nil }
func (s *proposalStub) GetPrivateData(_, _ string) ([]byte, error) { return nil, nil }
func (s *proposalStub) PutState(string, []byte) error              { return nil }
func (s *proposalStub) PutPrivateData(_, _ string, _ []byte) error { return nil }
func (s *proposalStub) SetEvent(string, []byte) error              { return nil }
func (s *proposalStub) StartWriteBatch()                           {}
func (s *proposalStub) FinishWriteBatch() error                    { return nil }
func (s *proposalStub) GetMultipleStates(k ...string) ([][]byte, error) {
	return make([][]byte, len(k)), nil
}

func (s *proposalStub) InvokeChaincode(string, [][]byte, string) *peer.Response {
	return &peer.Response{Status: 404, Message: "NOT_FOUND: nobody is there"}
}

func (s *proposalStub) GetStateByPartialCompositeKeyWithPagination(string, []string, int32, string) (shim.StateQueryIteratorInterface, *peer.QueryResponseMetadata, error) {
	return emptyIterator{}, &peer.QueryResponseMetadata{}, nil
}

func (s *proposalStub) GetHistoryForKey(string) (shim.HistoryQueryIteratorInterface, error) {
	return emptyHistory{}, nil
}

func (s *proposalStub) GetPrivateDataHash(_, _ string) ([]byte, error) { return nil, nil }

type emptyIterator struct {
	shim.StateQueryIteratorInterface
}

func (emptyIterator) HasNext() bool { return false }
func (emptyIterator) Close() error  { return nil }

type emptyHistory struct {
	shim.HistoryQueryIteratorInterface
}

func (emptyHistory) HasNext() bool { return false }
func (emptyHistory) Close() error  { return nil }

// GetSignedProposal builds the proposal as a client does.
func (s *proposalStub) GetSignedProposal() (*peer.SignedProposal, error) {
	if s.unsigned {
		return nil, nil
	}
	name := &peer.ChaincodeID{Name: "notes"}
	extension, err := proto.Marshal(&peer.ChaincodeHeaderExtension{ChaincodeId: name})
	if err != nil {
		return nil, err
	}
	channel, err := proto.Marshal(&common.ChannelHeader{
		ChannelId: "finance", TxId: "tx", Timestamp: timestamppb.New(s.now), Extension: extension,
	})
	if err != nil {
		return nil, err
	}
	signature, err := proto.Marshal(&common.SignatureHeader{Creator: s.creator})
	if err != nil {
		return nil, err
	}
	header, err := proto.Marshal(&common.Header{ChannelHeader: channel, SignatureHeader: signature})
	if err != nil {
		return nil, err
	}
	payload, err := s.payload(name)
	if err != nil {
		return nil, err
	}
	proposal := &peer.Proposal{Header: header, Payload: payload}
	if s.damage != nil {
		s.damage(proposal)
	}
	content, err := proto.Marshal(proposal)
	return &peer.SignedProposal{ProposalBytes: content}, err
}

func (s *proposalStub) payload(name *peer.ChaincodeID) ([]byte, error) {
	input, err := proto.Marshal(&peer.ChaincodeInvocationSpec{ChaincodeSpec: &peer.ChaincodeSpec{
		ChaincodeId: name, Input: &peer.ChaincodeInput{Args: s.GetArgs()},
	}})
	if err != nil {
		return nil, err
	}
	return proto.Marshal(&peer.ChaincodeProposalPayload{Input: input})
}
