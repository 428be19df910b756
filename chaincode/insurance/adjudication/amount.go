// SPDX-License-Identifier: Apache-2.0

package adjudication

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

func least(a, b money.Amount) money.Amount {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// left is what is left of an amount, not below zero; neither is.
func left(of, taken money.Amount) money.Amount {
	return money.MustAmount(max(0, of.Minor()-taken.Minor()))
}

// ratio is amount × num / den, rounded once.
func ratio(amount money.Amount, num, den int64, mode decimal.Rounding) (money.Amount, error) {
	return quotient(amount, decimal.FromInt64(num), decimal.FromInt64(den), mode)
}

func quotient(amount money.Amount, num, den decimal.Decimal, mode decimal.Rounding) (money.Amount, error) {
	product, err := amount.Decimal().MulQuo(num, den, 0, mode)
	if err != nil {
		return money.Amount{}, fmt.Errorf("amount %s × %s / %s: %w", amount, num, den, err)
	}
	minor, err := product.Int64()
	if err != nil {
		return money.Amount{}, fmt.Errorf("amount %s × %s / %s: %w", amount, num, den, err)
	}
	return money.NewAmount(minor)
}
