// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"fmt"

	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/discovery"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// endorsable asks the peer's discovery service whether it knows peers that
// satisfy the chaincode's endorsement policy. A gateway asks the same before
// every submit; peers of other organisations tell of a new chaincode only with
// their next gossip.
func (a *admin) endorsable(ctx context.Context, u *unit) error {
	request, err := discoveryRequest(a.signer, &discovery.Query{
		Channel: u.definition.ChannelName,
		Query: &discovery.Query_CcQuery{CcQuery: &discovery.ChaincodeQuery{
			Interests: []*peer.ChaincodeInterest{{Chaincodes: []*peer.ChaincodeCall{{Name: u.Name}}}},
		}},
	})
	if err != nil {
		return err
	}
	response, err := discovery.NewDiscoveryClient(a.connection).Discover(ctx, request)
	if err != nil {
		return fmt.Errorf("ask discovery: %w", err)
	}
	for _, result := range response.GetResults() {
		if refused := result.GetError(); refused != nil {
			return fmt.Errorf("discovery: %s", refused.GetContent())
		}
	}
	return nil
}

func discoveryRequest(signer identity.SigningIdentity, query *discovery.Query) (*discovery.SignedRequest, error) {
	id, err := proto.Marshal(&msp.SerializedIdentity{Mspid: signer.MspID(), IdBytes: signer.Credentials()})
	if err != nil {
		return nil, fmt.Errorf("encode identity: %w", err)
	}
	payload, err := proto.Marshal(&discovery.Request{
		Authentication: &discovery.AuthInfo{ClientIdentity: id},
		Queries:        []*discovery.Query{query},
	})
	if err != nil {
		return nil, fmt.Errorf("encode discovery request: %w", err)
	}
	signature, err := signer.Sign(payload)
	if err != nil {
		return nil, fmt.Errorf("sign discovery request: %w", err)
	}
	return &discovery.SignedRequest{Payload: payload, Signature: signature}, nil
}
