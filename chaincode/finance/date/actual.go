// SPDX-License-Identifier: Apache-2.0

package date

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// actActISDA is 4.16(b): the days that fall in leap years over 366, the others over 365.
func actActISDA(start, end Date) (decimal.Ratio, error) {
	firstYear, lastYear := start.Year(), end.Year()
	if firstYear == lastYear {
		return ratio(start.DaysUntil(end), daysInYear(firstYear))
	}
	head, err := ratio(1+start.DaysUntil(civil(firstYear, 12, 31)), daysInYear(firstYear))
	if err != nil {
		return decimal.Ratio{}, err
	}
	tail, err := ratio(civil(lastYear, 1, 1).DaysUntil(end), daysInYear(lastYear))
	if err != nil {
		return decimal.Ratio{}, err
	}
	between, err := ratio(lastYear-firstYear-1, 1)
	if err != nil {
		return decimal.Ratio{}, err
	}
	if head, err = head.Add(between); err != nil {
		return decimal.Ratio{}, err
	}
	return head.Add(tail)
}

// act365L is ICMA rule 251.1(i): with annual coupons the basis is 366 if a 29 February falls after the
// start and not after the next coupon date, with others if the next coupon date is in a leap year.
func act365L(p Period) (decimal.Ratio, error) {
	if p.NextCoupon.IsZero() || p.Frequency.Months() == 0 {
		return decimal.Ratio{}, fmt.Errorf("%w: the next coupon date and the frequency", ErrMissingFact)
	}
	leap := IsLeap(p.NextCoupon.Year())
	if p.Frequency == Annual {
		leap = leapDayWithin(p.Start, p.NextCoupon)
	}
	if leap {
		return ratio(p.Start.DaysUntil(p.End), 366)
	}
	return ratio(p.Start.DaysUntil(p.End), 365)
}

// leapDayWithin reports whether a 29 February d has start < d <= end.
func leapDayWithin(start, end Date) bool {
	for year := start.Year(); year <= end.Year(); year++ {
		if !IsLeap(year) {
			continue
		}
		if day := civil(year, 2, 29); start.Before(day) && !day.After(end) {
			return true
		}
	}
	return false
}

func daysInYear(year int) int {
	if IsLeap(year) {
		return 366
	}
	return 365
}
