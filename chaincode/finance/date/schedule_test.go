// SPDX-License-Identifier: Apache-2.0

package date_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestScheduleDates(t *testing.T) {
	for _, c := range []struct {
		name string
		s    date.Schedule
		want string
	}{
		{"regular", schedule("2026-01-15", "2027-01-15", date.SemiAnnual, date.NoStub), "2026-01-15 2026-07-15 2027-01-15"},
		{"short front", schedule("2026-03-01", "2027-01-15", date.SemiAnnual, date.ShortFront), "2026-03-01 2026-07-15 2027-01-15"},
		{"long front", schedule("2026-03-01", "2027-07-15", date.SemiAnnual, date.LongFront), "2026-03-01 2027-01-15 2027-07-15"},
		{"short back", schedule("2026-01-15", "2027-03-01", date.SemiAnnual, date.ShortBack), "2026-01-15 2026-07-15 2027-01-15 2027-03-01"},
		{"long back", schedule("2026-01-15", "2027-03-01", date.SemiAnnual, date.LongBack), "2026-01-15 2026-07-15 2027-03-01"},
		{"no left-over", schedule("2026-01-15", "2026-07-15", date.Quarterly, date.LongBack), "2026-01-15 2026-04-15 2026-07-15"},
		{"one stub only", schedule("2026-01-15", "2026-02-01", date.Annual, date.LongFront), "2026-01-15 2026-02-01"},
		{"day 31 does not wear off", schedule("2025-12-31", "2026-05-31", date.Monthly, date.NoStub),
			"2025-12-31 2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31"},
		{"end of month", endOfMonth("2025-08-31", "2027-02-28", date.SemiAnnual), "2025-08-31 2026-02-28 2026-08-31 2027-02-28"},
		{"roll day", rolling("2025-08-30", "2026-02-28", 30, date.SemiAnnual), "2025-08-30 2026-02-28"},
		{"leap", schedule("2024-02-29", "2028-02-29", date.Annual, date.NoStub),
			"2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29"},
	} {
		dates, err := c.s.Dates()
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, strings.Trim(fmt.Sprint(dates), "[]"), c.name)
	}
}

func schedule(start, end string, frequency date.Frequency, stub date.Stub) date.Schedule {
	return date.Schedule{Start: day(start), End: day(end), Frequency: frequency, Stub: stub}
}

func endOfMonth(start, end string, frequency date.Frequency) date.Schedule {
	s := schedule(start, end, frequency, date.NoStub)
	s.EndOfMonth = true
	return s
}

func rolling(start, end string, rollDay int, frequency date.Frequency) date.Schedule {
	s := schedule(start, end, frequency, date.NoStub)
	s.RollDay = rollDay
	return s
}

func TestScheduleRefuses(t *testing.T) {
	both := endOfMonth("2026-01-31", "2027-01-31", date.Annual)
	both.RollDay = 31
	for name, c := range map[string]struct {
		s    date.Schedule
		want error
	}{
		"left-over":    {schedule("2026-03-01", "2027-01-15", date.SemiAnnual, date.NoStub), date.ErrStub},
		"no stub rule": {schedule("2026-01-15", "2027-01-15", date.SemiAnnual, 0), date.ErrStub},
		"no frequency": {schedule("2026-01-15", "2027-01-15", 0, date.NoStub), date.ErrFrequency},
		"backwards":    {schedule("2027-01-15", "2026-01-15", date.Annual, date.NoStub), date.ErrSchedule},
		"empty":        {schedule("2027-01-15", "2027-01-15", date.Annual, date.NoStub), date.ErrSchedule},
		"roll day":     {rolling("2026-01-15", "2027-01-15", 16, date.Annual), date.ErrSchedule},
		"roll day 32":  {rolling("2026-01-31", "2027-01-31", 32, date.Annual), date.ErrSchedule},
		"both":         {both, date.ErrSchedule},
		"too long":     {schedule("1900-01-15", "2026-01-15", date.Monthly, date.NoStub), date.ErrSchedule},
	} {
		_, err := c.s.Dates()
		require.ErrorIs(t, err, c.want, name)
		_, err = c.s.Periods()
		require.ErrorIs(t, err, c.want, name)
	}
}

func TestScheduleJSON(t *testing.T) {
	s := schedule("2026-01-15", "2027-01-15", date.SemiAnnual, date.ShortFront)
	out, err := json.Marshal(s)
	require.NoError(t, err)
	require.Equal(t, `{"start":"2026-01-15","end":"2027-01-15","frequency":"MIAN","stub":"SHORT_FRONT"}`, string(out))
	var back date.Schedule
	require.NoError(t, json.Unmarshal(out, &back))
	require.Equal(t, s, back)
}

// Whatever the stub, the periods tile the life and only the first or the last is irregular.
func TestLawPeriodsTileTheLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start, _ := day("1990-01-01").AddDays(rapid.IntRange(0, 20_000).Draw(t, "start"))
		end, _ := start.AddDays(rapid.IntRange(1, 8_000).Draw(t, "days"))
		s := date.Schedule{
			Start: start, End: end,
			Frequency:  date.Frequency(rapid.IntRange(int(date.Annual), int(date.Monthly)).Draw(t, "frequency")),
			Stub:       date.Stub(rapid.IntRange(int(date.ShortFront), int(date.LongBack)).Draw(t, "stub")),
			EndOfMonth: rapid.Bool().Draw(t, "end of month"),
		}
		periods, err := s.Periods()
		if err != nil {
			t.Fatal(err)
		}
		at := start
		for i, p := range periods {
			if p.Start != at || !p.Start.Before(p.End) {
				t.Fatalf("period %d of %v starts on %s", i, s, p.Start)
			}
			if regular := p.Start == p.CouponStart && p.End == p.CouponEnd; !regular && i > 0 && i < len(periods)-1 {
				t.Fatalf("stub %v in the middle", p)
			}
			at = p.End
		}
		if at != end {
			t.Fatalf("%v ends on %s", s, at)
		}
	})
}

func ExampleSchedule_Periods() {
	bond := date.Schedule{
		Start: date.MustParse("2026-03-01"), End: date.MustParse("2027-07-15"),
		Frequency: date.SemiAnnual, Stub: date.ShortFront,
	}
	periods, _ := bond.Periods()
	for _, p := range periods {
		year, _ := date.ActActICMA.Fraction(p)
		fmt.Println(p.Start, p.End, year)
	}
	// Output:
	// 2026-03-01 2026-07-15 68/181
	// 2026-07-15 2027-01-15 1/2
	// 2027-01-15 2027-07-15 1/2
}
