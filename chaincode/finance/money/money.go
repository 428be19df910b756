// SPDX-License-Identifier: Apache-2.0

package money

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// Money is an amount of a currency. It is comparable. The zero value is none, which differs from an
// amount of 0 in a currency.
type Money struct {
	Amount   Amount   `json:"amount"`
	Currency Currency `json:"currency"`
}

// MismatchError refuses arithmetic between two currencies.
type MismatchError struct {
	Left, Right Currency
}

// Error names the two currencies.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("currencies differ: %q and %q", e.Left, e.Right)
}

// New returns an amount of minor units of a currency that has a minor unit.
func New(minor int64, currency Currency) (Money, error) {
	if _, err := places(currency); err != nil {
		return Money{}, err
	}
	amount, err := NewAmount(minor)
	if err != nil {
		return Money{}, err
	}
	return Money{Amount: amount, Currency: currency}, nil
}

// FromDecimal returns d units (not minor units) of a currency: 100.5 is 100.50 EUR. More decimal places
// than the minor unit has are refused, never rounded.
func FromDecimal(d decimal.Decimal, currency Currency) (Money, error) {
	scale, err := places(currency)
	if err != nil {
		return Money{}, err
	}
	if d.Scale() > scale {
		return Money{}, fmt.Errorf("%s %s: %w: the minor unit of %s has %d decimal places",
			d, currency, ErrSyntax, currency, scale)
	}
	minor, err := d.Unscaled(scale)
	if err != nil {
		return Money{}, fmt.Errorf("%s %s: %w", d, currency, ErrOverflow)
	}
	return New(minor, currency)
}

// IsZero reports whether m is none, the Go zero value; 0 EUR is not. Ask m.Amount.IsZero for an amount
// of 0. The distinction keeps the omitzero option of a JSON field from dropping the currency.
func (m Money) IsZero() bool { return m == Money{} }

// Decimal returns the amount in units of the currency: 10000 cents are 100.
func (m Money) Decimal() (decimal.Decimal, error) {
	scale, err := places(m.Currency)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return decimal.New(m.Amount.minor, scale)
}

// Add returns m + n; both must be of one currency.
func (m Money) Add(n Money) (Money, error) {
	if m.Currency != n.Currency {
		return Money{}, &MismatchError{Left: m.Currency, Right: n.Currency}
	}
	sum, err := m.Amount.Add(n.Amount)
	if err != nil {
		return Money{}, err
	}
	return Money{Amount: sum, Currency: m.Currency}, nil
}

// Sub returns m − n; both must be of one currency.
func (m Money) Sub(n Money) (Money, error) { return m.Add(n.Neg()) }

// Neg returns −m.
func (m Money) Neg() Money { return Money{Amount: m.Amount.Neg(), Currency: m.Currency} }

// Sign returns -1, 0 or +1.
func (m Money) Sign() int { return m.Amount.Sign() }

// Cmp returns -1, 0 or +1 as m is less than, equal to or greater than n; both must be of one currency.
func (m Money) Cmp(n Money) (int, error) {
	if m.Currency != n.Currency {
		return 0, &MismatchError{Left: m.Currency, Right: n.Currency}
	}
	return m.Amount.Cmp(n.Amount), nil
}

// Mul returns m × rate, rounded once to the minor unit.
func (m Money) Mul(rate decimal.Decimal, mode decimal.Rounding) (Money, error) {
	return m.MulRatio(rate, one(), mode)
}

// MulRatio returns m × rate × year, rounded once to the minor unit.
func (m Money) MulRatio(rate decimal.Decimal, year decimal.Ratio, mode decimal.Rounding) (Money, error) {
	amount, err := m.Amount.MulRatio(rate, year, mode)
	if err != nil {
		return Money{}, err
	}
	return Money{Amount: amount, Currency: m.Currency}, nil
}

// Convert returns m in another currency at rate units of it for one unit of m's, rounded once to its
// minor unit. A liquidity provider rounds Down; the spread is a leg of its own, never part of the rate.
func (m Money) Convert(rate decimal.Decimal, to Currency, mode decimal.Rounding) (Money, error) {
	scale, err := places(to)
	if err != nil {
		return Money{}, err
	}
	units, err := m.Decimal()
	if err != nil {
		return Money{}, err
	}
	converted, err := units.MulQuo(rate, decimal.FromInt64(1), scale, mode)
	if err != nil {
		return Money{}, fmt.Errorf("%s × %s: %w", m, rate, err)
	}
	return FromDecimal(converted, to)
}

// Total returns the sum of money of one currency; an empty sum is 0 of it.
func Total(currency Currency, parts ...Money) (Money, error) {
	total, err := New(0, currency)
	for _, part := range parts {
		if err != nil {
			break
		}
		total, err = total.Add(part)
	}
	if err != nil {
		return Money{}, err
	}
	return total, nil
}

// places returns the decimal places of a currency, or why money in it cannot exist.
func places(currency Currency) (int, error) {
	scale, ok := currency.MinorUnits()
	switch {
	case currency.IsZero():
		return 0, ErrNoCurrency
	case !ok:
		return 0, fmt.Errorf("%s: %w", currency, ErrNoMinorUnit)
	}
	return scale, nil
}
