// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/sha256"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// endorsedBy has a call endorsed by some members alone.
func endorsedBy[Req protocol.Request, Res any](s *scene, by *gatewayclient.Client, e protocol.Call[Req, Res], request Req, members ...string) *gatewayclient.Endorsed[Res] {
	s.Helper()
	endorsed, err := forge(s, by, by.Identity(), e, request, unchanged, gatewayclient.EndorsingOrganisations(members...))
	require.NoError(s, err, "endorsed by %v", members)
	return endorsed
}

// countersigned is an endorsed transaction with one signature more in the place of an endorsement.
func countersigned[Res any](s *scene, endorsed *gatewayclient.Endorsed[Res], by gatewayclient.Identity) *gatewayclient.Endorsed[Res] {
	s.Helper()
	prepared, payload, transaction := &gateway.PreparedTransaction{}, &common.Payload{}, &peer.Transaction{}
	s.decode(endorsed.Envelope.Bytes, prepared)
	s.decode(prepared.GetEnvelope().GetPayload(), payload)
	s.decode(payload.GetData(), transaction)
	require.Len(s, transaction.GetActions(), 1)
	call := &peer.ChaincodeActionPayload{}
	s.decode(transaction.Actions[0].GetPayload(), call)

	name := s.encode(&msp.SerializedIdentity{Mspid: by.MSP, IdBytes: by.Certificate})
	digest := sha256.Sum256(slices.Concat(call.GetAction().GetProposalResponsePayload(), name))
	signature, err := by.Sign(digest[:])
	require.NoError(s, err)
	call.Action.Endorsements = append(call.Action.Endorsements, &peer.Endorsement{Endorser: name, Signature: signature})

	transaction.Actions[0].Payload = s.encode(call)
	payload.Data = s.encode(transaction)
	prepared.Envelope.Payload = s.encode(payload)
	digest = sha256.Sum256(prepared.GetEnvelope().GetPayload())
	forged := *endorsed
	forged.Envelope.Bytes, forged.Envelope.Digest = s.encode(prepared), digest[:]
	return &forged
}

func (s *scene) decode(content []byte, message proto.Message) {
	s.Helper()
	require.NoError(s, proto.Unmarshal(content, message))
}

func (s *scene) encode(message proto.Message) []byte {
	s.Helper()
	content, err := proto.Marshal(message)
	require.NoError(s, err)
	return content
}

// requireUnendorsed submits an endorsed transaction, which has to be invalid in its block for want of endorsements.
func requireUnendorsed[Res any](s *scene, by *gatewayclient.Client, endorsed *gatewayclient.Endorsed[Res], why string) {
	s.Helper()
	signature, err := by.Identity().Sign(endorsed.Envelope.Digest)
	require.NoError(s, err)
	_, err = endorsed.Submit(s.Context(), by, signature, patient...)
	var invalid *gatewayclient.CommitError
	require.ErrorAs(s, err, &invalid, why)
	require.Equal(s, peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE, invalid.Code, why)
}
