// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/indemnity"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The states of a case of one loss claimed twice.
const (
	DuplicateSuspected = "SUSPECTED"
	// DuplicateConfirmed: it is one loss, which the insurers share.
	DuplicateConfirmed = "CONTRIBUTION"
	DuplicateFalse     = "FALSE_POSITIVE"
	DuplicateFraud     = "FRAUD_CONFIRMED"
	// DuplicateShared: the shares are computed and the claims reduced to them.
	DuplicateShared = "SHARED"
)

// Side is one claim of a case, and its insurer's word.
type Side struct {
	Claim ClaimID `json:"claim"`
	Lead  Firm    `json:"lead"`
	// Same tells, once somebody answered, whether the insurer holds it for the same loss.
	Answered bool   `json:"answered,omitzero"`
	Same     bool   `json:"same,omitzero"`
	By       Person `json:"by,omitzero"`
	// Liability is what the claim would give alone, Share its insurer's part.
	Liability money.Amount `json:"liability,omitzero"`
	Share     money.Amount `json:"share,omitzero"`
}

// Transfer is what one insurer owes another, which paid more than its part of the loss.
type Transfer struct {
	From         ClaimID      `json:"from"`
	FromExposure int          `json:"fromExposure"`
	To           ClaimID      `json:"to"`
	ToExposure   int          `json:"toExposure"`
	Amount       money.Amount `json:"amount"`
	// Payment is the one on the debtor's claim; none yet where it is zero.
	Payment int `json:"payment,omitzero"`
}

// DuplicateCase compares claims that have a token in common. The insurers disclose to each other, outside the ledger, what
// they need to tell whether it is one loss; their words are here.
type DuplicateCase struct {
	ID DuplicateID `json:"id"`
	// Hard matches hold payments until the last day; others do not.
	Hard   bool      `json:"hard,omitzero"`
	Opened date.Date `json:"opened"`
	Until  date.Date `json:"until"`
	Sides  []Side    `json:"sides"`
	Status string    `json:"status"`
	// Method, Loss and Transfers are those of the contribution.
	Method    indemnity.Method `json:"method,omitzero"`
	Loss      money.Amount     `json:"loss,omitzero"`
	Transfers []Transfer       `json:"transfers,omitempty"`
}

func (d DuplicateCase) event() protocol.Event {
	return DuplicateChanged.Of(string(d.ID), StatusEvent{Status: d.Status})
}

// Claims are the claims of the case.
func (d DuplicateCase) Claims() []ClaimID {
	ids := make([]ClaimID, len(d.Sides))
	for i, side := range d.Sides {
		ids[i] = side.Claim
	}
	return ids
}

// DuplicateAnswer is an insurer's word on a case.
type DuplicateAnswer struct {
	Case  DuplicateID `json:"case" help:"the case"`
	Claim ClaimID     `json:"claim" help:"the caller's claim in it"`
	Same  bool        `json:"same" help:"true if it is the same loss"`
}

// Validate refuses malformed members.
func (r DuplicateAnswer) Validate() error { return errors.Join(r.Case.Validate(), r.Claim.Validate()) }

// Compared is what a word on a case changes.
type Compared struct {
	Case   DuplicateCase
	Claims []Claim
	// Accumulated are accumulators that get something back.
	Accumulated []Accumulated
}

// Answer is an insurer's word. When all say that it is one loss, they share it; when all say that it is not, it is over; when
// they do not agree, the arbiter decides. claims are those of the case. Faults: NOT_YOURS, STATUS_REFUSED.
func (d DuplicateCase) Answer(r DuplicateAnswer, claims []Claim, act Act) (Compared, []protocol.Event, error) {
	if err := inState("case", string(d.ID), d.Status, DuplicateSuspected); err != nil {
		return Compared{}, nil, err
	}
	at := slices.IndexFunc(d.Sides, func(s Side) bool { return s.Claim == r.Claim && act.By(s.Lead) == nil })
	if at < 0 {
		return Compared{}, nil, NotYours.New("case %s has no such claim of the caller's", d.ID)
	}
	d.Sides = slices.Clone(d.Sides)
	d.Sides[at].Answered, d.Sides[at].Same, d.Sides[at].By = true, r.Same, act.Person()
	for _, side := range d.Sides {
		if !side.Answered || side.Same != r.Same {
			return Compared{Case: d}, []protocol.Event{d.event()}, nil
		}
	}
	d.Status = DuplicateFalse
	if r.Same {
		d.Status = DuplicateConfirmed
	}
	return d.over(claims, act)
}

// DuplicateDecision is the arbiter's word on a case.
type DuplicateDecision struct {
	Case    DuplicateID `json:"case" help:"the case"`
	Outcome string      `json:"outcome" help:"CONTRIBUTION, FALSE_POSITIVE or FRAUD_CONFIRMED"`
}

// Validate refuses other outcomes.
func (r DuplicateDecision) Validate() error {
	if !slices.Contains([]string{DuplicateConfirmed, DuplicateFalse, DuplicateFraud}, r.Outcome) {
		return errors.New("outcome must be CONTRIBUTION, FALSE_POSITIVE or FRAUD_CONFIRMED")
	}
	return r.Case.Validate()
}

// Decide is the arbiter's word, where the insurers do not agree or one does not answer. Faults: STATUS_REFUSED.
func (d DuplicateCase) Decide(r DuplicateDecision, claims []Claim, act Act) (Compared, []protocol.Event, error) {
	if err := inState("case", string(d.ID), d.Status, DuplicateSuspected); err != nil {
		return Compared{}, nil, err
	}
	d.Status = r.Outcome
	return d.over(claims, act)
}

// over ends the hold for a false match. Where it is one loss, payments wait until shares are computed, or the time is over; of
// a fraud, each insurer decides on its claim by a clause, with nothing paid meanwhile.
func (d DuplicateCase) over(claims []Claim, act Act) (Compared, []protocol.Event, error) {
	compared := Compared{Case: d}
	events := []protocol.Event{d.event()}
	if d.Status == DuplicateConfirmed {
		return compared, events, nil
	}
	for _, claim := range claims {
		claim.Holds = claim.without(DuplicateHold)
		if d.Status == DuplicateFraud && claim.open() && !claim.holds(FraudHold, act.Today) {
			claim.Holds = append(claim.Holds, HoldFlag{Kind: FraudHold, Since: act.Today, By: act.Person()})
		}
		if d.Status == DuplicateFalse {
			claim.Case = ""
		}
		after, told := claim.turn()
		compared.Claims = append(compared.Claims, after)
		events = append(events, told...)
	}
	return compared, events, nil
}
