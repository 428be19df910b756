// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RepoSwapRequest proposes other collateral: whole lots of the seller.
type RepoSwapRequest struct {
	ID RepoID `json:"repo" help:"the repo"`
	LotsOf
}

// Validate refuses malformed members.
func (r RepoSwapRequest) Validate() error { return errors.Join(r.ID.Validate(), r.LotsOf.Validate()) }

// AgreeRepoSwapRequest agrees to other collateral, and gives the present one back.
type AgreeRepoSwapRequest struct {
	RepoSwapRequest
	// Back are lots of the buyer, of the present collateral.
	Back []LotID `json:"back" help:"free lots of the buyer, of the present collateral"`
}

// Validate refuses malformed members.
func (r AgreeRepoSwapRequest) Validate() error {
	return errors.Join(r.RepoSwapRequest.Validate(), validateLots(r.Back))
}

// ProposeSwap asks for other collateral, by the seller; another proposal replaces it. Faults: NOT_YOURS, STATUS_REFUSED.
func (r Repo) ProposeSwap(req RepoSwapRequest, act Act) (Repo, []protocol.Event, error) {
	if err := errors.Join(act.By(r.Seller.Owner), r.in(RepoOpen)); err != nil {
		return r, nil, err
	}
	lots := req.LotsOf
	r.Swap = &lots
	return r, []protocol.Event{r.event()}, nil
}

// RepoExchange is what a substitution rests on: what the seller gives, what it gets back, and what both are worth.
type RepoExchange struct {
	Give, Back           Ends
	GivePrice, BackPrice *ClosingPrice
	// GiveActions are those that change units of what is given.
	GiveActions UnitActions
}

// AgreeSwap takes other collateral, by the buyer: worth at least what it gives back at the closing prices of the business day
// before, units of both in this one transaction. Faults: NOT_YOURS, STATUS_REFUSED, TERMS_CHANGED, NOT_RESTATED,
// PRICE_NOT_ALIKE, AMOUNT_REFUSED, NOT_PUBLISHED, VALUE_LACKING, UNITS_LACKING, UNITS_UNEQUAL, CALENDAR_REFUSED, those of a move.
func (r Repo) AgreeSwap(req AgreeRepoSwapRequest, held Held, on RepoExchange, act Act) (RepoStep, []protocol.Event, error) {
	if err := errors.Join(act.By(r.Buyer.Owner), r.in(RepoOpen)); err != nil {
		return RepoStep{}, nil, err
	}
	if r.Swap == nil || !r.Swap.equal(req.LotsOf) {
		return RepoStep{}, nil, TermsMoved.New("the seller of %s does not propose these lots", r.ID)
	}
	last := held.Last()
	units, err := sumOf(on.Give.Inputs)
	if err != nil {
		return RepoStep{}, nil, err
	}
	if err := r.worthIt(units, held, on, act); err != nil {
		return RepoStep{}, nil, err
	}
	moves := OpenMoves(act)
	if err := pass(moves, on.Give, units); err != nil {
		return RepoStep{}, nil, err
	}
	if err := pass(moves, on.Back, last.Units); err != nil {
		return RepoStep{}, nil, err
	}
	r.Swap = nil
	move := RepoMove{Leg: SwapLeg, Instrument: req.Instrument, Units: units, Margin: last.Margin}
	book, err := held.note(move, act)
	return RepoStep{Repo: r, Book: book, Moves: moves}, []protocol.Event{r.event()}, err
}

// worthIt refuses collateral of another currency, or worth less than the present one, of which something has to be left.
func (r Repo) worthIt(give Quantity, held Held, on RepoExchange, act Act) error {
	back := held.Last().Units
	if err := r.whole(held, date.Date{}, act); err != nil {
		return err
	}
	if back == 0 {
		return StatusRefused.New("no unit of the collateral of repo %s is left to be given back", r.ID)
	}
	if on.Give.Instrument.Currency != r.Currency {
		return AmountRefused.New("instrument %s is priced in %s", on.Give.Instrument.ID, on.Give.Instrument.Currency)
	}
	day, err := r.PriceDay(act)
	if err != nil {
		return err
	}
	given, returned := Priced{Instrument: on.Give.Instrument, Price: on.GivePrice}, Priced{Instrument: on.Back.Instrument, Price: on.BackPrice}
	err = errors.Join(held.Actions.alike(day, act.Today), on.GiveActions.alike(day, act.Today), given.pricedOn(day), returned.pricedOn(day))
	if err != nil {
		return err
	}
	return on.covers(give, back)
}

// covers refuses units that are worth less than those given back. Faults: VALUE_LACKING, AMOUNT_REFUSED.
func (on RepoExchange) covers(give, back Quantity) error {
	in, err := valueAt(give, on.GivePrice.Price)
	if err != nil {
		return err
	}
	out, err := valueAt(back, on.BackPrice.Price)
	if err != nil {
		return err
	}
	if in.Cmp(out) < 0 {
		return ValueLacking.New("what is given is worth %s, what is given back %s", in, out)
	}
	return nil
}
