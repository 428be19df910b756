// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	offerings = ledger.NewTable("offering", securities.Offering.OfferingKey)
	books     = ledger.NewTable("book", securities.BookPage.BookPageKey)
	// An account subscribes once to an offering, and a hold pays for one subscription.
	subscriptions = ledger.NewTable("subscription", securities.Subscription.Name,
		ledger.Unique("account", func(s securities.Subscription) []string {
			if s.Status == securities.SubscriptionWithdrawn {
				return nil
			}
			return []string{string(s.Offering), string(s.Account)}
		}),
		ledger.Unique("hold", func(s securities.Subscription) []string { return []string{string(s.Hold)} }))
)

// AnnounceOffering announces an offering.
func (c *Contract) AnnounceOffering(tx *ledger.Tx, req securities.OfferingTerms) (*securities.Offering, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	treasury, err := accounts.Get(tx, req.Treasury)
	if err != nil {
		return nil, err
	}
	collection, err := c.money.Account(tx, req.Collection)
	if err != nil {
		return nil, err
	}
	proceeds, err := c.money.Account(tx, req.Proceeds)
	if err != nil {
		return nil, err
	}
	offering, events, err := req.Announce(instrument, treasury, collection, proceeds, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &offering, offerings.Insert(tx, offering)
}

// OpenBook opens the book of an offering.
func (c *Contract) OpenBook(tx *ledger.Tx, req securities.OfferingID) (*securities.Offering, error) {
	return change(tx, offerings, req, func(o securities.Offering, do securities.Act) (securities.Offering, []protocol.Event, error) {
		instrument, err := instruments.Get(tx, o.Instrument)
		if err != nil {
			return o, nil, err
		}
		return o.Open(instrument, do)
	})
}

// CloseBook closes the book of an offering.
func (c *Contract) CloseBook(tx *ledger.Tx, req securities.OfferingID) (*securities.Offering, error) {
	holds, err := ledger.Holds(tx, role.Issuer)
	if err != nil {
		return nil, err
	}
	return change(tx, offerings, req, func(o securities.Offering, do securities.Act) (securities.Offering, []protocol.Event, error) {
		return o.Close(holds, do)
	})
}

// ScaleBook takes a cut.
func (c *Contract) ScaleBook(tx *ledger.Tx, req securities.ScaleRequest) (*securities.Offering, error) {
	return changeOffering(tx, req.Offering, func(o securities.Offering, pages []securities.BookPage, do securities.Act) (securities.Offering, []protocol.Event, error) {
		return o.Scale(req, pages, do)
	})
}

// AllocateBook fixes the allocation.
func (c *Contract) AllocateBook(tx *ledger.Tx, req securities.OfferingID) (*securities.Offering, error) {
	return changeOffering(tx, req, func(o securities.Offering, pages []securities.BookPage, _ securities.Act) (securities.Offering, []protocol.Event, error) {
		return o.Allocate(pages)
	})
}

// CancelOffering cancels an offering.
func (c *Contract) CancelOffering(tx *ledger.Tx, req securities.OfferingID) (*securities.Offering, error) {
	holds, err := ledger.Holds(tx, role.Issuer)
	if err != nil {
		return nil, err
	}
	return changeOffering(tx, req, func(o securities.Offering, pages []securities.BookPage, do securities.Act) (securities.Offering, []protocol.Event, error) {
		return o.Cancel(pages, holds, do)
	})
}

// FinishOffering closes an offering.
func (c *Contract) FinishOffering(tx *ledger.Tx, req securities.OfferingID) (*securities.Offering, error) {
	return changeOffering(tx, req, func(o securities.Offering, pages []securities.BookPage, _ securities.Act) (securities.Offering, []protocol.Event, error) {
		return o.Finish(pages)
	})
}

// changeOffering changes an offering by a rule that looks at all pages of its book.
func changeOffering(tx *ledger.Tx, id securities.OfferingID, rule func(securities.Offering, []securities.BookPage, securities.Act) (securities.Offering, []protocol.Event, error)) (*securities.Offering, error) {
	return change(tx, offerings, id, func(o securities.Offering, do securities.Act) (securities.Offering, []protocol.Event, error) {
		pages, err := pagesOf(tx, o)
		if err != nil {
			return o, nil, err
		}
		return rule(o, pages, do)
	})
}

// pagesOf are the pages of a book that have subscriptions: each page is read, so that none is added meanwhile.
func pagesOf(r ledger.Reader, o securities.Offering) ([]securities.BookPage, error) {
	return books.Present(r, o.PageKeys())
}

// Offering answers an offering.
func (c *Contract) Offering(q *ledger.Query, req securities.OfferingID) (*securities.Offering, error) {
	return ledger.Answer(offerings.Get(q, req))
}

// Offerings lists offerings.
func (c *Contract) Offerings(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[securities.Offering], error) {
	return ledger.Answer(offerings.Page(q, nil, req))
}

// ProposeCut finds the cut of a counted book.
func (c *Contract) ProposeCut(q *ledger.Query, req securities.OfferingID) (*securities.ScaleRequest, error) {
	offering, err := offerings.Get(q, req)
	if err != nil {
		return nil, err
	}
	pages, err := pagesOf(q, offering)
	if err != nil {
		return nil, err
	}
	entries := make([][]securities.Subscription, len(pages))
	for i, page := range pages {
		if entries[i], err = subscriptions.GetMany(q, page.Subscriptions()); err != nil {
			return nil, err
		}
	}
	return ledger.Answer(offering.ProposeCut(pages, entries))
}
