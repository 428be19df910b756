// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	repos = ledger.NewTable("repo", securities.Repo.Name,
		ledger.Index("given", func(r securities.Repo) []string { return []string{string(r.Seller.Account)} }),
		ledger.Index("received", func(r securities.Repo) []string { return []string{string(r.Buyer.Account)} }))
	// repoBooks are the records of finality: see [securities.RepoBook].
	repoBooks    = ledger.NewTable("repobook", securities.RepoBook.Name)
	manufactured = ledger.NewTable("manufactured", securities.Manufactured.Name)
)

// ProposeRepo proposes a repo.
func (c *Contract) ProposeRepo(tx *ledger.Tx, req securities.RepoRequest) (*securities.Repo, error) {
	d, err := dealtOf(tx, req.Instrument, req.Seller, req.Buyer)
	if err != nil {
		return nil, err
	}
	on := securities.Priced{Instrument: d.instrument}
	if on.Price, err = priceOf(tx, req.Instrument, req.Priced); err != nil {
		return nil, err
	}
	repo, events, err := req.Propose(on, d.accounts[0], d.accounts[1], d.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &repo, repos.Insert(tx, repo)
}

// AgreeRepo agrees to a repo, of which from now on only all who have to endorse its movements can move anything.
func (c *Contract) AgreeRepo(tx *ledger.Tx, req securities.RepoID) (*securities.Repo, error) {
	before, do, err := load(tx, repos, req)
	if err != nil {
		return nil, err
	}
	instrument, err := instruments.Get(tx, before.Instrument)
	if err != nil {
		return nil, err
	}
	seller, err := c.money.Account(tx, before.Seller.Cash)
	if err != nil {
		return nil, err
	}
	buyer, err := c.money.Account(tx, before.Buyer.Cash)
	if err != nil {
		return nil, err
	}
	after, book, events, err := before.Agree(instrument, seller, buyer, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	endorsers := ledger.Endorsers{Always: book.Endorsers()}
	return &after, errors.Join(repos.Update(tx, after), repoBooks.InsertEndorsedBy(tx, book, endorsers))
}

// CancelRepo ends a repo that was not bought.
func (c *Contract) CancelRepo(tx *ledger.Tx, req securities.RepoID) (*securities.Repo, error) {
	return change(tx, repos, req, securities.Repo.Cancel)
}

// SettleOnLeg settles the first leg.
func (c *Contract) SettleOnLeg(tx *ledger.Tx, req securities.RepoLegRequest) (*securities.Repo, error) {
	return c.repoStep(tx, req.ID, func(r securities.Repo, b securities.Held, do securities.Act) (step, error) {
		ends, err := endsOf(tx, r.Instrument, r.Seller.Account, r.Buyer.Account, req.Lots)
		if err != nil {
			return step{}, err
		}
		return stepped(r.Buy(req, b, ends, do))
	})
}

// SettleOffLeg settles the second leg.
func (c *Contract) SettleOffLeg(tx *ledger.Tx, req securities.RepoLegRequest) (*securities.Repo, error) {
	return c.repoStep(tx, req.ID, func(r securities.Repo, b securities.Held, do securities.Act) (step, error) {
		if len(req.Lots) == 0 {
			return stepped(r.BuyBack(req, b, securities.Ends{}, do))
		}
		ends, err := endsOf(tx, r.Collateral(b.RepoBook), r.Buyer.Account, r.Seller.Account, req.Lots)
		if err != nil {
			return step{}, err
		}
		return stepped(r.BuyBack(req, b, ends, do))
	})
}

// MeetMargin meets a margin call.
func (c *Contract) MeetMargin(tx *ledger.Tx, req securities.MeetRequest) (*securities.Repo, error) {
	return c.repoStep(tx, req.ID, func(r securities.Repo, b securities.Held, do securities.Act) (step, error) {
		if len(req.Lots) == 0 {
			return stepped(r.Meet(req, b, securities.Ends{}, do))
		}
		from, to := r.Called()
		ends, err := endsOf(tx, r.Collateral(b.RepoBook), from, to, req.Lots)
		if err != nil {
			return step{}, err
		}
		return stepped(r.Meet(req, b, ends, do))
	})
}

// AgreeRepoSwap takes other collateral.
func (c *Contract) AgreeRepoSwap(tx *ledger.Tx, req securities.AgreeRepoSwapRequest) (*securities.Repo, error) {
	return c.repoStep(tx, req.ID, func(r securities.Repo, b securities.Held, do securities.Act) (step, error) {
		on, err := repoExchange(tx, r, b, req, do)
		if err != nil {
			return step{}, err
		}
		return stepped(r.AgreeSwap(req, b, on, do))
	})
}

func repoExchange(
	r ledger.Reader, repo securities.Repo, held securities.Held, req securities.AgreeRepoSwapRequest, do securities.Act,
) (on securities.RepoExchange, err error) {
	day, err := repo.PriceDay(do)
	if err != nil {
		return on, err
	}
	if on.Give, err = endsOf(r, req.Instrument, repo.Seller.Account, repo.Buyer.Account, req.Lots); err != nil {
		return on, err
	}
	present := repo.Collateral(held.RepoBook)
	if on.Back, err = endsOf(r, present, repo.Buyer.Account, repo.Seller.Account, req.Back); err != nil {
		return on, err
	}
	if on.GiveActions, _, err = unitActions.Find(r, req.Instrument); err != nil {
		return on, err
	}
	on.GivePrice, on.BackPrice, err = bothPrices(r, req.Instrument, present, day)
	return on, err
}

// bothPrices finds what two instruments closed at on a day.
func bothPrices(
	r ledger.Reader, one, other securities.InstrumentID, day date.Date,
) (first, second *securities.ClosingPrice, err error) {
	if first, err = priceOf(r, one, day); err != nil {
		return nil, nil, err
	}
	second, err = priceOf(r, other, day)
	return first, second, err
}

// step is a movement and what is told of it.
type step struct {
	securities.RepoStep
	events []protocol.Event
}

func stepped(done securities.RepoStep, events []protocol.Event, err error) (step, error) {
	return step{done, events}, err
}

type repoRule func(securities.Repo, securities.Held, securities.Act) (step, error)

// repoStep carries a movement out: units, money and their record, or nothing.
func (c *Contract) repoStep(tx *ledger.Tx, id securities.RepoID, rule repoRule) (*securities.Repo, error) {
	repo, do, err := load(tx, repos, id)
	if err != nil {
		return nil, err
	}
	held, err := heldUnder(tx, repo)
	if err != nil {
		return nil, err
	}
	done, err := rule(repo, held, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(done.events...)
	if err := errors.Join(repos.Update(tx, done.Repo), repoBooks.Update(tx, done.Book)); err != nil {
		return nil, err
	}
	if done.Moves != nil {
		if err := carry(tx, done.Moves); err != nil {
			return nil, err
		}
	}
	return &done.Repo, c.settleOnce(tx, done.Cash)
}

// heldUnder finds what the buyer of a repo has, and the actions that change it.
func heldUnder(r ledger.Reader, repo securities.Repo) (held securities.Held, err error) {
	if held.RepoBook, _, err = repoBooks.Find(r, repo.ID); err != nil {
		return held, err
	}
	held.Actions, _, err = unitActions.Find(r, repo.Collateral(held.RepoBook))
	return held, err
}

// settleOnce has cash do what there is to be done.
func (c *Contract) settleOnce(tx *ledger.Tx, pay *cash.SettleRequest) error {
	if pay == nil {
		return nil
	}
	return c.money.Settle(tx, *pay)
}

// CallMargin calls for margin.
func (c *Contract) CallMargin(tx *ledger.Tx, req securities.RepoDay) (*securities.Repo, error) {
	return change(tx, repos, req.ID, func(before securities.Repo, do securities.Act) (securities.Repo, []protocol.Event, error) {
		held, on, err := covered(tx, before, req)
		if err != nil {
			return before, nil, err
		}
		return before.CallMargin(req, held, on, do)
	})
}

// covered loads what an exposure rests on.
func covered(
	r ledger.Reader, repo securities.Repo, on securities.RepoDay,
) (held securities.Held, priced securities.Priced, err error) {
	if held, err = heldUnder(r, repo); err != nil {
		return held, priced, err
	}
	if priced.Instrument, err = instruments.Get(r, repo.Collateral(held.RepoBook)); err != nil || on.Day.IsZero() {
		return held, priced, err
	}
	priced.Price, err = priceOf(r, priced.Instrument.ID, on.Day)
	return held, priced, err
}

// ProposeRepoSwap proposes other collateral.
func (c *Contract) ProposeRepoSwap(tx *ledger.Tx, req securities.RepoSwapRequest) (*securities.Repo, error) {
	return change(tx, repos, req.ID, func(before securities.Repo, do securities.Act) (securities.Repo, []protocol.Event, error) {
		return before.ProposeSwap(req, do)
	})
}
