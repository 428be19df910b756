// SPDX-License-Identifier: Apache-2.0

package bond

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// CouponType says what interest a bond bears.
type CouponType string

// The types of coupons.
const (
	// Fixed is one rate for life.
	Fixed CouponType = "FIXED"
	// Floating is a published index and a margin.
	Floating CouponType = "FLOATING"
	// Zero bears no interest: it is issued below what it repays.
	Zero CouponType = "ZERO"
)

// Terms are what a bond promises, per unit of its nominal at issue.
type Terms struct {
	Coupon CouponType `json:"coupon" help:"FIXED, FLOATING or ZERO"`
	// Rate is a fixed bond's rate a year: 0.05 is 5 %.
	Rate decimal.Decimal `json:"rate,omitzero" help:"fixed rate a year, such as 0.05"`
	// Float is how a floating bond's rate is found.
	Float *Float `json:"float,omitempty" help:"index, margin and limits of a floating rate"`
	// Interest is the schedule of the interest periods, from the day interest accrues to the maturity.
	Interest date.Schedule `json:"interest" help:"interest periods: start, end (the maturity), frequency, stub, roll day or end of month"`
	DayCount date.DayCount `json:"dayCount,omitzero" help:"day count of the interest, by ISDA name or ISO 20022 code"`
	// Convention moves payment days to business days of Calendar, and where Adjusted the ends of the periods too.
	Convention date.Convention `json:"convention" help:"how payment days move to business days"`
	Adjusted   bool            `json:"adjusted,omitzero" help:"whether interest periods end on payment days"`
	Calendar   date.Calendar   `json:"calendar" help:"business days of the payment place"`
	// ExDays is how long before a coupon's date the bond goes ex; 0 for never. Gilts count business days, Australian
	// government bonds calendar days.
	ExDays     int  `json:"exDays,omitzero" help:"business days before the coupon on which it goes ex; 0 for never"`
	ExCalendar bool `json:"exCalendar,omitzero" help:"count exDays in calendar days"`
	// RecordDays is how many business days before the payment day the record date is.
	RecordDays int `json:"recordDays,omitzero" help:"business days before the payment on which holders are counted"`
	// Repayments are those of an amortising bond before its maturity; what is left is repaid at maturity.
	Repayments []Repayment `json:"repayments,omitempty" help:"repayments before maturity, in order, on coupon dates"`
	// Callable tells that the issuer may repay early.
	Callable bool `json:"callable,omitzero" help:"whether the issuer may repay early"`
}

// Repayment is a part of the nominal that is repaid on a date.
type Repayment struct {
	Date date.Date `json:"date" help:"unadjusted date of the repayment, a coupon date"`
	// Part is of the nominal at issue.
	Part decimal.Decimal `json:"part" help:"part of the nominal at issue, such as 0.25"`
}

// Bounds of what terms count: the longest ex-coupon periods in use were 37 days, of gilts before 1998.
const (
	daysMax       = 60
	repaymentsMax = date.PeriodsMax
	partScaleMax  = 12
)

// Maturity is the unadjusted day on which the rest of the nominal is repaid.
func (t Terms) Maturity() date.Date { return t.Interest.End }

// Validate refuses terms that contradict themselves, so that every other method has an answer.
func (t Terms) Validate() error {
	if t.ExDays < 0 || t.ExDays > daysMax || t.RecordDays < 0 || t.RecordDays > daysMax {
		return fmt.Errorf("exDays and recordDays are from 0 to %d", daysMax)
	}
	if t.ExCalendar && t.ExDays == 0 {
		return errors.New("exCalendar without exDays")
	}
	if t.Convention.String() == "" {
		return date.ErrConvention
	}
	if t.Adjusted && t.Convention == date.Unadjusted {
		return errors.New("adjusted periods need a business day convention")
	}
	if t.Interest.Start.IsZero() || !t.Interest.Start.Before(t.Interest.End) {
		return errors.New("interest ends before it begins")
	}
	if err := errors.Join(t.covers(), t.validateCoupon()); err != nil {
		return err
	}
	return t.validatePeriods()
}

// covers refuses a calendar that ends before the bond does.
func (t Terms) covers() error {
	from, to := t.Calendar.Span()
	if from.IsZero() || t.Interest.Start.Before(from) || t.Maturity().After(to) {
		return errors.New("the calendar does not cover the life of the bond")
	}
	return nil
}

func (t Terms) validateCoupon() error {
	switch {
	case t.Coupon == Fixed && t.Rate.Sign() > 0 && t.Rate.Cmp(decimal.FromInt64(1)) < 0 && t.Float == nil:
		return nil
	case t.Coupon == Zero && t.Rate.IsZero() && t.Float == nil && len(t.Repayments) == 0:
		return nil
	case t.Coupon == Floating && t.Rate.IsZero() && t.Float != nil:
		return t.Float.validate()
	}
	return fmt.Errorf("coupon %q is not FIXED with a rate between 0 and 1, FLOATING with an index, or ZERO with neither nor repayments",
		string(t.Coupon))
}

// validatePeriods has the coupons computed once, so that they can be whenever they are asked for.
func (t Terms) validatePeriods() error {
	if t.Coupon == Zero {
		return nil
	}
	if t.DayCount.String() == "" {
		return date.ErrDayCount
	}
	dates, err := t.Interest.Dates()
	if err != nil {
		return err
	}
	if err := t.validateRepayments(dates); err != nil {
		return err
	}
	_, err = t.Coupons()
	return err
}

// validateRepayments wants ascending coupon dates before maturity, and something left for it.
func (t Terms) validateRepayments(dates []date.Date) error {
	if len(t.Repayments) > repaymentsMax {
		return fmt.Errorf("more than %d repayments", repaymentsMax)
	}
	left, at := decimal.FromInt64(1), 1
	for _, repayment := range t.Repayments {
		for at < len(dates)-1 && dates[at].Before(repayment.Date) {
			at++
		}
		if at >= len(dates)-1 || dates[at] != repayment.Date {
			return fmt.Errorf("repayments ascend on coupon dates before maturity, %s is none", repayment.Date)
		}
		at++
		rest, err := left.Sub(repayment.Part)
		if err != nil || repayment.Part.Sign() <= 0 || repayment.Part.Scale() > partScaleMax || rest.Sign() <= 0 {
			return fmt.Errorf("repayment on %s is not above zero with at most %d decimal places, or leaves nothing for maturity",
				repayment.Date, partScaleMax)
		}
		left = rest
	}
	return nil
}

// Factor is the part of the nominal at issue that is outstanding after the payments of a day: the pool factor.
func (t Terms) Factor(on date.Date) (decimal.Decimal, error) {
	if !on.Before(t.Maturity()) {
		return decimal.Decimal{}, nil
	}
	left := decimal.FromInt64(1)
	for _, repayment := range t.Repayments {
		if repayment.Date.After(on) {
			break
		}
		var err error
		if left, err = left.Sub(repayment.Part); err != nil {
			return left, err
		}
	}
	return left, nil
}
