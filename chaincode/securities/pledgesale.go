// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SaleStatus is how a sale of pledged units stands.
type SaleStatus string

// The states of a sale.
const (
	SaleOffered   SaleStatus = "OFFERED"
	SaleDone      SaleStatus = "DONE"
	SaleWithdrawn SaleStatus = "WITHDRAWN"
)

// SaleKey names what a secured party offers one buyer: one sale at a time.
type SaleKey struct {
	Pledge PledgeID  `json:"pledge" help:"the pledge"`
	Buyer  AccountID `json:"buyer" help:"securities account of the buyer"`
}

// Validate refuses malformed members.
func (k SaleKey) Validate() error { return errors.Join(k.Pledge.Validate(), k.Buyer.Validate()) }

// Key is the sale's place in a table.
func (k SaleKey) Key() []string { return []string{string(k.Pledge), string(k.Buyer)} }

// SaleTerms are what is sold, and for what.
type SaleTerms struct {
	Quantity Quantity    `json:"quantity" help:"units that are sold"`
	Amount   money.Money `json:"amount" help:"what the buyer pays for all of them"`
}

// Validate refuses malformed members.
func (t SaleTerms) Validate() error {
	if t.Amount.Sign() <= 0 || !t.Amount.Currency.Issuable() {
		return errors.New("amount is above zero")
	}
	return t.Quantity.Validate()
}

// Sale is pledged units that the secured party offers a third party. The row is endorsed as the pledge's is, and by the
// buyer's custodian.
type Sale struct {
	SaleKey
	SaleTerms
	LotsOf
	Until     date.Date  `json:"until"`
	Custodian string     `json:"custodian"`
	Status    SaleStatus `json:"status"`
}

// Name is the sale's name.
func (s Sale) Name() SaleKey { return s.SaleKey }

// SellRequest offers pledged units to a third party.
type SellRequest struct {
	SaleKey
	SaleTerms
	LotsOf
	Until date.Date `json:"until" help:"last business date on which the buyer may take them"`
}

// Validate refuses malformed members.
func (r SellRequest) Validate() error {
	if r.Until.IsZero() {
		return errors.New("until is missing")
	}
	return errors.Join(r.SaleKey.Validate(), r.SaleTerms.Validate(), r.LotsOf.Validate())
}

// Sell offers units to a third party, by the secured party, and replaces what it offered before.
// Faults: NOT_YOURS, BOTH_SIDES, TOO_LATE, UNITS_LACKING, UNITS_UNEQUAL, LOT_SPENT, LOT_ENCUMBERED, those of [Pledge.saleable].
func (p Pledge) Sell(r SellRequest, on Appropriation, act Act) (Sale, []protocol.Event, error) {
	if err := act.By(p.Secured.Owner); err != nil {
		return Sale{}, nil, err
	}
	if slices.Contains([]Firm{p.Pledgor.Owner, p.Secured.Owner, on.From.Owner}, on.To.Owner) {
		return Sale{}, nil, BothSides.New("party %s is a side of the pledge, or has the units", on.To.Owner.Party)
	}
	if act.Today.After(r.Until) {
		return Sale{}, nil, TooLate.New("an offer until %s is over on %s", r.Until, act.Today)
	}
	if err := p.saleable(r.SaleTerms, on, act); err != nil {
		return Sale{}, nil, err
	}
	if err := suffices(on.Lots, r.Quantity); err != nil {
		return Sale{}, nil, err
	}
	for _, lot := range on.Lots {
		if err := lot.ready(p.ID.Ref()); err != nil {
			return Sale{}, nil, err
		}
	}
	sale := Sale{
		SaleKey: r.SaleKey, SaleTerms: r.SaleTerms, LotsOf: r.LotsOf, Until: r.Until, Custodian: on.To.Custodian, Status: SaleOffered,
	}
	return sale, []protocol.Event{sale.event()}, nil
}

// saleable refuses a sale below the floor of the terms, and of more units than the claim needs.
// Faults: STATUS_REFUSED, TOO_EARLY, AMOUNT_REFUSED, ACCOUNT_REFUSED, NOT_PUBLISHED, PRICE_NOT_ALIKE, VALUE_LACKING,
// VALUE_EXCESSIVE, CALENDAR_REFUSED.
func (p Pledge) saleable(t SaleTerms, on Appropriation, act Act) error {
	if err := p.realisable(on, act); err != nil {
		return err
	}
	if t.Amount.Currency != p.Claim.Currency {
		return AmountRefused.New("the claim is in %s", p.Claim.Currency)
	}
	day, err := p.PriceDay(act)
	if err != nil {
		return err
	}
	if err := on.alikeOn(day, act); err != nil {
		return err
	}
	if err := p.fair(t, on.Price.Price); err != nil {
		return err
	}
	left, err := p.open()
	if err != nil {
		return err
	}
	fewer, err := decimal.NewRatio(int64(t.Quantity-1), int64(t.Quantity))
	if err != nil {
		return err
	}
	without, err := t.Amount.Amount.MulRatio(decimal.FromInt64(1), fewer, decimal.Down)
	if err != nil {
		return AmountRefused.New("%s", err)
	}
	if without.Cmp(left) >= 0 {
		return ValueExcessive.New("one unit fewer would do for what is left of the claim")
	}
	return nil
}

// fair refuses a sale for less than the floor. Faults: VALUE_LACKING.
func (p Pledge) fair(t SaleTerms, price decimal.Decimal) error {
	least, err := price.Mul(p.Floor)
	if err != nil {
		return AmountRefused.New("%s", err)
	}
	if least, err = valueAt(t.Quantity, least); err != nil {
		return err
	}
	paid, err := inCurrency(t.Amount.Amount, t.Amount.Currency)
	if err != nil {
		return err
	}
	if paid.Cmp(least) < 0 {
		return ValueLacking.New("%s is less than %s, the least for %s units", paid, least, t.Quantity)
	}
	return nil
}

// Withdraw takes an offer back, by the secured party. Faults: NOT_YOURS, STATUS_REFUSED.
func (s Sale) Withdraw(p Pledge, act Act) (Sale, []protocol.Event, error) {
	if err := act.By(p.Secured.Owner); err != nil {
		return s, nil, err
	}
	if err := inState("sale", string(s.Pledge), s.Status, SaleOffered); err != nil {
		return s, nil, err
	}
	s.Status = SaleWithdrawn
	return s, []protocol.Event{s.event()}, nil
}

// PledgePurpose is that of mandates by which buyers pay for pledged units.
const PledgePurpose cash.Purpose = "pledge"

// Purpose is that of holds by which the pledge's sales are paid.
func (id PledgeID) Purpose() cash.Purpose { return cash.Purpose("pledge:" + string(id)) }

// BuyRequest takes what was offered, by the buyer, which names the terms as it read them.
type BuyRequest struct {
	SaleKey
	SaleTerms
	PaidBy
}

// Validate refuses malformed members.
func (r BuyRequest) Validate() error {
	return errors.Join(r.SaleKey.Validate(), r.SaleTerms.Validate(), r.PaidBy.Validate())
}

// Bought is what a sale writes.
type Bought struct {
	Pledge Pledge
	Sale   Sale
	Moves  *Moves
	Cash   cash.SettleRequest
}

// Buy carries a sale out, by the buyer: units to it, its money to the secured party up to what is left of the claim, and the
// rest to whoever has the units, the pledgor as a rule. A hold pays one of them, so that a sale with a rest needs a mandate or
// the buyer's signature. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, TERMS_CHANGED, HOLD_REFUSED, CONSENT_MISSING, those of
// [Pledge.saleable] and of a move.
func (p Pledge) Buy(s Sale, r BuyRequest, on Appropriation, secured Account, act Act) (Bought, []protocol.Event, error) {
	if err := act.By(on.To.Owner); err != nil {
		return Bought{}, nil, err
	}
	if err := inState("sale", string(s.Pledge), s.Status, SaleOffered); err != nil {
		return Bought{}, nil, err
	}
	switch {
	case act.Today.After(s.Until):
		return Bought{}, nil, TooLate.New("the offer was until %s", s.Until)
	case s.SaleTerms != r.SaleTerms:
		return Bought{}, nil, TermsMoved.New("%s units are offered for %s", s.Quantity, s.Amount)
	case r.PaidBy.none():
		return Bought{}, nil, cash.ConsentMissing.New("the sale is paid by hold, mandate or consent")
	}
	if err := p.saleable(s.SaleTerms, on, act); err != nil {
		return Bought{}, nil, err
	}
	legs, taken, err := p.proceeds(s, r.PaidBy, on, secured)
	if err != nil {
		return Bought{}, nil, err
	}
	id := p.SaleSettlement()
	if p, err = p.satisfied(taken); err != nil {
		return Bought{}, nil, err
	}
	moves, err := p.realise(on, s.Quantity, act)
	s.Status = SaleDone
	bought := Bought{Pledge: p, Sale: s, Moves: moves, Cash: cash.SettleRequest{ID: id, Legs: legs}}
	return bought, []protocol.Event{p.event(), s.event()}, err
}

// SaleSettlement is the name under which cash settles the next sale.
func (p Pledge) SaleSettlement() cash.SettlementID {
	return cash.SettlementID(fmt.Sprintf("pledge.%s.%d", p.ID, p.Realisations))
}

// proceeds are the legs of a sale, and how much of them is the secured party's.
func (p Pledge) proceeds(s Sale, by PaidBy, on Appropriation, secured Account) (legs []cash.SettleLeg, taken money.Amount, err error) {
	left, err := p.open()
	if err != nil {
		return nil, taken, err
	}
	taken = s.Amount.Amount
	if taken.Cmp(left) > 0 {
		taken = left
	}
	over, err := s.Amount.Amount.Sub(taken)
	if err != nil {
		return nil, taken, err
	}
	main, more := money.Money{Amount: taken, Currency: s.Amount.Currency}, money.Money{Amount: over, Currency: s.Amount.Currency}
	legs = []cash.SettleLeg{by.leg(on.To.Cash, secured.Cash, main, p.ID.Purpose(), PledgePurpose)}
	if over.Sign() == 0 {
		return legs, taken, nil
	}
	if by.Hold != "" {
		return nil, taken, HoldRefused.New("a hold pays the secured party alone: %s are over", over)
	}
	return append(legs, by.leg(on.To.Cash, on.From.Cash, more, "", PledgePurpose)), taken, nil
}

// leg is a payment, by a hold or a mandate of its purpose, or by the payer's signature.
func (b PaidBy) leg(from, to cash.AccountID, amount money.Money, hold, mandate cash.Purpose) cash.SettleLeg {
	leg := cash.SettleLeg{From: from, To: to, Amount: amount, Hold: b.Hold, Mandate: b.Mandate}
	switch {
	case b.Hold != "":
		leg.Purpose = hold
	case b.Mandate != "":
		leg.Purpose = mandate
	}
	return leg
}

func (s Sale) event() protocol.Event {
	return SaleChanged.Of(string(s.Pledge)+"/"+string(s.Buyer), StatusEvent{Status: string(s.Status)})
}
