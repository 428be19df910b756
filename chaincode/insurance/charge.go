// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// Charge is a premium with what goes with it. A charge may be below zero: what is taken back.
type Charge struct {
	// Premium is without taxes.
	Premium money.Amount `json:"premium"`
	// Commission is the intermediary's part of the premium.
	Commission money.Amount `json:"commission,omitzero"`
	// Taxes are beside the premium, in the order of the product's taxes by name.
	Taxes []money.Amount `json:"taxes,omitempty"`
}

// Total is what the policyholder pays, taxes included.
func (c Charge) Total() (money.Amount, error) {
	return checked(money.Sum(append([]money.Amount{c.Premium}, c.Taxes...)...))
}

// IsZero tells whether nothing is charged.
func (c Charge) IsZero() bool {
	return c.Premium.IsZero() && c.Commission.IsZero() && !slices.ContainsFunc(c.Taxes, func(a money.Amount) bool { return !a.IsZero() })
}

// Add adds two charges. Faults: AMOUNT_TOO_LARGE.
func (c Charge) Add(d Charge) (Charge, error) { return c.with(d, money.Amount.Add) }

// Sub takes a charge from another. Faults: AMOUNT_TOO_LARGE.
func (c Charge) Sub(d Charge) (Charge, error) { return c.with(d, money.Amount.Sub) }

func (c Charge) with(d Charge, op func(a, b money.Amount) (money.Amount, error)) (Charge, error) {
	return c.each(d, func(a, b money.Amount) (money.Amount, error) { return checked(op(a, b)) })
}

// each makes a charge of two, member by member; where one has fewer taxes, nothing stands in their place.
func (c Charge) each(d Charge, op func(a, b money.Amount) (money.Amount, error)) (Charge, error) {
	var after Charge
	var err error
	if after.Premium, err = op(c.Premium, d.Premium); err != nil {
		return Charge{}, err
	}
	if after.Commission, err = op(c.Commission, d.Commission); err != nil {
		return Charge{}, err
	}
	if longest := max(len(c.Taxes), len(d.Taxes)); longest > 0 {
		after.Taxes = make([]money.Amount, longest)
	}
	for i := range after.Taxes {
		if after.Taxes[i], err = op(at(c.Taxes, i), at(d.Taxes, i)); err != nil {
			return Charge{}, err
		}
	}
	return after, nil
}

func at(amounts []money.Amount, i int) money.Amount {
	if i < len(amounts) {
		return amounts[i]
	}
	return money.Amount{}
}

// Neg is the opposite charge.
func (c Charge) Neg() Charge {
	after := Charge{Premium: c.Premium.Neg(), Commission: c.Commission.Neg()}
	for _, tax := range c.Taxes {
		after.Taxes = append(after.Taxes, tax.Neg())
	}
	return after
}

// spread divides a charge by weights, each member by largest remainder: the parts add up to the charge in each member.
func (c Charge) spread(weights []int64) ([]Charge, error) {
	parts := make([]Charge, len(weights))
	for i := range parts {
		parts[i].Taxes = make([]money.Amount, len(c.Taxes))
	}
	for m := range 2 + len(c.Taxes) {
		shares, err := split.Amounts(*c.member(m), weights)
		if err != nil {
			return nil, err
		}
		for i, share := range shares {
			*parts[i].member(m) = share
		}
	}
	return parts, nil
}

// member is the premium, the commission or one of the taxes.
func (c *Charge) member(m int) *money.Amount {
	switch m {
	case 0:
		return &c.Premium
	case 1:
		return &c.Commission
	default:
		return &c.Taxes[m-2]
	}
}

// tally adds amounts up, until a sum is out of bounds. Faults: AMOUNT_TOO_LARGE, in err.
type tally struct {
	sum money.Amount
	err error
}

func (t *tally) add(amount money.Amount) {
	if t.err == nil {
		t.sum, t.err = checked(t.sum.Add(amount))
	}
}

// proportion is amount × part ÷ whole, rounded once, half up; nothing of a whole of nothing. Faults: AMOUNT_TOO_LARGE.
func proportion(amount, part, whole money.Amount) (money.Amount, error) {
	if whole.IsZero() {
		return money.Amount{}, nil
	}
	quotient, err := amount.Decimal().MulQuo(part.Decimal(), whole.Decimal(), 0, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, tooLarge(err)
	}
	return amountOf(quotient)
}

// amountOf is a decimal integer as minor units. Faults: AMOUNT_TOO_LARGE.
func amountOf(d decimal.Decimal) (money.Amount, error) {
	minor, err := d.Int64()
	if err != nil {
		return money.Amount{}, tooLarge(err)
	}
	return checked(money.NewAmount(minor))
}

// checked turns an overflow into a refusal. Faults: AMOUNT_TOO_LARGE.
func checked(amount money.Amount, err error) (money.Amount, error) {
	if err != nil {
		return amount, tooLarge(err)
	}
	return amount, nil
}

func tooLarge(err error) error { return AmountTooLarge.New("the amount is out of bounds: %v", err) }
