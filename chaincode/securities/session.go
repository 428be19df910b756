// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// The bounds of a session.
const (
	// participantsMost and ordersMost bound the participants and the orders of each; together there are no more places than
	// an auction takes orders.
	participantsMost = 128
	ordersMost       = 256
)

// SessionTerms are fixed when a session is opened.
type SessionTerms struct {
	ID         SessionID    `json:"id" help:"name of the session, without dots, at most 24 characters"`
	Instrument InstrumentID `json:"instrument" help:"what is traded"`
	// Tick is the step of limits, and Lot that of quantities.
	Tick decimal.Decimal `json:"tick" help:"step of prices, such as 0.01"`
	Lot  Quantity        `json:"lot" help:"step of quantities"`
	// Reference is the price to which the auction's is nearest where volume and imbalance leave a choice.
	Reference decimal.Decimal `json:"reference" help:"reference price, such as the last one"`
	// Participants may enter Orders orders each.
	Participants []parties.PartyID `json:"participants" help:"parties that may enter orders, each once, at most 128"`
	Orders       int               `json:"orders" help:"orders that each may enter; with all participants at most 1024"`
	// Closes is the last business date of orders, and Settle the intended settlement date of the trades.
	Closes date.Date `json:"closes" help:"last business date on which orders are entered"`
	Settle date.Date `json:"settle" help:"intended settlement date of the trades"`
}

// Validate refuses terms that contradict themselves.
func (t SessionTerms) Validate() error {
	if t.Closes.IsZero() || t.Settle.Before(t.Closes) {
		return errors.New("closes is missing or after settle")
	}
	if len(t.Participants) == 0 || len(t.Participants) > participantsMost || t.Orders < 1 || t.Orders > ordersMost ||
		len(t.Participants)*t.Orders > callauction.OrdersMax {
		return fmt.Errorf("participants are 1 to %d, orders 1 to %d each, and both together at most %d", participantsMost, ordersMost, callauction.OrdersMax)
	}
	seen := map[parties.PartyID]bool{}
	for _, party := range t.Participants {
		if seen[party] {
			return fmt.Errorf("participant %s is there twice", protocol.Excerpt(string(party)))
		}
		seen[party] = true
		if err := party.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(t.ID.Validate(), t.Instrument.Validate(), t.Lot.Validate(), validatePrice(t.Reference), t.auction().Validate())
}

func (t SessionTerms) auction() callauction.Terms {
	return callauction.Terms{Session: string(t.ID), Tick: t.Tick, Lot: int64(t.Lot), Reference: t.Reference}
}

// Places names all orders that there may be.
func (t SessionTerms) Places() []OrderKey {
	keys := make([]OrderKey, 0, len(t.Participants)*t.Orders)
	for _, party := range t.Participants {
		for number := range t.Orders {
			keys = append(keys, OrderKey{Session: t.ID, Participant: party, Number: number + 1})
		}
	}
	return keys
}

// SessionStatus is how a session stands.
type SessionStatus string

// The states of a session.
const (
	SessionOpen   SessionStatus = "OPEN"
	SessionClosed SessionStatus = "CLOSED"
	// SessionMatched: the price is found, or nobody's limits met.
	SessionMatched SessionStatus = "MATCHED"
	// SessionVoid: nobody matched it in time.
	SessionVoid SessionStatus = "VOID"
)

// Session is a call auction. Its row is read by every order and written by none: closing it makes those that are under way
// invalid, so that the end of the session is exact, and what is there then is all there is.
type Session struct {
	SessionTerms
	// Venue is the MSP identifier of the member that runs the session.
	Venue    string         `json:"venue"`
	Currency money.Currency `json:"currency"`
	Status   SessionStatus  `json:"status"`
	// Root is the digest of all orders that were kept, as they were committed to; Outcome what came of them; and Trades how
	// many trades there are, of which each is a row.
	Root    Hash          `json:"root,omitzero"`
	Outcome AuctionResult `json:"outcome,omitzero"`
	Trades  int           `json:"trades,omitzero"`
	Void    []VoidOrder   `json:"void,omitempty"`
	Unkept  []OrderKey    `json:"unkept,omitempty"`
	Closed  date.Date     `json:"closed,omitzero"`
}

// AuctionResult is what is public of an auction beside its trades. What orders were not filled, or at what limits, is not.
type AuctionResult struct {
	// Price is none where nobody trades.
	Price  decimal.Decimal `json:"price,omitzero"`
	Volume Quantity        `json:"volume,omitzero"`
	// Surplus is demand less supply at the price, in units.
	Surplus int64 `json:"surplus,string,omitzero"`
}

// VoidOrder is an order that did not count, and why.
type VoidOrder struct {
	Participant parties.PartyID    `json:"participant"`
	Number      int                `json:"number"`
	Reason      callauction.Reason `json:"reason"`
}

// SessionKey is the session's name.
func (s Session) SessionKey() SessionID { return s.ID }

// Open opens a session of the caller's venue. A lot at a tick has to be an amount of money.
// Faults: INSTRUMENT_HALTED, TOO_LATE, AMOUNT_REFUSED.
func (t SessionTerms) Open(i Instrument, act Act) (Session, []protocol.Event, error) {
	s := Session{SessionTerms: t, Venue: act.Caller.MSP, Currency: i.Currency, Status: SessionOpen}
	if err := i.Tradable(); err != nil {
		return s, nil, err
	}
	if _, err := Consideration(t.Lot, t.Tick, i.Currency); err != nil {
		return s, nil, err
	}
	if act.Today.After(t.Closes) {
		return s, nil, TooLate.New("a session that closes on %s is over on %s", t.Closes, act.Today)
	}
	return s, []protocol.Event{s.event()}, nil
}

// byVenue refuses whoever does not act for the venue in that role. Faults: NOT_YOURS.
func (s Session) byVenue(holds bool, act Act) error {
	if !holds {
		return NotYours.New("this is for the venue of session %s to do", s.ID)
	}
	return byMember(act, s.Venue)
}

// Close ends the entry of orders: the venue may at any time, anybody after the last day. Holds tells whether the caller holds
// the role of a venue. Faults: STATUS_REFUSED, NOT_YOURS.
func (s Session) Close(holds bool, act Act) (Session, []protocol.Event, error) {
	if err := s.in(SessionOpen); err != nil {
		return s, nil, err
	}
	if !act.Today.After(s.Closes) {
		if err := s.byVenue(holds, act); err != nil {
			return s, nil, err
		}
	}
	s.Status, s.Closed = SessionClosed, act.Today
	return s, []protocol.Event{s.event()}, nil
}

// Annul ends a session that was not matched: the venue may at any time, anybody after the day on which its trades were to
// settle. Faults: STATUS_REFUSED, NOT_YOURS.
func (s Session) Annul(holds bool, act Act) (Session, []protocol.Event, error) {
	if err := s.in(SessionOpen, SessionClosed); err != nil {
		return s, nil, err
	}
	if !act.Today.After(s.Settle) {
		if err := s.byVenue(holds, act); err != nil {
			return s, nil, err
		}
	}
	s.Status = SessionVoid
	return s, []protocol.Event{s.event()}, nil
}

// enterable refuses an order where none is taken any more, or from nobody's participant. Faults: STATUS_REFUSED, TOO_LATE,
// NOT_PARTICIPANT.
func (s Session) enterable(participant parties.PartyID, number int, today date.Date) error {
	if err := s.in(SessionOpen); err != nil {
		return err
	}
	if today.After(s.Closes) {
		return TooLate.New("session %s closed on %s", s.ID, s.Closes)
	}
	if !slices.Contains(s.Participants, participant) || number > s.Orders {
		return NotParticipant.New("party %s has no order %d in session %s", participant, number, s.ID)
	}
	return nil
}

func (s Session) in(states ...SessionStatus) error {
	return inState("session", string(s.ID), s.Status, states...)
}

func (s Session) event() protocol.Event {
	return SessionChanged.Of(string(s.ID), StatusEvent{Status: string(s.Status)})
}
