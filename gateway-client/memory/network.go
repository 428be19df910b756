// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"context"
	"crypto"
	"fmt"
	"sync"
	"time"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Network is one channel and the clients connected to it.
type Network struct {
	world *ledgertest.World
	every time.Duration

	mu         sync.Mutex
	proposed   uint64
	identities map[string]*ledgertest.Identity    // by PEM of the certificate
	endorsed   map[string]*ledgertest.Transaction // by identifier
	due        bool                               // a block will be cut
}

// Option sets up a Network.
type Option func(*Network)

// Every cuts a block so long after its first transaction was submitted, so that transactions of many clients share
// blocks and conflict, as on a real channel. Unset, each submission cuts a block.
func Every(d time.Duration) Option { return func(n *Network) { n.every = d } }

// New makes a network of a world.
func New(world *ledgertest.World, opts ...Option) *Network {
	n := &Network{world: world, identities: map[string]*ledgertest.Identity{}, endorsed: map[string]*ledgertest.Transaction{}}
	for _, opt := range opts {
		opt(n)
	}
	return n
}

// Client connects an identity.
func (n *Network) Client(ctx context.Context, id *ledgertest.Identity, opts ...gatewayclient.ConnectOption) (*gatewayclient.Client, error) {
	return gatewayclient.New(ctx, n.Transport(id), n.world.Channel(), opts...)
}

// Transport is the network in the name of an identity.
func (n *Network) Transport(id *ledgertest.Identity) gatewayclient.Transport {
	return &transport{network: n, identity: n.Identity(id)}
}

// Identity turns an identity of the world into one of the client, and lets the network know it, so that others can
// propose in its name ([gatewayclient.As]).
func (n *Network) Identity(id *ledgertest.Identity) gatewayclient.Identity {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.identities[string(id.PEM)] = id
	return gatewayclient.Identity{MSP: id.MSP, Certificate: id.PEM, Sign: func(digest []byte) ([]byte, error) {
		return id.Key.Sign(nil, digest, crypto.SHA256) // without a source of randomness: RFC 6979
	}}
}

func (n *Network) known(id gatewayclient.Identity) (*ledgertest.Identity, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	known := n.identities[string(id.Certificate)]
	if known == nil {
		return nil, fmt.Errorf("identity of %s: the network does not know its certificate", id.MSP)
	}
	return known, nil
}

// next counts proposals, from which their nonces follow.
func (n *Network) next() uint64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.proposed++
	return n.proposed
}

func (n *Network) keep(tx *ledgertest.Transaction) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.endorsed[tx.TxID] = tx
}

func (n *Network) endorsedAs(txid string) *ledgertest.Transaction {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.endorsed[txid]
}

// order submits a transaction and sees to it that a block is cut.
func (n *Network) order(tx *ledgertest.Transaction) error {
	if err := n.world.Order(tx); err != nil {
		return err
	}
	if n.every == 0 {
		n.world.CutBlock()
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.due {
		n.due = true
		time.AfterFunc(n.every, n.cut)
	}
	return nil
}

func (n *Network) cut() {
	n.mu.Lock()
	n.due = false
	n.mu.Unlock()
	n.world.CutBlock()
}
