// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// DeclareRepoDefault declares a default.
func (c *Contract) DeclareRepoDefault(tx *ledger.Tx, req securities.RepoDefaultRequest) (*securities.Repo, error) {
	return change(tx, repos, req.ID, func(before securities.Repo, do securities.Act) (securities.Repo, []protocol.Event, error) {
		held, err := heldUnder(tx, before)
		if err != nil {
			return before, nil, err
		}
		if req.Action == "" {
			return before.DeclareDefault(nil, held, do)
		}
		income, err := manufactured.Get(tx, securities.ManufacturedKey{Repo: req.ID, Action: req.Action})
		if err != nil {
			return before, nil, err
		}
		return before.DeclareDefault(&income, held, do)
	})
}

// CloseOutRepo reckons what is left.
func (c *Contract) CloseOutRepo(tx *ledger.Tx, req securities.RepoID) (*securities.Repo, error) {
	return change(tx, repos, req, func(before securities.Repo, do securities.Act) (securities.Repo, []protocol.Event, error) {
		held, on, err := covered(tx, before, securities.RepoDay{ID: req, Day: before.DefaultDay()})
		if err != nil {
			return before, nil, err
		}
		return before.CloseRepo(held, on, do)
	})
}

// PayCloseOut pays what is left.
func (c *Contract) PayCloseOut(tx *ledger.Tx, req securities.RepoPayRequest) (*securities.Repo, error) {
	var pay *cash.SettleRequest
	after, err := change(tx, repos, req.ID, func(before securities.Repo, _ securities.Act) (securities.Repo, []protocol.Event, error) {
		book, _, err := repoBooks.Find(tx, req.ID)
		if err != nil {
			return before, nil, err
		}
		after, net, events, err := before.PayNet(req, book)
		pay = net
		return after, events, err
	})
	if err != nil {
		return nil, err
	}
	return after, c.settleOnce(tx, pay)
}

// RaiseManufactured finds the income that the buyer passes on.
func (c *Contract) RaiseManufactured(tx *ledger.Tx, req securities.ManufacturedKey) (*securities.Manufactured, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	on, err := passing(tx, req)
	if err != nil {
		return nil, err
	}
	repo, income, events, err := on.Pass(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &income, errors.Join(manufactured.Insert(tx, income), repos.Update(tx, repo))
}

func passing(r ledger.Reader, req securities.ManufacturedKey) (on securities.Passing, err error) {
	if on.Repo, err = repos.Get(r, req.Repo); err != nil {
		return on, err
	}
	if on.Book, _, err = repoBooks.Find(r, req.Repo); err != nil {
		return on, err
	}
	if on.Action, err = actions.Get(r, req.Action); err != nil {
		return on, err
	}
	if on.Actions, _, err = unitActions.Find(r, on.Action.Instrument); err != nil {
		return on, err
	}
	on.Buyer, err = accounts.Get(r, on.Repo.Buyer.Account)
	return on, err
}

// PayManufactured pays manufactured income.
func (c *Contract) PayManufactured(tx *ledger.Tx, req securities.PayIncomeRequest) (*securities.Manufactured, error) {
	repo, do, err := load(tx, repos, req.Repo)
	if err != nil {
		return nil, err
	}
	income, err := manufactured.Get(tx, req.ManufacturedKey)
	if err != nil {
		return nil, err
	}
	after, paid, pay, events, err := income.Pay(req, repo, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(repos.Update(tx, after), manufactured.Update(tx, paid)); err != nil {
		return nil, err
	}
	return &paid, c.money.Settle(tx, pay)
}

// Repo answers a repo.
func (c *Contract) Repo(q *ledger.Query, req securities.RepoID) (*securities.Repo, error) {
	return ledger.Answer(repos.Get(q, req))
}

// RepoBook answers the movements of a repo.
func (c *Contract) RepoBook(q *ledger.Query, req securities.RepoID) (*securities.RepoBook, error) {
	return ledger.Answer(repoBooks.Get(q, req))
}

// Exposure answers how a repo is covered.
func (c *Contract) Exposure(q *ledger.Query, req securities.RepoDay) (*securities.Exposure, error) {
	repo, do, err := load(q, repos, req.ID)
	if err != nil {
		return nil, err
	}
	held, on, err := covered(q, repo, req)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(repo.ExposureOn(req.Day, held, on, do))
}

// Manufactured answers manufactured income.
func (c *Contract) Manufactured(q *ledger.Query, req securities.ManufacturedKey) (*securities.Manufactured, error) {
	return ledger.Answer(manufactured.Get(q, req))
}

// Repos lists the repos of an account.
func (c *Contract) Repos(q *ledger.Query, req securities.CollateralOfRequest) (*protocol.Page[securities.Repo], error) {
	return ledger.Answer(repos.PageBy(q, req.Index(), req.Account.Key(), req.PageRequest))
}
