// SPDX-License-Identifier: Apache-2.0

package auction

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// yieldScale is the decimal places of a yield: a hundredth of a basis point.
const yieldScale = 6

// Cost is what a bid costs the seller.
type Cost struct {
	Discount money.Amount `json:"discount"`
	Fees     money.Amount `json:"fees"`
	// AllIn is discount and fees.
	AllIn money.Amount `json:"allIn"`
	// Proceeds are face less AllIn.
	Proceeds money.Amount `json:"proceeds"`
	// Yield is AllIn for a year on the proceeds, to six places, half up: what the money really costs.
	Yield decimal.Decimal `json:"yield"`
}

// Cost is what a bid costs under the terms. Fault: BID_REFUSED where nothing would be left of the face.
func (t Terms) Cost(rate decimal.Decimal, fees money.Amount) (Cost, error) {
	fraction, err := t.fraction()
	if err != nil {
		return Cost{}, err
	}
	discount, err := split.Telescope(t.Lot.units(), func(units int64) (money.Amount, error) {
		return t.Method.discount(units, rate, fraction)
	})
	if err != nil {
		return Cost{}, BidRefused.New("the discount has no amount: %v", err)
	}
	face, err := t.Lot.Face()
	if err != nil {
		return Cost{}, fmt.Errorf("lot: %w", err)
	}
	return costOf(face.Amount, discount, fees, fraction)
}

func costOf(face, discount, fees money.Amount, fraction decimal.Ratio) (Cost, error) {
	allIn, err := discount.Add(fees)
	if err != nil || allIn.Cmp(face) >= 0 {
		return Cost{}, BidRefused.New("discount and fees leave nothing of the face")
	}
	proceeds, err := face.Sub(allIn)
	if err != nil {
		return Cost{}, fmt.Errorf("proceeds: %w", err)
	}
	perYear := decimal.FromInt64(fraction.Den())
	waiting, err := proceeds.Decimal().Mul(decimal.FromInt64(fraction.Num()))
	if err != nil {
		return Cost{}, fmt.Errorf("yield: %w", err)
	}
	yield, err := allIn.Decimal().MulQuo(perYear, waiting, yieldScale, decimal.HalfUp)
	if err != nil {
		return Cost{}, fmt.Errorf("yield: %w", err)
	}
	return Cost{Discount: discount, Fees: fees, AllIn: allIn, Proceeds: proceeds, Yield: yield}, nil
}

// discount is that of the first units of the root.
func (m Method) discount(units int64, rate decimal.Decimal, fraction decimal.Ratio) (money.Amount, error) {
	face, err := money.NewAmount(units)
	if err != nil || m == BankDiscount {
		return bank(face, rate, fraction, err)
	}
	// face ÷ (1 + rate × num/den) = face × den ÷ (den + rate × num)
	waiting, err := rate.Mul(decimal.FromInt64(fraction.Num()))
	if err != nil {
		return money.Amount{}, fmt.Errorf("true discount: %w", err)
	}
	den := decimal.FromInt64(fraction.Den())
	whole, err := den.Add(waiting)
	if err != nil {
		return money.Amount{}, fmt.Errorf("true discount: %w", err)
	}
	present, err := face.Decimal().MulQuo(den, whole, 0, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, fmt.Errorf("true discount: %w", err)
	}
	minor, err := present.Int64()
	if err != nil {
		return money.Amount{}, fmt.Errorf("true discount: %w", err)
	}
	return face.Sub(money.MustAmount(minor))
}

func bank(face money.Amount, rate decimal.Decimal, fraction decimal.Ratio, err error) (money.Amount, error) {
	if err != nil {
		return money.Amount{}, fmt.Errorf("face: %w", err)
	}
	return face.MulRatio(rate, fraction, decimal.HalfUp)
}
