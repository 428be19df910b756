// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// PhasesMax bounds the phases of a cover.
const PhasesMax = 32

// ValidatePhases refuses no phases, too many, and terms that together could pay more than the sum insured.
func ValidatePhases(phases []Terms) error {
	if len(phases) == 0 || len(phases) > PhasesMax {
		return fmt.Errorf("%d phases are not 1 to %d", len(phases), PhasesMax)
	}
	total := decimal.Decimal{}
	for i, terms := range phases {
		if err := terms.Validate(); err != nil {
			return fmt.Errorf("phase %d: %w", i+1, err)
		}
		var err error
		if total, err = total.Add(terms.Most()); err != nil {
			return fmt.Errorf("phase %d: %w", i+1, err)
		}
	}
	if total.Cmp(one) > 0 {
		return fmt.Errorf("the phases pay %s of the sum insured together, which is more than all of it", total)
	}
	return nil
}
