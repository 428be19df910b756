// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Table is a set of rows of type V in a chaincode's public state, found by keys of type K.
type Table[K Key, V any] struct {
	relation
	key     func(V) K
	uniques []index[V]
	indexes []index[V]
	sealers func(V) []string // nil where nobody seals: see [SealedBy]
}

// TableOption completes a table.
type TableOption[V any] func(*tableDraft[V])

type tableDraft[V any] struct {
	relation *relation
	uniques  []index[V]
	indexes  []index[V]
	sealers  func(V) []string
}

// Unique makes rows findable by other attributes, of which no two rows have the same; nil attributes are none.
func Unique[V any](name string, attributes func(V) []string) TableOption[V] {
	return func(s *tableDraft[V]) { s.uniques = append(s.uniques, newIndex(s.relation.name, name, attributes)) }
}

// Index makes rows listable by other attributes with [Table.PageBy]; nil attributes leave a row out.
func Index[V any](name string, attributes func(V) []string) TableOption[V] {
	return func(s *tableDraft[V]) { s.indexes = append(s.indexes, newIndex(s.relation.name, name, attributes)) }
}

// Version says that rows are written as version current, from 2 on, and how the JSON members of a row that was stored
// as an earlier version become those of the current one.
func Version[V any](current int, upgrade func(stored int, members []byte) ([]byte, error)) TableOption[V] {
	return func(s *tableDraft[V]) {
		s.relation.version, s.relation.upgrade = current, upgrade
		s.relation.open(string(s.relation.opening))
	}
}

// NewTable declares a table. The name is the object type of its composite keys and the docType of its rows: letters,
// digits and dashes, the first a small letter. It panics on a wrong declaration, like regexp.MustCompile.
func NewTable[K Key, V any](name string, key func(V) K, opts ...TableOption[V]) *Table[K, V] {
	mustName(name)
	return newTable(name, key, opts...)
}

func kernelTable[K Key, V any](name string, key func(V) K) *Table[K, V] { return newTable(name, key) }

func newTable[K Key, V any](name string, key func(V) K, opts ...TableOption[V]) *Table[K, V] {
	t := &Table[K, V]{relation: newRelation(name, reflect.TypeFor[V]()), key: key}
	s := tableDraft[V]{relation: &t.relation}
	for _, opt := range opts {
		opt(&s)
	}
	t.uniques, t.indexes, t.sealers = s.uniques, s.indexes, s.sealers
	return t
}

var tableForm = regexp.MustCompile(`^[a-z][A-Za-z0-9-]{0,31}$`)

func mustName(name string) {
	if !tableForm.MatchString(name) {
		panic("ledger: table or index name " + name + " is not a lower-case letter with up to 31 letters, digits or dashes after it")
	}
}

// Row names the row of a key, for [Prefetch].
func (t *Table[K, V]) Row(key K) Row {
	composed, err := identify(t.name, key)
	return Row{composed, err}
}

// Get reads a row. Faults: NOT_FOUND.
func (t *Table[K, V]) Get(r Reader, key K) (V, error) {
	row, found, err := t.Find(r, key)
	if err == nil && !found {
		err = t.missing(key)
	}
	return row, err
}

func (t *Table[K, V]) missing(key K) error {
	return protocol.NotFound.New("%s %s is not there", t.name, strings.Join(key.Key(), "/"))
}

// Find reads a row that may not be there.
func (t *Table[K, V]) Find(r Reader, key K) (V, bool, error) {
	composed, err := identify(t.name, key)
	if err != nil {
		var none V
		return none, false, err
	}
	return t.at(r.on(), composed)
}

func (t *Table[K, V]) at(s *session, composed string) (row V, found bool, err error) {
	stored, err := s.get(place{key: composed})
	if err != nil || stored == nil {
		return row, false, err
	}
	if err := t.restore(composed, stored, &row); err != nil {
		return row, false, err
	}
	return row, true, t.trace(s, composed, row)
}

// GetMany reads rows in one round trip to the peer, in the order of the keys. Faults: NOT_FOUND.
func (t *Table[K, V]) GetMany(r Reader, keys []K) ([]V, error) {
	rows, found, err := t.FindMany(r, keys)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if !found[i] {
			return nil, t.missing(keys[i])
		}
	}
	return rows, nil
}

// Present reads those of the rows that are there, in one round trip to the peer, in the order of the keys.
func (t *Table[K, V]) Present(r Reader, keys []K) ([]V, error) {
	rows, found, err := t.FindMany(r, keys)
	if err != nil {
		return nil, err
	}
	var present []V
	for i, row := range rows {
		if found[i] {
			present = append(present, row)
		}
	}
	return present, nil
}

// FindMany reads rows that may not be there in one round trip to the peer, in the order of the keys.
func (t *Table[K, V]) FindMany(r Reader, keys []K) ([]V, []bool, error) {
	s := r.on()
	names := make([]Row, len(keys))
	for i, key := range keys {
		names[i] = t.Row(key)
		if names[i].err != nil {
			return nil, nil, names[i].err
		}
	}
	if err := s.fetch(names); err != nil {
		return nil, nil, err
	}
	rows, found := make([]V, len(keys)), make([]bool, len(keys))
	for i := range names {
		var err error
		if rows[i], found[i], err = t.at(s, names[i].key); err != nil {
			return nil, nil, err
		}
	}
	return rows, found, nil
}
