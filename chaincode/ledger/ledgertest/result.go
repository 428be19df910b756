// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"google.golang.org/protobuf/proto"
)

// privateSet is the private side of one collection of a transaction, which never enters a block.
type privateSet struct {
	collection *collection
	writes     []privateWrite
	policies   []string // keys whose policy changed without their value
}

// finish puts the gathered sets in order. The simulation is at its end.
func (s *simulation) finish() (*RWSet, []privateSet, error) {
	if s.badPolicy != nil {
		return nil, nil, s.badPolicy
	}
	slices.SortFunc(s.sets, func(a, b *namespaceSet) int { return strings.Compare(a.cc.name, b.cc.name) })
	set := &RWSet{Namespaces: make([]NamespaceRW, 0, len(s.sets))}
	var private []privateSet
	for _, n := range s.sets {
		rw := NamespaceRW{Namespace: n.cc.name, Reads: n.reads, Writes: n.writes, Policies: n.policies}
		for _, scan := range n.scans {
			rw.Ranges = addRange(rw.Ranges, scan.read)
		}
		sortReads(rw.Reads)
		sortPolicies(rw.Policies)
		slices.SortFunc(rw.Writes, func(a, b Write) int { return strings.Compare(a.Key, b.Key) })
		slices.SortFunc(n.collections, func(a, b *collectionSet) int { return strings.Compare(a.def.Name, b.def.Name) })
		for _, c := range n.collections {
			hashed, raw, err := c.finish()
			if err != nil {
				return nil, nil, err
			}
			rw.Collections = append(rw.Collections, hashed)
			if raw != nil {
				private = append(private, *raw)
			}
		}
		if !rw.empty() {
			set.Namespaces = append(set.Namespaces, rw)
		}
	}
	return set, private, nil
}

func (n *NamespaceRW) empty() bool {
	return len(n.Reads) == 0 && len(n.Ranges) == 0 && len(n.Writes) == 0 && len(n.Policies) == 0 && len(n.Collections) == 0
}

// addRange appends a scan unless the same range, ended the same way, is there already.
func addRange(ranges []RangeRead, r RangeRead) []RangeRead {
	for i := range ranges {
		if ranges[i].Start == r.Start && ranges[i].End == r.End && ranges[i].Exhausted == r.Exhausted {
			return ranges
		}
	}
	return append(ranges, r)
}

func sortReads(reads []Read) {
	slices.SortFunc(reads, func(a, b Read) int { return strings.Compare(a.Key, b.Key) })
}

func sortPolicies(policies []PolicyWrite) {
	slices.SortFunc(policies, func(a, b PolicyWrite) int { return strings.Compare(a.Key, b.Key) })
}

// finish splits the collection into what everybody sees and what its members get.
func (c *collectionSet) finish() (CollectionRW, *privateSet, error) {
	sortReads(c.reads)
	sortPolicies(c.policies)
	slices.SortFunc(c.writes, func(a, b privateWrite) int { return strings.Compare(a.Key, b.Key) })
	out := CollectionRW{Collection: c.def.Name}
	for _, r := range c.reads {
		out.Reads = append(out.Reads, Read{Key: hashKey(r.Key), Version: r.Version})
	}
	for _, w := range c.writes {
		out.Writes = append(out.Writes, hashedWrite(w))
	}
	for _, p := range c.policies {
		out.Policies = append(out.Policies, PolicyWrite{Key: hashKey(p.Key), Policy: p.Policy})
	}
	if len(c.writes) == 0 && len(c.policies) == 0 {
		return out, nil, nil
	}
	raw := &privateSet{collection: c.def, writes: c.writes}
	for _, p := range c.policies {
		raw.policies = append(raw.policies, p.Key)
	}
	hash, err := raw.hash()
	if err != nil {
		return out, nil, fmt.Errorf("private write set of collection %s: %w", c.def.Name, err)
	}
	out.Hash = hash
	return out, raw, nil
}

func hashedWrite(w privateWrite) HashedWrite {
	out := HashedWrite{Key: hashKey(w.Key), Delete: w.Delete, Purge: w.purge}
	if !w.Delete {
		sum := sha256.Sum256(w.Value)
		out.Hash = sum[:]
	}
	return out
}

// hash is the digest with which members check the private write set they are sent.
func (p *privateSet) hash() ([]byte, error) {
	kv := &kvrwset.KVRWSet{}
	for _, w := range p.writes {
		kv.Writes = append(kv.Writes, &kvrwset.KVWrite{Key: w.Key, Value: w.Value, IsDelete: w.Delete})
	}
	for _, key := range p.policies {
		kv.MetadataWrites = append(kv.MetadataWrites, &kvrwset.KVMetadataWrite{Key: key})
	}
	body, err := proto.Marshal(kv)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	return sum[:], nil
}
