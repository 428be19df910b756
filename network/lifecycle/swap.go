// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/process"
)

func (n *network) swap(ctx context.Context, name string) error {
	u, err := n.unitOf(name)
	if err != nil {
		return err
	}
	if err := n.running(); err != nil {
		return err
	}
	admins, closeAll, err := n.connect()
	if err != nil {
		return err
	}
	defer closeAll()
	if err := admins[0].deployed(ctx, u); err != nil {
		return err
	}
	if err := n.rebuild(ctx, u); err != nil {
		return err
	}
	return n.replaceServers(ctx, u, admins)
}

func (n *network) unitOf(name string) (*unit, error) {
	c, err := n.topology.Chaincode(name)
	if err != nil {
		return nil, err
	}
	return n.unit(c)
}

func (n *network) rebuild(ctx context.Context, u *unit) error {
	start := time.Now()
	if err := compile(ctx, n.Root, u.target()); err != nil {
		return err
	}
	n.tell("%s built (%s)", u.Name, since(start))
	return nil
}

// replaceServers swaps one organisation after the other, while the peers of those
// before are already being asked for an answer from the new server.
func (n *network) replaceServers(ctx context.Context, u *unit, admins []*admin) error {
	start := time.Now()
	servers, err := n.servers(u)
	if err != nil {
		return err
	}
	group, grouped := errgroup.WithContext(ctx)
	for i, s := range servers {
		if err := s.replace(ctx); err != nil {
			return err
		}
		group.Go(func() error { return admins[i].reaches(grouped, u) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	n.tell("%s live at %d organisations (%s)", u.Name, len(n.members), since(start))
	return nil
}

// deployed is an error when the channel does not have the very definition that a
// swap leaves alone.
func (a *admin) deployed(ctx context.Context, u *unit) error {
	open, err := plan(ctx, a, []*unit{u})
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return fmt.Errorf("chaincode %s: the channel does not have version %s at sequence %d yet: deploy it with `up`", u.Name, u.Version, u.Sequence)
	}
	return nil
}

// running is an error when a peer does not run: nothing could be tried out.
func (n *network) running() error {
	for _, m := range n.members {
		if _, found := process.Find(n.consortium.Spec(m.peer.Node)); !found {
			return fmt.Errorf("%s does not run: start the network with `up`", m.peer.Node)
		}
	}
	return nil
}
