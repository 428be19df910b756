// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Insert adds a row whose key, and whose unique attributes, no other row has. Faults: ALREADY_EXISTS.
func (t *Table[K, V]) Insert(tx *Tx, row V) error { return t.insert(tx, row, nil) }

// InsertEndorsedBy adds a row that only these members can change. The policy replaces the chaincode's for this row, is
// set here and never again. A row that is deleted loses it, and another row under the same key would be without:
// use keys that never come back.
func (t *Table[K, V]) InsertEndorsedBy(tx *Tx, row V, endorsers Endorsers) error {
	policy, err := endorsers.policy()
	if err != nil {
		return err
	}
	return t.insert(tx, row, policy)
}

func (t *Table[K, V]) insert(tx *Tx, row V, policy []byte) error {
	key := t.key(row)
	main := t.Row(key)
	if main.err != nil {
		return main.err
	}
	after, err := t.tracesOf(row, key)
	if err != nil {
		return err
	}
	if err := t.free(tx, main, after.claims); err != nil {
		return err
	}
	return t.write(tx, main.key, row, policy, after)
}

// free refuses a row whose key or unique attributes are taken.
func (t *Table[K, V]) free(tx *Tx, main Row, claims []entry) error {
	s := tx.session
	wanted := []Row{main}
	for _, claim := range claims {
		wanted = append(wanted, Row{key: claim.key})
	}
	if err := s.fetch(wanted); err != nil {
		return err
	}
	for i, row := range wanted {
		taken, err := s.get(place{key: row.key})
		if err != nil {
			return err
		}
		if taken == nil {
			continue
		}
		if i > 0 {
			return claims[i-1].taken()
		}
		return protocol.AlreadyExists.New("%s %s is there already", t.name, label(row.key))
	}
	return nil
}

// Append adds a row without reading whether it is there: for keys that are unique by construction, because they hold
// the transaction's identifier. Nothing is read, so that no other transaction can invalidate it. A table with unique
// attributes cannot have it.
func (t *Table[K, V]) Append(tx *Tx, row V) error { return t.append(tx, row, nil) }

// AppendEndorsedBy is [Table.Append] for a row that only these members can change: see [Table.InsertEndorsedBy].
func (t *Table[K, V]) AppendEndorsedBy(tx *Tx, row V, endorsers Endorsers) error {
	policy, err := endorsers.policy()
	if err != nil {
		return err
	}
	return t.append(tx, row, policy)
}

func (t *Table[K, V]) append(tx *Tx, row V, policy []byte) error {
	if len(t.uniques) > 0 {
		return fmt.Errorf("append to %s: its unique attributes would have to be read", t.name)
	}
	key := t.key(row)
	main := t.Row(key)
	if main.err != nil {
		return main.err
	}
	if tx.session.knows(place{key: main.key}) {
		return protocol.AlreadyExists.New("%s %s is there already", t.name, label(main.key))
	}
	after, err := t.tracesOf(row, key)
	if err != nil {
		return err
	}
	return t.write(tx, main.key, row, policy, after)
}

func (t *Table[K, V]) write(tx *Tx, composed string, row V, policy []byte, after traces) error {
	s := tx.session
	stored, err := t.store(composed, row)
	if err != nil {
		return err
	}
	if err := s.put(place{key: composed}, write{value: stored, policy: policy}); err != nil {
		return err
	}
	return t.retrace(s, composed, stored, traces{}, after)
}

// Update replaces a row that this transaction has read. Faults: ALREADY_EXISTS for unique attributes.
func (t *Table[K, V]) Update(tx *Tx, row V) error {
	s, key := tx.session, t.key(row)
	main := t.Row(key)
	if main.err != nil {
		return main.err
	}
	if !s.knows(place{key: main.key}) {
		return fmt.Errorf("update of %s: the row was not read before", t.name)
	}
	before, err := t.left(s, main.key, key)
	if err != nil {
		return err
	}
	after, err := t.tracesOf(row, key)
	if err != nil {
		return err
	}
	if err := s.unclaimed(without(after.claims, before.claims)); err != nil {
		return err
	}
	return t.replace(s, main.key, row, before, after)
}

// UpdateAll replaces rows that this transaction has read. Faults: ALREADY_EXISTS for unique attributes.
func (t *Table[K, V]) UpdateAll(tx *Tx, rows []V) error {
	for _, row := range rows {
		if err := t.Update(tx, row); err != nil {
			return err
		}
	}
	return nil
}

// replace writes a row that differs from the one that is there. The key-level policy of a row created in this same
// transaction stays.
func (t *Table[K, V]) replace(s *session, composed string, row V, before, after traces) error {
	stored, err := t.store(composed, row)
	if err != nil {
		return err
	}
	at := place{key: composed}
	there, err := s.get(at)
	if err != nil || bytes.Equal(there, stored) {
		return err
	}
	if err := s.put(at, write{value: stored, policy: s.state.writes[at].policy}); err != nil {
		return err
	}
	return t.retrace(s, composed, stored, before, after)
}

// Delete takes a row away. Faults: NOT_FOUND.
func (t *Table[K, V]) Delete(tx *Tx, key K) error {
	main := t.Row(key)
	if main.err != nil {
		return main.err
	}
	before, err := t.left(tx.session, main.key, key)
	if err != nil {
		return err
	}
	if err := tx.session.put(place{key: main.key}, write{}); err != nil {
		return err
	}
	return t.retrace(tx.session, main.key, nil, before, traces{})
}

// label is a composed key for people.
func label(composed string) string {
	return strings.Join(attributesOf(composed), "/")
}
