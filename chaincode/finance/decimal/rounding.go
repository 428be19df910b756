// SPDX-License-Identifier: Apache-2.0

package decimal

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/apd/v3"
	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// Rounding says what happens to the digits that do not fit. The zero value is no mode and is refused:
// whoever rounds must choose.
type Rounding uint8

// The rounding modes. Their texts are those in capitals.
const (
	// HalfEven rounds to the nearest, a tie to the even digit ("HALF_EVEN").
	HalfEven Rounding = iota + 1
	// HalfUp rounds to the nearest, a tie away from zero ("HALF_UP"): the usual commercial rounding.
	HalfUp
	// Down rounds towards zero ("DOWN").
	Down
	// Up rounds away from zero ("UP").
	Up
	// Floor rounds towards minus infinity ("FLOOR").
	Floor
	// Ceiling rounds towards plus infinity ("CEILING").
	Ceiling
)

// ErrRounding refuses a rounding mode that is unset or unknown.
var ErrRounding = errors.New("rounding mode must be one of HALF_EVEN, HALF_UP, DOWN, UP, FLOOR, CEILING")

// ParseRounding reads the text of a mode.
func ParseRounding(text string) (Rounding, error) {
	for mode := HalfEven; mode <= Ceiling; mode++ {
		if mode.String() == text {
			return mode, nil
		}
	}
	return 0, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrRounding)
}

// String returns the mode's text, or "" for no mode.
func (r Rounding) String() string {
	switch r {
	case HalfEven:
		return "HALF_EVEN"
	case HalfUp:
		return "HALF_UP"
	case Down:
		return "DOWN"
	case Up:
		return "UP"
	case Floor:
		return "FLOOR"
	case Ceiling:
		return "CEILING"
	}
	return ""
}

// MarshalText writes the mode's text and refuses the zero value.
func (r Rounding) MarshalText() ([]byte, error) {
	if r.String() == "" {
		return nil, ErrRounding
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads the mode's text.
func (r *Rounding) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRounding(string(text))
	return err
}

// UnmarshalJSON reads a JSON string.
func (r *Rounding) UnmarshalJSON(data []byte) error { return jsontext.Decode(data, r) }

// awayFromZero reports whether |quotient| goes up by one, given the remainder that was cut off.
func (r Rounding) awayFromZero(quotient, remainder, divisor *apd.BigInt, neg bool) bool {
	if remainder.Sign() == 0 {
		return false
	}
	twice := new(apd.BigInt).Lsh(remainder, 1)
	half := twice.Cmp(divisor)
	switch r {
	case HalfEven:
		return half > 0 || half == 0 && quotient.Bit(0) == 1
	case HalfUp:
		return half >= 0
	case Up:
		return true
	case Floor:
		return neg
	case Ceiling:
		return !neg
	}
	return false
}
