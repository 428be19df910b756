// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"crypto/sha256"
	"fmt"
)

// simulation is the execution of one proposal on one peer: the state it sees and the read-write set it
// builds. A chaincode and those it calls on the same channel share it. It follows
// fabric core/ledger/kvledger/txmgmt/txmgr/tx_simulator.go and query_executor.go.
type simulation struct {
	world  *World
	node   *node
	height uint64 // the last block this peer has applied
	txid   string
	sets   []*namespaceSet

	wrote        bool
	privateScans bool
	pages        bool
	privateReads []*collection
	badPolicy    error
}

// namespaceSet gathers what a simulation does in one chaincode's namespace.
type namespaceSet struct {
	cc          *chaincode
	def         *definition
	readAt      keySlots
	reads       []Read
	writeAt     keySlots
	writes      []Write
	policyAt    keySlots
	policies    []PolicyWrite
	collections []*collectionSet
	scans       []*rangeScan

	// what the written keys ask of the endorsers
	needsPolicy bool
	keyPolicies []*endorsementPolicy
}

// collectionSet gathers what it does in one collection: the raw side stays with the members, the hashed
// side goes into the block. Slots are by raw key, which is also the order of the hashed side in a block.
type collectionSet struct {
	def      *collection
	readAt   keySlots
	reads    []Read
	writeAt  keySlots
	writes   []privateWrite
	policyAt keySlots
	policies []PolicyWrite

	needsPolicy bool
	keyPolicies []*endorsementPolicy
}

type privateWrite struct {
	Write
	purge bool
}

func (w *World) newSimulation(n *node, txid string) *simulation {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return &simulation{world: w, node: n, height: n.seen, txid: txid}
}

// namespace answers the set of a chaincode, pinning its definition at first sight.
func (s *simulation) namespace(cc *chaincode) *namespaceSet {
	for _, set := range s.sets {
		if set.cc == cc {
			return set
		}
	}
	s.world.mu.RLock()
	set := &namespaceSet{cc: cc, def: cc.definition}
	s.world.mu.RUnlock()
	s.sets = append(s.sets, set)
	return set
}

func (n *namespaceSet) collection(def *collection) *collectionSet {
	for _, c := range n.collections {
		if c.def == def {
			return c
		}
	}
	c := &collectionSet{def: def}
	n.collections = append(n.collections, c)
	return c
}

// lookup reads committed state at the simulation's height.
func (s *simulation) lookup(space *space, key string) *record {
	s.world.mu.RLock()
	defer s.world.mu.RUnlock()
	return space.get(key, s.height)
}

// addRead records that a key was read at a version; reading it again changes nothing, for state stands
// still during a simulation.
func addRead(slots *keySlots, reads []Read, key string, at Version) []Read {
	if slots.find(key) >= 0 {
		return reads
	}
	slots.add(key)
	return append(reads, Read{Key: key, Version: at})
}

func versionOf(r *record) Version {
	if r == nil {
		return Version{}
	}
	return r.at
}

// get reads a public key.
func (s *simulation) get(n *namespaceSet, key string) *record {
	r := s.lookup(n.cc.public, key)
	n.reads = addRead(&n.readAt, n.reads, key, versionOf(r))
	return r
}

// beforeWrite refuses writes after queries that the commit cannot check again.
func (s *simulation) beforeWrite() error {
	if s.privateScans {
		return fmt.Errorf("txid [%s]: unsuppored transaction. Transaction has already performed queries on pvt data. Writes are not allowed", s.txid)
	}
	if s.pages {
		return fmt.Errorf("txid [%s]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed", s.txid)
	}
	s.wrote = true
	return nil
}

func (s *simulation) beforePrivateScan() error {
	if s.wrote {
		return fmt.Errorf("txid [%s]: unsuppored transaction. Queries on pvt data is supported only in a read-only transaction", s.txid)
	}
	s.privateScans = true
	return nil
}

func (s *simulation) beforePage() error {
	if s.wrote {
		return fmt.Errorf("txid [%s]: unsuppored transaction. Paginated queries are supported only in a read-only transaction", s.txid)
	}
	s.pages = true
	return nil
}

// put writes a public key; an empty value deletes it, whatever the chaincode meant.
func (s *simulation) put(n *namespaceSet, key string, value []byte) error {
	if err := s.beforeWrite(); err != nil {
		return err
	}
	write := Write{Key: key, Value: value, Delete: len(value) == 0}
	if i := n.writeAt.find(key); i >= 0 {
		n.writes[i] = write
		return nil
	}
	n.writeAt.add(key)
	n.writes = append(n.writes, write)
	s.askPolicy(s.lookup(n.cc.public, key), &n.needsPolicy, &n.keyPolicies)
	return nil
}

// setPolicy sets the validation parameter of a public key.
func (s *simulation) setPolicy(n *namespaceSet, key string, policy []byte) error {
	if err := s.beforeWrite(); err != nil {
		return err
	}
	n.policies = addPolicy(&n.policyAt, n.policies, key, policy)
	s.askPolicy(s.lookup(n.cc.public, key), &n.needsPolicy, &n.keyPolicies)
	return nil
}

func addPolicy(slots *keySlots, policies []PolicyWrite, key string, policy []byte) []PolicyWrite {
	write := PolicyWrite{Key: key, Policy: policy}
	if i := slots.find(key); i >= 0 {
		policies[i] = write
		return policies
	}
	slots.add(key)
	return append(policies, write)
}

// askPolicy notes whose endorsement a write to a key takes: the key's own policy if it has one, else the
// chaincode's or the collection's. A policy that cannot be read fails the endorsement.
func (s *simulation) askPolicy(r *record, needs *bool, own *[]*endorsementPolicy) {
	switch {
	case r == nil || r.policy == nil:
		*needs = true
	case r.policy.malformed != nil:
		s.badPolicy = r.policy.malformed
	case r.policy.policy != nil:
		*own = append(*own, r.policy.policy)
	}
}

// hashKey is the SHA-256 under which a private key is known to all.
func hashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return string(sum[:])
}

// getPrivate reads a private key on this peer. A peer that does not hold the value which the public hash
// speaks of can only say so.
func (s *simulation) getPrivate(n *namespaceSet, c *collection, key string) ([]byte, error) {
	r := s.privateRecord(n, c, key)
	hashed := s.lookup(c.hashed, hashKey(key))
	if versionOf(hashed) != versionOf(r) {
		return nil, fmt.Errorf("private data matching public hash version is not available. Public hash version = %s, Private data version = %s",
			versionOf(hashed), versionOf(r))
	}
	s.readHash(n, c, key, versionOf(r))
	s.sawPrivate(c)
	if r == nil {
		return nil, nil
	}
	return r.value, nil
}

// privateRecord answers the private value that this peer holds.
func (s *simulation) privateRecord(n *namespaceSet, c *collection, key string) *record {
	if !c.member(s.node.msp) || n.cc.missing(s.node.msp, c.Name, key) {
		return nil
	}
	return s.lookup(c.private, key)
}

func (s *simulation) readHash(n *namespaceSet, c *collection, key string, at Version) {
	set := n.collection(c)
	set.reads = addRead(&set.readAt, set.reads, key, at)
}

// sawPrivate notes that values of the collection were read, which only members' peers can do.
func (s *simulation) sawPrivate(c *collection) {
	for _, seen := range s.privateReads {
		if seen == c {
			return
		}
	}
	s.privateReads = append(s.privateReads, c)
}

// putPrivate writes, deletes (empty value) or purges a private key.
func (s *simulation) putPrivate(n *namespaceSet, c *collection, key string, value []byte, purge bool) error {
	if err := s.beforeWrite(); err != nil {
		return err
	}
	set := n.collection(c)
	write := privateWrite{Write{Key: key, Value: value, Delete: len(value) == 0}, purge}
	if i := set.writeAt.find(key); i >= 0 {
		set.writes[i] = write
		return nil
	}
	set.writeAt.add(key)
	set.writes = append(set.writes, write)
	s.askPolicy(s.lookup(c.hashed, hashKey(key)), &set.needsPolicy, &set.keyPolicies)
	return nil
}

// setPrivatePolicy sets the validation parameter of a private key.
func (s *simulation) setPrivatePolicy(n *namespaceSet, c *collection, key string, policy []byte) error {
	if err := s.beforeWrite(); err != nil {
		return err
	}
	set := n.collection(c)
	set.policies = addPolicy(&set.policyAt, set.policies, key, policy)
	s.askPolicy(s.lookup(c.hashed, hashKey(key)), &set.needsPolicy, &set.keyPolicies)
	return nil
}
