// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// creditPagesMax bounds the credits that one balance counts: this many pages of [protocol.PageSizeMax].
const creditPagesMax = 10

// Balance answers what an account has.
func (c *Contract) Balance(q *ledger.Query, req cash.AccountID) (*cash.Balance, error) {
	account, err := accounts.Get(q, req)
	if err != nil {
		return nil, err
	}
	rows, err := allStripes(q, account)
	if err != nil {
		return nil, err
	}
	waiting, partial, err := waitingCredits(q, account)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(cash.BalanceOf(account, rows, waiting, partial))
}

func allStripes(q *ledger.Query, account cash.Account) ([]cash.Stripe, error) {
	keys := make([]cash.StripeKey, account.StripeCount)
	for i := range keys {
		keys[i] = cash.StripeKey{Account: account.ID, Stripe: i}
	}
	return stripes.GetMany(q, keys)
}

func waitingCredits(q *ledger.Query, account cash.Account) (waiting []cash.Credit, partial bool, err error) {
	if !account.HighVolume() {
		return nil, false, nil
	}
	request := protocol.PageRequest{Size: protocol.PageSizeMax}
	for range creditPagesMax {
		page, err := credits.Page(q, account.ID.Key(), request)
		if err != nil {
			return nil, false, err
		}
		waiting = append(waiting, page.Items...)
		if page.Next == "" {
			return waiting, false, nil
		}
		request.After = page.Next
	}
	return waiting, true, nil
}
