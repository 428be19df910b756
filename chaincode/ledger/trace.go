// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"errors"
	"slices"
)

// traces are what a row leaves in the state beside itself: its entries in unique and other indexes, and its seals.
type traces struct {
	claims, listings []entry
	sealers          []string
}

// traced tells whether rows of the table leave any.
func (t *Table[K, V]) traced() bool { return len(t.uniques)+len(t.indexes) > 0 || t.sealers != nil }

// tracesOf are the traces of a row.
func (t *Table[K, V]) tracesOf(row V, key K) (traces, error) {
	claims, claimErr := t.claims(row, key)
	listings, listErr := t.listings(row, key)
	return traces{claims, listings, t.sealersOf(row)}, errors.Join(claimErr, listErr)
}

// trace remembers the traces of a row that a transaction reads: what replaces the row later need not read it again.
func (t *Table[K, V]) trace(s *session, composed string, row V) error {
	if !s.writes || !t.traced() {
		return nil
	}
	left, err := t.tracesOf(row, t.key(row))
	if err != nil {
		return err
	}
	s.leave(composed, left)
	return nil
}

// leave remembers the traces of a row as it now is.
func (s *session) leave(composed string, left traces) {
	if s.state.traces == nil {
		s.state.traces = make(map[string]traces, 8)
	}
	s.state.traces[composed] = left
}

// left are the traces of a row that is there. Faults: NOT_FOUND.
func (t *Table[K, V]) left(s *session, composed string, key K) (traces, error) {
	stored, err := s.get(place{key: composed})
	if err != nil {
		return traces{}, err
	}
	if stored == nil {
		return traces{}, t.missing(key)
	}
	if _, known := s.state.traces[composed]; !known && t.traced() {
		if _, _, err := t.at(s, composed); err != nil {
			return traces{}, err
		}
	}
	return s.state.traces[composed], nil
}

// retrace moves the traces of a row from where they were to where they are now; stored is what its members seal.
func (t *Table[K, V]) retrace(s *session, composed string, stored []byte, before, after traces) error {
	if !t.traced() {
		return nil
	}
	s.leave(composed, after)
	old, now := before.entries(), after.entries()
	if err := s.deleteEntries(without(old, now)); err != nil {
		return err
	}
	if err := s.putEntries(without(now, old)); err != nil {
		return err
	}
	return s.seal(composed, stored, before.sealers, after.sealers)
}

// entries are those in indexes of all kinds.
func (t traces) entries() []entry { return slices.Concat(t.claims, t.listings) }
