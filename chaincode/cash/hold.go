// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// HoldID names a hold.
type HoldID string

// Validate refuses a malformed name.
func (id HoldID) Validate() error { return protocol.ValidateName("hold", string(id)) }

// Key is the hold's place in a table.
func (id HoldID) Key() []string { return []string{string(id)} }

// Purpose says what a hold or a mandate is for; a leg that uses it has to name the same.
type Purpose string

var purposeForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$`)

// Validate accepts nothing, or 1 to 64 letters, digits and . _ : / -.
func (p Purpose) Validate() error {
	if p != "" && !purposeForm.MatchString(string(p)) {
		return fmt.Errorf("purpose %q is not 1 to 64 letters, digits or ._:/-", protocol.Excerpt(string(p)))
	}
	return nil
}

// HoldStatus is how a hold stands.
type HoldStatus string

// The states of a hold; all but the first are final.
const (
	HoldActive   HoldStatus = "ACTIVE"
	HoldExecuted HoldStatus = "EXECUTED"
	HoldReleased HoldStatus = "RELEASED"
	HoldExpired  HoldStatus = "EXPIRED"
)

// Hold sets a payer's money aside for a fixed payee until its notary decides. The payer cannot take it back before it
// expires: that is the guarantee which an allowance lacks (ERC-1996).
type Hold struct {
	ID     HoldID      `json:"id"`
	Payer  AccountID   `json:"payer"`
	Payee  AccountID   `json:"payee"`
	Amount money.Money `json:"amount"`
	Notary Notary      `json:"notary"`
	// Purpose is empty where the payer named none.
	Purpose Purpose `json:"purpose,omitzero"`
	// Expires is the last business date on which the hold is executed.
	Expires date.Date  `json:"expires"`
	Status  HoldStatus `json:"status"`
	// Executed is what the payee received; zero unless executed.
	Executed money.Amount `json:"executed"`
	// Maker ordered the hold.
	Maker parties.Person `json:"maker"`
	// Portions tell which stripes of a high-volume payer hold the amount.
	Portions []Portion `json:"portions,omitempty"`
}

// Stripes are those of the payer that hold the amount.
func (h Hold) Stripes() []StripeKey {
	keys := make([]StripeKey, len(h.Portions))
	for i, portion := range h.Portions {
		keys[i] = StripeKey{Account: h.Payer, Stripe: portion.Stripe}
	}
	return keys
}

// HoldRequest orders a hold on one of the caller's accounts.
type HoldRequest struct {
	ID      HoldID      `json:"id" help:"name of the hold"`
	Payer   AccountID   `json:"payer" help:"account that pays"`
	Payee   AccountID   `json:"payee" help:"account that receives; fixed from now on"`
	Amount  money.Money `json:"amount" help:"what is set aside"`
	Notary  Notary      `json:"notary" help:"who decides"`
	Purpose Purpose     `json:"purpose,omitzero" help:"what it is for, such as dvp:TRADE-17"`
	Expires date.Date   `json:"expires" help:"last business date on which it may be executed"`
}

// Validate refuses malformed members, and the payer as its own notary.
func (r HoldRequest) Validate() error {
	if r.Expires.IsZero() {
		return errors.New("expires is missing")
	}
	if account, is := r.Notary.Account(); is && account == r.Payer {
		return errors.New("the payer cannot be the notary of its own hold")
	}
	return errors.Join(r.ID.Validate(), r.Payer.Validate(), r.Payee.Validate(), positive(r.Amount), r.Notary.Validate(), r.Purpose.Validate())
}

func (r HoldRequest) leg() Leg { return Leg{From: r.Payer, To: r.Payee, Amount: r.Amount} }

// Hold sets money aside. The book has the payer and the payee. Faults: as a transfer, and HOLD_EXPIRED.
func (b Book) Hold(r HoldRequest, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	s := b.open()
	from, to, err := s.ends(r.leg())
	if err != nil {
		return Hold{}, Booking{}, nil, err
	}
	if err := payable(from.account, to.account); err != nil {
		return Hold{}, Booking{}, nil, err
	}
	return s.hold(r, from, to, facts)
}

// hold sets money aside for any payee, a liability account included.
func (s *sheet) hold(r HoldRequest, from, to *line, facts protocol.Facts) (Hold, Booking, []protocol.Event, error) {
	if err := s.holdable(r, from.account, to.account, facts.Caller); err != nil {
		return Hold{}, Booking{}, nil, err
	}
	portions, err := from.reserve(r.Amount.Amount)
	if err != nil {
		return Hold{}, Booking{}, nil, err
	}
	after, err := s.close(Posting{})
	if err != nil {
		return Hold{}, Booking{}, nil, err
	}
	hold := Hold{
		ID: r.ID, Payer: r.Payer, Payee: r.Payee, Amount: r.Amount, Notary: r.Notary, Purpose: r.Purpose,
		Expires: r.Expires, Status: HoldActive, Maker: parties.PersonOf(facts.Caller), Portions: portions,
	}
	return hold, after, []protocol.Event{hold.event(HoldWasCreated)}, nil
}

func (s *sheet) holdable(r HoldRequest, payer, payee Account, caller protocol.Principal) error {
	if err := signedBy(caller)(payer); err != nil {
		return err
	}
	if err := sameCurrency(r.Amount, payer, payee); err != nil {
		return err
	}
	if err := s.debitable(payer); err != nil {
		return err
	}
	if r.Expires.Before(s.book.Date) {
		return HoldIsExpired.New("a hold that expires on %s is over on %s", r.Expires, s.book.Date)
	}
	return nil
}

func (h Hold) event(t protocol.EventType[HoldEvent]) protocol.Event {
	return t.Of(string(h.ID), HoldEvent{
		Payer: h.Payer, Payee: h.Payee, Amount: h.Amount, Notary: h.Notary, Purpose: h.Purpose, Executed: h.Executed,
	})
}
