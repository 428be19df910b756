// SPDX-License-Identifier: Apache-2.0

package bond_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

func dec(text string) decimal.Decimal { return decimal.MustParse(text) }

func day(text string) date.Date { return date.MustParse(text) }

// million is a nominal of 1,000,000.00, in minor units.
var million = money.MustAmount(100_000_000)

// weekends is a calendar of weekends and the given holidays.
func weekends(from, to string, holidays ...string) date.Calendar {
	days := make([]date.Date, len(holidays))
	for i, holiday := range holidays {
		days[i] = day(holiday)
	}
	c, err := date.NewCalendar("test", day(from), day(to), []date.Weekday{date.Saturday, date.Sunday}, days)
	if err != nil {
		panic(err)
	}
	return c
}

// fixed is a bond of a rate with regular coupons from start to end.
func fixed(rate, start, end string, frequency date.Frequency, count date.DayCount) bond.Terms {
	return bond.Terms{
		Coupon: bond.Fixed, Rate: dec(rate), DayCount: count, Convention: date.Unadjusted,
		Interest: date.Schedule{Start: day(start), End: day(end), Frequency: frequency, Stub: date.ShortFront},
		Calendar: weekends("1999-01-01", "2059-12-31", "2013-05-06", "2013-05-27"),
	}
}

func accrued(t *testing.T, terms bond.Terms, on string) bond.PerUnit {
	t.Helper()
	require.NoError(t, terms.Validate())
	coupons, err := terms.Coupons()
	require.NoError(t, err)
	c, err := bond.At(coupons, day(on))
	require.NoError(t, err)
	p, err := terms.Accrued(c, million, terms.Rate, day(on))
	require.NoError(t, err)
	return p
}

// Published accrued interest, per 100 as it is quoted: where the ex-coupon date lies is computed by the terms.
func TestAccruedAsPublished(t *testing.T) {
	gilt := fixed("0.08", "2012-12-07", "2021-06-07", date.SemiAnnual, date.ActActICMA) // GB0009997999
	gilt.ExDays = 6
	acgb := fixed("0.06", "2004-02-15", "2017-02-15", date.SemiAnnual, date.ActActICMA) // AU300TB01208
	acgb.ExDays, acgb.ExCalendar = 7, true
	strata := fixed("0.015", "2015-04-12", "2025-04-12", date.SemiAnnual, date.Act365F)
	strata.ExDays, strata.ExCalendar = 5, true
	cffex := fixed("0.03", "2012-02-15", "2017-02-15", date.Annual, date.ActActICMA)
	for _, c := range []struct {
		name, on string
		terms    bond.Terms
		places   int
		want     string
	}{
		{"gilt, cum", "2013-05-29", gilt, 7, "3.8021978"},
		{"gilt, ex", "2013-05-30", gilt, 7, "-0.1758242"},
		{"gilt, ex a day later", "2013-05-31", gilt, 7, "-0.1538462"},
		{"ACGB, cum, to 3 places", "2014-08-07", acgb, 3, "2.867"},
		{"ACGB, ex, to 3 places", "2014-08-08", acgb, 3, "-0.116"},
		{"Strata, ex", "2015-10-08", strata, 10, "-0.0164383562"},
		{"Strata, cum", "2015-04-18", strata, 10, "0.0246575342"},
		{"to 7 places, half up (CFFEX)", "2013-06-28", cffex, 7, "1.0931507"}, // 3 × 133/365
	} {
		quoted, err := accrued(t, c.terms, c.on).Quote(dec("100"), c.places, decimal.HalfUp)
		require.NoError(t, err)
		require.Equal(t, c.want, quoted.String(), c.name)
	}
}

// Strata's bond of 10,000,000: minus 4 days of 365 in the ex-coupon period, plus 6 after it.
func TestAccruedOfAPosition(t *testing.T) {
	strata := fixed("0.015", "2015-04-12", "2025-04-12", date.SemiAnnual, date.Act365F)
	strata.ExDays, strata.ExCalendar = 5, true
	for on, want := range map[string]int64{"2015-10-08": -164_384, "2015-04-18": 246_575} {
		amount, err := accrued(t, strata, on).Of(10, decimal.HalfUp)
		require.NoError(t, err)
		require.Equal(t, want, amount.Minor(), on)
	}
}

// 31 CFR 356 appendix B: a regular coupon of 8 % on 1,000 is 40 whatever the days; 6.75 % on 150,000 accrues 2,531.25 in 92
// days of 184.
func TestTreasury(t *testing.T) {
	note := fixed("0.08", "2000-02-15", "2005-02-15", date.SemiAnnual, date.ActActICMA)
	coupons, err := note.Coupons()
	require.NoError(t, err)
	require.Len(t, coupons, 10)
	for _, c := range coupons {
		p, err := note.Pays(c, money.MustAmount(100_000), note.Rate)
		require.NoError(t, err)
		amount, err := p.Of(1, decimal.HalfUp)
		require.NoError(t, err)
		require.Equal(t, int64(4_000), amount.Minor(), c.Start)
	}
	half := fixed("0.0675", "2000-05-15", "2005-05-15", date.SemiAnnual, date.ActActICMA)
	c, err := half.CouponOf(1)
	require.NoError(t, err)
	p, err := half.Accrued(c, money.MustAmount(100_000), half.Rate, day("2000-08-15"))
	require.NoError(t, err)
	amount, err := p.Of(150, decimal.HalfUp)
	require.NoError(t, err)
	require.Equal(t, int64(253_125), amount.Minor())
}

// Days around coupons: payment on the business day after a weekend, record date and ex-coupon date before it.
func TestCouponDays(t *testing.T) {
	terms := fixed("0.05", "2012-03-01", "2013-12-01", date.SemiAnnual, date.Thirty360)
	terms.Convention, terms.RecordDays, terms.ExDays = date.ModifiedFollowing, 1, 2
	coupons, err := terms.Coupons()
	require.NoError(t, err)
	var got [][4]string
	for _, c := range coupons {
		got = append(got, [4]string{c.End.String(), c.Payment.String(), c.Record.String(), c.Ex.String()})
	}
	require.Equal(t, [][4]string{
		{"2012-06-01", "2012-06-01", "2012-05-31", "2012-05-30"},
		{"2012-12-01", "2012-12-03", "2012-11-30", "2012-11-29"}, // a Saturday
		{"2013-06-01", "2013-06-03", "2013-05-31", "2013-05-30"}, // a Saturday
		{"2013-12-01", "2013-12-02", "2013-11-29", "2013-11-28"}, // a Sunday
	}, got)

	terms.Adjusted, terms.DayCount = true, date.Act360
	coupons, err = terms.Coupons()
	require.NoError(t, err)
	require.Equal(t, [2]string{"2012-06-01", "2012-12-03"}, [2]string{coupons[1].Start.String(), coupons[1].End.String()})
	p, err := terms.Pays(coupons[1], million, terms.Rate)
	require.NoError(t, err)
	require.Equal(t, "37/72", p.Year.String()) // 185/360, not 183/360
}

func TestAmortisingCouponsAccrueOnWhatIsLeft(t *testing.T) {
	terms := fixed("0.06", "2026-01-15", "2028-01-15", date.SemiAnnual, date.Thirty360)
	terms.Repayments = []bond.Repayment{{Date: day("2026-07-15"), Part: dec("0.25")}, {Date: day("2027-07-15"), Part: dec("0.5")}}
	require.NoError(t, terms.Validate())
	coupons, err := terms.Coupons()
	require.NoError(t, err)
	var interest, repaid []int64
	for _, c := range coupons {
		pays, err := terms.Pays(c, million, terms.Rate)
		require.NoError(t, err)
		back, err := c.Repayment(million)
		require.NoError(t, err)
		a, err := pays.Of(1, decimal.HalfUp)
		require.NoError(t, err)
		b, err := back.Of(1, decimal.HalfUp)
		require.NoError(t, err)
		interest, repaid = append(interest, a.Minor()), append(repaid, b.Minor())
	}
	require.Equal(t, []int64{3_000_000, 2_250_000, 2_250_000, 750_000}, interest)
	require.Equal(t, []int64{25_000_000, 0, 50_000_000, 25_000_000}, repaid)
	left, err := terms.Factor(day("2027-07-14"))
	require.NoError(t, err)
	require.Equal(t, "0.75", left.String())
}

func TestNoCouponToFind(t *testing.T) {
	terms := fixed("0.06", "2026-01-15", "2028-01-15", date.SemiAnnual, date.Thirty360)
	for _, number := range []int{-1, 0, 5} {
		_, err := terms.CouponOf(number)
		require.ErrorIs(t, err, bond.ErrNoCoupon, number)
	}
	c, err := terms.CouponOf(2)
	require.NoError(t, err)
	for _, on := range []string{"2026-07-14", "2027-01-15"} {
		_, err = terms.Accrued(c, million, terms.Rate, day(on))
		require.ErrorIs(t, err, bond.ErrNoCoupon, on)
	}
	_, err = bond.At(nil, day("2026-07-14"))
	require.ErrorIs(t, err, bond.ErrNoCoupon)
	zero := bond.Terms{Coupon: bond.Zero, Convention: date.Unadjusted, Calendar: terms.Calendar, Interest: date.Schedule{Start: day("2026-01-15"), End: day("2028-01-15")}}
	require.NoError(t, zero.Validate())
	coupons, err := zero.Coupons()
	require.NoError(t, err)
	require.Empty(t, coupons)
	_, err = zero.CouponOf(1)
	require.ErrorIs(t, err, bond.ErrNoCoupon)
}

// Before and after the ex-coupon date accrued interest differs by the coupon, exactly; the coupons of a bond repay all of
// it; each coupon begins where the one before ended.
func TestLawExCouponAndRepayments(t *testing.T) {
	counts := []date.DayCount{date.Act360, date.Act365F, date.ActActICMA, date.ActActISDA, date.Thirty360, date.ThirtyE360, date.ThirtyE360ISDA, date.Act365L}
	rapid.Check(t, func(t *rapid.T) {
		start, _ := day("2001-01-01").AddDays(rapid.IntRange(0, 7_000).Draw(t, "start"))
		end, _ := start.AddDays(rapid.IntRange(30, 6_000).Draw(t, "days"))
		terms := bond.Terms{
			Coupon: bond.Fixed, Rate: dec("0.0375"), DayCount: counts[rapid.IntRange(0, len(counts)-1).Draw(t, "count")], Convention: date.Following,
			Interest: date.Schedule{
				Start: start, End: end, Frequency: date.Frequency(rapid.IntRange(int(date.Annual), int(date.Monthly)).Draw(t, "frequency")),
				Stub: date.Stub(rapid.IntRange(int(date.ShortFront), int(date.LongBack)).Draw(t, "stub")), EndOfMonth: rapid.Bool().Draw(t, "eom"),
			},
			Calendar: weekends("2000-01-01", "2059-12-31"), ExDays: rapid.IntRange(1, 10).Draw(t, "ex"),
		}
		dates, err := terms.Interest.Dates()
		if err != nil {
			t.Fatal(err)
		}
		for _, on := range dates[1 : len(dates)-1] {
			if len(terms.Repayments) < 9 && rapid.Bool().Draw(t, "repay") {
				terms.Repayments = append(terms.Repayments, bond.Repayment{Date: on, Part: dec("0.1")})
			}
		}
		if err := terms.Validate(); err != nil {
			t.Fatal(err)
		}
		holds(t, terms)
	})
}

func holds(t *rapid.T, terms bond.Terms) {
	coupons, err := terms.Coupons()
	if err != nil {
		t.Fatal(err)
	}
	repaid, at := decimal.Decimal{}, terms.Interest.Start
	for _, c := range coupons {
		if c.Start != at {
			t.Fatalf("coupon %d begins on %s, not on %s", c.Number, c.Start, at)
		}
		at = c.End
		repaid, _ = repaid.Add(c.Repaid)
		on, _ := c.Start.AddDays(rapid.IntRange(0, c.Start.DaysUntil(c.End)-1).Draw(t, "on"))
		detached, cum := c, c
		detached.Ex, cum.Ex = c.Start, date.Date{}
		ex, err1 := terms.Accrued(detached, million, terms.Rate, on)
		with, err2 := terms.Accrued(cum, million, terms.Rate, on)
		whole, err3 := terms.Pays(c, million, terms.Rate)
		sum, err4 := ex.Year.Add(whole.Year)
		if err1 != nil || err2 != nil || err3 != nil || err4 != nil || sum != with.Year || ex.Year.Sign() > 0 || ex.Year.IsZero() && !noTime(terms.DayCount, on, c.End) {
			t.Fatalf("coupon %d on %s: %s ex, %s cum, %s whole (%v %v %v %v)", c.Number, on, ex.Year, with.Year, whole.Year, err1, err2, err3, err4)
		}
	}
	if repaid.String() != "1" || at != terms.Maturity() {
		t.Fatalf("%s repaid by %s", repaid, at)
	}
}

// noTime tells whether a day count in months of 30 days takes two days for one: what is left of a period may then be
// nothing, as from the 30th to the 31st, or from the 31st to the 1st.
func noTime(count date.DayCount, on, end date.Date) bool {
	switch count {
	case date.Thirty360, date.ThirtyE360, date.ThirtyE360ISDA:
		return on.DaysUntil(end) == 1 && (on.Day() == 31 || end.Day() == 31)
	}
	return false
}
