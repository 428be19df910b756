// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"
)

// blockSizeMax bounds one message from a peer; Fabric's own bound is 100 MiB (core/comm).
const blockSizeMax = 100 << 20

// alive finds out in time that a peer is gone. Peers end connections that ask more often than each minute
// (peer.keepalive.minInterval).
var alive = keepalive.ClientParameters{Time: 2 * time.Minute, Timeout: 20 * time.Second}

// reconnects is how soon a peer that went away is tried again; gRPC's own bound of two minutes is long for one that
// restarts in seconds.
var reconnects = grpc.ConnectParams{
	Backoff:           backoff.Config{BaseDelay: 200 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 3 * time.Second},
	MinConnectTimeout: 5 * time.Second,
}

// dial makes the one connection to the first of the profile's peers that answers; it moves to the next when that one
// goes. Nothing is sent before the first call.
func dial(profile Profile) (*grpc.ClientConn, error) {
	transport, err := transportCredentials(profile)
	if err != nil {
		return nil, err
	}
	connection, err := grpc.NewClient(
		"peers:///"+profile.Peers[0].Address,
		grpc.WithResolvers(addresses(profile.Peers)),
		grpc.WithTransportCredentials(transport),
		grpc.WithKeepaliveParams(alive),
		grpc.WithConnectParams(reconnects),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(blockSizeMax), grpc.MaxCallSendMsgSize(blockSizeMax)),
	)
	if err != nil {
		return nil, fmt.Errorf("peer %s: %w", profile.Peers[0].Name, err)
	}
	return connection, nil
}

// addresses has gRPC try the peers in their order.
func addresses(peers []Peer) resolver.Builder {
	var state resolver.State
	for _, peer := range peers {
		state.Addresses = append(state.Addresses, resolver.Address{Addr: peer.Address, ServerName: peer.serverName()})
	}
	builder := manual.NewBuilderWithScheme("peers")
	builder.InitialState(state)
	return builder
}

func transportCredentials(profile Profile) (credentials.TransportCredentials, error) {
	if profile.Peers[0].Plain {
		return insecure.NewCredentials(), nil
	}
	roots := x509.NewCertPool()
	for _, peer := range profile.Peers {
		if !roots.AppendCertsFromPEM(peer.Roots) {
			return nil, fmt.Errorf("peer %s: its TLS authority is no PEM certificate", peer.Name)
		}
	}
	config := &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	if profile.ClientTLS != nil {
		config.Certificates = []tls.Certificate{*profile.ClientTLS}
	}
	return credentials.NewTLS(config), nil
}

// clientTLSHash binds block requests to the TLS connection, as peers with mutual TLS demand.
func clientTLSHash(profile Profile) []byte {
	if profile.ClientTLS == nil || len(profile.ClientTLS.Certificate) == 0 {
		return nil
	}
	sum := sha256.Sum256(profile.ClientTLS.Certificate[0])
	return sum[:]
}
