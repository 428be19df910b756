// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// place is where a value is: in the public state, or in a private collection.
type place struct {
	collection string // empty for the public state
	key        string
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.collection, other.collection), cmp.Compare(p.key, other.key))
}

// write is what becomes of a place when the transaction succeeds.
type write struct {
	value  []byte // nil deletes
	purge  bool   // deletes a private value from its collection's history too
	policy []byte // key-level endorsement policy, of a row just created
}

// state is the chaincode's state as one transaction sees it: what it read, and over it what it will write.
type state struct {
	read   map[place][]byte
	writes map[place]write
	traces map[string]traces // by the composed keys of rows of tables
}

// get reads a value, nil when there is none. The transaction's own writes are seen, which Fabric does not do.
func (s *session) get(at place) ([]byte, error) {
	if w, written := s.state.writes[at]; written {
		return w.value, nil
	}
	if value, known := s.state.read[at]; known {
		return value, nil
	}
	value, err := s.load(at)
	if err != nil {
		return nil, err
	}
	s.remember(at, value)
	return value, nil
}

func (s *session) load(at place) ([]byte, error) {
	if at.collection == "" {
		value, err := s.stub.GetState(at.key)
		if err != nil {
			return nil, fmt.Errorf("read state: %w", err)
		}
		return value, nil
	}
	value, err := s.stub.GetPrivateData(at.collection, at.key)
	if err != nil {
		return nil, misdirected(at.collection, err)
	}
	return value, nil
}

// remember keeps what was read. Fabric answers no bytes for a key that is not there, and takes none for a deletion.
func (s *session) remember(at place, value []byte) {
	if s.state.read == nil {
		s.state.read = make(map[place][]byte, 8)
	}
	if len(value) == 0 {
		value = nil
	}
	s.state.read[at] = value
}

// fetch reads all rows that the transaction has not read yet in one round trip. A row whose key is malformed is left to
// who reads it.
func (s *session) fetch(rows []Row) error {
	missing := make([]string, 0, len(rows))
	for _, row := range rows {
		if row.err == nil && !s.knows(place{key: row.key}) {
			missing = append(missing, row.key)
		}
	}
	slices.Sort(missing)
	return s.fetchKeys(slices.Compact(missing))
}

func (s *session) knows(at place) bool {
	if _, written := s.state.writes[at]; written {
		return true
	}
	_, known := s.state.read[at]
	return known
}

func (s *session) fetchKeys(keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	values, err := s.stub.GetMultipleStates(keys...)
	if err != nil {
		return fmt.Errorf("read states: %w", err)
	}
	// Peers of Fabric 3.1 swallow errors of the state database here and answer fewer values: of which keys, nobody
	// can tell (fabric core/ledger/kvledger/txmgmt/txmgr/query_executor.go).
	if len(values) != len(keys) {
		return fmt.Errorf("read states: %d values came back for %d keys", len(values), len(keys))
	}
	for i, key := range keys {
		s.remember(place{key: key}, values[i])
	}
	return nil
}

// put buffers a write.
func (s *session) put(at place, w write) error {
	if !s.writes {
		return s.fail(errors.New("a query writes nothing"))
	}
	if s.confined && at.collection != OwnCollection(s.facts.Caller.MSP) {
		return s.fail(errors.New("a transaction in its caller's own collection writes nowhere else"))
	}
	if s.state.writes == nil {
		s.state.writes = make(map[place]write, 8)
	}
	s.state.writes[at] = w
	return nil
}

// flush hands the buffered writes to the peer in one batch, in the order of their places. Errors of the writes show
// only when the batch is finished, so that it is finished here and not left to the shim.
func (s *session) flush() error {
	if len(s.state.writes) == 0 {
		return nil
	}
	s.stub.StartWriteBatch()
	for _, at := range slices.SortedFunc(maps.Keys(s.state.writes), place.compare) {
		if err := s.send(at, s.state.writes[at]); err != nil {
			return fmt.Errorf("write state: %w", err)
		}
	}
	if err := s.stub.FinishWriteBatch(); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	return nil
}

func (s *session) send(at place, w write) error {
	if at.collection != "" {
		return s.sendPrivate(at, w)
	}
	if w.value == nil {
		return s.stub.DelState(at.key)
	}
	if err := s.stub.PutState(at.key, w.value); err != nil {
		return err
	}
	if w.policy == nil {
		return nil
	}
	return s.stub.SetStateValidationParameter(at.key, w.policy)
}

func (s *session) sendPrivate(at place, w write) error {
	switch {
	case w.purge:
		return s.stub.PurgePrivateData(at.collection, at.key)
	case w.value == nil:
		return s.stub.DelPrivateData(at.collection, at.key)
	default:
		return s.stub.PutPrivateData(at.collection, at.key, w.value)
	}
}

// misdirected explains a private read that failed: nearly always because the peer's member is not in the collection.
func misdirected(collection string, cause error) error {
	return fmt.Errorf("%w (%w)", protocol.Misdirected.New("this peer cannot read collection %s: ask a peer of its members", collection), cause)
}
