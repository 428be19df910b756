// SPDX-License-Identifier: Apache-2.0

package decimal

import (
	"fmt"

	"github.com/cockroachdb/apd/v3"
)

// Add returns d + e exactly, or ErrOverflow.
func (d Decimal) Add(e Decimal) (Decimal, error) {
	x, y, scale := align(d, e)
	sum, err := fromSigned(x.Add(x, y), scale)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s + %s: %w", d, e, err)
	}
	return sum, nil
}

// Sub returns d − e exactly, or ErrOverflow.
func (d Decimal) Sub(e Decimal) (Decimal, error) {
	x, y, scale := align(d, e)
	difference, err := fromSigned(x.Sub(x, y), scale)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s - %s: %w", d, e, err)
	}
	return difference, nil
}

// Mul returns d × e exactly, or ErrOverflow. Use MulQuo or Ratio.Of where the product is to be rounded
// anyway: they round once and do not overflow on the way.
func (d Decimal) Mul(e Decimal) (Decimal, error) {
	x := d.big()
	product, err := fromBig(x.Mul(x, e.big()), d.Scale()+e.Scale(), d.neg != e.neg)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s × %s: %w", d, e, err)
	}
	return product, nil
}

// Neg returns −d.
func (d Decimal) Neg() Decimal {
	if !d.IsZero() {
		d.neg = !d.neg
	}
	return d
}

// Abs returns |d|.
func (d Decimal) Abs() Decimal {
	d.neg = false
	return d
}

// Cmp returns -1, 0 or +1 as d is less than, equal to or greater than e.
func (d Decimal) Cmp(e Decimal) int {
	if d == e {
		return 0
	}
	if s, t := d.Sign(), e.Sign(); s != t {
		if s < t {
			return -1
		}
		return 1
	}
	x, y, _ := align(d, e)
	return x.Cmp(y)
}

// align returns the signed coefficients of d and e at their common scale.
func align(d, e Decimal) (x, y *apd.BigInt, scale int) {
	scale = max(d.Scale(), e.Scale())
	return shift(d.signed(), scale-d.Scale()), shift(e.signed(), scale-e.Scale()), scale
}

func fromSigned(coef *apd.BigInt, scale int) (Decimal, error) {
	return fromBig(coef, scale, coef.Sign() < 0)
}
