// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// TreatiesMax bounds the treaties of a programme.
const TreatiesMax = 32

// Treaty is the terms of a programme's treaty under its name.
type Treaty struct {
	ID    string `json:"id"`
	Terms Terms  `json:"terms"`
}

// Programme is the treaties of a cedent for a period.
type Programme []Treaty

// ErrOverlap refuses treaties of one priority that could cede the same loss twice.
var ErrOverlap = errors.New("treaties of one priority could cede more than the loss: give them priorities of their own, or layers that do not overlap")

// Ordered are the treaties in the order in which they are carried out: by priority, then by name. Of equal priority the
// order decides nothing but which column stands first.
func (p Programme) Ordered() Programme {
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b Treaty) int {
		return cmp.Or(cmp.Compare(a.Terms.Priority, b.Terms.Priority), cmp.Compare(a.ID, b.ID))
	})
	return sorted
}

// names are the treaties' names, in order.
func (p Programme) names() []string {
	var names []string
	for _, treaty := range p.Ordered() {
		names = append(names, treaty.ID)
	}
	return names
}

// Validate refuses malformed treaties, two of one name, and priorities that could cede a loss twice.
func (p Programme) Validate() error {
	if len(p) > TreatiesMax {
		return fmt.Errorf("a programme has at most %d treaties", TreatiesMax)
	}
	seen := map[string]bool{}
	for _, treaty := range p {
		if err := errors.Join(protocol.ValidateName("treaty", treaty.ID), treaty.Terms.Validate()); err != nil {
			return err
		}
		if seen[treaty.ID] {
			return fmt.Errorf("treaty %s stands twice", treaty.ID)
		}
		seen[treaty.ID] = true
	}
	for _, level := range p.levels() {
		if err := level.singly(); err != nil {
			return err
		}
	}
	return nil
}

// Coupled tells whether what is recovered of one loss may depend on others.
func (p Programme) Coupled() bool {
	return slices.ContainsFunc(p, func(t Treaty) bool { return t.Terms.Coupled() })
}

// levels are the treaties of each priority, in order.
func (p Programme) levels() []Programme {
	var levels []Programme
	for _, treaty := range p.Ordered() {
		last := len(levels) - 1
		if last < 0 || levels[last][0].Terms.Priority != treaty.Terms.Priority {
			levels = append(levels, nil)
			last++
		}
		levels[last] = append(levels[last], treaty)
	}
	return levels
}

// singly refuses treaties of one priority that could cede a loss twice. A tower is treaties that bear different parts of a
// loss: layers of one kind that are apart, a quota share of the retained line and the surplus above it, or treaties of
// different classes. What the towers together see of a loss must not be more than the loss.
func (p Programme) singly() error {
	seen := decimal.Decimal{}
	for _, tower := range p.towers() {
		sum, err := seen.Add(tower.sees())
		if err != nil {
			return fmt.Errorf("shares of one priority: %w", err)
		}
		seen = sum
	}
	if seen.Cmp(decimal.FromInt64(1)) > 0 {
		return fmt.Errorf("%w: priority %d", ErrOverlap, p[0].Terms.Priority)
	}
	return nil
}

// towers puts treaties that are apart together.
func (p Programme) towers() []Programme {
	var towers []Programme
	for _, treaty := range p {
		at := slices.IndexFunc(towers, func(tower Programme) bool {
			return !slices.ContainsFunc(tower, func(other Treaty) bool { return !treaty.Terms.apart(other.Terms) })
		})
		if at < 0 {
			towers = append(towers, nil)
			at = len(towers) - 1
		}
		towers[at] = append(towers[at], treaty)
	}
	return towers
}

// sees is the most that a tower sees of a loss: as much as the treaty of it that sees most.
func (p Programme) sees() decimal.Decimal {
	widest := decimal.Decimal{}
	for _, treaty := range p {
		if most := treaty.Terms.sees(); most.Cmp(widest) > 0 {
			widest = most
		}
	}
	return widest
}

// apart tells whether no part of a loss is borne by both.
func (t Terms) apart(u Terms) bool {
	if len(t.Classes) > 0 && len(u.Classes) > 0 && !slices.ContainsFunc(t.Classes, u.Covers) {
		return true
	}
	switch {
	case t.Kind == Facultative && u.Kind == Facultative:
		return !slices.ContainsFunc(t.Declared, func(d Declaration) bool { return u.declares(d.Risk) })
	case t.Kind == QuotaShare && u.Kind == Surplus:
		return u.above(t)
	case t.Kind == Surplus && u.Kind == QuotaShare:
		return t.above(u)
	case t.Kind != u.Kind || t.CededShare != u.CededShare:
		return false
	case t.Kind == Surplus:
		return t.Retention == u.Retention && (t.LinesBelow+t.Lines <= u.LinesBelow || u.LinesBelow+u.Lines <= t.LinesBelow)
	case t.Kind == PerRisk:
		return t.Risk.apart(u.Risk)
	case t.Kind == Catastrophe:
		return t.Occurrence.apart(u.Occurrence)
	default:
		return false
	}
}

// above tells whether a surplus begins where a quota share ends.
func (t Terms) above(quota Terms) bool {
	begins := t.Retention.Minor() * int64(1+t.LinesBelow)
	return quota.SumInsuredMax.Sign() > 0 && quota.SumInsuredMax.Minor() <= begins
}

func (t Terms) declares(risk string) bool {
	_, found := t.declared(risk)
	return found
}

func (t Terms) declared(risk string) (decimal.Decimal, bool) {
	at, found := slices.BinarySearchFunc(t.Declared, risk, func(d Declaration, risk string) int { return cmp.Compare(d.Risk, risk) })
	if !found {
		return decimal.Decimal{}, false
	}
	return t.Declared[at].Share, true
}

// sees is the most that a treaty sees of a loss.
func (t Terms) sees() decimal.Decimal {
	switch t.Kind {
	case Surplus:
		return decimal.FromInt64(1)
	case Facultative:
		widest := decimal.Decimal{}
		for _, declared := range t.Declared {
			if declared.Share.Cmp(widest) > 0 {
				widest = declared.Share
			}
		}
		return widest
	default:
		return t.CededShare
	}
}
