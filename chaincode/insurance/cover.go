// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CoverCode names a cover within a product, such as FIRE or BUILDING.
type CoverCode string

// Validate refuses a malformed code.
func (c CoverCode) Validate() error { return validateName("cover", string(c)) }

// Limit bounds what a cover pays: by an amount, by a part of the sum insured, or by the lower of both. Without either it
// is the sum insured.
type Limit struct {
	Amount money.Amount    `json:"amount,omitzero" help:"the most, in minor units; none when left out"`
	Part   decimal.Decimal `json:"part,omitzero" help:"the most as a part of the sum insured, such as 0.25; none when left out"`
}

// Of is the limit for a sum insured, rounded down. Faults: those of amounts out of bounds.
func (l Limit) Of(sum money.Amount) (money.Amount, error) {
	most := sum
	if !l.Part.IsZero() {
		part, err := sum.Mul(l.Part, decimal.Floor)
		if err != nil {
			return money.Amount{}, err
		}
		most = part
	}
	if !l.Amount.IsZero() && (l.Part.IsZero() || l.Amount.Cmp(most) < 0) {
		most = l.Amount
	}
	return most, nil
}

// IsZero tells whether the limit is the sum insured.
func (l Limit) IsZero() bool { return l.Amount.IsZero() && l.Part.IsZero() }

// Validate refuses limits below zero.
func (l Limit) Validate() error {
	if l.Amount.Sign() < 0 {
		return errors.New("limit is below zero")
	}
	return portion("limit", l.Part, 100)
}

// DeductibleKind says how a deductible is measured.
type DeductibleKind string

// The kinds of deductibles.
const (
	// Flat is an amount of each claim.
	Flat DeductibleKind = "FLAT"
	// PartOfLoss is a part of the loss, not below Least and not above Most where they are given.
	PartOfLoss DeductibleKind = "PART_OF_LOSS"
	// PartOfSum is a part of the sum insured.
	PartOfSum DeductibleKind = "PART_OF_SUM"
	// Franchise is an amount below which nothing is paid, and above which all is.
	Franchise DeductibleKind = "FRANCHISE"
	// Disappearing is an amount that falls in a straight line to nothing at a loss of Most.
	Disappearing DeductibleKind = "DISAPPEARING"
)

// Deductible is what the policyholder bears of each claim. The zero value is none.
type Deductible struct {
	Kind   DeductibleKind  `json:"kind,omitzero" help:"FLAT, PART_OF_LOSS, PART_OF_SUM, FRANCHISE or DISAPPEARING; none when left out"`
	Amount money.Amount    `json:"amount,omitzero" help:"the amount, in minor units"`
	Part   decimal.Decimal `json:"part,omitzero" help:"the part, such as 0.02"`
	Least  money.Amount    `json:"least,omitzero" help:"the least that a part comes to"`
	Most   money.Amount    `json:"most,omitzero" help:"the most that a part comes to, or the loss at which it has disappeared"`
}

// Validate refuses deductibles that lack a member or have one too many.
func (d Deductible) Validate() error {
	if d.Amount.Sign() < 0 || d.Least.Sign() < 0 || d.Most.Sign() < 0 {
		return errors.New("deductible is below zero")
	}
	if err := portion("deductible", d.Part, 1); err != nil {
		return err
	}
	amount, part, bounds := !d.Amount.IsZero(), !d.Part.IsZero(), !d.Least.IsZero() || !d.Most.IsZero()
	fits := false
	switch d.Kind {
	case "":
		fits = !amount && !part && !bounds
	case Flat, Franchise:
		fits = amount && !part && !bounds
	case PartOfLoss:
		fits = part && !amount && (d.Most.IsZero() || d.Least.Cmp(d.Most) <= 0)
	case PartOfSum:
		fits = part && !amount && !bounds
	case Disappearing:
		fits = amount && !part && d.Least.IsZero() && d.Amount.Cmp(d.Most) < 0
	}
	if !fits {
		return fmt.Errorf("deductible of kind %q lacks a member or has one too many", protocol.Excerpt(string(d.Kind)))
	}
	return nil
}

// Sublimit bounds what is paid for one kind of item under a cover.
type Sublimit struct {
	Item  string `json:"item" help:"kind of item, such as JEWELLERY"`
	Limit Limit  `json:"limit" help:"the most for it, of one claim"`
}

// Cover is what a product pays for, and how much of it. Amounts are in the product's currency.
type Cover struct {
	Code CoverCode `json:"code" help:"name of the cover, such as FIRE"`
	// Perils are the causes of loss that it covers; none means all.
	Perils []string `json:"perils,omitempty" help:"causes of loss that are covered; all when left out"`
	// SumLeast and SumMost bound the sum insured.
	SumLeast money.Amount `json:"sumLeast" help:"least sum insured, in minor units"`
	SumMost  money.Amount `json:"sumMost" help:"most sum insured, in minor units"`
	// Rate is the premium for a year as a part of the sum insured.
	Rate decimal.Decimal `json:"rate" help:"premium of a year as a part of the sum insured, such as 0.0015"`

	PerClaim  Limit      `json:"perClaim,omitzero" help:"the most of one claim"`
	Sublimits []Sublimit `json:"sublimits,omitempty" help:"the most for kinds of items"`
	// Aggregate bounds what is paid in a policy period, of all claims.
	Aggregate Limit `json:"aggregate,omitzero" help:"the most of all claims of a policy period; the sum insured when left out and aggregated"`
	// Aggregated says that there is an aggregate limit at all: without it each claim has the whole per-claim limit.
	Aggregated bool `json:"aggregated,omitzero" help:"all claims of a period together have a limit"`

	Deductible Deductible `json:"deductible,omitzero" help:"what the policyholder bears of each claim"`
	// AggregateDeductible is borne once a period, before anything is paid.
	AggregateDeductible money.Amount `json:"aggregateDeductible,omitzero" help:"borne by the policyholder of all claims of a period"`
	// DeductibleErodesLimit takes the deductible from the limited loss (min(loss, limit) − deductible), instead of limiting
	// what is left after it (min(loss − deductible, limit)).
	DeductibleErodesLimit bool `json:"deductibleErodesLimit,omitzero" help:"the deductible comes off the limited loss"`
	// Average is the part of the value at loss that has to be insured; a lower sum insured pays in proportion. Zero is none.
	Average decimal.Decimal `json:"average,omitzero" help:"part of the value that has to be insured, such as 0.8; no average when left out"`
	// AverageAfterDeductible applies average to what is left after the deductible; otherwise before it, as ISO CP 00 10 does.
	AverageAfterDeductible bool `json:"averageAfterDeductible,omitzero" help:"average applies after the deductible"`
	// Coinsurance is the part of each loss after the deductible that the policyholder bears, up to OutOfPocket a period.
	Coinsurance decimal.Decimal `json:"coinsurance,omitzero" help:"part that the policyholder bears after the deductible, such as 0.15"`
	OutOfPocket money.Amount    `json:"outOfPocket,omitzero" help:"the most that the policyholder bears in a period; none when left out"`
	// Units pays by units of time, and Stages by degree of damage, instead of the loss; Further are deductibles of more kinds
	// beside the others.
	Units   adjudication.Benefit      `json:"units,omitzero" help:"pays by units of time instead of the loss"`
	Stages  *adjudication.Staged      `json:"stages,omitempty" help:"pays by stages of damage instead of the loss"`
	Further []adjudication.Deductible `json:"further,omitempty" help:"further deductibles, after the others"`
	// WaitingDays are days from the first inception on within which a loss is not covered.
	WaitingDays int `json:"waitingDays,omitzero" help:"days from inception within which losses are not covered"`
	// RecoveryRestores gives an aggregate limit back what was recovered.
	RecoveryRestores bool `json:"recoveryRestores,omitzero" help:"recoveries give the aggregate limit back"`
}

// Validate refuses malformed and contradictory terms.
func (c Cover) Validate() error {
	switch {
	case c.SumLeast.Sign() < 0 || c.SumMost.Sign() <= 0 || c.SumLeast.Cmp(c.SumMost) > 0:
		return fmt.Errorf("cover %s: sums must be 0 <= sumLeast <= sumMost and sumMost above zero", c.Code)
	case c.AggregateDeductible.Sign() < 0 || c.OutOfPocket.Sign() < 0:
		return fmt.Errorf("cover %s: aggregateDeductible or outOfPocket is below zero", c.Code)
	case !c.Aggregated && !c.Aggregate.IsZero():
		return fmt.Errorf("cover %s: an aggregate limit needs aggregated", c.Code)
	case len(c.Perils) > listMost || len(c.Sublimits) > listMost:
		return fmt.Errorf("cover %s: perils and sublimits have at most %d items", c.Code, listMost)
	}
	return errors.Join(c.Code.Validate(), days("waitingDays", c.WaitingDays), c.validateParts(), c.validateLists(), c.validateLoss())
}

func (c Cover) validateParts() error {
	return errors.Join(
		portion("rate", c.Rate, 1), portion("average", c.Average, 1), portion("coinsurance", c.Coinsurance, 1),
		c.PerClaim.Validate(), c.Aggregate.Validate(), c.Deductible.Validate(),
	)
}

func (c Cover) validateLists() error {
	for i, peril := range c.Perils {
		if err := validateName("peril", peril); err != nil || seen(c.Perils[:i], peril) {
			return errors.Join(fmt.Errorf("cover %s: peril %d is there twice or malformed", c.Code, i), err)
		}
	}
	for i, sub := range c.Sublimits {
		named := func(before Sublimit) bool { return before.Item == sub.Item }
		if err := errors.Join(validateName("item", sub.Item), sub.Limit.Validate()); err != nil || slices.ContainsFunc(c.Sublimits[:i], named) {
			return errors.Join(fmt.Errorf("cover %s: sublimit %d is there twice or malformed", c.Code, i), err)
		}
	}
	return nil
}
