// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"errors"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

func (s *stub) GetPrivateDataByRange(collection, startKey, endKey string) (shim.StateQueryIteratorInterface, error) {
	if collection == "" {
		return nil, errNoCollection
	}
	start, err := simpleRange(startKey, endKey)
	if err != nil {
		return nil, err
	}
	return s.privateRange(collection, start, endKey)
}

func (s *stub) GetPrivateDataByPartialCompositeKey(collection, objectType string, keys []string) (shim.StateQueryIteratorInterface, error) {
	if collection == "" {
		return nil, errNoCollection
	}
	start, err := shim.CreateCompositeKey(objectType, keys)
	if err != nil {
		return nil, err
	}
	return s.privateRange(collection, start, start+compositeEnd)
}

// privateRange scans what this peer holds of a collection. Nothing of it enters the read set: a peer that
// lacks data answers less and nobody notices, which is why the transaction may not write.
func (s *stub) privateRange(name, start, end string) (shim.StateQueryIteratorInterface, error) {
	marshalable(name, start, end)
	c, err := s.readable(name)
	if err != nil {
		return nil, s.fail("GET_STATE_BY_RANGE", err)
	}
	if err := s.sim.beforePrivateScan(); err != nil {
		return nil, s.fail("GET_STATE_BY_RANGE", err)
	}
	held := c.private
	if !c.member(s.sim.node.msp) {
		held = newSpace(0)
	}
	scan := &rangeScan{
		namespace: s.set.cc.name, end: end,
		cursor: newCursor(s.sim.world, held, s.sim.height, start, end),
	}
	return newIterator(s, scan.next, false, s.sim.world.limits.totalQuery), nil
}

func (s *stub) GetPrivateDataQueryResult(collection, query string) (shim.StateQueryIteratorInterface, error) {
	if collection == "" {
		return nil, errNoCollection
	}
	marshalable(collection, query)
	if _, err := s.readable(collection); err != nil {
		return nil, s.fail("GET_QUERY_RESULT", err)
	}
	if err := s.sim.beforePrivateScan(); err != nil {
		return nil, s.fail("GET_QUERY_RESULT", err)
	}
	return nil, s.fail("GET_QUERY_RESULT", errors.New("ExecuteQuery not supported for leveldb"))
}
