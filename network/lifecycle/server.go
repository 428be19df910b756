// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/process"
	"github.com/consort-finance/consort/network/topology"
)

// server is the process that serves one chaincode to one organisation's peer.
type server struct {
	member  *member
	unit    *unit
	address string // host:port; the host is in the certificate
	spec    process.Spec
}

// node names the server of a package. It carries the label, so that the servers
// of two versions run side by side while the channel moves from one to the other.
func node(m *member, label string) string { return m.Name + "." + label }

// address is where a member's server of a package listens, always the same.
func (n *network) address(m *member, label string) (string, error) {
	port, err := n.consortium.Port(node(m, label))
	if err != nil {
		return "", fmt.Errorf("port of %s: %w", node(m, label), err)
	}
	return net.JoinHostPort(identity.Host, strconv.Itoa(port)), nil
}

// servers are those of one chaincode, in the order of the members.
func (n *network) servers(u *unit) ([]*server, error) {
	servers := make([]*server, len(n.members))
	for i, m := range n.members {
		address, err := n.address(m, u.pack.Label)
		if err != nil {
			return nil, err
		}
		s := &server{member: m, unit: u, address: address, spec: n.consortium.Spec(node(m, u.pack.Label))}
		s.spec.Path = u.program
		s.spec.Dir = m.Dir
		s.spec.Env = n.environment(s)
		servers[i] = s
	}
	return servers, nil
}

// tlsDir holds the server's own certificate and key.
func (s *server) tlsDir() string {
	return filepath.Join(s.member.Dir, "chaincode", s.unit.Name, "tls")
}

// environment is the contract with the chaincode's main package. The names are
// those of Fabric's samples; the package id stands under both of theirs.
func (n *network) environment(s *server) []string {
	pair, id := identity.TLSPair(s.tlsDir()), s.unit.pack.ID()
	variables := []string{
		"CHAINCODE_ID=" + id,
		"CORE_CHAINCODE_ID_NAME=" + id,
		"CHAINCODE_SERVER_ADDRESS=" + s.address,
		"CHAINCODE_TLS_DISABLED=false",
		"CHAINCODE_TLS_KEY=" + pair.Key,
		"CHAINCODE_TLS_CERT=" + pair.Certificate,
		"CHAINCODE_CLIENT_CA_CERT=" + s.member.TLSRoot(),
		"CONSORT_CHARTER=" + n.Charter,
	}
	if n.topology.Channel.Clock == topology.ClockSimulated {
		variables = append(variables, "CONSORT_CLOCK=simulated") // without it the server's own clock holds
	}
	return variables
}

// ensure starts the server unless it runs, and waits until it listens.
func (s *server) ensure(ctx context.Context) error {
	p, _, err := process.Ensure(s.spec)
	if err != nil {
		return err
	}
	return s.awaitListening(ctx, p)
}

// replace ends the running server and starts the program anew on its address.
func (s *server) replace(ctx context.Context) error {
	if old, running := process.Find(s.spec); running {
		if err := old.Stop(ctx, stopGrace); err != nil {
			return err
		}
	}
	return s.ensure(ctx)
}

// stopGrace is how long a server may take to end: it has no state to save.
const stopGrace = 2 * time.Second

// awaitListening makes sure that it is this server which answers at the address:
// its certificate must hold for the host, under the organisation's authority.
func (s *server) awaitListening(ctx context.Context, p *process.Process) error {
	config, err := s.peerTLS()
	if err != nil {
		return p.Fail(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	return p.Await(ctx, func(ctx context.Context) error {
		connection, err := (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", s.address)
		if err != nil {
			return fmt.Errorf("not serving at %s: %w", s.address, err)
		}
		return connection.Close()
	})
}

// peerTLS is how the organisation's peer connects to the server.
func (s *server) peerTLS() (*tls.Config, error) {
	pair := s.member.Peer().TLS
	certificate, err := tls.LoadX509KeyPair(pair.Certificate, pair.Key)
	if err != nil {
		return nil, fmt.Errorf("peer's TLS certificate: %w", err)
	}
	root, err := os.ReadFile(s.member.TLSRoot())
	if err != nil {
		return nil, fmt.Errorf("TLS root: %w", err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	return &tls.Config{
		Certificates: []tls.Certificate{certificate}, RootCAs: roots, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12,
	}, nil
}
