// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// appraisal is what a product makes of what was asked for.
type appraisal struct {
	covers    []Insured
	referrals []string
}

// appraise prices each cover for a year and finds what an underwriter has to look at. In an endorsement a sum of zero ends
// the cover. Faults: COVER_UNKNOWN, SUM_REFUSED, TERMS_REFUSED, RISK_DECLINED, AMOUNT_TOO_LARGE.
func (t ProductTerms) appraise(asked []Asked, answers []Answer, loading decimal.Decimal) (appraisal, error) {
	var found appraisal
	options, err := t.Rating.options(answers)
	if err != nil {
		return found, err
	}
	if found.referrals, err = t.Rating.referrals(options, loading); err != nil {
		return found, err
	}
	for _, ask := range asked {
		insured, err := t.annual(ask, options, loading)
		if err != nil {
			return found, err
		}
		found.covers = append(found.covers, insured)
	}
	return found, nil
}

// referrals are the answers and the loading that a second underwriter has to look at. Faults: TERMS_REFUSED.
func (r Rating) referrals(options []Option, loading decimal.Decimal) ([]string, error) {
	var found []string
	for i, option := range options {
		if option.Refer {
			found = append(found, r.Factors[i].Name)
		}
	}
	if loading.Abs().Cmp(r.LoadingMost) > 0 {
		return nil, TermsRefused.New("the product allows a loading of %s at most", r.LoadingMost)
	}
	if loading.Abs().Cmp(r.LoadingReferred) > 0 {
		found = append(found, "LOADING")
	}
	return found, nil
}

// options are the answers that were given, in the order of the factors. Faults: TERMS_REFUSED, RISK_DECLINED.
func (r Rating) options(answers []Answer) ([]Option, error) {
	if len(answers) != len(r.Factors) {
		return nil, TermsRefused.New("the product asks %d questions about the risk, not %d", len(r.Factors), len(answers))
	}
	options := make([]Option, len(r.Factors))
	for i, factor := range r.Factors {
		var err error
		if options[i], err = factor.chosen(answers); err != nil {
			return nil, err
		}
	}
	return options, nil
}

// chosen is the answer to a question. Faults: TERMS_REFUSED, RISK_DECLINED.
func (f Factor) chosen(answers []Answer) (Option, error) {
	at := slices.IndexFunc(answers, func(a Answer) bool { return a.Factor == f.Name })
	if at < 0 {
		return Option{}, TermsRefused.New("question %s is not answered", f.Name)
	}
	chosen := slices.IndexFunc(f.Options, func(o Option) bool { return o.Name == answers[at].Option })
	if chosen < 0 {
		return Option{}, TermsRefused.New("question %s has no answer %s", f.Name, answers[at].Option)
	}
	if f.Options[chosen].Decline {
		return Option{}, RiskDeclined.New("the product does not take risks of %s %s", f.Name, answers[at].Option)
	}
	return f.Options[chosen], nil
}

// annual is a cover with the premium of a year: sum × rate × multipliers × (1 + loading), rounded once, half up.
func (t ProductTerms) annual(ask Asked, options []Option, loading decimal.Decimal) (Insured, error) {
	cover, there := t.CoverOf(ask.Cover)
	if !there {
		return Insured{}, CoverUnknown.New("product %s has no cover %s", t.Product, ask.Cover)
	}
	if ask.Sum.IsZero() {
		return Insured{Cover: ask.Cover}, nil
	}
	if ask.Sum.Cmp(cover.SumLeast) < 0 || ask.Sum.Cmp(cover.SumMost) > 0 {
		return Insured{}, SumRefused.New("cover %s is written for %s to %s", ask.Cover, t.Money(cover.SumLeast), t.Money(cover.SumMost))
	}
	loaded, err := one.Add(loading)
	if err != nil {
		return Insured{}, tooLarge(err)
	}
	annual, err := product(append(t.Rating.multipliers(ask.Cover, options), ask.Sum.Decimal(), cover.Rate, loaded))
	return Insured{Cover: ask.Cover, Sum: ask.Sum, Annual: annual}, err
}

// multipliers are those of the answers that count for a cover.
func (r Rating) multipliers(cover CoverCode, options []Option) []decimal.Decimal {
	var found []decimal.Decimal
	for i, option := range options {
		if named := r.Factors[i].Covers; len(named) == 0 || slices.Contains(named, cover) {
			found = append(found, option.Multiplier)
		}
	}
	return found
}

// product multiplies, and rounds once, half up, to minor units. Faults: AMOUNT_TOO_LARGE.
func product(factors []decimal.Decimal) (money.Amount, error) {
	whole, err := decimal.NewRatio(1, 1)
	if err != nil {
		return money.Amount{}, err
	}
	premium, err := whole.Of(0, decimal.HalfUp, factors...)
	if err != nil {
		return money.Amount{}, tooLarge(err)
	}
	return amountOf(premium)
}

// capacity refuses more than may be written, and tells whether a second underwriter has to agree. Faults: SUM_REFUSED.
func (r Rating) capacity(covers []Insured) (refer bool, err error) {
	var sum tally
	for _, insured := range covers {
		sum.add(insured.Sum)
	}
	if sum.err == nil && sum.sum.Cmp(r.SumMost) > 0 {
		return false, SumRefused.New("all sums insured come to %s minor units, and nobody may write more than %s", sum.sum, r.SumMost)
	}
	return sum.sum.Cmp(r.SumReferred) > 0, sum.err
}

// TaxesOn are the taxes as they are on a day, each name once, in the order in which the product first names them.
func (t ProductTerms) TaxesOn(day date.Date) []Tax {
	var taxes []Tax
	for _, tax := range t.Taxes {
		at := slices.IndexFunc(taxes, func(known Tax) bool { return known.Name == tax.Name })
		begun := !tax.From.After(day)
		switch {
		case at < 0 && begun:
			taxes = append(taxes, tax)
		case at < 0:
			tax.Rate, tax.From = decimal.Decimal{}, date.Date{}
			taxes = append(taxes, tax)
		case begun && !tax.From.Before(taxes[at].From):
			taxes[at] = tax
		}
	}
	return taxes
}

// charge is a premium with the intermediary's part and the taxes of a day, each rounded once, half up.
func (t ProductTerms) charge(premium money.Amount, part decimal.Decimal, day date.Date) (Charge, error) {
	charge := Charge{Premium: premium}
	var err error
	if charge.Commission, err = checked(premium.Mul(part, decimal.HalfUp)); err != nil {
		return Charge{}, err
	}
	for _, tax := range t.TaxesOn(day) {
		amount, err := checked(premium.Mul(tax.Rate, decimal.HalfUp))
		if err != nil {
			return Charge{}, err
		}
		charge.Taxes = append(charge.Taxes, amount)
	}
	return charge, nil
}

// periodOf is a period of the product that begins on a day.
func (t ProductTerms) periodOf(from date.Date) (Period, error) {
	until, err := from.AddMonths(t.TermMonths)
	if err != nil {
		return Period{}, TermsRefused.New("a period from %s ends beyond all dates", from)
	}
	return Period{From: from, Until: until}, nil
}

// year is how many days the year has that begins on the period's first day: a whole year costs the annual premium, with a
// 29 February in it or without.
func (p Period) year() (int64, error) {
	end, err := p.From.AddMonths(12)
	if err != nil {
		return 0, TermsRefused.New("a year from %s ends beyond all dates", p.From)
	}
	return int64(p.From.DaysUntil(end)), nil
}

// premium is what covers cost for a whole period, and no less than the product's minimum.
func (t ProductTerms) premium(covers []Insured, period Period) (money.Amount, error) {
	premium, err := prorated([]span{{period, covers}}, period)
	if err != nil {
		return money.Amount{}, err
	}
	if premium.Cmp(t.Rating.Minimum) < 0 {
		return t.Rating.Minimum, nil
	}
	return premium, nil
}

// span is a time within a period in which the same is insured.
type span struct {
	Period
	covers []Insured
}

// prorated is what spans of a period cost: the sum of annual premium × days, divided once by the days of the year.
func prorated(spans []span, period Period) (money.Amount, error) {
	year, err := period.year()
	if err != nil {
		return money.Amount{}, err
	}
	sum, err := weigh(spans)
	if err != nil {
		return money.Amount{}, err
	}
	premium, err := sum.Quo(decimal.FromInt64(year), 0, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, tooLarge(err)
	}
	return amountOf(premium)
}

// weigh adds up annual premium × days.
func weigh(spans []span) (decimal.Decimal, error) {
	var sum decimal.Decimal
	for _, s := range spans {
		days := decimal.FromInt64(int64(s.From.DaysUntil(s.Until)))
		for _, insured := range s.covers {
			more, err := insured.Annual.Decimal().Mul(days)
			if err == nil {
				sum, err = sum.Add(more)
			}
			if err != nil {
				return sum, tooLarge(err)
			}
		}
	}
	return sum, nil
}
