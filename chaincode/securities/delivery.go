// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// PaidBy is how the receiver of a delivery consents to the payment: by a hold for exactly it, by a mandate, or by its own
// signature under the very legs. None where the receiver set a hold aside, or delivery is free.
type PaidBy struct {
	Hold    cash.HoldID    `json:"hold,omitzero" help:"the receiver's hold for exactly this payment, notary securities"`
	Mandate cash.MandateID `json:"mandate,omitzero" help:"the receiver's mandate to securities, purpose dvp"`
	Consent cash.Consent   `json:"consent,omitzero" help:"consent to exactly this payment, where the receiver itself calls"`
}

// Validate refuses malformed members, and two ways to consent.
func (b PaidBy) Validate() error {
	var problems []error
	given := 0
	if b.Hold != "" {
		given++
		problems = append(problems, b.Hold.Validate())
	}
	if b.Mandate != "" {
		given++
		problems = append(problems, b.Mandate.Validate())
	}
	if b.Consent != "" {
		given++
		problems = append(problems, b.Consent.Validate())
	}
	if given > 1 {
		return errors.New("at most one of hold, mandate and consent is needed")
	}
	return errors.Join(problems...)
}

func (b PaidBy) none() bool { return b == PaidBy{} }

// DeliveryRequest settles an obligation, whole or in part. It names what it touches, so that one round trip reads it.
type DeliveryRequest struct {
	ObligationRequest
	Instrument InstrumentID `json:"instrument" help:"what is delivered"`
	// Quantity is a part; all that is open when left out.
	Quantity Quantity `json:"quantity,omitzero" help:"a part; all that is open when left out"`
	// Lots are free lots that the deliverer's side names; those that are set aside when left out.
	Lots []LotID `json:"lots,omitempty" help:"free lots of the deliverer; those set aside when left out"`
	PaidBy
}

// Validate refuses malformed members.
func (r DeliveryRequest) Validate() error {
	if r.Quantity != 0 {
		if err := r.Quantity.Validate(); err != nil {
			return err
		}
	}
	if len(r.Lots) > 0 {
		if err := validateLots(r.Lots); err != nil {
			return err
		}
	}
	return errors.Join(r.ObligationRequest.Validate(), r.Instrument.Validate(), r.PaidBy.Validate())
}

// DeliveryReceipt answers a settlement.
type DeliveryReceipt struct {
	Match MatchID `json:"match"`
	// Settled: nothing is open any more.
	Settled bool        `json:"settled"`
	Part    SettledPart `json:"part"`
}

// Receipt is that of the last part. The obligation has had one.
func (o Obligation) Receipt() DeliveryReceipt {
	return DeliveryReceipt{Match: o.ID, Settled: o.Settled(), Part: o.Parts[len(o.Parts)-1]}
}

// Delivery is what a settlement writes: the pair and the moves of its lots; and what cash has to do, nothing where
// delivery is free.
type Delivery struct {
	Pair  Pair
	Moves *Moves
	Cash  *cash.SettleRequest
}

// Settle delivers against payment, or free of it: both legs in this transaction, or neither. Whoever calls, what happens is
// determined, for the deliverer's lots are either set aside or chosen by itself, its custodian or the depository, and cash
// moves the receiver's money by the receiver's consent alone. Office says that the caller has one of the roles of
// [Pair.Choosers]; where nothing is chosen it need not be asked for.
//
// Faults: STATUS_REFUSED, TOO_EARLY, NOT_YOURS, PARTIAL_REFUSED, UNITS_LACKING, UNITS_UNEQUAL, and those of a move.
func (p Pair) Settle(r DeliveryRequest, ends Ends, office bool, act Act) (Delivery, []protocol.Event, error) {
	quantity, err := p.settleable(r, office, act)
	if err != nil {
		return Delivery{}, nil, err
	}
	if err := suffices(ends.Inputs, quantity); err != nil {
		return Delivery{}, nil, err
	}
	moves := OpenMoves(act)
	if err := moves.Pass(p.move(r, ends, quantity)); err != nil {
		return Delivery{}, nil, err
	}
	due, err := p.Obligation.Due(quantity)
	if err != nil {
		return Delivery{}, nil, err
	}
	after := Delivery{Pair: p, Moves: moves}
	if p.Obligation.Payment == AgainstPayment {
		if after.Cash, err = p.payment(r.PaidBy, due); err != nil {
			return Delivery{}, nil, err
		}
	}
	after.Pair.Obligation, err = p.Obligation.settle(SettledPart{On: act.Today, TxID: act.TxID, Quantity: quantity, Paid: due})
	if err != nil {
		return Delivery{}, nil, err
	}
	after.Pair = after.Pair.used(act)
	return after, []protocol.Event{after.Pair.Obligation.event()}, nil
}

// settleable finds out how much is settled. Faults: STATUS_REFUSED, TOO_EARLY, NOT_YOURS, PARTIAL_REFUSED.
func (p Pair) settleable(r DeliveryRequest, office bool, act Act) (Quantity, error) {
	if err := p.due(act); err != nil {
		return 0, err
	}
	for _, i := range []Instruction{p.Deliver, p.Receive} {
		if i.Batch != "" {
			return 0, StatusRefused.New("instruction %s settles with batch %s", i.InstructionKey, i.Batch)
		}
	}
	if r.Instrument != p.Obligation.Instrument {
		return 0, LotForeign.New("obligation %s is about instrument %s", p.Obligation.ID, p.Obligation.Instrument)
	}
	if err := p.chosenBy(r, office, act); err != nil {
		return 0, err
	}
	if r.Quantity == 0 {
		return p.Obligation.Open(), nil
	}
	return r.Quantity, p.partible(r.Quantity)
}

// due refuses a pair that is over, on hold, or not due yet. Faults: STATUS_REFUSED, TOO_EARLY.
func (p Pair) due(act Act) error {
	if err := p.live(); err != nil {
		return err
	}
	for _, i := range []Instruction{p.Deliver, p.Receive} {
		if i.Held() {
			return StatusRefused.New("instruction %s is on hold", i.InstructionKey)
		}
	}
	if act.Today.Before(p.Obligation.Settle) {
		return TooEarly.New("obligation %s settles on %s", p.Obligation.ID, p.Obligation.Settle)
	}
	return nil
}

// Chooses tells whether the request leaves something to its caller to choose: which lots, or how much.
func (r DeliveryRequest) Chooses() bool { return len(r.Lots) > 0 || r.Quantity != 0 }

// Choosers are the roles in one of which the caller may choose lots and parts, since its member keeps the delivering account
// or the register; none where it may not, nor need it have one as the owner of the account.
func (p Pair) Choosers(act Act) []role.Role {
	var roles []role.Role
	if act.By(p.Obligation.Deliverer.Owner) == nil {
		return nil
	}
	if act.Caller.MSP == p.Deliver.Custodian {
		roles = append(roles, role.Custodian)
	}
	if act.Caller.MSP == p.Obligation.Depository {
		roles = append(roles, role.Depository)
	}
	return roles
}

// chosenBy refuses lots and parts that somebody else than the deliverer, its custodian or the depository chooses, and lots
// where others are set aside. Office says that the caller has one of the roles of [Pair.Choosers].
// Faults: UNITS_LACKING, NOT_YOURS, STATUS_REFUSED.
func (p Pair) chosenBy(r DeliveryRequest, office bool, act Act) error {
	switch {
	case len(r.Lots) == 0 && p.Deliver.Allocation == nil:
		return UnitsLacking.New("obligation %s has no lots set aside, and none are named", p.Obligation.ID)
	case len(r.Lots) > 0 && p.Deliver.Allocation != nil:
		return StatusRefused.New("obligation %s has lots set aside: leave lots out", p.Obligation.ID)
	case r.Chooses() && !office && act.By(p.Obligation.Deliverer.Owner) != nil:
		return NotYours.New("lots and parts are for the deliverer, member %s or member %s to choose", p.Deliver.Custodian, p.Obligation.Depository)
	}
	return nil
}

// partible refuses a part that one of the sides does not take. Faults: PARTIAL_REFUSED.
func (p Pair) partible(quantity Quantity) error {
	open := p.Obligation.Open()
	if quantity == open {
		return nil
	}
	if quantity > open {
		return PartialRefused.New("%s units are more than the %s that are open", quantity, open)
	}
	for _, i := range []Instruction{p.Deliver, p.Receive} {
		if i.Partial == NoPartial || i.Partial == MinPartial && quantity < i.PartialMin {
			return PartialRefused.New("instruction %s takes no part of %s units", i.InstructionKey, quantity)
		}
	}
	return nil
}

// move is that of the units, with what is left of the lots as change.
func (p Pair) move(r DeliveryRequest, ends Ends, quantity Quantity) Move {
	move := Move{
		Instrument: ends.Instrument, Givers: []Account{ends.From}, Inputs: ends.Inputs,
		Outputs: []Output{{Account: ends.To, Admission: ends.Admission, Quantity: quantity}},
	}
	if len(r.Lots) == 0 {
		move.Ref = p.Obligation.ID.Ref()
	}
	if change, err := rest(ends.Inputs, quantity); err == nil && change > 0 {
		move.Outputs = append(move.Outputs, Output{Account: ends.From, Quantity: change})
	}
	return move
}

// payment is the money of a part: none where all is paid already, as parts of a trade of a few cents may leave it.
// Faults: PARTIAL_REFUSED, CONSENT_MISSING.
func (p Pair) payment(by PaidBy, due money.Amount) (*cash.SettleRequest, error) {
	owed, err := p.Obligation.owed(due)
	if err != nil || !owed {
		return nil, err
	}
	if by.none() && p.Receive.Allocation != nil {
		by.Hold = p.Receive.Allocation.Hold
	}
	if by.none() {
		return nil, cash.ConsentMissing.New("obligation %s has no money set aside, and no other consent is named", p.Obligation.ID)
	}
	return &cash.SettleRequest{ID: p.Obligation.ID.Settlement(len(p.Obligation.Parts)), Legs: []cash.SettleLeg{p.Obligation.leg(by, due)}}, nil
}

// owed tells whether a part has to be paid. A part that is worth nothing while money is still to come is refused: units
// would move ahead of their money. Faults: PARTIAL_REFUSED.
func (o Obligation) owed(due money.Amount) (bool, error) {
	switch {
	case due.Sign() > 0:
		return true, nil
	case o.Payment == AgainstPayment && o.Paid != o.Amount.Amount:
		return false, PartialRefused.New("the part is worth less than the smallest unit of money")
	}
	return false, nil
}

// Settlement is the name under which cash settles a part; parts count from 0.
func (id MatchID) Settlement(part int) cash.SettlementID {
	return cash.SettlementID(fmt.Sprintf("%s.%d", id, part))
}

// leg is a payment of the receiver to the deliverer.
func (o Obligation) leg(by PaidBy, due money.Amount) cash.SettleLeg {
	leg := cash.SettleLeg{
		From: o.Receiver.Cash, To: o.Deliverer.Cash, Amount: money.Money{Amount: due, Currency: o.Amount.Currency},
		EndToEnd: cash.EndToEnd(o.Reference), Hold: by.Hold, Mandate: by.Mandate,
	}
	switch {
	case by.Hold != "":
		leg.Purpose = o.ID.Purpose()
	case by.Mandate != "":
		leg.Purpose = DeliveryPurpose
	}
	return leg
}

// PaymentLegs are the legs to which the receiver consents for the next part, when it signs the settlement itself.
// Faults: PARTIAL_REFUSED.
func (o Obligation) PaymentLegs(quantity Quantity) ([]cash.SettleLeg, error) {
	due, err := o.Due(quantity)
	if err != nil {
		return nil, err
	}
	return []cash.SettleLeg{o.leg(PaidBy{}, due)}, nil
}

// used takes away what was set aside, which a settlement has used up. What a part left of it is free again.
func (p Pair) used(act Act) Pair {
	for _, i := range []*Instruction{&p.Deliver, &p.Receive} {
		if i.Allocation != nil {
			i.Allocation = nil
			*i = i.stand(act.Today)
		}
	}
	return p
}
