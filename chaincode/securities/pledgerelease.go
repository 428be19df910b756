// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PledgedRequest names lots of a pledge: that become free, or that are taken.
type PledgedRequest struct {
	ID PledgeID `json:"pledge" help:"the pledge"`
	LotsOf
}

// Validate refuses malformed members.
func (r PledgedRequest) Validate() error { return errors.Join(r.ID.Validate(), r.LotsOf.Validate()) }

// Release frees lots: by the secured party, or once the pledge is over by the owner of the account too in which they are: the
// pledgor's, unless an order of a court put them into another one.
// Faults: NOT_YOURS, STATUS_REFUSED, LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED.
func (p Pledge) Release(lots []Lot, in Account, act Act) ([]Lot, []protocol.Event, error) {
	if err := p.in(PledgeActive, PledgeDefaulted, PledgeRealised, PledgeDischarged); err != nil {
		return nil, nil, err
	}
	if err := act.By(p.Secured.Owner); err != nil {
		over := p.Status == PledgeRealised || p.Status == PledgeDischarged
		if !over || act.By(in.Owner) != nil {
			return nil, nil, err
		}
		for _, lot := range lots {
			if lot.Account != in.ID {
				return nil, nil, LotForeign.New("lot %s is in another account than the first one", lot.ID)
			}
		}
	}
	return releaseAll(lots, p.ID.Ref())
}

// Discharge gives a pledge up, by the secured party. Faults: NOT_YOURS, STATUS_REFUSED.
func (p Pledge) Discharge(act Act) (Pledge, []protocol.Event, error) {
	if err := act.By(p.Secured.Owner); err != nil {
		return p, nil, err
	}
	if err := p.in(PledgeActive, PledgeDefaulted); err != nil {
		return p, nil, err
	}
	p.Status, p.Swap = PledgeDischarged, nil
	return p, []protocol.Event{p.event()}, nil
}

// PledgeSwap is lots that the pledgor wants back, and those that it pledges in their place; none back to pledge more.
type PledgeSwap struct {
	Back LotsOf `json:"back,omitzero"`
	Give LotsOf `json:"give"`
}

// SwapRequest asks for a substitution, or agrees to one: both sides name all lots alike.
type SwapRequest struct {
	ID PledgeID `json:"pledge" help:"the pledge"`
	// From and Back are the lots that become free; none where more is pledged.
	From InstrumentID `json:"from,omitzero" help:"instrument of the lots that become free"`
	Back []LotID      `json:"back,omitempty" help:"pledged lots that become free; none to pledge more"`
	LotsOf
}

// Validate refuses malformed members, and lots without their instrument.
func (r SwapRequest) Validate() error {
	if (r.From != "") != (len(r.Back) > 0) {
		return errors.New("from and back are there together")
	}
	if r.From != "" {
		if err := (LotsOf{r.From, r.Back}).Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.ID.Validate(), r.LotsOf.Validate())
}

// Swap is what the request asks for.
func (r SwapRequest) Swap() PledgeSwap {
	return PledgeSwap{Back: LotsOf{r.From, r.Back}, Give: r.LotsOf}
}

func (s PledgeSwap) equal(other PledgeSwap) bool {
	return s.Back.equal(other.Back) && s.Give.equal(other.Give)
}

func (l LotsOf) equal(other LotsOf) bool {
	if l.Instrument != other.Instrument || len(l.Lots) != len(other.Lots) {
		return false
	}
	for i, lot := range l.Lots {
		if lot != other.Lots[i] {
			return false
		}
	}
	return true
}

// ProposeSwap asks for a substitution, by the pledgor or who took its place: the owner of its account, or of the one that took
// that one's place; another one replaces it. Faults: NOT_YOURS, STATUS_REFUSED.
func (p Pledge) ProposeSwap(r SwapRequest, own Account, act Act) (Pledge, []protocol.Event, error) {
	if err := act.By(own.Owner); err != nil {
		return p, nil, err
	}
	if err := p.in(PledgeActive); err != nil {
		return p, nil, err
	}
	swap := r.Swap()
	p.Swap = &swap
	return p, []protocol.Event{p.event()}, nil
}

// Exchanged is what a substitution rests on.
type Exchanged struct {
	Account Account // the pledgor's, or the one that took its place
	// Back and Give are the lots, with their instruments and closing prices; without Back, its instrument is none.
	Back, Give Priced
}

// Priced is lots of an instrument, and what one unit is worth. Price is nil where none was published.
type Priced struct {
	Instrument Instrument
	Lots       []Lot
	Price      *ClosingPrice
	// Actions are those that change units of the instrument.
	Actions UnitActions
}

// worthOn is what the lots are worth on a day. Faults: NOT_PUBLISHED, AMOUNT_REFUSED, QUANTITY_TOO_LARGE.
func (v Priced) worthOn(day date.Date) (decimal.Decimal, error) {
	units, err := sumOf(v.Lots)
	if err != nil || units == 0 {
		return decimal.Decimal{}, err
	}
	if err := v.pricedOn(day); err != nil {
		return decimal.Decimal{}, err
	}
	return valueAt(units, v.Price.Price)
}

// pricedOn refuses lots without a closing price of a day. Faults: NOT_PUBLISHED.
func (v Priced) pricedOn(day date.Date) error {
	if v.Price == nil || v.Price.Instrument != v.Instrument.ID || v.Price.Day != day {
		return NotPublished.New("no closing price of instrument %s is published for %s", v.Instrument.ID, day)
	}
	return nil
}

// PriceDay is the day whose closing price counts today. Faults: CALENDAR_REFUSED.
func (t PledgeTerms) PriceDay(act Act) (date.Date, error) { return closed(t.Calendar, act.Today) }

// AgreeSwap carries a substitution out, by the secured party: what is given is worth at least what becomes free.
// Faults: NOT_YOURS, STATUS_REFUSED, TERMS_CHANGED, ACCOUNT_REFUSED, INSTRUMENT_HALTED, AMOUNT_REFUSED, NOT_PUBLISHED,
// PRICE_NOT_ALIKE, VALUE_LACKING, CALENDAR_REFUSED, those of pledging and of freeing lots.
func (p Pledge) AgreeSwap(r SwapRequest, on Exchanged, act Act) (Pledge, []Lot, []protocol.Event, error) {
	if err := act.By(p.Secured.Owner); err != nil {
		return p, nil, nil, err
	}
	if err := p.in(PledgeActive); err != nil {
		return p, nil, nil, err
	}
	if p.Swap == nil || !p.Swap.equal(r.Swap()) {
		return p, nil, nil, TermsMoved.New("the pledgor of %s does not ask for this substitution", p.ID)
	}
	if err := p.suffices(on, act); err != nil {
		return p, nil, nil, err
	}
	freed, events, err := releaseAll(on.Back.Lots, p.ID.Ref())
	if err != nil {
		return p, nil, nil, err
	}
	pledged, more, err := pledgeAll(on.Give.Lots, on.Account, p.ID.Ref(), act)
	if err != nil {
		return p, nil, nil, err
	}
	p.Swap = nil
	return p, append(freed, pledged...), append(append(events, more...), p.event()), nil
}

// alikeOn refuses a price of a day for lots that are not what it is of: not split yet, though the price is that of a split
// unit. Faults: NOT_PUBLISHED, PRICE_NOT_ALIKE, INSTRUMENT_HALTED while an action may be carried out.
func (v Priced) alikeOn(day date.Date, act Act) error {
	if !v.Instrument.StillSince.IsZero() {
		return InstrumentHalted.New("units of instrument %s are still since %s", v.Instrument.ID, v.Instrument.StillSince)
	}
	return errors.Join(v.pricedOn(day), v.Actions.alike(day, act.Today))
}

// suffices refuses a substitution by less than becomes free; lots of one instrument are compared by their units.
func (p Pledge) suffices(on Exchanged, act Act) error {
	if err := errors.Join(on.Account.gives(), on.Give.Instrument.Tradable()); err != nil {
		return err
	}
	if on.Give.Instrument.Currency != p.Claim.Currency {
		return AmountRefused.New("instrument %s is priced in %s", on.Give.Instrument.ID, on.Give.Instrument.Currency)
	}
	given, err := sumOf(on.Give.Lots)
	if err != nil {
		return err
	}
	back, err := sumOf(on.Back.Lots)
	switch {
	case err != nil:
		return err
	case back == 0 || on.Back.Instrument.ID == on.Give.Instrument.ID && given >= back:
		return nil
	}
	day, err := p.PriceDay(act)
	if err != nil {
		return err
	}
	if err := errors.Join(on.Give.alikeOn(day, act), on.Back.alikeOn(day, act)); err != nil {
		return err
	}
	in, err := on.Give.worthOn(day)
	if err != nil {
		return err
	}
	out, err := on.Back.worthOn(day)
	if err != nil {
		return err
	}
	if in.Cmp(out) < 0 {
		return ValueLacking.New("what is given is worth %s, what becomes free %s", in, out)
	}
	return nil
}
