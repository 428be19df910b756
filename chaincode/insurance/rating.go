// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Option is one answer to a question about the risk, and what it does to the premium.
type Option struct {
	Name string `json:"name" help:"the answer, such as COASTAL"`
	// Multiplier is what the premium is multiplied by.
	Multiplier decimal.Decimal `json:"multiplier" help:"what the premium is multiplied by, such as 1.25"`
	// Refer has an underwriter look at the quote, Decline refuses it.
	Refer   bool `json:"refer,omitzero" help:"an underwriter looks at the quote"`
	Decline bool `json:"decline,omitzero" help:"the risk is not taken"`
}

// Factor is a question about the risk.
type Factor struct {
	Name    string      `json:"name" help:"the question, such as ZONE"`
	Options []Option    `json:"options" help:"the answers that count"`
	Covers  []CoverCode `json:"covers,omitempty" help:"covers whose premium it changes; all when left out"`
}

// Rating is how premiums are found: for each cover, sum insured × rate × the multipliers of the answers, for a year.
type Rating struct {
	Factors []Factor `json:"factors,omitempty" help:"questions about the risk"`
	// Minimum is the least premium of a period, without taxes.
	Minimum money.Amount `json:"minimum,omitzero" help:"least premium of a period, in minor units"`
	// SumReferred refers quotes with a higher sum of all sums insured; SumMost refuses them.
	SumReferred money.Amount `json:"sumReferred" help:"total sum insured above which a second underwriter decides, in minor units"`
	SumMost     money.Amount `json:"sumMost" help:"total sum insured above which nobody may write, in minor units"`
	// LoadingReferred bounds what one underwriter may add to or take from the premium, as a part of it.
	LoadingReferred decimal.Decimal `json:"loadingReferred,omitzero" help:"part by which one underwriter may change the premium, such as 0.1"`
	LoadingMost     decimal.Decimal `json:"loadingMost,omitzero" help:"part by which two may change it"`
	// StraightThrough offers quotes within the limits without an underwriter.
	StraightThrough bool `json:"straightThrough,omitzero" help:"quotes within all limits are offered without an underwriter"`
	// QuoteDays is how long an offer stands.
	QuoteDays int `json:"quoteDays" help:"days for which an offer stands"`
}

// Validate refuses malformed and contradictory terms.
func (r Rating) Validate(covers []Cover) error {
	switch {
	case r.Minimum.Sign() < 0 || r.SumReferred.Sign() < 0 || r.SumMost.Sign() <= 0 || r.SumReferred.Cmp(r.SumMost) > 0:
		return errors.New("rating needs minimum >= 0 and 0 <= sumReferred <= sumMost")
	case r.LoadingReferred.Cmp(r.LoadingMost) > 0:
		return errors.New("loadingReferred is above loadingMost")
	case r.QuoteDays < 1:
		return errors.New("quoteDays must be 1 or more")
	}
	return errors.Join(portion("loadingReferred", r.LoadingReferred, 1), portion("loadingMost", r.LoadingMost, 1),
		days("quoteDays", r.QuoteDays), r.validateFactors(covers))
}

func (r Rating) validateFactors(covers []Cover) error {
	if len(r.Factors) > listMost {
		return fmt.Errorf("there are at most %d factors", listMost)
	}
	for i, factor := range r.Factors {
		if slices.ContainsFunc(r.Factors[:i], func(f Factor) bool { return f.Name == factor.Name }) {
			return fmt.Errorf("factor %s is there twice", factor.Name)
		}
		if err := factor.validate(covers); err != nil {
			return err
		}
	}
	return nil
}

func (f Factor) validate(covers []Cover) error {
	if len(f.Options) == 0 || len(f.Options) > listMost || len(f.Covers) > listMost {
		return fmt.Errorf("factor %s needs 1 to %d options and at most as many covers", f.Name, listMost)
	}
	for i, option := range f.Options {
		if err := errors.Join(validateName("option", option.Name), portion("multiplier", option.Multiplier, 100)); err != nil {
			return err
		}
		if slices.ContainsFunc(f.Options[:i], func(o Option) bool { return o.Name == option.Name }) {
			return fmt.Errorf("factor %s has option %s twice", f.Name, option.Name)
		}
	}
	for _, code := range f.Covers {
		if !slices.ContainsFunc(covers, func(c Cover) bool { return c.Code == code }) {
			return fmt.Errorf("factor %s names cover %s, which is not there", f.Name, code)
		}
	}
	return validateName("factor", f.Name)
}
