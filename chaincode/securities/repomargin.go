// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RepoDay names a repo on a day that is closed.
type RepoDay struct {
	ID  RepoID    `json:"repo" help:"the repo"`
	Day date.Date `json:"day" help:"day whose closing price counts"`
}

// Validate refuses malformed members.
func (r RepoDay) Validate() error {
	if r.Day.IsZero() {
		return errors.New("day is missing")
	}
	return r.ID.Validate()
}

// Exposure is how a repo is covered at the closing price of a day, by the collateral and the cash margin that there are now.
type Exposure struct {
	RepoDay
	Price decimal.Decimal `json:"price"`
	Units Quantity        `json:"units"`
	// Owed is the repurchase price as of the day.
	Owed money.Amount `json:"owed"`
	// Margin is the cash margin that the buyer has; below zero, that the seller has.
	Margin money.Amount `json:"margin"`
	// Net is the buyer's exposure; below zero, the seller's.
	Net      money.Amount   `json:"net"`
	Currency money.Currency `json:"currency"`
	// Caller is the side that may call for margin; none where the exposure is not above the threshold.
	Caller RepoSide `json:"caller,omitzero"`
}

// ExposureOn finds how the repo is covered; without units, by money alone.
// Faults: STATUS_REFUSED, DAY_OPEN, NOT_RESTATED, PRICE_NOT_ALIKE, NOT_PUBLISHED, AMOUNT_REFUSED.
func (r Repo) ExposureOn(day date.Date, held Held, on Priced, act Act) (Exposure, error) {
	last := held.Last()
	e := Exposure{RepoDay: RepoDay{ID: r.ID, Day: day}, Currency: r.Currency, Units: last.Units, Margin: last.Margin}
	if err := r.in(RepoOpen, RepoCalled, RepoDefaulted); err != nil {
		return e, err
	}
	if !day.Before(act.Today) {
		return e, DayOpen.New("%s is not over", day)
	}
	price, err := r.pricesOn(day, held, on, act)
	if err != nil {
		return e, err
	}
	e.Price = price
	if e.Owed, err = r.Repays(day); err != nil {
		return e, err
	}
	owed, err := inCurrency(e.Owed, r.Currency)
	if err != nil {
		return e, err
	}
	value, err := valueAt(e.Units, e.Price)
	if err != nil {
		return e, err
	}
	gross, err := r.Cover.Exposure(owed, value, r.Currency)
	if err != nil {
		return e, err
	}
	if e.Net, err = sumUp(gross, e.Margin.Neg()); err != nil {
		return e, err
	}
	e.Caller = r.callable(e.Net)
	return e, nil
}

// pricesOn is the price of a unit of the collateral on a day; none where no unit is left.
func (r Repo) pricesOn(day date.Date, held Held, on Priced, act Act) (price decimal.Decimal, err error) {
	if err := r.whole(held, date.Date{}, act); err != nil || held.Last().Units == 0 {
		return price, err
	}
	if r.Default == nil {
		if err := held.Actions.alike(day, act.Today); err != nil {
			return price, err
		}
	}
	if err := on.pricedOn(day); err != nil {
		return price, err
	}
	return on.Price.Price, nil
}

// callable is the side that may call for margin for an exposure: all of it, where it is above the threshold and not below
// the least amount.
func (r Repo) callable(net money.Amount) RepoSide {
	switch {
	case net.Abs().Cmp(r.Threshold) <= 0 || net.Abs().Cmp(r.Minimum) < 0:
		return ""
	case net.Sign() < 0:
		return RepoSeller
	}
	return RepoBuyer
}

// MarginCall is margin that one side has to give.
type MarginCall struct {
	// By called for it; the other side gives it.
	By  RepoSide  `json:"by"`
	Day date.Date `json:"day"`
	// Amount meets the call in money, and Units in collateral; none where no number of units would.
	Amount money.Amount `json:"amount"`
	Units  Quantity     `json:"units,omitzero"`
	// On is when it was called for, Due the last business date on which it is in time.
	On  date.Date `json:"on"`
	Due date.Date `json:"due"`
}

// PriceDay is the day whose closing price counts today. Faults: CALENDAR_REFUSED.
func (t RepoTerms) PriceDay(act Act) (date.Date, error) { return closed(t.Calendar, act.Today) }

// CallMargin calls for margin, by the side that is exposed at the closing price of the business day before: it names the day,
// and the ledger reckons the amount.
// Faults: NOT_YOURS, STATUS_REFUSED, TERMS_CHANGED for another day, NOTHING_DUE, NOT_RESTATED, PRICE_NOT_ALIKE, NOT_PUBLISHED,
// AMOUNT_REFUSED, CALENDAR_REFUSED.
func (r Repo) CallMargin(req RepoDay, held Held, on Priced, act Act) (Repo, []protocol.Event, error) {
	side, err := r.side(act)
	if err != nil {
		return r, nil, err
	}
	if err := r.in(RepoOpen); err != nil {
		return r, nil, err
	}
	day, err := r.PriceDay(act)
	if err != nil {
		return r, nil, err
	}
	if req.Day != day {
		return r, nil, TermsMoved.New("the closing price of %s counts", day)
	}
	exposure, err := r.ExposureOn(day, held, on, act)
	if err != nil {
		return r, nil, err
	}
	if exposure.Caller != side {
		return r, nil, NothingDue.New("the %s's exposure does not let it call for margin", side)
	}
	call := MarginCall{By: side, Day: day, Amount: exposure.Net.Abs(), On: act.Today}
	if call.Units, err = r.meets(exposure); err != nil {
		return r, nil, err
	}
	if call.Due, err = businessDay(r.Calendar, act.Today, r.Grace); err != nil {
		return r, nil, err
	}
	r.Status, r.Call, r.Swap = RepoCalled, &call, nil
	return r, []protocol.Event{r.event()}, nil
}

// meets is how many units meet a call: as many as it takes from the seller; from the buyer as many as are worth no more, and
// not all of them; none where the collateral was redeemed.
func (r Repo) meets(e Exposure) (Quantity, error) {
	if e.Units == 0 {
		return 0, nil
	}
	net, err := inCurrency(e.Net.Abs(), r.Currency)
	if err != nil {
		return 0, err
	}
	one, err := r.Cover.counts(e.Price)
	if err != nil {
		return 0, err
	}
	mode := decimal.Up
	if e.Caller == RepoSeller {
		mode = decimal.Down
	}
	units, err := quotient(net, one, mode)
	if err != nil || e.Caller == RepoSeller && units >= e.Units {
		return 0, err
	}
	return units, nil
}

// MeetRequest meets a margin call, in money or in units.
type MeetRequest struct {
	ID RepoID `json:"repo" help:"the repo"`
	// Lots are lots of the caller; none where it pays.
	Lots []LotID `json:"lots,omitempty" help:"free lots of the caller; none where it pays"`
	PaidBy
}

// Validate refuses malformed members, and anything but lots or a payment.
func (r MeetRequest) Validate() error {
	if (len(r.Lots) > 0) != r.PaidBy.none() {
		return errors.New("a call is met by lots or by a payment")
	}
	if len(r.Lots) > 0 {
		return errors.Join(r.ID.Validate(), validateLots(r.Lots))
	}
	return errors.Join(r.ID.Validate(), r.PaidBy.Validate())
}

// Meet meets a margin call, by the side that was called. Money is remembered as cash margin, and comes off when the units are
// bought back; units are collateral like the others. The ends are from the caller to the other side; of a payment, none.
// Faults: NOT_YOURS, STATUS_REFUSED, NOT_RESTATED for units, VALUE_LACKING, UNITS_LACKING, UNITS_UNEQUAL, those of a move.
func (r Repo) Meet(req MeetRequest, held Held, ends Ends, act Act) (step RepoStep, events []protocol.Event, err error) {
	if err := r.in(RepoCalled); err != nil {
		return step, nil, err
	}
	call, last := *r.Call, held.Last()
	called := call.By.other()
	if err := act.By(r.party(called).Owner); err != nil {
		return step, nil, err
	}
	move := RepoMove{Leg: MarginLeg, Instrument: last.Instrument, Units: last.Units, Margin: last.Margin}
	if len(req.Lots) > 0 {
		if err = r.whole(held, date.Date{}, act); err == nil {
			move.Units, step.Moves, err = call.units(last, ends, act)
		}
	} else {
		if step.Cash, err = r.pays(called, call.Amount, req.PaidBy, MarginLeg, held.RepoBook); err == nil {
			move, err = call.money(move)
		}
	}
	if err != nil {
		return step, nil, err
	}
	if step.Book, err = held.note(move, act); err != nil {
		return step, nil, err
	}
	r.Status, r.Call = RepoOpen, nil
	step.Repo = r
	return step, []protocol.Event{r.event()}, nil
}

// units moves those that meet the call, and answers the collateral that there is after it.
func (c MarginCall) units(last RepoMove, ends Ends, act Act) (Quantity, *Moves, error) {
	if c.Units == 0 {
		return 0, nil, ValueLacking.New("no number of units meets this call: it is met in money")
	}
	moves, err := passing(ends, c.Units, act)
	if err != nil {
		return 0, nil, err
	}
	if c.By == RepoSeller {
		return last.Units - c.Units, moves, nil
	}
	units, err := last.Units.Add(c.Units)
	return units, moves, err
}

// money counts the payment that meets the call.
func (c MarginCall) money(move RepoMove) (RepoMove, error) {
	paid := c.Amount
	if c.By == RepoSeller {
		paid = paid.Neg()
	}
	margin, err := sumUp(move.Margin, paid)
	move.Margin, move.Paid = margin, paid.Neg()
	return move, err
}

// Called are the accounts of the side that was called for margin and of the one that called; where nobody did, seller and buyer.
func (r Repo) Called() (from, to AccountID) {
	if r.Call == nil {
		return r.Seller.Account, r.Buyer.Account
	}
	return r.party(r.Call.By.other()).Account, r.party(r.Call.By).Account
}
