// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
)

// Profile is what to connect to and as whom. [ReadConnection], [ReadMSP], [ReadWallet] and [ReadEnvironment] make its parts.
type Profile struct {
	// Identity signs.
	Identity Identity
	// Peers are the member's own peers. The first that answers serves; the others take over when it dies.
	Peers []Peer
	// Channel is where calls go that name no other.
	Channel string
	// ClientTLS is the certificate shown to peers that ask for one (mutual TLS); usually nil.
	ClientTLS *tls.Certificate
}

// Peer is one peer's address and how to know that it is the right one.
type Peer struct {
	// Name is for people.
	Name string
	// Address is host:port.
	Address string
	// ServerName is the name in the peer's TLS certificate; empty takes the host of the address.
	ServerName string
	// Roots are the PEM certificates of the authority that issued the peer's TLS certificate.
	Roots []byte
	// Plain tells that the peer speaks no TLS.
	Plain bool
}

// Validate says what is missing and what to write.
func (p Profile) Validate() error {
	switch {
	case p.Identity.MSP == "":
		return errors.New("profile: the MSP identifier is missing; set MSP_ID or name an organisation of the connection profile")
	case len(p.Identity.Certificate) == 0:
		return errors.New("profile: the certificate is missing; name an MSP directory or a wallet file")
	case len(p.Peers) == 0:
		return errors.New("profile: no peer is named; set PEER_ENDPOINT=host:port or name a connection profile")
	case p.Channel == "":
		return errors.New("profile: the channel is missing; set CHANNEL_NAME")
	}
	if err := p.Identity.inTime(); err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	for _, peer := range p.Peers {
		if err := peer.validate(); err != nil {
			return fmt.Errorf("profile: %w", err)
		}
		if peer.Plain != p.Peers[0].Plain {
			return errors.New("profile: some peers speak TLS and some do not; name one kind")
		}
	}
	return nil
}

func (p Peer) validate() error {
	if _, _, err := net.SplitHostPort(p.Address); err != nil {
		return fmt.Errorf("peer %s: address %q is not host:port", p.Name, p.Address)
	}
	if p.Plain {
		return nil
	}
	if len(p.Roots) == 0 {
		return fmt.Errorf("peer %s: its TLS authority is missing; give tlsCACerts or TLS_CERT_PATH", p.Name)
	}
	if !x509.NewCertPool().AppendCertsFromPEM(p.Roots) {
		return fmt.Errorf("peer %s: its TLS authority is no PEM certificate", p.Name)
	}
	return nil
}

// serverName is the name that the peer's certificate has to carry.
func (p Peer) serverName() string {
	if p.ServerName != "" {
		return p.ServerName
	}
	host, _, _ := net.SplitHostPort(p.Address)
	return host
}

// bareAddress takes a gRPC target or URL down to host:port.
func bareAddress(target string) string {
	for _, scheme := range []string{"dns:///", "passthrough:///", "grpcs://", "grpc://"} {
		if rest, found := strings.CutPrefix(target, scheme); found {
			return rest
		}
	}
	return target
}
