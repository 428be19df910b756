// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// priceScale bounds the decimal places of a price.
const priceScale = 12

// validatePrice refuses what is no price of a unit. Prices are those of one unit, in units of the instrument's currency and
// all in: of a bond, with the interest accrued.
func validatePrice(price decimal.Decimal) error {
	if price.Sign() <= 0 || price.Scale() > priceScale {
		return errors.New("a price is above zero, with at most 12 decimal places")
	}
	return nil
}

// Consideration is what units cost at a price: exact, and rounded half up once to the currency's minor unit.
// Faults: AMOUNT_REFUSED.
func Consideration(quantity Quantity, price decimal.Decimal, currency money.Currency) (money.Money, error) {
	refused := AmountRefused.New("%s units at %s %s are no amount", quantity, price, currency)
	places, ok := currency.MinorUnits()
	exact, err := decimal.FromInt64(int64(quantity)).Mul(price)
	if err != nil || !ok {
		return money.Money{}, refused
	}
	rounded, err := exact.Round(places, decimal.HalfUp)
	if err != nil {
		return money.Money{}, refused
	}
	amount, err := money.FromDecimal(rounded, currency)
	if err != nil || amount.Sign() <= 0 {
		return money.Money{}, refused
	}
	return amount, nil
}
