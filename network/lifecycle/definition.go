// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"fmt"

	"github.com/consort-finance/consort/network/topology"
	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// definition is what the members agree on for one chaincode of a channel. The
// package id is each organisation's own affair, yet the same for all here.
// Policy and plugins are written out, so that a query of the ledger gives back
// exactly what was approved.
func definition(channel string, c topology.Chaincode, collections []topology.Collection, packageID string) (*chaincode.Definition, error) {
	policy, err := applicationPolicy(c.Policy)
	if err != nil {
		return nil, fmt.Errorf("chaincode %s: policy: %w", c.Name, err)
	}
	config, err := collectionConfig(collections)
	if err != nil {
		return nil, fmt.Errorf("chaincode %s: %w", c.Name, err)
	}
	return &chaincode.Definition{
		ChannelName:       channel,
		PackageID:         packageID,
		Name:              c.Name,
		Version:           c.Version,
		Sequence:          c.Sequence,
		EndorsementPlugin: "escc",
		ValidationPlugin:  "vscc",
		ApplicationPolicy: policy,
		Collections:       config,
	}, nil
}

func applicationPolicy(p topology.Policy) (*peer.ApplicationPolicy, error) {
	if p.Signature == "" {
		return &peer.ApplicationPolicy{Type: &peer.ApplicationPolicy_ChannelConfigPolicyReference{
			ChannelConfigPolicyReference: p.Channel,
		}}, nil
	}
	policy, err := chaincode.NewApplicationPolicy(p.Signature, "")
	if err != nil {
		return nil, fmt.Errorf("signature policy %q: %w", p.Signature, err)
	}
	return policy, nil
}

func collectionConfig(collections []topology.Collection) (*peer.CollectionConfigPackage, error) {
	if len(collections) == 0 {
		return nil, nil
	}
	config := &peer.CollectionConfigPackage{}
	for _, c := range collections {
		static, err := staticCollection(c)
		if err != nil {
			return nil, fmt.Errorf("collection %s: %w", c.Name, err)
		}
		config.Config = append(config.Config, &peer.CollectionConfig{
			Payload: &peer.CollectionConfig_StaticCollectionConfig{StaticCollectionConfig: static},
		})
	}
	return config, nil
}

func staticCollection(c topology.Collection) (*peer.StaticCollectionConfig, error) {
	members, err := chaincode.NewApplicationPolicy(c.Policy, "")
	if err != nil {
		return nil, fmt.Errorf("policy %q: %w", c.Policy, err)
	}
	static := &peer.StaticCollectionConfig{
		Name: c.Name,
		MemberOrgsPolicy: &peer.CollectionPolicyConfig{Payload: &peer.CollectionPolicyConfig_SignaturePolicy{
			SignaturePolicy: members.GetSignaturePolicy(),
		}},
		RequiredPeerCount: c.RequiredPeerCount,
		MaximumPeerCount:  c.MaxPeerCount,
		BlockToLive:       c.BlockToLive,
		MemberOnlyRead:    c.MemberOnlyRead,
		MemberOnlyWrite:   c.MemberOnlyWrite,
	}
	if e := c.EndorsementPolicy; e != nil {
		static.EndorsementPolicy, err = applicationPolicy(topology.Policy{Channel: e.ChannelConfigPolicy, Signature: e.SignaturePolicy})
	}
	return static, err
}
