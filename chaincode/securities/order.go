// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// OrderKey names an order of a call auction: the numbers of a participant's orders are its own, so that orders never meet.
type OrderKey struct {
	Session     SessionID       `json:"session" help:"the auction"`
	Participant parties.PartyID `json:"participant" help:"party that enters the order"`
	Number      int             `json:"number" help:"number of the order among those of the participant, from 1"`
}

// Validate refuses malformed members.
func (k OrderKey) Validate() error {
	if k.Number < 1 || k.Number > ordersMost {
		return fmt.Errorf("number is from 1 to %d", ordersMost)
	}
	return errors.Join(k.Session.Validate(), k.Participant.Validate())
}

// Key is the order's place in a table.
func (k OrderKey) Key() []string {
	return []string{string(k.Session), string(k.Participant), fmt.Sprintf("%04d", k.Number)}
}

func (k OrderKey) name() string { return fmt.Sprintf("%s/%04d", k.Participant, k.Number) }

// SealedOrder is an order of a call auction, as its participant knows it and the venue keeps it in its own collection. The
// ledger has its hash alone.
type SealedOrder struct {
	OrderKey
	Account  AccountID        `json:"account" help:"account that trades; the participant is its owner"`
	Side     callauction.Side `json:"side" help:"BUY or SELL"`
	Quantity Quantity         `json:"quantity" help:"the most units, in lots of the session"`
	Limit    decimal.Decimal  `json:"limit" help:"highest price to buy at, or lowest to sell at, on the tick of the session"`
	Salt     Salt             `json:"salt" help:"at least 128 random bits, in hexadecimal"`
}

// Name is the order's name.
func (o SealedOrder) Name() OrderKey { return o.OrderKey }

// Validate refuses malformed members.
func (o SealedOrder) Validate() error {
	return errors.Join(o.OrderKey.Validate(), o.Account.Validate(), o.Side.Validate(), o.Quantity.Validate(), validatePrice(o.Limit), o.Salt.Validate())
}

// Digest is what a participant commits to: the SHA-256 of the order's canonical JSON, salt, session and participant in it,
// so that nobody can find the order by trying, or hand in another's digest as its own.
func (o SealedOrder) Digest() (Hash, error) {
	sum, err := protocol.RequestHash(o)
	return Hash(sum), err
}

// Commitment is what the ledger has of an order before the auction.
type Commitment struct {
	OrderKey
	Firm   Firm      `json:"firm"`
	Digest Hash      `json:"digest"`
	On     date.Date `json:"on"`
	// Withdrawn orders do not count.
	Withdrawn bool `json:"withdrawn,omitzero"`
}

// Name is the order's name.
func (c Commitment) Name() OrderKey { return c.OrderKey }

// EnterOrderRequest commits to an order.
type EnterOrderRequest struct {
	Session SessionID `json:"session" help:"the session"`
	Number  int       `json:"number" help:"number of the order among the caller's own, from 1"`
	Digest  Hash      `json:"digest" help:"SHA-256 of the order's canonical JSON, salt included"`
}

// Validate refuses malformed members.
func (r EnterOrderRequest) Validate() error {
	if r.Number < 1 || r.Number > ordersMost {
		return errors.New("number is that of an order")
	}
	return errors.Join(r.Session.Validate(), r.Digest.Validate())
}

// Enter commits the caller's firm to an order. The venue is handed the order itself outside of the ledger, and counts it
// once it keeps it. Faults: NOT_A_PARTY, STATUS_REFUSED, TOO_LATE, NOT_PARTICIPANT.
func (s Session) Enter(r EnterOrderRequest, act Act) (Commitment, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return Commitment{}, nil, err
	}
	if err := s.enterable(firm.Party, r.Number, act.Today); err != nil {
		return Commitment{}, nil, err
	}
	c := Commitment{OrderKey: OrderKey{Session: s.ID, Participant: firm.Party, Number: r.Number}, Firm: firm, Digest: r.Digest, On: act.Today}
	return c, []protocol.Event{c.event()}, nil
}

// WithdrawOrder takes an order back while the session is open; its number is not used again.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (c Commitment) Withdraw(s Session, act Act) (Commitment, []protocol.Event, error) {
	if err := act.By(c.Firm); err != nil {
		return c, nil, err
	}
	if err := s.enterable(c.Participant, c.Number, act.Today); err != nil {
		return c, nil, err
	}
	if c.Withdrawn {
		return c, nil, StatusRefused.New("order %s was withdrawn before", c.name())
	}
	c.Withdrawn = true
	return c, []protocol.Event{c.event()}, nil
}

func (c Commitment) event() protocol.Event {
	status := "ENTERED"
	if c.Withdrawn {
		status = "WITHDRAWN"
	}
	return OrderChanged.Of(string(c.Session)+"/"+c.name(), StatusEvent{Status: status})
}

// KeepOrderRequest keeps an order in the venue's own collection.
type KeepOrderRequest struct {
	OrderKey
	Order SealedOrder `json:"-" transient:"order" help:"the order, as its participant handed it over"`
}

// Validate refuses malformed members and an order of another name.
func (r KeepOrderRequest) Validate() error {
	if r.OrderKey != r.Order.OrderKey {
		return errors.New("the order has another name")
	}
	return r.Order.Validate()
}

// OrderReceipt says which order was kept.
type OrderReceipt struct {
	OrderKey
}

// Keep checks an order that the venue keeps: it is what the participant committed to, and the session is open, so that no
// order is kept or made up once others are known. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, NOT_PARTICIPANT,
// ORDER_MISMATCH.
func (s Session) Keep(o SealedOrder, c Commitment, act Act) error {
	if err := byMember(act, s.Venue); err != nil {
		return err
	}
	if err := s.enterable(o.Participant, o.Number, act.Today); err != nil {
		return err
	}
	if c.Withdrawn {
		return StatusRefused.New("order %s was withdrawn", c.name())
	}
	return c.opens(o)
}

// opens refuses an order that is not what was committed to. Faults: ORDER_MISMATCH.
func (c Commitment) opens(o SealedOrder) error {
	digest, err := o.Digest()
	if err != nil {
		return err
	}
	if c.OrderKey != o.OrderKey || c.Digest != digest {
		return OrderMismatch.New("order %s is not what its participant committed to", o.name())
	}
	return nil
}
