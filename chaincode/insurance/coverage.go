// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// covered is the sum that counts: what was insured when the period was closed, or what is on any of its days, whichever is
// least; nothing of a policy that was not in force on one of them or was taken up again for them after closing, or whose
// premium was not paid. Faults: TOO_EARLY.
func (c Work) covered(cover CoverCode, act Act) (money.Amount, bool, error) {
	sum, policy := c.Due.Insured.Sum, c.closed()
	if slices.ContainsFunc(policy.Stack, c.revives) {
		return money.Amount{}, false, nil
	}
	for _, day := range c.changes(policy) {
		view, there := policy.InForce(day, act.Today)
		insured, covers := view.Insured(cover)
		if !there || !covers {
			return money.Amount{}, false, nil
		}
		sum = least(insured.Sum, sum)
	}
	paid, err := c.paid(act.Today)
	return sum, paid, err
}

// changes are the first and the last day of the period, and those between them on which what is insured may change.
func (c Work) changes(p Policy) []date.Date {
	spans := make([]Period, len(p.Stack))
	for i, t := range p.Stack {
		spans[i] = t.span()
	}
	return Period{From: c.Due.From, Until: c.Due.To}.cuts(spans)
}

// revives tells whether a transaction takes up cover again for days of the period that was closed: who sees the weather
// does not undo an ending either.
func (c Work) revives(t Transaction) bool {
	return t.Kind == Reinstate && c.afterClosing(t) && !t.Effective.After(c.Due.To) && c.Due.From.Before(t.Until)
}

// closed is the policy as it counts for the period. Closing binds both sides: without endings by the insurer that were
// recorded after it, and without reinstatements that undo nothing else.
func (c Work) closed() Policy {
	p := c.Policy
	p.Stack = nil
	for _, t := range c.Policy.Stack {
		if !c.withdraws(t) && (t.Kind != Reinstate || len(ended(p.of(t.Period))) > 0) {
			p.Stack = append(p.Stack, t)
		}
	}
	return p
}

// withdraws tells whether a transaction is an ending by the insurer that does not count for the period.
func (c Work) withdraws(t Transaction) bool {
	return t.Kind == Cancel && t.Reason == ByInsurer && c.afterClosing(t)
}

// afterClosing tells whether a transaction was recorded when cover for the period had been closed.
func (c Work) afterClosing(t Transaction) bool {
	return t.Recorded.DaysUntil(c.Due.From) < c.Version.Parametric.ClosingDays
}

// paid tells whether the premium of the period is paid: more was paid than was given back, and nothing is owed. What is owed
// and may still be paid is waited for, and what the insurer gave back by an ending that does not count is not looked at.
// Faults: TOO_EARLY, AMOUNT_TOO_LARGE.
func (c Work) paid(today date.Date) (bool, error) {
	period, owed := c.Instalments[0].Period, false
	for _, i := range c.Instalments {
		if i.Period != period || i.Status != Open {
			continue
		}
		if !i.Late(today) {
			return false, TooEarly.New("the premium of policy %s may be paid until %s", c.Policy.ID, i.Grace)
		}
		owed = true
	}
	paid, err := paidOf(slices.DeleteFunc(slices.Clone(c.Instalments), c.withdrawn), period)
	return !owed && paid.Premium.Sign() > 0, err
}

// withdrawn tells whether an instalment is what the insurer gave back by an ending that does not count.
func (c Work) withdrawn(i Instalment) bool {
	return i.Status == Returned && slices.ContainsFunc(c.Policy.of(i.Period), func(t Transaction) bool {
		return c.withdraws(t) && t.Recorded == i.PaidOn
	})
}
