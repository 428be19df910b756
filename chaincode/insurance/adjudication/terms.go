// SPDX-License-Identifier: Apache-2.0

package adjudication

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Clause is where in the wording a term stands, such as "4.2(b)".
type Clause string

// ClauseSizeMax bounds a clause, in bytes.
const ClauseSizeMax = 64

// Validate refuses a clause that is empty, too long or has characters that cannot be seen.
func (c Clause) Validate() error { return protocol.ValidateText("clause", string(c), ClauseSizeMax) }

// Cap is a most, in minor units of the policy's currency.
type Cap struct {
	Amount money.Amount `json:"amount" help:"the most, in minor units"`
	Clause Clause       `json:"clause" help:"where the wording says so"`
}

func (c Cap) validate(what string) error {
	if c == (Cap{}) {
		return nil
	}
	if c.Amount.Sign() <= 0 {
		return fmt.Errorf("%s must be above zero", what)
	}
	return c.Clause.Validate()
}

// Share is a proportion above zero and up to one.
type Share struct {
	Rate   decimal.Decimal `json:"rate" help:"above 0 and at most 1"`
	Clause Clause          `json:"clause" help:"where the wording says so"`
}

func (s Share) validate(what string) error {
	if s == (Share{}) {
		return nil
	}
	if !proportion(s.Rate) {
		return fmt.Errorf("%s must be above 0 and at most 1, of at most %d decimal places", what, ratePlacesMax)
	}
	return s.Clause.Validate()
}

// ratePlacesMax bounds the decimal places of a rate.
const ratePlacesMax = 12

func proportion(rate decimal.Decimal) bool {
	return rate.Sign() > 0 && rate.Cmp(decimal.FromInt64(1)) <= 0 && rate.Scale() <= ratePlacesMax
}

// Benefit pays so much for each unit of time, whatever was lost: hospital cash, daily allowances.
type Benefit struct {
	PerUnit money.Amount `json:"perUnit" help:"what a unit pays, in minor units"`
	Waiting int          `json:"waiting,omitzero" help:"first units, which pay nothing"`
	Most    int          `json:"most" help:"the most units that pay"`
	Clause  Clause       `json:"clause" help:"where the wording says so"`
}

// unitsMax bounds units of time and events.
const unitsMax = 100_000

func (b Benefit) validate() error {
	if b == (Benefit{}) {
		return nil
	}
	if b.PerUnit.Sign() <= 0 || b.Waiting < 0 || b.Waiting > unitsMax || b.Most < 1 || b.Most > unitsMax {
		return fmt.Errorf("a benefit pays above zero for 1 to %d units", unitsMax)
	}
	return b.Clause.Validate()
}

// Stage pays a share of the sum insured from a degree of damage on.
type Stage struct {
	From decimal.Decimal `json:"from" help:"least damage, as a share of the value: 0 to 1"`
	Pays decimal.Decimal `json:"pays" help:"share of the sum insured that is paid"`
}

// Staged pays by stages of damage, as Japanese earthquake and flood cover does, and a surcharge for expenses on top.
type Staged struct {
	Stages []Stage `json:"stages" help:"stages, the least damage first"`
	// Extra is paid on top, as a share of the stage's amount, at most ExtraMax.
	Extra    decimal.Decimal `json:"extra,omitzero" help:"expenses paid on top, as a share of the stage's amount"`
	ExtraMax money.Amount    `json:"extraMax,omitzero" help:"the most of these expenses, in minor units"`
	Clause   Clause          `json:"clause" help:"where the wording says so"`
}

// stagesMax bounds the stages of damage.
const stagesMax = 32

func (s *Staged) validate() error {
	if s == nil {
		return nil
	}
	if len(s.Stages) == 0 || len(s.Stages) > stagesMax {
		return fmt.Errorf("there are 1 to %d stages", stagesMax)
	}
	for i, stage := range s.Stages {
		if stage.From.Sign() < 0 || stage.From.Cmp(decimal.FromInt64(1)) > 0 || stage.From.Scale() > ratePlacesMax || !proportion(stage.Pays) {
			return errors.New("a stage begins at 0 to 1 of the value and pays above 0 to 1 of the sum insured")
		}
		if i > 0 && (stage.From.Cmp(s.Stages[i-1].From) <= 0 || stage.Pays.Cmp(s.Stages[i-1].Pays) < 0) {
			return errors.New("stages ascend and never pay less than those before")
		}
	}
	if (s.Extra.Sign() != 0) != (s.ExtraMax.Sign() > 0) || s.Extra.Sign() != 0 && !proportion(s.Extra) || s.ExtraMax.Sign() < 0 {
		return errors.New("extra and extraMax come together, extra at most 1")
	}
	return s.Clause.Validate()
}

// Terms are what a wording says of a loss, for an item, a cover or a whole policy; whatever is left out does not apply.
type Terms struct {
	Benefit Benefit `json:"benefit,omitzero" help:"pays by units of time instead of the loss"`
	Staged  *Staged `json:"staged,omitempty" help:"pays by stages of damage instead of the loss"`
	// Salvage is the clause by which credits are taken off; without it there are none.
	Salvage  Clause `json:"salvage,omitzero" help:"clause by which salvage and credits are taken off the loss"`
	Sublimit Cap    `json:"sublimit,omitzero" help:"the most of this item"`
	// Average: the required share of the value, below which the sum insured bears only its proportion.
	Average     Share        `json:"average,omitzero" help:"share of the value that is to be insured, below which the loss is averaged"`
	Deductibles []Deductible `json:"deductibles,omitempty" help:"what the insured bears first, in this order"`
	Coinsurance Share        `json:"coinsurance,omitzero" help:"the insurer's share of what is left after deductibles"`
	OutOfPocket Cap          `json:"outOfPocket,omitzero" help:"the most that the insured bears in a period by deductibles and coinsurance"`
	Limit       Cap          `json:"limit,omitzero" help:"the most of a claim"`
	Aggregate   Cap          `json:"aggregate,omitzero" help:"the most of all claims of a period"`
	// OtherInsurance is the clause by which other insurers of the same loss contribute; benefits have none.
	OtherInsurance Clause `json:"otherInsurance,omitzero" help:"clause by which other insurers' part is taken off; benefits have none"`

	AverageBeforeDeductible bool `json:"averageBeforeDeductible,omitzero" help:"the loss is averaged before deductibles are taken off"`
	DeductibleErodesLimit   bool `json:"deductibleErodesLimit,omitzero" help:"deductibles are taken off the limited loss, and not the loss limited after them"`
}

// deductiblesMax bounds the deductibles of one set of terms.
const deductiblesMax = 8

// Validate refuses terms that contradict themselves.
func (t Terms) Validate() error {
	if len(t.Deductibles) > deductiblesMax {
		return fmt.Errorf("there are at most %d deductibles", deductiblesMax)
	}
	if err := t.validateBasis(); err != nil {
		return err
	}
	if t.DeductibleErodesLimit && t.Average != (Share{}) && !t.AverageBeforeDeductible {
		return errors.New("a limited loss is not averaged: deductibleErodesLimit with average needs averageBeforeDeductible")
	}
	perPeriod := 0
	for _, d := range t.Deductibles {
		if err := d.Validate(); err != nil {
			return err
		}
		if d.accumulates() {
			perPeriod++
		}
	}
	if perPeriod > 1 {
		return errors.New("one deductible at most counts over a period")
	}
	for _, clause := range []Clause{t.Salvage, t.OtherInsurance} {
		if clause != "" {
			if err := clause.Validate(); err != nil {
				return err
			}
		}
	}
	return errors.Join(t.Sublimit.validate("sublimit"), t.Average.validate("average"), t.Coinsurance.validate("coinsurance"),
		t.OutOfPocket.validate("outOfPocket"), t.Limit.validate("limit"), t.Aggregate.validate("aggregate"))
}

func (t Terms) validateBasis() error {
	fixed := t.Benefit != (Benefit{}) || t.Staged != nil
	if t.Benefit != (Benefit{}) && t.Staged != nil {
		return errors.New("terms pay by units or by stages, not both")
	}
	if fixed && (t.Average != (Share{}) || t.Salvage != "") {
		return errors.New("what does not depend on the loss is neither averaged nor reduced by salvage")
	}
	if t.Benefit != (Benefit{}) && t.OtherInsurance != "" {
		return errors.New("benefits are paid whatever other insurers pay")
	}
	return errors.Join(t.Benefit.validate(), t.Staged.validate())
}

// Most is the most that a claim can ever be paid under the terms, and false where nothing bounds it.
func (t Terms) Most() (money.Amount, bool) {
	most, bounded := money.Amount{}, false
	for _, c := range []Cap{t.Sublimit, t.Limit, t.Aggregate} {
		if c != (Cap{}) && (!bounded || c.Amount.Cmp(most) < 0) {
			most, bounded = c.Amount, true
		}
	}
	return most, bounded
}
