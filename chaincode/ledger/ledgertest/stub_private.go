// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

var errNoCollection = errors.New("collection must not be an empty string")

func (s *stub) GetPrivateData(collection, key string) ([]byte, error) {
	if collection == "" {
		return nil, errNoCollection
	}
	marshalable(collection, key)
	value, err := s.readPrivate(collection, key)
	if err != nil {
		return nil, s.fail("GET_STATE", err)
	}
	return value, nil
}

func (s *stub) readPrivate(collection, key string) ([]byte, error) {
	c, err := s.readable(collection)
	if err != nil {
		return nil, err
	}
	if err := s.set.cc.readFault(s.sim.node.msp, key); err != nil {
		return nil, err
	}
	value, err := s.sim.getPrivate(s.set, c, key)
	return bytes.Clone(value), err
}

// GetMultiplePrivateData does not compare with the public hash: a peer that lacks a value answers nil for
// it, and the read of an absent version fails the transaction at commit.
func (s *stub) GetMultiplePrivateData(collection string, keys ...string) ([][]byte, error) {
	if collection == "" {
		return nil, errNoCollection
	}
	marshalable(collection)
	marshalable(keys...)
	var out [][]byte
	for len(keys) > 0 {
		n := min(len(keys), s.sim.world.limits.multiRead)
		c, err := s.readable(collection)
		if err != nil {
			return nil, s.fail("GET_STATE_MULTIPLE", err)
		}
		out = append(out, s.readPrivateSegment(c, keys[:n])...)
		keys = keys[n:]
	}
	return out, nil
}

func (s *stub) readPrivateSegment(c *collection, keys []string) [][]byte {
	if s.segmentLost(keys) {
		return nil
	}
	out := make([][]byte, len(keys))
	for i, key := range keys {
		r := s.sim.privateRecord(s.set, c, key)
		s.sim.readHash(s.set, c, key, versionOf(r))
		s.sim.sawPrivate(c)
		if r != nil {
			out[i] = bytes.Clone(r.value)
		}
	}
	return out
}

// GetPrivateDataHash answers the SHA-256 of the value on any peer, to anybody.
func (s *stub) GetPrivateDataHash(collection, key string) ([]byte, error) {
	if collection == "" {
		return nil, errNoCollection
	}
	marshalable(collection, key)
	c, err := s.collection(collection)
	if err != nil {
		return nil, s.fail("GET_PRIVATE_DATA_HASH", err)
	}
	r := s.sim.lookup(c.hashed, hashKey(key))
	s.sim.readHash(s.set, c, key, versionOf(r))
	if r == nil {
		return nil, nil
	}
	return bytes.Clone(r.value), nil
}

func (s *stub) PutPrivateData(collection string, key string, value []byte) error {
	return s.writePrivate(writeRecord{peer.WriteRecord_PUT_STATE, collection, key, value})
}

func (s *stub) DelPrivateData(collection, key string) error {
	return s.writePrivate(writeRecord{peer.WriteRecord_DEL_STATE, collection, key, nil})
}

func (s *stub) PurgePrivateData(collection, key string) error {
	return s.writePrivate(writeRecord{peer.WriteRecord_PURGE_PRIVATE_DATA, collection, key, nil})
}

func (s *stub) writePrivate(r writeRecord) error {
	if r.collection == "" {
		return errNoCollection
	}
	return s.write(r)
}

// SetPrivateDataValidationParameter does not check the collection's name in the shim: an empty one sets
// the parameter of the public key.
func (s *stub) SetPrivateDataValidationParameter(collection, key string, ep []byte) error {
	return s.write(writeRecord{peer.WriteRecord_PUT_STATE_METADATA, collection, key, ep})
}

func (s *stub) GetPrivateDataValidationParameter(collection, key string) ([]byte, error) {
	if collection == "" {
		return s.GetStateValidationParameter(key)
	}
	marshalable(collection, key)
	c, err := s.readable(collection)
	if err != nil {
		return nil, s.fail("GET_STATE_METADATA", err)
	}
	r := s.sim.lookup(c.hashed, hashKey(key))
	s.sim.readHash(s.set, c, key, versionOf(r))
	return policyOf(r), nil
}

// applyPrivate is the peer's side of a private write.
func (s *stub) applyPrivate(r writeRecord) error {
	c, err := s.writable(r.collection)
	if err != nil {
		return err
	}
	if r.kind == peer.WriteRecord_PUT_STATE_METADATA {
		return s.sim.setPrivatePolicy(s.set, c, r.key, r.value)
	}
	return s.sim.putPrivate(s.set, c, r.key, r.value, r.kind == peer.WriteRecord_PURGE_PRIVATE_DATA)
}

// collection finds a collection of the executing chaincode.
func (s *stub) collection(name string) (*collection, error) {
	if c := s.set.def.collections[name]; c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("collection [%s] not defined in the collection config for chaincode [%s]", name, s.set.cc.name)
}

// permitted finds a collection and tells whether the client's organisation is a member.
func (s *stub) permitted(name string) (c *collection, member bool, err error) {
	if s.set.def.collections[name] == nil && !strings.HasPrefix(name, implicitPrefix) {
		return nil, false, fmt.Errorf("collection %s/%s/%s could not be found", s.sim.world.channel, s.set.cc.name, name)
	}
	c, err = s.collection(name)
	if err != nil {
		return nil, false, err
	}
	return c, c.member(s.prop.id.MSP), nil
}

// readable finds a collection that the client may read.
func (s *stub) readable(name string) (*collection, error) {
	c, member, err := s.permitted(name)
	if err != nil {
		return nil, err
	}
	if c.MemberOnlyRead && !member {
		return nil, fmt.Errorf("tx creator does not have read access permission on privatedata in chaincodeName:%s collectionName: %s", s.set.cc.name, name)
	}
	return c, nil
}

// writable finds a collection that the client may write.
func (s *stub) writable(name string) (*collection, error) {
	c, member, err := s.permitted(name)
	if err != nil {
		return nil, err
	}
	if c.MemberOnlyWrite && !member {
		return nil, fmt.Errorf("tx creator does not have write access permission on privatedata in chaincodeName:%s collectionName: %s", s.set.cc.name, name)
	}
	return c, nil
}

// ValueHash is what GetPrivateDataHash answers for a value.
func ValueHash(value []byte) []byte {
	sum := sha256.Sum256(value)
	return sum[:]
}
