// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/process"
)

// startNodes starts orderers and peers, in the order of the topology, and waits
// until all say that they are well.
func (c *Consortium) startNodes(ctx context.Context, _ Options) error {
	defer c.timed("orderers and peers")()
	var launches []launch
	for _, o := range c.Orderers() {
		launches = append(launches, launch{c.ordererSpec(o), func() error { return c.writeOrderer(o) }, healthy(o.Operations)})
	}
	for _, p := range c.Peers() {
		launches = append(launches, launch{c.peerSpec(p), func() error { return c.writePeer(p) }, healthy(p.Operations)})
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, l := range launches {
		p, found, err := l.begin()
		group.Go(func() error {
			if err != nil {
				return err
			}
			return l.complete(ctx, p, found)
		})
	}
	return group.Wait()
}

func healthy(operations string) func(context.Context) error {
	return func(ctx context.Context) error { return process.Healthy(ctx, operations) }
}

// launch is how a node is brought up.
type launch struct {
	spec      process.Spec
	configure func() error                // before each start
	ready     func(context.Context) error // after
}

// begin finds the node's process or starts it.
func (l launch) begin() (p *process.Process, found bool, err error) {
	if p, found = process.Find(l.spec); found {
		return p, true, nil
	}
	if err := l.configure(); err != nil {
		return nil, false, fmt.Errorf("%s: %w", l.spec.Name, err)
	}
	p, err = process.Start(l.spec)
	return p, false, err
}

// complete waits until the node is ready. A process that was found may have been
// about to end, as after a kill; then the node is started anew.
func (l launch) complete(ctx context.Context, p *process.Process, found bool) error {
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	err := p.Await(limited, l.ready)
	if err == nil || !found || p.Alive() {
		return err
	}
	if p, _, err = l.begin(); err != nil {
		return err
	}
	return p.Await(limited, l.ready)
}
