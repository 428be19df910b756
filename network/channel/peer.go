// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-admin-sdk/pkg/channel"
	"github.com/hyperledger/fabric-admin-sdk/pkg/discovery"
	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// PeerAdmin acts on one peer as its organisation's administrator.
type PeerAdmin struct {
	Connection grpc.ClientConnInterface
	Signer     identity.SigningIdentity
}

// Join has the peer join the channel of a block, unless it is in it already.
func (p PeerAdmin) Join(ctx context.Context, name string, block []byte) error {
	channels, err := channel.ListChannelOnPeer(ctx, p.Connection, p.Signer)
	if err != nil {
		return fmt.Errorf("list channels: %w", err)
	}
	for _, c := range channels {
		if c.GetChannelId() == name {
			return nil
		}
	}
	var genesis common.Block
	if err := proto.Unmarshal(block, &genesis); err != nil {
		return fmt.Errorf("decode genesis block: %w", err)
	}
	if err := channel.JoinChannel(ctx, p.Connection, p.Signer, &genesis); err != nil {
		return fmt.Errorf("join channel %s: %w", name, err)
	}
	return nil
}

// Sees asks the peer's discovery service whether it knows a peer of each member
// in the channel. The error names those it does not see yet.
func (p PeerAdmin) Sees(ctx context.Context, name string, mspids []string) error {
	members, err := discovery.NewPeer(p.Connection, p.Signer).PeerMembershipQuery(ctx, name, nil)
	if err != nil {
		return fmt.Errorf("discover peers: %w", err)
	}
	var missing []string
	for _, msp := range mspids {
		if len(members.GetPeersByOrg()[msp].GetPeers()) == 0 {
			missing = append(missing, msp)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return fmt.Errorf("no peer discovered yet of %s", strings.Join(missing, ", "))
	}
	return nil
}

// Height is the number of blocks that the peer has of a channel.
func (p PeerAdmin) Height(ctx context.Context, name string) (uint64, error) {
	info, err := channel.GetBlockChainInfo(ctx, p.Connection, p.Signer, name)
	if err != nil {
		return 0, fmt.Errorf("height of channel %s: %w", name, err)
	}
	return info.GetHeight(), nil
}
