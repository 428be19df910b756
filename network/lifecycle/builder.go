// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/builder"
	"github.com/consort-finance/consort/network/lifecycle/pack"
	"github.com/consort-finance/consort/network/process"
)

// prepare compiles everything, side by side.
func (n *network) prepare(ctx context.Context) error {
	units, err := n.units()
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return n.installBuilder(ctx) })
	for _, u := range units {
		group.Go(func() error { return n.compileUnlessServing(ctx, u) })
	}
	return group.Wait()
}

// compileUnlessServing builds the current source, except when some servers still
// run: the others then must run the same program as they.
func (n *network) compileUnlessServing(ctx context.Context, u *unit) error {
	servers, err := n.servers(u)
	if err != nil {
		return err
	}
	for _, s := range servers {
		if _, running := process.Find(s.spec); !running {
			continue
		}
		if _, err := os.Stat(u.program); err == nil {
			return nil
		}
	}
	return compile(ctx, n.Root, u.Path, u.program)
}

// installBuilder compiles the builder once, under the three names that a peer
// calls it by.
func (n *network) installBuilder(ctx context.Context) error {
	bin := filepath.Join(n.consortium.Builder(), "bin")
	first := builder.Programs[0]
	if err := compile(ctx, n.Root, "network/builder/cmd/builder", filepath.Join(bin, first)); err != nil {
		return err
	}
	for _, name := range builder.Programs[1:] {
		link := filepath.Join(bin, name)
		if _, err := os.Lstat(link); err == nil {
			continue
		}
		if err := os.Symlink(first, link); err != nil {
			return fmt.Errorf("install chaincode builder: %w", err)
		}
	}
	return nil
}

// configureBuilder writes every peer's own builder configuration, which an
// installation reads.
func (n *network) configureBuilder() error {
	for _, m := range n.members {
		if err := n.writeBuilderConfig(m); err != nil {
			return fmt.Errorf("%s: builder configuration: %w", m.Name, err)
		}
	}
	return nil
}

// writeBuilderConfig gives a peer the addresses of its organisation's servers
// and the certificates with which they know each other.
func (n *network) writeBuilderConfig(m *member) error {
	values := map[string]string{}
	for _, c := range n.topology.Chaincodes {
		label := pack.Label(c.Name, c.Version)
		address, err := n.address(m, label)
		if err != nil {
			return err
		}
		values[pack.AddressKey(label)] = address
	}
	pair := m.Peer().TLS
	for key, file := range map[string]string{
		pack.RootCertKey: m.TLSRoot(), pack.ClientCertKey: pair.Certificate, pack.ClientKeyKey: pair.Key,
	} {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		values[key] = string(data)
	}
	data, err := json.MarshalIndent(values, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(builder.ConfigFile(m.peer.Home), data)
}

// writeFile replaces a file at once; only its owner may read it.
func writeFile(file string, data []byte) error {
	if err := os.WriteFile(file+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
