// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// HoldersRequest asks who held an instrument at the end of a day, in a part of the register.
type HoldersRequest struct {
	RegisterKey
	Buckets
}

// Validate refuses malformed members.
func (r HoldersRequest) Validate() error {
	return errors.Join(r.RegisterKey.Validate(), r.Buckets.Validate())
}

// Position is what an account holds, or held.
type Position struct {
	Account   AccountID `json:"account"`
	Custodian string    `json:"custodian"`
	Quantity  Quantity  `json:"quantity"`
}

// CapTable is who held an instrument at the end of a day: computed from the lots, whether the register was closed or not.
// Of a day that is over it never changes.
type CapTable struct {
	RegisterKey
	Buckets
	// Positions are in the order of the accounts' names.
	Positions []Position `json:"positions"`
	Total     Quantity   `json:"total"`
}

// Table adds lots up by account, as they were at the end of the day. Faults: QUANTITY_TOO_LARGE.
func (r HoldersRequest) Table(lots []Lot) (CapTable, error) {
	table := CapTable{RegisterKey: r.RegisterKey, Buckets: r.Buckets, Positions: []Position{}}
	at := make(map[AccountID]int, len(lots))
	var err error
	for _, lot := range lots {
		if !lot.HeldOn(r.Day) || !r.Contains(lot.ID.Bucket()) {
			continue
		}
		n, known := at[lot.Account]
		if !known {
			n = len(table.Positions)
			at[lot.Account] = n
			table.Positions = append(table.Positions, Position{Account: lot.Account, Custodian: lot.Custodian})
		}
		if table.Positions[n].Quantity, err = table.Positions[n].Quantity.Add(lot.Quantity); err != nil {
			return table, err
		}
		if table.Total, err = table.Total.Add(lot.Quantity); err != nil {
			return table, err
		}
	}
	slices.SortFunc(table.Positions, func(a, b Position) int { return cmp.Compare(a.Account, b.Account) })
	return table, nil
}

// LotsOn lists the lots of a part of the register that were held at the end of a day: what a page counts.
type LotsOn struct {
	Lots []LotID `json:"lots"`
}

// On lists the lots that were held at the end of the day.
func (r HoldersRequest) On(lots []Lot) LotsOn {
	on := LotsOn{Lots: []LotID{}}
	for _, lot := range lots {
		if lot.HeldOn(r.Day) && r.Contains(lot.ID.Bucket()) {
			on.Lots = append(on.Lots, lot.ID)
		}
	}
	return on
}

// StatementRequest asks what happened in an account.
type StatementRequest struct {
	Account    AccountID    `json:"account" help:"the account"`
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	From       date.Date    `json:"from" help:"first business date"`
	To         date.Date    `json:"to" help:"last business date"`
}

// Validate refuses malformed members and a period that ends before it begins.
func (r StatementRequest) Validate() error {
	if r.From.IsZero() || r.To.Before(r.From) {
		return errors.New("from is missing, or to is before it")
	}
	return errors.Join(r.Account.Validate(), r.Instrument.Validate())
}

// StatementEntry is what one transaction did to an account (after ISO 20022 semt.017): units that came less units that went,
// where what is made anew in the same account counts for nothing.
type StatementEntry struct {
	Day       date.Date `json:"day"`
	TxID      string    `json:"txId"`
	Received  Quantity  `json:"received,omitzero"`
	Delivered Quantity  `json:"delivered,omitzero"`
}

// Statement is what an account held before a period, what happened in it, and what it held after.
type Statement struct {
	StatementRequest
	Opening Quantity         `json:"opening"`
	Entries []StatementEntry `json:"entries"`
	Closing Quantity         `json:"closing"`
}

// maker is the transaction that made the lot.
func (l Lot) maker() string { return strings.Split(string(l.ID), ".")[1] }

// Statement adds the lots of the account up, spent ones too. Faults: QUANTITY_TOO_LARGE.
func (r StatementRequest) Statement(lots []Lot) (Statement, error) {
	s := Statement{StatementRequest: r, Entries: []StatementEntry{}}
	at := map[string]int{}
	for _, lot := range lots {
		if lot.Account != r.Account {
			continue
		}
		if err := s.note(at, lot.CreatedOn, lot.maker(), lot.Quantity); err != nil {
			return s, err
		}
		if err := s.note(at, lot.SpentOn, lot.SpentBy, -lot.Quantity); err != nil {
			return s, err
		}
	}
	return s.closed()
}

// note counts units that came with a transaction, or went where the quantity is below zero.
func (s *Statement) note(at map[string]int, day date.Date, txID string, quantity Quantity) (err error) {
	switch {
	case day.IsZero() || day.After(s.To):
		return nil
	case day.Before(s.From):
		s.Opening, err = s.Opening.Add(quantity)
		return err
	}
	n, known := at[txID]
	if !known {
		n = len(s.Entries)
		at[txID] = n
		s.Entries = append(s.Entries, StatementEntry{Day: day, TxID: txID})
	}
	s.Entries[n].Received, err = s.Entries[n].Received.Add(quantity)
	return err
}

// closed puts the entries in order and adds the closing up. Order within a day is that of the transactions' names: which
// came first, the blocks know.
func (s Statement) closed() (Statement, error) {
	s.Closing = s.Opening
	var err error
	for n, entry := range s.Entries {
		if s.Closing, err = s.Closing.Add(entry.Received); err != nil {
			return s, err
		}
		if entry.Received < 0 {
			s.Entries[n].Received, s.Entries[n].Delivered = 0, -entry.Received
		}
	}
	s.Entries = slices.DeleteFunc(s.Entries, func(e StatementEntry) bool { return e.Received == e.Delivered })
	slices.SortFunc(s.Entries, func(a, b StatementEntry) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.TxID, b.TxID))
	})
	return s, nil
}
