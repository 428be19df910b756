// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SlipTerms are what a cedent offers to reinsurers.
type SlipTerms struct {
	ID        TreatyID    `json:"id" help:"name of the treaty"`
	Programme ProgrammeID `json:"programme" help:"the cedent's programme"`
	// Terms say what is ceded. Their placed share is left out: it is the order.
	Terms treaty.Terms `json:"terms" help:"what is ceded; the placed share is left out, since it is the order"`
	// Order is how much of the whole is to be placed, in parts per billion.
	Order int64 `json:"order" help:"part of the whole that is to be placed, in parts per billion"`
	// Instalments are the due dates of a deposit premium, which falls due in equal parts.
	Instalments []date.Date `json:"instalments,omitempty" help:"due dates of the deposit premium, in ascending order"`
	// CashCall is from which amount of paid losses in one bordereau on reinsurers pay at once; none when zero.
	CashCall money.Amount `json:"cashCall,omitzero" help:"paid losses of one bordereau from which on reinsurers pay at once; never when left out"`
	// ReviewDays is how long reinsurers have to query a bordereau; after that it counts as agreed.
	ReviewDays int `json:"reviewDays" help:"days within which a bordereau may be queried"`
	// Wording is the hex SHA-256 of the treaty in words.
	Wording string `json:"wording" help:"SHA-256 of the treaty wording, 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (t SlipTerms) Validate() error {
	if t.Order < 1 || t.Order > Whole {
		return fmt.Errorf("order must be 1 to %d", Whole)
	}
	if !t.Terms.PlacedShare.IsZero() {
		return errors.New("placedShare is left out: the order says what is placed")
	}
	if t.CashCall.Sign() < 0 || !protocol.IsSHA256(t.Wording) {
		return errors.New("cashCall must not be negative, and wording must be a SHA-256 in 64 lower-case hex digits")
	}
	if len(t.Instalments) > listMost || t.Terms.Kind.Proportional() != (len(t.Instalments) == 0) {
		return fmt.Errorf("1 to %d instalments are needed for a treaty with a premium of its own, and for no other", listMost)
	}
	ascending := slices.IsSortedFunc(t.Instalments, date.Date.Compare)
	if !ascending || len(slices.Compact(slices.Clone(t.Instalments))) != len(t.Instalments) || slices.ContainsFunc(t.Instalments, date.Date.IsZero) {
		return errors.New("instalments must be given once, in ascending order")
	}
	return errors.Join(t.ID.Validate(), t.Programme.Validate(), days("reviewDays", t.ReviewDays), t.placed().Validate())
}

// placed are the terms with the order as their placed share.
func (t SlipTerms) placed() treaty.Terms {
	terms := t.Terms
	terms.PlacedShare, _ = decimal.New(t.Order, treaty.SharePlaces) // nine places always fit
	return terms
}

// SlipStatus is how a slip stands.
type SlipStatus string

// The states of a slip.
const (
	SlipDraft    SlipStatus = "DRAFT"
	SlipQuoted   SlipStatus = "QUOTED"
	FirmOrder    SlipStatus = "FIRM_ORDER"
	LinesWritten SlipStatus = "LINES_WRITTEN"
	SignedDown   SlipStatus = "SIGNED_DOWN"
	SlipBound    SlipStatus = "BOUND"
	// SlipWithdrawn: the cedent ended the placement.
	SlipWithdrawn SlipStatus = "WITHDRAWN"
)

// Slip is a treaty on its way from the draft to being bound.
type Slip struct {
	SlipTerms
	Cedent   Firm           `json:"cedent"`
	Currency money.Currency `json:"currency"`
	Status   SlipStatus     `json:"status"`
	// Maker drafted it, or took the quote; another person orders.
	Maker Person `json:"maker"`
	// Lead quoted what it costs, and for which line of its own.
	Lead      Firm           `json:"lead,omitzero"`
	LeadShare int64          `json:"leadShare,omitzero"`
	Premium   treaty.Premium `json:"premium,omitzero"`
	// Lines are the lines written, and once signed down those signed, in the order of names.
	Lines []treaty.Line `json:"lines,omitempty"`
}

// DraftSlip drafts a treaty of the programme's cedent. Faults: NOT_YOURS, PROGRAMME_REFUSED.
func DraftSlip(t SlipTerms, p Programme, act Act) (Slip, []protocol.Event, error) {
	s := Slip{SlipTerms: t, Cedent: p.Cedent, Currency: p.Currency, Status: SlipDraft, Maker: act.Person()}
	if err := errors.Join(act.By(p.Cedent), s.within(p)); err != nil {
		return Slip{}, nil, err
	}
	return s, s.told(), nil
}

// within refuses a scope beyond the programme's. Faults: PROGRAMME_REFUSED.
func (s Slip) within(p Programme) error {
	for _, class := range s.Terms.Classes {
		if !slices.Contains(p.Classes, class) {
			return ProgrammeRefused.New("programme %s does not protect %s", p.ID, class)
		}
	}
	return nil
}

// Redraft replaces the terms of a draft. Faults: NOT_YOURS, STATUS_REFUSED, PROGRAMME_REFUSED.
func (s Slip) Redraft(t SlipTerms, p Programme, act Act) (Slip, []protocol.Event, error) {
	if err := errors.Join(act.By(s.Cedent), s.in(SlipDraft)); err != nil {
		return s, nil, err
	}
	if t.Programme != s.Programme {
		return s, nil, ProgrammeRefused.New("slip %s is of programme %s", s.ID, s.Programme)
	}
	return DraftSlip(t, p, act)
}

// TreatyQuote is what a reinsurer wants for a treaty. It lives in the reinsurer's own collection; the ledger has its hash,
// and the cedent shows the one that it takes.
type TreatyQuote struct {
	Treaty    TreatyID       `json:"treaty"`
	Reinsurer Firm           `json:"reinsurer"`
	Premium   treaty.Premium `json:"premium"`
	// Share is the line that the reinsurer will write at least, in parts per billion of the whole.
	Share int64 `json:"share"`
	// Wording is that of the slip which was quoted for.
	Wording string    `json:"wording"`
	Expires date.Date `json:"expires"`
	// Salt keeps the hash from being guessed; the reinsurer's client draws it at random.
	Salt string `json:"salt"`
}

// TreatyKey is the quote's name in the reinsurer's collection.
func (q TreatyQuote) TreatyKey() TreatyID { return q.Treaty }

// SaltMin is the least length of a salt, in hex digits: 128 bits.
const SaltMin = 32

// Validate refuses malformed quotes and salts that are too short.
func (q TreatyQuote) Validate() error {
	if q.Share < 1 || q.Share > Whole || q.Expires.IsZero() || !protocol.IsSHA256(q.Wording) {
		return fmt.Errorf("share must be 1 to %d, and expires and the slip's wording are needed", Whole)
	}
	if len(q.Salt) < SaltMin || len(q.Salt) > 2*SaltMin {
		return fmt.Errorf("salt must be %d to %d characters", SaltMin, 2*SaltMin)
	}
	return errors.Join(q.Treaty.Validate(), q.Reinsurer.Party.Validate(), protocol.ValidateName("salt", q.Salt), q.Premium.Bounded())
}

// Offer checks a quote that the caller makes: it is in the caller's own name. Faults: NOT_YOURS.
func (q TreatyQuote) Offer(act Act) error { return act.By(q.Reinsurer) }

// Take takes a quote, which makes its reinsurer the lead. Faults: NOT_YOURS, STATUS_REFUSED, BOTH_SIDES, TOO_LATE,
// TERMS_REFUSED.
func (s Slip) Take(q TreatyQuote, act Act) (Slip, []protocol.Event, error) {
	if err := errors.Join(act.By(s.Cedent), s.in(SlipDraft, SlipQuoted)); err != nil {
		return s, nil, err
	}
	if q.Reinsurer.Party == s.Cedent.Party {
		return s, nil, BothSides.New("a cedent does not reinsure itself")
	}
	if act.Today.After(q.Expires) {
		return s, nil, TooLate.New("the quote of %s was open until %s", q.Reinsurer.Party, q.Expires)
	}
	if q.Wording != s.Wording || q.Share > s.Order {
		return s, nil, TermsRefused.New("the quote is for another wording, or for more than the order")
	}
	if err := q.Premium.Validate(s.Terms.Kind); err != nil {
		return s, nil, TermsRefused.New("%v", err)
	}
	s.Status, s.Lead, s.LeadShare, s.Premium, s.Maker = SlipQuoted, q.Reinsurer, q.Share, q.Premium, act.Person()
	return s, s.told(), nil
}

// OrderFirm orders at the quoted terms, by another person of the cedent. Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON.
func (s Slip) OrderFirm(act Act) (Slip, []protocol.Event, error) {
	if err := errors.Join(act.By(s.Cedent), s.in(SlipQuoted)); err != nil {
		return s, nil, err
	}
	if err := act.Another(s.Maker); err != nil {
		return s, nil, err
	}
	s.Status = FirmOrder
	return s, s.told(), nil
}

// Withdraw ends a placement that is not bound. Faults: NOT_YOURS, STATUS_REFUSED.
func (s Slip) Withdraw(act Act) (Slip, []protocol.Event, error) {
	if err := errors.Join(act.By(s.Cedent), s.in(SlipDraft, SlipQuoted, FirmOrder, LinesWritten, SignedDown)); err != nil {
		return s, nil, err
	}
	s.Status = SlipWithdrawn
	return s, s.told(), nil
}

// in refuses a slip in another state. Faults: STATUS_REFUSED.
func (s Slip) in(states ...SlipStatus) error {
	return inState("slip", string(s.ID), s.Status, states...)
}

func (s Slip) told() []protocol.Event {
	return []protocol.Event{SlipChanged.Of(string(s.ID), StatusEvent{Status: string(s.Status)})}
}
