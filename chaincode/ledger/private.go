// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// OwnCollection is a member's implicit private collection: its peers alone hold the values, its endorsement alone
// changes them (fabric core/chaincode/lifecycle, deployedcc_infoprovider.go).
func OwnCollection(msp string) string { return "_implicit_org_" + msp }

// Private is a set of rows of type V in private collections, found by keys of type K. The public ledger has a hash of
// key and row only; V holds a salt of 128 bits or more, since a hash of few possibilities can be guessed. Rows come in
// transient, never in arguments, and never leave in a result of a submitted transaction.
type Private[K Key, V any] struct {
	relation
	key func(V) K
}

// NewPrivate declares a private table. It panics on a wrong declaration.
func NewPrivate[K Key, V any](name string, key func(V) K) *Private[K, V] {
	mustName(name)
	return kernelPrivate(name, key)
}

func kernelPrivate[K Key, V any](name string, key func(V) K) *Private[K, V] {
	return &Private[K, V]{relation: newRelation(name, reflect.TypeFor[V]()), key: key}
}

func (t *Private[K, V]) place(collection string, key K) (place, error) {
	composed, err := identify(t.name, key)
	return place{collection: collection, key: composed}, err
}

// Put writes a row without reading whether it is there: endorsers outside the collection could not.
func (t *Private[K, V]) Put(tx *Tx, collection string, row V) error {
	at, err := t.place(collection, t.key(row))
	if err != nil {
		return err
	}
	stored, err := t.encode(row)
	if err != nil {
		return err
	}
	return tx.session.put(at, write{value: stored})
}

// Get reads a row; only peers of the collection's members can. Faults: NOT_FOUND, MISDIRECTED.
func (t *Private[K, V]) Get(r Reader, collection string, key K) (V, error) {
	row, found, err := t.Find(r, collection, key)
	if err == nil && !found {
		err = protocol.NotFound.New("%s is not in collection %s", t.name, collection)
	}
	return row, err
}

// Find reads a row that may not be there. Faults: MISDIRECTED.
func (t *Private[K, V]) Find(r Reader, collection string, key K) (row V, found bool, err error) {
	at, err := t.place(collection, key)
	if err != nil {
		return row, false, err
	}
	stored, err := r.on().get(at)
	if err != nil || stored == nil {
		return row, false, err
	}
	return row, true, t.decode(stored, &row)
}

// Verify refuses a row that is not the one of which the ledger has the hash. Every endorser can do that, whether it is
// in the collection or not. Faults: NOT_FOUND, PREIMAGE_REFUSED.
func (t *Private[K, V]) Verify(r Reader, collection string, key K, row V) error {
	at, err := t.place(collection, key)
	if err != nil {
		return err
	}
	stored, err := t.encode(row)
	if err != nil {
		return err
	}
	hash, err := t.hash(r, at)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(stored); !bytes.Equal(hash, sum[:]) {
		return protocol.PreimageRefused.New("the %s given is not the one in collection %s", t.name, collection)
	}
	return nil
}

// Seal is the hash that the ledger has of a row in any collection, in hex digits.
func (t *Private[K, V]) Seal(row V) (string, error) {
	stored, err := t.encode(row)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(stored)
	return hex.EncodeToString(sum[:]), nil
}

// Sealed is the hash that the ledger has of a row in a collection, in hex digits. Every endorser can read it, whether it is
// in the collection or not. Faults: NOT_FOUND.
func (t *Private[K, V]) Sealed(r Reader, collection string, key K) (string, error) {
	at, err := t.place(collection, key)
	if err != nil {
		return "", err
	}
	hash, err := t.hash(r, at)
	return hex.EncodeToString(hash), err
}

// hash is the SHA-256 of a row. Faults: NOT_FOUND.
func (t *Private[K, V]) hash(r Reader, at place) ([]byte, error) {
	hash, err := r.on().hash(at)
	if hash == nil && err == nil || errors.Is(err, errNoCollection) {
		return nil, protocol.NotFound.New("%s is not in collection %s", t.name, at.collection)
	}
	return hash, err
}

// errNoCollection tells that a collection is that of no member, or of one that has left the channel.
var errNoCollection = errors.New("no member has this collection")

// noCollection is what a peer answers then (fabric core/ledger/ledger_interface.go, InvalidCollNameError).
const noCollection = "not defined in the collection config"

// hash is the SHA-256 of a private value, nil when there is none.
func (s *session) hash(at place) ([]byte, error) {
	if w, written := s.state.writes[at]; written {
		if w.value == nil {
			return nil, nil
		}
		sum := sha256.Sum256(w.value)
		return sum[:], nil
	}
	hash, err := s.stub.GetPrivateDataHash(at.collection, at.key)
	if err != nil && strings.Contains(err.Error(), noCollection) {
		return nil, errNoCollection
	}
	if err != nil {
		return nil, fmt.Errorf("read hash: %w", err)
	}
	if len(hash) == 0 {
		return nil, nil
	}
	return hash, nil
}

// Delete takes a row away; its members' peers may still have it in their blocks' private parts.
func (t *Private[K, V]) Delete(tx *Tx, collection string, key K) error {
	return t.remove(tx, collection, key, write{})
}

// Purge takes a row away and has the members' peers forget every version of it.
func (t *Private[K, V]) Purge(tx *Tx, collection string, key K) error {
	return t.remove(tx, collection, key, write{purge: true})
}

func (t *Private[K, V]) remove(tx *Tx, collection string, key K, w write) error {
	at, err := t.place(collection, key)
	if err != nil {
		return err
	}
	return tx.session.put(at, w)
}
