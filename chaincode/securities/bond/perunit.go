// SPDX-License-Identifier: Apache-2.0

package bond

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// PerUnit is what one unit gets, exactly: Nominal × Rate × Year minor units. A dividend has the rate 1 and the year 1, or
// its nominal in decimals of a minor unit.
type PerUnit struct {
	// Nominal is in minor units and may have decimal places: a dividend of 0.1234 EUR is 12.34.
	Nominal decimal.Decimal `json:"nominal" help:"minor units, decimal places allowed"`
	Rate    decimal.Decimal `json:"rate" help:"factor, such as a yearly rate"`
	Year    decimal.Ratio   `json:"year" help:"exact fraction, such as 181/365"`
}

// Flat is an amount a unit that is not interest, in minor units with decimal places.
func Flat(minor decimal.Decimal) PerUnit {
	whole, _ := decimal.NewRatio(1, 1) // in range
	return PerUnit{Nominal: minor, Rate: decimal.FromInt64(1), Year: whole}
}

// Validate refuses what is below zero.
func (p PerUnit) Validate() error {
	if p.Nominal.Sign() < 0 || p.Year.Sign() < 0 {
		return errors.New("an amount a unit must not be below zero")
	}
	return nil
}

// Of is the amount of a number of units, rounded once to whole minor units.
func (p PerUnit) Of(units int64, mode decimal.Rounding) (money.Amount, error) {
	rounded, err := p.Year.Of(0, mode, p.Nominal, p.Rate, decimal.FromInt64(units))
	if err != nil {
		return money.Amount{}, fmt.Errorf("%d units: %w", units, err)
	}
	minor, err := rounded.Int64()
	if err != nil {
		return money.Amount{}, fmt.Errorf("%d units: %w", units, err)
	}
	return money.NewAmount(minor)
}

// Quote is the amount of a face in its own units, such as 100, rounded to decimal places: accrued interest as it is
// quoted. The nominal of p is that of one unit of the bond.
func (p PerUnit) Quote(face decimal.Decimal, scale int, mode decimal.Rounding) (decimal.Decimal, error) {
	return p.Year.Of(scale, mode, p.Rate, face)
}
