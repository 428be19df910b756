// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/consort-finance/consort/network/builder"
	"github.com/consort-finance/consort/network/lifecycle/pack"
	"github.com/consort-finance/consort/network/process"
)

// prepare compiles the builder and the chaincodes.
func (n *network) prepare(ctx context.Context) error {
	units, err := n.units()
	if err != nil {
		return err
	}
	bin := filepath.Join(n.consortium.Builder(), "bin")
	targets, err := n.idle(units)
	if err != nil {
		return err
	}
	targets = append(targets, target{"network/builder/cmd/builder", filepath.Join(bin, builder.Programs[0])})
	for _, t := range targets {
		if err := os.MkdirAll(filepath.Dir(t.program), 0o700); err != nil {
			return fmt.Errorf("prepare chaincode: %w", err)
		}
	}
	if err := compile(ctx, n.Root, targets...); err != nil {
		return err
	}
	if err := linkBuilder(bin); err != nil {
		return err
	}
	return n.revive(ctx, units)
}

// idle are the programs of the chaincodes of which no server runs.
func (n *network) idle(units []*unit) ([]target, error) {
	var targets []target
	for _, u := range units {
		serving, err := n.serving(u)
		if err != nil {
			return nil, err
		}
		if !serving {
			targets = append(targets, u.target())
		}
	}
	return targets, nil
}

// serving tells whether a server of the chaincode runs: others that are started
// then must run the same program as it, whatever the source is by now.
func (n *network) serving(u *unit) (bool, error) {
	servers, err := n.servers(u)
	if err != nil {
		return false, err
	}
	for _, s := range servers {
		if _, running := process.Find(s.spec); running {
			_, err := os.Stat(u.program)
			return err == nil, nil
		}
	}
	return false, nil
}

// linkBuilder gives the builder the other names that a peer calls it by.
func linkBuilder(bin string) error {
	for _, name := range builder.Programs[1:] {
		link := filepath.Join(bin, name)
		if _, err := os.Lstat(link); err == nil {
			continue
		}
		if err := os.Symlink(builder.Programs[0], link); err != nil {
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

// told tells whether an organisation's peer knows the address of a package's
// server, that is whether the package has been deployed before.
func (m *member) told(label string) bool {
	data, err := os.ReadFile(builder.ConfigFile(m.peer.Home))
	if err != nil {
		return false
	}
	values := map[string]string{}
	return json.Unmarshal(data, &values) == nil && values[pack.AddressKey(label)] != ""
}

// writeBuilderConfig gives a peer the addresses of its organisation's servers
// and the certificates with which they know each other.
func (n *network) writeBuilderConfig(m *member) error {
	values, err := n.addresses(m)
	if err != nil {
		return err
	}
	if err := m.addCertificates(values); err != nil {
		return err
	}
	data, err := json.MarshalIndent(values, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(builder.ConfigFile(m.peer.Home), data)
}

// addCertificates adds what the peer shows to servers and knows them by.
func (m *member) addCertificates(values map[string]string) error {
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
	return nil
}

// addresses are those of an organisation's servers, by their keys in the configuration.
func (n *network) addresses(m *member) (map[string]string, error) {
	values := map[string]string{}
	for _, c := range n.topology.Chaincodes {
		label := pack.Label(c.Name, c.Version)
		address, err := n.address(m, label)
		if err != nil {
			return nil, err
		}
		values[pack.AddressKey(label)] = address
	}
	return values, nil
}

// writeFile replaces a file at once; only its owner may read it.
func writeFile(file string, data []byte) error {
	if err := os.WriteFile(file+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
