// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/consort-finance/consort/chaincode/protocol/role"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
)

// Desks are the connections of people of a network. Any number of goroutines may use them.
type Desks struct {
	Network *consortium.Consortium

	mu      sync.Mutex
	clients map[string]*gatewayclient.Client
}

// Open makes desks in a network; nobody is connected yet.
func Open(network *consortium.Consortium) *Desks {
	return &Desks{Network: network, clients: map[string]*gatewayclient.Client{}}
}

// Close ends all connections.
func (d *Desks) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for _, client := range d.clients {
		errs = append(errs, client.Close())
	}
	clear(d.clients)
	return errors.Join(errs...)
}

// At is the client of a person of a member, connected once. The error of an unknown person lists those there are.
func (d *Desks) At(ctx context.Context, organisation, name string) (*gatewayclient.Client, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := organisation + "/" + name
	if client, connected := d.clients[key]; connected {
		return client, nil
	}
	profile, err := Profile(d.Network, organisation, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	client, err := gatewayclient.Connect(ctx, profile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	d.clients[key] = client
	return client, nil
}

// Holder is the first person of a member whose certificate claims a role.
func (d *Desks) Holder(ctx context.Context, organisation string, r role.Role) (*gatewayclient.Client, error) {
	member, err := d.Network.Topology().Organisation(organisation)
	if err != nil {
		return nil, err
	}
	for _, person := range member.Identities {
		if slices.Contains(person.Roles, r) {
			return d.At(ctx, organisation, person.Name)
		}
	}
	return nil, fmt.Errorf("nobody of %s has the role %s: give it to an identity in %s", organisation, r, d.Network.Topology().File)
}

// Profile says how a person of a member reaches the member's own peer.
func Profile(network *consortium.Consortium, organisation, name string) (gatewayclient.Profile, error) {
	person, err := network.Identity(organisation, name)
	if err != nil {
		return gatewayclient.Profile{}, err
	}
	identity, err := gatewayclient.ReadMSP(person.MSPID, person.MSPDir)
	if err != nil {
		return gatewayclient.Profile{}, err
	}
	peer, err := network.Peer(organisation)
	if err != nil {
		return gatewayclient.Profile{}, err
	}
	roots, err := os.ReadFile(peer.TLSRoot)
	if err != nil {
		return gatewayclient.Profile{}, fmt.Errorf("TLS root of %s: %w", peer.Node, err)
	}
	return gatewayclient.Profile{
		Identity: identity,
		Peers:    []gatewayclient.Peer{{Name: peer.Node, Address: peer.Address, Roots: roots}},
		Channel:  network.Channel(),
	}, nil
}
