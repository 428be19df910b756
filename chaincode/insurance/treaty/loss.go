// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Loss is what the cedent has to bear of a claim, as it stands. Where a claim brought in more than it cost, nothing of it is
// ceded.
type Loss struct {
	// Claim names the loss.
	Claim string `json:"claim"`
	// Risk is the policy that was hit, Class its class of business, and SumInsured the cedent's own share of it.
	Risk       string       `json:"risk"`
	Class      string       `json:"class"`
	SumInsured money.Amount `json:"sumInsured"`
	// Event is what hit other risks too; a loss without one is an event of its own.
	Event    string    `json:"event,omitzero"`
	Occurred date.Date `json:"occurred"`
	// Agreed is the day on which it was agreed how much the loss is; none while it is not.
	Agreed date.Date `json:"agreed,omitzero"`
	Standing
}

// Standing is an amount of which a part is paid. What is incurred but not paid is outstanding.
type Standing struct {
	Paid     money.Amount `json:"paid"`
	Incurred money.Amount `json:"incurred"`
}

// Outstanding is what is incurred and not paid.
func (s Standing) Outstanding() money.Amount {
	return money.MustAmount(s.Incurred.Minor() - s.Paid.Minor())
}

// Less is the difference of two standings: what has to be posted to come from one to the other.
func (s Standing) Less(before Standing) Standing {
	return Standing{
		Paid:     money.MustAmount(s.Paid.Minor() - before.Paid.Minor()),
		Incurred: money.MustAmount(s.Incurred.Minor() - before.Incurred.Minor()),
	}
}

// Plus is the sum of two standings.
func (s Standing) Plus(more Standing) (Standing, error) {
	paid, err := s.Paid.Add(more.Paid)
	if err != nil {
		return s, fmt.Errorf("paid: %w", err)
	}
	incurred, err := s.Incurred.Add(more.Incurred)
	if err != nil {
		return s, fmt.Errorf("incurred: %w", err)
	}
	return Standing{paid, incurred}, nil
}

// IsZero tells whether nothing is paid or incurred.
func (s Standing) IsZero() bool { return s == Standing{} }

// ErrLoss refuses losses that cannot be: the same claim twice, or a sum insured below zero.
var ErrLoss = errors.New("a loss must stand once, and its sum insured not be below zero")

// ranked are losses in the order of attribution: by the day on which they were agreed, those not agreed yet last, then by
// name. The order of the argument does not matter.
func ranked(losses []Loss) ([]Loss, error) {
	sorted := slices.Clone(losses)
	slices.SortFunc(sorted, before)
	var paid, incurred money.Amount
	var err error
	for i, loss := range sorted {
		if loss.SumInsured.Sign() < 0 || i > 0 && before(sorted[i-1], loss) == 0 {
			return nil, fmt.Errorf("%w: %s", ErrLoss, loss.Claim)
		}
		if paid, err = paid.Add(loss.Paid.Abs()); err != nil {
			return nil, fmt.Errorf("losses paid: %w", err)
		}
		if incurred, err = incurred.Add(loss.Incurred.Abs()); err != nil {
			return nil, fmt.Errorf("losses incurred: %w", err)
		}
	}
	return sorted, nil
}

func before(a, b Loss) int {
	switch {
	case a.Agreed.IsZero() != b.Agreed.IsZero():
		if b.Agreed.IsZero() {
			return -1
		}
		return 1
	case a.Agreed != b.Agreed:
		return a.Agreed.Compare(b.Agreed)
	default:
		return cmp.Compare(a.Claim, b.Claim)
	}
}
