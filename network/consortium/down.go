// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/port"
	"github.com/consort-finance/consort/network/process"
)

// stopGrace is how long a node may take to end by itself before it is ended.
const stopGrace = 10 * time.Second

// Down stops every process of the network and returns when they are gone. With
// purge it then removes the directory: ledgers, keys, logs.
func (c *Consortium) Down(ctx context.Context, purge bool) error {
	unlock, err := lock(ctx, c.dir, c.progress)
	if err != nil {
		return err
	}
	defer unlock()
	if err := c.stopAll(ctx); err != nil {
		return err
	}
	if !purge {
		return nil
	}
	return c.purge()
}

// stopAll stops the nodes side by side.
func (c *Consortium) stopAll(ctx context.Context) error {
	var group errgroup.Group
	for _, node := range c.recorded() {
		group.Go(func() error {
			p, found := process.Find(c.Spec(node))
			if !found {
				return nil
			}
			return p.Stop(ctx, stopGrace)
		})
	}
	return group.Wait()
}

// recorded are the nodes that have a PID file: ours and chaincode servers.
func (c *Consortium) recorded() []string {
	files, _ := filepath.Glob(c.path("run", "*.pid")) // the pattern is well formed
	nodes := make([]string, len(files))
	for i, file := range files {
		nodes[i] = strings.TrimSuffix(filepath.Base(file), ".pid")
	}
	slices.Sort(nodes)
	return nodes
}

// purge removes what this package and its helpers made, and the directory
// itself when nothing else is in it: --dir might name somebody's home.
func (c *Consortium) purge() error {
	for _, name := range []string{"orgs", "channel", "builder", "logs", "run", "chaincode", "topology.yaml", ".gitignore", "lock", stateFile} {
		if err := os.RemoveAll(c.path(name)); err != nil {
			return fmt.Errorf("purge: %w", err)
		}
	}
	if err := c.releasePorts(); err != nil {
		return err
	}
	if err := os.Remove(c.dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		c.tell("%s is kept: there are other files in it", c.dir)
	}
	return nil
}

func (c *Consortium) releasePorts() error {
	registry, err := port.User()
	if err != nil {
		return err
	}
	for _, base := range c.state.Blocks {
		if err := registry.Release(c.dir, base); err != nil {
			return err
		}
	}
	return nil
}
