// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
)

// EvaluationOutcome is what came of a trigger.
type EvaluationOutcome string

// The outcomes of evaluations.
const (
	// PaidOut: the reading paid.
	PaidOut EvaluationOutcome = "PAYOUT"
	// NotPaidOut: the reading is on the good side of the strike.
	NotPaidOut EvaluationOutcome = "NO_PAYOUT"
	// NotCovered: the policy was not in force on every day of the period, or its premium was not paid.
	NotCovered EvaluationOutcome = "NOT_COVERED"
	// PremiumReturned: no source answered, and the premium was given back.
	PremiumReturned EvaluationOutcome = "PREMIUM_RETURNED"
)

// EvaluationKey names an evaluation: a policy's trigger for a period. There is one, whoever evaluates how often.
type EvaluationKey struct {
	Policy  PolicyID  `json:"policy" help:"the policy"`
	Trigger int       `json:"trigger" help:"number of the trigger in the product, from 1"`
	To      date.Date `json:"to" help:"last day of the period"`
}

// Key is the row's place in a table.
func (k EvaluationKey) Key() []string {
	return []string{string(k.Policy), number(k.Trigger), k.To.String()}
}

// Validate refuses malformed members.
func (k EvaluationKey) Validate() error {
	if k.To.IsZero() {
		return errors.New("to is missing")
	}
	return errors.Join(k.Policy.Validate(), validateTrigger(k.Trigger))
}

// Audited is what an audit at the holder's request found.
type Audited struct {
	Round oracle.RoundKey `json:"round"`
	// Reading is there when the audit's round is final; none when it failed, and then the index stands.
	Reading *index.Reading `json:"reading,omitempty"`
	Done    bool           `json:"done,omitzero"`
	// Added is what the audit added to the payout.
	Added    money.Amount `json:"added,omitzero"`
	Interest money.Amount `json:"interest,omitzero"`
	On       date.Date    `json:"on,omitzero"`
	TxID     string       `json:"txId,omitzero"`
}

// Evaluation is what a trigger paid and why: anybody can compute it again from the round and the product's terms.
type Evaluation struct {
	EvaluationKey
	Round   oracle.RoundKey `json:"round"`
	Version VersionKey      `json:"version"`
	Panel   PanelID         `json:"panel"`
	// Instalment is the number of the first one of the period.
	Instalment int               `json:"instalment"`
	Insured    index.Insured     `json:"insured"`
	Outcome    EvaluationOutcome `json:"outcome"`
	// Reading is none where no source answered.
	Reading *index.Reading `json:"reading,omitempty"`
	// Paid is the payout or the premium that was given back, Interest what its lateness cost.
	Paid     money.Amount `json:"paid,omitzero"`
	Interest money.Amount `json:"interest,omitzero"`
	// Payable is the last day of payment without interest.
	Payable date.Date `json:"payable,omitzero"`
	On      date.Date `json:"on"`
	TxID    string    `json:"txId"`
	Audit   *Audited  `json:"audit,omitempty"`
}

// Work is a piece of due work with all that decides it. Nothing of it comes from who asks for it to be done.
type Work struct {
	Due     Due
	Round   oracle.Round
	Policy  Policy
	Version ProductVersion
	Panel   Panel
	// Instalments are those of the policy, from the first of the period on; Before is the evaluation that is audited.
	Instalments []Instalment
	Before      *Evaluation
}

// Decided is what came of a case.
type Decided struct {
	Evaluation Evaluation
	// Payment is what moves: of which part is interest; by which purses.
	Payment  money.Amount
	Interest money.Amount
	Refund   bool
}

// Decide evaluates a trigger on its final round, or audits an evaluation.
// Faults: TOO_EARLY, READING_REFUSED, AMOUNT_TOO_LARGE.
func (c Work) Decide(act Act) (Decided, error) {
	standing := c.Round.Standing(act.Today)
	if standing != oracle.Final && standing != oracle.Failed {
		return Decided{}, TooEarly.New("the round of %s is %s", c.Round.Subject, standing)
	}
	round, err := c.Round.At(act.Today)
	if err != nil {
		return Decided{}, TermsRefused.New("the round ends on no day that has a next one")
	}
	c.Round = round
	if c.Due.Audit {
		return c.audit(act)
	}
	return c.evaluate(act)
}

func (c Work) evaluate(act Act) (Decided, error) {
	e := c.opened(act)
	terms, err := c.Version.Trigger(c.Due.Trigger)
	if err != nil {
		return Decided{}, err
	}
	sum, covered, err := c.covered(terms.Cover, act)
	if err != nil || !covered {
		return Decided{Evaluation: e}, err
	}
	e.Insured.Sum = sum
	if e, err = e.read(terms); err != nil || e.Paid.IsZero() {
		return Decided{Evaluation: e}, err
	}
	if e.Payable, e.Interest, err = c.late(e.Paid, act.Today); err != nil {
		return Decided{}, err
	}
	payment, err := checked(e.Paid.Add(e.Interest))
	return Decided{e, payment, e.Interest, e.Reading == nil}, err
}

// opened is an evaluation of which nothing is known but the round.
func (c Work) opened(act Act) Evaluation {
	e := Evaluation{
		EvaluationKey: EvaluationKey{c.Due.Policy, c.Due.Trigger, c.Due.To}, Round: c.Due.RoundKey, Version: c.Due.Version,
		Panel: c.Due.Panel, Instalment: c.Due.Instalment, Insured: c.Due.Insured, Outcome: NotCovered, On: act.Today, TxID: act.TxID,
	}
	if c.Round.Status == oracle.Final {
		reading := c.Round.Reading
		e.Reading = &reading
	}
	return e
}

// read is what the reading pays or, where there is none, what of the premium is given back. Faults: READING_REFUSED.
func (e Evaluation) read(terms TriggerTerms) (Evaluation, error) {
	var err error
	if e.Reading == nil {
		e.Outcome = PremiumReturned
		e.Paid, err = checked(e.Insured.Premium.Mul(terms.PremiumBack, decimal.Floor))
		return e, err
	}
	e.Outcome = NotPaidOut
	if e.Paid, err = terms.Terms.Payout(*e.Reading, e.Insured); !e.Paid.IsZero() {
		e.Outcome = PaidOut
	}
	return e, err
}

// late is the last day of payment without interest, and the interest from that day on: who lets a payout lie pays for it.
// The amount itself does not depend on when it is paid. Faults: AMOUNT_TOO_LARGE.
func (c Work) late(amount money.Amount, today date.Date) (date.Date, money.Amount, error) {
	service := c.Version.Claims.Service
	payable, err := c.Round.Settled.AddDays(service.Pay)
	if err != nil {
		return payable, money.Amount{}, TermsRefused.New("the time for payment has no end")
	}
	if service.LateRate.IsZero() || !payable.Before(today) {
		return payable, money.Amount{}, nil
	}
	year, err := service.LateCount.Fraction(date.Period{Start: payable, End: today})
	if err != nil {
		return payable, money.Amount{}, fmt.Errorf("late interest: %w", err)
	}
	interest, err := checked(amount.MulRatio(service.LateRate, year, decimal.HalfUp))
	return payable, interest, err
}

// audit compares what the audit found with what the index paid: the better of both counts. Where the audit's sources did
// not answer either, the index stands.
func (c Work) audit(act Act) (Decided, error) {
	if c.Before == nil || c.Before.Audit == nil || c.Before.Audit.Done {
		return Decided{}, StatusRefused.New("no audit of trigger %d of policy %s is open", c.Due.Trigger, c.Due.Policy)
	}
	e, audited := *c.Before, *c.Before.Audit
	audited.Done, audited.On, audited.TxID = true, act.Today, act.TxID
	e.Audit = &audited
	if c.Round.Status == oracle.Failed {
		return Decided{Evaluation: e}, nil
	}
	reading := c.Round.Reading
	audited.Reading = &reading
	if err := c.better(&audited, e, act); err != nil || audited.Added.IsZero() {
		return Decided{Evaluation: e}, err
	}
	e.Outcome = PaidOut
	payment, err := checked(audited.Added.Add(audited.Interest))
	return Decided{Evaluation: e, Payment: payment, Interest: audited.Interest}, err
}

// better adds by how much the audit's reading pays more than the index did.
func (c Work) better(audited *Audited, e Evaluation, act Act) error {
	terms, err := c.Version.Trigger(c.Due.Trigger)
	if err != nil {
		return err
	}
	found, err := terms.Terms.Payout(*audited.Reading, e.Insured)
	if err != nil || found.Cmp(e.Paid) <= 0 {
		return err
	}
	if audited.Added, err = checked(found.Sub(e.Paid)); err != nil {
		return err
	}
	_, audited.Interest, err = c.late(audited.Added, act.Today)
	return err
}
