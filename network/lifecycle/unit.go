// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/consort-finance/consort/network/lifecycle/pack"
	"github.com/consort-finance/consort/network/topology"
	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
)

// unit is one chaincode of the topology with what is derived from it.
type unit struct {
	topology.Chaincode
	pack       pack.Package
	definition *chaincode.Definition
	program    string // the file of its server program
}

// unit derives the package and the definition of a chaincode. Both depend on the
// topology and the source tree alone.
func (n *network) unit(c topology.Chaincode) (*unit, error) {
	made, err := pack.Service(pack.Label(c.Name, c.Version), os.DirFS(filepath.Join(n.Root, filepath.FromSlash(c.Path))))
	if err != nil {
		return nil, fmt.Errorf("chaincode %s: %w", c.Name, err)
	}
	collections, err := c.LoadCollections(n.Root)
	if err != nil {
		return nil, err
	}
	defined, err := definition(n.topology.Channel.Name, c, collections, made.ID())
	if err != nil {
		return nil, err
	}
	return &unit{
		Chaincode:  c,
		pack:       made,
		definition: defined,
		program:    filepath.Join(n.consortium.Dir(), "chaincode", c.Name, c.Name),
	}, nil
}

func (n *network) units() ([]*unit, error) {
	units := make([]*unit, len(n.topology.Chaincodes))
	for i, c := range n.topology.Chaincodes {
		var err error
		if units[i], err = n.unit(c); err != nil {
			return nil, err
		}
	}
	return units, nil
}

func (u *unit) target() target { return target{u.Path, u.program} }
