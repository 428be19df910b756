// SPDX-License-Identifier: Apache-2.0

package date

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// quasiPeriodsMax bounds the notional coupon periods that one interest period may span.
const quasiPeriodsMax = 1200

// actActICMA is ICMA rule 251.1(iii): the days within each coupon period over its length, per year. What
// lies outside the coupon period of the facts is measured by notional periods of the frequency, counted
// back from its start and forward from its end (ISDA memorandum "EMU and market conventions", 1998).
// Each notional date is counted from its neighbour, which shows where a month is too short for the roll
// day and the end-of-month rule does not hold: 30 November, 29 February, 29 May.
func actActICMA(p Period) (decimal.Ratio, error) {
	if p.CouponStart.IsZero() || !p.CouponStart.Before(p.CouponEnd) || p.Frequency.Months() == 0 {
		return decimal.Ratio{}, fmt.Errorf("%w: a coupon period and the frequency", ErrMissingFact)
	}
	total, err := p.within(p.CouponStart, p.CouponEnd)
	if err != nil {
		return decimal.Ratio{}, err
	}
	before, err := p.measure(p.CouponStart, -1)
	if err != nil {
		return decimal.Ratio{}, err
	}
	after, err := p.measure(p.CouponEnd, 1)
	if err != nil {
		return decimal.Ratio{}, err
	}
	if total, err = total.Add(before); err != nil {
		return decimal.Ratio{}, err
	}
	return total.Add(after)
}

// measure sums the notional periods from bound on, in the direction of step, that the period reaches into.
func (p Period) measure(bound Date, step int) (total decimal.Ratio, err error) {
	for range quasiPeriodsMax {
		if step < 0 && !p.Start.Before(bound) || step > 0 && !p.End.After(bound) {
			return total, nil
		}
		next, err := p.notional(bound, step)
		if err != nil {
			return decimal.Ratio{}, err
		}
		part, err := p.within(earlier(bound, next), later(bound, next))
		if err != nil {
			return decimal.Ratio{}, err
		}
		if total, err = total.Add(part); err != nil {
			return decimal.Ratio{}, err
		}
		bound = next
	}
	return decimal.Ratio{}, fmt.Errorf("more than %d coupon periods", quasiPeriodsMax)
}

// notional returns the coupon date one period from bound.
func (p Period) notional(bound Date, step int) (Date, error) {
	if p.EndOfMonth {
		return bound.AddMonthsEndOfMonth(step * p.Frequency.Months())
	}
	return bound.AddMonths(step * p.Frequency.Months())
}

// within returns the days of the period inside a coupon period over its length, per year.
func (p Period) within(couponStart, couponEnd Date) (decimal.Ratio, error) {
	days := later(p.Start, couponStart).DaysUntil(earlier(p.End, couponEnd))
	return ratio(max(days, 0), couponStart.DaysUntil(couponEnd)*p.Frequency.PerYear())
}

func earlier(d, e Date) Date { return Date{day: min(d.day, e.day)} }

func later(d, e Date) Date { return Date{day: max(d.day, e.day)} }
