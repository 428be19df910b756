// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// onceKey is a client reference. Members choose theirs independently of each other, and so do the parties that one member
// hosts: references are often consecutive and all are on the ledger, so that rivals at one bank could use up each other's.
type onceKey struct{ msp, party, reference string }

// Key is the member, then the party where the client acts for one, then the reference.
func (k onceKey) Key() []string {
	if k.party == "" {
		return []string{k.msp, k.reference}
	}
	return []string{k.msp, k.party, k.reference}
}

// effect is what a client reference did.
type effect struct {
	MSP         string          `json:"msp"`
	Party       string          `json:"party,omitzero"`
	Reference   string          `json:"reference"`
	Hash        string          `json:"hash"`
	Transaction string          `json:"transaction"`
	Result      json.RawMessage `json:"result"`
}

func (e effect) key() onceKey { return onceKey{e.MSP, e.Party, e.Reference} }

var (
	effects        = kernelTable("_once", effect.key)
	privateEffects = kernelPrivate("_once", effect.key)
)

// attempt is one try of a client to have a request carried out under its reference. The zero attempt, of a call from
// another chaincode, has no reference and records nothing.
type attempt struct {
	effect effect
	result json.RawMessage
	done   bool
}

// newAttempt hashes what must not differ between two tries: endpoint, person, and the request's canonical JSON. Transient
// values are left out: the hash is public, and values of few possibilities could be guessed from it.
func (s *session) newAttempt(t *transaction, request protocol.Request) (*attempt, error) {
	if !s.facts.Direct {
		return &attempt{}, nil
	}
	content, err := protocol.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("request of %s: %w", t.Name(), err)
	}
	caller := s.facts.Caller
	hash := fingerprint([]byte(t.Name()), []byte(caller.Enrolment), []byte(caller.Party), content)
	return &attempt{effect: effect{
		MSP: caller.MSP, Party: caller.Party, Reference: s.facts.Reference, Hash: hex.EncodeToString(hash[:]),
		Transaction: s.facts.TxID,
	}}, nil
}

// prefetch fetches the reference's record and the rows that the endpoint's method will read, in one round trip.
func (s *session) prefetch(t *transaction, request protocol.Request, a *attempt) error {
	var rows []Row
	if s.facts.Direct && !s.confined {
		rows = append(rows, effects.Row(a.effect.key()))
	}
	if t.prefetch != nil {
		rows = append(rows, t.prefetch(s.facts, request)...)
	}
	return s.fetch(rows)
}

// lookup finds out whether the reference took effect before. Faults: REFERENCE_REUSED.
func (a *attempt) lookup(s *session) error {
	before, found, err := a.find(&Tx{s})
	if err != nil || !found {
		return err
	}
	if before.Hash != a.effect.Hash {
		return protocol.ReferenceReused.New("reference %s was used by transaction %s, for another request or by another person",
			a.effect.Reference, before.Transaction)
	}
	a.result, a.done = before.Result, true
	return a.touch(s, before)
}

// touch writes a private record once more, as it is. A transaction that writes nothing needs the chaincode's endorsement
// policy, which the caller's organisation alone does not satisfy (fabric core/common/validation/statebased,
// CheckCCEPIfNoEPChecked); one that writes to the collection needs the collection's.
func (a *attempt) touch(s *session, before effect) error {
	if !s.confined {
		return nil
	}
	if err := privateEffects.Put(&Tx{s}, OwnCollection(before.MSP), before); err != nil {
		return err
	}
	return s.flush()
}

func (a *attempt) find(tx *Tx) (effect, bool, error) {
	if tx.session.confined {
		return privateEffects.Find(tx, OwnCollection(a.effect.MSP), a.effect.key())
	}
	return effects.Find(tx, a.effect.key())
}

// record keeps the result under the reference.
func (a *attempt) record(tx *Tx, result json.RawMessage) error {
	a.effect.Result = result
	if tx.session.confined {
		return privateEffects.Put(tx, OwnCollection(a.effect.MSP), a.effect)
	}
	return effects.Insert(tx, a.effect)
}
