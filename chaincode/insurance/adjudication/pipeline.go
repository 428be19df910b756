// SPDX-License-Identifier: Apache-2.0

package adjudication

import (
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Step is a place in the order.
type Step string

// The steps, in the order that they have without flags; the package comment tells what each does.
const (
	Loss         Step = "LOSS"
	ByBenefit    Step = "BENEFIT"
	ByStage      Step = "STAGED"
	Credits      Step = "CREDITS"
	Sublimit     Step = "SUBLIMIT"
	Average      Step = "AVERAGE"
	Deduct       Step = "DEDUCTIBLE"
	Coinsurance  Step = "COINSURANCE"
	OutOfPocket  Step = "OUT_OF_POCKET"
	Limit        Step = "LIMIT"
	Aggregate    Step = "AGGREGATE"
	Contribution Step = "CONTRIBUTION"
	Prior        Step = "PRIOR"
)

// Facts are what is known of a loss besides the terms, in minor units of the policy's currency.
type Facts struct {
	// Loss is the loss as adjusted.
	Loss money.Amount `json:"loss"`
	// Credits are salvage that the insured keeps and other credits.
	Credits money.Amount `json:"credits,omitzero"`
	// SumInsured and Value are those of what was lost, Value at the time of the loss.
	SumInsured money.Amount `json:"sumInsured,omitzero"`
	Value      money.Amount `json:"value,omitzero"`
	// Units are the units of time over which the loss fell, or for which a benefit is claimed.
	Units int `json:"units,omitzero"`
	// Others is what other insurers bear of this loss.
	Others money.Amount `json:"others,omitzero"`
	// Prior is what was paid on it before.
	Prior money.Amount `json:"prior,omitzero"`
}

// Validate refuses facts below zero. Faults: LOSS_FACTS.
func (f Facts) Validate() error {
	for _, amount := range []money.Amount{f.Loss, f.Credits, f.SumInsured, f.Value, f.Others, f.Prior} {
		if amount.Sign() < 0 {
			return FactsRefused.New("no fact of a loss is below zero")
		}
	}
	if f.Units < 0 || f.Units > unitsMax {
		return FactsRefused.New("units are 0 to %d", unitsMax)
	}
	return nil
}

// Accumulator is what claims of one period used together.
type Accumulator struct {
	// Deductible is what the insured bore of a deductible that counts over the period.
	Deductible money.Amount `json:"deductible,omitzero"`
	// OutOfPocket is what the insured bore by deductibles and coinsurance.
	OutOfPocket money.Amount `json:"outOfPocket,omitzero"`
	// Limit is what is payable or was paid under the aggregate limit.
	Limit money.Amount `json:"limit,omitzero"`
	// Events is the number of losses.
	Events int `json:"events,omitzero"`
}

// Add is the accumulator after a claim.
func (a Accumulator) Add(use Accumulator) (Accumulator, error) {
	var err error
	for _, sum := range []struct {
		to   *money.Amount
		more money.Amount
	}{{&a.Deductible, use.Deductible}, {&a.OutOfPocket, use.OutOfPocket}, {&a.Limit, use.Limit}} {
		if *sum.to, err = sum.to.Add(sum.more); err != nil {
			return a, err
		}
	}
	a.Events += use.Events
	return a, nil
}

// GiveBack is the accumulator without a claim that used part of it.
func (a Accumulator) GiveBack(use Accumulator) Accumulator {
	return Accumulator{
		Deductible: left(a.Deductible, use.Deductible), OutOfPocket: left(a.OutOfPocket, use.OutOfPocket),
		Limit: left(a.Limit, use.Limit), Events: max(0, a.Events-use.Events),
	}
}

// Entry is a step as it was carried out.
type Entry struct {
	Number int  `json:"number"`
	Step   Step `json:"step"`
	// Kind is that of a deductible.
	Kind   DeductibleKind `json:"kind,omitzero"`
	Clause Clause         `json:"clause,omitzero"`
	// Before and After are the amount when the step began and when it ended, in minor units.
	Before money.Amount `json:"before"`
	After  money.Amount `json:"after"`
}

// Result is what comes of a loss.
type Result struct {
	// Payable is what the insurer owes in all, Due what of it was not paid before.
	Payable money.Amount `json:"payable"`
	Due     money.Amount `json:"due"`
	// Use is what the claim takes of the period's accumulators.
	Use   Accumulator `json:"use,omitzero"`
	Trace []Entry     `json:"trace"`
}

// Order is the order in which the terms' steps are carried out.
func (t Terms) Order() []Step {
	order := []Step{Credits, Sublimit}
	if t.AverageBeforeDeductible {
		order = append(order, Average)
	}
	if t.DeductibleErodesLimit {
		order = append(order, Limit)
	}
	order = append(order, Deduct)
	if !t.AverageBeforeDeductible {
		order = append(order, Average)
	}
	order = append(order, Coinsurance, OutOfPocket)
	if !t.DeductibleErodesLimit {
		order = append(order, Limit)
	}
	return append(order, Aggregate, Contribution)
}

// Adjudicate carries a loss through the terms. used is what claims of the period before it have used.
// Faults: LOSS_FACTS.
func (t Terms) Adjudicate(f Facts, used Accumulator, mode decimal.Rounding) (Result, error) {
	if err := f.Validate(); err != nil {
		return Result{}, err
	}
	r := run{terms: t, facts: f, used: used, mode: mode}
	if err := r.begin(); err != nil {
		return Result{}, err
	}
	for _, step := range t.Order() {
		if err := r.carryOut(step); err != nil {
			return Result{}, err
		}
	}
	result := Result{Payable: r.amount, Use: r.use}
	if f.Prior.Sign() > 0 {
		r.to(Prior, "", left(r.amount, f.Prior))
	}
	result.Due, result.Trace = r.amount, r.trace
	return result, nil
}

// run is a loss on its way.
type run struct {
	terms  Terms
	facts  Facts
	used   Accumulator
	mode   decimal.Rounding
	amount money.Amount
	// borne is what the insured bears by deductibles and coinsurance.
	borne money.Amount
	use   Accumulator
	trace []Entry
}

// to ends a step with an amount.
func (r *run) to(step Step, clause Clause, after money.Amount) {
	r.trace = append(r.trace, Entry{Number: len(r.trace) + 1, Step: step, Clause: clause, Before: r.amount, After: after})
	r.amount = after
}

// bear ends a step of which the insured bears the difference.
func (r *run) bear(step Step, clause Clause, bears money.Amount) {
	r.to(step, clause, left(r.amount, bears))
	r.borne = money.MustAmount(r.borne.Minor() + bears.Minor())
}
