// SPDX-License-Identifier: Apache-2.0

package money

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// MinorMax is the largest amount, in minor units: the 18 digits of an ISO 20022 amount.
const MinorMax = 999_999_999_999_999_999

// Errors about amounts.
var (
	// ErrOverflow refuses an amount beyond MinorMax either way.
	ErrOverflow = errors.New("amount beyond 18 digits")
	// ErrSyntax refuses a text that is not an amount.
	ErrSyntax = errors.New("not an amount")
)

// Amount is a signed number of minor units of some currency. It is comparable and immutable; the zero
// value is 0.
type Amount struct {
	minor int64
}

// NewAmount returns an amount of minor units, or ErrOverflow beyond MinorMax.
func NewAmount(minor int64) (Amount, error) {
	if minor > MinorMax || minor < -MinorMax {
		return Amount{}, fmt.Errorf("%w: %d", ErrOverflow, minor)
	}
	return Amount{minor: minor}, nil
}

// ParseAmount reads minor units: an optional '-' and digits without a leading zero; "-0" is refused.
func ParseAmount(text string) (Amount, error) {
	minor, err := strconv.ParseInt(text, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && len(text) > 18:
		return Amount{}, fmt.Errorf("amount %q: %w", jsontext.Excerpt(text), ErrOverflow)
	case err != nil, strconv.FormatInt(minor, 10) != text:
		return Amount{}, fmt.Errorf("amount %q: %w of minor units", jsontext.Excerpt(text), ErrSyntax)
	}
	return NewAmount(minor)
}

// MustAmount is NewAmount for constants in source code; it panics beyond MinorMax.
func MustAmount(minor int64) Amount {
	a, err := NewAmount(minor)
	if err != nil {
		panic(err)
	}
	return a
}

// Minor returns the number of minor units.
func (a Amount) Minor() int64 { return a.minor }

// Add returns a + b, or ErrOverflow.
func (a Amount) Add(b Amount) (Amount, error) {
	// Two amounts of 18 digits cannot wrap an int64.
	sum := a.minor + b.minor
	if sum > MinorMax || sum < -MinorMax {
		return Amount{}, overflow("+", a, b)
	}
	return Amount{minor: sum}, nil
}

// Sub returns a − b, or ErrOverflow.
func (a Amount) Sub(b Amount) (Amount, error) {
	difference := a.minor - b.minor
	if difference > MinorMax || difference < -MinorMax {
		return Amount{}, overflow("-", a, b)
	}
	return Amount{minor: difference}, nil
}

// Neg returns −a. It cannot overflow: the bounds are symmetric.
func (a Amount) Neg() Amount { return Amount{minor: -a.minor} }

// Abs returns |a|.
func (a Amount) Abs() Amount { return Amount{minor: max(a.minor, -a.minor)} }

// Cmp returns -1, 0 or +1 as a is less than, equal to or greater than b.
func (a Amount) Cmp(b Amount) int {
	switch {
	case a.minor < b.minor:
		return -1
	case a.minor > b.minor:
		return 1
	}
	return 0
}

// Sign returns -1, 0 or +1.
func (a Amount) Sign() int { return a.Cmp(Amount{}) }

// IsZero reports whether a is 0.
func (a Amount) IsZero() bool { return a.minor == 0 }

// Decimal returns the minor units as a decimal integer.
func (a Amount) Decimal() decimal.Decimal { return decimal.FromInt64(a.minor) }

// Mul returns a × rate, rounded once to whole minor units.
func (a Amount) Mul(rate decimal.Decimal, mode decimal.Rounding) (Amount, error) {
	return a.MulRatio(rate, one(), mode)
}

// MulRatio returns a × rate × year, rounded once to whole minor units: the interest, the discount or the
// fee of a year fraction.
func (a Amount) MulRatio(rate decimal.Decimal, year decimal.Ratio, mode decimal.Rounding) (Amount, error) {
	product, err := year.Of(0, mode, a.Decimal(), rate)
	if err != nil {
		return Amount{}, fmt.Errorf("amount %s × %s × %s: %w", a, rate, year, err)
	}
	return fromDecimal(product)
}

// Sum returns the sum of the amounts, or ErrOverflow as soon as a partial sum is out of bounds.
func Sum(amounts ...Amount) (sum Amount, err error) {
	for _, a := range amounts {
		if sum, err = sum.Add(a); err != nil {
			return Amount{}, err
		}
	}
	return sum, nil
}

// String writes the minor units.
func (a Amount) String() string { return strconv.FormatInt(a.minor, 10) }

// MarshalText writes the minor units.
func (a Amount) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, a.minor, 10), nil }

// MarshalJSON writes the minor units as a JSON string.
func (a Amount) MarshalJSON() ([]byte, error) { return jsontext.Encode(a.String()), nil }

// UnmarshalText reads minor units.
func (a *Amount) UnmarshalText(text []byte) error {
	parsed, err := ParseAmount(string(text))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}

// UnmarshalJSON reads a JSON string of minor units; a JSON number and null are refused.
func (a *Amount) UnmarshalJSON(data []byte) error {
	if err := jsontext.Decode(data, a); err != nil {
		return fmt.Errorf("amount: %w", err)
	}
	return nil
}

// fromDecimal reads a whole number of minor units.
func fromDecimal(d decimal.Decimal) (Amount, error) {
	minor, err := d.Int64()
	if err != nil {
		return Amount{}, fmt.Errorf("%w: %s", ErrOverflow, d)
	}
	return NewAmount(minor)
}

// one is the ratio 1/1, whose terms are in range.
func one() decimal.Ratio {
	whole, _ := decimal.NewRatio(1, 1)
	return whole
}

func overflow(sign string, a, b Amount) error {
	return fmt.Errorf("%w: %s %s %s", ErrOverflow, a, sign, b)
}
