// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// The names of instruments, accounts and issues are chosen by whoever makes them, and stay taken.
type (
	// InstrumentID names an instrument: 1 to 32 letters, digits, dots, dashes or underscores.
	InstrumentID string
	// AccountID names a securities account.
	AccountID string
	// IssueID names an issue of units: it takes effect once, however often it is tried.
	IssueID string
)

// instrumentNameMax bounds the names of instruments, in characters: the names of settlements are made of them.
const instrumentNameMax = 32

// Validate refuses a malformed name, and one of more than 32 characters.
func (id InstrumentID) Validate() error {
	if len(id) > instrumentNameMax {
		return fmt.Errorf("instrument %q has more than %d characters", protocol.Excerpt(string(id)), instrumentNameMax)
	}
	return protocol.ValidateName("instrument", string(id))
}

// Validate refuses a malformed name.
func (id AccountID) Validate() error { return protocol.ValidateName("account", string(id)) }

// Validate refuses a malformed name.
func (id IssueID) Validate() error { return protocol.ValidateName("issue", string(id)) }

// Key is the instrument's place in a table.
func (id InstrumentID) Key() []string { return []string{string(id)} }

// Key is the account's place in a table.
func (id AccountID) Key() []string { return []string{string(id)} }

// Key is the issue's place in a table.
func (id IssueID) Key() []string { return []string{string(id)} }

// LotID names a lot among those of its instrument: "bucket.transaction.number", the bucket that of the account which
// holds it, so that whoever has the name knows where in the register the lot is.
type LotID string

var lotForm = regexp.MustCompile(`^[0-9a-f]{4}\.[0-9a-f]{64}\.(0|[1-9][0-9]{0,4})$`)

// Validate refuses what no transaction makes.
func (id LotID) Validate() error {
	if !lotForm.MatchString(string(id)) {
		return fmt.Errorf("lot %q is not bucket.transaction.number", protocol.Excerpt(string(id)))
	}
	return nil
}

// Bucket is that of the account which holds the lot.
func (id LotID) Bucket() Bucket {
	bucket, _, _ := strings.Cut(string(id), ".")
	return Bucket(bucket)
}

// LotKey names a lot.
type LotKey struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Lot        LotID        `json:"lot" help:"the lot's name"`
}

// Validate refuses malformed members.
func (k LotKey) Validate() error {
	if err := k.Instrument.Validate(); err != nil {
		return err
	}
	return k.Lot.Validate()
}

// Key is the lot's place in a table: instrument, bucket, and the rest of its name, so that the lots of a part of the
// register stand together and are read without an index.
func (k LotKey) Key() []string {
	bucket, rest, _ := strings.Cut(string(k.Lot), ".")
	return append(Bucket(bucket).prefix(k.Instrument), rest)
}

// Keys names lots of one instrument.
func Keys(instrument InstrumentID, lots []LotID) []LotKey {
	keys := make([]LotKey, len(lots))
	for i, lot := range lots {
		keys[i] = LotKey{Instrument: instrument, Lot: lot}
	}
	return keys
}
