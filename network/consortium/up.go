// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/toolchain"
	"github.com/consort-finance/consort/network/topology"
)

// startLimit is how long a node may take to become healthy, on a slow and busy
// machine; it fails at once when its process ends.
const startLimit = 60 * time.Second

// Up starts the network, or what of it does not run, and returns when the
// channel is joined, peers see each other and the hooks have run.
func Up(ctx context.Context, options Options) (*Consortium, error) {
	c, unlock, err := prepare(ctx, options)
	if err != nil {
		return nil, err
	}
	defer unlock()
	for _, step := range []step{c.startCAs, c.createChannel, c.startNodes, c.openForBusiness} {
		if err := step(ctx, options); err != nil {
			return nil, err
		}
	}
	return c, nil
}

type step func(context.Context, Options) error

// openForBusiness has the nodes join and the chaincode deployed. Users are
// enrolled meanwhile: nothing needs them before Up returns, and the other steps
// often wait.
func (c *Consortium) openForBusiness(ctx context.Context, options Options) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, member := range c.topology.Organisations {
		group.Go(func() error {
			if err := c.writeProfile(member.Name); err != nil {
				return err
			}
			return c.enrolUsers(ctx, member)
		})
	}
	group.Go(func() error {
		if err := c.joinChannel(ctx); err != nil || options.Deploy == nil {
			return err
		}
		return options.Deploy(ctx, c)
	})
	return group.Wait()
}

// prepare makes or reads the directory and holds its lock.
func prepare(ctx context.Context, options Options) (c *Consortium, unlock func(), err error) {
	dir, err := filepath.Abs(options.Dir)
	if err != nil {
		return nil, nil, fmt.Errorf("directory: %w", err)
	}
	c = &Consortium{dir: dir, progress: inTurn(options.Progress), authorities: map[string]*identity.Authority{}}
	if c.tools, err = toolchain.Ensure(ctx, toolchain.Options{FabricBin: options.FabricBin, Progress: c.progress}); err != nil {
		return nil, nil, err
	}
	if err := c.checkNew(options); err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("directory: %w", err)
	}
	if unlock, err = lock(ctx, dir, c.progress); err != nil {
		return nil, nil, err
	}
	if err := c.load(options); err != nil {
		unlock()
		return nil, nil, err
	}
	return c, unlock, nil
}

// inTurn lets steps that run at once tell one after the other.
func inTurn(tell func(string)) func(string) {
	if tell == nil {
		return func(string) {}
	}
	var turn sync.Mutex
	return func(line string) {
		turn.Lock()
		defer turn.Unlock()
		tell(line)
	}
}

// checkNew refuses before anything is made when there is nothing to make it from.
func (c *Consortium) checkNew(options Options) error {
	if options.Topology != nil {
		return nil
	}
	if _, err := os.Stat(c.path(stateFile)); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w in %s, and no topology to start one from", ErrNone, c.dir)
	}
	return nil
}

// load brings state and topology together: the stored ones, the given ones, or
// new ones.
func (c *Consortium) load(options Options) error {
	var err error
	if c.topology = options.Topology; c.topology == nil {
		if c.topology, err = topology.Load(c.path("topology.yaml")); err != nil {
			return err
		}
	}
	if err = c.loadState(); err != nil {
		return err
	}
	if options.FabricBin != "" {
		if c.state.FabricBin, err = filepath.Abs(options.FabricBin); err != nil {
			return fmt.Errorf("directory: %w", err)
		}
	}
	if err := c.choosePorts(); err != nil {
		return err
	}
	return c.store()
}

// loadState reads the network's state, or begins it. A topology of another shape is refused.
func (c *Consortium) loadState() error {
	var err error
	c.state, err = readState(c.dir)
	if errors.Is(err, os.ErrNotExist) {
		c.state, err = &state{Version: stateVersion, Shape: shape(c.topology), Ports: map[string]int{}}, nil
	}
	if err != nil {
		return err
	}
	if c.state.Shape != shape(c.topology) {
		return fmt.Errorf("%s: members, orderers or channel differ from those that the network in %s was started with: "+
			"start it elsewhere with --dir, or remove it with `down --purge`", c.topology.File, c.dir)
	}
	return nil
}

// store writes down what the network is started with.
func (c *Consortium) store() error {
	if err := c.state.write(c.dir); err != nil {
		return err
	}
	if err := replace(c.path(".gitignore"), []byte("*\n")); err != nil { // there are keys in here
		return err
	}
	return replace(c.path("topology.yaml"), c.topology.Source())
}

// choosePorts gives every node its ports before anything asks for one.
func (c *Consortium) choosePorts() error {
	for _, o := range c.topology.Organisations {
		purposes := []string{".ca", ".ca.operations", ".peer", ".peer.chaincode", ".peer.operations"}
		if o.Orderer {
			purposes = append(purposes, ".orderer", ".orderer.admin", ".orderer.operations")
		}
		for _, purpose := range purposes {
			if _, err := c.Port(o.Name + purpose); err != nil {
				return err
			}
		}
	}
	return nil
}

// startCAs brings each member's CA up and enrols its nodes, all members at once.
// The Prepare hook runs beside them.
func (c *Consortium) startCAs(ctx context.Context, options Options) error {
	defer c.timed("certificate authorities and node certificates")()
	group, ctx := errgroup.WithContext(ctx)
	for _, member := range c.topology.Organisations {
		group.Go(func() error {
			if err := c.startCA(ctx, member.Name); err != nil {
				return err
			}
			return c.enrolNodes(ctx, member)
		})
	}
	if options.Prepare != nil {
		group.Go(func() error {
			defer c.timed("chaincode prepared")()
			return options.Prepare(ctx, c)
		})
	}
	return group.Wait()
}

func (c *Consortium) createChannel(ctx context.Context, _ Options) error {
	plan, err := c.plan()
	if err != nil {
		return err
	}
	defer c.timed("genesis block of channel " + c.Channel())()
	_, err = plan.Genesis(ctx, c.tools.Path("configtxgen"), c.path("channel"))
	return err
}

// timed tells a step and, when it is over, how long it took.
func (c *Consortium) timed(step string) func() {
	start := time.Now()
	return func() { c.tell("%-50s %6.2f s", step, time.Since(start).Seconds()) }
}
