// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
)

// RegisterKey names an instrument's register of a day.
type RegisterKey struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Day        date.Date    `json:"day" help:"business date that is over"`
}

// Validate refuses malformed members.
func (k RegisterKey) Validate() error {
	if k.Day.IsZero() {
		return errDay
	}
	return k.Instrument.Validate()
}

// Key is the register's place in a table.
func (k RegisterKey) Key() []string { return []string{string(k.Instrument), k.Day.String()} }

// PageKey names a page of a register by the first of its buckets.
type PageKey struct {
	RegisterKey
	From Bucket `json:"from" help:"first bucket of the page"`
}

// Validate refuses malformed members.
func (k PageKey) Validate() error {
	if err := k.From.Validate(); err != nil {
		return err
	}
	return k.RegisterKey.Validate()
}

// Key is the page's place in a table.
func (k PageKey) Key() []string { return append(k.RegisterKey.Key(), string(k.From)) }

// Holding is what an account held at the end of a day.
type Holding struct {
	Account AccountID `json:"account"`
	Owner   Firm      `json:"owner"`
	// Kind is that of the account: Treasury units take no part in most events.
	Kind AccountKind `json:"kind"`
	Tax  TaxProfile  `json:"tax,omitzero"`
	// Cash is the owner's account for income, Custodian the member that keeps the account.
	Cash      cash.AccountID `json:"cash"`
	Custodian string         `json:"custodian"`
	Quantity  Quantity       `json:"quantity"`
}

// Page is a part of a register: what accounts of some buckets held at the end of a day. It may be counted again until the
// register is closed, and never after.
type Page struct {
	Instrument InstrumentID `json:"instrument"`
	Day        date.Date    `json:"day"`
	Buckets
	// Holdings are in the order of the accounts' names.
	Holdings []Holding `json:"holdings"`
}

// PageKey is the page's name.
func (p Page) PageKey() PageKey {
	return PageKey{RegisterKey: RegisterKey{Instrument: p.Instrument, Day: p.Day}, From: p.From}
}

// Tally is what closing a register needs to know of a page, which may be large.
type Tally struct {
	Instrument InstrumentID `json:"instrument"`
	Day        date.Date    `json:"day"`
	Buckets
	Accounts int `json:"accounts"`
	// Total is the sum of the page's holdings, and Treasury that of the issuer's own units among them.
	Total    Quantity `json:"total"`
	Treasury Quantity `json:"treasury"`
	// Hash is that of the page.
	Hash Hash `json:"hash"`
}

// PageKey is the page's name.
func (t Tally) PageKey() PageKey {
	return PageKey{RegisterKey: RegisterKey{Instrument: t.Instrument, Day: t.Day}, From: t.From}
}

// Register is an instrument's register of a day that is over: its pages are complete, because they add up to the supply
// of that day. Every lot on a page was there at the end of the day and is on one page once, so that equal sums leave
// nobody out.
type Register struct {
	Instrument InstrumentID `json:"instrument"`
	Day        date.Date    `json:"day"`
	// Pages are named by their first buckets, in order.
	Pages    []Bucket `json:"pages"`
	Accounts int      `json:"accounts"`
	Supply   Quantity `json:"supply"`
	// Treasury is the issuer's own units among them.
	Treasury Quantity `json:"treasury"`
	// Root is the hash of all pages' hashes, in order.
	Root Hash `json:"root"`
}

// RegisterKey is the register's name.
func (r Register) RegisterKey() RegisterKey {
	return RegisterKey{Instrument: r.Instrument, Day: r.Day}
}

// PageKeys names its pages.
func (r Register) PageKeys() []PageKey {
	keys := make([]PageKey, len(r.Pages))
	for i, from := range r.Pages {
		keys[i] = PageKey{RegisterKey: r.RegisterKey(), From: from}
	}
	return keys
}
