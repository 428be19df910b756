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
	view, there, ended := View{}, false, false
	p = p.asKnown(known)
	for _, t := range p.Stack {
		switch {
		case t.Number == t.Period && t.span().Has(on):
			view, there, ended = t.view(p.Stack[0].Effective), true, false
		case !there || t.Period != view.Number:
		case t.Kind == Endorse && t.span().Has(on):
			view.Covers = merged(view.Covers, t.Covers)
		case t.Kind == Cancel || t.Kind == Lapse:
			ended = ended || !on.Before(t.Effective)
		case t.Kind == Reinstate:
			ended = ended && on.Before(t.Effective)
		}
	}
	for _, gap := range gaps(p.of(view.Number)) { // whose premium fell away for good
		ended = ended || gap.Has(on)
	}
	return view, there && !ended
}

// view is what a transaction that begins a period puts in force.
func (t Transaction) view(inception date.Date) View {
	return View{Period: t.span(), Inception: inception, Number: t.Number, Version: t.Version, Panel: t.Panel, Covers: slices.Clone(t.Covers)}
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
	var sum tally
	for _, t := range p.asKnown(known).Stack {
		sum.add(t.Premium)
	}
	return sum.sum, sum.err
}
