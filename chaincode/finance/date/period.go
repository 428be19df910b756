// SPDX-License-Identifier: Apache-2.0

package date

// Period is an interest period together with the facts that day counts ask for. Start counts, End does not.
// A fact that the chosen DayCount does not ask for may be left out.
type Period struct {
	Start, End Date

	// CouponStart and CouponEnd bound a regular coupon period in or next to the period, by which
	// Act/Act ICMA measures it: the coupon period itself, or for a stub the notional one that shares its
	// regular end.
	CouponStart, CouponEnd Date
	// NextCoupon is the unadjusted date on which the interest of the period is due; Act/365L asks for it.
	NextCoupon Date
	// Frequency is that of the coupons.
	Frequency Frequency
	// EndOfMonth says that coupons which fall on the last day of a month always do.
	EndOfMonth bool

	// Termination is the maturity or termination date, which 30E/360 ISDA treats apart.
	Termination Date
}

// Until returns the part of the period that ends at the given date: what has accrued on settlement.
func (p Period) Until(end Date) Period {
	p.End = end
	return p
}

// From returns the part of the period that begins at the given date.
func (p Period) From(start Date) Period {
	p.Start = start
	return p
}
