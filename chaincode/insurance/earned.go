// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
)

// gaps are the times within a period without cover, each between an ending and the reinstatement after it.
func gaps(stack []Transaction) []Period {
	var found []Period
	for k, t := range stack {
		if from, over := end(stack[:k]); over && t.Kind == Reinstate && from.Before(t.Effective) {
			found = append(found, Period{from, t.Effective})
		}
	}
	return found
}

// uncancelled is what was written for a period, without what an ending took off that nothing has undone.
func uncancelled(stack []Transaction) (money.Amount, error) {
	back, err := undone(ended(stack))
	sum := tally{back, err}
	for _, t := range stack {
		sum.add(t.Premium)
	}
	return sum.sum, sum.err
}

// keeps is what a method keeps of a period's premium when cover ends on a day. Days count for as much as what is insured
// on them costs, and days without cover not at all. So premiums are earned as they are charged, whatever was changed when.
func keeps(stack []Transaction, method refund.Terms, day date.Date) (money.Amount, error) {
	premium, err := uncancelled(stack)
	if err != nil {
		return premium, err
	}
	opening := stack[0].span()
	part, err := exposed(stack, opening, day, weigh)
	if err == nil && part.Whole.IsZero() { // what is insured costs nothing
		part, err = exposed(stack, opening, day, lived)
	}
	if err != nil {
		return premium, err
	}
	kept, err := method.KeptOf(premium, opening.From, part)
	return checked(kept, err)
}

// exposed is how much of a period is over on a day, and how much there is of it, by a measure of time with cover.
func exposed(stack []Transaction, period Period, day date.Date, measure func([]span) (decimal.Decimal, error)) (refund.Part, error) {
	var part refund.Part
	var err error
	if part.Whole, err = measure(spans(stack, period)); err != nil || !period.From.Before(day) {
		return part, err
	}
	if day.Before(period.Until) {
		period.Until = day
	}
	part.Over, err = measure(spans(stack, period))
	return part, err
}

// lived counts days.
func lived(spans []span) (decimal.Decimal, error) {
	count := 0
	for _, s := range spans {
		count += s.From.DaysUntil(s.Until)
	}
	return decimal.FromInt64(int64(count)), nil
}

// PremiumAccount is how the premium of a policy stands, without taxes.
type PremiumAccount struct {
	Policy PolicyID  `json:"policy"`
	On     date.Date `json:"on"`
	Known  date.Date `json:"known"`
	// Written is all that was charged, Earned what is for days that are over, and Unearned the rest.
	Written  money.Amount `json:"written"`
	Earned   money.Amount `json:"earned"`
	Unearned money.Amount `json:"unearned"`
	// Paid, less what was given back, Open and Overdue are as of now, whatever day is asked about.
	Paid    money.Amount `json:"paid"`
	Open    money.Amount `json:"open"`
	Overdue money.Amount `json:"overdue"`
}

// Earned splits what is written, as known on a day, into what is earned and unearned as another day begins. When cover has
// ended, all that is written is earned.
func (p Policy) Earned(on, known date.Date) (PremiumAccount, error) {
	account := PremiumAccount{Policy: p.ID, On: on, Known: known}
	p = p.asKnown(known)
	var written, earned tally
	for _, opening := range p.openings() {
		charged, over, err := p.earnedOf(opening, on)
		if err != nil {
			return account, err
		}
		written.add(charged)
		earned.add(over)
	}
	account.Written, account.Earned = written.sum, earned.sum
	unearned, err := checked(account.Written.Sub(account.Earned))
	account.Unearned = unearned
	return account, errors.Join(written.err, earned.err, err)
}

func (p Policy) earnedOf(opening Transaction, on date.Date) (written, earned money.Amount, err error) {
	stack := p.of(opening.Number)
	charge, err := p.written(opening.Number)
	if err != nil {
		return written, earned, err
	}
	if day, over := end(stack); over && !on.Before(day) {
		return charge.Premium, charge.Premium, nil
	}
	earned, err = keeps(stack, refund.Terms{Method: refund.ProRata}, on)
	if err != nil {
		return written, earned, err
	}
	return charge.Premium, earned, nil
}

// asKnown is the policy without what was recorded after a day.
func (p Policy) asKnown(day date.Date) Policy {
	for i, t := range p.Stack {
		if t.Recorded.After(day) {
			p.Stack = p.Stack[:i]
			break
		}
	}
	return p
}

// Standing completes a premium account by what its instalments come to on a day.
func (a PremiumAccount) Standing(instalments []Instalment, today date.Date) (PremiumAccount, error) {
	var paid, open, overdue tally
	for _, i := range instalments {
		switch i.Status {
		case Paid, Returned:
			paid.add(i.Premium)
		case Open:
			open.add(i.Premium)
		}
		if i.Overdue(today) {
			overdue.add(i.Premium)
		}
	}
	a.Paid, a.Open, a.Overdue = paid.sum, open.sum, overdue.sum
	return a, errors.Join(paid.err, open.err, overdue.err)
}
