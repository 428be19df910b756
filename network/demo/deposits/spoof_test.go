// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"crypto/sha256"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

func marshal(t *testing.T, message proto.Message) []byte {
	t.Helper()
	content, err := proto.Marshal(message)
	require.NoError(t, err)
	return content
}

// The forged proposal differs in the payload's name alone, and its digest is its own: otherwise a peer would refuse the
// signature, and the story would show nothing.
func TestClaimingChangesThePayloadAlone(t *testing.T) {
	invocation := &peer.ChaincodeInvocationSpec{ChaincodeSpec: &peer.ChaincodeSpec{
		ChaincodeId: &peer.ChaincodeID{Name: "cash"}, Input: &peer.ChaincodeInput{Args: [][]byte{[]byte("cash:Settle")}},
	}}
	payload := marshal(t, &peer.ChaincodeProposalPayload{Input: marshal(t, invocation)})
	signed := &peer.SignedProposal{ProposalBytes: marshal(t, &peer.Proposal{Header: []byte("header"), Payload: payload})}
	honest := gatewayclient.Proposal{TxID: "tx", Bytes: marshal(t, &gateway.ProposedTransaction{TransactionId: "tx", Proposal: signed})}

	forged, err := claiming(honest, "probe")
	require.NoError(t, err)
	require.Equal(t, "tx", forged.TxID)

	proposed, proposal := &gateway.ProposedTransaction{}, &peer.Proposal{}
	require.NoError(t, proto.Unmarshal(forged.Bytes, proposed))
	digest := sha256.Sum256(proposed.GetProposal().GetProposalBytes())
	require.Equal(t, digest[:], forged.Digest)
	require.NoError(t, proto.Unmarshal(proposed.GetProposal().GetProposalBytes(), proposal))
	require.Equal(t, "header", string(proposal.GetHeader()))

	read, input := &peer.ChaincodeInvocationSpec{}, &peer.ChaincodeProposalPayload{}
	require.NoError(t, proto.Unmarshal(proposal.GetPayload(), input))
	require.NoError(t, proto.Unmarshal(input.GetInput(), read))
	require.Equal(t, "probe", read.GetChaincodeSpec().GetChaincodeId().GetName())
	require.Equal(t, "cash:Settle", string(read.GetChaincodeSpec().GetInput().GetArgs()[0]))

	_, err = claiming(gatewayclient.Proposal{Bytes: []byte("\xff")}, "probe")
	require.Error(t, err)
}
