// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"
	"time"
)

// The years that a Date can have.
const (
	YearMin = 1900
	YearMax = 9999
)

// Errors about dates.
var (
	// ErrSyntax refuses a text that is not YYYY-MM-DD.
	ErrSyntax = errors.New("not a date YYYY-MM-DD")
	// ErrRange refuses a day that no calendar has, or a year outside 1900 to 9999.
	ErrRange = errors.New("no such date between 1900-01-01 and 9999-12-31")
)

// Date is a civil date. It is comparable with ==; the zero value is no date.
type Date struct {
	// day counts from 1 at 1900-01-01.
	day int32
}

// epoch is the day number of 1899-12-31 in days since 0000-03-01.
const epoch = 693900

// New returns a date of the proleptic Gregorian calendar; month is 1 to 12.
func New(year, month, day int) (Date, error) {
	if year < YearMin || year > YearMax || month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return Date{}, fmt.Errorf("%d-%02d-%02d: %w", year, month, day, ErrRange)
	}
	return civil(year, month, day), nil
}

// Of returns the date of an instant in UTC, for those outside a chaincode who have a clock.
func Of(instant time.Time) (Date, error) {
	year, month, day := instant.UTC().Date()
	return New(year, int(month), day)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.day == 0 }

// Civil returns the year, the month from 1 and the day of the month; zeros for no date.
//
// The algorithm counts years from March, so that the leap day is the last day of the year.
func (d Date) Civil() (year, month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	const daysIn400 = 146097
	n := int(d.day) + epoch
	era, ofEra := n/daysIn400, n%daysIn400
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	march := (5*ofYear + 2) / 153
	year, month, day = era*400+yearOfEra, march+3, ofYear-(153*march+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

// civil is the inverse of Civil for a date that exists.
func civil(year, month, day int) Date {
	if month < 3 {
		year, month = year-1, month+12
	}
	ofYear := (153*(month-3)+2)/5 + day - 1
	return Date{day: int32(365*year + year/4 - year/100 + year/400 + ofYear - epoch)}
}

// Year returns the year, 0 for no date.
func (d Date) Year() int { year, _, _ := d.Civil(); return year }

// Month returns the month, 1 to 12.
func (d Date) Month() int { _, month, _ := d.Civil(); return month }

// Day returns the day of the month.
func (d Date) Day() int { _, _, day := d.Civil(); return day }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.day < e.day }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.day > e.day }

// Compare returns -1, 0 or +1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	switch {
	case d.Before(e):
		return -1
	case d.After(e):
		return 1
	}
	return 0
}

// DaysUntil returns the number of days from d to e, negative when e is earlier.
func (d Date) DaysUntil(e Date) int { return int(e.day) - int(d.day) }

// AddDays returns the date n days later, or earlier when n is negative.
func (d Date) AddDays(n int) (Date, error) {
	moved := int64(d.day) + int64(n)
	last := civil(YearMax, 12, 31)
	if d.IsZero() || moved < 1 || moved > int64(last.day) {
		return Date{}, fmt.Errorf("%q plus %d days: %w", d, n, ErrRange)
	}
	return Date{day: int32(moved)}, nil
}

// AddMonths returns the same day n months later, or the last day of a month that is too short:
// 31 January plus a month is 28 or 29 February.
func (d Date) AddMonths(n int) (Date, error) {
	year, month, day := d.Civil()
	return onDay(year, month, n, day)
}

// AddMonthsEndOfMonth is AddMonths under the end-of-month rule: the last day of a month goes to the last
// day of a month, so that 28 February plus six months is 31 August.
func (d Date) AddMonthsEndOfMonth(n int) (Date, error) {
	year, month, day := d.Civil()
	if d.IsEndOfMonth() {
		day = 31
	}
	return onDay(year, month, n, day)
}

// onDay returns the given day, or the last, of the month n months after year and month.
func onDay(year, month, n, day int) (Date, error) {
	const monthsMax = 12 * YearMax
	if n < -monthsMax || n > monthsMax || year == 0 {
		return Date{}, fmt.Errorf("%d months from %d-%02d: %w", n, year, month, ErrRange)
	}
	months := year*12 + month - 1 + n
	year, month = months/12, months%12+1
	if months < 0 {
		return Date{}, fmt.Errorf("%d months before: %w", n, ErrRange)
	}
	return New(year, month, min(day, DaysIn(year, month)))
}

// IsEndOfMonth reports whether d is the last day of its month.
func (d Date) IsEndOfMonth() bool {
	year, month, day := d.Civil()
	return !d.IsZero() && day == DaysIn(year, month)
}

// IsLeap reports whether the year has a 29 February.
func IsLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// DaysIn returns the number of days of a month, 1 to 12; 0 for another month.
func DaysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if IsLeap(year) {
			return 29
		}
		return 28
	case 1, 3, 5, 7, 8, 10, 12:
		return 31
	}
	return 0
}
