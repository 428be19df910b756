// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"encoding/json"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Quantity is a number of units of an instrument. Units are whole: what is divided further has smaller units. It travels
// as a decimal string, since a number of JSON is not exact beyond 2^53.
type Quantity int64

// QuantityMax is the largest quantity: 18 digits, as in ISO 20022.
const QuantityMax Quantity = money.MinorMax

// ParseQuantity reads digits without sign or leading zeros, at most 18.
func ParseQuantity(text string) (Quantity, error) {
	amount, err := money.ParseAmount(text)
	if err != nil {
		return 0, fmt.Errorf("quantity: %w", err)
	}
	return Quantity(amount.Minor()), nil
}

// Validate refuses a quantity that is not from 1 to [QuantityMax].
func (q Quantity) Validate() error {
	if q < 1 || q > QuantityMax {
		return fmt.Errorf("quantity %d is not from 1 to %d", int64(q), int64(QuantityMax))
	}
	return nil
}

// Add is the sum. Faults: QUANTITY_TOO_LARGE beyond 18 digits.
func (q Quantity) Add(more Quantity) (Quantity, error) {
	sum, err := money.MustAmount(int64(q)).Add(money.MustAmount(int64(more)))
	if err != nil {
		return 0, QuantityTooLarge.New("%d and %d units are more than %d", int64(q), int64(more), int64(QuantityMax))
	}
	return Quantity(sum.Minor()), nil
}

// SumOf adds quantities up. Faults: QUANTITY_TOO_LARGE.
func SumOf(quantities ...Quantity) (sum Quantity, err error) {
	for _, q := range quantities {
		if sum, err = sum.Add(q); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// Amount is the quantity as a weight, for package split and for products with rates.
func (q Quantity) Amount() money.Amount { return money.MustAmount(int64(q)) }

// String is the number in digits.
func (q Quantity) String() string { return fmt.Sprint(int64(q)) }

// MarshalText writes the number in digits.
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads digits.
func (q *Quantity) UnmarshalText(text []byte) error {
	parsed, err := ParseQuantity(string(text))
	if err != nil {
		return err
	}
	*q = parsed
	return nil
}

// UnmarshalJSON reads a JSON string; a number and null are refused.
func (q *Quantity) UnmarshalJSON(data []byte) error {
	if len(data) == 0 || data[0] != '"' {
		return fmt.Errorf("a quantity is a string of digits")
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	return q.UnmarshalText([]byte(text))
}
