// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RepoLegRequest settles a leg of a repo: the caller gives lots, the other side pays.
type RepoLegRequest struct {
	ID RepoID `json:"repo" help:"the repo"`
	// Lots are none where no unit is left to be given back.
	Lots []LotID `json:"lots,omitempty" help:"free lots of the caller; none where the collateral was redeemed"`
	PaidBy
}

// Validate refuses malformed members.
func (r RepoLegRequest) Validate() error {
	if len(r.Lots) == 0 {
		return errors.Join(r.ID.Validate(), r.PaidBy.Validate())
	}
	return errors.Join(r.ID.Validate(), validateLots(r.Lots), r.PaidBy.Validate())
}

// Buy settles the first leg, by the seller: its lots against the purchase price, in one transaction. Where units were split since
// the day whose price made the purchase price, it is called off.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, TOO_LATE, PRICE_NOT_ALIKE, CONSENT_MISSING, UNITS_LACKING, UNITS_UNEQUAL,
// CALENDAR_REFUSED, those of a move.
func (r Repo) Buy(req RepoLegRequest, held Held, ends Ends, act Act) (RepoStep, []protocol.Event, error) {
	if err := errors.Join(act.By(r.Seller.Owner), r.in(RepoAgreed)); err != nil {
		return RepoStep{}, nil, err
	}
	if err := errors.Join(r.buyable(act), held.Actions.alike(r.Priced, act.Today)); err != nil {
		return RepoStep{}, nil, err
	}
	moves, err := passing(ends, r.Quantity, act)
	if err != nil {
		return RepoStep{}, nil, err
	}
	pay, err := r.pays(RepoBuyer, r.Price, req.PaidBy, OnLeg, held.RepoBook)
	if err != nil {
		return RepoStep{}, nil, err
	}
	book, err := held.note(RepoMove{Leg: OnLeg, Instrument: r.Instrument, Units: r.Quantity, Paid: r.Price}, act)
	r.Status, r.Cancels, r.Opened = RepoOpen, "", act.Today
	return RepoStep{Repo: r, Book: book, Moves: moves, Cash: pay}, []protocol.Event{r.event()}, err
}

// buyable refuses the first leg on other days than its own. Faults: TOO_EARLY, TOO_LATE, CALENDAR_REFUSED.
func (r Repo) buyable(act Act) error {
	last, err := r.lastDay()
	switch {
	case err != nil:
		return err
	case act.Today.Before(r.Purchase):
		return TooEarly.New("the purchase date is %s", r.Purchase)
	case act.Today.After(last):
		return TooLate.New("repo %s was to be bought until %s", r.ID, last)
	}
	return nil
}

// passing moves units from one account to another, with the change back; nothing where there is nothing to move.
func passing(ends Ends, quantity Quantity, act Act) (*Moves, error) {
	if quantity == 0 {
		return nil, suffices(ends.Inputs, 0)
	}
	moves := OpenMoves(act)
	return moves, pass(moves, ends, quantity)
}

// pass adds a move of units, and of no lot more than it takes.
func pass(moves *Moves, ends Ends, quantity Quantity) error {
	if err := suffices(ends.Inputs, quantity); err != nil {
		return err
	}
	move, err := TransferRequest{Quantity: quantity}.Move(ends)
	if err != nil {
		return err
	}
	return moves.Pass(move)
}

// pays is a payment of one side to the other; none where nothing is due. Faults: CONSENT_MISSING.
func (r Repo) pays(payer RepoSide, amount money.Amount, by PaidBy, leg RepoLeg, book RepoBook) (*cash.SettleRequest, error) {
	if amount.Sign() == 0 {
		return nil, nil
	}
	if by.none() {
		return nil, cash.ConsentMissing.New("the %s pays by hold, mandate or consent", payer)
	}
	from, to := r.party(payer).Cash, r.party(payer.other()).Cash
	return &cash.SettleRequest{
		ID:   r.Settlement(book),
		Legs: []cash.SettleLeg{by.leg(from, to, money.Money{Amount: amount, Currency: r.Currency}, r.ID.Purpose(leg), RepoPurpose)},
	}, nil
}

// Settlement is the name under which cash settles the next movement.
func (r Repo) Settlement(book RepoBook) cash.SettlementID {
	return cash.SettlementID(fmt.Sprintf("repo.%s.%d", r.ID, len(book.Moves)))
}

// Interest is what the repo has earned until a day: the purchase price, the rate and the days that the repo actually ran,
// multiplied and rounded once, half up. Nothing is earned before the first leg. Faults: AMOUNT_REFUSED.
func (r Repo) Interest(until date.Date) (money.Amount, error) {
	if r.Opened.IsZero() || !until.After(r.Opened) {
		return money.Amount{}, nil
	}
	year, err := r.DayCount.Fraction(date.Period{Start: r.Opened, End: until})
	if err != nil {
		return money.Amount{}, AmountRefused.New("%s", err)
	}
	interest, err := r.Price.MulRatio(r.Rate, year, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, AmountRefused.New("%s", err)
	}
	return interest, nil
}

// Repays is the repurchase price on a day. Faults: AMOUNT_REFUSED.
func (r Repo) Repays(on date.Date) (money.Amount, error) {
	interest, err := r.Interest(on)
	if err != nil {
		return interest, err
	}
	return sumUp(r.Price, interest)
}

// sumUp adds amounts. Faults: AMOUNT_TOO_LARGE.
func sumUp(amounts ...money.Amount) (money.Amount, error) {
	sum, err := money.Sum(amounts...)
	if err != nil {
		return sum, AmountTooLarge.New("%s", err)
	}
	return sum, nil
}

// BuyBack settles the second leg, by the buyer: as many units as it has as collateral, of any lots of the instrument that are
// past their lock-up, against the purchase price and the interest of the days that have passed. Cash margin that the buyer
// has comes off; where it is more than is owed, the buyer pays the rest. Before the repurchase date it takes the seller's hold
// for exactly this. Of collateral that was redeemed no unit is left, and money alone is paid.
// Faults: NOT_YOURS, STATUS_REFUSED, NOT_RESTATED, TOO_EARLY, CONSENT_MISSING, UNITS_LACKING, UNITS_UNEQUAL, those of a move.
func (r Repo) BuyBack(req RepoLegRequest, held Held, ends Ends, act Act) (RepoStep, []protocol.Event, error) {
	if err := errors.Join(act.By(r.Buyer.Owner), r.in(RepoOpen, RepoCalled)); err != nil {
		return RepoStep{}, nil, err
	}
	if err := r.whole(held, date.Date{}, act); err != nil {
		return RepoStep{}, nil, err
	}
	last := held.Last()
	due, err := r.redeems(act.Today, last)
	if err != nil {
		return RepoStep{}, nil, err
	}
	leg, payer := OffLeg, RepoSeller
	if due.Sign() < 0 {
		payer = RepoBuyer
	}
	if act.Today.Before(r.Repurchase) {
		if leg = EarlyLeg; req.Hold == "" || due.Sign() <= 0 {
			return RepoStep{}, nil, TooEarly.New("before %s the seller agrees by a hold for exactly this", r.Repurchase)
		}
	}
	moves, err := passing(ends, last.Units, act)
	if err != nil {
		return RepoStep{}, nil, err
	}
	pay, err := r.pays(payer, due.Abs(), req.PaidBy, leg, held.RepoBook)
	if err != nil {
		return RepoStep{}, nil, err
	}
	book, err := held.note(RepoMove{Leg: OffLeg, Instrument: last.Instrument, Paid: due.Neg()}, act)
	r.Status, r.Call, r.Swap, r.Ended = RepoSettled, nil, nil, act.Today
	return RepoStep{Repo: r, Book: book, Moves: moves, Cash: pay}, []protocol.Event{r.event()}, err
}

// redeems is what the seller pays to have its units back on a day; below zero, what the buyer pays.
func (r Repo) redeems(on date.Date, last RepoMove) (money.Amount, error) {
	price, err := r.Repays(on)
	if err != nil {
		return price, err
	}
	return sumUp(price, last.Margin.Neg())
}
