// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Default declares that the claim was not met, by the secured party; lots may be realised once the notice is over.
// Faults: NOT_YOURS, STATUS_REFUSED, CALENDAR_REFUSED.
func (p Pledge) Default(act Act) (Pledge, []protocol.Event, error) {
	if err := act.By(p.Secured.Owner); err != nil {
		return p, nil, err
	}
	if err := p.in(PledgeActive); err != nil {
		return p, nil, err
	}
	from, err := businessDay(p.Calendar, act.Today, p.Notice)
	if err != nil {
		return p, nil, err
	}
	p.Status, p.Swap, p.Declared, p.Realisable = PledgeDefaulted, nil, act.Today, from
	return p, []protocol.Event{p.event()}, nil
}

// open is what is left of the claim.
func (p Pledge) open() (money.Amount, error) { return p.Claim.Amount.Sub(p.Satisfied) }

// realisable refuses to realise anything now, and what a court keeps. Faults: STATUS_REFUSED, TOO_EARLY, AMOUNT_REFUSED,
// ACCOUNT_REFUSED.
func (p Pledge) realisable(on Appropriation, act Act) error {
	if err := p.in(PledgeDefaulted); err != nil {
		return err
	}
	switch {
	case act.Today.Before(p.Realisable):
		return TooEarly.New("pledge %s is realised from %s on", p.ID, p.Realisable)
	case on.Instrument.Currency != p.Claim.Currency:
		return AmountRefused.New("instrument %s is priced in %s", on.Instrument.ID, on.Instrument.Currency)
	case on.From.Kind == Court:
		return AccountRefused.New("account %s is a court's", on.From.ID)
	}
	return nil
}

// satisfied counts what a realisation brings the secured party.
func (p Pledge) satisfied(amount money.Amount) (Pledge, error) {
	sum, err := p.Satisfied.Add(amount)
	if err != nil {
		return p, AmountTooLarge.New("%s", err)
	}
	p.Satisfied = sum
	p.Realisations++
	if sum == p.Claim.Amount {
		p.Status = PledgeRealised
	}
	return p, nil
}

// Appropriation is what a realisation rests on: the lots and the accounts of both sides, the admission of who receives.
type Appropriation struct {
	Priced
	// From is the account in which the lots are: the pledgor's, unless an order of a court put them into another one, pledge and
	// all. What is over goes to whoever has it.
	From, To  Account
	Admission Admission
}

// Appropriate takes units at the closing price of the business day before, up to what is left of the claim, by the secured
// party: as many whole units as are worth no more than it. What they are worth is rounded up to the minor unit, and so is in
// favour of the pledgor too. What is left of the lots stays where it is, and stays pledged where something is left of the
// claim. Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, ACCOUNT_REFUSED, NOT_PUBLISHED, PRICE_NOT_ALIKE, NOTHING_DUE,
// UNITS_UNEQUAL, CALENDAR_REFUSED, those of a move.
func (p Pledge) Appropriate(on Appropriation, act Act) (Pledge, *Moves, []protocol.Event, error) {
	if err := act.By(p.Secured.Owner); err != nil {
		return p, nil, nil, err
	}
	if err := p.realisable(on, act); err != nil {
		return p, nil, nil, err
	}
	units, value, err := p.taken(on, act)
	if err != nil {
		return p, nil, nil, err
	}
	if p, err = p.satisfied(value); err != nil {
		return p, nil, nil, err
	}
	moves, err := p.realise(on, units, act)
	return p, moves, []protocol.Event{p.event()}, err
}

// taken is how many units the secured party takes, and what for.
func (p Pledge) taken(on Appropriation, act Act) (units Quantity, value money.Amount, err error) {
	day, err := p.PriceDay(act)
	if err != nil {
		return 0, value, err
	}
	if err := on.alikeOn(day, act); err != nil {
		return 0, value, err
	}
	left, err := p.open()
	if err != nil {
		return 0, value, err
	}
	claim, err := inCurrency(left, p.Claim.Currency)
	if err != nil {
		return 0, value, err
	}
	if units, err = quotient(claim, on.Price.Price, decimal.Down); err != nil {
		return 0, value, err
	}
	held, err := sumOf(on.Lots)
	if err != nil {
		return 0, value, err
	}
	if units = min(units, held); units == 0 {
		return 0, value, NothingDue.New("what is left of the claim is worth less than one unit")
	}
	exact, err := valueAt(units, on.Price.Price)
	if err != nil {
		return 0, value, err
	}
	value, err = rounded(exact, p.Claim.Currency, decimal.Up)
	return units, value, err
}

// realise moves units of pledged lots to whoever gets them. Faults: those of a move, UNITS_UNEQUAL for a lot too many.
func (p Pledge) realise(on Appropriation, units Quantity, act Act) (*Moves, error) {
	if err := suffices(on.Lots, units); err != nil {
		return nil, err
	}
	change, err := rest(on.Lots, units)
	if err != nil {
		return nil, err
	}
	move := Move{
		Instrument: on.Instrument, Givers: []Account{on.From}, Ref: p.ID.Ref(), Inputs: on.Lots,
		Outputs: []Output{{Account: on.To, Admission: on.Admission, Quantity: units}},
	}
	if change > 0 {
		move.Outputs = append(move.Outputs, p.stays(on.From, change))
	}
	moves := OpenMoves(act)
	return moves, moves.Pass(move)
}

// stays is what is left of lots: pledged still, where something is left of the claim.
func (p Pledge) stays(in Account, units Quantity) Output {
	left := Output{Account: in, Quantity: units}
	if p.Status == PledgeDefaulted {
		left.Status, left.Ref = Pledged, p.ID.Ref()
	}
	return left
}
