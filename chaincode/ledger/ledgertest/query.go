// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/queryresult"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

const (
	compositePrefix = "\x00"
	compositeEnd    = string(utf8.MaxRune)
	firstSimpleKey  = "\x01"
)

// rangeScan is a scan under way and what of it goes into the read set: as far as the peer went, which for
// a scan without pages is up to a hundred results ahead of the chaincode.
type rangeScan struct {
	namespace string
	cursor    *cursor
	read      RangeRead
	end       string
	record    bool
}

func (r *rangeScan) next() (*queryresult.KV, bool) {
	f, ok := r.cursor.step()
	if !ok {
		r.read.Exhausted, r.read.End = true, r.end
		return nil, false
	}
	if r.record {
		r.read.Reads = append(r.read.Reads, Read{Key: f.key, Version: f.rec.at})
		r.read.End = f.key
	}
	return &queryresult.KV{Namespace: r.namespace, Key: f.key, Value: bytes.Clone(f.rec.value)}, true
}

// scan starts a scan of a public range.
func (s *stub) scan(start, end string) *rangeScan {
	scan := &rangeScan{
		namespace: s.set.cc.name, end: end, record: true,
		read:   RangeRead{Start: start},
		cursor: newCursor(s.sim.world, s.set.cc.public, s.sim.height, start, end),
	}
	s.set.scans = append(s.set.scans, scan)
	return scan
}

func (s *stub) GetStateByRange(startKey, endKey string) (shim.StateQueryIteratorInterface, error) {
	start, err := simpleRange(startKey, endKey)
	if err != nil {
		return nil, err
	}
	return s.rangeQuery(start, endKey), nil
}

func (s *stub) rangeQuery(start, end string) shim.StateQueryIteratorInterface {
	marshalable(start, end)
	return newIterator(s, s.scan(start, end).next, false, s.sim.world.limits.totalQuery)
}

func (s *stub) GetStateByPartialCompositeKey(objectType string, keys []string) (shim.StateQueryIteratorInterface, error) {
	start, err := shim.CreateCompositeKey(objectType, keys)
	if err != nil {
		return nil, err
	}
	return s.rangeQuery(start, start+compositeEnd), nil
}

func (s *stub) GetStateByRangeWithPagination(startKey, endKey string, pageSize int32, bookmark string) (shim.StateQueryIteratorInterface, *peer.QueryResponseMetadata, error) {
	start, err := simpleRange(startKey, endKey)
	if err != nil {
		return nil, nil, err
	}
	return s.page(start, endKey, pageSize, bookmark)
}

func (s *stub) GetStateByPartialCompositeKeyWithPagination(objectType string, keys []string, pageSize int32, bookmark string) (shim.StateQueryIteratorInterface, *peer.QueryResponseMetadata, error) {
	start, err := shim.CreateCompositeKey(objectType, keys)
	if err != nil {
		return nil, nil, err
	}
	return s.page(start, start+compositeEnd, pageSize, bookmark)
}

func (s *stub) GetAllStatesCompositeKeyWithPagination(pageSize int32, bookmark string) (shim.StateQueryIteratorInterface, *peer.QueryResponseMetadata, error) {
	return s.page(compositePrefix, compositePrefix+compositeEnd, pageSize, bookmark)
}

// page answers one page and the key at which the next begins. Without size and bookmark it is an ordinary
// scan, and so does not forbid writes.
func (s *stub) page(start, end string, size int32, bookmark string) (shim.StateQueryIteratorInterface, *peer.QueryResponseMetadata, error) {
	marshalable(start, end, bookmark)
	if size == 0 && bookmark == "" {
		return s.rangeQuery(start, end), &peer.QueryResponseMetadata{}, nil
	}
	if err := s.sim.beforePage(); err != nil {
		return nil, nil, s.fail("GET_STATE_BY_RANGE", err)
	}
	if bookmark != "" {
		start = bookmark
	}
	limit := s.sim.world.limits.totalQuery
	if size > 0 && int(size) < limit {
		limit = int(size)
	}
	scan := s.scan(start, end)
	it := newIterator(s, scan.next, true, limit)
	meta := &peer.QueryResponseMetadata{FetchedRecordsCount: int32(len(it.batch))}
	if next, ok := scan.cursor.step(); ok {
		meta.Bookmark = next.key
	}
	return it, meta, nil
}

// simpleRange checks the bounds of a scan of simple keys and keeps it out of the composite ones.
func simpleRange(start, end string) (string, error) {
	if start == "" {
		start = firstSimpleKey
	}
	for _, key := range []string{start, end} {
		if len(key) > 0 && key[0] == compositePrefix[0] {
			return "", errors.New("first character of the key [" + key + "] contains a null character which is not allowed")
		}
	}
	return start, nil
}

// The state database is LevelDB, which has no rich queries.

func (s *stub) GetQueryResult(query string) (shim.StateQueryIteratorInterface, error) {
	marshalable(query)
	return nil, s.fail("GET_QUERY_RESULT", errors.New("ExecuteQuery not supported for leveldb"))
}

func (s *stub) GetQueryResultWithPagination(query string, pageSize int32, bookmark string) (shim.StateQueryIteratorInterface, *peer.QueryResponseMetadata, error) {
	marshalable(query, bookmark)
	if pageSize == 0 && bookmark == "" {
		return nil, nil, s.fail("GET_QUERY_RESULT", errors.New("ExecuteQuery not supported for leveldb"))
	}
	if err := s.sim.beforePage(); err != nil {
		return nil, nil, s.fail("GET_QUERY_RESULT", err)
	}
	return nil, nil, s.fail("GET_QUERY_RESULT", errors.New("ExecuteQueryWithMetadata not supported for leveldb"))
}

func (s *stub) CreateCompositeKey(objectType string, attributes []string) (string, error) {
	return shim.CreateCompositeKey(objectType, attributes)
}

// SplitCompositeKey takes any string, as the shim's does, and panics as it does when there is no delimiter.
func (s *stub) SplitCompositeKey(compositeKey string) (string, []string, error) {
	from := 1
	var parts []string
	for i := 1; i < len(compositeKey); i++ {
		if compositeKey[i] == compositePrefix[0] {
			parts = append(parts, compositeKey[from:i])
			from = i + 1
		}
	}
	return parts[0], parts[1:], nil
}
