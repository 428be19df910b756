// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// opening finds the transaction that began the period that has a day.
func (p Policy) opening(day date.Date) (Transaction, bool) {
	for _, t := range slices.Backward(p.Stack) {
		if t.Number == t.Period && t.span().Has(day) {
			return t, true
		}
	}
	return Transaction{}, false
}

// last finds the transaction that began the policy's last period.
func (p Policy) last() Transaction {
	openings := p.openings()
	return openings[len(openings)-1]
}

// openings are the transactions that began the policy's periods.
func (p Policy) openings() []Transaction {
	var found []Transaction
	for _, t := range p.Stack {
		if t.Number == t.Period {
			found = append(found, t)
		}
	}
	return found
}

func (t Transaction) span() Period { return Period{From: t.Effective, Until: t.Until} }

// of are the transactions of a period, in order.
func (p Policy) of(period int) []Transaction {
	var found []Transaction
	for _, t := range p.Stack {
		if t.Period == period {
			found = append(found, t)
		}
	}
	return found
}

// written is what was charged for a period.
func (p Policy) written(period int) (Charge, error) {
	var sum Charge
	for _, t := range p.of(period) {
		var err error
		if sum, err = sum.Add(t.Charge); err != nil {
			return Charge{}, err
		}
	}
	return sum, nil
}

// ended are the transactions that ended a period's cover and have not been undone.
func ended(stack []Transaction) []Transaction {
	var ends []Transaction
	for _, t := range stack {
		switch t.Kind {
		case Cancel, Lapse:
			ends = append(ends, t)
		case Reinstate:
			ends = nil
		}
	}
	return ends
}

// end is the day on which a period's cover ended, if it did before its time.
func end(stack []Transaction) (day date.Date, is bool) {
	for _, t := range ended(stack) {
		if !is || t.Effective.Before(day) {
			day, is = t.Effective, true
		}
	}
	return day, is
}

// spans cuts a time within a period where what is insured changes, and leaves out what had no cover before it was
// reinstated. Whether cover has ended for now does not matter.
func spans(stack []Transaction, within Period) []span {
	closed := gaps(stack)
	cuts := within.cuts(closed)
	for _, t := range stack {
		if t.Kind == Endorse {
			cuts = append(cuts, within.cuts([]Period{t.span()})...)
		}
	}
	slices.SortFunc(cuts, date.Date.Compare)
	cuts = slices.Compact(cuts)
	var found []span
	for i := range len(cuts) - 1 {
		if !slices.ContainsFunc(closed, func(gap Period) bool { return gap.Has(cuts[i]) }) {
			found = append(found, span{Period{cuts[i], cuts[i+1]}, coversOn(stack, cuts[i])})
		}
	}
	return found
}

// cuts are the period's ends, and the days within it on which others begin or end.
func (p Period) cuts(others []Period) []date.Date {
	cuts := []date.Date{p.From, p.Until}
	for _, other := range others {
		for _, day := range []date.Date{other.From, other.Until} {
			if p.From.Before(day) && day.Before(p.Until) {
				cuts = append(cuts, day)
			}
		}
	}
	return cuts
}

// coversOn is what is insured on a day of a period, as if cover had never ended.
func coversOn(stack []Transaction, day date.Date) []Insured {
	var covers []Insured
	for _, t := range stack {
		switch {
		case t.Number == t.Period:
			covers = t.Covers
		case t.Kind == Endorse && t.span().Has(day):
			covers = merged(covers, t.Covers)
		}
	}
	return covers
}

// costs is what a time within a period costs, as if cover had never ended.
func costs(stack []Transaction, within, period Period) (money.Amount, error) {
	if !within.From.Before(within.Until) {
		return money.Amount{}, nil
	}
	return prorated(spans(stack, within), period)
}

// push puts a transaction on the stack. Faults: STACK_FULL.
func (p Policy) push(t Transaction, act Act) (Policy, error) {
	if len(p.Stack) >= TransactionsMost {
		return p, StackFull.New("policy %s has %d transactions", p.ID, len(p.Stack))
	}
	t.Number, t.Recorded, t.TxID = len(p.Stack)+1, act.Today, act.TxID
	if t.Kind == Issue || t.Kind == Renew {
		t.Period = t.Number
	}
	p.Stack = append(slices.Clone(p.Stack), t)
	return p, nil
}

// top is the transaction recorded last.
func (p Policy) top() Transaction { return p.Stack[len(p.Stack)-1] }

// Frame is under which version, with which panel and from which instalment on a period runs.
type Frame struct {
	Version VersionKey
	Panel   PanelID
	First   int
}

// FrameOn is the frame of the period that has a day, whether cover is in force or not. Faults: NOT_IN_FORCE.
func (p Policy) FrameOn(day date.Date) (Frame, error) {
	opening, there := p.opening(day)
	if !there {
		return Frame{}, NotInForce.New("policy %s has no period on %s", p.ID, day)
	}
	return p.frame(opening), nil
}

// FrameOf is the frame of an instalment's period.
func (p Policy) FrameOf(i Instalment) Frame { return p.frame(p.Stack[i.Period-1]) }

func (p Policy) frame(opening Transaction) Frame {
	return Frame{Version: VersionKey{Product: p.Product, Version: opening.Version}, Panel: opening.Panel, First: opening.First}
}

// InstalmentKeys are those of a policy from one on.
func (p Policy) InstalmentKeys(first int) []InstalmentKey {
	var keys []InstalmentKey
	for n := first; n <= p.Instalments; n++ {
		keys = append(keys, InstalmentKey{Policy: p.ID, Number: n})
	}
	return keys
}
