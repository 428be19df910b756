// SPDX-License-Identifier: Apache-2.0

package date_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/stretchr/testify/require"
)

func TestMissingFactsAreNamed(t *testing.T) {
	bare := date.Period{Start: day("2026-01-15"), End: day("2026-07-15")}
	partial := bare
	partial.CouponStart, partial.CouponEnd, partial.NextCoupon = bare.Start, bare.End, bare.End
	for convention, fact := range map[date.DayCount]string{
		date.Act365L:        "the next coupon date and the frequency",
		date.ActActICMA:     "a coupon period and the frequency",
		date.ThirtyE360ISDA: "the termination date",
	} {
		for _, p := range []date.Period{bare, partial} {
			_, err := convention.Fraction(p)
			require.ErrorIs(t, err, date.ErrMissingFact)
			require.ErrorContains(t, err, fact)
		}
	}
	_, err := date.ThirtyE360ISDA.Days(bare)
	require.ErrorIs(t, err, date.ErrMissingFact)
}

func TestPeriodsThatAreRefused(t *testing.T) {
	for c := date.Act360; c <= date.ThirtyE360ISDA; c++ {
		for _, p := range []date.Period{
			{}, {Start: day("2026-01-15")}, {End: day("2026-01-15")},
			{Start: day("2026-01-16"), End: day("2026-01-15")},
		} {
			_, err := c.Fraction(p)
			require.ErrorIs(t, err, date.ErrReversed)
			_, err = c.Days(p)
			require.ErrorIs(t, err, date.ErrReversed)
		}
	}
	_, err := date.DayCount(0).Fraction(date.Period{Start: day("2026-01-15"), End: day("2026-01-16")})
	require.ErrorIs(t, err, date.ErrDayCount)
	_, err = date.DayCount(99).Days(date.Period{Start: day("2026-01-15"), End: day("2026-01-16")})
	require.ErrorIs(t, err, date.ErrDayCount)
}

// No day is no interest, even where February is moved to the 30th.
func TestEmptyPeriod(t *testing.T) {
	bond := endOfMonth("2025-08-31", "2027-02-28", date.SemiAnnual)
	periods, err := bond.Periods()
	require.NoError(t, err)
	last := periods[len(periods)-1].From(bond.End)
	for c := date.Act360; c <= date.ThirtyE360ISDA; c++ {
		year, err := c.Fraction(last)
		require.NoError(t, err)
		require.True(t, year.IsZero(), c.String())
	}
}

func TestDayCountText(t *testing.T) {
	codes := map[date.DayCount]string{
		date.Act360: "A004", date.Act365F: "A005", date.Act365L: "A009", date.ActActICMA: "A006",
		date.ActActISDA: "A008", date.Thirty360: "A001", date.ThirtyE360: "A011", date.ThirtyE360ISDA: "A007",
	}
	for c := date.Act360; c <= date.ThirtyE360ISDA; c++ {
		require.Equal(t, codes[c], c.Code())
		out, err := json.Marshal(c)
		require.NoError(t, err)
		var byName, byCode date.DayCount
		require.NoError(t, json.Unmarshal(out, &byName))
		require.NoError(t, json.Unmarshal([]byte(`"`+c.Code()+`"`), &byCode))
		require.Equal(t, [2]date.DayCount{c, c}, [2]date.DayCount{byName, byCode})
	}
	var c date.DayCount
	for _, bad := range []string{`""`, `null`, `1`, `"act/360"`, `"A002"`} {
		require.Error(t, json.Unmarshal([]byte(bad), &c), bad)
	}
}

// Every enumeration of the package reads its texts back and refuses none, null and the unknown.
func TestEnumerations(t *testing.T) {
	requireEnumeration[date.Convention](t, `["NONE","FOLLOWING","MODFOLLOWING","PRECEDING","MODPRECEDING"]`)
	requireEnumeration[date.Frequency](t, `["YEAR","MIAN","QURT","MNTH"]`)
	requireEnumeration[date.Stub](t, `["NONE","SHORT_FRONT","LONG_FRONT","SHORT_BACK","LONG_BACK"]`)
	requireEnumeration[date.Weekday](t, `["MON","TUE","WED","THU","FRI","SAT","SUN"]`)
	requireEnumeration[date.DayCount](t, `["ACT/360","ACT/365F","ACT/365L","ACT/ACT ICMA","ACT/ACT ISDA",`+
		`"30/360","30E/360","30E/360 ISDA"]`)
}

func requireEnumeration[E ~uint8](t *testing.T, all string) {
	t.Helper()
	var values []E
	require.NoError(t, json.Unmarshal([]byte(all), &values))
	for i, value := range values {
		require.Equal(t, E(i+1), value)
	}
	out, err := json.Marshal(struct{ Values []E }{values})
	require.NoError(t, err)
	require.JSONEq(t, `{"Values":`+all+`}`, string(out))
	for _, bad := range []string{`[""]`, `[null]`, `[1]`, `["none"]`} {
		require.Error(t, json.Unmarshal([]byte(bad), &values), bad)
	}
	for _, unset := range []E{0, 200} {
		_, err = json.Marshal(unset)
		require.Error(t, err)
	}
}

// Accrued interest on UK gilt GB0009997999, 8 % of 7 June 2021, per 1,000,000: 173 days of 182 before the
// ex-dividend date, and the interest still to run, negative, after it.
func TestGiltAccrued(t *testing.T) {
	coupon := date.Period{
		Start: day("2012-12-07"), End: day("2013-06-07"), CouponStart: day("2012-12-07"), CouponEnd: day("2013-06-07"),
		Frequency: date.SemiAnnual,
	}
	for settle, want := range map[string]string{"2013-05-29": "38021.97802", "2013-05-30": "-1758.241758", "2013-05-31": "-1538.461538"} {
		part, err := date.ActActICMA.Fraction(coupon.Until(day(settle)))
		if day(settle).After(day("2013-05-29")) {
			part, err = date.ActActICMA.Fraction(coupon.From(day(settle)))
			part = part.Neg()
		}
		require.NoError(t, err)
		places := decimal.MustParse(want).Scale()
		accrued, err := part.Of(places, decimal.HalfUp, decimal.MustParse("1000000"), decimal.MustParse("0.08"))
		require.NoError(t, err)
		require.Equal(t, want, accrued.String(), settle)
	}
}

// Daml Finance's fixed-rate test: 1.1 % ACT/365F from 2019-01-16, first coupon 2019-05-15, then a year.
func TestDamlFixedRate(t *testing.T) {
	bond := schedule("2019-01-16", "2020-05-15", date.Annual, date.ShortFront)
	periods, err := bond.Periods()
	require.NoError(t, err)
	require.Len(t, periods, 2)
	for i, want := range []string{"0.0035863014", "0.011030137"} {
		year, err := date.Act365F.Fraction(periods[i])
		require.NoError(t, err)
		paid, err := year.Of(10, decimal.HalfUp, decimal.MustParse("0.011"))
		require.NoError(t, err)
		require.Equal(t, want, paid.String())
	}
}

// 31 CFR 356 appendix B: 6.75 % from 15 May to 15 August 2000 within a coupon period of 184 days accrues
// 16.87500 a thousand.
func TestTreasuryAccrued(t *testing.T) {
	note := coupon("2000-05-15", "2000-08-15", "2000-05-15", "2000-11-15", date.SemiAnnual)
	year, err := date.ActActICMA.Fraction(note)
	require.NoError(t, err)
	accrued, err := year.Of(5, decimal.HalfUp, decimal.MustParse("1000"), decimal.MustParse("0.0675"))
	require.NoError(t, err)
	require.Equal(t, "16.87500", accrued.StringFixed(5))
}

// A bank acceptance of 1,000,000 CNY at 2.62 %, discounted from 15 August to 29 October: 75 days.
func ExampleDayCount_Fraction() {
	bill := date.Period{Start: date.MustParse("2019-08-15"), End: date.MustParse("2019-10-29")}
	year, _ := date.Act360.Fraction(bill)
	discount, _ := money.MustParse("1000000 CNY").MulRatio(decimal.MustParse("0.0262"), year, decimal.HalfUp)
	fmt.Println(year, discount)

	_, err := date.ThirtyE360ISDA.Fraction(bill)
	fmt.Println(err)
	// Output:
	// 5/24 5458.33 CNY
	// 30E/360 ISDA from 2019-08-15 to 2019-10-29: missing fact: the termination date
}

func BenchmarkActActISDA(b *testing.B) {
	p := date.Period{Start: day("2003-11-01"), End: day("2004-05-01")}
	for b.Loop() {
		if _, err := date.ActActISDA.Fraction(p); err != nil {
			b.Fatal(err)
		}
	}
}
