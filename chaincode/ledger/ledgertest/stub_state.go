// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"errors"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

func (s *stub) GetState(key string) ([]byte, error) {
	marshalable(key)
	value, err := s.readState(key)
	if err != nil {
		return nil, s.fail("GET_STATE", err)
	}
	return value, nil
}

func (s *stub) readState(key string) ([]byte, error) {
	if err := s.set.cc.readFault(s.sim.node.msp, key); err != nil {
		return nil, err
	}
	r := s.sim.get(s.set, key)
	if r == nil {
		return nil, nil
	}
	return bytes.Clone(r.value), nil
}

// GetMultipleStates asks for segments of keys. A segment that the state database failed on is left out
// without an error, so that the values after it stand at the wrong places.
func (s *stub) GetMultipleStates(keys ...string) ([][]byte, error) {
	marshalable(keys...)
	var out [][]byte
	for len(keys) > 0 {
		n := min(len(keys), s.sim.world.limits.multiRead)
		out = append(out, s.readSegment(keys[:n])...)
		keys = keys[n:]
	}
	return out, nil
}

func (s *stub) readSegment(keys []string) [][]byte {
	if s.segmentLost(keys) {
		return nil
	}
	out := make([][]byte, len(keys))
	for i, key := range keys {
		if r := s.sim.get(s.set, key); r != nil {
			out[i] = bytes.Clone(r.value)
		}
	}
	return out
}

func (s *stub) segmentLost(keys []string) bool {
	if s.set.cc.faults.Load() == nil {
		return false
	}
	for _, key := range keys {
		if s.set.cc.readFault(s.sim.node.msp, key) != nil {
			return true
		}
	}
	return false
}

func (s *stub) PutState(key string, value []byte) error {
	return s.write(writeRecord{kind: peer.WriteRecord_PUT_STATE, key: key, value: value})
}

func (s *stub) DelState(key string) error {
	return s.write(writeRecord{kind: peer.WriteRecord_DEL_STATE, key: key})
}

func (s *stub) SetStateValidationParameter(key string, ep []byte) error {
	return s.write(writeRecord{kind: peer.WriteRecord_PUT_STATE_METADATA, key: key, value: ep})
}

func (s *stub) GetStateValidationParameter(key string) ([]byte, error) {
	marshalable(key)
	if err := s.set.cc.readFault(s.sim.node.msp, key); err != nil {
		return nil, s.fail("GET_STATE_METADATA", err)
	}
	return policyOf(s.sim.get(s.set, key)), nil
}

func policyOf(r *record) []byte {
	if r == nil || r.policy == nil {
		return nil
	}
	return bytes.Clone(r.policy.bytes)
}

// writeRecord is one write on its way to the peer.
type writeRecord struct {
	kind       peer.WriteRecord_Type
	collection string
	key        string
	value      []byte
}

// write sends a record, or keeps it while a batch is open.
func (s *stub) write(r writeRecord) error {
	if r.kind == peer.WriteRecord_PUT_STATE && r.key == "" {
		return errors.New("key must not be an empty string")
	}
	r.value = bytes.Clone(r.value)
	if s.batch != nil {
		s.batch.add(r)
		return nil
	}
	marshalable(r.collection, r.key)
	if err := s.apply(r); err != nil {
		return s.fail(r.kind.String(), err)
	}
	return nil
}

// apply is the peer's side of a write.
func (s *stub) apply(r writeRecord) error {
	if r.collection != "" {
		return s.applyPrivate(r)
	}
	switch r.kind {
	case peer.WriteRecord_PUT_STATE:
		return s.sim.put(s.set, r.key, r.value)
	case peer.WriteRecord_DEL_STATE:
		return s.sim.put(s.set, r.key, nil)
	case peer.WriteRecord_PUT_STATE_METADATA:
		return s.sim.setPolicy(s.set, r.key, r.value)
	default:
		return errors.New("only applicable for private data")
	}
}
