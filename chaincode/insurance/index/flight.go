// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// DelaysMax bounds the classes of delays.
const DelaysMax = 16

// Flight pays by how a flight ended. Each class of endings has a weight; what a class pays is as many times the premium as
// the flight's record, the weights and the insurer's margin allow:
//
//	premium × weight × observations × 100 ÷ (Σ weight × occurrences × (100 + margin))
//
// and at most the sum insured.
type Flight struct {
	Delays    []Delay `json:"delays" help:"classes of delays, the shortest first"`
	Cancelled int64   `json:"cancelled" help:"weight of a cancelled flight"`
	Diverted  int64   `json:"diverted" help:"weight of a diverted flight"`
	// Margin is the insurer's, in percent.
	Margin int64 `json:"margin" help:"the insurer's margin, in percent"`
	// Observations are needed at least, so that a record means something.
	Observations int64 `json:"observations" help:"least number of former flights"`
	// Floor is the least sum of weights by occurrences: a flight that was never late may be late.
	Floor int64 `json:"floor" help:"least sum of weights by occurrences that is assumed"`
}

// Delay is a class of delays: from so many minutes on, until the next class begins.
type Delay struct {
	From   int64 `json:"from" help:"minutes from which on the class counts"`
	Weight int64 `json:"weight" help:"weight of the class; 0 pays nothing"`
}

// Record is what became of former flights of a number: how many were observed, how many of them fell into each class.
type Record struct {
	Observations int64   `json:"observations" help:"flights observed"`
	Delayed      []int64 `json:"delayed" help:"of these, by class of delays"`
	Cancelled    int64   `json:"cancelled" help:"of these, cancelled"`
	Diverted     int64   `json:"diverted" help:"of these, diverted"`
}

// Bounds of weights, percentages and counts, so that all products fit 64 bits.
const (
	weightMax = 10_000
	countMax  = 1_000_000
)

func within(noun string, n, least, most int64) error {
	if n < least || n > most {
		return fmt.Errorf("%s %d is not %d to %d", noun, n, least, most)
	}
	return nil
}

// Validate refuses weights out of bounds, and classes that do not get worse.
func (f Flight) Validate() error {
	if len(f.Delays) == 0 || len(f.Delays) > DelaysMax {
		return fmt.Errorf("%d classes of delays are not 1 to %d", len(f.Delays), DelaysMax)
	}
	for i, delay := range f.Delays {
		if err := errors.Join(within("delay", delay.From, 1, 100_000), within("weight", delay.Weight, 0, weightMax)); err != nil {
			return err
		}
		if i > 0 && (delay.From <= f.Delays[i-1].From || delay.Weight < f.Delays[i-1].Weight) {
			return fmt.Errorf("class %d of delays does not follow on the one before, or weighs less", i+1)
		}
	}
	return errors.Join(
		within("weight", f.Cancelled, 0, weightMax), within("weight", f.Diverted, 0, weightMax), within("margin", f.Margin, 0, 1000),
		within("observations", f.Observations, 1, countMax), within("floor", f.Floor, 1, countMax),
	)
}

// Validate refuses counts below zero and more endings than flights.
func (r Record) Validate() error {
	if len(r.Delayed) == 0 || len(r.Delayed) > DelaysMax {
		return fmt.Errorf("%d classes of delays are not 1 to %d", len(r.Delayed), DelaysMax)
	}
	if err := within("observations", r.Observations, 1, countMax); err != nil {
		return err
	}
	total := int64(0)
	for _, count := range append([]int64{r.Cancelled, r.Diverted}, r.Delayed...) {
		if err := within("count", count, 0, r.Observations); err != nil {
			return err
		}
		total += count
	}
	return within("endings", total, 0, r.Observations)
}

// Most is everything: the record decides, and the sum insured is the cap.
func (Flight) Most() decimal.Decimal { return one }

// Outcomes are those of a flight.
func (Flight) Outcomes() []Outcome { return []Outcome{Landed, Cancelled, Diverted} }

// Fits refuses a policy without a premium, or without enough of a record.
func (f Flight) Fits(in Insured) error {
	switch {
	case in.Reference != 0:
		return ReadingRefused.New("a flight has no reference")
	case in.Premium.Sign() <= 0:
		return ReadingRefused.New("a flight needs a premium")
	}
	return f.knows(in.Record)
}

// knows refuses a record that is not there, or that says too little of the classes in which a flight may end.
func (f Flight) knows(r *Record) error {
	switch {
	case r == nil:
		return ReadingRefused.New("a flight needs a record")
	case len(r.Delayed) != len(f.Delays):
		return ReadingRefused.New("the record has %d classes of delays, the terms have %d", len(r.Delayed), len(f.Delays))
	case r.Observations < f.Observations:
		return ReadingRefused.New("a record of %d flights is less than %d", r.Observations, f.Observations)
	}
	if err := r.Validate(); err != nil {
		return ReadingRefused.New("record: %s", err)
	}
	return nil
}

// Class is the class of delays into which a landed flight falls, from 0; false where it was not late enough.
func (f Flight) Class(minutes int64) (class int, late bool) {
	for i, delay := range f.Delays {
		if minutes >= delay.From {
			class, late = i, true
		}
	}
	return class, late
}

// weight is that of a reading's class. Faults: READING_REFUSED.
func (f Flight) weight(r Reading) (int64, error) {
	switch r.Outcome {
	case Landed:
		if class, late := f.Class(r.Value); late {
			return f.Delays[class].Weight, nil
		}
		return 0, nil
	case Cancelled:
		return f.Cancelled, nil
	case Diverted:
		return f.Diverted, nil
	default:
		return 0, ReadingRefused.New("a flight is LANDED, CANCELLED or DIVERTED")
	}
}

// Expected is the sum of weights by occurrences in a record.
func (f Flight) Expected(r Record) int64 {
	sum := f.Cancelled*r.Cancelled + f.Diverted*r.Diverted
	for i, delay := range f.Delays {
		sum += delay.Weight * r.Delayed[i]
	}
	return max(sum, f.Floor)
}

func (f Flight) payout(r Reading, in Insured) (money.Amount, error) {
	weight, err := f.weight(r)
	if err != nil {
		return money.Amount{}, err
	}
	part := decimal.FromInt64(weight * in.Record.Observations * 100)
	whole := decimal.FromInt64(f.Expected(*in.Record) * (100 + f.Margin))
	due, err := in.Premium.Decimal().MulQuo(part, whole, 0, decimal.Floor)
	if err != nil {
		return money.Amount{}, fmt.Errorf("payout for a flight: %w", err)
	}
	if due.Cmp(in.Sum.Decimal()) >= 0 {
		return in.Sum, nil
	}
	return amount(due)
}
