// SPDX-License-Identifier: Apache-2.0

package indemnity

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// Method is a way in which several insurers share one loss.
type Method string

// The methods.
const (
	IndependentLiability Method = "INDEPENDENT_LIABILITY"
	ByLimits             Method = "BY_LIMITS"
	EqualShares          Method = "EQUAL_SHARES"
)

// Methods lists the methods.
func Methods() []Method { return []Method{IndependentLiability, ByLimits, EqualShares} }

// Agreed is the method of insurers whose policies name several: theirs if all name the same, by limits otherwise.
func Agreed(methods []Method) Method {
	for _, method := range methods {
		if method != methods[0] {
			return ByLimits
		}
	}
	if len(methods) == 0 || methods[0] == "" {
		return IndependentLiability
	}
	return methods[0]
}

// Liability is what one insurer would owe of the loss alone, and its limit.
type Liability struct {
	Amount money.Amount `json:"amount"`
	Limit  money.Amount `json:"limit"`
}

// errContribution refuses amounts below zero and a method that is none.
var errContribution = errors.New("a contribution needs a method, and no amount below zero")

// Contribute divides a loss among its insurers. The shares add up to the lower of the loss and all liabilities together, and
// none exceeds its liability; odd units go by largest remainder, then to who stands first.
func Contribute(method Method, loss money.Amount, liabilities []Liability) ([]money.Amount, error) {
	if !slices.Contains(Methods(), method) || loss.Sign() < 0 || len(liabilities) == 0 {
		return nil, errContribution
	}
	shares := make([]money.Amount, len(liabilities))
	total := money.Amount{}
	for i, l := range liabilities {
		if l.Amount.Sign() < 0 || l.Limit.Sign() < 0 {
			return nil, errContribution
		}
		shares[i] = l.Amount
		var err error
		if total, err = total.Add(l.Amount); err != nil {
			return nil, fmt.Errorf("liabilities: %w", err)
		}
	}
	if total.Cmp(loss) <= 0 {
		return shares, nil
	}
	return filled(loss, liabilities, method)
}

func (m Method) weight(l Liability) int64 {
	switch {
	case l.Amount.IsZero():
		return 0
	case m == IndependentLiability:
		return l.Amount.Minor()
	case m == ByLimits:
		return max(1, l.Limit.Minor())
	default:
		return 1
	}
}

// filled divides by weight; whose part would exceed its liability bears its liability, and the rest is divided again.
func filled(loss money.Amount, liabilities []Liability, method Method) ([]money.Amount, error) {
	shares := make([]money.Amount, len(liabilities))
	full := make([]bool, len(liabilities))
	for {
		weights := make([]int64, len(liabilities))
		rest := loss.Minor()
		for i, l := range liabilities {
			if full[i] {
				rest -= shares[i].Minor()
			} else {
				weights[i] = method.weight(l)
			}
		}
		parts, err := split.Amounts(money.MustAmount(rest), weights)
		if err != nil {
			return nil, err
		}
		again := false
		for i, l := range liabilities {
			if full[i] {
				continue
			}
			shares[i] = parts[i]
			if parts[i].Cmp(l.Amount) > 0 {
				shares[i], full[i], again = l.Amount, true, true
			}
		}
		if !again {
			return shares, nil
		}
	}
}
