// SPDX-License-Identifier: Apache-2.0

package date

import "fmt"

// TARGET2 returns the calendar of the euro payment system, now T2, for whole years: no settlement on
// Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December. The rule is the
// ECB's long-term calendar "applied as from 2002 until further notice"; earlier years are refused.
func TARGET2(fromYear, toYear int) (Calendar, error) {
	const firstYear = 2002
	if fromYear < firstYear || toYear < fromYear || toYear > YearMax {
		return Calendar{}, fmt.Errorf("%w: TARGET2 for %d to %d; it knows %d to %d",
			ErrCalendar, fromYear, toYear, firstYear, YearMax)
	}
	var holidays []Date
	for year := fromYear; year <= toYear; year++ {
		easter := Easter(year)
		goodFriday, easterMonday := Date{day: easter.day - 2}, Date{day: easter.day + 1}
		holidays = append(holidays, civil(year, 1, 1), goodFriday, easterMonday,
			civil(year, 5, 1), civil(year, 12, 25), civil(year, 12, 26))
	}
	return NewCalendar("TARGET2", civil(fromYear, 1, 1), civil(toYear, 12, 31),
		[]Weekday{Saturday, Sunday}, holidays)
}

// Easter returns Easter Sunday of a year by the Gregorian computus (Meeus, Astronomical Algorithms,
// chapter 8), for years from 1900 to 9999; the zero Date for another year.
func Easter(year int) Date {
	if year < YearMin || year > YearMax {
		return Date{}
	}
	century, ofCentury := year/100, year%100
	golden := year % 19
	correction := (8*century + 13) / 25
	epact := (19*golden + century - century/4 - correction + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(ofCentury/4) - epact - ofCentury%4) % 7
	shift := (golden + 11*epact + 22*weekday) / 451
	n := epact + weekday - 7*shift + 114
	return civil(year, n/31, n%31+1)
}
