// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/story"
)

// spoof sends a proposal that peers carry out as a call of cash while its signed payload names the module probe. Fabric
// does not compare the two; a chaincode that believed the payload would take bob for the module.
func (c *chapter) spoof(ctx context.Context) (string, error) {
	client, err := c.Seat(ctx, bob)
	if err != nil {
		return "", err
	}
	draft, err := gatewayclient.Prepare(client, cash.Settle, c.settlement("spoofed", "bait", euros(50)))
	if err != nil {
		return "", err
	}
	if draft.Proposal, err = claiming(draft.Proposal, string(module)); err != nil {
		return "", fmt.Errorf("forge the proposal: %w", err)
	}
	signature, err := client.Identity().Sign(draft.Proposal.Digest)
	if err != nil {
		return "", err
	}
	_, err = draft.Endorse(ctx, client, signature)
	return story.Refused(err, protocol.CallerRefused)
}

// claiming is the proposal with another chaincode's name in its payload; its header stays.
func claiming(p gatewayclient.Proposal, chaincode string) (gatewayclient.Proposal, error) {
	proposed, proposal := &gateway.ProposedTransaction{}, &peer.Proposal{}
	payload, invocation := &peer.ChaincodeProposalPayload{}, &peer.ChaincodeInvocationSpec{}
	err := errors.Join(
		proto.Unmarshal(p.Bytes, proposed),
		proto.Unmarshal(proposed.GetProposal().GetProposalBytes(), proposal),
		proto.Unmarshal(proposal.GetPayload(), payload),
		proto.Unmarshal(payload.GetInput(), invocation),
	)
	if err != nil || invocation.GetChaincodeSpec().GetChaincodeId() == nil {
		return p, errors.Join(errors.New("it is not understood"), err)
	}
	invocation.ChaincodeSpec.ChaincodeId.Name = chaincode
	var e encoder
	payload.Input = e.encode(invocation)
	proposal.Payload = e.encode(payload)
	proposed.Proposal.ProposalBytes = e.encode(proposal)
	p.Bytes = e.encode(proposed)
	digest := sha256.Sum256(proposed.GetProposal().GetProposalBytes())
	p.Digest = digest[:]
	return p, e.err
}

// encoder keeps the mistakes of several encodings.
type encoder struct{ err error }

func (e *encoder) encode(message proto.Message) []byte {
	data, err := proto.Marshal(message)
	e.err = errors.Join(e.err, err)
	return data
}
