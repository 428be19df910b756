// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// RWSet is what a simulation read and wrote, and all that a block carries of it: of private data only
// hashes are here. Namespaces, keys and collections are in order.
type RWSet struct {
	Namespaces []NamespaceRW
}

// NamespaceRW is the part of one chaincode.
type NamespaceRW struct {
	Namespace   string
	Reads       []Read
	Ranges      []RangeRead
	Writes      []Write
	Policies    []PolicyWrite
	Collections []CollectionRW
}

// Read is a key read at a version; the zero version says that it was not there.
type Read struct {
	Key     string
	Version Version
}

// Write is a new value of a key, or its deletion.
type Write struct {
	Key    string
	Value  []byte
	Delete bool
}

// PolicyWrite sets the validation parameter of a key: the marshalled SignaturePolicyEnvelope.
type PolicyWrite struct {
	Key    string
	Policy []byte
}

// RangeRead is a scan: where it began, how far it came, and what it saw. Unless it was exhausted, End is
// the last key seen and counts as part of the range.
type RangeRead struct {
	Start     string
	End       string
	Exhausted bool
	Reads     []Read
}

// CollectionRW is the hashed side of a private data collection. Keys are SHA-256 of the private keys.
type CollectionRW struct {
	Collection string
	Reads      []Read
	Writes     []HashedWrite
	Policies   []PolicyWrite
	Hash       []byte // SHA-256 of the private write set
}

// HashedWrite is a private write as everybody sees it. Key and Hash are SHA-256 values.
type HashedWrite struct {
	Key    string
	Hash   []byte
	Delete bool
	Purge  bool
}

// Namespace answers the part of one chaincode; an empty one if it is not there.
func (s *RWSet) Namespace(name string) NamespaceRW {
	for i := range s.Namespaces {
		if s.Namespaces[i].Namespace == name {
			return s.Namespaces[i]
		}
	}
	return NamespaceRW{Namespace: name}
}

// writes tells whether the namespace was written, which makes its endorsement policy count.
func (n *NamespaceRW) writes() bool {
	if len(n.Writes) > 0 || len(n.Policies) > 0 {
		return true
	}
	for i := range n.Collections {
		if len(n.Collections[i].Writes) > 0 || len(n.Collections[i].Policies) > 0 {
			return true
		}
	}
	return false
}

// Bytes marshals the set as the TxReadWriteSet of Fabric's ledger. Long scans keep their reads in full,
// where a peer puts a Merkle summary of them.
func (s *RWSet) Bytes() ([]byte, error) {
	out := &rwset.TxReadWriteSet{DataModel: rwset.TxReadWriteSet_KV}
	for i := range s.Namespaces {
		ns, err := s.Namespaces[i].proto()
		if err != nil {
			return nil, err
		}
		out.NsRwset = append(out.NsRwset, ns)
	}
	return proto.Marshal(out)
}

func (n *NamespaceRW) proto() (*rwset.NsReadWriteSet, error) {
	kv := &kvrwset.KVRWSet{Reads: protoReads(n.Reads), MetadataWrites: protoPolicies(n.Policies)}
	for _, r := range n.Ranges {
		kv.RangeQueriesInfo = append(kv.RangeQueriesInfo, r.proto())
	}
	for _, w := range n.Writes {
		kv.Writes = append(kv.Writes, &kvrwset.KVWrite{Key: w.Key, Value: w.Value, IsDelete: w.Delete})
	}
	body, err := proto.Marshal(kv)
	if err != nil {
		return nil, err
	}
	out := &rwset.NsReadWriteSet{Namespace: n.Namespace, Rwset: body}
	for i := range n.Collections {
		c, err := n.Collections[i].proto()
		if err != nil {
			return nil, err
		}
		out.CollectionHashedRwset = append(out.CollectionHashedRwset, c)
	}
	return out, nil
}

func (c *CollectionRW) proto() (*rwset.CollectionHashedReadWriteSet, error) {
	hashed := &kvrwset.HashedRWSet{}
	for _, r := range c.Reads {
		hashed.HashedReads = append(hashed.HashedReads, &kvrwset.KVReadHash{KeyHash: []byte(r.Key), Version: r.Version.proto()})
	}
	for _, w := range c.Writes {
		hashed.HashedWrites = append(hashed.HashedWrites, &kvrwset.KVWriteHash{
			KeyHash: []byte(w.Key), ValueHash: w.Hash, IsDelete: w.Delete, IsPurge: w.Purge,
		})
	}
	for _, p := range c.Policies {
		hashed.MetadataWrites = append(hashed.MetadataWrites, &kvrwset.KVMetadataWriteHash{
			KeyHash: []byte(p.Key), Entries: policyEntries(p.Policy),
		})
	}
	body, err := proto.Marshal(hashed)
	if err != nil {
		return nil, err
	}
	return &rwset.CollectionHashedReadWriteSet{CollectionName: c.Collection, HashedRwset: body, PvtRwsetHash: c.Hash}, nil
}

func (r *RangeRead) proto() *kvrwset.RangeQueryInfo {
	return &kvrwset.RangeQueryInfo{
		StartKey: r.Start, EndKey: r.End, ItrExhausted: r.Exhausted,
		ReadsInfo: &kvrwset.RangeQueryInfo_RawReads{RawReads: &kvrwset.QueryReads{KvReads: protoReads(r.Reads)}},
	}
}

func protoReads(reads []Read) []*kvrwset.KVRead {
	var out []*kvrwset.KVRead
	for _, r := range reads {
		out = append(out, &kvrwset.KVRead{Key: r.Key, Version: r.Version.proto()})
	}
	return out
}

func protoPolicies(policies []PolicyWrite) []*kvrwset.KVMetadataWrite {
	var out []*kvrwset.KVMetadataWrite
	for _, p := range policies {
		out = append(out, &kvrwset.KVMetadataWrite{Key: p.Key, Entries: policyEntries(p.Policy)})
	}
	return out
}

func policyEntries(policy []byte) []*kvrwset.KVMetadataEntry {
	return []*kvrwset.KVMetadataEntry{{Name: peer.MetaDataKeys_VALIDATION_PARAMETER.String(), Value: policy}}
}
