// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The states of an appeal.
const (
	AppealFiled = "FILED"
	// AppealUpheld: other persons of the insurer stand by the decision; the policyholder may go to the arbiter.
	AppealUpheld = "UPHELD"
	AppealReview = "EXTERNAL_REVIEW"
	// AppealFinal: the arbiter stands by the decision.
	AppealFinal      = "FINAL"
	AppealOverturned = "OVERTURNED"
)

// Appeal is a policyholder's word against a decision. Its number is the decision's.
type Appeal struct {
	NumberedKey
	// Grounds are the seal of what the policyholder says.
	Grounds string `json:"grounds"`
	Status  string `json:"status"`
	// Before is how the claim stood.
	Before ClaimStatus `json:"before"`
	Filed  date.Date   `json:"filed"`
	// Until is the last day on which the policyholder may go to the arbiter.
	Until date.Date `json:"until,omitzero"`
	// By decided it last.
	By Person `json:"by,omitzero"`
}

// AppealRequest appeals a decision.
type AppealRequest struct {
	NumberedKey
	Grounds string `json:"grounds" help:"salted SHA-256 of the grounds, 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (r AppealRequest) Validate() error {
	if !protocol.IsSHA256(r.Grounds) {
		return errors.New("grounds must be a SHA-256 in 64 lower-case hex digits")
	}
	return r.NumberedKey.Validate()
}

// Appealed is what a step of an appeal changes.
type Appealed struct {
	Claim  Claim
	Appeal Appeal
}

// Appeal appeals the last decision, which denied or reduced: the policyholder, within the product's time. Faults: NOT_YOURS,
// STATUS_REFUSED, TOO_LATE.
func (c Claim) Appeal(r AppealRequest, d Decision, act Act) (Appealed, []protocol.Event, error) {
	if err := act.By(c.Holder); err != nil {
		return Appealed{}, nil, err
	}
	if err := c.in(ClaimDenied, ClaimPartly, ClaimSettling, ClaimSettled); err != nil {
		return Appealed{}, nil, err
	}
	if d.Number != c.Decisions || d.Status != DecisionMade || c.Appealable.IsZero() {
		return Appealed{}, nil, StatusRefused.New("decision %d on claim %s is not one to appeal", d.Number, c.ID)
	}
	if act.Today.After(c.Appealable) {
		return Appealed{}, nil, TooLate.New("the decision on claim %s might be appealed until %s", c.ID, c.Appealable)
	}
	appeal := Appeal{NumberedKey: d.NumberedKey, Grounds: r.Grounds, Status: AppealFiled, Before: c.Status, Filed: act.Today}
	c.Status = ClaimAppealed
	return c.appealed(appeal)
}

func (c Claim) appealed(a Appeal) (Appealed, []protocol.Event, error) {
	after, events := c.turn()
	return Appealed{Claim: after, Appeal: a}, events, nil
}

// AppealDecision decides an appeal.
type AppealDecision struct {
	NumberedKey
	Uphold bool `json:"uphold" help:"true to stand by the decision, false to overturn it"`
}

// DecideAppeal decides an appeal within the insurer: a person who had no part in the decision. Faults: NOT_YOURS, SAME_PERSON,
// STATUS_REFUSED.
func (c Claim) DecideAppeal(r AppealDecision, a Appeal, d Decision, t ClaimTerms, act Act) (Appealed, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return Appealed{}, nil, err
	}
	if err := inState("appeal", number(a.Number), a.Status, AppealFiled); err != nil {
		return Appealed{}, nil, err
	}
	for _, person := range append([]Person{d.Maker, d.Checker}, d.Agreed...) {
		if err := act.Another(person); err != nil {
			return Appealed{}, nil, err
		}
	}
	a.By = act.Person()
	if !r.Uphold {
		return c.overturn(a, d, t, act)
	}
	a.Status = AppealUpheld
	if last, err := act.Today.AddDays(t.AppealDays); err == nil {
		a.Until, c.Appealable = last, last
	}
	return c.upheld(a, act)
}

// upheld puts the claim back: a denied one is final, a reduced one is paid on.
func (c Claim) upheld(a Appeal, act Act) (Appealed, []protocol.Event, error) {
	c.Status = a.Before
	if a.Before == ClaimDenied {
		c.Status = ClaimUpheld
	}
	c.settled(act)
	return c.appealed(a)
}

// overturn forbids the clauses of the decision and has the claim decided again.
func (c Claim) overturn(a Appeal, d Decision, t ClaimTerms, act Act) (Appealed, []protocol.Event, error) {
	a.Status = AppealOverturned
	for _, award := range d.Awards {
		if award.Clause != "" && !slices.Contains(c.Overturned, award.Clause) {
			c.Overturned = append(slices.Clone(c.Overturned), award.Clause)
		}
	}
	c.Status, c.Appealable = ClaimAssessed, date.Date{}
	return c.start(Determination, t.Service.Decide, act.Today).appealed(a)
}

// Escalate brings an appeal that was turned down to the arbiter: the policyholder, in time. Faults: NOT_YOURS,
// STATUS_REFUSED, TOO_LATE.
func (c Claim) Escalate(a Appeal, act Act) (Appealed, []protocol.Event, error) {
	if err := act.By(c.Holder); err != nil {
		return Appealed{}, nil, err
	}
	if err := inState("appeal", number(a.Number), a.Status, AppealUpheld); err != nil {
		return Appealed{}, nil, err
	}
	if err := c.in(ClaimUpheld, ClaimPartly, ClaimSettling, ClaimSettled); err != nil {
		return Appealed{}, nil, err
	}
	if act.Today.After(a.Until) {
		return Appealed{}, nil, TooLate.New("the arbiter might be asked until %s", a.Until)
	}
	if c.Status != ClaimUpheld {
		a.Before = c.Status
	}
	a.Status, c.Status = AppealReview, ClaimReview
	return c.appealed(a)
}

// Review is the arbiter's word. Faults: STATUS_REFUSED.
func (c Claim) Review(r AppealDecision, a Appeal, d Decision, t ClaimTerms, act Act) (Appealed, []protocol.Event, error) {
	if err := inState("appeal", number(a.Number), a.Status, AppealReview); err != nil {
		return Appealed{}, nil, err
	}
	a.By = act.Person()
	if !r.Uphold {
		return c.overturn(a, d, t, act)
	}
	a.Status, c.Appealable = AppealFinal, date.Date{}
	return c.upheld(a, act)
}
