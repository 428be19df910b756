// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// index finds rows of a table by attributes other than their key. Its entries are rows of their own, at "table.index". Those of
// a unique index hold the attributes of the key that they lead to, as a JSON array. The keys of others end with these
// attributes; such an entry holds how many they are.
type index[V any] struct {
	name       string
	table      string // "table.index"
	attributes func(V) []string
}

func newIndex[V any](table, name string, attributes func(V) []string) index[V] {
	mustName(name)
	return index[V]{name: name, table: table + "." + name, attributes: attributes}
}

// entry is one row's entry in an index.
type entry struct {
	key    string
	table  string
	target any // what the entry holds
}

func (e entry) taken() error {
	return protocol.AlreadyExists.New("another %s has the same %s", strings.SplitN(e.table, ".", 2)[0], strings.SplitN(e.table, ".", 2)[1])
}

// entry is the row's entry; none when the row has no such attributes.
func (ix index[V]) entry(row V, target any, suffix []string) (entry, bool, error) {
	attributes := ix.attributes(row)
	if attributes == nil {
		return entry{}, false, nil
	}
	composed, err := compose(ix.table, slices.Concat(attributes, suffix))
	return entry{key: composed, table: ix.table, target: target}, true, err
}

// entries are a row's entries in unique indexes.
func (t *Table[K, V]) claims(row V, key K) ([]entry, error) {
	return collect(t.uniques, row, key.Key(), nil)
}

// listings are a row's entries in other indexes, which tell rows of equal attributes apart by their keys.
func (t *Table[K, V]) listings(row V, key K) ([]entry, error) {
	suffix := key.Key()
	return collect(t.indexes, row, len(suffix), suffix)
}

func collect[V any](indexes []index[V], row V, target any, suffix []string) ([]entry, error) {
	var found []entry
	for _, ix := range indexes {
		e, has, err := ix.entry(row, target, suffix)
		if err != nil {
			return nil, err
		}
		if has {
			found = append(found, e)
		}
	}
	return found, nil
}

func (s *session) putEntries(entries []entry) error {
	for _, e := range entries {
		content, err := protocol.Marshal(e.target)
		if err != nil {
			return fmt.Errorf("entry of %s: %w", e.table, err)
		}
		if err := s.put(place{key: e.key}, write{value: content}); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) deleteEntries(entries []entry) error {
	for _, e := range entries {
		if err := s.put(place{key: e.key}, write{}); err != nil {
			return err
		}
	}
	return nil
}

// unclaimed refuses entries of unique indexes that other rows have. Faults: ALREADY_EXISTS.
func (s *session) unclaimed(added []entry) error {
	for _, claim := range added {
		taken, err := s.get(place{key: claim.key})
		if err != nil {
			return err
		}
		if taken != nil {
			return claim.taken()
		}
	}
	return nil
}

// without are the entries that are not among others.
func without(these, those []entry) []entry {
	return slices.DeleteFunc(slices.Clone(these), func(e entry) bool {
		return slices.ContainsFunc(those, func(other entry) bool { return other.key == e.key })
	})
}

// Lookup finds the row that has these attributes in a unique index.
func (t *Table[K, V]) Lookup(r Reader, unique string, attributes ...string) (row V, found bool, err error) {
	at := slices.IndexFunc(t.uniques, func(ix index[V]) bool { return ix.name == unique })
	if at < 0 {
		return row, false, fmt.Errorf("table %s has no unique index %s", t.name, unique)
	}
	composed, err := compose(t.uniques[at].table, attributes)
	if err != nil {
		return row, false, err
	}
	content, err := r.on().get(place{key: composed})
	if err != nil || content == nil {
		return row, false, err
	}
	main, err := t.target(content)
	if err != nil {
		return row, false, err
	}
	return t.at(r.on(), main)
}

// listed is the composed key that an entry of an index leads to, by how many attributes its own key ends with it.
func (t *Table[K, V]) listed(entry scanned) (string, error) {
	var count int
	if err := protocol.UnmarshalStored(entry.value, &count); err != nil {
		return "", fmt.Errorf("index of %s: %w", t.name, err)
	}
	attributes := attributesOf(entry.key)
	if count < 1 || count > len(attributes) {
		return "", fmt.Errorf("index of %s: an entry has %d attributes, not %d", t.name, len(attributes), count)
	}
	return compose(t.name, attributes[len(attributes)-count:])
}

// target is the composed key that an entry of a unique index leads to.
func (t *Table[K, V]) target(content []byte) (string, error) {
	var attributes []string
	if err := protocol.UnmarshalStored(content, &attributes); err != nil {
		return "", fmt.Errorf("index of %s: %w", t.name, err)
	}
	return compose(t.name, attributes)
}
