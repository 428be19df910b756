// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/await"
	"github.com/consort-finance/consort/network/channel"
	"github.com/consort-finance/consort/network/process"
)

// joinChannel has every orderer and peer join and waits until every peer sees
// one of every member.
func (c *Consortium) joinChannel(ctx context.Context) error {
	done := c.timed("nodes joined to channel " + c.Channel())
	block, err := os.ReadFile(c.path("channel", c.Channel()+".block"))
	if err != nil {
		return fmt.Errorf("genesis block: %w", err)
	}
	group, joining := errgroup.WithContext(ctx)
	for _, o := range c.Orderers() {
		group.Go(func() error { return c.joinOrderer(joining, o, block) })
	}
	group.Go(func() error { return c.joinPeers(joining, block) })
	if err := group.Wait(); err != nil {
		return err
	}
	done()
	return c.WaitDiscovery(ctx)
}

// node puts a node's name and log around a cause.
func (c *Consortium) node(name string, cause error) error {
	if cause == nil {
		return nil
	}
	return c.Spec(name).Fail(cause)
}

// joinOrderer tries until the orderer serves, and waits until it takes part.
func (c *Consortium) joinOrderer(ctx context.Context, o Orderer, block []byte) error {
	admin, err := c.ordererAdmin(o)
	if err != nil {
		return c.node(o.Node, err)
	}
	return c.onceServing(ctx, c.ordererSpec(o), func(ctx context.Context) error {
		if err := admin.Join(ctx, c.Channel(), block); err != nil {
			return err
		}
		p, err := admin.Participation(ctx, c.Channel())
		if err == nil && p.Status != "active" {
			err = fmt.Errorf("orderer is %s (%s) in channel %s", p.Status, p.ConsensusRelation, c.Channel())
		}
		return err
	})
}

// onceServing repeats an act until it succeeds or the node's process ends: a node
// answers for its health a moment before it serves.
func (c *Consortium) onceServing(ctx context.Context, spec process.Spec, act func(context.Context) error) error {
	running, found := process.Find(spec)
	if !found {
		return spec.Fail(errors.New("the process has ended"))
	}
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	return running.Await(limited, act)
}

// ordererAdmin reaches an orderer as its organisation's administrator.
func (c *Consortium) ordererAdmin(o Orderer) (*channel.OrdererAdmin, error) {
	org, err := c.Organisation(o.Org)
	if err != nil {
		return nil, err
	}
	return channel.NewOrdererAdmin(o.Admin, org.Admin().TLS)
}

// joinPeers has one peer join after the other: a peer that joins calls those that
// have joined, and two that call each other at once would lose both calls.
func (c *Consortium) joinPeers(ctx context.Context, block []byte) error {
	peers := c.Peers()
	slices.Reverse(peers) // see promptGossip
	for _, p := range peers {
		if err := c.joinPeer(ctx, p, block); err != nil {
			return err
		}
	}
	return nil
}

// joinPeer tries until the peer serves.
func (c *Consortium) joinPeer(ctx context.Context, p Peer, block []byte) error {
	return c.onceServing(ctx, c.peerSpec(p), func(ctx context.Context) error {
		return c.AsAdmin(p, func(admin channel.PeerAdmin) error { return admin.Join(ctx, c.Channel(), block) })
	})
}

// AsAdmin connects to a peer as its organisation's administrator.
func (c *Consortium) AsAdmin(p Peer, act func(channel.PeerAdmin) error) error {
	org, err := c.Organisation(p.Org)
	if err != nil {
		return err
	}
	signer, err := channel.Signer(org.Admin())
	if err != nil {
		return err
	}
	connection, err := channel.Dial(p.Address, p.TLSRoot)
	if err != nil {
		return err
	}
	defer connection.Close()
	return act(channel.PeerAdmin{Connection: connection, Signer: signer})
}

// WaitDiscovery waits until every peer's discovery service knows a peer of every
// member in the channel. Until then the gateway answers that no combination of
// peers can satisfy an endorsement policy.
func (c *Consortium) WaitDiscovery(ctx context.Context) error {
	defer c.timed("peers see each other")()
	var mspids []string
	for _, p := range c.Peers() {
		mspids = append(mspids, p.MSPID)
	}
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	group, waiting := errgroup.WithContext(limited)
	for _, p := range c.Peers() {
		group.Go(func() error {
			return c.node(p.Node, c.AsAdmin(p, func(admin channel.PeerAdmin) error {
				return await.Success(waiting, 100*time.Millisecond, func(ctx context.Context) error {
					return admin.Sees(ctx, c.Channel(), mspids)
				})
			}))
		})
	}
	return group.Wait()
}
