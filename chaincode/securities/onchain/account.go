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

// open opens accounts; parties and cash accounts that several of them name are asked for once.
func (c *Contract) open(tx *ledger.Tx, all []securities.AccountTerms) ([]securities.Account, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	checked := c.checking(tx)
	opened := make([]securities.Account, len(all))
	for i, wanted := range all {
		owner, err := checked.owner(wanted.Owner, wanted.Cash)
		if err != nil {
			return nil, err
		}
		account, events := wanted.Open(owner, do)
		if err := accounts.Insert(tx, account); err != nil {
			return nil, err
		}
		tx.Emit(events...)
		opened[i] = account
	}
	return opened, nil
}

// checks remembers owners and cash accounts that were asked for.
type checks struct {
	contract *Contract
	reader   ledger.Reader
	owners   map[parties.PartyID]securities.Firm
	accounts map[cash.AccountID]cash.Account
}

func (c *Contract) checking(r ledger.Reader) checks {
	return checks{c, r, map[parties.PartyID]securities.Firm{}, map[cash.AccountID]cash.Account{}}
}

// owner finds a registered party whose cash account this is. Faults: FIRM_REFUSED, ACCOUNT_REFUSED, NOT_FOUND.
func (s checks) owner(party parties.PartyID, id cash.AccountID) (owner securities.Firm, err error) {
	owner, known := s.owners[party]
	if !known {
		if owner, err = s.contract.registry.Firm(s.reader, party, parties.RegisteredPolicy); err != nil {
			return owner, err
		}
		s.owners[party] = owner
	}
	account, known := s.accounts[id]
	if !known {
		if account, err = s.contract.money.Account(s.reader, id); err != nil {
			return owner, err
		}
		s.accounts[id] = account
	}
	return owner, securities.Pays(owner, account)
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
