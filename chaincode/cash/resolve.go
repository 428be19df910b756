// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ExecuteRequest pays a hold to its payee, in whole or in part.
type ExecuteRequest struct {
	Hold   HoldID      `json:"hold" help:"the hold"`
	Amount money.Money `json:"amount,omitzero" help:"how much of it; all when left out, and the rest is released"`
}

// Validate refuses malformed names and amounts that are not above zero.
func (r ExecuteRequest) Validate() error {
	if r.Amount.IsZero() {
		return r.Hold.Validate()
	}
	return errors.Join(r.Hold.Validate(), positive(r.Amount))
}

// Execute pays a hold at its notary's word and releases the rest. The book has payer and payee; notary is the notary's
// account where it is one. Faults: NOT_NOTARY, HOLD_NOT_ACTIVE, HOLD_EXPIRED, HOLD_EXCEEDED, CURRENCY_MISMATCH,
// PARTY_FROZEN, ACCOUNT_FROZEN.
func (h Hold) Execute(b Book, r ExecuteRequest, notary *Account, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	if err := h.Notary.obeys(facts.Caller, notary); err != nil {
		return h, Booking{}, nil, err
	}
	amount := r.Amount
	if amount.IsZero() {
		amount = h.Amount
	}
	return h.execute(b, amount, Executed, facts)
}

func (h Hold) execute(b Book, amount money.Money, operation Operation, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	s := b.open()
	after, err := h.payOn(s, Leg{From: h.Payer, To: h.Payee, Amount: amount})
	if err != nil {
		return h, Booking{}, nil, err
	}
	booking, events, err := s.post(operation, string(h.ID), facts)
	if err != nil {
		return h, Booking{}, nil, err
	}
	return after, booking, append(events, after.event(HoldWasExecuted)), nil
}

// payOn executes the hold on a sheet: the hold itself is the payer's word, given when it was made.
func (h Hold) payOn(s *sheet, leg Leg) (Hold, error) {
	if err := h.executable(leg.Amount, s.book.Date); err != nil {
		return h, err
	}
	payer, err := s.line(h.Payer)
	if err != nil {
		return h, err
	}
	if err := payer.free(h, leg.Amount.Amount); err != nil {
		return h, err
	}
	if err := s.issue(leg); err != nil {
		return h, err
	}
	h.Status, h.Executed = HoldExecuted, leg.Amount.Amount
	return h, nil
}

func (h Hold) executable(amount money.Money, today date.Date) error {
	if err := h.active(); err != nil {
		return err
	}
	if today.After(h.Expires) {
		return HoldIsExpired.New("hold %s expired on %s", h.ID, h.Expires)
	}
	over, err := amount.Cmp(h.Amount)
	if err != nil {
		return CurrencyMismatch.New("hold %s is in %s", h.ID, h.Amount.Currency)
	}
	if over > 0 {
		return HoldExceeded.New("hold %s has %s, %s are asked for", h.ID, h.Amount, amount)
	}
	return nil
}

func (h Hold) active() error {
	if h.Status != HoldActive {
		return HoldNotActive.New("hold %s is %s", h.ID, h.Status)
	}
	return nil
}

// Release gives the money back to the payer at the notary's word, also from a frozen account and after expiry. The book
// has the payer. Faults: NOT_NOTARY, HOLD_NOT_ACTIVE.
func (h Hold) Release(b Book, notary *Account, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	if err := h.Notary.obeys(facts.Caller, notary); err != nil {
		return h, Booking{}, nil, err
	}
	return h.release(b, HoldReleased)
}

// Expire gives the money back to the payer once the last date has passed; anybody may ask for it.
// Faults: HOLD_NOT_ACTIVE, HOLD_NOT_EXPIRED.
func (h Hold) Expire(b Book) (Hold, Booking, []protocol.Event, error) {
	if !b.Date.After(h.Expires) && h.Status == HoldActive {
		return h, Booking{}, nil, HoldNotExpired.New("hold %s expires after %s", h.ID, h.Expires)
	}
	return h.release(b, HoldExpired)
}

func (h Hold) release(b Book, status HoldStatus) (Hold, Booking, []protocol.Event, error) {
	s := b.open()
	after, err := h.freeOn(s, status)
	if err != nil {
		return h, Booking{}, nil, err
	}
	booking, err := s.close(Posting{})
	if err != nil {
		return h, Booking{}, nil, err
	}
	return after, booking, []protocol.Event{after.event(HoldWasReleased)}, nil
}

// freeOn releases the hold on a sheet.
func (h Hold) freeOn(s *sheet, status HoldStatus) (Hold, error) {
	if err := h.active(); err != nil {
		return h, err
	}
	payer, err := s.line(h.Payer)
	if err != nil {
		return h, err
	}
	if err := payer.free(h, money.Amount{}); err != nil {
		return h, err
	}
	h.Status = status
	return h, nil
}
