// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var accounts = ledger.NewTable("account", func(a securities.Account) securities.AccountID { return a.ID })

// OpenAccount opens an account at the caller's member.
func (c *Contract) OpenAccount(tx *ledger.Tx, req securities.AccountTerms) (*securities.Account, error) {
	opened, err := c.open(tx, []securities.AccountTerms{req})
	if err != nil {
		return nil, err
	}
	return &opened[0], nil
}

// OpenAccounts opens many accounts at the caller's member.
func (c *Contract) OpenAccounts(tx *ledger.Tx, req securities.AccountsRequest) (*securities.Opened, error) {
	opened, err := c.open(tx, req.Accounts)
	return &securities.Opened{Accounts: len(opened)}, err
}

// open opens accounts. Parties and cash accounts are asked for once, all together.
func (c *Contract) open(tx *ledger.Tx, all []securities.AccountTerms) ([]securities.Account, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	owners, err := c.registry.Firms(tx, securities.OwnersOf(all))
	if err != nil {
		return nil, err
	}
	money, err := c.money.Accounts(tx, securities.CashOf(all))
	if err != nil {
		return nil, err
	}
	opened := make([]securities.Account, len(all))
	for i, wanted := range all {
		account, events, err := wanted.Open(owners[wanted.Owner], money[wanted.Cash], do)
		if err != nil {
			return nil, err
		}
		if err := accounts.Insert(tx, account); err != nil {
			return nil, err
		}
		tx.Emit(events...)
		opened[i] = account
	}
	return opened, nil
}

// ownerOf finds a registered party whose cash account this is. Faults: FIRM_REFUSED, ACCOUNT_REFUSED, NOT_FOUND.
func (c *Contract) ownerOf(r ledger.Reader, party parties.PartyID, account cash.AccountID) (securities.Firm, error) {
	owner, err := c.registry.Firm(r, party, parties.RegisteredPolicy)
	if err != nil {
		return owner, err
	}
	money, err := c.money.Account(r, account)
	if err != nil {
		return owner, err
	}
	return owner, securities.Pays(owner, money)
}

// ChangeAccount asks for a change of an account.
func (c *Contract) ChangeAccount(tx *ledger.Tx, req securities.ChangeRequest) (*securities.Account, error) {
	return change(tx, accounts, req.ID, func(a securities.Account, do securities.Act) (securities.Account, []protocol.Event, error) {
		return a.Change(req, do)
	})
}

// ConfirmAccount agrees to a change of an account.
func (c *Contract) ConfirmAccount(tx *ledger.Tx, req securities.ConfirmRequest) (*securities.Account, error) {
	return change(tx, accounts, req.ID, func(a securities.Account, do securities.Act) (securities.Account, []protocol.Event, error) {
		after, events, err := a.Confirm(req, do)
		if err != nil {
			return a, nil, err
		}
		money, err := c.money.Account(tx, after.Cash)
		if err != nil {
			return a, nil, err
		}
		return after, events, securities.Pays(after.Owner, money)
	})
}

// CloseAccount ends receipts of an account.
func (c *Contract) CloseAccount(tx *ledger.Tx, req securities.AccountID) (*securities.Account, error) {
	return change(tx, accounts, req, securities.Account.Close)
}
