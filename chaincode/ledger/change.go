// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"errors"
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
	claims, err := t.claims(row, key)
	if err != nil {
		return err
	}
	if err := t.free(tx, main, claims); err != nil {
		return err
	}
	return t.write(tx, main.key, row, policy, claims)
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
	main := t.Row(t.key(row))
	if main.err != nil {
		return main.err
	}
	if tx.session.knows(place{key: main.key}) {
		return protocol.AlreadyExists.New("%s %s is there already", t.name, label(main.key))
	}
	return t.write(tx, main.key, row, policy, nil)
}

func (t *Table[K, V]) write(tx *Tx, composed string, row V, policy []byte, claims []entry) error {
	stored, err := t.store(composed, row)
	if err != nil {
		return err
	}
	listed, err := t.listings(row, t.key(row))
	if err != nil {
		return err
	}
	if err := tx.session.put(place{key: composed}, write{value: stored, policy: policy}); err != nil {
		return err
	}
	if err := tx.session.seal(composed, stored, nil, t.sealersOf(row)); err != nil {
		return err
	}
	return tx.session.putEntries(append(claims, listed...))
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
	before, found, err := t.at(s, main.key)
	if err != nil {
		return err
	}
	if !found {
		return t.missing(key)
	}
	if err := t.reindex(tx, before, row, key); err != nil {
		return err
	}
	return t.replace(s, main.key, before, row)
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
func (t *Table[K, V]) replace(s *session, composed string, before, row V) error {
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
	return s.seal(composed, stored, t.sealersOf(before), t.sealersOf(row))
}

// Delete takes a row away. Faults: NOT_FOUND.
func (t *Table[K, V]) Delete(tx *Tx, key K) error {
	row, err := t.Get(tx, key)
	if err != nil {
		return err
	}
	claims, err := t.claims(row, key)
	listed, listedErr := t.listings(row, key)
	if err := errors.Join(err, listedErr); err != nil {
		return err
	}
	if err := tx.session.deleteEntries(append(claims, listed...)); err != nil {
		return err
	}
	main := t.Row(key).key
	if err := tx.session.seal(main, nil, t.sealersOf(row), nil); err != nil {
		return err
	}
	return tx.session.put(place{key: main}, write{})
}

// label is a composed key for people.
func label(composed string) string {
	return strings.Join(attributesOf(composed), "/")
}
