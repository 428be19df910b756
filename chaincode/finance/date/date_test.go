// SPDX-License-Identifier: Apache-2.0

package date_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// day is date.MustParse with a short name for tables.
func day(text string) date.Date { return date.MustParse(text) }

// Every day of 1900 to 2400 agrees with the standard library, weekday included.
func TestEveryDayOfFiveCenturies(t *testing.T) {
	instant := time.Date(1900, 1, 1, 12, 0, 0, 0, time.UTC)
	d := day("1900-01-01")
	for d.Year() <= 2400 {
		year, month, dayOfMonth := d.Civil()
		y, m, dd := instant.Date()
		if year != y || month != int(m) || dayOfMonth != dd || int(d.Weekday())%7 != int(instant.Weekday()) {
			t.Fatalf("%s is %s %s", instant.Format(time.DateOnly), d, d.Weekday())
		}
		if d.String() != instant.Format(time.DateOnly) || day(d.String()) != d {
			t.Fatalf("%s written as %s", instant, d)
		}
		next, err := d.AddDays(1)
		require.NoError(t, err)
		instant, d = instant.AddDate(0, 0, 1), next
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "2026", "2026-1-01", "2026-01-1", "20260101", "2026/01/01", " 2026-01-01",
		"2026-01-01T00:00:00Z", "-026-01-01", "2O26-01-01", "+026-01-01", "２026-01"} {
		_, err := date.Parse(text)
		require.ErrorIs(t, err, date.ErrSyntax, "%q", text)
	}
	for _, text := range []string{"2026-00-01", "2026-13-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-01-00",
		"1899-12-31", "0000-01-01"} {
		_, err := date.Parse(text)
		require.ErrorIs(t, err, date.ErrRange, "%q", text)
	}
	require.Equal(t, 29, day("2000-02-29").Day())
	require.Equal(t, 29, day("2024-02-29").Day())
}

func TestJSON(t *testing.T) {
	type note struct {
		Due date.Date `json:"due,omitzero"`
	}
	out, err := json.Marshal(note{Due: day("2026-10-07")})
	require.NoError(t, err)
	require.Equal(t, `{"due":"2026-10-07"}`, string(out))
	out, err = json.Marshal(note{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(out))

	var back note
	for _, bad := range []string{`{"due":null}`, `{"due":""}`, `{"due":20261007}`, `{"due":"2026-02-30"}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &back), bad)
	}
	_, err = json.Marshal(date.Date{})
	require.ErrorIs(t, err, date.ErrSyntax)
}

func TestZeroDate(t *testing.T) {
	var none date.Date
	require.True(t, none.IsZero())
	require.Empty(t, none.String())
	require.Zero(t, none.Year())
	require.Zero(t, none.Weekday())
	require.False(t, none.IsEndOfMonth())
	for _, move := range []func(int) (date.Date, error){none.AddDays, none.AddMonths, none.AddMonthsEndOfMonth} {
		_, err := move(1)
		require.ErrorIs(t, err, date.ErrRange)
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from        string
		n           int
		plain, last string
	}{
		{"2026-01-31", 1, "2026-02-28", "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29", "2024-02-29"},
		{"2026-02-28", 6, "2026-08-28", "2026-08-31"},
		{"2024-02-28", 6, "2024-08-28", "2024-08-28"},
		{"2024-02-29", 12, "2025-02-28", "2025-02-28"},
		{"2026-08-31", -6, "2026-02-28", "2026-02-28"},
		{"2026-11-30", 3, "2027-02-28", "2027-02-28"},
		{"2026-04-30", 1, "2026-05-30", "2026-05-31"},
		{"2026-03-15", -15, "2024-12-15", "2024-12-15"},
		{"2026-03-15", 0, "2026-03-15", "2026-03-15"},
	} {
		plain, err := day(c.from).AddMonths(c.n)
		require.NoError(t, err)
		require.Equal(t, c.plain, plain.String())
		last, err := day(c.from).AddMonthsEndOfMonth(c.n)
		require.NoError(t, err)
		require.Equal(t, c.last, last.String())
	}
	for _, n := range []int{12 * 8000, -12 * 130, 1 << 62, -1 << 62} {
		_, err := day("2026-01-01").AddMonths(n)
		require.ErrorIs(t, err, date.ErrRange)
		_, err = day("2026-01-01").AddDays(n * 366)
		require.ErrorIs(t, err, date.ErrRange)
	}
	_, err := day("9999-12-31").AddDays(1)
	require.ErrorIs(t, err, date.ErrRange)
}

func TestOfReadsUTC(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	d, err := date.Of(time.Date(2026, 10, 7, 7, 59, 0, 0, shanghai))
	require.NoError(t, err)
	require.Equal(t, day("2026-10-06"), d)
}

func TestLawDaysAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := day("1900-01-01").AddDays(rapid.IntRange(0, 2_900_000).Draw(t, "d"))
		if err != nil {
			t.Fatal(err)
		}
		n := rapid.IntRange(-40_000, 40_000).Draw(t, "n")
		e, err := d.AddDays(n)
		if err != nil {
			return
		}
		if d.DaysUntil(e) != n || e.DaysUntil(d) != -n || d.Compare(e) != -e.Compare(d) || d.Before(e) != (n > 0) {
			t.Fatalf("%s plus %d days is %s", d, n, e)
		}
		back, err := date.Parse(e.String())
		if err != nil || back != e {
			t.Fatalf("%s read back as %s (%v)", e, back, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-10-07", "1900-02-29", "9999-12-31", "2026-10-7"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := date.Parse(text)
		standard, standardErr := time.Parse(time.DateOnly, text)
		inRange := standardErr == nil && standard.Year() >= date.YearMin
		if (err == nil) != inRange || err == nil && d.String() != text {
			t.Fatalf("%q is %s, %v; time says %v", text, d, err, standardErr)
		}
	})
}
