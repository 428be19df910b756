// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"gopkg.in/yaml.v3"
)

// Collection is one private data collection, in the names and meanings of
// Fabric's collections_config.json.
type Collection struct {
	Name              string            `json:"name"`
	Policy            string            `json:"policy"` // signature policy over MSP identifiers
	RequiredPeerCount int32             `json:"requiredPeerCount"`
	MaxPeerCount      int32             `json:"maxPeerCount"`
	BlockToLive       uint64            `json:"blockToLive"`
	MemberOnlyRead    bool              `json:"memberOnlyRead"`
	MemberOnlyWrite   bool              `json:"memberOnlyWrite"`
	EndorsementPolicy *CollectionPolicy `json:"endorsementPolicy,omitempty"`
}

// CollectionPolicy overrides the chaincode's endorsement policy for the keys of
// one collection. Exactly one of its fields is set.
type CollectionPolicy struct {
	SignaturePolicy     string `json:"signaturePolicy,omitempty"`
	ChannelConfigPolicy string `json:"channelConfigPolicy,omitempty"`
}

var collectionName = regexp.MustCompile(`^[A-Za-z0-9-][A-Za-z0-9_-]*$`)

// collections reads either the path of a file or the list itself.
func (r *reader) collections(c *Chaincode, t *Topology) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			r.text(&c.CollectionsFile, "collections", goPath, "a file below the module root, or a list of collections")(n)
			return
		}
		names := map[string]int{}
		r.sequence(n, "collections", func(element *yaml.Node) {
			collection := r.collection(element, t)
			r.unique(names, element, "name", "collection", collection.Name)
			c.Collections = append(c.Collections, collection)
		})
	}
}

func (r *reader) collection(n *yaml.Node, t *Topology) Collection {
	var c Collection
	var required, most, live int64
	var policy, endorsement Policy
	r.mapping(n, "collection",
		field{"name", true, r.text(&c.Name, "collection name", collectionName, "letters, digits, - and _, no _ first")},
		field{"policy", true, r.policy(&policy, t)},
		field{"requiredPeerCount", false, r.integer(&required, "requiredPeerCount", 0)},
		field{"maxPeerCount", false, r.integer(&most, "maxPeerCount", 0)},
		field{"blockToLive", false, r.integer(&live, "blockToLive", 0)},
		field{"memberOnlyRead", false, r.boolean(&c.MemberOnlyRead, "memberOnlyRead")},
		field{"memberOnlyWrite", false, r.boolean(&c.MemberOnlyWrite, "memberOnlyWrite")},
		field{"endorsementPolicy", false, r.policy(&endorsement, t)},
	)
	if policy.Channel != "" {
		r.refuse(valueLine(n, "policy"), "collection %s: policy names its members: write such as OR('northbank.member', 'regulator.member')", c.Name)
	}
	if required > most {
		r.refuse(valueLine(n, "requiredPeerCount"), "collection %s: requiredPeerCount %d: write at most maxPeerCount, %d", c.Name, required, most)
	}
	c.Policy = policy.Signature
	c.RequiredPeerCount, c.MaxPeerCount, c.BlockToLive = int32(required), int32(most), uint64(live)
	if endorsement != (Policy{}) {
		c.EndorsementPolicy = &CollectionPolicy{endorsement.Signature, endorsement.Channel}
	}
	return c
}

// LoadCollections gives the chaincode's collections, read from their file when
// the topology names one. Paths are relative to the module's root.
func (c Chaincode) LoadCollections(root string) ([]Collection, error) {
	if c.CollectionsFile == "" {
		return c.Collections, nil
	}
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(c.CollectionsFile)))
	if err != nil {
		return nil, fmt.Errorf("collections of %s: %w", c.Name, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var collections []Collection
	if err := decoder.Decode(&collections); err != nil {
		return nil, fmt.Errorf("collections of %s: %s: %w", c.Name, c.CollectionsFile, err)
	}
	return collections, nil
}
