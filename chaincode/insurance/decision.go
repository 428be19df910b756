// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Outcome is what is decided on a claim.
type Outcome string

// The outcomes.
const (
	// OutcomeApprove pays what the terms give.
	OutcomeApprove Outcome = "APPROVE"
	// OutcomePartial pays less on some exposures, each for a clause.
	OutcomePartial Outcome = "PARTIAL"
	// OutcomeDeny pays nothing, for a clause.
	OutcomeDeny Outcome = "DENY"
	// OutcomeInterim pays what is certain, and leaves the claim undecided.
	OutcomeInterim Outcome = "INTERIM"
)

// The states of a decision.
const (
	DecisionPending = "PENDING"
	// DecisionReferred was agreed to by persons whose authority does not suffice.
	DecisionReferred = "REFERRED"
	DecisionMade     = "MADE"
	DecisionRejected = "REJECTED"
)

// Award is what is decided on one exposure.
type Award struct {
	Exposure int          `json:"exposure" help:"number of the exposure"`
	Amount   money.Amount `json:"amount" help:"what is payable in all, in minor units; not more than was assessed"`
	// Clause is why it is less than was assessed.
	Clause string `json:"clause,omitzero" help:"clause of the wording by which it is less than was assessed"`
}

// RecommendRequest recommends a decision.
type RecommendRequest struct {
	Claim   ClaimID `json:"claim" help:"the claim"`
	Outcome Outcome `json:"outcome" help:"APPROVE, PARTIAL, DENY or INTERIM"`
	// Reason is a code that the insurer's statistics use.
	Reason string `json:"reason" help:"why, as a code such as COVERED or EXCLUSION"`
	Clause string `json:"clause,omitzero" help:"DENY: clause of the wording by which nothing is owed"`
	// Awards of PARTIAL are those exposures that get less; of INTERIM, those that get something.
	Awards []Award `json:"awards,omitempty" help:"PARTIAL: exposures that get less than assessed; INTERIM: exposures that get something now"`
}

// Validate refuses outcomes that lack what they need: nothing is denied or reduced without a clause.
func (r RecommendRequest) Validate() error {
	fits := false
	switch r.Outcome {
	case OutcomeApprove:
		fits = r.Clause == "" && len(r.Awards) == 0
	case OutcomeDeny:
		fits = r.Clause != "" && len(r.Awards) == 0
	case OutcomePartial, OutcomeInterim:
		fits = r.Clause == "" && len(r.Awards) > 0 && len(r.Awards) <= exposuresMost
	}
	if !fits {
		return errors.New("outcome must be APPROVE, DENY with a clause, or PARTIAL or INTERIM with awards")
	}
	for i, award := range r.Awards {
		if award.Amount.Sign() < 0 || (award.Clause == "") != (r.Outcome == OutcomeInterim) {
			return errors.New("an award is not below zero, and has a clause where it is less than assessed")
		}
		if err := errors.Join(validateNumber("exposure", award.Exposure), optionalClause(award.Clause)); err != nil {
			return err
		}
		if slices.ContainsFunc(r.Awards[:i], func(b Award) bool { return b.Exposure == award.Exposure }) {
			return fmt.Errorf("exposure %d is there twice", award.Exposure)
		}
	}
	return errors.Join(r.Claim.Validate(), validateName("reason", r.Reason), optionalClause(r.Clause))
}

func optionalClause(clause string) error {
	if clause == "" {
		return nil
	}
	return adjudication.Clause(clause).Validate()
}

// Decision is what was recommended on a claim, by whom, and who agreed.
type Decision struct {
	NumberedKey
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason"`
	Clause  string  `json:"clause,omitzero"`
	// Awards are for every exposure what is payable in all.
	Awards []Award `json:"awards"`
	// Assessment is the one on which it rests.
	Assessment int    `json:"assessment"`
	Status     string `json:"status"`
	Maker      Person `json:"maker"`
	// Agreed are persons who agreed and whose authority did not suffice.
	Agreed []Person `json:"agreed,omitempty"`
	// Seconded is the person of another insurer who agreed, where a large loss needs one.
	Seconded Person `json:"seconded,omitzero"`
	Checker  Person `json:"checker,omitzero"`
	// Figure is what was measured against authority.
	Figure   money.Amount `json:"figure"`
	Recorded date.Date    `json:"recorded"`
	Decided  date.Date    `json:"decided,omitzero"`
}

// Recommend recommends a decision on an assessed claim. Faults: NOT_YOURS, STATUS_REFUSED, EVIDENCE_MISSING, EXPOSURE_UNKNOWN,
// DECISION_REFUSED.
func (c Claim) Recommend(r RecommendRequest, t ProductTerms, act Act) (Claim, Decision, []protocol.Event, error) {
	refused := func(err error) (Claim, Decision, []protocol.Event, error) { return c, Decision{}, nil, err }
	if err := act.By(c.Lead); err != nil {
		return refused(err)
	}
	if err := c.in(ClaimAssessed); err != nil {
		return refused(err)
	}
	if r.Outcome != OutcomeInterim && r.Outcome != OutcomeDeny {
		if err := c.complete(t.Claims); err != nil {
			return refused(err)
		}
	}
	awards, err := c.awards(r)
	if err != nil {
		return refused(err)
	}
	c.Decisions++
	decision := Decision{
		NumberedKey: NumberedKey{Claim: c.ID, Number: c.Decisions}, Outcome: r.Outcome, Reason: r.Reason, Clause: r.Clause, Awards: awards,
		Assessment: c.Assessments, Status: DecisionPending, Maker: act.Person(), Recorded: act.Today,
	}
	decision.Figure = c.figure(decision)
	c.Status = ClaimPending
	after, events := c.turn()
	return after, decision, append(events, decision.event()), nil
}

// awards are what each exposure gets.
func (c Claim) awards(r RecommendRequest) ([]Award, error) {
	all := make([]Award, len(c.Exposures))
	for i, e := range c.Exposures {
		all[i] = Award{Exposure: e.Number, Amount: e.Assessed}
		switch r.Outcome {
		case OutcomeDeny:
			all[i].Amount, all[i].Clause = money.Amount{}, r.Clause
		case OutcomeInterim:
			all[i].Amount = money.MustAmount(min(e.awarded(), e.Assessed.Minor()))
		}
	}
	for _, award := range r.Awards {
		if award.Exposure > len(all) {
			return nil, ExposureUnknown.New("claim %s has no exposure %d", c.ID, award.Exposure)
		}
		assessed := c.Exposures[award.Exposure-1].Assessed
		if order := award.Amount.Cmp(assessed); order > 0 || order == 0 && r.Outcome == OutcomePartial {
			return nil, DecisionRefused.New("exposure %d was assessed at %s", award.Exposure, assessed)
		}
		all[award.Exposure-1] = award
	}
	for _, award := range all {
		if award.Clause != "" && slices.Contains(c.Overturned, award.Clause) {
			return nil, DecisionRefused.New("clause %s was overturned on appeal", award.Clause)
		}
	}
	if err := c.waitingFor(all); err != nil {
		return nil, err
	}
	return all, nil
}

// figure is what a decision is measured by: all that the claim will have incurred once what is awarded is reserved, with what
// waits; of a denial, what is denied.
func (c Claim) figure(d Decision) money.Amount {
	sum := c.Raising.Minor()
	for i, e := range c.Exposures {
		award := d.Awards[i].Amount.Minor()
		if d.Outcome == OutcomeDeny {
			award = e.Assessed.Minor()
		}
		sum += max(award, e.Indemnity.incurred()) + e.Expense.incurred()
	}
	return money.MustAmount(sum)
}

// DecideRequest agrees to a recommendation, or rejects it.
type DecideRequest struct {
	NumberedKey
	Agree bool `json:"agree" help:"true to agree, false to send the claim back to investigation"`
}

// ClaimDecided is what a decision changes.
type ClaimDecided struct {
	Claim    Claim
	Decision Decision
	// Accumulated are the accumulators as they are to be; none while the decision is not made.
	Accumulated []Accumulated
}

// Decide agrees to a recommendation: another person than its maker and those who agreed before. Who has not enough authority
// recommends it to somebody with more. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED, AUTHORITY_MISSING, DECISION_REFUSED,
// ASSESSMENT_STALE.
func (c Claim) Decide(r DecideRequest, d Decision, authority Authority, panel Panel, t ProductTerms, found []Accumulated, act Act) (ClaimDecided, []protocol.Event, error) {
	refused := func(err error) (ClaimDecided, []protocol.Event, error) { return ClaimDecided{}, nil, err }
	if err := c.deciding(d, act); err != nil {
		return refused(err)
	}
	if !r.Agree {
		d.Status, d.Checker, d.Decided = DecisionRejected, act.Person(), act.Today
		c.Status = ClaimInvestigating
		return c.told(d, nil)
	}
	d.Figure = c.figure(d)
	enough, err := authority.covers(c.Lead, d.Figure.Minor())
	if err != nil {
		return refused(err)
	}
	if !enough {
		d.Agreed, d.Status = append(slices.Clone(d.Agreed), act.Person()), DecisionReferred
		c.Status = ClaimReferred
		return c.told(d, nil)
	}
	if err := d.large(t.Claims, panel); err != nil {
		return refused(err)
	}
	if err := c.waitingFor(d.Awards); err != nil {
		return refused(err)
	}
	result, err := c.adjudicate(t, found)
	if err != nil {
		return refused(err)
	}
	for i, e := range c.Exposures {
		if result.payable[i] != e.Assessed {
			return refused(AssessmentStale.New("other claims of the period were decided since claim %s was assessed", c.ID))
		}
	}
	d.Status, d.Checker, d.Decided = DecisionMade, act.Person(), act.Today
	return c.made(d, result.uses, t.Claims, found, act)
}

// deciding refuses who may not decide, or not now.
func (c Claim) deciding(d Decision, act Act) error {
	if err := act.By(c.Lead); err != nil {
		return err
	}
	if err := c.in(ClaimPending, ClaimReferred); err != nil {
		return err
	}
	if err := inState("decision", number(d.Number), d.Status, DecisionPending, DecisionReferred); err != nil {
		return err
	}
	for _, person := range append([]Person{d.Maker, d.Seconded}, d.Agreed...) {
		if person == (Person{}) {
			continue
		}
		if err := act.Another(person); err != nil {
			return err
		}
	}
	return nil
}

// large refuses to decide a large loss alone: another insurer of the panel has to have agreed, or where there is none a
// second person of the lead. Faults: AUTHORITY_MISSING.
func (d Decision) large(t ClaimTerms, panel Panel) error {
	if t.LargeLoss.IsZero() || d.Figure.Cmp(t.LargeLoss) <= 0 || d.Outcome == OutcomeDeny || d.Seconded != (Person{}) {
		return nil
	}
	if len(panel.Lines) == 1 && len(d.Agreed) > 0 {
		return nil
	}
	return AuthorityMissing.New("a loss above %s is not decided by one person of the lead alone", t.LargeLoss)
}

// Second agrees to a recommendation on behalf of another insurer of the panel. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) Second(d Decision, panel Panel, act Act) (ClaimDecided, []protocol.Event, error) {
	if err := c.another(panel, act); err != nil {
		return ClaimDecided{}, nil, err
	}
	if err := errors.Join(c.in(ClaimPending, ClaimReferred), inState("decision", number(d.Number), d.Status, DecisionPending, DecisionReferred)); err != nil {
		return ClaimDecided{}, nil, StatusRefused.New("decision %d on claim %s does not wait", d.Number, c.ID)
	}
	d.Seconded = act.Person()
	return c.told(d, nil)
}

func (c Claim) told(d Decision, accumulated []Accumulated) (ClaimDecided, []protocol.Event, error) {
	after, events := c.turn()
	return ClaimDecided{Claim: after, Decision: d, Accumulated: accumulated}, append(events, d.event()), nil
}

func (d Decision) event() protocol.Event {
	return DecisionChanged.Of(string(d.Claim), NumberedEvent{Number: d.Number, Status: d.Status})
}

// made carries a decision out: what is payable, what the claim uses of its period, and the clocks.
func (c Claim) made(d Decision, uses []Use, t ClaimTerms, found []Accumulated, act Act) (ClaimDecided, []protocol.Event, error) {
	c.Exposures = slices.Clone(c.Exposures)
	for i := range c.Exposures {
		c.Exposures[i] = c.Exposures[i].award(d.Awards[i].Amount)
	}
	accumulated, err := c.accumulate(uses, found, d.Outcome)
	if err != nil {
		return ClaimDecided{}, nil, err
	}
	c = c.timed(d, t, act)
	switch d.Outcome {
	case OutcomeApprove:
		c.Status = ClaimApproved
	case OutcomePartial:
		c.Status = ClaimPartly
	case OutcomeDeny:
		c.Status = ClaimDenied
	case OutcomeInterim:
		c.Status = ClaimInvestigating
	}
	return c.told(d, accumulated)
}

// award is the exposure after a decision. What was paid stays paid: what is above the decision is owed back.
func (e Exposure) award(amount money.Amount) Exposure {
	over := max(0, e.Indemnity.Paid.Minor()-e.Relieved.Minor()-amount.Minor())
	e.Payable = money.MustAmount(amount.Minor() + over + e.Relieved.Minor())
	e.Overpaid = money.MustAmount(over)
	return e
}

// awarded is what was decided on an exposure.
func (e Exposure) awarded() int64 { return e.Payable.Minor() - e.Overpaid.Minor() - e.Relieved.Minor() }

// accumulate gives back what the claim used before and takes what it uses now: what is payable counts against an aggregate
// limit, and a denied claim bears no deductible.
func (c *Claim) accumulate(uses []Use, found []Accumulated, outcome Outcome) ([]Accumulated, error) {
	after := slices.Clone(found)
	taken := make([]Use, len(found))
	for i, row := range found {
		use := uses[i].Use
		if outcome == OutcomeDeny {
			use = adjudication.Accumulator{}
		}
		use.Limit = money.MustAmount(c.payableUnder(row.Cover))
		var err error
		if after[i].Used, err = row.Used.GiveBack(c.use(row.Cover)).Add(use); err != nil {
			return nil, AmountTooLarge.New("what was used of cover %s", row.Cover)
		}
		taken[i] = Use{Cover: row.Cover, Use: use}
	}
	c.Uses = taken
	return after, nil
}

func (c Claim) payableUnder(cover CoverCode) int64 {
	sum := int64(0)
	for _, e := range c.Exposures {
		if e.Cover == cover {
			sum += e.Payable.Minor() - e.Relieved.Minor()
		}
	}
	return sum
}

// timed stops the clocks that a decision stops, and starts that of payment: from the day on which the decision was due, where
// it came later.
func (c Claim) timed(d Decision, t ClaimTerms, act Act) Claim {
	if c.Agreed.IsZero() && d.Outcome != OutcomeDeny {
		c.Agreed = act.Today
	}
	c = c.stop(act.Today, InterimPayment)
	from := act.Today
	if d.Outcome != OutcomeInterim {
		c = c.stop(act.Today, Determination, Information)
		if clock, at := c.clock(Determination); at >= 0 && clock.Due.Before(from) {
			from = clock.Due
		}
	}
	c.Appealable = date.Date{}
	if last, err := act.Today.AddDays(t.AppealDays); err == nil && (d.Outcome == OutcomeDeny || d.Outcome == OutcomePartial) {
		c.Appealable = last
	}
	if d.Outcome == OutcomeDeny {
		return c
	}
	return c.start(Payout, t.Service.Pay, from)
}
