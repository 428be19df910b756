// SPDX-License-Identifier: Apache-2.0

package indemnity

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Allocation says who is first served of what a third party pays.
type Allocation string

// The allocations.
const (
	MadeWhole    Allocation = "MADE_WHOLE"
	ProRata      Allocation = "PRO_RATA"
	InsurerFirst Allocation = "INSURER_FIRST"
)

// Allocations lists the allocations.
func Allocations() []Allocation { return []Allocation{MadeWhole, ProRata, InsurerFirst} }

// Divided is what insured and insurer have of a recovery.
type Divided struct {
	Insured money.Amount `json:"insured"`
	Insurer money.Amount `json:"insurer"`
}

// errRecovery refuses amounts below zero and an allocation that is none.
var errRecovery = errors.New("a recovery needs an allocation, and no amount below zero")

// Distribute divides all that was recovered on a loss of which the insurer paid a part and the insured bears the rest.
func Distribute(allocation Allocation, recovered, paid, uninsured money.Amount) (Divided, error) {
	if !slices.Contains(Allocations(), allocation) || recovered.Sign() < 0 || paid.Sign() < 0 || uninsured.Sign() < 0 {
		return Divided{}, errRecovery
	}
	insurer, err := insurers(allocation, recovered, paid, uninsured)
	if err != nil {
		return Divided{}, err
	}
	return Divided{Insured: money.MustAmount(recovered.Minor() - insurer.Minor()), Insurer: insurer}, nil
}

func insurers(allocation Allocation, recovered, paid, uninsured money.Amount) (money.Amount, error) {
	bounded := func(amount int64) money.Amount { return money.MustAmount(min(max(0, amount), paid.Minor())) }
	switch allocation {
	case MadeWhole:
		return bounded(recovered.Minor() - uninsured.Minor()), nil
	case InsurerFirst:
		return bounded(recovered.Minor()), nil
	}
	whole, err := paid.Add(uninsured)
	if err != nil || whole.IsZero() {
		return money.Amount{}, err
	}
	if recovered.Cmp(whole) >= 0 {
		return paid, nil
	}
	insured, err := recovered.Decimal().MulQuo(uninsured.Decimal(), whole.Decimal(), 0, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, err
	}
	minor, err := insured.Int64()
	return bounded(recovered.Minor() - minor), err
}
