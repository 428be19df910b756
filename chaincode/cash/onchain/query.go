// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Account answers an account.
func (c *Contract) Account(q *ledger.Query, req cash.AccountID) (*cash.Account, error) {
	return ledger.Answer(accounts.Get(q, req))
}

// AccountsNamed answers many accounts.
func (c *Contract) AccountsNamed(q *ledger.Query, req cash.AccountNames) (*cash.NamedAccounts, error) {
	found, err := accounts.GetMany(q, req.Accounts)
	return &cash.NamedAccounts{Accounts: found}, err
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
	return ledger.Answer(accounts.PageBy(q, "owner", req.Owner(), req.PageRequest))
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
	return ledger.Answer(entries.Page(q, req.Prefix(), req.PageRequest))
}

// Posting answers all movements of a transaction.
func (c *Contract) Posting(q *ledger.Query, req cash.TxID) (*cash.Posting, error) {
	row, err := postings.Get(q, req)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(row.whole())
}

// UnconsolidatedCredits lists the credits that wait.
func (c *Contract) UnconsolidatedCredits(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Credit], error) {
	return ledger.Answer(credits.Page(q, req.Account.Key(), req.PageRequest))
}

// Hold answers a hold.
func (c *Contract) Hold(q *ledger.Query, req cash.HoldID) (*cash.Hold, error) {
	return ledger.Answer(holds.Get(q, req))
}

// HoldsByPayer lists the holds on an account.
func (c *Contract) HoldsByPayer(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Hold], error) {
	return ledger.Answer(holds.PageBy(q, "payer", req.Account.Key(), req.PageRequest))
}

// HoldsByPayee lists the holds in favour of an account.
func (c *Contract) HoldsByPayee(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Hold], error) {
	return ledger.Answer(holds.PageBy(q, "payee", req.Account.Key(), req.PageRequest))
}

// Mandate answers a mandate.
func (c *Contract) Mandate(q *ledger.Query, req cash.MandateID) (*cash.Mandate, error) {
	return ledger.Answer(mandates.Get(q, req))
}

// Mandates lists the mandates on an account.
func (c *Contract) Mandates(q *ledger.Query, req cash.AccountPage) (*protocol.Page[cash.Mandate], error) {
	return ledger.Answer(mandates.PageBy(q, "payer", req.Account.Key(), req.PageRequest))
}

// Module answers a registered module.
func (c *Contract) Module(q *ledger.Query, req cash.ModuleName) (*cash.Module, error) {
	return ledger.Answer(modules.Get(q, req))
}

// Modules lists the registered modules.
func (c *Contract) Modules(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[cash.Module], error) {
	return ledger.Answer(modules.Page(q, nil, req))
}

// Settlement answers in which transaction a settlement was carried out.
func (c *Contract) Settlement(q *ledger.Query, req cash.SettlementKey) (*cash.Settlement, error) {
	return ledger.Answer(settlements.Get(q, req))
}

// Currency answers the terms of a currency.
func (c *Contract) Currency(q *ledger.Query, req cash.CurrencyKey) (*cash.Currency, error) {
	return ledger.Answer(currencies.Get(q, req))
}

// BankCodes lists the assigned bank codes.
func (c *Contract) BankCodes(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[cash.BankCode], error) {
	return ledger.Answer(bankCodes.Page(q, nil, req))
}

// Currencies lists the currencies.
func (c *Contract) Currencies(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[cash.Currency], error) {
	return ledger.Answer(currencies.Page(q, nil, req))
}

// Reserve answers the attested reserve of a bank.
func (c *Contract) Reserve(q *ledger.Query, req cash.IssuerKey) (*cash.Reserve, error) {
	return ledger.Answer(reserves.Get(q, req))
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
	return ledger.Answer(mints.Get(q, req))
}

// PendingMints lists the mints of a bank that wait.
func (c *Contract) PendingMints(q *ledger.Query, req cash.IssuerPage) (*protocol.Page[cash.Mint], error) {
	return ledger.Answer(mints.PageBy(q, "pending", []string{req.Issuer}, req.PageRequest))
}

// PartyFreeze answers under which order a party's money is frozen.
func (c *Contract) PartyFreeze(q *ledger.Query, req parties.PartyID) (*cash.PartyFreeze, error) {
	return ledger.Answer(freezes.Get(q, req))
}
