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
	start := time.Now()
	c, err := n.topology.Chaincode(name)
	if err != nil {
		return err
	}
	u, err := n.unit(c)
	if err != nil {
		return err
	}
	if err := n.running(); err != nil {
		return err
	}
	if err := compile(ctx, n.Root, u.Path, u.program); err != nil {
		return err
	}
	built := time.Now()
	n.tell("%s built (%s)", name, since(start))
	if err := n.replaceServers(ctx, u); err != nil {
		return err
	}
	n.tell("%s live at %d organisations (%s)", name, len(n.members), since(built))
	return nil
}

// replaceServers swaps one organisation after the other, while the peers of those
// before are already being asked for an answer from the new server.
func (n *network) replaceServers(ctx context.Context, u *unit) error {
	servers, err := n.servers(u)
	if err != nil {
		return err
	}
	admins, closeAll, err := n.connect()
	if err != nil {
		return err
	}
	defer closeAll()
	group, grouped := errgroup.WithContext(ctx)
	for i, s := range servers {
		if err := s.replace(ctx); err != nil {
			return err
		}
		group.Go(func() error { return admins[i].reaches(grouped, u) })
	}
	return group.Wait()
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
