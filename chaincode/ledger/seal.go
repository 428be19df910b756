// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// SealedBy has members seal every row of a table: a copy of it is in the own collection of each. Only a transaction that
// all of them endorse makes a row, changes it or takes it away, those who had sealed it and those who do now, since Fabric
// lets nobody write into a member's collection without its endorsement. [Table.Seals] tells anybody who sealed a row as it is.
//
// A key-level policy ([Endorsers]) does less when a row is made, which Fabric leaves to the chaincode's policy, and more
// afterwards: it locks the public row. Past a seal, a majority of members that ran another program could write another row;
// what a member agreed to stays in its own collection, and the channel has the hash. Nor does reading a row ask for its
// seals: a member may spoil its own copy, by such a program, and would stop what the others do with the row.
//
// What a key-level policy costs is paid by other rows: once one row of a chaincode has had one, every peer looks for the
// policy of each row of that chaincode that is written, as it simulates, validates and commits (fabric
// core/ledger/kvledger/txmgmt/privacyenabledstate/optimization.go), which was an eighth of all work when premiums were
// collected. So key-level policies are for chaincodes many of whose rows have one, and seals for a few rows among many.
func SealedBy[V any](members func(V) []string) TableOption[V] {
	return func(s *tableDraft[V]) { s.sealers = members }
}

// Seals are those of a row, one for each member that has to agree to it. Every peer can tell. Faults: NOT_FOUND.
func (t *Table[K, V]) Seals(r Reader, key K) ([]protocol.Seal, error) {
	row, err := t.Get(r, key)
	if err != nil {
		return nil, err
	}
	s, main := r.on(), t.Row(key)
	stored, err := s.get(place{key: main.key})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(stored)
	var seals []protocol.Seal
	for _, member := range t.sealersOf(row) {
		hash, err := s.hash(place{OwnCollection(member), main.key})
		if err != nil && !errors.Is(err, errNoCollection) {
			return nil, fmt.Errorf("seal of %s: %w", t.name, err)
		}
		seals = append(seals, protocol.Seal{MSP: member, Intact: bytes.Equal(hash, sum[:])})
	}
	return seals, nil
}

// sealersOf are the members that seal a row, whatever a method makes of the row afterwards.
func (t *Table[K, V]) sealersOf(row V) []string {
	if t.sealers == nil {
		return nil
	}
	return slices.Clone(t.sealers(row))
}

// seal copies what becomes of a row to those who seal it. Members that sealed it before and do not any more agree by losing
// their copies; those that have left the channel cannot, and the others go on without them.
func (s *session) seal(composed string, stored []byte, before, after []string) error {
	gone, err := s.gone(composed, before)
	if err != nil {
		return err
	}
	for _, member := range protocol.Distinct(append(before, after...)...) {
		if slices.Contains(gone, member) {
			continue
		}
		var copied write
		if slices.Contains(after, member) {
			copied.value = stored
		}
		if err := s.put(place{OwnCollection(member), composed}, copied); err != nil {
			return err
		}
	}
	return nil
}

// gone are those of the members that sealed a row that have left the channel.
func (s *session) gone(composed string, members []string) ([]string, error) {
	var gone []string
	for _, member := range members {
		_, err := s.hash(place{OwnCollection(member), composed})
		switch {
		case errors.Is(err, errNoCollection):
			gone = append(gone, member)
		case err != nil:
			return nil, fmt.Errorf("seal: %w", err)
		}
	}
	return gone, nil
}
