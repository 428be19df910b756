// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// Weekday is a day of the week, numbered as in ISO 8601 from Monday, 1, to Sunday, 7. Its text is three
// capitals: MON, TUE, WED, THU, FRI, SAT, SUN.
type Weekday uint8

// The days of the week.
const (
	Monday Weekday = iota + 1
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
	Sunday
)

// ErrWeekday refuses a text that is no day of the week.
var ErrWeekday = errors.New("weekday must be one of MON, TUE, WED, THU, FRI, SAT, SUN")

// Weekday returns the day of the week of d; 0 for no date.
func (d Date) Weekday() Weekday {
	if d.IsZero() {
		return 0
	}
	// 1900-01-01, day 1, was a Monday.
	return Weekday((d.day-1)%7) + Monday
}

// ParseWeekday reads the text of a weekday.
func ParseWeekday(text string) (Weekday, error) {
	for day := Monday; day <= Sunday; day++ {
		if day.String() == text {
			return day, nil
		}
	}
	return 0, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrWeekday)
}

// String returns the text, or "" for none.
func (w Weekday) String() string {
	const names = "MONTUEWEDTHUFRISATSUN"
	if w < Monday || w > Sunday {
		return ""
	}
	at := 3 * int(w-Monday)
	return names[at : at+3]
}

// MarshalText writes the text and refuses the zero value.
func (w Weekday) MarshalText() ([]byte, error) {
	if w.String() == "" {
		return nil, ErrWeekday
	}
	return []byte(w.String()), nil
}

// UnmarshalText reads the text.
func (w *Weekday) UnmarshalText(text []byte) (err error) {
	*w, err = ParseWeekday(string(text))
	return err
}

// UnmarshalJSON reads a JSON string.
func (w *Weekday) UnmarshalJSON(data []byte) error { return jsontext.Decode(data, w) }
