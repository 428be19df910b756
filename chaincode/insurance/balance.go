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
	if more.Sign() >= 0 {
		added, err := t.charge(more, part, day)
		if err != nil {
			return Charge{}, err
		}
		return written.Add(added)
	}
	target := Charge{Premium: premium}
	if target.Commission, err = proportion(written.Commission, premium, written.Premium); err != nil {
		return Charge{}, err
	}
	if !t.CommissionReturned {
		target.Commission = most(target.Commission, paid.Commission)
	}
	for i, tax := range t.TaxesOn(day) {
		share, err := proportion(at(written.Taxes, i), premium, written.Premium)
		if err != nil {
			return Charge{}, err
		}
		if tax.Kept {
			share = most(share, at(paid.Taxes, i))
		}
		target.Taxes = append(target.Taxes, share)
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
	switch flow.Premium.Sign() {
	case 1:
		b.open, err = flow.oneWay()
	case -1:
		b.refund, err = flow.Neg().oneWay()
	}
	if err != nil {
		return b, err
	}
	if b.written, err = paid.Add(b.open); err != nil {
		return b, err
	}
	b.written, err = b.written.Sub(b.refund)
	return b, err
}

// oneWay leaves out members below zero, and commission beyond the premium.
func (c Charge) oneWay() (Charge, error) {
	c, err := c.each(Charge{}, func(a, _ money.Amount) (money.Amount, error) { return most(a, money.Amount{}), nil })
	c.Commission = least(c.Commission, c.Premium)
	return c, err
}

// paidOf and openOf add up what is paid of a period, and what is owed and not paid.
func paidOf(instalments []Instalment, period int) (Charge, error) {
	return sumOf(instalments, period, Paid)
}
func openOf(instalments []Instalment, period int) (Charge, error) {
	return sumOf(instalments, period, Open)
}

func sumOf(instalments []Instalment, period int, status InstalmentStatus) (Charge, error) {
	var sum Charge
	for _, i := range instalments {
		if i.Period == period && i.Status == status {
			var err error
			if sum, err = sum.Add(i.Charge); err != nil {
				return sum, err
			}
		}
	}
	return sum, nil
}

// respread spreads what is owed of a period over those of its instalments that the filter names, in the weights of their
// premiums, and voids the period's other unpaid ones. Without any it is one new instalment, due on a day. It answers the
// instalments that changed, new ones last.
func (p Policy) respread(instalments []Instalment, period int, open Charge, due date.Date, grace int, keep func(Instalment) bool) (Policy, []Instalment, error) {
	var kept, changed []Instalment
	var weights []int64
	for _, i := range instalments {
		switch {
		case i.Period != period || i.Status == Paid:
		case keep(i) && i.Premium.Sign() > 0 && !open.IsZero():
			kept, weights = append(kept, i), append(weights, i.Premium.Minor())
		case i.Status == Open:
			i.Status = Void
			changed = append(changed, i)
		}
	}
	if len(kept) == 0 && !open.IsZero() {
		added, err := p.add(period, due)
		if err != nil {
			return p, nil, err
		}
		p.Instalments++
		kept, weights = []Instalment{added}, []int64{1}
	}
	if len(kept) == 0 {
		return p, changed, nil
	}
	parts, err := open.spread(weights)
	if err != nil {
		return p, nil, err
	}
	for i, part := range parts {
		if part.IsZero() {
			kept[i].Status = Void
			continue
		}
		kept[i].Charge, kept[i].Status = part, Open
		if kept[i].Grace, err = kept[i].Due.AddDays(grace); err != nil {
			return p, nil, TermsRefused.New("grace from %s ends beyond all dates", kept[i].Due)
		}
	}
	return p, append(changed, kept...), nil
}

// add is the policy's next instalment. Faults: STACK_FULL.
func (p Policy) add(period int, due date.Date) (Instalment, error) {
	if p.Instalments >= InstalmentsOfPolicy {
		return Instalment{}, StackFull.New("policy %s has %d instalments", p.ID, p.Instalments)
	}
	return Instalment{InstalmentKey: InstalmentKey{Policy: p.ID, Number: p.Instalments + 1}, Period: period, Due: due, Status: Open}, nil
}

// schedule spreads a period's charge over equal instalments, the first due some days after the period begins and each
// following a part of the term later.
func (p Policy) schedule(t ProductTerms, period int, from date.Date, charge Charge, number int) (Policy, []Instalment, error) {
	weights := slices.Repeat([]int64{1}, number)
	parts, err := charge.spread(weights)
	if err != nil {
		return p, nil, err
	}
	var made []Instalment
	for k, part := range parts {
		due, err := from.AddMonths(k * t.TermMonths / number)
		if err == nil {
			due, err = due.AddDays(t.FirstDueDays)
		}
		if err != nil {
			return p, nil, TermsRefused.New("instalment %d would be due beyond all dates", k+1)
		}
		added, err := p.add(period, due)
		if err != nil {
			return p, nil, err
		}
		p.Instalments++
		added.Charge = part
		if part.IsZero() {
			added.Status = Void
		}
		if added.Grace, err = due.AddDays(t.GraceDays); err != nil {
			return p, nil, TermsRefused.New("grace from %s ends beyond all dates", due)
		}
		made = append(made, added)
	}
	return p, made, nil
}
