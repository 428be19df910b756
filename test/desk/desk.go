// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"slices"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/desk"
)

// People connects whoever a topology names, by member and name.
type People interface {
	At(ctx context.Context, organisation, name string) (*gatewayclient.Client, error)
	Close() error
}

// Desks connects people of a network, and carries out what takes several of them. Many goroutines may use it.
type Desks struct {
	People
	// Network is the one that runs; nil where the ledger is in the process.
	Network *consortium.Consortium
	members []string
}

// Open makes desks in a network.
func Open(network *consortium.Consortium) *Desks {
	return &Desks{People: desk.Open(network), Network: network, members: network.Orgs()}
}

// Seat makes desks for people of named members, wherever their ledger is.
func Seat(people People, members ...string) *Desks { return &Desks{People: people, members: members} }

// Members are the names of the consortium's members.
func (d *Desks) Members() []string { return slices.Clone(d.members) }
