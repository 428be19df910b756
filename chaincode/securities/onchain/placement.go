// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// CountBook counts a page of a closed book.
func (c *Contract) CountBook(tx *ledger.Tx, req securities.BookKey) (*securities.BookPage, error) {
	return changePage(tx, req, func(o securities.Offering, page securities.BookPage, entries []securities.Subscription, do securities.Act) (securities.BookPage, []protocol.Event, error) {
		instrument, err := instruments.Get(tx, o.Instrument)
		if err != nil {
			return page, nil, err
		}
		applicants, err := applicantsOf(tx, o.Instrument, entries)
		if err != nil {
			return page, nil, err
		}
		return o.CountPage(page, entries, applicants, instrument, do)
	})
}

// AllocatePage allocates a page of a scaled book.
func (c *Contract) AllocatePage(tx *ledger.Tx, req securities.BookKey) (*securities.BookPage, error) {
	return changePage(tx, req, func(o securities.Offering, page securities.BookPage, entries []securities.Subscription, _ securities.Act) (securities.BookPage, []protocol.Event, error) {
		return o.AllocatePage(page, entries)
	})
}

// changePage changes a page of a book by a rule that looks at all its subscriptions.
func changePage(tx *ledger.Tx, key securities.BookKey, rule func(securities.Offering, securities.BookPage, []securities.Subscription, securities.Act) (securities.BookPage, []protocol.Event, error)) (*securities.BookPage, error) {
	offering, err := offerings.Get(tx, key.Offering)
	if err != nil {
		return nil, err
	}
	return change(tx, books, key, func(page securities.BookPage, do securities.Act) (securities.BookPage, []protocol.Event, error) {
		entries, err := subscriptions.GetMany(tx, page.Subscriptions())
		if err != nil {
			return page, nil, err
		}
		return rule(offering, page, entries, do)
	})
}

// applicantsOf are the accounts of subscriptions with their owners' admissions.
func applicantsOf(r ledger.Reader, instrument securities.InstrumentID, entries []securities.Subscription) ([]securities.Applicant, error) {
	ids := make([]securities.AccountID, len(entries))
	for i, entry := range entries {
		ids[i] = entry.Account
	}
	found, err := accounts.GetMany(r, ids)
	if err != nil {
		return nil, err
	}
	return admitted(r, instrument, found)
}

// admitted puts the admissions of the owners to accounts.
func admitted(r ledger.Reader, instrument securities.InstrumentID, found []securities.Account) ([]securities.Applicant, error) {
	keys := make([]securities.AdmissionKey, len(found))
	for i, account := range found {
		keys[i] = securities.AdmissionKey{Instrument: instrument, Party: account.Owner.Party}
	}
	admissions, _, err := admissions.FindMany(r, keys) // the zero Admission where there is none
	if err != nil {
		return nil, err
	}
	applicants := make([]securities.Applicant, len(found))
	for i, account := range found {
		applicants[i] = securities.Applicant{Account: account, Admission: admissions[i]}
	}
	return applicants, nil
}

// DeliverSubscriptions delivers subscriptions against money.
func (c *Contract) DeliverSubscriptions(tx *ledger.Tx, req securities.DeliverRequest) (*securities.BookPage, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	placement, err := placementOf(tx, req)
	if err != nil {
		return nil, err
	}
	moves := securities.OpenMoves(do)
	placed, err := placement.Deliver(moves, do)
	if err != nil {
		return nil, err
	}
	if err := carry(tx, moves); err != nil {
		return nil, err
	}
	return c.place(tx, placed)
}

func placementOf(tx *ledger.Tx, req securities.DeliverRequest) (p securities.Placement, err error) {
	if p.Offering, err = offerings.Get(tx, req.Offering); err != nil {
		return p, err
	}
	if p.Instrument, err = instruments.Get(tx, p.Offering.Instrument); err != nil {
		return p, err
	}
	if p.Page, err = books.Get(tx, req.BookKey); err != nil {
		return p, err
	}
	if p.Treasury, err = accounts.Get(tx, p.Offering.Treasury); err != nil {
		return p, err
	}
	if p.Lots, err = lots.GetMany(tx, securities.Keys(p.Offering.Instrument, req.Lots)); err != nil {
		return p, err
	}
	if p.Book, err = subscriptions.GetMany(tx, req.Subscriptions()); err != nil {
		return p, err
	}
	p.Applicants, err = applicantsOf(tx, p.Offering.Instrument, p.Book)
	return p, err
}

// RefundSubscriptions frees holds.
func (c *Contract) RefundSubscriptions(tx *ledger.Tx, req securities.RefundRequest) (*securities.BookPage, error) {
	offering, do, err := load(tx, offerings, req.Offering)
	if err != nil {
		return nil, err
	}
	page, err := books.Get(tx, req.BookKey)
	if err != nil {
		return nil, err
	}
	entries, err := subscriptions.GetMany(tx, req.Subscriptions())
	if err != nil {
		return nil, err
	}
	placed, err := offering.Refund(page, entries, do)
	if err != nil {
		return nil, err
	}
	return c.place(tx, placed)
}

// place saves a delivery or a refund, and has cash move the money.
func (c *Contract) place(tx *ledger.Tx, placed securities.Placed) (*securities.BookPage, error) {
	tx.Emit(placed.Events...)
	if err := errors.Join(books.Update(tx, placed.Page), subscriptions.UpdateAll(tx, placed.Book)); err != nil {
		return nil, err
	}
	return &placed.Page, c.money.Settle(tx, placed.Settle)
}
