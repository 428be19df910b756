// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SettlementID names a settlement among those that begin in one chaincode.
type SettlementID string

// Validate refuses a malformed name.
func (id SettlementID) Validate() error { return protocol.ValidateName("settlement", string(id)) }

// SettleLeg is one movement of a settlement, with what its payer consented by. Through a module, a leg without hold and
// mandate is either from the module's own account or consented to by the payer's signed arguments.
type SettleLeg struct {
	From     AccountID   `json:"from" help:"account that pays"`
	To       AccountID   `json:"to" help:"account that receives"`
	Amount   money.Money `json:"amount" help:"what is paid"`
	EndToEnd EndToEnd    `json:"endToEnd,omitzero" help:"the payer's own identification of the payment, at most 35 characters"`
	Hold     HoldID      `json:"hold,omitzero" help:"hold that is executed in full"`
	Mandate  MandateID   `json:"mandate,omitzero" help:"mandate that is used"`
	Purpose  Purpose     `json:"purpose,omitzero" help:"purpose of the hold or the mandate"`
}

// Validate refuses malformed members, and two consents for one leg.
func (l SettleLeg) Validate() error {
	if l.Hold != "" && l.Mandate != "" {
		return errors.New("a leg has a hold or a mandate, not both")
	}
	if l.Hold != "" {
		if err := l.Hold.Validate(); err != nil {
			return err
		}
	}
	if l.Mandate != "" {
		if err := l.Mandate.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(l.leg().Validate(), l.Purpose.Validate())
}

func (l SettleLeg) leg() Leg {
	return Leg{From: l.From, To: l.To, Amount: l.Amount, EndToEnd: l.EndToEnd}
}

// SettleRequest is all the money that moves in one transaction, and the holds that are released in it.
type SettleRequest struct {
	ID      SettlementID `json:"settlement" help:"name of the settlement; it is carried out once"`
	Legs    []SettleLeg  `json:"legs" help:"1 to 1000 movements; none where holds are only released"`
	Release []HoldID     `json:"release,omitempty" help:"holds of the calling module that are released"`
}

// Validate refuses nothing, too much, malformed legs and a hold that is named twice.
func (r SettleRequest) Validate() error {
	if len(r.Legs)+len(r.Release) == 0 {
		return errors.New("legs and release are missing")
	}
	if len(r.Release) > LegsMax {
		return LegsLimit.New("%d releases are more than the %d of one transaction", len(r.Release), LegsMax)
	}
	if err := validateLegs(len(r.Legs), func(i int) error { return r.Legs[i].Validate() }); err != nil {
		return err
	}
	for _, hold := range r.Release {
		if err := hold.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.ID.Validate(), r.validateHolds())
}

func (r SettleRequest) validateHolds() error {
	seen := map[HoldID]bool{}
	for _, hold := range r.Holds() {
		if seen[hold] {
			return fmt.Errorf("hold %s is named twice", hold)
		}
		seen[hold] = true
	}
	return nil
}

// Holds lists the holds of the legs, then those that are released.
func (r SettleRequest) Holds() []HoldID {
	var holds []HoldID
	for _, leg := range r.Legs {
		if leg.Hold != "" {
			holds = append(holds, leg.Hold)
		}
	}
	return append(holds, r.Release...)
}

// Mandates lists the mandates of the legs, each once.
func (r SettleRequest) Mandates() []MandateID {
	mandates := make([]MandateID, len(r.Legs))
	for i, leg := range r.Legs {
		mandates[i] = leg.Mandate
	}
	return protocol.Distinct(mandates...)
}

// Movements are the legs of the settlement without their consents.
func (r SettleRequest) Movements() []Leg {
	legs := make([]Leg, len(r.Legs))
	for i, leg := range r.Legs {
		legs[i] = leg.leg()
	}
	return legs
}

// Unheld are the legs that no hold pays: those that draw on available money.
func (r SettleRequest) Unheld() []Leg {
	var legs []Leg
	for _, leg := range r.Legs {
		if leg.Hold == "" {
			legs = append(legs, leg.leg())
		}
	}
	return legs
}

// Signed tells whether a leg has neither hold nor mandate, and so may rest on the caller's signature.
func (r SettleRequest) Signed() bool {
	return slices.ContainsFunc(r.Legs, func(leg SettleLeg) bool { return leg.Hold == "" && leg.Mandate == "" })
}

// SettlementKey names a settlement: by the chaincode in which it began, cash for a direct call.
type SettlementKey struct {
	Via ModuleName   `json:"via" help:"chaincode in which it began; cash for a direct call"`
	ID  SettlementID `json:"settlement" help:"name of the settlement"`
}

// Validate refuses malformed names.
func (k SettlementKey) Validate() error { return errors.Join(k.Via.Validate(), k.ID.Validate()) }

// Key is the settlement's place in a table.
func (k SettlementKey) Key() []string { return []string{string(k.Via), string(k.ID)} }

// Settlement records that a settlement was carried out; it is what keeps it from being carried out again.
type Settlement struct {
	SettlementKey
	TxID     TxID      `json:"txId"`
	Date     date.Date `json:"date"`
	Legs     int       `json:"legs"`
	Released int       `json:"released,omitzero"`
}

// Authorities are what a settlement through a module rests on, as the ledger and the signed transaction have it.
type Authorities struct {
	// Module is the registered module in which the transaction began; nil when there is none of its name.
	Module *Module
	// EntryPoint is the function of the signed call, and Consent what its arguments consent to.
	EntryPoint string
	Consent    Consent
	// Holds are those of [SettleRequest.Holds], Mandates those of [SettleRequest.Mandates], in that order.
	Holds    []Hold
	Mandates []Mandate
}

// Settling is what a settlement writes; mandates are those whose uses are counted.
type Settling struct {
	Settlement Settlement
	Booking    Booking
	Holds      []Hold
	Mandates   []Mandate
}

// Settle decides a settlement. Called directly, the caller must be signatory of every account that pays. Called through
// another chaincode, that must be a registered module which may do so from where the transaction began, and every payer
// must have consented; the caller's signature alone counts for nothing, since it is the same at any depth.
//
// Faults: MODULE_UNKNOWN, MODULE_PAUSED, MODULE_LIMIT, CONSENT_MISSING, those of holds, mandates and transfers.
func (b Book) Settle(r SettleRequest, a Authorities, facts protocol.Facts) (Settling, []protocol.Event, error) {
	w := &settling{sheet: b.open(), request: r, authorities: a, facts: facts}
	rule := w.direct
	if !facts.Direct {
		rule = w.through
	}
	if err := rule(); err != nil {
		return Settling{}, nil, err
	}
	return w.finish()
}

func (w *settling) finish() (Settling, []protocol.Event, error) {
	r, facts := w.request, w.facts
	after := Settling{
		Settlement: Settlement{
			SettlementKey: SettlementKey{Via: ModuleName(facts.Via), ID: r.ID}, TxID: TxID(facts.TxID),
			Date: w.sheet.book.Date, Legs: len(r.Legs), Released: len(r.Release),
		},
		Holds: w.holds, Mandates: slices.DeleteFunc(w.authorities.Mandates, func(m Mandate) bool { return !m.counts() }),
	}
	var err error
	if len(r.Legs) == 0 {
		after.Booking, err = w.sheet.close(Posting{})
		return after, w.events, err
	}
	var events []protocol.Event
	after.Booking, events, err = w.sheet.post(Settled, string(r.ID), facts)
	if err != nil {
		return Settling{}, nil, err
	}
	return after, append(events, w.events...), nil
}
