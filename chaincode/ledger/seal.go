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
// all of them endorse makes a row, changes it or takes it away, those who had sealed it and those who do now, since nobody's
// collection changes without its endorsement. Whoever reads the row compares it with the hashes of the copies.
//
// A member that has left the channel has no collection any more; its seal is asked for no longer.
//
// A key-level policy ([Endorsers]) does less when a row is made, which Fabric leaves to the chaincode's policy, and more
// afterwards. It locks the public row; past a seal, a majority of members that ran another program could write another row
// there, even one that names other members as its sealers. The copies it cannot touch: what a member agreed to stays in its
// collection, and the channel has the hash.
//
// What a key-level policy costs is paid by other rows: once one row of a chaincode has had one, every peer looks for the
// policy of each row of that chaincode that is written, as it simulates, validates and commits (fabric
// core/ledger/kvledger/txmgmt/privacyenabledstate/optimization.go), which was an eighth of all work when premiums were
// collected. So key-level policies are for chaincodes many of whose rows have one, and seals for a few rows among many.
func SealedBy[V any](members func(V) []string) TableOption[V] {
	return func(s *tableDraft[V]) { s.sealers = members }
}

// seal copies what becomes of a row to those who seal it; gone are those who did and do not any more.
func (s *session) seal(composed string, stored []byte, before, after []string) error {
	for _, member := range s.present(after) {
		if err := s.put(place{OwnCollection(member), composed}, write{value: stored}); err != nil {
			return err
		}
	}
	for _, member := range s.present(before) {
		if slices.Contains(after, member) {
			continue
		}
		if err := s.put(place{OwnCollection(member), composed}, write{}); err != nil {
			return err
		}
	}
	return nil
}

// present are members but for those that were found to have left the channel.
func (s *session) present(members []string) []string {
	return slices.DeleteFunc(slices.Clone(members), func(member string) bool { return slices.Contains(s.state.absent, member) })
}

// sealersOf are the members that seal a row, whatever a method makes of the row afterwards.
func (t *Table[K, V]) sealersOf(row V) []string {
	if t.sealers == nil {
		return nil
	}
	return slices.Clone(t.sealers(row))
}

// sealed refuses a row that is not what its members sealed. Faults: SEAL_BROKEN.
func (t *Table[K, V]) sealed(s *session, composed string, stored []byte, row V) error {
	sealers := t.sealersOf(row)
	if len(sealers) == 0 {
		return nil
	}
	sum := sha256.Sum256(stored)
	for _, member := range sealers {
		hash, err := s.hash(place{OwnCollection(member), composed})
		if errors.Is(err, errNoCollection) {
			s.state.absent = append(s.state.absent, member)
			continue
		}
		if err != nil {
			return fmt.Errorf("seal of %s: %w", t.name, err)
		}
		if !bytes.Equal(hash, sum[:]) {
			return protocol.SealBroken.New("%s %s is not what %s sealed: it was changed past the members that agreed to it",
				t.name, label(composed), member)
		}
	}
	return nil
}
