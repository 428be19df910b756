// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// StepsMax bounds the steps of a table.
const StepsMax = 64

// Steps pay a share of the sum insured from each of a few values on: 10 % from intensity VI, 50 % from VII, everything
// from VIII on.
type Steps struct {
	Direction Direction `json:"direction" help:"BELOW or ABOVE: in which direction the index gets worse"`
	Steps     []Step    `json:"steps" help:"from the first value that pays to the worst"`
}

// Step is one line of the table: at this value and beyond, this share.
type Step struct {
	At    int64           `json:"at" help:"value from which on it pays, in the feed's unit and scale"`
	Share decimal.Decimal `json:"share" help:"share of the sum insured"`
}

// Validate refuses no steps, too many, and steps that do not get worse and pay more.
func (s Steps) Validate() error {
	if err := s.Direction.Validate(); err != nil {
		return err
	}
	if len(s.Steps) == 0 || len(s.Steps) > StepsMax {
		return fmt.Errorf("%d steps are not 1 to %d", len(s.Steps), StepsMax)
	}
	for i, step := range s.Steps {
		if err := errors.Join(validateShare("share", step.Share), Reading{Value: step.At}.Validate()); err != nil {
			return err
		}
		if i > 0 && (!s.reached(s.Steps[i-1].At, step.At) || step.At == s.Steps[i-1].At || step.Share.Cmp(s.Steps[i-1].Share) <= 0) {
			return fmt.Errorf("step %d is not worse than the one before, or pays no more", i+1)
		}
	}
	return nil
}

// reached tells whether a value is at a step or beyond it.
func (s Steps) reached(at, value int64) bool {
	if s.Direction == Below {
		return value <= at
	}
	return value >= at
}

// Most is the share of the last step.
func (s Steps) Most() decimal.Decimal { return s.Steps[len(s.Steps)-1].Share }

// Outcomes are none: the index is a number.
func (Steps) Outcomes() []Outcome { return nil }

// Fits refuses a reference: a table has values of its own.
func (Steps) Fits(in Insured) error {
	if in.Reference != 0 {
		return ReadingRefused.New("a table of steps has no reference")
	}
	return nil
}

func (s Steps) payout(r Reading, in Insured) (money.Amount, error) {
	if err := numeric(r); err != nil {
		return money.Amount{}, err
	}
	share := decimal.Decimal{}
	for _, step := range s.Steps {
		if s.reached(step.At, r.Value) {
			share = step.Share
		}
	}
	return portion(in.Sum, share, one, one)
}
