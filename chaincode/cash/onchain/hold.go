// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CreateHold sets money of the caller's account aside.
func (c *Contract) CreateHold(tx *ledger.Tx, req cash.HoldRequest) (*cash.Hold, error) {
	if _, err := notaryOf(tx, req.Notary); err != nil {
		return nil, err
	}
	before, err := paymentBook(tx, []cash.Leg{{From: req.Payer, To: req.Payee, Amount: req.Amount}}, tx.Facts().Reference)
	if err != nil {
		return nil, err
	}
	hold, after, events, err := before.Hold(req, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &hold, errors.Join(holds.Insert(tx, hold), save(tx, after))
}

// ExecuteHold pays a hold at its notary's word.
func (c *Contract) ExecuteHold(tx *ledger.Tx, req cash.ExecuteRequest) (*cash.Hold, error) {
	return resolve(tx, req.Hold, func(hold cash.Hold, book cash.Book, notary *cash.Account) (cash.Hold, cash.Booking, []protocol.Event, error) {
		return hold.Execute(book, req, notary, tx.Facts())
	})
}

// ReleaseHold gives a hold back at its notary's word.
func (c *Contract) ReleaseHold(tx *ledger.Tx, req cash.HoldID) (*cash.Hold, error) {
	return resolve(tx, req, func(hold cash.Hold, book cash.Book, notary *cash.Account) (cash.Hold, cash.Booking, []protocol.Event, error) {
		return hold.Release(book, notary, tx.Facts())
	})
}

// ExpireHold gives a hold back after its last date.
func (c *Contract) ExpireHold(tx *ledger.Tx, req cash.HoldID) (*cash.Hold, error) {
	return resolve(tx, req, func(hold cash.Hold, book cash.Book, _ *cash.Account) (cash.Hold, cash.Booking, []protocol.Event, error) {
		return hold.Expire(book)
	})
}

// resolution is a rule that ends a hold.
type resolution func(hold cash.Hold, book cash.Book, notary *cash.Account) (cash.Hold, cash.Booking, []protocol.Event, error)

func resolve(tx *ledger.Tx, id cash.HoldID, rule resolution) (*cash.Hold, error) {
	before, err := holds.Get(tx, id)
	if err != nil {
		return nil, err
	}
	notary, err := notaryOf(tx, before.Notary)
	if err != nil {
		return nil, err
	}
	book, err := holdBook(tx, before)
	if err != nil {
		return nil, err
	}
	after, booking, events, err := rule(before, book, notary)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, errors.Join(holds.Update(tx, after), save(tx, booking))
}

// holdBook reads payer and payee of a hold, the payer's owner, and the stripes that carry the hold.
func holdBook(r ledger.Reader, hold cash.Hold) (cash.Book, error) {
	book, err := openBook(r, hold.Payer, hold.Payee)
	if err != nil {
		return cash.Book{}, err
	}
	if book, err = withOwners(r, book, []cash.AccountID{hold.Payer}); err != nil {
		return cash.Book{}, err
	}
	return withStripes(r, book, hold)
}

// notaryOf reads the notary's account, where the notary is one.
func notaryOf(r ledger.Reader, notary cash.Notary) (*cash.Account, error) {
	id, is := notary.Account()
	if !is {
		return nil, nil
	}
	return ledger.Answer(accounts.Get(r, id))
}

// RequestRedeem earmarks money for redemption.
func (c *Contract) RequestRedeem(tx *ledger.Tx, req cash.RedeemRequest) (*cash.Hold, error) {
	account, err := accounts.Get(tx, req.Account)
	if err != nil {
		return nil, err
	}
	req = req.By(account)
	before, err := paymentBook(tx, []cash.Leg{{From: req.Account, To: req.Payee(), Amount: req.Amount}}, tx.Facts().Reference)
	if err != nil {
		return nil, err
	}
	hold, after, events, err := before.Redeem(req, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &hold, errors.Join(holds.Insert(tx, hold), save(tx, after))
}

// ApproveRedeem burns what was earmarked.
func (c *Contract) ApproveRedeem(tx *ledger.Tx, req cash.HoldID) (*cash.Hold, error) {
	return resolve(tx, req, func(hold cash.Hold, book cash.Book, _ *cash.Account) (cash.Hold, cash.Booking, []protocol.Event, error) {
		return hold.ApproveRedeem(book, tx.Facts())
	})
}

// RejectRedeem gives back what was earmarked.
func (c *Contract) RejectRedeem(tx *ledger.Tx, req cash.HoldID) (*cash.Hold, error) {
	return resolve(tx, req, func(hold cash.Hold, book cash.Book, _ *cash.Account) (cash.Hold, cash.Booking, []protocol.Event, error) {
		return hold.RejectRedeem(book, tx.Facts())
	})
}
