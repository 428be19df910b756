// SPDX-License-Identifier: Apache-2.0

package decimal

import (
	"errors"
	"fmt"
	"math/bits"
)

// ErrRatio refuses a ratio whose terms do not fit 64 bits or whose denominator is not positive.
var ErrRatio = errors.New("ratio out of range")

// Ratio is an exact fraction of two integers in lowest terms, with a positive denominator: a year
// fraction such as 61/365 + 121/366, which no decimal can hold. It is comparable with ==; the zero
// value is 0.
type Ratio struct {
	num int64
	// less is the denominator minus one, which makes the zero value 0/1.
	less int64
}

// NewRatio returns num/den in lowest terms; den must be positive.
func NewRatio(num, den int64) (Ratio, error) {
	if den <= 0 || num == -1<<63 {
		return Ratio{}, fmt.Errorf("%w: %d/%d", ErrRatio, num, den)
	}
	shared := gcd(uint64(max(num, -num)), uint64(den))
	return Ratio{num: num / int64(shared), less: den/int64(shared) - 1}, nil
}

// Num returns the numerator in lowest terms.
func (r Ratio) Num() int64 { return r.num }

// Den returns the denominator in lowest terms, at least 1.
func (r Ratio) Den() int64 { return r.less + 1 }

// Sign returns -1, 0 or +1.
func (r Ratio) Sign() int {
	switch {
	case r.num < 0:
		return -1
	case r.num > 0:
		return 1
	}
	return 0
}

// IsZero reports whether r is 0.
func (r Ratio) IsZero() bool { return r.num == 0 }

// Neg returns −r.
func (r Ratio) Neg() Ratio {
	r.num = -r.num
	return r
}

// Add returns r + s exactly, or ErrRatio when the terms outgrow 64 bits.
func (r Ratio) Add(s Ratio) (Ratio, error) {
	shared := int64(gcd(uint64(r.Den()), uint64(s.Den())))
	left, ok1 := mulInt64(r.num, s.Den()/shared)
	right, ok2 := mulInt64(s.num, r.Den()/shared)
	den, ok3 := mulInt64(r.Den(), s.Den()/shared)
	num := left + right
	wrapped := (left < 0) == (right < 0) && (num < 0) != (left < 0)
	if !ok1 || !ok2 || !ok3 || wrapped {
		return Ratio{}, fmt.Errorf("%w: %s + %s", ErrRatio, r, s)
	}
	return NewRatio(num, den)
}

// Cmp returns -1, 0 or +1 as r is less than, equal to or greater than s.
func (r Ratio) Cmp(s Ratio) int {
	if a, b := r.Sign(), s.Sign(); a != b {
		if a < b {
			return -1
		}
		return 1
	}
	leftHigh, leftLow := bits.Mul64(uint64(max(r.num, -r.num)), uint64(s.Den()))
	rightHigh, rightLow := bits.Mul64(uint64(max(s.num, -s.num)), uint64(r.Den()))
	order := compare128(leftHigh, leftLow, rightHigh, rightLow)
	if r.num < 0 {
		return -order
	}
	return order
}

// Decimal returns r rounded to scale decimal places.
func (r Ratio) Decimal(scale int, mode Rounding) (Decimal, error) { return r.Of(scale, mode) }

// Of returns r times every factor, rounded once to scale decimal places. Interest on a face of minor
// units is fraction.Of(0, HalfUp, face, rate).
func (r Ratio) Of(scale int, mode Rounding, factors ...Decimal) (Decimal, error) {
	q := newQuotient().times(FromInt64(r.num)).over(FromInt64(r.Den()))
	for _, factor := range factors {
		q.times(factor)
	}
	return q.round(scale, mode)
}

// String writes "61/365", or "2" when the denominator is 1.
func (r Ratio) String() string {
	if r.less == 0 {
		return fmt.Sprint(r.num)
	}
	return fmt.Sprintf("%d/%d", r.num, r.Den())
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// mulInt64 multiplies, b being positive, and reports whether the product fits.
func mulInt64(a, b int64) (int64, bool) {
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(b))
	if high != 0 || low > 1<<63-1 {
		return 0, false
	}
	if a < 0 {
		return -int64(low), true
	}
	return int64(low), true
}

func compare128(leftHigh, leftLow, rightHigh, rightLow uint64) int {
	switch {
	case leftHigh != rightHigh:
		if leftHigh < rightHigh {
			return -1
		}
		return 1
	case leftLow != rightLow:
		if leftLow < rightLow {
			return -1
		}
		return 1
	}
	return 0
}
