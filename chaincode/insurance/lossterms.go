// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
)

// clause is how a trace cites a term of a cover: the term's name in the version of the product that the policy pins, which
// has the hash of the wording.
func (c Cover) clause(term string) adjudication.Clause {
	return adjudication.Clause(string(c.Code) + "." + term)
}

// lossTerms are a cover's terms for a claim, by a sum insured. Several indemnities share a loss; benefits do not.
func (c Cover) lossTerms(sum money.Amount, basis Basis) (adjudication.Terms, error) {
	perClaim, err := c.PerClaim.Of(sum)
	if err != nil {
		return adjudication.Terms{}, err
	}
	terms := adjudication.Terms{
		Benefit: c.Units, Staged: c.Stages, Deductibles: c.deductibles(),
		Limit:                   adjudication.Cap{Amount: perClaim, Clause: c.clause("perClaim")},
		AverageBeforeDeductible: !c.AverageAfterDeductible, DeductibleErodesLimit: c.DeductibleErodesLimit,
	}
	if c.Aggregated {
		most, err := c.Aggregate.Of(sum)
		if err != nil {
			return terms, err
		}
		terms.Aggregate = adjudication.Cap{Amount: most, Clause: c.clause("aggregate")}
	}
	if !c.Average.IsZero() {
		terms.Average = adjudication.Share{Rate: c.Average, Clause: c.clause("average")}
	}
	if !c.Coinsurance.IsZero() {
		rest, err := one.Sub(c.Coinsurance)
		if err != nil {
			return terms, err
		}
		terms.Coinsurance = adjudication.Share{Rate: rest, Clause: c.clause("coinsurance")}
	}
	if !c.OutOfPocket.IsZero() {
		terms.OutOfPocket = adjudication.Cap{Amount: c.OutOfPocket, Clause: c.clause("outOfPocket")}
	}
	if basis == Indemnity && c.Units == (adjudication.Benefit{}) {
		terms.OtherInsurance = c.clause("otherInsurance")
		if c.Stages == nil {
			terms.Salvage = c.clause("salvage")
		}
	}
	return terms, nil
}

// deductibles are a cover's: its own, that of the period, and the further ones.
func (c Cover) deductibles() []adjudication.Deductible {
	var all []adjudication.Deductible
	if c.Deductible.Kind != "" {
		d := adjudication.Deductible{Kind: kinds(c.Deductible.Kind), Clause: c.clause("deductible"), Amount: c.Deductible.Amount, Rate: c.Deductible.Part}
		if c.Deductible.Kind == Disappearing {
			d.Vanishes = c.Deductible.Most
		} else {
			d.Min, d.Max = c.Deductible.Least, c.Deductible.Most
		}
		all = append(all, d)
	}
	if !c.AggregateDeductible.IsZero() {
		all = append(all, adjudication.Deductible{Kind: adjudication.AggregateDeductible, Clause: c.clause("aggregateDeductible"), Amount: c.AggregateDeductible})
	}
	return append(all, c.Further...)
}

func kinds(kind DeductibleKind) adjudication.DeductibleKind {
	switch kind {
	case PartOfLoss:
		return adjudication.OfLoss
	case PartOfSum:
		return adjudication.OfSumInsured
	default:
		return adjudication.DeductibleKind(kind)
	}
}

// validateLoss refuses what contradicts itself only when a loss is put through it, such as a benefit that is averaged.
func (c Cover) validateLoss() error {
	if c.Coinsurance.Cmp(one) >= 0 {
		return errors.New("coinsurance leaves the insurer nothing to pay")
	}
	terms, err := c.lossTerms(c.SumMost, Indemnity)
	if err != nil {
		return fmt.Errorf("cover %s: %w", c.Code, err)
	}
	if err := terms.Validate(); err != nil {
		return fmt.Errorf("cover %s: %w", c.Code, err)
	}
	return nil
}

// sublimit is the most for a kind of item, by a sum insured; none where the cover has no sublimit for it.
func (c Cover) sublimit(item string, sum money.Amount) (adjudication.Terms, bool, error) {
	at := slices.IndexFunc(c.Sublimits, func(s Sublimit) bool { return s.Item == item })
	if item == "" || at < 0 {
		return adjudication.Terms{}, false, nil
	}
	most, err := c.Sublimits[at].Limit.Of(sum)
	return adjudication.Terms{Sublimit: adjudication.Cap{Amount: most, Clause: c.clause("sublimits." + item)}}, true, err
}
