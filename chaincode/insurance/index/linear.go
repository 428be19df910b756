// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Linear pays in proportion between strike and exit, or by ticks. Strike, exit and the tick's step are in the feed's unit
// and scale or, where the index is relative, multiples of the reference.
type Linear struct {
	Direction Direction       `json:"direction" help:"BELOW or ABOVE: on which side of the strike it pays"`
	Strike    decimal.Decimal `json:"strike" help:"where it begins to pay"`
	Exit      decimal.Decimal `json:"exit,omitzero" help:"from where on it pays everything; left out with a tick"`
	Tick      *Tick           `json:"tick,omitempty" help:"a share for each whole step beyond the strike"`
	// Share is paid at most, at the exit and beyond.
	Share decimal.Decimal `json:"share" help:"the most that is paid, as a share of the sum insured"`
	// Relative divides a reading by the policy's reference.
	Relative bool `json:"relative,omitzero" help:"the index is the reading divided by the policy's reference"`
}

// Tick pays a share of the sum insured for each whole step beyond the strike: 5.00 for each millimetre on a sum of
// 1,000.00 are a step of 10 tenths of a millimetre and a share of 0.005.
type Tick struct {
	Step  decimal.Decimal `json:"step" help:"size of a step, in the unit of the strike"`
	Share decimal.Decimal `json:"share" help:"share of the sum insured for each whole step"`
}

// Bounds of strikes, exits and steps, so that their products with a reference are exact.
const levelScale = 9

var levelMax = decimal.FromInt64(1_000_000_000_000)

func validateLevel(noun string, level decimal.Decimal) error {
	if level.Abs().Cmp(levelMax) > 0 || level.Scale() > levelScale {
		return fmt.Errorf("%s %s is beyond %s or has more than %d decimal places", noun, level, levelMax, levelScale)
	}
	return nil
}

// Validate refuses malformed members, and an exit on the good side of the strike.
func (l Linear) Validate() error {
	if err := errors.Join(l.Direction.Validate(), validateLevel("strike", l.Strike), validateLevel("exit", l.Exit), validateShare("share", l.Share)); err != nil {
		return err
	}
	if l.Tick != nil {
		return l.validateTick()
	}
	if l.Strike.Cmp(l.Exit) != l.side() {
		return fmt.Errorf("exit %s is not %s strike %s", l.Exit, l.Direction, l.Strike)
	}
	return nil
}

func (l Linear) validateTick() error {
	if !l.Exit.IsZero() {
		return errors.New("a tick ends where its shares add up to the most; exit is left out")
	}
	if l.Tick.Step.Sign() <= 0 || l.Tick.Share.Cmp(l.Share) > 0 {
		return errors.New("a tick has a step above 0 and a share of at most the whole")
	}
	return errors.Join(validateLevel("step", l.Tick.Step), validateShare("share of a tick", l.Tick.Share))
}

// side is how the strike compares with what pays: 1 where it is above, -1 where it is below.
func (l Linear) side() int {
	if l.Direction == Below {
		return 1
	}
	return -1
}

// Most is the largest share of the sum insured that is ever paid.
func (l Linear) Most() decimal.Decimal { return l.Share }

// Outcomes are none: a linear index is a number.
func (Linear) Outcomes() []Outcome { return nil }

// Fits refuses a relative index without a reference, and an absolute one with it.
func (l Linear) Fits(in Insured) error {
	if l.Relative != (in.Reference > 0) || in.Reference < 0 || in.Reference > ValueMax {
		return ReadingRefused.New("a relative index needs a reference of 1 to %d, another has none", ValueMax)
	}
	return nil
}

func (l Linear) payout(r Reading, in Insured) (money.Amount, error) {
	if err := numeric(r); err != nil {
		return money.Amount{}, err
	}
	reference := one
	if l.Relative {
		reference = decimal.FromInt64(in.Reference)
	}
	beyond, err := l.beyond(r.Value, reference)
	if err != nil || beyond.Sign() <= 0 {
		return money.Amount{}, err
	}
	if l.Tick != nil {
		return l.ticks(in.Sum, beyond, reference)
	}
	return l.proportion(in.Sum, beyond, reference)
}

// beyond is how far a value is on the bad side of the strike, times the reference.
func (l Linear) beyond(value int64, reference decimal.Decimal) (decimal.Decimal, error) {
	strike, err := l.Strike.Mul(reference)
	if err != nil {
		return strike, fmt.Errorf("strike: %w", err)
	}
	distance, err := strike.Sub(decimal.FromInt64(value))
	if err != nil {
		return distance, fmt.Errorf("distance from the strike: %w", err)
	}
	if l.side() < 0 {
		distance = distance.Neg()
	}
	return distance, nil
}

// proportion is sum × share × beyond ÷ (reference × |strike − exit|).
func (l Linear) proportion(sum money.Amount, beyond, reference decimal.Decimal) (money.Amount, error) {
	span, err := l.Strike.Sub(l.Exit)
	if err != nil {
		return money.Amount{}, fmt.Errorf("strike less exit: %w", err)
	}
	whole, err := span.Abs().Mul(reference)
	if err != nil {
		return money.Amount{}, fmt.Errorf("strike less exit: %w", err)
	}
	if beyond.Cmp(whole) > 0 {
		beyond = whole
	}
	return portion(sum, l.Share, beyond, whole)
}

// ticks is sum × the shares of all whole steps, up to the most.
func (l Linear) ticks(sum money.Amount, beyond, reference decimal.Decimal) (money.Amount, error) {
	step, err := l.Tick.Step.Mul(reference)
	if err != nil {
		return money.Amount{}, fmt.Errorf("step: %w", err)
	}
	steps, err := beyond.Quo(step, 0, decimal.Floor)
	if err != nil {
		return money.Amount{}, fmt.Errorf("whole steps: %w", err)
	}
	enough, err := l.Share.Quo(l.Tick.Share, 0, decimal.Ceiling)
	if err != nil {
		return money.Amount{}, fmt.Errorf("steps to the most: %w", err)
	}
	if steps.Cmp(enough) >= 0 {
		return portion(sum, l.Share, one, one)
	}
	return portion(sum, l.Tick.Share, steps, one)
}
