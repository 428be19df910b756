// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// EndorsementKind says what an endorsement does.
type EndorsementKind string

// The kinds of endorsements.
const (
	// Amend replaces terms and premium.
	Amend EndorsementKind = "AMEND"
	// Adjust states the subject premium, by which the treaty's own premium becomes final.
	Adjust EndorsementKind = "ADJUST"
	// Commute ends the treaty for a price, which reinsurers pay to the cedent.
	Commute EndorsementKind = "COMMUTE"
	// CloseOut ends a treaty of which nothing is left. What comes back later is posted to nobody, so that all have to agree.
	CloseOut EndorsementKind = "CLOSE"
)

// EndorsementRequest proposes a change of a bound treaty.
type EndorsementRequest struct {
	ID     EndorsementID   `json:"id" help:"name of the endorsement"`
	Treaty TreatyID        `json:"treaty" help:"the treaty"`
	Kind   EndorsementKind `json:"kind" help:"AMEND, ADJUST, COMMUTE or CLOSE"`
	// Terms and Premium are the new ones, of an amendment; the placed share stays.
	Terms   treaty.Terms   `json:"terms,omitzero" help:"amendment: the new terms, without placedShare"`
	Premium treaty.Premium `json:"premium,omitzero" help:"amendment: the new premium"`
	Subject money.Amount   `json:"subject,omitzero" help:"adjustment: the subject premium"`
	Price   money.Amount   `json:"price,omitzero" help:"commutation: what reinsurers pay to be free of the treaty"`
}

// Validate refuses malformed members, and those of another kind.
func (r EndorsementRequest) Validate() error {
	amends := r.Terms.Kind != "" || r.Premium != (treaty.Premium{})
	fits := false
	switch r.Kind {
	case Amend:
		fits = r.Terms.Kind != "" && r.Subject.IsZero() && r.Price.IsZero() && r.Terms.PlacedShare.IsZero()
	case Adjust:
		fits = !amends && r.Subject.Sign() > 0 && r.Price.IsZero()
	case Commute:
		fits = !amends && r.Subject.IsZero() && r.Price.Sign() >= 0
	case CloseOut:
		fits = !amends && r.Subject.IsZero() && r.Price.IsZero()
	}
	if !fits {
		return errors.New("kind must be AMEND with terms, ADJUST with a subject premium, COMMUTE with a price that is not negative, or CLOSE")
	}
	return errors.Join(r.ID.Validate(), r.Treaty.Validate())
}

// EndorsementStatus is how an endorsement stands.
type EndorsementStatus string

// The states of an endorsement.
const (
	Proposed EndorsementStatus = "PROPOSED"
	Applied  EndorsementStatus = "APPLIED"
	// Dropped: the firm that proposed it took it back.
	Dropped EndorsementStatus = "DROPPED"
)

// Endorsement is a proposed change of a treaty, and who agreed to it.
type Endorsement struct {
	EndorsementRequest
	// Base is the version of the treaty that it changes.
	Base   int               `json:"base"`
	Status EndorsementStatus `json:"status"`
	By     Firm              `json:"by"`
	Maker  Person            `json:"maker"`
	// Consents are the firms that agreed, the proposing one first.
	Consents []Firm `json:"consents"`
}

// Propose proposes a change of the treaty, as its cedent or a participant.
// Faults: NOT_YOURS, STATUS_REFUSED, TERMS_REFUSED, TOO_EARLY.
func (t Treaty) Propose(r EndorsementRequest, act Act) (Endorsement, []protocol.Event, error) {
	firm, err := t.side(act)
	if err != nil {
		return Endorsement{}, nil, err
	}
	if err := t.live(act.Today); err != nil {
		return Endorsement{}, nil, err
	}
	e := Endorsement{EndorsementRequest: r, Base: t.Version, Status: Proposed, By: firm, Maker: act.Person(), Consents: []Firm{firm}}
	if _, err := t.endorsed(e, act); err != nil {
		return Endorsement{}, nil, err
	}
	return e, e.told(), nil
}

// Consent agrees to a proposed change, as the treaty's cedent or a participant. Faults: NOT_YOURS, STATUS_REFUSED.
func (e Endorsement) Consent(t Treaty, act Act) (Endorsement, []protocol.Event, error) {
	firm, err := t.side(act)
	if err != nil {
		return e, nil, err
	}
	if err := e.in(Proposed); err != nil {
		return e, nil, err
	}
	if slices.Contains(e.Consents, firm) {
		return e, nil, StatusRefused.New("%s agreed before", firm.Party)
	}
	e.Consents = append(slices.Clone(e.Consents), firm)
	return e, e.told(), nil
}

// Drop takes a proposal back. Faults: NOT_YOURS, STATUS_REFUSED.
func (e Endorsement) Drop(act Act) (Endorsement, []protocol.Event, error) {
	if err := errors.Join(act.By(e.By), e.in(Proposed)); err != nil {
		return e, nil, err
	}
	e.Status = Dropped
	return e, e.told(), nil
}

// Endorsing is everything that an endorsement reads.
type Endorsing struct {
	Treaty      Treaty
	Endorsement Endorsement
	// Others are the programme's other treaties.
	Others []Treaty
	// Record is that of a treaty that is closed.
	Record TreatyRecord
}

// Endorsed is what an endorsement writes.
type Endorsed struct {
	Treaty      Treaty
	Endorsement Endorsement
	Settle      cash.SettleRequest
}

// Apply carries an endorsement out to which cedent and every participant agreed, by another person than the one who proposed
// it. A commutation pays its price, each participant its part; a treaty is closed when nothing of it is left.
// Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON, TREATY_CHANGED, LINES_SHORT, PROGRAMME_REFUSED, TERMS_REFUSED, TREATY_OPEN.
func (g Endorsing) Apply(act Act) (Endorsed, []protocol.Event, error) {
	t, e := g.Treaty, g.Endorsement
	if err := t.applies(e, act); err != nil {
		return Endorsed{}, nil, err
	}
	after, err := t.endorsed(e, act)
	if err != nil {
		return Endorsed{}, nil, err
	}
	if e.Kind == CloseOut {
		if err := t.over(g.Record, act.Today); err != nil {
			return Endorsed{}, nil, err
		}
	}
	if err := fits(append(slices.Clone(g.Others), after)); err != nil {
		return Endorsed{}, nil, err
	}
	settle, err := t.price(e)
	e.Status = Applied
	return Endorsed{after, e, settle}, append(e.told(), after.told(act.Today)), err
}

// applies refuses an endorsement that is not ripe, or not the caller's to carry out.
func (t Treaty) applies(e Endorsement, act Act) error {
	if _, err := t.side(act); err != nil {
		return err
	}
	if err := errors.Join(e.in(Proposed), t.live(act.Today)); err != nil {
		return err
	}
	if err := act.Another(e.Maker); err != nil {
		return err
	}
	if e.Base != t.Version {
		return TreatyChanged.New("treaty %s was endorsed since %s was proposed", t.ID, e.ID)
	}
	if len(e.Consents) != 1+len(t.Participants) {
		return LinesShort.New("not everybody agreed to endorsement %s", e.ID)
	}
	return nil
}

// endorsed is the treaty with the endorsement. Faults: TERMS_REFUSED, STATUS_REFUSED, TOO_EARLY.
func (t Treaty) endorsed(e Endorsement, act Act) (Treaty, error) {
	t.Version++
	switch e.Kind {
	case Adjust:
		return t.adjusted(e, act)
	case Amend:
		return t.amended(e)
	case CloseOut:
		return t.closed(act.Today)
	default:
		t.End, t.Ended = Commuted, act.Today
		return t, nil
	}
}

func (t Treaty) adjusted(e Endorsement, act Act) (Treaty, error) {
	if t.Terms.Kind.Proportional() {
		return t, TermsRefused.New("treaty %s has no premium of its own", t.ID)
	}
	if !act.Today.After(t.Period.To) {
		return t, TooEarly.New("treaty %s runs until %s", t.ID, t.Period.To)
	}
	t.Subject, t.Adjusted = e.Subject, act.Today
	return t, nil
}

func (t Treaty) amended(e Endorsement) (Treaty, error) {
	if e.Terms.Kind.Proportional() != t.Terms.Kind.Proportional() {
		return t, TermsRefused.New("an endorsement does not make a proportional treaty of another, nor the other way round")
	}
	placed := t.Terms.PlacedShare
	t.Terms, t.Premium = e.Terms, e.Premium
	t.Terms.PlacedShare = placed
	if err := errors.Join(t.Terms.Validate(), t.Premium.Validate(t.Terms.Kind)); err != nil {
		return t, TermsRefused.New("%v", err)
	}
	return t, nil
}

// price are the payments of a commutation.
func (t Treaty) price(e Endorsement) (cash.SettleRequest, error) {
	if e.Price.IsZero() {
		return cash.SettleRequest{}, nil
	}
	parts, err := treaty.Divide(e.Price, t.lines())
	if err != nil {
		return cash.SettleRequest{}, err
	}
	settle := cash.SettleRequest{ID: cash.SettlementID("commute." + string(e.ID))}
	for i, p := range t.Participants {
		if !parts[i].IsZero() {
			settle.Legs = append(settle.Legs, p.Purse.Leg(t.Purse.Account, t.Money(parts[i]), Reinsurance))
		}
	}
	return settle, nil
}

// in refuses an endorsement in another state. Faults: STATUS_REFUSED.
func (e Endorsement) in(states ...EndorsementStatus) error {
	return inState("endorsement", string(e.ID), e.Status, states...)
}

func (e Endorsement) told() []protocol.Event {
	return []protocol.Event{EndorsementChanged.Of(string(e.ID), StatusEvent{Status: string(e.Status)})}
}
