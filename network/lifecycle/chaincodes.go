// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/topology"
)

// Chaincodes are the settings for the chaincodes of a network. Its methods
// Prepare and Deploy are the hooks of the same names in [consortium.Options].
type Chaincodes struct {
	// Root is the directory of the Go module that they are built from.
	Root string
	// Charter is the hex SHA-256 of the consortium's charter, told to every server.
	Charter string
	// Progress is told each step; nil says nothing.
	Progress func(line string)
}

// network is a consortium as far as its chaincodes go.
type network struct {
	Chaincodes
	consortium *consortium.Consortium
	topology   *topology.Topology
	members    []*member
}

// member is an organisation with its peer.
type member struct {
	identity.Organisation
	peer consortium.Peer
	log  string // of the peer
}

func (c Chaincodes) of(running *consortium.Consortium) (*network, error) {
	n := &network{Chaincodes: c, consortium: running, topology: running.Topology()}
	for _, name := range running.Orgs() {
		organisation, err := running.Organisation(name)
		if err != nil {
			return nil, err
		}
		peer, err := running.Peer(name)
		if err != nil {
			return nil, err
		}
		n.members = append(n.members, &member{organisation, peer, running.Spec(peer.Node).Log})
	}
	return n, nil
}

func (n *network) tell(format string, arguments ...any) {
	if n.Progress != nil {
		n.Progress(fmt.Sprintf(format, arguments...))
	}
}

// Prepare makes what needs no network: the builder's programs, which peers must
// find when they start, and the chaincodes' own. It refuses a topology whose
// chaincodes are not there.
func (c Chaincodes) Prepare(ctx context.Context, running *consortium.Consortium) error {
	n, err := c.of(running)
	if err != nil {
		return err
	}
	if err := n.topology.CheckChaincodes(n.Root); err != nil {
		return err
	}
	return n.prepare(ctx)
}

// Deploy brings every chaincode of the topology to life, doing only what is
// missing. Peers, orderers and certificate authorities must be up.
func (c Chaincodes) Deploy(ctx context.Context, running *consortium.Consortium) error {
	n, err := c.of(running)
	if err != nil || len(n.topology.Chaincodes) == 0 {
		return err
	}
	return n.deploy(ctx)
}

// Swap builds one chaincode anew and replaces its servers, organisation by
// organisation, so that the others go on endorsing. The package id stays, so
// nobody has to approve anything. It returns when every organisation's peer has
// had an answer from its new server. When the source does not compile the error
// is the compiler's and the servers go on as they are.
func (c Chaincodes) Swap(ctx context.Context, running *consortium.Consortium, name string) error {
	n, err := c.of(running)
	if err != nil {
		return err
	}
	return n.swap(ctx, name)
}
