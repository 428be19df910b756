// SPDX-License-Identifier: Apache-2.0

package date_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/stretchr/testify/require"
)

func target2(t *testing.T) date.Calendar {
	t.Helper()
	c, err := date.TARGET2(2024, 2027)
	require.NoError(t, err)
	return c
}

// The closing days that the ECB published for 2024 to 2026.
func TestTARGET2(t *testing.T) {
	want := []string{
		"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-12-25", "2024-12-26",
		"2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-12-25", "2025-12-26",
		"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-12-26",
	}
	holidays := target2(t).Holidays()
	for i, text := range want {
		require.Equal(t, text, holidays[i].String())
	}
	for _, years := range [][2]int{{2001, 2005}, {2026, 2025}, {2026, 10000}} {
		_, err := date.TARGET2(years[0], years[1])
		require.ErrorIs(t, err, date.ErrCalendar)
	}
}

// Easter Sundays, the earliest and latest possible among them.
func TestEaster(t *testing.T) {
	for _, text := range []string{"1913-03-23", "1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24",
		"2018-04-01", "2019-04-21", "2024-03-31", "2038-04-25", "2285-03-22"} {
		require.Equal(t, text, date.Easter(day(text).Year()).String())
	}
	require.True(t, date.Easter(1899).IsZero())
}

func TestAdjust(t *testing.T) {
	c := target2(t)
	for _, row := range []struct{ from, following, modified, preceding, modifiedPreceding string }{
		{"2026-10-07", "2026-10-07", "2026-10-07", "2026-10-07", "2026-10-07"},
		{"2026-10-03", "2026-10-05", "2026-10-05", "2026-10-02", "2026-10-02"}, // a Saturday
		{"2026-10-31", "2026-11-02", "2026-10-30", "2026-10-30", "2026-10-30"}, // a month ends on Saturday
		{"2026-08-01", "2026-08-03", "2026-08-03", "2026-07-31", "2026-08-03"}, // a month begins on Saturday
		{"2024-03-30", "2024-04-02", "2024-03-28", "2024-03-28", "2024-03-28"}, // Easter over a month end
		{"2026-04-03", "2026-04-07", "2026-04-07", "2026-04-02", "2026-04-02"}, // Good Friday
	} {
		for convention, want := range map[date.Convention]string{
			date.Unadjusted: row.from, date.Following: row.following, date.ModifiedFollowing: row.modified,
			date.Preceding: row.preceding, date.ModifiedPreceding: row.modifiedPreceding,
		} {
			got, err := c.Adjust(day(row.from), convention)
			require.NoError(t, err)
			require.Equal(t, want, got.String(), "%s %s", row.from, convention)
		}
	}
	_, err := c.Adjust(day("2026-10-07"), 0)
	require.ErrorIs(t, err, date.ErrConvention)
}

func TestAddBusinessDays(t *testing.T) {
	c := target2(t)
	for _, row := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-04-01", 2, "2026-04-07"}, {"2026-10-08", 2, "2026-10-12"}, {"2026-10-12", -2, "2026-10-08"},
		{"2026-10-10", 1, "2026-10-12"}, {"2026-10-07", 0, "2026-10-07"},
	} {
		got, err := c.AddBusinessDays(day(row.from), row.n)
		require.NoError(t, err)
		require.Equal(t, row.want, got.String())
	}
	_, err := c.AddBusinessDays(day("2026-10-10"), 0)
	require.ErrorContains(t, err, "not a business day")
}

// What a calendar does not know it does not answer.
func TestCalendarRefusesOutsideItsSpan(t *testing.T) {
	c := target2(t)
	for _, text := range []string{"2023-12-31", "2028-01-01"} {
		_, err := c.IsBusinessDay(day(text))
		require.ErrorIs(t, err, date.ErrNotCovered)
	}
	_, err := c.Adjust(day("2027-12-31"), date.Following)
	require.NoError(t, err)
	_, err = c.AddBusinessDays(day("2027-12-31"), 1)
	require.ErrorIs(t, err, date.ErrNotCovered)
	_, err = date.Calendar{}.IsBusinessDay(day("2026-10-07"))
	require.ErrorIs(t, err, date.ErrNotCovered)
	_, err = c.IsBusinessDay(date.Date{})
	require.ErrorIs(t, err, date.ErrNotCovered)
}

func TestNewCalendarRefuses(t *testing.T) {
	from, to := day("2026-01-01"), day("2026-12-31")
	weekend := []date.Weekday{date.Friday, date.Saturday}
	all := []date.Weekday{1, 2, 3, 4, 5, 6, 7}
	for name, err := range map[string]error{
		"name":     newCalendar("", from, to, weekend),
		"span":     newCalendar("X", to, from, weekend),
		"no span":  newCalendar("X", date.Date{}, date.Date{}, weekend),
		"outside":  newCalendar("X", from, to, weekend, day("2027-01-01")),
		"twice":    newCalendar("X", from, to, weekend, from, from),
		"rest":     newCalendar("X", from, to, all),
		"weekend":  newCalendar("X", from, to, []date.Weekday{8}),
		"weekend2": newCalendar("X", from, to, []date.Weekday{6, 6}),
		"zero":     newCalendar("X", from, to, weekend, date.Date{}),
	} {
		require.ErrorIs(t, err, date.ErrCalendar, name)
	}
}

func newCalendar(name string, from, to date.Date, weekend []date.Weekday, holidays ...date.Date) error {
	_, err := date.NewCalendar(name, from, to, weekend, holidays)
	return err
}

func TestCalendarJSON(t *testing.T) {
	c, err := date.NewCalendar("Riyadh", day("2026-01-01"), day("2026-12-31"),
		[]date.Weekday{date.Saturday, date.Friday}, []date.Date{day("2026-09-23"), day("2026-02-22")})
	require.NoError(t, err)
	out, err := json.Marshal(c)
	require.NoError(t, err)
	require.Equal(t, `{"name":"Riyadh","from":"2026-01-01","to":"2026-12-31","weekend":["FRI","SAT"],`+
		`"holidays":["2026-02-22","2026-09-23"]}`, string(out))
	var back date.Calendar
	require.NoError(t, json.Unmarshal(out, &back))
	require.Equal(t, c, back)

	for _, bad := range []string{`null`, `{}`, `{"name":"X","from":"2026-01-01","to":"2026-12-31","weekend":["SUN"],"x":1}`,
		`{"name":"X","from":"2026-01-01","to":"2026-12-31","weekend":["sun"]}`,
		`{"name":"X","from":"2026-01-01","to":"2026-12-31","weekend":[7]}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &back), bad)
	}
}

func ExampleCalendar_Adjust() {
	euro, _ := date.TARGET2(2026, 2030)
	payment, _ := euro.Adjust(date.MustParse("2027-05-01"), date.ModifiedFollowing)
	fmt.Println(payment, payment.Weekday())
	// Output: 2027-05-03 MON
}
