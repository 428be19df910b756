// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities"
)

// RestateRepo counts a corporate action in what the buyer gives back. It changes the repo and its book, as every movement does,
// so that of a restatement and a movement in one block the second is invalid.
func (c *Contract) RestateRepo(tx *ledger.Tx, req securities.ManufacturedKey) (*securities.Repo, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	on, err := restating(tx, req)
	if err != nil {
		return nil, err
	}
	done, events, err := on.Restate(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if done.Income != nil {
		if err := manufactured.Insert(tx, *done.Income); err != nil {
			return nil, err
		}
	}
	return &done.Repo, errors.Join(repos.Update(tx, done.Repo), repoBooks.Update(tx, done.Book))
}

func restating(r ledger.Reader, req securities.ManufacturedKey) (on securities.Restating, err error) {
	if on.Passing, err = passing(r, req); err != nil {
		return on, err
	}
	on.Paid, err = paidTo(r, on.Action, on.Repo.Buyer.Account)
	return on, err
}

// paidTo finds how the page was carried out on which an account is, or would be if it had units; nil where it was not, or
// nobody knows yet which page that is.
func paidTo(r ledger.Reader, action securities.Action, account securities.AccountID) (*securities.Payment, error) {
	register, closed, err := registers.Find(r, action.RegisterKey())
	if err != nil || !closed || len(register.Pages) == 0 {
		return nil, err
	}
	at, first := slices.BinarySearch(register.Pages, account.Bucket())
	if !first {
		at = max(at-1, 0)
	}
	payment, paid, err := payouts.Find(r, securities.EntitlementKey{Action: action.ID, From: register.Pages[at]})
	if err != nil || !paid {
		return nil, err
	}
	return &payment, nil
}
