// SPDX-License-Identifier: Apache-2.0

package decimal

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/apd/v3"
)

// DigitsMax bounds the digits of a Decimal, and separately those after the point. 38 is what SQL
// databases and ISO 20022 rates need at most, and what 128 bits hold.
const DigitsMax = 38

// Errors of this package; each is wrapped with the values at fault.
var (
	// ErrSyntax refuses a text that is not a plain decimal number.
	ErrSyntax = errors.New("not a decimal number")
	// ErrOverflow refuses a result that needs more than DigitsMax digits.
	ErrOverflow = errors.New("more than 38 digits")
	// ErrDivideByZero refuses a division by zero.
	ErrDivideByZero = errors.New("division by zero")
	// ErrScale refuses a number of decimal places outside 0 to DigitsMax.
	ErrScale = errors.New("scale outside 0 to 38")
	// ErrNotInteger refuses to read a fraction as an integer.
	ErrNotInteger = errors.New("not a 64-bit integer")
)

// Decimal is an exact decimal number, immutable and comparable with ==. The zero value is 0.
//
// Its value is ±(hi·2⁶⁴ + lo)·10^−scale. The coefficient of a number with a scale does not end in 0.
type Decimal struct {
	hi, lo uint64
	scale  uint8
	neg    bool
}

// FromInt64 returns the integer n.
func FromInt64(n int64) Decimal {
	d := Decimal{lo: uint64(n), neg: n < 0}
	if d.neg {
		d.lo = -d.lo
	}
	return d
}

// New returns unscaled × 10^−scale: New(435, 4) is 0.0435.
func New(unscaled int64, scale int) (Decimal, error) {
	if scale < 0 || scale > DigitsMax {
		return Decimal{}, fmt.Errorf("%w: %d", ErrScale, scale)
	}
	d := FromInt64(unscaled)
	return fromBig(d.big(), scale, d.neg)
}

// Sign returns -1, 0 or +1.
func (d Decimal) Sign() int {
	switch {
	case d.IsZero():
		return 0
	case d.neg:
		return -1
	}
	return 1
}

// IsZero reports whether d is 0.
func (d Decimal) IsZero() bool { return d == Decimal{} }

// Scale returns how many decimal places d needs: 2 for 1.25, 0 for 100.
func (d Decimal) Scale() int { return int(d.scale) }

// Int64 returns d as an integer, or ErrNotInteger when it has a fraction or does not fit.
func (d Decimal) Int64() (int64, error) {
	const limit = uint64(1) << 63
	switch {
	case d.scale != 0 || d.hi != 0 || d.lo > limit || (d.lo == limit && !d.neg):
		return 0, fmt.Errorf("%w: %s", ErrNotInteger, d)
	case d.neg:
		return int64(-d.lo), nil
	}
	return int64(d.lo), nil
}

// Unscaled returns d × 10^scale as an integer: 12.5 at scale 2 is 1250. It is the exact form that
// integer algorithms work on; a scale that loses digits, or a result beyond 64 bits, is ErrNotInteger.
func (d Decimal) Unscaled(scale int) (int64, error) {
	if scale < d.Scale() || scale > DigitsMax {
		return 0, fmt.Errorf("%w: %s at scale %d", ErrNotInteger, d, scale)
	}
	shifted, err := fromBig(shift(d.big(), scale-d.Scale()), 0, d.neg)
	if err != nil {
		return 0, fmt.Errorf("%w: %s at scale %d", ErrNotInteger, d, scale)
	}
	return shifted.Int64()
}

// big returns the coefficient, without its sign.
func (d Decimal) big() *apd.BigInt {
	b := new(apd.BigInt).SetUint64(d.lo)
	if d.hi == 0 {
		return b
	}
	hi := new(apd.BigInt).SetUint64(d.hi)
	return b.Add(b, hi.Lsh(hi, 64))
}

// signed returns the coefficient with its sign.
func (d Decimal) signed() *apd.BigInt {
	b := d.big()
	if d.neg {
		b.Neg(b)
	}
	return b
}

// fromBig builds the canonical Decimal of ±|coef|·10^−scale, for a scale >= 0. It consumes coef.
func fromBig(coef *apd.BigInt, scale int, neg bool) (Decimal, error) {
	coef.Abs(coef)
	scale = stripZeros(coef, scale)
	if scale > DigitsMax || coef.Cmp(pow10(DigitsMax)) >= 0 {
		return Decimal{}, ErrOverflow
	}
	if coef.Sign() == 0 {
		return Decimal{}, nil
	}
	hi := new(apd.BigInt).Rsh(coef, 64)
	lo := new(apd.BigInt).Sub(coef, new(apd.BigInt).Lsh(hi, 64))
	return Decimal{hi: hi.Uint64(), lo: lo.Uint64(), scale: uint8(scale), neg: neg}, nil
}

// stripZeros divides coef by ten while it ends in 0 and has decimal places; it returns the new scale.
func stripZeros(coef *apd.BigInt, scale int) int {
	if coef.Sign() == 0 {
		return 0
	}
	ten := new(apd.BigInt).SetInt64(10)
	var quotient, digit apd.BigInt
	for scale > 0 {
		quotient.QuoRem(coef, ten, &digit)
		if digit.Sign() != 0 {
			break
		}
		coef.Set(&quotient)
		scale--
	}
	return scale
}

// shift returns coef × 10^places in place.
func shift(coef *apd.BigInt, places int) *apd.BigInt {
	if places > 0 {
		coef.Mul(coef, pow10(places))
	}
	return coef
}

func pow10(n int) *apd.BigInt {
	ten := new(apd.BigInt).SetInt64(10)
	return ten.Exp(ten, new(apd.BigInt).SetInt64(int64(n)), nil)
}
