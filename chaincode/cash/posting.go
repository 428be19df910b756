// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// TxID is a Fabric transaction identifier.
type TxID string

var txForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Validate refuses what is not 64 lower-case hex digits.
func (id TxID) Validate() error {
	if !txForm.MatchString(string(id)) {
		return fmt.Errorf("transaction %q is not 64 lower-case hex digits", protocol.Excerpt(string(id)))
	}
	return nil
}

// Key is the transaction's place in a table.
func (id TxID) Key() []string { return []string{string(id)} }

// Operation says what kind of business moved money.
type Operation string

// The operations that move money.
const (
	Transferred Operation = "TRANSFER"
	Settled     Operation = "SETTLE"
	Executed    Operation = "EXECUTE_HOLD"
	Minted      Operation = "MINT"
	Redeemed    Operation = "REDEEM"
)

// Posting is all movements of one transaction. It is balanced by construction: each leg takes from one account what it
// gives to another.
type Posting struct {
	TxID      TxID      `json:"txId"`
	Date      date.Date `json:"date"`
	Time      time.Time `json:"time"`
	Operation Operation `json:"operation"`
	// Subject is the settlement, hold or mint that was carried out.
	Subject string `json:"subject,omitzero"`
	// MSP and Party signed.
	MSP   string `json:"msp"`
	Party string `json:"party,omitzero"`
	// Via is the chaincode in which the transaction began, when that was not cash.
	Via string `json:"via,omitzero"`
	// Reference is the client's, of a direct call.
	Reference string `json:"reference,omitzero"`
	Legs      []Leg  `json:"legs"`
}

// EntryKey names what one transaction did to one account on a date.
type EntryKey struct {
	Account AccountID `json:"account"`
	Date    date.Date `json:"date"`
	TxID    TxID      `json:"txId"`
}

// Key is the entry's place in the journal: by account, then by date.
func (k EntryKey) Key() []string { return []string{string(k.Account), k.Date.String(), string(k.TxID)} }

// Entry is a line of an account's journal: the sums that one transaction debited and credited. The entries of a
// transaction balance in each currency.
type Entry struct {
	EntryKey
	Debits  money.Amount `json:"debits,omitzero"`
	Credits money.Amount `json:"credits,omitzero"`
}

// EntriesRequest asks for a page of an account's journal.
type EntriesRequest struct {
	protocol.PageRequest
	Account AccountID `json:"account" help:"the account"`
	Date    date.Date `json:"date,omitzero" help:"of this date alone"`
}

// Validate refuses a malformed account or page.
func (r EntriesRequest) Validate() error {
	return errors.Join(r.Account.Validate(), r.PageRequest.Validate())
}

// Prefix is where the asked part of the journal is.
func (r EntriesRequest) Prefix() []string {
	if r.Date.IsZero() {
		return []string{string(r.Account)}
	}
	return []string{string(r.Account), r.Date.String()}
}

// Receipt confirms a movement of money.
type Receipt struct {
	TxID TxID      `json:"txId"`
	Date date.Date `json:"date"`
	// Legs is how many movements were made.
	Legs int `json:"legs"`
}
