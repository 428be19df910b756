// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SetCurrency sets the terms of a currency.
func (c *Contract) SetCurrency(tx *ledger.Tx, req cash.CurrencyRequest) (*cash.Currency, error) {
	before, err := found(currencies.Find(tx, req.CurrencyKey))
	if err != nil {
		return nil, err
	}
	after, events, err := req.Set(before)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, put(tx, currencies, before, after)
}

// AttestReserve states the reserve behind a bank's deposits.
func (c *Contract) AttestReserve(tx *ledger.Tx, req cash.AttestRequest) (*cash.Reserve, error) {
	today, err := ledger.BusinessDate(tx)
	if err != nil {
		return nil, err
	}
	before, err := found(reserves.Find(tx, req.IssuerKey()))
	if err != nil {
		return nil, err
	}
	after, events, err := req.Attest(before, today, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, put(tx, reserves, before, after)
}

// RequestMint asks for new money.
func (c *Contract) RequestMint(tx *ledger.Tx, req cash.MintRequest) (*cash.Mint, error) {
	account, err := accounts.Get(tx, req.Account)
	if err != nil {
		return nil, err
	}
	today, err := ledger.BusinessDate(tx)
	if err != nil {
		return nil, err
	}
	mint, events, err := account.RequestMint(req, today, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &mint, mints.Insert(tx, mint)
}

// ApproveMint issues the money.
func (c *Contract) ApproveMint(tx *ledger.Tx, req cash.MintID) (*cash.Mint, error) {
	before, err := mints.Get(tx, req)
	if err != nil {
		return nil, err
	}
	book, err := mintBook(tx, before)
	if err != nil {
		return nil, err
	}
	terms, reserve, err := backing(tx, before)
	if err != nil {
		return nil, err
	}
	after, booking, events, err := before.Approve(book, terms, reserve, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, errors.Join(mints.Update(tx, after), save(tx, booking))
}

// mintBook reads the accounts of a mint. The first mint of a bank in a currency opens its liability account.
func mintBook(tx *ledger.Tx, mint cash.Mint) (cash.Book, error) {
	leg := mint.Leg()
	rows, there, err := accounts.FindMany(tx, []cash.AccountID{leg.From, leg.To})
	if err != nil {
		return cash.Book{}, err
	}
	if !there[0] {
		rows[0] = mint.Before()
		if err := accounts.Insert(tx, rows[0]); err != nil {
			return cash.Book{}, err
		}
	}
	if !there[1] {
		return cash.Book{}, protocol.NotFound.New("account %s is not there", leg.To)
	}
	return bookOf(tx, rows)
}

// backing reads what limits new money. The attestation may be missing.
func backing(r ledger.Reader, mint cash.Mint) (cash.Currency, *cash.Reserve, error) {
	terms, err := currencies.Get(r, cash.CurrencyKey{Currency: mint.Amount.Currency})
	if err != nil {
		return cash.Currency{}, nil, err
	}
	reserve, err := found(reserves.Find(r, cash.IssuerKey{Issuer: mint.Issuer, Currency: mint.Amount.Currency}))
	return terms, reserve, err
}

// RejectMint ends a mint that was not approved.
func (c *Contract) RejectMint(tx *ledger.Tx, req cash.MintID) (*cash.Mint, error) {
	return change(tx, mints, req, func(before cash.Mint) (cash.Mint, []protocol.Event, error) {
		return before.Reject(tx.Facts())
	})
}
