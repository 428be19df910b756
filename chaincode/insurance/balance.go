// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// retarget is what is to be written for a period whose premium changes to an amount. What is added is taxed as of a day;
// what falls takes commission and taxes with it in proportion, but for what the product says that is not given back once
// it is paid.
func (t ProductTerms) retarget(written, paid Charge, premium money.Amount, part decimal.Decimal, day date.Date) (Charge, error) {
	more, err := checked(premium.Sub(written.Premium))
	if err != nil {
		return Charge{}, err
	}
	if more.Sign() < 0 {
		return t.lowered(written, paid, premium, day)
	}
	added, err := t.charge(more, part, day)
	if err != nil {
		return Charge{}, err
	}
	return written.Add(added)
}

// lowered is a charge whose premium falls to an amount.
func (t ProductTerms) lowered(written, paid Charge, premium money.Amount, day date.Date) (Charge, error) {
	target, err := written.each(Charge{}, func(a, _ money.Amount) (money.Amount, error) {
		return proportion(a, premium, written.Premium)
	})
	if err != nil {
		return Charge{}, err
	}
	if !t.CommissionReturned {
		target.Commission = most(target.Commission, paid.Commission)
	}
	for i, tax := range t.TaxesOn(day) {
		if tax.Kept && i < len(target.Taxes) {
			target.Taxes[i] = most(target.Taxes[i], at(paid.Taxes, i))
		}
	}
	return target, nil
}

func most(a, b money.Amount) money.Amount {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func least(a, b money.Amount) money.Amount {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// balance is what follows from what is paid of a period and what is to be written for it.
type balance struct {
	// written is the target, but for units that rounding would have flow the other way.
	written Charge
	// open is still owed, refund is given back; one of them is nothing.
	open, refund Charge
}

// balanced compares premiums: if more is written than paid the rest is owed, if less the rest is given back, and
// commission and taxes go the same way or not at all. Paid, open and less refund add up to written, exactly.
func balanced(paid, target Charge) (balance, error) {
	var b balance
	flow, err := target.Sub(paid)
	if err != nil {
		return b, err
	}
	if flow.Premium.Sign() > 0 {
		b.open = flow.oneWay()
		b.written, err = paid.Add(b.open)
		return b, err
	}
	if flow.Premium.Sign() < 0 {
		b.refund = flow.Neg().oneWay()
	}
	b.written, err = paid.Sub(b.refund)
	return b, err
}

// oneWay leaves out members below zero, and commission beyond the premium.
func (c Charge) oneWay() Charge {
	after := Charge{Premium: c.Premium, Commission: least(most(c.Commission, money.Amount{}), c.Premium)}
	for _, tax := range c.Taxes {
		after.Taxes = append(after.Taxes, most(tax, money.Amount{}))
	}
	return after
}

// paidOf is what is paid of a period, less what was given back.
func paidOf(instalments []Instalment, period int) (Charge, error) {
	var sum Charge
	for _, i := range instalments {
		if i.Period == period && (i.Status == Paid || i.Status == Returned) {
			var err error
			if sum, err = sum.Add(i.Charge); err != nil {
				return sum, err
			}
		}
	}
	return sum, nil
}

// plan is how the instalments of a period are made anew after a change.
type plan struct {
	period int
	// due is when a new instalment is due, where no old one is kept.
	due   date.Date
	grace int
	today date.Date
	// keep names the unpaid instalments over which what is owed is spread; the others are void.
	keep func(Instalment) bool
}

// rebalance makes the instalments of a period anew: what is owed is spread over the unpaid ones that the plan keeps, in
// the weights of their premiums, or is one new instalment; what is given back is one of its own. It answers the
// instalments that changed, new ones last.
func (p Policy) rebalance(instalments []Instalment, b balance, plan plan) (Policy, []Instalment, error) {
	changed, kept := plan.sort(instalments, b.open)
	p, kept, err := p.owe(kept, b.open, plan)
	if err != nil {
		return p, nil, err
	}
	changed = append(changed, kept...)
	if b.refund.IsZero() {
		return p, changed, nil
	}
	p, back, err := p.add(plan.period, plan.today)
	if err != nil {
		return p, nil, err
	}
	back.Charge = b.refund.Neg()
	return p, append(changed, back.paid(Returned, plan.today)), nil
}

// sort finds the unpaid instalments that are void from now on, and those that are kept.
func (l plan) sort(instalments []Instalment, open Charge) (voided, kept []Instalment) {
	for _, i := range instalments {
		switch {
		case i.Period != l.period || i.Status == Paid || i.Status == Returned:
		case l.keep(i) && i.Premium.Sign() > 0 && !open.IsZero():
			kept = append(kept, i)
		case i.Status == Open:
			i.Status = Void
			voided = append(voided, i)
		}
	}
	return voided, kept
}

// owe spreads what is owed over instalments, or makes one of it.
func (p Policy) owe(kept []Instalment, open Charge, plan plan) (Policy, []Instalment, error) {
	if open.IsZero() {
		return p, nil, nil
	}
	if len(kept) == 0 {
		var added Instalment
		var err error
		if p, added, err = p.add(plan.period, plan.due); err != nil {
			return p, nil, err
		}
		added.Premium = open.Premium
		kept = []Instalment{added}
	}
	kept, err := spreadOver(kept, open, plan.grace)
	return p, kept, err
}

// spreadOver spreads what is owed over instalments, in the weights of their premiums.
func spreadOver(kept []Instalment, open Charge, grace int) ([]Instalment, error) {
	weights := make([]int64, len(kept))
	for k, i := range kept {
		weights[k] = i.Premium.Minor()
	}
	parts, err := open.spread(weights)
	if err != nil {
		return nil, err
	}
	for k, part := range parts {
		if kept[k], err = kept[k].owing(part, grace); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// owing is the instalment with another charge; one of nothing is void.
func (i Instalment) owing(charge Charge, grace int) (Instalment, error) {
	var err error
	if i.Grace, err = i.Due.AddDays(grace); err != nil {
		return i, TermsRefused.New("grace from %s ends beyond all dates", i.Due)
	}
	if charge.IsZero() {
		i.Status = Void
		return i, nil
	}
	i.Charge, i.Status = charge, Open
	return i, nil
}

// add is the policy's next instalment. Faults: STACK_FULL.
func (p Policy) add(period int, due date.Date) (Policy, Instalment, error) {
	if p.Instalments >= InstalmentsOfPolicy {
		return p, Instalment{}, StackFull.New("policy %s has %d instalments", p.ID, p.Instalments)
	}
	p.Instalments++
	key := InstalmentKey{Policy: p.ID, Number: p.Instalments}
	return p, Instalment{InstalmentKey: key, Period: period, Due: due, Status: Open, Bill: p.bill(period)}, nil
}

// schedule spreads a period's charge over equal instalments, the first due some days after the period begins and each
// following a part of the term later.
func (p Policy) schedule(t ProductTerms, period int, from date.Date, charge Charge, number int) (Policy, []Instalment, error) {
	parts, err := charge.spread(slices.Repeat([]int64{1}, number))
	if err != nil {
		return p, nil, err
	}
	made := make([]Instalment, number)
	for k, part := range parts {
		due, err := t.due(from, k, number)
		if err != nil {
			return p, nil, err
		}
		if p, made[k], err = p.add(period, due); err != nil {
			return p, nil, err
		}
		if made[k], err = made[k].owing(part, t.GraceDays); err != nil {
			return p, nil, err
		}
	}
	return p, made, nil
}

// due is when an instalment of a period is due, the first being number 0.
func (t ProductTerms) due(from date.Date, k, number int) (date.Date, error) {
	due, err := from.AddMonths(k * t.TermMonths / number)
	if err == nil {
		due, err = due.AddDays(t.FirstDueDays)
	}
	if err != nil {
		return due, TermsRefused.New("instalment %d would be due beyond all dates", k+1)
	}
	return due, nil
}
