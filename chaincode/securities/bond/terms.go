// SPDX-License-Identifier: Apache-2.0

package bond

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CouponType says what interest a bond bears.
type CouponType string

// The types of coupons.
const (
	// Fixed is one rate for life.
	Fixed CouponType = "FIXED"
	// Floating is the published fixing of an index and a margin.
	Floating CouponType = "FLOATING"
	// Zero bears no interest: it is issued below what it repays.
	Zero CouponType = "ZERO"
)

// Repayment is a part of the nominal that is repaid on a date.
type Repayment struct {
	Date date.Date `json:"date" help:"unadjusted date of the repayment"`
	// Part is of the nominal at issue.
	Part decimal.Decimal `json:"part" help:"part of the nominal at issue, such as 0.25"`
}

// Terms are what a bond promises.
type Terms struct {
	Coupon CouponType `json:"coupon" help:"FIXED, FLOATING or ZERO"`
	// Rate is a fixed bond's rate a year: 0.05 is 5 %.
	Rate decimal.Decimal `json:"rate,omitzero" help:"fixed rate a year, such as 0.05"`
	// Index is what a floating bond's rate is fixed by, and Margin what is added to it.
	Index  string          `json:"index,omitzero" help:"index of a floating rate, such as EURIBOR-3M"`
	Margin decimal.Decimal `json:"margin,omitzero" help:"what is added to the index"`
	// Floor is the lowest rate of a floating bond.
	Floor decimal.Decimal `json:"floor,omitzero" help:"lowest floating rate"`
	// Interest is the schedule of the interest periods, from the day interest accrues to the maturity.
	Interest   date.Schedule   `json:"interest" help:"interest periods: start, end (the maturity), frequency, stub, roll day or end of month"`
	DayCount   date.DayCount   `json:"dayCount,omitzero" help:"day count of the interest"`
	Convention date.Convention `json:"convention" help:"how payment days move to business days"`
	// Calendar is the business days by which payment days move, and ex-dividend days count.
	Calendar date.Calendar `json:"calendar" help:"business days of the payment place"`
	// ExDays is how many business days before a coupon the bond goes ex; 0 for never.
	ExDays int `json:"exDays,omitzero" help:"business days before the coupon on which it goes ex"`
	// RecordDays is how many business days before the payment day the record date is.
	RecordDays int `json:"recordDays,omitzero" help:"business days before the payment on which holders are counted"`
	// Repayments are those of an amortising bond before its maturity; what is left is repaid at maturity.
	Repayments []Repayment `json:"repayments,omitempty" help:"repayments before maturity, in order"`
	// Callable tells that the issuer may repay early.
	Callable bool `json:"callable,omitzero" help:"whether the issuer may repay early"`
}

// Maturity is the unadjusted day on which the rest of the nominal is repaid.
func (t Terms) Maturity() date.Date { return t.Interest.End }

// Validate refuses terms that contradict themselves.
func (t Terms) Validate() error {
	if t.ExDays < 0 || t.ExDays > 31 || t.RecordDays < 0 || t.RecordDays > 31 {
		return errors.New("exDays and recordDays are from 0 to 31")
	}
	if t.Convention.String() == "" {
		return date.ErrConvention
	}
	if err := t.covers(); err != nil {
		return err
	}
	return errors.Join(t.validateCoupon(), t.validateSchedule(), t.validateRepayments())
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
	floating := t.Index != "" || !t.Margin.IsZero() || !t.Floor.IsZero()
	switch {
	case t.Coupon == Fixed && t.Rate.Sign() > 0 && !floating:
		return nil
	case t.Coupon == Zero && t.Rate.IsZero() && !floating:
		return nil
	case t.Coupon == Floating && t.Rate.IsZero() && t.Index != "":
		return protocol.ValidateName("index", t.Index)
	default:
		return fmt.Errorf("coupon %q is not FIXED with a rate above zero, FLOATING with an index, or ZERO with neither", string(t.Coupon))
	}
}

func (t Terms) validateSchedule() error {
	if t.Interest.Start.IsZero() || !t.Interest.Start.Before(t.Interest.End) {
		return errors.New("interest ends before it begins")
	}
	if t.Coupon == Zero {
		return nil
	}
	if t.DayCount.String() == "" {
		return errors.New("dayCount is missing")
	}
	_, err := t.Interest.Dates()
	return err
}

// validateRepayments refuses parts that are not in order within the life, or that leave nothing for the maturity.
func (t Terms) validateRepayments() error {
	left, last := decimal.FromInt64(1), t.Interest.Start
	for _, repayment := range t.Repayments {
		if !last.Before(repayment.Date) || !repayment.Date.Before(t.Maturity()) || repayment.Part.Sign() <= 0 {
			return errors.New("repayments are above zero, in order, and between start and maturity")
		}
		rest, err := left.Sub(repayment.Part)
		if err != nil || rest.Sign() <= 0 {
			return errors.New("repayments leave nothing for the maturity")
		}
		left, last = rest, repayment.Date
	}
	return nil
}
