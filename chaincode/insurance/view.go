// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Period is a policy period: from its first day to the first day after it. It is what aggregates are counted by.
type Period struct {
	From  date.Date `json:"from"`
	Until date.Date `json:"until"`
}

// Has tells whether a day is within the period.
func (p Period) Has(day date.Date) bool { return !day.Before(p.From) && day.Before(p.Until) }

// View is what was in force on a day, as known on another.
type View struct {
	Period Period `json:"period"`
	// Inception is the first day of the first period.
	Inception date.Date `json:"inception"`
	// Number is that of the transaction that began the period, Version the product's version and Panel the insurers that count.
	Number  int       `json:"number"`
	Version int       `json:"version"`
	Panel   PanelID   `json:"panel"`
	Covers  []Insured `json:"covers"`
}

// Insured finds a cover that is in force.
func (v View) Insured(code CoverCode) (Insured, bool) {
	at := slices.IndexFunc(v.Covers, func(i Insured) bool { return i.Cover == code })
	if at < 0 {
		return Insured{}, false
	}
	return v.Covers[at], true
}

// SumInsured is what all covers insure together: the risk, of which surplus treaties count their lines.
func (v View) SumInsured() (money.Amount, error) {
	sums := make([]money.Amount, len(v.Covers))
	for i, cover := range v.Covers {
		sums[i] = cover.Sum
	}
	return checked(money.Sum(sums...))
}

// Version is the version of the policy's product that counts in a view.
func (p Policy) Version(v View) VersionKey { return VersionKey{Product: p.Product, Version: v.Version} }

// InForce is what was in force on a day, as known on another; false when nothing was. Of two transactions that touch one
// cover on one day, the one recorded later counts.
func (p Policy) InForce(on, known date.Date) (View, bool) {
	view, there := View{}, false
	suspended := false
	for _, t := range p.Stack {
		if t.Recorded.After(known) {
			break
		}
		switch t.Kind {
		case Issue, Renew:
			if t.Kind == Issue {
				view.Inception = t.Effective
			}
			if t.span().Has(on) {
				view.Period, there, suspended = t.span(), true, false
				view.Number, view.Version, view.Panel, view.Covers = t.Number, t.Version, t.Panel, slices.Clone(t.Covers)
			}
		case Endorse:
			if there && t.Period == view.Number && t.span().Has(on) {
				view.Covers = merged(view.Covers, t.Covers)
			}
		case Cancel, Lapse:
			suspended = suspended || there && t.Period == view.Number && !on.Before(t.Effective)
		case Reinstate:
			suspended = suspended && (t.Period != view.Number || on.Before(t.Effective))
		}
	}
	return view, there && !suspended
}

// merged puts changes in the place of what was insured; a sum of zero ends a cover.
func merged(before, changes []Insured) []Insured {
	after := slices.Clone(before)
	for _, change := range changes {
		after = slices.DeleteFunc(after, func(i Insured) bool { return i.Cover == change.Cover })
		if !change.Sum.IsZero() {
			after = append(after, change)
		}
	}
	slices.SortFunc(after, func(a, b Insured) int { return compare(a.Cover, b.Cover) })
	return after
}

func compare(a, b CoverCode) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// Written is the premium written as known on a day, without taxes.
func (p Policy) Written(known date.Date) (money.Amount, error) {
	var sum money.Amount
	for _, t := range p.Stack {
		if t.Recorded.After(known) {
			break
		}
		var err error
		if sum, err = sum.Add(t.Premium); err != nil {
			return sum, err
		}
	}
	return sum, nil
}
