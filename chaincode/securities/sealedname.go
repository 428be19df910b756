// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// SealedID names a sealed lot among those of its instrument: "transaction.number". It says nothing of who holds it.
type SealedID string

var sealedForm = regexp.MustCompile(`^[0-9a-f]{64}\.(0|[1-9][0-9]{0,4})$`)

// Validate refuses what no transaction makes.
func (id SealedID) Validate() error {
	if !sealedForm.MatchString(string(id)) {
		return fmt.Errorf("sealed lot %q is not transaction.number", protocol.Excerpt(string(id)))
	}
	return nil
}

// SealedKey names a sealed lot.
type SealedKey struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Lot        SealedID     `json:"lot" help:"the sealed lot's name"`
}

// Validate refuses malformed members.
func (k SealedKey) Validate() error { return errors.Join(k.Instrument.Validate(), k.Lot.Validate()) }

// Key is the sealed lot's place in a table.
func (k SealedKey) Key() []string {
	transaction, number, _ := strings.Cut(string(k.Lot), ".")
	return []string{string(k.Instrument), transaction, number}
}

// SealedKeys names sealed lots of one instrument.
func SealedKeys(instrument InstrumentID, ids []SealedID) []SealedKey {
	keys := make([]SealedKey, len(ids))
	for i, id := range ids {
		keys[i] = SealedKey{Instrument: instrument, Lot: id}
	}
	return keys
}

// sealedMost bounds the sealed lots that one transaction names, and those that it makes.
const sealedMost = 100

func validateSealed(ids []SealedID) error {
	if len(ids) == 0 || len(ids) > sealedMost {
		return fmt.Errorf("1 to %d sealed lots are named", sealedMost)
	}
	seen := make(map[SealedID]bool, len(ids))
	for _, id := range ids {
		if err := id.Validate(); err != nil {
			return err
		}
		if seen[id] {
			return fmt.Errorf("sealed lot %s is named twice", id)
		}
		seen[id] = true
	}
	return nil
}
