// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PledgeID names a pledge.
type PledgeID string

// Validate refuses a malformed name, and one of more than 32 characters.
func (id PledgeID) Validate() error {
	return validateMarketName("pledge", string(id), collateralNameMax)
}

// Key is the pledge's place in a table.
func (id PledgeID) Key() []string { return []string{string(id)} }

// Ref is what has lots pledged.
func (id PledgeID) Ref() Ref { return Ref("pledge:" + string(id)) }

// PledgeStatus is how a pledge stands.
type PledgeStatus string

// The states of a pledge.
const (
	// PledgeOffered waits for the secured party; no lot is pledged yet.
	PledgeOffered PledgeStatus = "OFFERED"
	// PledgeActive has lots pledged.
	PledgeActive PledgeStatus = "ACTIVE"
	// PledgeDefaulted may be realised once its notice is over.
	PledgeDefaulted PledgeStatus = "DEFAULTED"
	// PledgeRealised has satisfied its claim.
	PledgeRealised PledgeStatus = "REALISED"
	// PledgeDischarged was given up by the secured party.
	PledgeDischarged PledgeStatus = "DISCHARGED"
	// PledgeWithdrawn never began.
	PledgeWithdrawn PledgeStatus = "WITHDRAWN"
)

// PledgeTerms are what pledgor and secured party agree on.
type PledgeTerms struct {
	// Claim is what the pledge secures, and the most that its realisation brings the secured party.
	Claim money.Money `json:"claim" help:"what is secured, in the currency of the instrument"`
	// Notice is for how many business days of Calendar a default is known before lots are realised.
	Notice   int           `json:"notice" help:"business days between default and realisation, 1 to 250"`
	Calendar date.Calendar `json:"calendar" help:"business days"`
	// Floor is the least part of the closing price for which lots are sold to others.
	Floor decimal.Decimal `json:"floor" help:"least part of the closing price in a sale, above 0 and at most 1"`
}

// Validate refuses malformed terms.
func (t PledgeTerms) Validate() error {
	switch {
	case t.Claim.Sign() <= 0 || !t.Claim.Currency.Issuable():
		return errors.New("claim is above zero")
	case t.Notice < 1 || t.Notice > graceMost:
		return errors.New("notice is from 1 to 250")
	case t.Calendar.Name() == "":
		return errors.New("calendar is missing")
	case t.Floor.Sign() <= 0 || t.Floor.Cmp(decimal.FromInt64(1)) > 0 || t.Floor.Scale() > priceScale:
		return errors.New("floor is above 0, at most 1, and has at most 12 decimal places")
	}
	return nil
}

// Pledge is lots of one account that secure a claim of another account's owner. Which lots those are is on the lots: they
// are PLEDGED for the pledge's reference, and so are those that corporate actions make of them.
//
// The row is endorsed by both custodians and the depository, so that nothing comes into the secured party's account that its
// custodian did not endorse; where the pledgor's custodian refuses, the regulator's endorsement stands for its.
type Pledge struct {
	ID PledgeID `json:"id"`
	PledgeTerms
	Pledgor    SettlementParty `json:"pledgor"`
	Secured    SettlementParty `json:"secured"`
	Depository string          `json:"depository"`
	Regulator  string          `json:"regulator"`
	// Offered are the lots that the pledgor offered first.
	Offered LotsOf `json:"offered"`
	// Expires is the last business date on which the offer is accepted.
	Expires date.Date    `json:"expires"`
	Status  PledgeStatus `json:"status"`
	// Swap is a substitution that the pledgor wants.
	Swap *PledgeSwap `json:"swap,omitempty"`
	// Declared is the business date of the default, and Realisable the first one of realisation.
	Declared   date.Date `json:"declared,omitzero"`
	Realisable date.Date `json:"realisable,omitzero"`
	// Satisfied is what realisations brought the secured party, and Realisations how many there were.
	Satisfied    money.Amount `json:"satisfied,omitzero"`
	Realisations int          `json:"realisations,omitzero"`
}

// Name is the pledge's name.
func (p Pledge) Name() PledgeID { return p.ID }

// Endorsers are the members who all endorse what becomes of a pledge, and more: a buyer's custodian.
func (p Pledge) Endorsers(more ...string) []string {
	return protocol.Distinct(append(more, p.Pledgor.Custodian, p.Secured.Custodian, p.Depository)...)
}

// Enforcers are the members who do so where the pledgor's custodian refuses.
func (p Pledge) Enforcers(more ...string) []string {
	return protocol.Distinct(append(more, p.Secured.Custodian, p.Depository, p.Regulator)...)
}

// PledgeRequest offers lots of one of the caller's accounts as security.
type PledgeRequest struct {
	ID      PledgeID  `json:"pledge" help:"name of the pledge"`
	Account AccountID `json:"account" help:"the caller's account, in which the lots are and stay"`
	Secured AccountID `json:"secured" help:"securities account of the secured party"`
	PledgeTerms
	LotsOf
	Expires date.Date `json:"expires" help:"last business date on which the offer is accepted"`
}

// Validate refuses malformed members, and one account as both sides.
func (r PledgeRequest) Validate() error {
	if r.Account == r.Secured || r.Expires.IsZero() {
		return errors.New("account and secured are one, or expires is missing")
	}
	return errors.Join(r.ID.Validate(), r.Account.Validate(), r.Secured.Validate(), r.PledgeTerms.Validate(), r.LotsOf.Validate())
}

// Offer offers a pledge, by the owner of the account.
// Faults: NOT_YOURS, INSTRUMENT_HALTED, BOTH_SIDES, ACCOUNT_REFUSED, AMOUNT_REFUSED, TOO_LATE.
func (r PledgeRequest) Offer(i Instrument, own, secured Account, act Act) (Pledge, []protocol.Event, error) {
	if err := act.By(own.Owner); err != nil {
		return Pledge{}, nil, err
	}
	if err := r.offerable(i, own, secured, act); err != nil {
		return Pledge{}, nil, err
	}
	pledge := Pledge{
		ID: r.ID, PledgeTerms: r.PledgeTerms, Pledgor: settlementParty(own), Secured: settlementParty(secured), Depository: i.Depository,
		Regulator: i.Regulator, Offered: r.LotsOf, Expires: r.Expires, Status: PledgeOffered,
	}
	return pledge, []protocol.Event{pledge.event()}, nil
}

func (r PledgeRequest) offerable(i Instrument, own, secured Account, act Act) error {
	switch {
	case own.Owner == secured.Owner:
		return BothSides.New("party %s would secure itself", own.Owner.Party)
	case own.Kind == Court || secured.Kind != Investor && secured.Kind != Nominee:
		return AccountRefused.New("account %s or %s is of a kind that pledges nothing", own.ID, secured.ID)
	case r.Claim.Currency != i.Currency:
		return AmountRefused.New("instrument %s is priced in %s, the claim is in %s", i.ID, i.Currency, r.Claim.Currency)
	case act.Today.After(r.Expires):
		return TooLate.New("an offer until %s is over on %s", r.Expires, act.Today)
	}
	return i.Tradable()
}

// Accept accepts a pledge, by the secured party: from here on the lots are pledged.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, ACCOUNT_REFUSED, those of pledging a lot.
func (p Pledge) Accept(own Account, lots []Lot, act Act) (Pledge, []Lot, []protocol.Event, error) {
	if err := errors.Join(act.By(p.Secured.Owner), p.in(PledgeOffered)); err != nil {
		return p, nil, nil, err
	}
	if act.Today.After(p.Expires) {
		return p, nil, nil, TooLate.New("pledge %s was to be accepted until %s", p.ID, p.Expires)
	}
	if err := own.gives(); err != nil {
		return p, nil, nil, err
	}
	pledged, events, err := pledgeAll(lots, own, p.ID.Ref(), act)
	if err != nil {
		return p, nil, nil, err
	}
	p.Status = PledgeActive
	return p, pledged, append(events, p.event()), nil
}

// End ends an offer that nobody accepted: either side may, and after its last day anybody. Faults: STATUS_REFUSED, NOT_YOURS.
func (p Pledge) End(act Act) (Pledge, []protocol.Event, error) {
	if err := p.in(PledgeOffered); err != nil {
		return p, nil, err
	}
	if act.By(p.Pledgor.Owner) != nil && act.By(p.Secured.Owner) != nil && !act.Today.After(p.Expires) {
		return p, nil, NotYours.New("pledge %s is for its two sides to end before %s is over", p.ID, p.Expires)
	}
	p.Status = PledgeWithdrawn
	return p, []protocol.Event{p.event()}, nil
}

func (p Pledge) in(states ...PledgeStatus) error {
	return inState("pledge", string(p.ID), p.Status, states...)
}

func (p Pledge) event() protocol.Event {
	return PledgeChanged.Of(string(p.ID), StatusEvent{Status: string(p.Status)})
}
