// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ExtinguishedMax bounds the intervals of an undertaking that were paid early or diluted.
const ExtinguishedMax = 1000

// Discharge is how far an undertaking is paid. Level says it for all units alike: slices of one undertaking rank pari
// passu, any way of cutting it is paid the same total, and a slice that remembers up to which level it was paid needs no
// division when it is cut.
//
// Units that were paid early or diluted are the obligor's own: their part of a level needs no money.
type Discharge struct {
	Undertaking UndertakingID `json:"undertaking"`
	Level       money.Amount  `json:"level"`
	// Late is the late interest on the whole undertaking so far, which units share as they share the level.
	Late money.Amount `json:"late,omitzero"`
	// Received is the money that came in for both.
	Received     money.Amount `json:"received"`
	Extinguished []Units      `json:"extinguished,omitempty"`
	// Withheld are units that the obligor disputes and does not pay before that is decided.
	Withheld []Withheld `json:"withheld,omitempty"`
	// Payments counts the payments.
	Payments int `json:"payments"`
	// Defaulted is the business date on which somebody recorded the obligor's default.
	Defaulted date.Date `json:"defaulted,omitzero"`
}

// unpaid are the units whose part of a level needs no money.
func (d Discharge) unpaid() []Units {
	units := append([]Units(nil), d.Extinguished...)
	for _, withheld := range d.Withheld {
		units = append(units, withheld.Units)
	}
	return units
}

// owed is the money that a rise of the level to a new one takes.
func (d Discharge) owed(to, face int64) int64 {
	money, order := to-d.Level.Minor(), pariPassuOf(face)
	for _, own := range d.unpaid() {
		money -= order.due(own, d.Level.Minor(), to)
	}
	return money
}

// CollectRequest pays on an undertaking, from the obligor's account.
type CollectRequest struct {
	Undertaking UndertakingID `json:"undertaking" help:"undertaking that is paid"`
	// Rise is by how much the level of the whole undertaking rises: all that is left for payment in full.
	Rise money.Money `json:"rise" help:"part of the face that is paid, extinguished units included"`
	Means
}

// Validate refuses malformed members.
func (r CollectRequest) Validate() error {
	if r.Rise.Sign() <= 0 {
		return errors.New("rise must be above zero")
	}
	return errors.Join(r.Undertaking.Validate(), r.Means.Validate())
}

// Collection is a payment that came in, and the leg that brings it.
type Collection struct {
	Undertaking UndertakingID `json:"undertaking"`
	Number      int           `json:"number"`
	Date        date.Date     `json:"date"`
	Level       money.Amount  `json:"level"`
	Amount      money.Money   `json:"amount"`
	// Late is the part of Amount that is late interest.
	Late       money.Amount      `json:"late,omitzero"`
	Settlement cash.SettlementID `json:"settlement"`
}

// CollectionKey names a payment on an undertaking.
type CollectionKey struct {
	Undertaking UndertakingID
	Number      int
}

// Key is the payment's place in a table.
func (k CollectionKey) Key() []string {
	return []string{string(k.Undertaking), fmt.Sprintf("%06d", k.Number)}
}

// CollectionKey is the payment's name.
func (c Collection) CollectionKey() CollectionKey { return CollectionKey{c.Undertaking, c.Number} }

// Collect takes a payment at or after the due date, with the late interest that the programme has, into the programme's collection account. Anybody may ask for it: the
// obligor's mandate, hold or signature is what lets the money move, cash decides on it. Faults: STATUS_REFUSED, TOO_EARLY,
// OVERPAID, CURRENCY_MISMATCH, CONDITIONAL_PAPER, those of cash.
func (d Discharge) Collect(r CollectRequest, u Undertaking, p Programme, act Act) (Discharge, Collection, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Discharge, Collection, cash.SettleRequest, []protocol.Event, error) {
		return d, Collection{}, cash.SettleRequest{}, nil, err
	}
	if err := u.collectable(r.Rise, p, act); err != nil {
		return refused(err)
	}
	level, face := d.Level.Minor()+r.Rise.Amount.Minor(), u.Face.Amount.Minor()
	if level > face {
		return refused(Overpaid.New("undertaking %s is paid up to %s of %s", u.ID, d.Level, u.Face.Amount))
	}
	more, err := p.late(r.Rise.Amount, u, act.Today)
	if err != nil {
		return refused(err)
	}
	late := d.lateOwed(more.Minor(), face)
	amount := d.owed(level, face) + late
	d.Level, d.Late, d.Payments = money.MustAmount(level), money.MustAmount(d.Late.Minor()+more.Minor()), d.Payments+1
	d.Received = money.MustAmount(d.Received.Minor() + amount)
	paid := Collection{
		Undertaking: u.ID, Number: d.Payments, Date: act.Today, Level: d.Level,
		Amount: p.money(money.MustAmount(amount)), Late: money.MustAmount(late),
		Settlement: cash.SettlementID(fmt.Sprintf("collect.%s.%d", u.ID, d.Payments)),
	}
	return d, paid, paid.settle(r, p), []protocol.Event{PaymentCollected.Of(string(u.ID), CollectionEvent{Number: d.Payments, Full: level == face})}, nil
}

func (c Collection) settle(r CollectRequest, p Programme) cash.SettleRequest {
	settle := cash.SettleRequest{ID: c.Settlement}
	if c.Amount.Sign() > 0 { // a rise of the level may be all on units that are the obligor's own
		settle.Legs = append(settle.Legs, r.Leg(p.Collection, c.Amount, Payables))
	}
	return settle
}

func (u Undertaking) collectable(rise money.Money, p Programme, act Act) error {
	if err := u.in(Active); err != nil {
		return err
	}
	if u.Conditional() {
		return ConditionalPaper.New("undertaking %s still depends on conditions", u.ID)
	}
	if act.Today.Before(u.Due) {
		return TooEarly.New("undertaking %s is due on %s; what is paid before is an early payment", u.ID, u.Due)
	}
	return p.sameCurrency(rise)
}

// Extinguish records units that are the obligor's own from now on. Faults: ENCUMBERED.
func (d Discharge) Extinguish(units Units) (Discharge, error) {
	all := append([]Units(nil), d.Extinguished...)
	at := 0
	for at < len(all) && all[at].From < units.From {
		at++
	}
	all = append(all[:at], append([]Units{units}, all[at:]...)...)
	joined := all[:1]
	for _, next := range all[1:] {
		last := &joined[len(joined)-1]
		switch {
		case last.overlaps(next):
			return d, Encumbered.New("units %d to %d are extinguished already", next.From, next.To)
		case last.To+1 == next.From:
			last.To = next.To
		default:
			joined = append(joined, next)
		}
	}
	if len(joined) > ExtinguishedMax {
		return d, protocol.TooLarge.New("undertaking %s has %d pieces that were paid early or diluted; merge before", d.Undertaking, ExtinguishedMax)
	}
	d.Extinguished = joined
	return d, nil
}

// Default records that the obligor did not pay. Anybody may say so; nothing depends on who did.
// Faults: TOO_EARLY, NOTHING_DUE, STATUS_REFUSED.
func (d Discharge) Default(u Undertaking, p Programme, act Act) (Discharge, []protocol.Event, error) {
	from, err := u.Due.AddDays(p.DefaultAfter)
	if err != nil {
		return d, nil, fmt.Errorf("date of default: %w", err)
	}
	switch left := d.owed(u.Face.Amount.Minor(), u.Face.Amount.Minor()); {
	case !act.Today.After(from):
		return d, nil, TooEarly.New("undertaking %s is in default after %s", u.ID, from)
	case left == 0:
		return d, nil, NothingDue.New("undertaking %s is paid", u.ID)
	case !d.Defaulted.IsZero():
		return d, nil, StatusRefused.New("the default of undertaking %s was recorded on %s", u.ID, d.Defaulted)
	}
	d.Defaulted = act.Today
	return d, []protocol.Event{ObligorDefaulted.Of(string(u.ID), StatusEvent{Status: "DEFAULTED"})}, nil
}
