// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpenFund registers an account of this chaincode as the caller's fund.
func (c *Contract) OpenFund(tx *ledger.Tx, req insurance.FundKey) (*insurance.Fund, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	account, err := c.money.Account(tx, req.Account)
	if err != nil {
		return nil, err
	}
	fund, events, err := insurance.OpenFund(account, do)
	return insert(tx, funds, fund, events, err)
}

// ProposeWithdrawal is the first half of taking money out of a fund.
func (c *Contract) ProposeWithdrawal(tx *ledger.Tx, req insurance.WithdrawRequest) (*insurance.Fund, error) {
	return change(tx, funds, req.FundKey, func(before insurance.Fund, do insurance.Act) (insurance.Fund, []protocol.Event, error) {
		to, err := c.money.Account(tx, req.To)
		if err != nil {
			return before, nil, err
		}
		return before.ProposeWithdrawal(req, to, do)
	})
}

// ApproveWithdrawal is the second half.
func (c *Contract) ApproveWithdrawal(tx *ledger.Tx, req insurance.FundKey) (*insurance.Fund, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := funds.Get(tx, req)
	if err != nil {
		return nil, err
	}
	after, settle, events, err := before.ApproveWithdrawal(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := funds.Update(tx, after); err != nil {
		return nil, err
	}
	return &after, c.money.Settle(tx, settle)
}

// Fund answers whose fund an account is.
func (c *Contract) Fund(q *ledger.Query, req insurance.FundKey) (*insurance.Fund, error) {
	return ledger.Answer(funds.Get(q, req))
}

// pays refuses a purse that does not belong to a firm. Every purse that somebody names goes through it, once, where it is
// named. Faults: ACCOUNT_REFUSED, NOT_FOUND.
func (c *Contract) pays(r ledger.Reader, purse insurance.Purse, owner insurance.Firm, currency money.Currency) error {
	account, err := c.money.Account(r, purse.Account)
	if err != nil {
		return err
	}
	fund, there, err := funds.Find(r, insurance.FundKey{Account: purse.Account})
	if err != nil {
		return err
	}
	if !there {
		return purse.Pays(account, nil, owner, currency)
	}
	return purse.Pays(account, &fund, owner, currency)
}
