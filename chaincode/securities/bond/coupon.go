// SPDX-License-Identifier: Apache-2.0

package bond

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// ErrNoCoupon refuses a coupon that the bond does not have, or a day on which none accrues.
var ErrNoCoupon = errors.New("no such coupon")

// Coupon is one interest payment.
type Coupon struct {
	// Number counts from 1.
	Number int
	// Period is the time for which it accrues, with all that day counts ask for.
	date.Period
	// Payment is the business day on which it is paid, Record the day at whose end holders are counted, Ex the first day on
	// which a sale leaves it with the seller; zero for never.
	Payment, Record, Ex date.Date
	// Factor is the part of the nominal at issue on which it accrues, Repaid what of it is repaid with the coupon.
	Factor, Repaid decimal.Decimal
}

// Coupons lists all coupons; none of a zero-coupon bond.
func (t Terms) Coupons() ([]Coupon, error) {
	if t.Coupon == Zero {
		return nil, nil
	}
	periods, err := t.Interest.Periods()
	if err != nil {
		return nil, err
	}
	coupons := make([]Coupon, len(periods))
	for i, period := range periods {
		if coupons[i], err = t.coupon(i+1, period); err != nil {
			return nil, fmt.Errorf("coupon %d: %w", i+1, err)
		}
	}
	return coupons, nil
}

// CouponOf finds a coupon by its number.
func (t Terms) CouponOf(number int) (Coupon, error) {
	if t.Coupon == Zero {
		return Coupon{}, fmt.Errorf("%w: the bond bears no interest", ErrNoCoupon)
	}
	periods, err := t.Interest.Periods()
	if err != nil {
		return Coupon{}, err
	}
	if number < 1 || number > len(periods) {
		return Coupon{}, fmt.Errorf("%w: %d of %d", ErrNoCoupon, number, len(periods))
	}
	return t.coupon(number, periods[number-1])
}

func (t Terms) coupon(number int, period date.Period) (c Coupon, err error) {
	c = Coupon{Number: number, Period: period}
	if c.Factor, err = t.Factor(period.Start); err != nil {
		return c, err
	}
	left, err := t.Factor(period.End)
	if err != nil {
		return c, err
	}
	if c.Repaid, err = c.Factor.Sub(left); err != nil {
		return c, err
	}
	if err := t.days(&c); err != nil || !t.Adjusted {
		return c, err
	}
	c.Period, err = t.adjusted(c.Period)
	return c, err
}

// days sets the days around the unadjusted end of the period.
func (t Terms) days(c *Coupon) (err error) {
	if c.Payment, err = t.Calendar.Adjust(c.End, t.Convention); err != nil {
		return err
	}
	if c.Record, err = t.before(c.Payment, t.RecordDays); err != nil || t.ExDays == 0 {
		return err
	}
	if t.ExCalendar {
		c.Ex, err = c.End.AddDays(-t.ExDays)
		return err
	}
	c.Ex, err = t.before(c.End, t.ExDays)
	return err
}

// before is the n-th business day before a day; the day itself for 0.
func (t Terms) before(day date.Date, n int) (date.Date, error) {
	if n == 0 {
		return day, nil
	}
	at, err := t.Calendar.Adjust(day, date.Following)
	if err != nil {
		return at, err
	}
	return t.Calendar.AddBusinessDays(at, -n)
}

// adjusted moves the ends of a period to the days on which coupons are paid; the first one begins as it is.
func (t Terms) adjusted(p date.Period) (date.Period, error) {
	var err error
	if p.Start != t.Interest.Start {
		if p.Start, err = t.Calendar.Adjust(p.Start, t.Convention); err != nil {
			return p, err
		}
	}
	p.End, err = t.Calendar.Adjust(p.End, t.Convention)
	return p, err
}

// Pays is what the coupon pays a unit of a nominal at a rate.
func (t Terms) Pays(c Coupon, nominal money.Amount, rate decimal.Decimal) (PerUnit, error) {
	year, err := t.DayCount.Fraction(c.Period)
	if err != nil {
		return PerUnit{}, err
	}
	return c.perUnit(nominal, rate, year)
}

func (c Coupon) perUnit(nominal money.Amount, rate decimal.Decimal, year decimal.Ratio) (PerUnit, error) {
	outstanding, err := c.Factor.Mul(nominal.Decimal())
	return PerUnit{Nominal: outstanding, Rate: rate, Year: year}, err
}

// Repayment is what of a unit's nominal is repaid with the coupon.
func (c Coupon) Repayment(nominal money.Amount) (PerUnit, error) {
	repaid, err := c.Repaid.Mul(nominal.Decimal())
	return Flat(repaid), err
}

// Accrued is the interest that a buyer of a unit owes its seller on settlement at a day within a coupon's period; below
// zero once the coupon is detached.
func (t Terms) Accrued(c Coupon, nominal money.Amount, rate decimal.Decimal, on date.Date) (PerUnit, error) {
	if on.Before(c.Start) || !on.Before(c.End) {
		return PerUnit{}, fmt.Errorf("%w: coupon %d accrues from %s to %s", ErrNoCoupon, c.Number, c.Start, c.End)
	}
	year, err := t.DayCount.Fraction(c.Until(on))
	if err != nil {
		return PerUnit{}, err
	}
	if !c.Ex.IsZero() && !on.Before(c.Ex) {
		whole, err := t.DayCount.Fraction(c.Period)
		if err != nil {
			return PerUnit{}, err
		}
		if year, err = year.Add(whole.Neg()); err != nil {
			return PerUnit{}, err
		}
	}
	return c.perUnit(nominal, rate, year)
}

// At finds the coupon that accrues on a day.
func At(coupons []Coupon, on date.Date) (Coupon, error) {
	for _, c := range coupons {
		if !on.Before(c.Start) && on.Before(c.End) {
			return c, nil
		}
	}
	return Coupon{}, fmt.Errorf("%w accrues on %s", ErrNoCoupon, on)
}
