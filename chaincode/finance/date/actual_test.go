// SPDX-License-Identifier: Apache-2.0

package date_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func fraction(t require.TestingT, num, den int64) decimal.Ratio {
	r, err := decimal.NewRatio(num, den)
	require.NoError(t, err)
	return r
}

// plus adds fractions given as numerator, denominator, numerator, denominator, …
func plus(t require.TestingT, terms ...int64) (sum decimal.Ratio) {
	for i := 0; i < len(terms); i += 2 {
		var err error
		sum, err = sum.Add(fraction(t, terms[i], terms[i+1]))
		require.NoError(t, err)
	}
	return sum
}

// coupon builds a period measured by a regular coupon period.
func coupon(start, end, couponStart, couponEnd string, frequency date.Frequency) date.Period {
	return date.Period{
		Start: day(start), End: day(end), CouponStart: day(couponStart), CouponEnd: day(couponEnd), Frequency: frequency,
	}
}

// The examples of the ISDA memorandum "The actual/actual day count fraction" (1999 text, which corrects
// the fifth row of 1998), as QuantLib, Strata and Daml Finance test them: the exact fractions, and the
// decimals that they print.
func TestActActMemorandum(t *testing.T) {
	for _, c := range []struct {
		name       string
		p          date.Period
		isda, icma decimal.Ratio
		isdaText   string
		icmaText   string
	}{
		{"regular", coupon("2003-11-01", "2004-05-01", "2003-11-01", "2004-05-01", date.SemiAnnual),
			plus(t, 61, 365, 121, 366), plus(t, 182, 364), "0.497724380567", "0.5"},
		{"short first, first period", coupon("1999-02-01", "1999-07-01", "1998-07-01", "1999-07-01", date.Annual),
			plus(t, 150, 365), plus(t, 150, 365), "0.41095890411", "0.41095890411"},
		{"short first, second period", coupon("1999-07-01", "2000-07-01", "1999-07-01", "2000-07-01", date.Annual),
			plus(t, 184, 365, 182, 366), plus(t, 1, 1), "1.001377348604", "1"},
		{"long first, first period", coupon("2002-08-15", "2003-07-15", "2003-01-15", "2003-07-15", date.SemiAnnual),
			plus(t, 334, 365), plus(t, 181, 362, 153, 368), "0.915068493151", "0.915760869565"},
		{"long first, second period", coupon("2003-07-15", "2004-01-15", "2003-07-15", "2004-01-15", date.SemiAnnual),
			plus(t, 170, 365, 14, 366), plus(t, 184, 368), "0.504004790778", "0.5"},
		{"short final, penultimate period", coupon("1999-07-30", "2000-01-30", "1999-07-30", "2000-01-30", date.SemiAnnual),
			plus(t, 155, 365, 29, 366), plus(t, 184, 368), "0.503892506924", "0.5"},
		{"short final, final period", coupon("2000-01-30", "2000-06-30", "2000-01-30", "2000-07-30", date.SemiAnnual),
			plus(t, 152, 366), plus(t, 152, 364), "0.415300546448", "0.417582417582"},
	} {
		requireFraction(t, date.ActActISDA, c.p, c.isda, c.isdaText, c.name)
		requireFraction(t, date.ActActICMA, c.p, c.icma, c.icmaText, c.name)
	}
}

func requireFraction(t *testing.T, convention date.DayCount, p date.Period, want decimal.Ratio, text, name string) {
	t.Helper()
	got, err := convention.Fraction(p)
	require.NoError(t, err, name)
	require.Equal(t, want, got, "%s %s", convention, name)
	rounded, err := got.Decimal(12, decimal.HalfEven)
	require.NoError(t, err)
	require.Equal(t, text, rounded.String(), "%s %s", convention, name)
}

// Stubs whose notional periods need the end-of-month rule, or its absence.
func TestActActICMAStubs(t *testing.T) {
	endOfMonth := func(p date.Period) date.Period { p.EndOfMonth = true; return p }
	longFinal := coupon("1999-11-30", "2000-04-30", "1999-11-30", "2000-02-29", date.Quarterly)
	longFirst := coupon("2017-01-17", "2017-08-31", "2017-02-28", "2017-08-31", date.SemiAnnual)
	front := coupon("2011-10-01", "2012-02-29", "2011-11-30", "2012-02-29", date.Quarterly)
	plainFront := coupon("2011-10-01", "2012-02-29", "2011-11-29", "2012-02-29", date.Quarterly)
	farFront := coupon("2011-07-01", "2012-02-29", "2011-11-30", "2012-02-29", date.Quarterly)
	back := coupon("2011-08-31", "2012-01-31", "2011-08-31", "2011-11-30", date.Quarterly)
	plainBack := coupon("2012-02-29", "2012-07-31", "2012-02-29", "2012-05-29", date.Quarterly)
	for _, c := range []struct {
		name string
		p    date.Period
		want decimal.Ratio
	}{
		{"ISDA 1999 long final, end of month", endOfMonth(longFinal), plus(t, 91, 364, 61, 368)},
		{"QuantLib long final, not end of month", longFinal, plus(t, 91, 364, 61, 360)},
		{"QuantLib long first", endOfMonth(longFirst), plus(t, 42, 362, 1, 2)},
		{"QuantLib long first until 29 January", endOfMonth(longFirst).Until(day("2017-01-29")), plus(t, 12, 362)},
		{"long first until November", endOfMonth(front).Until(day("2011-11-12")), plus(t, 42, 364)},
		{"long first until January", endOfMonth(front).Until(day("2012-01-12")), plus(t, 60, 364, 43, 364)},
		{"very long first until August", endOfMonth(farFront).Until(day("2011-08-12")), plus(t, 42, 368)},
		{"very long first until November", endOfMonth(farFront).Until(day("2011-11-12")), plus(t, 61, 368, 73, 364)},
		{"plain long first until November", plainFront.Until(day("2011-11-12")), plus(t, 42, 368)},
		{"plain long first until January", plainFront.Until(day("2012-01-12")), plus(t, 59, 368, 44, 368)},
		{"long final until November", endOfMonth(back).Until(day("2011-11-12")), plus(t, 73, 364)},
		{"long final until January", endOfMonth(back).Until(day("2012-01-12")), plus(t, 91, 364, 43, 364)},
		{"plain long final until April", plainBack.Until(day("2012-04-01")), plus(t, 32, 360)},
		{"plain long final until June", plainBack.Until(day("2012-06-01")), plus(t, 90, 360, 3, 368)},
	} {
		got, err := date.ActActICMA.Fraction(c.p)
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, got, c.name)
	}
	long, err := date.ActActICMA.Fraction(endOfMonth(longFirst))
	require.NoError(t, err)
	rounded, err := long.Decimal(10, decimal.HalfEven)
	require.NoError(t, err)
	require.Equal(t, "0.6160220994", rounded.String())
}

// Strata's cases of Act/365L: start, end, frequency, next coupon, days over basis.
func TestAct365L(t *testing.T) {
	for _, c := range []struct {
		start, end  string
		frequency   date.Frequency
		next        string
		days, basis int64
	}{
		{"2011-12-28", "2012-02-28", date.Annual, "2012-02-28", 62, 365},
		{"2011-12-28", "2012-02-28", date.Annual, "2012-02-29", 62, 366},
		{"2011-12-28", "2012-02-28", date.Annual, "2012-03-01", 62, 366},
		{"2011-12-28", "2012-02-29", date.Annual, "2012-02-29", 63, 366},
		{"2011-12-28", "2012-02-29", date.Annual, "2012-03-01", 63, 366},
		{"2011-12-28", "2012-02-28", date.SemiAnnual, "2012-02-28", 62, 366},
		{"2011-12-28", "2012-02-28", date.SemiAnnual, "2012-02-29", 62, 366},
		{"2011-12-28", "2012-02-28", date.SemiAnnual, "2012-03-01", 62, 366},
		{"2011-12-28", "2012-02-29", date.SemiAnnual, "2012-02-29", 63, 366},
		{"2011-12-28", "2012-02-29", date.SemiAnnual, "2012-03-01", 63, 366},
		{"2010-12-28", "2011-02-28", date.SemiAnnual, "2011-02-28", 62, 365},
		{"2010-12-28", "2011-02-28", date.SemiAnnual, "2011-03-01", 62, 365},
	} {
		p := date.Period{Start: day(c.start), End: day(c.end), Frequency: c.frequency, NextCoupon: day(c.next)}
		got, err := date.Act365L.Fraction(p)
		require.NoError(t, err)
		require.Equal(t, fraction(t, c.days, c.basis), got, "%v", p)
	}
}

func TestActualDays(t *testing.T) {
	for end, days := range map[string]int64{"2012-02-28": 62, "2012-02-29": 63, "2012-03-01": 64, "2016-03-01": 1525} {
		p := date.Period{Start: day("2011-12-28"), End: day(end)}
		for convention, basis := range map[date.DayCount]int64{date.Act360: 360, date.Act365F: 365} {
			got, err := convention.Fraction(p)
			require.NoError(t, err)
			require.Equal(t, fraction(t, days, basis), got)
			counted, err := convention.Days(p)
			require.NoError(t, err)
			require.Equal(t, int(days), counted)
		}
	}
	for end, want := range map[string]decimal.Ratio{
		"2012-02-28": plus(t, 4, 365, 58, 366), "2012-02-29": plus(t, 4, 365, 59, 366),
		"2012-03-01": plus(t, 4, 365, 60, 366), "2016-02-28": plus(t, 4, 365, 58, 366, 4, 1),
		"2016-02-29": plus(t, 4, 365, 59, 366, 4, 1), "2016-03-01": plus(t, 4, 365, 60, 366, 4, 1),
	} {
		got, err := date.ActActISDA.Fraction(date.Period{Start: day("2011-12-28"), End: day(end)})
		require.NoError(t, err)
		require.Equal(t, want, got, end)
	}
}

// A cut anywhere changes nothing for the conventions that count days one by one.
func TestLawDayCountIsAdditive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at, _ := day("1999-01-01").AddDays(rapid.IntRange(0, 4_000).Draw(t, "start"))
		cut, _ := at.AddDays(rapid.IntRange(0, 2_000).Draw(t, "cut"))
		end, _ := cut.AddDays(rapid.IntRange(0, 2_000).Draw(t, "end"))
		reference, _ := at.AddMonths(6)
		whole := date.Period{Start: at, End: end, CouponStart: at, CouponEnd: reference, Frequency: date.SemiAnnual}
		for _, convention := range []date.DayCount{date.Act360, date.Act365F, date.ActActISDA, date.ActActICMA} {
			left, err1 := convention.Fraction(whole.Until(cut))
			right, err2 := convention.Fraction(whole.From(cut))
			total, err3 := convention.Fraction(whole)
			sum, err4 := left.Add(right)
			if err1 != nil || err2 != nil || err3 != nil || err4 != nil || sum != total {
				t.Fatalf("%s: %v cut at %s: %s + %s is not %s", convention, whole, cut, left, right, total)
			}
		}
	})
}
