// SPDX-License-Identifier: Apache-2.0

package split

import (
	"errors"
	"fmt"
	"math/bits"
)

// ErrInterval refuses an interval that is empty, does not start at 1 or later, or leaves the whole.
var ErrInterval = errors.New("interval must be 1 <= from <= to <= whole")

// Interval is the units numbered From to To, both included, of a whole whose units are numbered from 1:
// the cents of a receivable, as on the Shanghai Commercial Paper Exchange.
type Interval struct {
	From, To int64
}

// Size returns the number of units.
func (i Interval) Size() int64 { return i.To - i.From + 1 }

// Check refuses an interval that is not within the first whole units.
func (i Interval) Check(whole int64) error {
	if i.From < 1 || i.To < i.From || i.To > whole {
		return fmt.Errorf("%w: [%d,%d] of %d", ErrInterval, i.From, i.To, whole)
	}
	return nil
}

// Subtractable is money.Amount, money.Money or decimal.Decimal.
type Subtractable[T any] interface {
	Sub(T) (T, error)
}

// Telescope returns the charge of an interval: charge(To) − charge(From−1), where charge(n) is the rounded
// charge of the first n units and charge(0) is nothing. The charges of any tiling of a whole sum to the
// charge of the whole, provided charge depends on n alone.
func Telescope[T Subtractable[T]](i Interval, charge func(units int64) (T, error)) (T, error) {
	var none T
	if err := i.Check(i.To); err != nil {
		return none, err
	}
	upper, err := charge(i.To)
	if err != nil {
		return none, err
	}
	lower, err := charge(i.From - 1)
	if err != nil {
		return none, err
	}
	return upper.Sub(lower)
}

// ProRata returns the interval's part of a payment on the whole, rounded down cumulatively:
// floor(paid·To/whole) − floor(paid·(From−1)/whole). The parts of any tiling sum to paid.
func ProRata(paid, whole int64, i Interval) (int64, error) {
	if err := i.Check(whole); err != nil {
		return 0, err
	}
	if paid < 0 {
		return 0, fmt.Errorf("payment %d is negative", paid)
	}
	return cumulative(paid, i.To, whole) - cumulative(paid, i.From-1, whole), nil
}

// cumulative returns floor(paid·units/whole) for 0 <= units <= whole.
func cumulative(paid, units, whole int64) int64 {
	// units <= whole, so high < whole: Div64 cannot overflow.
	high, low := bits.Mul64(uint64(paid), uint64(units))
	quotient, _ := bits.Div64(high, low, uint64(whole))
	return int64(quotient)
}
