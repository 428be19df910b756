// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// CoverKind says how it is stated that collateral is worth more than what is lent on it.
type CoverKind string

// The two ways, which are not the same: 5 % of haircut lends 950,000 on 1,000,000, 105 % of initial margin 952,380.95.
const (
	// Haircut is (market value - purchase price) / market value.
	Haircut CoverKind = "HAIRCUT"
	// InitialMargin is market value / purchase price.
	InitialMargin CoverKind = "INITIAL_MARGIN"
)

// Cover is by how much collateral is worth more than what is lent on it.
type Cover struct {
	Kind CoverKind       `json:"kind" help:"HAIRCUT or INITIAL_MARGIN"`
	Rate decimal.Decimal `json:"rate" help:"a haircut from 0 to below 1, such as 0.05, or a margin from 1 to 10, such as 1.05"`
}

// Validate refuses what is no haircut and no margin.
func (c Cover) Validate() error {
	one := decimal.FromInt64(1)
	if c.Rate.Scale() > priceScale {
		return errors.New("a rate has at most 12 decimal places")
	}
	switch {
	case c.Kind == Haircut && c.Rate.Sign() >= 0 && c.Rate.Cmp(one) < 0:
		return nil
	case c.Kind == InitialMargin && c.Rate.Cmp(one) >= 0 && c.Rate.Cmp(decimal.FromInt64(10)) <= 0:
		return nil
	}
	return errors.New("cover is a HAIRCUT from 0 to below 1, or an INITIAL_MARGIN from 1 to 10")
}

// Lends is the purchase price for collateral of a value: rounded down, so that it is never covered by less than agreed.
// Faults: AMOUNT_REFUSED.
func (c Cover) Lends(value decimal.Decimal, currency money.Currency) (money.Amount, error) {
	if c.Kind == Haircut {
		exact, err := c.counts(value)
		if err != nil {
			return money.Amount{}, err
		}
		return rounded(exact, currency, decimal.Down)
	}
	places, _ := currency.MinorUnits()
	exact, err := value.Quo(c.Rate, places, decimal.Down)
	if err != nil {
		return money.Amount{}, AmountRefused.New("%s", err)
	}
	return rounded(exact, currency, decimal.Down)
}

// counts is the value for which collateral counts against what is owed: less the haircut; all of it where a margin is on
// what is owed. Faults: AMOUNT_REFUSED.
func (c Cover) counts(value decimal.Decimal) (decimal.Decimal, error) {
	if c.Kind == InitialMargin {
		return value, nil
	}
	part, err := decimal.FromInt64(1).Sub(c.Rate)
	if err != nil {
		return decimal.Decimal{}, AmountRefused.New("%s", err)
	}
	return product(value, part)
}

// needs is what has to be covered for an amount that is owed. Faults: AMOUNT_REFUSED.
func (c Cover) needs(owed decimal.Decimal) (decimal.Decimal, error) {
	if c.Kind == Haircut {
		return owed, nil
	}
	return product(owed, c.Rate)
}

// Exposure is by how much what is owed is not covered: the buyer's exposure where it is above zero, the seller's where it is
// below (GMRA 2011, 2(xx): by haircut, what is owed less the adjusted value; by margin ratio, what is owed times the ratio
// less the value). Rounded towards zero. Faults: AMOUNT_REFUSED.
func (c Cover) Exposure(owed, value decimal.Decimal, currency money.Currency) (money.Amount, error) {
	needed, err := c.needs(owed)
	if err != nil {
		return money.Amount{}, err
	}
	counted, err := c.counts(value)
	if err != nil {
		return money.Amount{}, err
	}
	exact, err := needed.Sub(counted)
	if err != nil {
		return money.Amount{}, AmountRefused.New("%s", err)
	}
	return rounded(exact, currency, decimal.Down)
}

func product(a, b decimal.Decimal) (decimal.Decimal, error) {
	exact, err := a.Mul(b)
	if err != nil {
		return decimal.Decimal{}, AmountRefused.New("%s", err)
	}
	return exact, nil
}
