// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// implicitPrefix begins the name of the collection that every organisation has in every chaincode.
const implicitPrefix = "_implicit_org_"

// Collection defines private data shared by some organisations (collections_config.json).
type Collection struct {
	Name              string
	Members           []string // MSP identifiers
	RequiredPeerCount int      // other members' peers that must take the data for an endorsement to succeed
	BlockToLive       uint64   // 0 keeps it for ever
	MemberOnlyRead    bool
	MemberOnlyWrite   bool
	// Policy endorses writes to the collection in place of the chaincode's policy; nil leaves it to that.
	Policy *common.SignaturePolicyEnvelope
}

type collection struct {
	Collection
	policy  *endorsementPolicy
	hashed  *space // by SHA-256 of the key, on every peer
	private *space // by key, on the members' peers
}

// makeCollections defines the collections, among them each member's implicit one, keeping the data of
// those that were there before.
func (w *World) makeCollections(cc *chaincode, defined []Collection) map[string]*collection {
	out := map[string]*collection{}
	defined = slices.Clone(defined)
	for _, n := range w.nodes {
		defined = append(defined, Collection{
			Name: implicitPrefix + n.msp, Members: []string{n.msp}, Policy: AnyOf(n.msp),
		})
	}
	for _, def := range defined {
		c := &collection{Collection: def, hashed: newSpace(def.BlockToLive), private: newSpace(def.BlockToLive)}
		if old := cc.definition.collections[def.Name]; old != nil {
			c.hashed, c.private = old.hashed, old.private
			c.hashed.live, c.private.live = def.BlockToLive, def.BlockToLive
		}
		if def.Policy != nil {
			policy, err := compilePolicy(def.Policy)
			if err != nil {
				panic(fmt.Errorf("endorsement policy of collection %s of chaincode %s: %w", def.Name, cc.name, err))
			}
			c.policy = policy
		}
		out[def.Name] = c
	}
	return out
}

// member tells whether the organisation's peers hold the private data.
func (c *collection) member(msp string) bool { return slices.Contains(c.Members, msp) }
