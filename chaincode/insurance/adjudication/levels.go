// SPDX-License-Identifier: Apache-2.0

package adjudication

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// Group is items that terms are about together. The loss among its facts is left out: it is what the items bring.
type Group struct {
	Name  string
	Items []int
	Terms Terms
	Facts Facts
	// Used is what claims of the period before have used.
	Used Accumulator
}

// Outcome is what comes of a claim of several items.
type Outcome struct {
	// Payable is by item.
	Payable []money.Amount
	// Results are by level and group.
	Results [][]Result
}

// Assess carries the losses of items through levels of groups. At each level every item is in one group at most, and one
// that is in none stays as it is. Faults: LOSS_FACTS.
func Assess(losses []money.Amount, levels [][]Group, mode decimal.Rounding) (Outcome, error) {
	outcome := Outcome{Payable: slices.Clone(losses)}
	for _, groups := range levels {
		results := make([]Result, len(groups))
		seen := make([]bool, len(losses))
		for i, group := range groups {
			if err := group.claim(seen); err != nil {
				return Outcome{}, err
			}
			var err error
			if results[i], err = group.assess(outcome.Payable, mode); err != nil {
				return Outcome{}, err
			}
		}
		outcome.Results = append(outcome.Results, results)
	}
	return outcome, nil
}

// claim refuses items that there are not, or that another group of the level has.
func (g Group) claim(seen []bool) error {
	for _, item := range g.Items {
		if item < 0 || item >= len(seen) || seen[item] {
			return FactsRefused.New("group %s has an item that is not there, or is in two groups", g.Name)
		}
		seen[item] = true
	}
	return nil
}

// assess puts a group through its terms and divides what comes out over its items.
func (g Group) assess(amounts []money.Amount, mode decimal.Rounding) (Result, error) {
	brought := make([]int64, len(g.Items))
	total := money.Amount{}
	for i, item := range g.Items {
		brought[i] = amounts[item].Minor()
		var err error
		if total, err = total.Add(amounts[item]); err != nil {
			return Result{}, err
		}
	}
	facts := g.Facts
	facts.Loss = total
	result, err := g.Terms.Adjudicate(facts, g.Used, mode)
	if err != nil || len(g.Items) == 0 {
		return result, err
	}
	if total.IsZero() { // a benefit without a loss has no proportion
		brought[0] = 1
	}
	parts, err := split.Amounts(result.Payable, brought)
	if err != nil {
		return result, err
	}
	for i, item := range g.Items {
		amounts[item] = parts[i]
	}
	return result, nil
}
