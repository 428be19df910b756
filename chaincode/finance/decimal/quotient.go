// SPDX-License-Identifier: Apache-2.0

package decimal

import (
	"fmt"

	"github.com/cockroachdb/apd/v3"
)

// Round returns d with at most scale decimal places.
func (d Decimal) Round(scale int, mode Rounding) (Decimal, error) {
	return newQuotient().times(d).round(scale, mode)
}

// Quo returns d ÷ e, rounded once to scale decimal places.
func (d Decimal) Quo(e Decimal, scale int, mode Rounding) (Decimal, error) {
	return newQuotient().times(d).over(e).round(scale, mode)
}

// MulQuo returns d × m ÷ q with one rounding at the end, however long the product is in between. A true
// discount is face.MulQuo(basis, basis + rate × days, 2, HalfUp).
func (d Decimal) MulQuo(m, q Decimal, scale int, mode Rounding) (Decimal, error) {
	return newQuotient().times(d).times(m).over(q).round(scale, mode)
}

// quotient is an unrounded product of decimals over a product of decimals:
// ±num/den·10^−exp, with num and den as wide as they come.
type quotient struct {
	num, den *apd.BigInt
	exp      int
	neg      bool
}

func newQuotient() *quotient {
	return &quotient{num: new(apd.BigInt).SetInt64(1), den: new(apd.BigInt).SetInt64(1)}
}

func (q *quotient) times(d Decimal) *quotient {
	q.num.Mul(q.num, d.big())
	q.exp += d.Scale()
	q.neg = q.neg != d.neg
	return q
}

func (q *quotient) over(d Decimal) *quotient {
	q.den.Mul(q.den, d.big())
	q.exp -= d.Scale()
	q.neg = q.neg != d.neg
	return q
}

// round evaluates the quotient to scale decimal places.
func (q *quotient) round(scale int, mode Rounding) (Decimal, error) {
	switch {
	case scale < 0 || scale > DigitsMax:
		return Decimal{}, fmt.Errorf("%w: %d", ErrScale, scale)
	case mode.String() == "":
		return Decimal{}, ErrRounding
	case q.den.Sign() == 0:
		return Decimal{}, ErrDivideByZero
	}
	num := shift(q.num, scale-q.exp)
	den := shift(q.den, q.exp-scale)
	var result, remainder apd.BigInt
	result.QuoRem(num, den, &remainder)
	if mode.awayFromZero(&result, &remainder, den, q.neg) {
		result.Add(&result, new(apd.BigInt).SetInt64(1))
	}
	return fromBig(&result, scale, q.neg)
}
