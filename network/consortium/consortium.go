// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"

	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/toolchain"
	"github.com/consort-finance/consort/network/topology"
)

// Hook is a step that another part of the runner adds to [Up].
type Hook func(context.Context, *Consortium) error

// Options say what to start and where.
type Options struct {
	// Dir holds everything of the network. It is made if it is not there.
	Dir string
	// Topology is what to start. Nil means what the directory was last started
	// with; a new directory needs one.
	Topology *topology.Topology
	// FabricBin is a directory whose programs are used instead of built ones.
	FabricBin string
	// Prepare runs before peers start, while nothing needs them yet: the place to
	// install the external builder under [Consortium.Builder].
	Prepare Hook
	// Deploy runs when all nodes are up and the channel is joined. Administrators
	// are enrolled by then; users are when Up returns.
	Deploy Hook
	// Progress is told each step in a line, one call at a time. Nil says nothing.
	Progress func(line string)
}

// Consortium is a network in a directory, running or not.
type Consortium struct {
	dir      string
	topology *topology.Topology
	tools    *toolchain.Toolchain
	state    *state
	progress func(string)

	mu          sync.Mutex // guards state's ports and authorities
	authorities map[string]*identity.Authority
}

// ErrNone means that a directory holds no network.
var ErrNone = errors.New("no network")

// Open attaches to the network in a directory without starting or building
// anything.
func Open(dir string) (*Consortium, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open network: %w", err)
	}
	s, err := readState(absolute)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s: start one with `up`", ErrNone, absolute)
	}
	if err != nil {
		return nil, fmt.Errorf("open network: %w", err)
	}
	c := &Consortium{dir: absolute, state: s, progress: func(string) {}, authorities: map[string]*identity.Authority{}}
	if c.topology, err = topology.Load(c.path("topology.yaml")); err != nil {
		return nil, fmt.Errorf("open network: %w", err)
	}
	c.tools, err = toolchain.Locate(toolchain.Options{FabricBin: s.FabricBin})
	if err != nil {
		return nil, fmt.Errorf("open network: %w", err)
	}
	return c, nil
}

func (c *Consortium) path(elements ...string) string {
	return filepath.Join(append([]string{c.dir}, elements...)...)
}

func (c *Consortium) tell(format string, args ...any) { c.progress(fmt.Sprintf(format, args...)) }

// lock keeps a second runner out of the directory until unlock is called.
func lock(ctx context.Context, dir string, progress func(string)) (unlock func(), err error) {
	l := flock.New(filepath.Join(dir, "lock"))
	locked, err := l.TryLock()
	if err == nil && !locked {
		progress("waiting for another runner that works on " + dir)
		_, err = l.TryLockContext(ctx, lockPoll)
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return func() { _ = l.Unlock() }, nil
}
