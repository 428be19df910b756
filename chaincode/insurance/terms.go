// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// What bounds the terms of products and policies.
const (
	// daysMost bounds every number of days: forty years.
	daysMost = 14_610
	// listMost bounds lists within a product, a panel or a policy.
	listMost = 64
	// placesMost bounds the decimal places of rates.
	placesMost = 12
)

var one = decimal.FromInt64(1)

// portion refuses what is not between 0 and most, with at most 12 decimal places.
func portion(noun string, d decimal.Decimal, most int64) error {
	if d.Sign() < 0 || d.Cmp(decimal.FromInt64(most)) > 0 || d.Scale() > placesMost {
		return fmt.Errorf("%s must be 0 to %d with at most %d decimal places", noun, most, placesMost)
	}
	return nil
}

// days refuses a number of days out of bounds.
func days(noun string, n int) error {
	if n < 0 || n > daysMost {
		return fmt.Errorf("%s must be 0 to %d days", noun, daysMost)
	}
	return nil
}

func seen[T comparable](before []T, item T) bool { return slices.Contains(before, item) }
