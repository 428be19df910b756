// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
)

// accrual is a premium that is earned evenly over a time.
type accrual struct {
	Period
	premium money.Amount
}

// earning are the premiums of a period's stack that are earned as days go by: what was charged for a period and for
// changes of it, less what days without cover would have cost.
func earning(stack []Transaction) ([]accrual, error) {
	var all []accrual
	var undone money.Amount
	var gap date.Date
	for _, t := range stack {
		var err error
		switch t.Kind {
		case Cancel, Lapse:
			if undone, err = checked(undone.Add(t.Premium)); err != nil {
				return nil, err
			}
			if gap.IsZero() || t.Effective.Before(gap) {
				gap = t.Effective
			}
		case Reinstate:
			// What the reinstatement charges less than the endings took off is the price of the gap.
			price, err := checked(undone.Add(t.Premium))
			if err != nil {
				return nil, err
			}
			if gap.Before(t.Effective) {
				all = append(all, accrual{Period{gap, t.Effective}, price})
			}
			undone, gap = money.Amount{}, date.Date{}
		default:
			all = append(all, accrual{t.span(), t.Premium})
		}
	}
	return all, nil
}

// earned is what of the accrual is earned as a day begins.
func (a accrual) earned(day date.Date) (money.Amount, error) {
	return refund.Terms{Method: refund.ProRata}.Kept(a.premium, refund.Cover{From: a.From, Until: a.Until}, day)
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
	// Paid, Open and Overdue are as of now, whatever day is asked about.
	Paid    money.Amount `json:"paid"`
	Open    money.Amount `json:"open"`
	Overdue money.Amount `json:"overdue"`
}

// Earned splits what is written, as known on a day, into what is earned and unearned as another day begins. When cover has
// ended, all that is written is earned.
func (p Policy) Earned(on, known date.Date) (PremiumAccount, error) {
	account := PremiumAccount{Policy: p.ID, On: on, Known: known}
	p = p.asKnown(known)
	for _, opening := range p.Stack {
		if opening.Number != opening.Period {
			continue
		}
		written, earned, err := p.earnedOf(opening, on)
		if err != nil {
			return account, err
		}
		if account.Written, err = checked(account.Written.Add(written)); err != nil {
			return account, err
		}
		if account.Earned, err = checked(account.Earned.Add(earned)); err != nil {
			return account, err
		}
	}
	var err error
	account.Unearned, err = checked(account.Written.Sub(account.Earned))
	return account, err
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
	accruals, err := earning(stack)
	if err != nil {
		return written, earned, err
	}
	for _, a := range accruals {
		part, err := a.earned(on)
		if err != nil {
			return written, earned, err
		}
		if earned, err = checked(earned.Add(part)); err != nil {
			return written, earned, err
		}
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
	for _, i := range instalments {
		var err error
		switch i.Status {
		case Paid:
			a.Paid, err = checked(a.Paid.Add(i.Premium))
		case Open:
			a.Open, err = checked(a.Open.Add(i.Premium))
		}
		if err == nil && i.Overdue(today) {
			a.Overdue, err = checked(a.Overdue.Add(i.Premium))
		}
		if err != nil {
			return a, err
		}
	}
	return a, nil
}
