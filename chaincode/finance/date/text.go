// SPDX-License-Identifier: Apache-2.0

package date

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// Parse reads YYYY-MM-DD, the calendar date of ISO 8601 in its extended form, and nothing else.
func Parse(text string) (Date, error) {
	if len(text) != len("YYYY-MM-DD") || text[4] != '-' || text[7] != '-' {
		return Date{}, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrSyntax)
	}
	year, ok1 := number(text[:4])
	month, ok2 := number(text[5:7])
	day, ok3 := number(text[8:])
	if !ok1 || !ok2 || !ok3 {
		return Date{}, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrSyntax)
	}
	return New(year, month, day)
}

// MustParse is Parse for constants in source code; it panics on a bad text.
func MustParse(text string) Date {
	d, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// String writes YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Civil()
	return string([]byte{
		digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-',
		digit(month / 10), digit(month), '-', digit(day / 10), digit(day),
	})
}

// MarshalText writes YYYY-MM-DD and refuses the zero value: an optional date carries omitzero.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, fmt.Errorf("no date: %w", ErrSyntax)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// UnmarshalJSON reads a JSON string; null is refused.
func (d *Date) UnmarshalJSON(data []byte) error {
	if err := jsontext.Decode(data, d); err != nil {
		return fmt.Errorf("date: %w", err)
	}
	return nil
}

func digit(n int) byte { return '0' + byte(n%10) }

// number reads a field of ASCII digits.
func number(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}
