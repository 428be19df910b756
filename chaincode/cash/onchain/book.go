// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// openBook reads what a rule needs of accounts: the rows, which of the owners are frozen, and the business date.
func openBook(r ledger.Reader, ids ...cash.AccountID) (cash.Book, error) {
	rows, err := accounts.GetMany(r, ids)
	if err != nil {
		return cash.Book{}, err
	}
	return bookOf(r, rows)
}

// bookOf completes accounts that were read before.
func bookOf(r ledger.Reader, rows []cash.Account) (cash.Book, error) {
	today, err := ledger.BusinessDate(r)
	if err != nil {
		return cash.Book{}, err
	}
	return cash.Book{Date: today, Accounts: rows}, nil
}

// withOwners adds which owners of the accounts that pay are frozen.
func withOwners(r ledger.Reader, book cash.Book, payers []cash.AccountID) (cash.Book, error) {
	paying := make(map[cash.AccountID]bool, len(payers))
	for _, id := range payers {
		paying[id] = true
	}
	var owned []cash.Account
	for _, account := range book.Accounts {
		if paying[account.ID] {
			owned = append(owned, account)
		}
	}
	owners := cash.Owners(owned)
	_, frozen, err := freezes.FindMany(r, owners)
	if err != nil {
		return cash.Book{}, err
	}
	for i, owner := range owners {
		if frozen[i] {
			book.Frozen = append(book.Frozen, owner)
		}
	}
	return book, nil
}

// paymentBook reads everything for legs that draw on available money; token chooses the stripes.
func paymentBook(r ledger.Reader, legs []cash.Leg, token string) (cash.Book, error) {
	book, err := openBook(r, cash.Accounts(legs)...)
	if err != nil {
		return cash.Book{}, err
	}
	return withFunds(r, book, legs, token)
}

// withFunds adds owners and stripes for legs that draw on available money.
func withFunds(r ledger.Reader, book cash.Book, legs []cash.Leg, token string) (cash.Book, error) {
	needs, err := cash.Needs(legs)
	if err != nil {
		return cash.Book{}, err
	}
	payers := make([]cash.AccountID, len(needs))
	for i, need := range needs {
		payers[i] = need.Account
	}
	if book, err = withOwners(r, book, payers); err != nil {
		return cash.Book{}, err
	}
	book.Stripes, err = drawable(r, book.Accounts, needs, token)
	return book, err
}

// save writes a booking, each row once.
func save(tx *ledger.Tx, after cash.Booking) error {
	for _, account := range after.Accounts {
		if err := accounts.Update(tx, account); err != nil {
			return err
		}
	}
	for _, stripe := range after.Stripes {
		if err := stripes.Update(tx, stripe); err != nil {
			return err
		}
	}
	for _, credit := range after.Credits {
		if err := credits.Append(tx, credit); err != nil {
			return err
		}
	}
	for _, entry := range after.Entries {
		if err := entries.Append(tx, entry); err != nil {
			return err
		}
	}
	if after.Posting == nil {
		return nil
	}
	return postings.Append(tx, stored(*after.Posting))
}

// pay saves a booking in which money moved, emits and confirms it.
func pay(tx *ledger.Tx, after cash.Booking, events []protocol.Event) (*cash.Receipt, error) {
	tx.Emit(events...)
	return after.Receipt(), save(tx, after)
}

// frozenOf finds cash's own note about a party.
func frozenOf(r ledger.Reader, party parties.PartyID) (*cash.PartyFreeze, error) {
	return found(freezes.Find(r, party))
}

// found is a row that may not be there as a pointer.
func found[V any](row V, there bool, err error) (*V, error) {
	if err != nil || !there {
		return nil, err
	}
	return &row, nil
}

// put adds a row or replaces the one that was read before.
func put[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], before *V, after V) error {
	if before == nil {
		return table.Insert(tx, after)
	}
	return table.Update(tx, after)
}
