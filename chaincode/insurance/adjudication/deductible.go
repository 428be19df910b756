// SPDX-License-Identifier: Apache-2.0

package adjudication

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// DeductibleKind is a way in which the insured bears a loss first.
type DeductibleKind string

// The kinds of deductibles.
const (
	// Flat: an amount a claim; a copayment is one.
	Flat DeductibleKind = "FLAT"
	// OfLoss: a share of the loss, between Min and Max where they are given.
	OfLoss DeductibleKind = "OF_LOSS"
	// OfSumInsured: a share of the sum insured, between Min and Max where they are given.
	OfSumInsured DeductibleKind = "OF_SUM_INSURED"
	// Franchise: the whole loss up to an amount, and nothing of a larger one.
	Franchise DeductibleKind = "FRANCHISE"
	// Disappearing: an amount that dwindles as the loss grows, until nothing is left of it at Vanishes.
	Disappearing DeductibleKind = "DISAPPEARING"
	// Waiting: the part of the loss that falls on the first units of time.
	Waiting DeductibleKind = "WAITING"
	// Events: the whole loss of the first events of a period.
	Events DeductibleKind = "EVENTS"
	// AggregateDeductible: the first losses of a period, up to an amount together.
	AggregateDeductible DeductibleKind = "AGGREGATE"
)

// Deductible is what the insured bears before the insurer pays.
type Deductible struct {
	Kind   DeductibleKind  `json:"kind" help:"FLAT, OF_LOSS, OF_SUM_INSURED, FRANCHISE, DISAPPEARING, WAITING, EVENTS or AGGREGATE"`
	Clause Clause          `json:"clause" help:"where the wording says so"`
	Amount money.Amount    `json:"amount,omitzero" help:"FLAT, FRANCHISE, DISAPPEARING, AGGREGATE: in minor units"`
	Rate   decimal.Decimal `json:"rate,omitzero" help:"OF_LOSS, OF_SUM_INSURED: above 0 and at most 1"`
	Min    money.Amount    `json:"min,omitzero" help:"OF_LOSS, OF_SUM_INSURED: the least, in minor units"`
	Max    money.Amount    `json:"max,omitzero" help:"OF_LOSS, OF_SUM_INSURED: the most, in minor units"`
	// Vanishes is the loss from which on a disappearing deductible takes nothing.
	Vanishes money.Amount `json:"vanishes,omitzero" help:"DISAPPEARING: loss from which on nothing is deducted, in minor units"`
	Units    int          `json:"units,omitzero" help:"WAITING: units of time; EVENTS: events of a period"`
	// PeriodMax ends a FLAT, OF_LOSS or OF_SUM_INSURED deductible for a period once so much was borne in it.
	PeriodMax money.Amount `json:"periodMax,omitzero" help:"FLAT, OF_LOSS, OF_SUM_INSURED: the most of all claims of a period, in minor units"`
}

// Validate refuses members that the kind does not have, or that are out of bounds.
func (d Deductible) Validate() error {
	for _, amount := range []money.Amount{d.Amount, d.Min, d.Max, d.Vanishes, d.PeriodMax} {
		if amount.Sign() < 0 {
			return errors.New("a deductible is not below zero")
		}
	}
	if err := d.validateKind(); err != nil {
		return err
	}
	return d.Clause.Validate()
}

func (d Deductible) validateKind() error {
	rest := d
	rest.Kind, rest.Clause = "", ""
	good := false
	switch d.Kind {
	case Flat:
		rest.Amount, rest.PeriodMax = money.Amount{}, money.Amount{}
		good = d.Amount.Sign() > 0
	case OfLoss, OfSumInsured:
		rest.Rate, rest.Min, rest.Max, rest.PeriodMax = decimal.Decimal{}, money.Amount{}, money.Amount{}, money.Amount{}
		good = proportion(d.Rate) && (d.Max.IsZero() || d.Min.Cmp(d.Max) <= 0)
	case Franchise, AggregateDeductible:
		rest.Amount = money.Amount{}
		good = d.Amount.Sign() > 0
	case Disappearing:
		rest.Amount, rest.Vanishes = money.Amount{}, money.Amount{}
		good = d.Amount.Sign() > 0 && d.Vanishes.Cmp(d.Amount) > 0
	case Waiting, Events:
		rest.Units = 0
		good = d.Units > 0 && d.Units <= unitsMax
	default:
		return errors.New("kind of deductible is unknown")
	}
	if !good || rest != (Deductible{}) {
		return fmt.Errorf("a deductible of kind %s has members that it needs missing, out of bounds, or others besides", d.Kind)
	}
	return nil
}

// accumulates tells whether what the insured bears counts over a period.
func (d Deductible) accumulates() bool { return d.Kind == AggregateDeductible || !d.PeriodMax.IsZero() }

// of is what the insured bears of a running loss, never more than that.
func (d Deductible) of(loss money.Amount, f Facts, used Accumulator, mode decimal.Rounding) (money.Amount, error) {
	bears, err := d.full(loss, f, used, mode)
	if err != nil {
		return money.Amount{}, err
	}
	if !d.PeriodMax.IsZero() {
		bears = least(bears, left(d.PeriodMax, used.Deductible))
	}
	return least(bears, loss), nil
}

func (d Deductible) full(loss money.Amount, f Facts, used Accumulator, mode decimal.Rounding) (money.Amount, error) {
	switch d.Kind {
	case OfLoss:
		return d.rated(loss, mode)
	case OfSumInsured:
		return d.rated(f.SumInsured, mode)
	case Franchise:
		if loss.Cmp(d.Amount) > 0 {
			return money.Amount{}, nil
		}
		return loss, nil
	case Disappearing:
		return d.dwindling(loss, mode)
	case Waiting:
		if f.Units <= 0 {
			return money.Amount{}, FactsRefused.New("a waiting period needs the units of time over which the loss fell")
		}
		return ratio(loss, int64(min(d.Units, f.Units)), int64(f.Units), mode)
	case Events:
		if used.Events < d.Units {
			return loss, nil
		}
		return money.Amount{}, nil
	case AggregateDeductible:
		return left(d.Amount, used.Deductible), nil
	}
	return d.Amount, nil
}

func (d Deductible) rated(base money.Amount, mode decimal.Rounding) (money.Amount, error) {
	bears, err := base.Mul(d.Rate, mode)
	if err != nil {
		return bears, err
	}
	if !d.Max.IsZero() {
		bears = least(bears, d.Max)
	}
	if bears.Cmp(d.Min) < 0 {
		bears = d.Min
	}
	return bears, nil
}

// dwindling leaves (loss − amount) × vanishes / (vanishes − amount) to be paid: nothing at the amount, all at vanishes.
func (d Deductible) dwindling(loss money.Amount, mode decimal.Rounding) (money.Amount, error) {
	switch {
	case loss.Cmp(d.Amount) <= 0:
		return loss, nil
	case loss.Cmp(d.Vanishes) >= 0:
		return money.Amount{}, nil
	}
	paid, err := ratio(left(loss, d.Amount), d.Vanishes.Minor(), left(d.Vanishes, d.Amount).Minor(), mode)
	return left(loss, least(paid, loss)), err
}
