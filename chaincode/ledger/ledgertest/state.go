// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"sync"

	"github.com/google/btree"
)

// record is one committed value of one key. Records are never changed after they were appended, but for
// the purge of private data, which takes the value away.
type record struct {
	at       Version
	value    []byte
	policy   *keyPolicy // key-level validation parameter, nil when none was ever set
	tx       *Transaction
	deleted  bool
	metaOnly bool // only the validation parameter changed: no entry in the key's history
}

// entry holds all committed values of one key, oldest first. Keeping them all gives peers that lag, the
// history query and the commit check their answers from one structure.
type entry struct {
	key     string
	records []record
}

// at answers the record that a peer whose last applied block is height sees, or nil when the key is not
// there. A positive live is the collection's blockToLive.
func (e *entry) at(height, live uint64) *record {
	for i := len(e.records) - 1; i >= 0; i-- {
		r := &e.records[i]
		if r.at.Block > height {
			continue
		}
		if r.deleted || expired(r, height, live) {
			return nil
		}
		return r
	}
	return nil
}

// expired applies blockToLive: a key written in block 100 of a collection with blockToLive 10 is gone once
// block 111 is applied (fabric core/common/privdata/collection.go).
func expired(r *record, height, live uint64) bool {
	return live > 0 && height > r.at.Block+live
}

// space is one key space: the public state of a chaincode, or the hashed or the private side of a
// collection. The world's lock guards entries; the ordered index has a lock of its own, because a scan
// completes it while only reading.
type space struct {
	live    uint64
	entries map[string]*entry

	orderLock sync.Mutex
	order     *btree.BTreeG[string]
	fresh     []string // keys not yet in order: the index is built only by who scans
}

func newSpace(live uint64) *space {
	return &space{
		live:    live,
		entries: map[string]*entry{},
		order:   btree.NewG(32, func(a, b string) bool { return a < b }),
	}
}

// get answers the visible record of a key, or nil.
func (s *space) get(key string, height uint64) *record {
	e := s.entries[key]
	if e == nil {
		return nil
	}
	return e.at(height, s.live)
}

// version answers the version a reader at height would record.
func (s *space) version(key string, height uint64) Version {
	if r := s.get(key, height); r != nil {
		return r.at
	}
	return Version{}
}

// put appends a record. The caller holds the world's lock for writing.
func (s *space) put(key string, r record) {
	e := s.entries[key]
	if e == nil {
		e = &entry{key: key}
		s.entries[key] = e
		s.fresh = append(s.fresh, key)
	}
	e.records = append(e.records, r)
}

// keysFrom appends to found at most limit keys of [start, end), end "" meaning the end of the space. Keys
// that were deleted are among them. The caller holds the world's lock for reading.
func (s *space) keysFrom(found []string, start, end string, limit int) []string {
	s.orderLock.Lock()
	defer s.orderLock.Unlock()
	for _, key := range s.fresh {
		s.order.ReplaceOrInsert(key)
	}
	s.fresh = nil
	s.order.AscendGreaterOrEqual(start, func(key string) bool {
		if (end != "" && key >= end) || limit == 0 {
			return false
		}
		found = append(found, key)
		limit--
		return true
	})
	return found
}
