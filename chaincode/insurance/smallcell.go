// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"cmp"
	"maps"
	"slices"

	"github.com/consort-finance/consort/chaincode/parties"
)

// figures are what a row tells, and add up.
type figures[F any] interface {
	plus(other F) (F, error)
}

// cell is a row on its way into a report: with the policyholders themselves, so that each counts once in what is merged.
type cell[F figures[F]] struct {
	line    ReportLine
	holders map[parties.PartyID]bool
	merged  int
	figures F
}

// cells are the rows of a table, by what they are about.
type cells[F figures[F]] map[ReportLine]*cell[F]

// add adds figures about policyholders to a row. Faults: AMOUNT_TOO_LARGE.
func (c cells[F]) add(line ReportLine, f F, holders ...parties.PartyID) error {
	there, known := c[line]
	if !known {
		there = &cell[F]{line: line, holders: map[parties.PartyID]bool{}}
		c[line] = there
	}
	for _, holder := range holders {
		there.holders[holder] = true
	}
	sum, err := there.figures.plus(f)
	there.figures = sum
	return err
}

// coarser are what rows are merged by, one after the other: rows of a line of business and an insurer, then of a line of
// business, then of a currency.
var coarser = []func(ReportLine) ReportLine{
	func(l ReportLine) ReportLine {
		return ReportLine{Class: l.Class, Insurer: l.Insurer, Currency: l.Currency}
	},
	func(l ReportLine) ReportLine { return ReportLine{Class: l.Class, Currency: l.Currency} },
	func(l ReportLine) ReportLine { return ReportLine{Currency: l.Currency} },
}

// rows are the rows of a report. One of fewer than so many policyholders is added to others as small, the nearest first;
// what is still too small then goes into the smallest row of its currency, since a row that is left out could be found by
// subtraction wherever the sum is known. Where there is no other row the currency is withheld. Faults: AMOUNT_TOO_LARGE.
func (c cells[F]) rows(least int) (rows []ReportRow[F], withheld []string, err error) {
	var told []*cell[F]
	small := c.sorted()
	for _, by := range append([]func(ReportLine) ReportLine{func(l ReportLine) ReportLine { return l }}, coarser...) {
		merged := cells[F]{}
		for _, each := range small {
			if err := merged.merge(by(each.line), each); err != nil {
				return nil, nil, err
			}
		}
		small = nil
		for _, each := range merged.sorted() {
			if len(each.holders) >= least {
				told = append(told, each)
			} else {
				small = append(small, each)
			}
		}
	}
	for _, rest := range small {
		into := smallest(told, rest.line)
		if into == nil {
			withheld = append(withheld, rest.line.Currency.String())
			continue
		}
		into.line = into.line.common(rest.line)
		if err := into.take(rest); err != nil {
			return nil, nil, err
		}
	}
	return printed(told), withheld, nil
}

// merge adds a row to the one of a coarser line.
func (c cells[F]) merge(line ReportLine, other *cell[F]) error {
	there, known := c[line]
	if !known {
		c[line] = &cell[F]{line, map[parties.PartyID]bool{}, 0, *new(F)}
		there = c[line]
	}
	return there.take(other)
}

// take adds a row to another.
func (c *cell[F]) take(other *cell[F]) error {
	for holder := range other.holders {
		c.holders[holder] = true
	}
	c.merged += max(other.merged, 1)
	sum, err := c.figures.plus(other.figures)
	c.figures = sum
	return err
}

// smallest is the row of a currency that tells of the fewest policyholders.
func smallest[F figures[F]](told []*cell[F], line ReportLine) *cell[F] {
	var found *cell[F]
	for _, each := range told {
		if each.line.Currency == line.Currency && (found == nil || len(each.holders) < len(found.holders)) {
			found = each
		}
	}
	return found
}

// common is what two lines have in common.
func (l ReportLine) common(m ReportLine) ReportLine {
	if l.Class != m.Class {
		l.Class = ""
	}
	if l.Product != m.Product {
		l.Product = ""
	}
	if l.Insurer != m.Insurer {
		l.Insurer = ""
	}
	if l.Part != m.Part {
		l.Part = ""
	}
	return l
}

// sorted are the rows in the order of what they are about.
func (c cells[F]) sorted() []*cell[F] {
	lines := slices.SortedFunc(maps.Keys(c), ReportLine.compare)
	found := make([]*cell[F], len(lines))
	for i, line := range lines {
		found[i] = c[line]
	}
	return found
}

func (l ReportLine) compare(m ReportLine) int {
	return cmp.Or(
		cmp.Compare(l.Currency.String(), m.Currency.String()), cmp.Compare(l.Class, m.Class), cmp.Compare(l.Product, m.Product),
		cmp.Compare(l.Insurer, m.Insurer), cmp.Compare(l.Part, m.Part),
	)
}

// printed are rows without their policyholders.
func printed[F figures[F]](told []*cell[F]) []ReportRow[F] {
	slices.SortStableFunc(told, func(a, b *cell[F]) int { return a.line.compare(b.line) })
	rows := make([]ReportRow[F], len(told))
	for i, each := range told {
		rows[i] = ReportRow[F]{ReportLine: each.line, Holders: len(each.holders), Figures: each.figures}
		if each.merged > 1 {
			rows[i].Merged = each.merged
		}
	}
	return rows
}
