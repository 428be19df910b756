// SPDX-License-Identifier: Apache-2.0

package date

import "fmt"

// thirtyDays counts months of 30 days, after the two days of the month were moved by the convention:
// 360·(Y2−Y1) + 30·(M2−M1) + (D2−D1), ISDA 2006 4.16(f) to (h).
func (c DayCount) thirtyDays(p Period) (int, error) {
	if p.Start == p.End {
		return 0, nil
	}
	startYear, startMonth, start := p.Start.Civil()
	endYear, endMonth, end := p.End.Civil()
	switch c {
	case Thirty360:
		start, end = bondBasis(start, end)
	case ThirtyE360:
		start, end = min(start, 30), min(end, 30)
	default:
		if p.Termination.IsZero() {
			return 0, fmt.Errorf("%w: the termination date", ErrMissingFact)
		}
		start, end = eurobondISDA(p, start, end)
	}
	return 360*(endYear-startYear) + 30*(endMonth-startMonth) + end - start, nil
}

// bondBasis is 4.16(f): the 31st is the 30th at the start, and at the end if the start is the 30th or 31st.
func bondBasis(start, end int) (movedStart, movedEnd int) {
	if start >= 30 && end == 31 {
		end = 30
	}
	return min(start, 30), end
}

// eurobondISDA is 4.16(h): the last day of a month is the 30th, but February's not at termination.
func eurobondISDA(p Period, start, end int) (movedStart, movedEnd int) {
	if p.Start.IsEndOfMonth() {
		start = 30
	}
	if end == 31 || p.End.IsEndOfMonth() && p.End != p.Termination {
		end = 30
	}
	return start, end
}
