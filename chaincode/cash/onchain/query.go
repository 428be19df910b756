// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// one answers a row.
func one[K ledger.Key, V any](q *ledger.Query, table *ledger.Table[K, V], key K) (*V, error) {
	row, err := table.Get(q, key)
	return &row, err
}

// list answers a page of rows.
func list[V any](page protocol.Page[V], err error) (*protocol.Page[V], error) { return &page, err }

// Account answers an account.
func (c *Contract) Account(q *ledger.Query, req cash.AccountID) (*cash.Account, error) {
	return one(q, accounts, req)
}

// AccountByIBAN finds an account.
func (c *Contract) AccountByIBAN(q *ledger.Query, req cash.IBANRequest) (*cash.Account, error) {
	account, there, err := accounts.Lookup(q, "iban", req.IBAN.String())
	if err == nil && !there {
		err = protocol.NotFound.New("no account has the IBAN %s", req.IBAN)
	}
	return &account, err
}

// AccountsByOwner lists the accounts of a party or a module.
func (c *Contract) AccountsByOwner(q *ledger.Query, req cash.OwnerRequest) (*protocol.Page[cash.Account], error) {
	return list(accounts.PageBy(q, "owner", req.Owner(), req.PageRequest))
}

// History answers every version of an account's row.
func (c *Contract) History(q *ledger.Query, req cash.AccountID) (*cash.History, error) {
	versions, err := accounts.History(q, req)
	history := &cash.History{Revisions: make([]cash.Revision, len(versions))}
	for i, v := range versions {
		history.Revisions[i] = cash.Revision{TxID: cash.TxID(v.TxID), Time: v.Time, Deleted: v.Deleted, Value: v.Value}
	}
	return history, err
}

// Entries lists an account's journal.
func (c *Contract) Entries(q *ledger.Query, req cash.EntriesRequest) (*protocol.Page[cash.Entry], error) {
	return list(entries.Page(q, req.Prefix(), req.PageRequest))
}

// Posting answers all movements of a transaction.
func (c *Contract) Posting(q *ledger.Query, req cash.TxID) (*cash.Posting, error) {
	return one(q, postings, req)
}

// UnconsolidatedCredits lists the credits that wait.
func (c *Contract) UnconsolidatedCredits(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Credit], error) {
	return list(credits.Page(q, req.Account.Key(), req.PageRequest))
}

// Hold answers a hold.
func (c *Contract) Hold(q *ledger.Query, req cash.HoldID) (*cash.Hold, error) {
	return one(q, holds, req)
}

// HoldsByPayer lists the holds on an account.
func (c *Contract) HoldsByPayer(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Hold], error) {
	return list(holds.PageBy(q, "payer", req.Account.Key(), req.PageRequest))
}

// HoldsByPayee lists the holds in favour of an account.
func (c *Contract) HoldsByPayee(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Hold], error) {
	return list(holds.PageBy(q, "payee", req.Account.Key(), req.PageRequest))
}

// Mandate answers a mandate.
func (c *Contract) Mandate(q *ledger.Query, req cash.MandateID) (*cash.Mandate, error) {
	return one(q, mandates, req)
}

// Mandates lists the mandates on an account.
func (c *Contract) Mandates(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Mandate], error) {
	return list(mandates.PageBy(q, "payer", req.Account.Key(), req.PageRequest))
}

// Module answers a registered module.
func (c *Contract) Module(q *ledger.Query, req cash.ModuleName) (*cash.Module, error) {
	return one(q, modules, req)
}

// Modules lists the registered modules.
func (c *Contract) Modules(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[cash.Module], error) {
	return list(modules.Page(q, nil, req))
}

// Settlement answers in which transaction a settlement was carried out.
func (c *Contract) Settlement(q *ledger.Query, req cash.SettlementKey) (*cash.Settlement, error) {
	return one(q, settlements, req)
}

// Currency answers the terms of a currency.
func (c *Contract) Currency(q *ledger.Query, req cash.CurrencyKey) (*cash.Currency, error) {
	return one(q, currencies, req)
}

// BankCodes lists the assigned bank codes.
func (c *Contract) BankCodes(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[cash.BankCode], error) {
	return list(bankCodes.Page(q, nil, req))
}

// Currencies lists the currencies.
func (c *Contract) Currencies(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[cash.Currency], error) {
	return list(currencies.Page(q, nil, req))
}

// Reserve answers the attested reserve of a bank.
func (c *Contract) Reserve(q *ledger.Query, req cash.IssuerKey) (*cash.Reserve, error) {
	return one(q, reserves, req)
}

// Issued answers what a bank has issued.
func (c *Contract) Issued(q *ledger.Query, req cash.IssuerKey) (*cash.Issued, error) {
	account, err := found(accounts.Find(q, cash.LiabilityID(req.Issuer, req.Currency)))
	if err != nil {
		return nil, err
	}
	reserve, err := found(reserves.Find(q, req))
	if err != nil {
		return nil, err
	}
	issued := cash.IssuedOf(req, account, reserve)
	return &issued, nil
}

// Mint answers a mint.
func (c *Contract) Mint(q *ledger.Query, req cash.MintID) (*cash.Mint, error) {
	return one(q, mints, req)
}

// PendingMints lists the mints of a bank that wait.
func (c *Contract) PendingMints(q *ledger.Query, req cash.IssuerPage) (*protocol.Page[cash.Mint], error) {
	return list(mints.PageBy(q, "pending", []string{req.Issuer}, req.PageRequest))
}

// PartyFreeze answers under which order a party's money is frozen.
func (c *Contract) PartyFreeze(q *ledger.Query, req parties.PartyID) (*cash.PartyFreeze, error) {
	return one(q, freezes, req)
}
