// SPDX-License-Identifier: Apache-2.0

package decimal

import (
	"fmt"
	"strings"

	"github.com/cockroachdb/apd/v3"
	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// textMax is the longest text Parse looks at: sign, digits, point and a 0 before the point.
const textMax = DigitsMax + 3

// Parse reads a plain decimal number: an optional '-', digits without a leading zero, and optionally a
// point with digits. A '+', an exponent, a space, a thousands separator, a bare point and "-0" are
// refused, so that a number can be written in one way only, trailing zeros aside.
func Parse(text string) (Decimal, error) {
	body, neg := strings.CutPrefix(text, "-")
	whole, fraction, pointed := strings.Cut(body, ".")
	switch {
	case len(text) > textMax:
		return Decimal{}, fmt.Errorf("decimal %q: %w", jsontext.Excerpt(text), ErrOverflow)
	case !digits(whole), pointed && !digits(fraction), len(whole) > 1 && whole[0] == '0':
		return Decimal{}, fmt.Errorf("decimal %q: %w", jsontext.Excerpt(text), ErrSyntax)
	}
	coef, _ := new(apd.BigInt).SetString(whole+fraction, 10)
	if neg && coef.Sign() == 0 {
		return Decimal{}, fmt.Errorf("decimal %q: minus zero: %w", text, ErrSyntax)
	}
	d, err := fromBig(coef, len(fraction), neg)
	if err != nil {
		return Decimal{}, fmt.Errorf("decimal %q: %w", text, err)
	}
	return d, nil
}

// MustParse is Parse for constants in source code; it panics on a bad text.
func MustParse(text string) Decimal {
	d, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// String writes d canonically: no '+', no leading or trailing zeros, no exponent. Parse reads it back.
func (d Decimal) String() string {
	text := d.big().String()
	if scale := d.Scale(); scale > 0 {
		if missing := scale + 1 - len(text); missing > 0 {
			text = strings.Repeat("0", missing) + text
		}
		text = text[:len(text)-scale] + "." + text[len(text)-scale:]
	}
	if d.neg {
		return "-" + text
	}
	return text
}

// StringFixed writes d with at least scale decimal places, padding with zeros: 100 at 2 is "100.00".
func (d Decimal) StringFixed(scale int) string {
	text, missing := d.String(), scale-d.Scale()
	if missing <= 0 {
		return text
	}
	if d.scale == 0 {
		text += "."
	}
	return text + strings.Repeat("0", missing)
}

// MarshalText implements encoding.TextMarshaler with String.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler with Parse.
func (d *Decimal) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// UnmarshalJSON reads a JSON string; a JSON number and null are refused.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	if err := jsontext.Decode(data, d); err != nil {
		return fmt.Errorf("decimal: %w", err)
	}
	return nil
}

// digits reports whether text is one or more ASCII digits.
func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
