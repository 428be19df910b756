// SPDX-License-Identifier: Apache-2.0

package bond

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// IndexName names a published index.
type IndexName string

var indexForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._-]{0,31}$`)

// Validate refuses what is not 1 to 32 capitals, digits, dots, dashes or underscores.
func (n IndexName) Validate() error {
	if !indexForm.MatchString(string(n)) {
		return errors.New("index must be 1 to 32 capitals, digits, dots, dashes or underscores")
	}
	return nil
}

// Key is the index's place in a table.
func (n IndexName) Key() []string { return []string{string(n)} }

// Method says how a rate comes from an index.
type Method string

// The methods.
const (
	// Term takes the rate that is published for the period, in advance.
	Term Method = "TERM"
	// Compounded takes the growth between two levels of a compounded index, in arrears.
	Compounded Method = "COMPOUNDED"
)

// Float is how a floating rate comes from a published index.
type Float struct {
	Index IndexName `json:"index" help:"name of the published index, such as EURIBOR-3M"`
	// Agent is the member whose publications count: a word of anybody else's about the index is nothing.
	Agent  string `json:"agent" help:"MSP identifier of the calculation agent"`
	Method Method `json:"method" help:"TERM: the rate published for the period; COMPOUNDED: the growth of a compounded index"`
	// Lag is how many business days before the period's start, and where compounded before its end, the index is observed.
	Lag    int             `json:"lag,omitzero" help:"business days between observation and period"`
	Margin decimal.Decimal `json:"margin,omitzero" help:"what is added to the index"`
	// Places rounds a compounded rate: 7, a hundred-thousandth of a percent, in the conventions of ISDA and ARRC.
	Places int              `json:"places,omitzero" help:"decimal places of a compounded rate as a fraction, such as 7"`
	Floor  *decimal.Decimal `json:"floor,omitempty" help:"lowest rate, margin included"`
	Cap    *decimal.Decimal `json:"cap,omitempty" help:"highest rate, margin included"`
}

// lagMax bounds the observation lag, in business days.
const lagMax = 20

func (f Float) validate() error {
	one := decimal.FromInt64(1)
	switch {
	case f.Method != Term && f.Method != Compounded:
		return errors.New("method must be TERM or COMPOUNDED")
	case f.Lag < 0 || f.Lag > lagMax:
		return fmt.Errorf("lag is from 0 to %d business days", lagMax)
	case f.Method == Term && f.Places != 0:
		return errors.New("a term rate is as published: places is for compounded rates")
	case f.Method == Compounded && (f.Places < 4 || f.Places > 12):
		return errors.New("a compounded rate needs places from 4 to 12")
	case f.Agent == "" || len(f.Agent) > 128:
		return errors.New("the calculation agent is a member")
	case f.Margin.Abs().Cmp(one) >= 0:
		return errors.New("the margin is a fraction: 1.5 % is 0.015")
	case f.Floor != nil && f.Cap != nil && f.Cap.Cmp(*f.Floor) < 0:
		return errors.New("the cap is below the floor")
	}
	return f.Index.Validate()
}

// Observations are the days whose publications the coupon's rate comes from: one, or those of the first and the last level
// of a compounded index.
func (t Terms) Observations(c Coupon) ([]date.Date, error) {
	if t.Float == nil {
		return nil, nil
	}
	days := []date.Date{c.Start}
	if t.Float.Method == Compounded {
		days = append(days, c.End)
	}
	for i, day := range days {
		observed, err := t.lagged(day)
		if err != nil {
			return nil, fmt.Errorf("observation for %s: %w", day, err)
		}
		days[i] = observed
	}
	return days, nil
}

// lagged is the observation day: the lag is counted from the day itself, or from the business day after it.
func (t Terms) lagged(day date.Date) (date.Date, error) {
	at, err := t.Calendar.Adjust(day, date.Following)
	if err != nil || t.Float.Lag == 0 {
		return at, err
	}
	return t.Calendar.AddBusinessDays(at, -t.Float.Lag)
}

// ErrPublished refuses publications that cannot be the index's.
var ErrPublished = errors.New("publications do not fit the index")

// RateOf is the rate of a coupon, given what was published on its observation days.
func (t Terms) RateOf(c Coupon, published []decimal.Decimal) (decimal.Decimal, error) {
	if t.Float == nil {
		if len(published) > 0 {
			return decimal.Decimal{}, fmt.Errorf("%w: the bond does not float", ErrPublished)
		}
		return t.Rate, nil
	}
	base, err := t.base(c, published)
	if err != nil {
		return decimal.Decimal{}, err
	}
	rate, err := base.Add(t.Float.Margin)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return t.Float.bound(rate), nil
}

func (t Terms) base(c Coupon, published []decimal.Decimal) (decimal.Decimal, error) {
	if t.Float.Method == Term {
		if len(published) != 1 {
			return decimal.Decimal{}, fmt.Errorf("%w: a term rate is one publication", ErrPublished)
		}
		return published[0], nil
	}
	if len(published) != 2 || published[0].Sign() <= 0 || published[1].Sign() <= 0 {
		return decimal.Decimal{}, fmt.Errorf("%w: a compounded rate is two levels above zero", ErrPublished)
	}
	year, err := t.DayCount.Fraction(c.Period)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return growth(published[0], published[1], year, t.Float.Places)
}

// growth is (last − first) ÷ first ÷ year, rounded once.
func growth(first, last decimal.Decimal, year decimal.Ratio, places int) (decimal.Decimal, error) {
	grown, err := last.Sub(first)
	if err != nil {
		return decimal.Decimal{}, err
	}
	base, err := first.Mul(decimal.FromInt64(year.Num()))
	if err != nil {
		return decimal.Decimal{}, err
	}
	return grown.MulQuo(decimal.FromInt64(year.Den()), base, places, decimal.HalfUp)
}

func (f Float) bound(rate decimal.Decimal) decimal.Decimal {
	if f.Floor != nil && rate.Cmp(*f.Floor) < 0 {
		return *f.Floor
	}
	if f.Cap != nil && rate.Cmp(*f.Cap) > 0 {
		return *f.Cap
	}
	return rate
}
