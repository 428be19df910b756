// SPDX-License-Identifier: Apache-2.0

package date_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/stretchr/testify/require"
)

// The ISDA workbook "30/360 day count conventions" of 22 December 2008: start, end, days under the bond
// basis and under the Eurobond basis; "-" where the workbook has no such row.
const thirtyRows = `
2006-08-20 2007-02-20 180 180
2007-02-20 2007-08-20 180 180
2007-08-20 2008-02-20 180 180
2008-02-20 2008-08-20 180 180
2008-08-20 2009-02-20 180 180
2009-02-20 2009-08-20 180 180
2006-02-28 2006-08-31 - 182
2006-08-31 2007-02-28 178 178
2007-02-28 2007-08-31 183 182
2007-08-31 2008-02-29 179 179
2008-02-29 2008-08-31 182 181
2008-08-31 2009-02-28 178 178
2009-02-28 2009-08-31 183 182
2009-08-31 2010-02-28 - 178
2010-02-28 2010-08-31 - 182
2010-08-31 2011-02-28 - 178
2011-02-28 2011-08-31 - 182
2011-08-31 2012-02-29 - 179
2006-01-31 2006-02-28 28 28
2006-01-30 2006-02-28 28 28
2006-02-28 2006-03-03 5 5
2006-02-14 2006-02-28 14 14
2006-09-30 2006-10-31 30 30
2006-10-31 2006-11-28 28 28
2007-08-31 2008-02-28 178 178
2008-02-28 2008-08-28 180 180
2008-02-28 2008-08-30 182 182
2008-02-28 2008-08-31 183 182
2007-02-26 2008-02-28 362 362
2007-02-26 2008-02-29 363 363
2008-02-29 2009-02-28 359 359
2008-02-28 2008-03-30 32 32
2008-02-28 2008-03-31 33 32`

// The same workbook, 30E/360 (ISDA): start, end, termination date, days.
const thirtyISDARows = `
2006-08-20 2007-02-20 2009-08-20 180
2007-02-20 2007-08-20 2009-08-20 180
2007-08-20 2008-02-20 2009-08-20 180
2008-02-20 2008-08-20 2009-08-20 180
2008-08-20 2009-02-20 2009-08-20 180
2009-02-20 2009-08-20 2009-08-20 180
2006-02-28 2006-08-31 2012-02-29 180
2006-08-31 2007-02-28 2012-02-29 180
2007-02-28 2007-08-31 2012-02-29 180
2007-08-31 2008-02-29 2012-02-29 180
2008-02-29 2008-08-31 2012-02-29 180
2008-08-31 2009-02-28 2012-02-29 180
2009-02-28 2009-08-31 2012-02-29 180
2009-08-31 2010-02-28 2012-02-29 180
2010-02-28 2010-08-31 2012-02-29 180
2010-08-31 2011-02-28 2012-02-29 180
2011-02-28 2011-08-31 2012-02-29 180
2011-08-31 2012-02-29 2012-02-29 179
2006-01-31 2006-02-28 2008-02-29 30
2006-01-30 2006-02-28 2008-02-29 30
2006-02-28 2006-03-03 2008-02-29 3
2006-02-14 2006-02-28 2008-02-29 16
2006-09-30 2006-10-31 2008-02-29 30
2006-10-31 2006-11-28 2008-02-29 28
2007-08-31 2008-02-28 2008-02-29 178
2008-02-28 2008-08-28 2008-02-29 180
2008-02-28 2008-08-30 2008-02-29 182
2008-02-28 2008-08-31 2008-02-29 182
2007-02-28 2008-02-28 2008-02-29 358
2007-02-28 2008-02-29 2008-02-29 359
2008-02-29 2009-02-28 2008-02-29 360
2008-02-29 2008-03-30 2008-02-29 30
2008-02-29 2008-03-31 2008-02-29 30`

func TestThirtyDayMonths(t *testing.T) {
	checked := 0
	for row := range strings.SplitSeq(strings.TrimSpace(thirtyRows), "\n") {
		field := strings.Fields(row)
		period := date.Period{Start: day(field[0]), End: day(field[1])}
		checked += requireDays(t, date.Thirty360, period, field[2])
		checked += requireDays(t, date.ThirtyE360, period, field[3])
	}
	for row := range strings.SplitSeq(strings.TrimSpace(thirtyISDARows), "\n") {
		field := strings.Fields(row)
		period := date.Period{Start: day(field[0]), End: day(field[1]), Termination: day(field[2])}
		checked += requireDays(t, date.ThirtyE360ISDA, period, field[3])
	}
	require.Equal(t, 27+33+33, checked)
}

// requireDays checks the days and the year fraction; it counts what it checked.
func requireDays(t *testing.T, convention date.DayCount, period date.Period, want string) int {
	t.Helper()
	if want == "-" {
		return 0
	}
	days, err := convention.Days(period)
	require.NoError(t, err)
	require.Equal(t, want, strconv.Itoa(days), "%s from %s to %s", convention, period.Start, period.End)
	year, err := convention.Fraction(period)
	require.NoError(t, err)
	require.Equal(t, fraction(t, int64(days), 360), year)
	return 1
}

// OpenGamma Strata's cases around a leap February and the ends of May and August.
func TestThirtyDayMonthsStrata(t *testing.T) {
	for _, c := range []struct {
		start, end          string
		bondBasis, eurobond int
	}{
		{"2011-12-28", "2012-02-28", 60, 60}, {"2011-12-28", "2012-02-29", 61, 61}, {"2011-12-28", "2012-03-01", 63, 63},
		{"2011-12-28", "2016-02-28", 1500, 1500}, {"2012-02-29", "2012-03-28", 29, 29},
		{"2011-02-28", "2012-02-29", 361, 361}, {"2012-02-29", "2016-02-29", 1440, 1440},
		{"2012-05-29", "2013-08-31", 452, 451}, {"2012-05-30", "2013-08-31", 450, 450},
		{"2012-05-31", "2013-08-30", 450, 450}, {"2012-05-31", "2013-08-31", 450, 450},
	} {
		period := date.Period{Start: day(c.start), End: day(c.end)}
		requireDays(t, date.Thirty360, period, strconv.Itoa(c.bondBasis))
		requireDays(t, date.ThirtyE360, period, strconv.Itoa(c.eurobond))
	}
}
