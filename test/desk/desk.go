// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"fmt"
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
	// Issue connects somebody by another certificate than at [Desks.At]; nil where there is none.
	Issue   func(ctx context.Context, organisation, name string) (*gatewayclient.Client, error)
	members []string
}

// Renewed connects a person of a member by a certificate that is issued anew, of the same name.
func (d *Desks) Renewed(ctx context.Context, organisation, name string) (*gatewayclient.Client, error) {
	if d.Issue == nil {
		return nil, fmt.Errorf("nobody issues certificates anew to %s/%s", organisation, name)
	}
	return d.Issue(ctx, organisation, name)
}

// Open makes desks in a network.
func Open(network *consortium.Consortium) *Desks {
	return &Desks{People: desk.Open(network), Network: network, members: network.Orgs()}
}

// Seat makes desks for people of named members, wherever their ledger is.
func Seat(people People, members ...string) *Desks { return &Desks{People: people, members: members} }

// Members are the names of the consortium's members.
func (d *Desks) Members() []string { return slices.Clone(d.members) }
