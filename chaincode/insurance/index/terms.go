// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Direction is on which side of the strike an index is bad.
type Direction string

// The directions.
const (
	// Below pays when the index is less than the strike: drought, a poor harvest.
	Below Direction = "BELOW"
	// Above pays when it is more: flood, frost days, intensity.
	Above Direction = "ABOVE"
)

// Validate refuses an unknown direction.
func (d Direction) Validate() error {
	if d != Below && d != Above {
		return fmt.Errorf("direction %q is not BELOW or ABOVE", protocol.Excerpt(string(d)))
	}
	return nil
}

// Terms make a payout of a reading: exactly one of their forms.
type Terms struct {
	Linear *Linear `json:"linear,omitempty" help:"in proportion between strike and exit, or by ticks"`
	Steps  *Steps  `json:"steps,omitempty" help:"a share from each of a few values on"`
	Flight *Flight `json:"flight,omitempty" help:"by delay or outcome of a flight"`
}

// form is what each of the forms can do.
type form interface {
	Validate() error
	// Most is the largest share of the sum insured that is ever paid.
	Most() decimal.Decimal
	// Fits refuses what a policy must not be issued with.
	Fits(Insured) error
	// Outcomes lists the outcomes that readings may have; none for plain numbers.
	Outcomes() []Outcome
	payout(Reading, Insured) (money.Amount, error)
}

func (t Terms) forms() []form {
	var given []form
	if t.Linear != nil {
		given = append(given, *t.Linear)
	}
	if t.Steps != nil {
		given = append(given, *t.Steps)
	}
	if t.Flight != nil {
		given = append(given, *t.Flight)
	}
	return given
}

// Validate refuses anything but one well-formed form.
func (t Terms) Validate() error {
	given := t.forms()
	if len(given) != 1 {
		return errors.New("exactly one of linear, steps and flight is needed")
	}
	return given[0].Validate()
}

// Most is the largest share of the sum insured that is ever paid.
func (t Terms) Most() decimal.Decimal { return t.forms()[0].Most() }

// Outcomes lists the outcomes that readings may have; none for plain numbers.
func (t Terms) Outcomes() []Outcome { return t.forms()[0].Outcomes() }

// Fits refuses what a policy must not be issued with. Faults: READING_REFUSED.
func (t Terms) Fits(in Insured) error {
	if in.Sum.Sign() <= 0 {
		return ReadingRefused.New("the sum insured is not positive")
	}
	return t.forms()[0].Fits(in)
}

// Knows refuses a reference or a record of former flights on which these terms do not pay, or the want of one, before anything
// is insured. Terms that are not of flights ask for no record. Faults: READING_REFUSED.
func (t Terms) Knows(reference int64, r *Record) error {
	if t.Flight == nil {
		return t.forms()[0].Fits(Insured{Reference: reference})
	}
	return t.Flight.knows(r)
}

// Payout is what a reading pays, rounded down to the minor unit once. Faults: READING_REFUSED.
func (t Terms) Payout(r Reading, in Insured) (money.Amount, error) {
	if err := t.Fits(in); err != nil {
		return money.Amount{}, err
	}
	if err := r.Validate(); err != nil {
		return money.Amount{}, ReadingRefused.New("%s", err)
	}
	return t.forms()[0].payout(r, in)
}

// numeric refuses readings with an outcome.
func numeric(r Reading) error {
	if r.Outcome != "" {
		return ReadingRefused.New("the terms know no outcome %s", r.Outcome)
	}
	return nil
}

// shareScale is the most decimal places of a share.
const shareScale = 9

var one = decimal.FromInt64(1)

// validateShare refuses a share that is not above 0 and at most 1.
func validateShare(noun string, share decimal.Decimal) error {
	if share.Sign() <= 0 || share.Cmp(one) > 0 || share.Scale() > shareScale {
		return fmt.Errorf("%s %s is not above 0 and at most 1 with %d decimal places", noun, share, shareScale)
	}
	return nil
}

// portion is sum × share × part ÷ whole, rounded down once.
func portion(sum money.Amount, share, part, whole decimal.Decimal) (money.Amount, error) {
	most, err := sum.Decimal().Mul(share)
	if err != nil {
		return money.Amount{}, fmt.Errorf("share of the sum insured: %w", err)
	}
	paid, err := most.MulQuo(part, whole, 0, decimal.Floor)
	if err != nil {
		return money.Amount{}, fmt.Errorf("part of the payout: %w", err)
	}
	return amount(paid)
}

func amount(whole decimal.Decimal) (money.Amount, error) {
	minor, err := whole.Int64()
	if err != nil {
		return money.Amount{}, fmt.Errorf("payout: %w", err)
	}
	return money.NewAmount(minor)
}
