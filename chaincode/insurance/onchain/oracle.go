// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RegisterFeed registers what the members resolved on. One that a regulator only proposed gives way.
func (c *Contract) RegisterFeed(tx *ledger.Tx, req insurance.FeedResolution) (*oracle.Feed, error) {
	before, there, err := feeds.Find(tx, req.Feed.ID)
	if err != nil {
		return nil, err
	}
	if there && before.Status != oracle.FeedProposed {
		return nil, oracle.FeedRefused.New("feed %s is %s and does not change", before.ID, before.Status)
	}
	return saveFeed(tx, req.Feed.Adopt(), there)
}

// AdmitFeed registers a feed at the word of two persons.
func (c *Contract) AdmitFeed(tx *ledger.Tx, req oracle.FeedTerms) (*oracle.Feed, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, there, err := feeds.Find(tx, req.ID)
	if err != nil {
		return nil, err
	}
	known := &before
	if !there {
		known = nil
	}
	after, err := req.Admit(known, do)
	if err != nil {
		return nil, err
	}
	return saveFeed(tx, after, there)
}

func saveFeed(tx *ledger.Tx, feed oracle.Feed, there bool) (*oracle.Feed, error) {
	save := feeds.Insert
	if there {
		save = feeds.Update
	}
	tx.Emit(insurance.FeedEvent(feed))
	return &feed, save(tx, feed)
}

// CloseFeed ends new covers on a feed.
func (c *Contract) CloseFeed(tx *ledger.Tx, req oracle.FeedID) (*oracle.Feed, error) {
	return change(tx, feeds, req, func(before oracle.Feed, _ insurance.Act) (oracle.Feed, []protocol.Event, error) {
		after, err := before.Close()
		return after, []protocol.Event{insurance.FeedEvent(after)}, err
	})
}

// affair is a round with its feed and who acts.
type affair struct {
	feed  oracle.Feed
	round oracle.Round
	there bool
	act   insurance.Act
}

func affairOf(r ledger.Reader, key oracle.RoundKey) (affair, error) {
	do, err := act(r)
	if err != nil {
		return affair{}, err
	}
	feed, err := feeds.Get(r, key.Feed)
	if err != nil {
		return affair{}, err
	}
	round, there, err := rounds.Find(r, key)
	if err == nil && !there {
		round, err = feed.Begin(key)
	}
	return affair{feed, round, there, do}, err
}

// save writes what became of the round.
func (a affair) save(tx *ledger.Tx, after oracle.Round) (*oracle.Round, error) {
	save := rounds.Insert
	if a.there {
		save = rounds.Update
	}
	tx.Emit(insurance.RoundEventOf(after))
	return &after, save(tx, after)
}

// Observe takes a provider's word.
func (c *Contract) Observe(tx *ledger.Tx, req oracle.ObservationRequest) (*oracle.Observation, error) {
	a, err := affairOf(tx, req.RoundKey)
	if err != nil {
		return nil, err
	}
	observation, err := a.feed.Observe(req, a.round, a.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(insurance.ObservedEventOf(observation))
	return &observation, observations.Insert(tx, observation)
}

// AdvanceRound counts what a window brought.
func (c *Contract) AdvanceRound(tx *ledger.Tx, req oracle.RoundKey) (*oracle.Round, error) {
	a, err := affairOf(tx, req)
	if err != nil {
		return nil, err
	}
	seen, err := a.seen(tx)
	if err != nil {
		return nil, err
	}
	after, err := a.feed.Advance(a.round, seen, a.act.Today)
	if err != nil {
		return nil, err
	}
	return a.save(tx, after)
}

// seen are the observations of the round's present source.
func (a affair) seen(tx *ledger.Tx) ([]oracle.Observation, error) {
	return observations.Present(tx, a.feed.Keys(a.round))
}

// ArbitrateRound decides a dispute at the word of two persons.
func (c *Contract) ArbitrateRound(tx *ledger.Tx, req oracle.Decision) (*oracle.Round, error) {
	a, err := affairOf(tx, req.RoundKey)
	if err != nil {
		return nil, err
	}
	after, err := a.feed.Arbitrate(a.round, req, a.act)
	if err != nil {
		return nil, err
	}
	return a.save(tx, after)
}

// Feed answers a feed.
func (c *Contract) Feed(q *ledger.Query, req oracle.FeedID) (*oracle.Feed, error) {
	return ledger.Answer(feeds.Get(q, req))
}

// Feeds lists feeds.
func (c *Contract) Feeds(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[oracle.Feed], error) {
	return ledger.Answer(feeds.Page(q, nil, req))
}

// Round answers how a round stands today, also one that nobody has advanced.
func (c *Contract) Round(q *ledger.Query, req oracle.RoundKey) (*oracle.Round, error) {
	a, err := affairOf(q, req)
	if err != nil {
		return nil, err
	}
	round, err := a.round.At(a.act.Today)
	round.Status = round.Standing(a.act.Today)
	return &round, err
}

// Observations lists the observations of a round.
func (c *Contract) Observations(q *ledger.Query, req insurance.ObservationsRequest) (*protocol.Page[oracle.Observation], error) {
	return ledger.Answer(observations.Page(q, req.RoundKey.Key(), req.PageRequest))
}
