// SPDX-License-Identifier: Apache-2.0

package money

import (
	"errors"
	"fmt"
	"sort"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// rowWidth is the length of a row of table, its line end included: "EUR 978 2\n".
const rowWidth = 10

// rows is the number of currencies; the table begins with a line end of its own.
const rows = (len(table) - 1) / rowWidth

// Errors about currencies.
var (
	// ErrCurrency refuses a code that ISO 4217 does not list.
	ErrCurrency = errors.New("not an ISO 4217 currency code")
	// ErrNoCurrency refuses the zero Currency where a currency is needed.
	ErrNoCurrency = errors.New("no currency given")
	// ErrNoMinorUnit refuses money in a code without a minor unit, such as XAU or XXX.
	ErrNoMinorUnit = errors.New("the currency code has no minor unit")
)

// Currency is an ISO 4217 currency. It is comparable; the zero value is no currency.
type Currency struct {
	// row is the position in table, from 1.
	row uint8
}

// ParseCurrency reads a three-letter code in capitals.
func ParseCurrency(code string) (Currency, error) {
	at := sort.Search(rows, func(i int) bool { return row(i)[:3] >= code })
	if at == rows || row(at)[:3] != code {
		return Currency{}, fmt.Errorf("%q: %w of %s", jsontext.Excerpt(code), ErrCurrency, AsOf)
	}
	return Currency{row: uint8(at + 1)}, nil
}

// MustCurrency is ParseCurrency for constants in source code; it panics on an unknown code.
func MustCurrency(code string) Currency {
	c, err := ParseCurrency(code)
	if err != nil {
		panic(err)
	}
	return c
}

// IsZero reports whether c is no currency.
func (c Currency) IsZero() bool { return c.row == 0 }

// String returns the three-letter code, or "" for no currency.
func (c Currency) String() string {
	if c.IsZero() {
		return ""
	}
	return row(int(c.row) - 1)[:3]
}

// Number returns the three-digit numeric code, such as "978", or "" for no currency.
func (c Currency) Number() string {
	if c.IsZero() {
		return ""
	}
	return row(int(c.row) - 1)[4:7]
}

// MinorUnits returns the number of decimal places of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
// ok is false where ISO 4217 says N.A., which is not the same as 0.
func (c Currency) MinorUnits() (places int, ok bool) {
	if c.IsZero() {
		return 0, false
	}
	mark := row(int(c.row) - 1)[8]
	if mark == '-' {
		return 0, false
	}
	return int(mark - '0'), true
}

// Issuable reports whether money can be issued in c: it has a minor unit. Metals, units of account, the
// testing code XTS and XXX have none.
func (c Currency) Issuable() bool {
	_, ok := c.MinorUnits()
	return ok
}

// MarshalText writes the code and refuses the zero value.
func (c Currency) MarshalText() ([]byte, error) {
	if c.IsZero() {
		return nil, ErrNoCurrency
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads a code.
func (c *Currency) UnmarshalText(text []byte) error {
	parsed, err := ParseCurrency(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// UnmarshalJSON reads a JSON string.
func (c *Currency) UnmarshalJSON(data []byte) error {
	if err := jsontext.Decode(data, c); err != nil {
		return fmt.Errorf("currency: %w", err)
	}
	return nil
}

// row returns row i of the table, from 0, without its line end.
func row(i int) string {
	start := 1 + i*rowWidth
	return table[start : start+rowWidth-1]
}
