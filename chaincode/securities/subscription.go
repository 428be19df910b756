// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// BookPage is a part of an offering's book. Its subscriptions are numbered without gaps, so that whoever reads as many as it
// counts has read all, by their keys: nobody can be left out of the allocation, and no transaction scans.
type BookPage struct {
	BookKey
	Count int `json:"count"`
	// Chain is a digest of all subscriptions of the page, in their order.
	Chain Hash `json:"chain,omitzero"`
	// Counted tells that the page was counted after the book closed: then Live is how many subscriptions were not
	// withdrawn, Eligible what those want, in units, who are eligible, and Excluded the numbers of the others.
	Counted  bool     `json:"counted,omitzero"`
	Live     int      `json:"live,omitzero"`
	Eligible Quantity `json:"eligible,omitzero"`
	Excluded []int    `json:"excluded,omitempty"`
	// Allocated is what the page gets, in units, by the cut of a Round.
	Allocated Quantity `json:"allocated,omitzero"`
	Round     int      `json:"round,omitzero"`
	// Done is how many subscriptions are delivered or refunded, and Delivered the units.
	Done      int      `json:"done,omitzero"`
	Delivered Quantity `json:"delivered,omitzero"`
}

// BookPageKey is the page's name.
func (p BookPage) BookPageKey() BookKey { return p.BookKey }

// Subscriptions names all subscriptions of the page, in order.
func (p BookPage) Subscriptions() []SubscriptionKey {
	keys := make([]SubscriptionKey, p.Count)
	for i := range keys {
		keys[i] = SubscriptionKey{BookKey: p.BookKey, Number: i + 1}
	}
	return keys
}

func (p BookPage) event(status string) protocol.Event {
	return BookPageChanged.Of(fmt.Sprintf("%s/%d", p.Offering, p.Page), StatusEvent{Status: status})
}

// Page is the page of the book on which a transaction falls: by its identifier, which nobody chooses to meet another.
func (o Offering) Page(txID string) BookKey {
	sum := sha256.Sum256([]byte(txID))
	return BookKey{Offering: o.ID, Page: int(binary.BigEndian.Uint64(sum[:8]) % uint64(o.Pages))}
}

// PageKeys names all pages of the book.
func (o Offering) PageKeys() []BookKey {
	keys := make([]BookKey, o.Pages)
	for i := range keys {
		keys[i] = BookKey{Offering: o.ID, Page: i}
	}
	return keys
}

// SubscriptionStatus is how a subscription stands.
type SubscriptionStatus string

// The states of a subscription. What one is allocated follows from the offering's cut: no state says it.
const (
	Submitted SubscriptionStatus = "SUBMITTED"
	// SubscriptionWithdrawn: the subscriber took it back while the book was open.
	SubscriptionWithdrawn SubscriptionStatus = "WITHDRAWN"
	// Delivered: units against money, and the rest of the hold back.
	Delivered SubscriptionStatus = "DELIVERED"
	// Refunded: the whole hold is free again.
	Refunded SubscriptionStatus = "REFUNDED"
)

// Subscription is somebody's wish for units at the price of the offering, with the money set aside.
type Subscription struct {
	SubscriptionKey
	Account    AccountID `json:"account"`
	Subscriber Firm      `json:"subscriber"`
	Units      Quantity  `json:"units"`
	// Hold is the money for all units, from the payer to the offering's collection account.
	Hold   cash.HoldID        `json:"hold"`
	Payer  cash.AccountID     `json:"payer"`
	Amount money.Money        `json:"amount"`
	Status SubscriptionStatus `json:"status"`
	On     date.Date          `json:"on"`
	// Received is what was delivered.
	Received Quantity `json:"received,omitzero"`
}

// Name is the subscription's name.
func (s Subscription) Name() SubscriptionKey { return s.SubscriptionKey }

// SubscribeRequest wishes for units of an offering.
type SubscribeRequest struct {
	Offering OfferingID  `json:"offering" help:"the offering"`
	Account  AccountID   `json:"account" help:"the caller's account, which is to receive; one subscription each"`
	Units    Quantity    `json:"units" help:"units wished for"`
	Hold     cash.HoldID `json:"hold" help:"hold of the price, from the account's cash account to the collection account, notary securities, purpose offering: and its name"`
}

// Validate refuses malformed members.
func (r SubscribeRequest) Validate() error {
	return errors.Join(r.Offering.Validate(), r.Account.Validate(), r.Units.Validate(), r.Hold.Validate())
}

// Subscribe enters a subscription into the page of the book on which the transaction falls.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, TOO_LATE, ACCOUNT_REFUSED, TICKET_REFUSED, HOLD_REFUSED, PAGE_FULL.
func (o Offering) Subscribe(r SubscribeRequest, account Account, hold cash.Hold, page BookPage, act Act) (Subscription, BookPage, []protocol.Event, error) {
	refused := func(err error) (Subscription, BookPage, []protocol.Event, error) {
		return Subscription{}, page, nil, err
	}
	if err := act.By(account.Owner); err != nil {
		return refused(err)
	}
	if err := o.in(BookOpen); err != nil {
		return refused(err)
	}
	if err := o.inBookDays(act); err != nil {
		return refused(err)
	}
	if account.Status != AccountOpen || account.Kind != Investor && account.Kind != Nominee {
		return refused(AccountRefused.New("account %s is %s and of kind %s", account.ID, account.Status, account.Kind))
	}
	if r.Units < o.Least || r.Units > o.Most || r.Units%o.Step != 0 {
		return refused(TicketRefused.New("a subscription is for %s to %s units, in steps of %s", o.Least, o.Most, o.Step))
	}
	amount, err := o.paidBy(hold, r.Units, account)
	if err != nil {
		return refused(err)
	}
	if page.Count >= pageMost {
		return refused(PageFull.New("page %d of the book is full; send the request again", page.Page))
	}
	page.Count++
	s := Subscription{
		SubscriptionKey: SubscriptionKey{BookKey: page.BookKey, Number: page.Count}, Account: account.ID, Subscriber: account.Owner,
		Units: r.Units, Hold: hold.ID, Payer: hold.Payer, Amount: amount, Status: Submitted, On: act.Today,
	}
	chain, err := protocol.RequestHash([]string{string(page.Chain), string(s.Account), s.Units.String(), act.TxID})
	page.Chain = Hash(chain)
	return s, page, []protocol.Event{s.event()}, err
}

// paidBy refuses a hold that is not the price of the units, from the account's own cash account, until the last day of
// delivery, for this offering. Faults: HOLD_REFUSED, AMOUNT_REFUSED.
func (o Offering) paidBy(hold cash.Hold, units Quantity, account Account) (money.Money, error) {
	amount, err := o.cost(units)
	if err != nil {
		return amount, err
	}
	switch {
	case hold.Status != cash.HoldActive || hold.Notary != (cash.Notary{Kind: cash.ModuleNotary, ID: Module}):
	case hold.Payer != account.Cash || hold.Payee != o.Collection || hold.Amount != amount:
	case hold.Purpose != o.HoldPurpose() || hold.Expires.Before(o.Deliver):
	default:
		return amount, nil
	}
	return amount, HoldRefused.New("hold %s is not one of %s from %s to %s for %s, notary %s, until %s or later",
		hold.ID, amount, account.Cash, o.Collection, o.HoldPurpose(), Module, o.Deliver)
}

// Withdraw takes a subscription back while the book is open, and frees its hold. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (s Subscription) Withdraw(o Offering, act Act) (Subscription, cash.SettleRequest, []protocol.Event, error) {
	if err := act.By(s.Subscriber); err != nil {
		return s, cash.SettleRequest{}, nil, err
	}
	if err := errors.Join(s.in(Submitted), o.in(BookOpen)); err != nil {
		return s, cash.SettleRequest{}, nil, StatusRefused.New("the subscription is %s and its offering %s", s.Status, o.Status)
	}
	if err := o.inBookDays(act); err != nil {
		return s, cash.SettleRequest{}, nil, err
	}
	s.Status = SubscriptionWithdrawn
	release := cash.SettleRequest{ID: marketSettlement("withdraw", act), Release: []cash.HoldID{s.Hold}}
	return s, release, []protocol.Event{s.event()}, nil
}

func (s Subscription) in(states ...SubscriptionStatus) error {
	return inState("subscription", s.name(), s.Status, states...)
}

func (s Subscription) name() string { return fmt.Sprintf("%s/%d/%d", s.Offering, s.Page, s.Number) }

func (s Subscription) event() protocol.Event {
	return SubscriptionChanged.Of(s.name(), StatusEvent{Status: string(s.Status)})
}

// marketSettlement names a settlement by the transaction in which it is made.
func marketSettlement(kind string, act Act) cash.SettlementID {
	name := kind + "." + act.TxID
	return cash.SettlementID(name[:min(len(name), 64)])
}
