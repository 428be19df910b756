// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/process"
)

// serve makes sure that every server of every chaincode runs.
func (n *network) serve(ctx context.Context, units []*unit) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, u := range units {
		group.Go(func() error { return n.serveOne(ctx, u) })
	}
	return group.Wait()
}

func (n *network) serveOne(ctx context.Context, u *unit) error {
	servers, err := n.servers(u)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range servers {
		group.Go(func() error {
			if _, err := n.consortium.EnrolTLS(ctx, s.member.Name, "chaincode."+u.Name, s.tlsDir()); err != nil {
				return err
			}
			return s.ensure(ctx)
		})
	}
	return group.Wait()
}

// revive starts the servers that were deployed before and do not run, so that
// peers which start find them.
func (n *network) revive(ctx context.Context, units []*unit) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, u := range units {
		servers, err := n.servers(u)
		if err != nil {
			return err
		}
		for _, s := range servers {
			if s.member.told(u.pack.Label) {
				group.Go(func() error { return s.ensure(ctx) })
			}
		}
	}
	return group.Wait()
}

// retire ends the servers of other versions than those of the topology: the
// channel has moved on.
func (n *network) retire(ctx context.Context, units []*unit) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, m := range n.members {
		for _, u := range units {
			current := n.consortium.Spec(node(m, u.pack.Label))
			// A chaincode's name has no underscore, so this matches no other's.
			files, err := filepath.Glob(n.consortium.Spec(node(m, u.Name+"_*")).PIDFile)
			if err != nil {
				return fmt.Errorf("find servers of %s: %w", u.Name, err)
			}
			for _, file := range files {
				old := n.consortium.Spec(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
				if p, running := process.Find(old); running && file != current.PIDFile {
					group.Go(func() error { return p.Stop(ctx, stopGrace) })
				}
			}
		}
	}
	return group.Wait()
}
