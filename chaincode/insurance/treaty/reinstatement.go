// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Period is the days of a treaty, from the first to the last.
type Period struct {
	From date.Date `json:"from" help:"first day"`
	To   date.Date `json:"to" help:"last day"`
}

// Validate refuses an empty period.
func (p Period) Validate() error {
	return needs(!p.From.IsZero() && !p.To.IsZero() && !p.To.Before(p.From), "a period needs from and to, in this order")
}

// Has tells whether a day is in the period.
func (p Period) Has(day date.Date) bool { return !day.Before(p.From) && !day.After(p.To) }

// Days is the length of the period.
func (p Period) Days() int { return p.From.DaysUntil(p.To) + 1 }

// left is how many days of the period begin with a day, that day included; all of them before it begins.
func (p Period) left(day date.Date) int {
	return min(max(day.DaysUntil(p.To)+1, 0), p.Days())
}

// Once is the limit that a reinstatement restores; false for terms without.
func (t Terms) Once() (money.Amount, bool) {
	if t.Kind == PerRisk {
		return t.Risk.Bears()
	}
	return t.Occurrence.Bears()
}

func (t Terms) reinstated() error {
	if len(t.Reinstatements) == 0 {
		return nil
	}
	if len(t.Reinstatements) > ReinstatementsMax || t.Kind != PerRisk && t.Kind != Catastrophe {
		return fmt.Errorf("up to %d reinstatements may be agreed for an excess of loss, and for nothing else", ReinstatementsMax)
	}
	once, limited := t.Once()
	if !limited || !t.Aggregate.Limit.IsZero() {
		return errors.New("reinstatements need a limit to restore, and the aggregate limit follows from them")
	}
	if _, err := once.Mul(decimal.FromInt64(int64(1+len(t.Reinstatements))), decimal.Down); err != nil {
		return fmt.Errorf("aggregate limit: %w", err)
	}
	for _, one := range t.Reinstatements {
		if one.Rate.Sign() < 0 || one.Rate.Cmp(decimal.FromInt64(10)) > 0 || one.Rate.Scale() > SharePlaces {
			return fmt.Errorf("rate of a reinstatement must be 0 to 10, with at most %d decimal places", SharePlaces)
		}
	}
	return nil
}

// AnnualLimit is the most that the treaty bears in its period, before the placed share; false when there is none.
func (t Terms) AnnualLimit() (money.Amount, bool) {
	if once, limited := t.Once(); limited && len(t.Reinstatements) > 0 {
		return money.MustAmount(once.Minor() * int64(1+len(t.Reinstatements))), true
	}
	return t.Aggregate.Limit, t.Aggregate.Limit.Sign() > 0
}

// Burn is how much of a layer a loss used up, before the placed share, and when the loss happened.
type Burn struct {
	Occurred date.Date
	Amount   money.Amount
}

// ReinstatementPremium is what the restoring of the limit costs, of the placed share: for each reinstatement the part of
// the limit that it restores, times its rate, times the premium of the whole layer and, where agreed, times the days that
// are left of the period from the day of the loss on. Burns come in the order of attribution. Rounded half up, once.
func (t Terms) ReinstatementPremium(premium money.Amount, period Period, burns []Burn) (money.Amount, error) {
	once, limited := t.Once()
	if !limited || len(t.Reinstatements) == 0 {
		return money.Amount{}, nil
	}
	weighed, err := t.weigh(once.Minor(), period, burns)
	if err != nil {
		return money.Amount{}, err
	}
	placed, err := premium.Decimal().Mul(t.PlacedShare)
	if err != nil {
		return money.Amount{}, fmt.Errorf("placed premium: %w", err)
	}
	whole, err := once.Decimal().Mul(decimal.FromInt64(int64(period.Days())))
	if err != nil {
		return money.Amount{}, fmt.Errorf("limit and days: %w", err)
	}
	return quotient(weighed, placed, whole)
}

// quotient is a × b ÷ c in minor units, rounded half up, once.
func quotient(a, b, c decimal.Decimal) (money.Amount, error) {
	due, err := a.MulQuo(b, c, 0, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, fmt.Errorf("reinstatement premium: %w", err)
	}
	minor, err := due.Int64()
	if err != nil {
		return money.Amount{}, fmt.Errorf("reinstatement premium: %w", err)
	}
	return money.NewAmount(minor)
}

// weigh adds up amount × rate × days of what is restored.
func (t Terms) weigh(once int64, period Period, burns []Burn) (decimal.Decimal, error) {
	var sum decimal.Decimal
	used := int64(0)
	for _, burn := range burns {
		before := used
		used += burn.Amount.Minor()
		for i, one := range t.Reinstatements {
			restored := Layer{Attachment: money.MustAmount(once * int64(i)), Limit: money.MustAmount(once), LimitIs: Width}
			weight, err := one.weight(restored.of(used)-restored.of(before), period, burn.Occurred)
			if err == nil {
				sum, err = sum.Add(weight)
			}
			if err != nil {
				return sum, fmt.Errorf("reinstatement premium: %w", err)
			}
		}
	}
	return sum, nil
}

// weight is a restored amount times rate and days.
func (one Reinstatement) weight(restored int64, period Period, occurred date.Date) (decimal.Decimal, error) {
	days := period.Days()
	if one.ProRataTime {
		days = period.left(occurred)
	}
	weight, err := decimal.FromInt64(restored).Mul(one.Rate)
	if err != nil {
		return weight, err
	}
	return weight.Mul(decimal.FromInt64(int64(days)))
}
