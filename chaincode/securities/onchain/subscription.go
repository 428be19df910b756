// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// marketReads name what hot transactions read.
func marketReads() []ledger.Option {
	return []ledger.Option{ledger.Prefetch(securities.Subscribe, subscribeRows), ledger.Prefetch(securities.EnterOrder, enterRows)}
}

func subscribeRows(_ protocol.Facts, req securities.SubscribeRequest) []ledger.Row {
	return []ledger.Row{ledger.DateRow(), offerings.Row(req.Offering), accounts.Row(req.Account)}
}

func enterRows(facts protocol.Facts, req securities.EnterOrderRequest) []ledger.Row {
	order := securities.OrderKey{Session: req.Session, Participant: parties.PartyID(facts.Caller.Party), Number: req.Number}
	if order.Participant.Validate() != nil {
		return []ledger.Row{ledger.DateRow(), sessions.Row(req.Session)}
	}
	return []ledger.Row{ledger.DateRow(), sessions.Row(req.Session), commitments.Row(order)}
}

// Subscribe enters a subscription.
func (c *Contract) Subscribe(tx *ledger.Tx, req securities.SubscribeRequest) (*securities.Subscription, error) {
	offering, do, err := load(tx, offerings, req.Offering)
	if err != nil {
		return nil, err
	}
	account, err := accounts.Get(tx, req.Account)
	if err != nil {
		return nil, err
	}
	hold, err := c.money.Hold(tx, req.Hold)
	if err != nil {
		return nil, err
	}
	page, found, err := books.Find(tx, offering.Page(do.TxID))
	if err != nil {
		return nil, err
	}
	page.BookKey = offering.Page(do.TxID)
	subscription, page, events, err := offering.Subscribe(req, account, hold, page, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	save := books.Insert
	if found {
		save = books.Update
	}
	return &subscription, errors.Join(save(tx, page), subscriptions.Insert(tx, subscription))
}

// WithdrawSubscription takes a subscription back.
func (c *Contract) WithdrawSubscription(tx *ledger.Tx, req securities.SubscriptionKey) (*securities.Subscription, error) {
	offering, do, err := load(tx, offerings, req.Offering)
	if err != nil {
		return nil, err
	}
	before, err := subscriptions.Get(tx, req)
	if err != nil {
		return nil, err
	}
	after, release, events, err := before.Withdraw(offering, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := subscriptions.Update(tx, after); err != nil {
		return nil, err
	}
	return &after, c.money.Settle(tx, release)
}

// BookPage answers a page of a book.
func (c *Contract) BookPage(q *ledger.Query, req securities.BookKey) (*securities.BookPage, error) {
	return ledger.Answer(books.Get(q, req))
}

// Subscriptions lists the subscriptions to an offering.
func (c *Contract) Subscriptions(q *ledger.Query, req securities.BookRequest) (*protocol.Page[securities.Subscription], error) {
	return ledger.Answer(subscriptions.Page(q, req.Offering.Key(), req.PageRequest))
}

// Allotment answers the subscription of an account and what it gets.
func (c *Contract) Allotment(q *ledger.Query, req securities.SubscriberKey) (*securities.Allotment, error) {
	offering, err := offerings.Get(q, req.Offering)
	if err != nil {
		return nil, err
	}
	subscription, found, err := subscriptions.Lookup(q, "account", string(req.Offering), string(req.Account))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, protocol.NotFound.New("account %s has no subscription to offering %s", req.Account, req.Offering)
	}
	page, err := books.Get(q, subscription.BookKey)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(offering.Allotment(page, subscription))
}
