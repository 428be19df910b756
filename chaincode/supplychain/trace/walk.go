// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"cmp"
	"slices"
	"strings"
)

// walker goes from item to item, the nearest first.
type walker struct {
	finder    Finder
	limit     int
	direction direction
	trace     Trace
	queue     []Visit
}

func walk(start Item, finder Finder, limit int, d direction) (Trace, error) {
	w := walker{finder: finder, limit: limit, direction: d, trace: Trace{Visits: []Visit{}, Events: []Record{}, Classes: []Item{}}}
	w.reach(Visit{Item: start, Link: Start})
	for len(w.queue) > 0 {
		visit := w.queue[0]
		w.queue = w.queue[1:]
		if err := w.visit(visit); err != nil {
			return Trace{}, err
		}
	}
	slices.SortFunc(w.trace.Events, earlier)
	w.trace.Events = slices.CompactFunc(w.trace.Events, func(a, b Record) bool { return a.Hash == b.Hash })
	slices.Sort(w.trace.Classes)
	w.trace.Classes = slices.Compact(w.trace.Classes)
	return w.trace, nil
}

func earlier(a, b Record) int {
	return cmp.Or(strings.Compare(a.Time, b.Time), strings.Compare(string(a.Hash), string(b.Hash)))
}

// reach queues a visit unless an earlier one covers it. Bounds are of a finite number of times, so that a walk through
// goods that come round again ends.
func (w *walker) reach(v Visit) {
	if v.Item.Class() && v.Link != Start && v.Link != Grouped {
		w.trace.Classes = append(w.trace.Classes, v.Item)
		return
	}
	if !slices.ContainsFunc(w.trace.Visits, func(before Visit) bool { return before.covers(v) }) {
		w.trace.Visits = append(w.trace.Visits, v)
		w.queue = append(w.queue, v)
	}
}

func (v Visit) covers(other Visit) bool {
	since := v.Since == "" || other.Since != "" && v.Since <= other.Since
	until := v.Until == "" || other.Until != "" && v.Until >= other.Until
	same := v.Item == other.Item && (v.Link == Carried) == (other.Link == Carried)
	// A carrier leads on for the sake of what it carried, so that it is visited for each.
	return same && since && until && (v.Link != Carried || v.From == other.From)
}

func (v Visit) within(r Record) bool {
	return (v.Since == "" || r.Time >= v.Since) && (v.Until == "" || r.Time <= v.Until)
}

func (w *walker) visit(v Visit) error {
	if len(w.trace.Visits) > w.limit {
		return TraceLimit.New("the goods spread over more than %d items", w.limit)
	}
	found, err := w.finder.Find(v.Item)
	if err != nil {
		return err
	}
	records := slices.DeleteFunc(slices.Clone(found), func(r Record) bool { return r.Erroneous })
	slices.SortFunc(records, earlier)
	for _, record := range records {
		if v.within(record) && (v.Link != Carried || slices.Contains(record.Items, v.Item) || record.moves(v.Item, v.From)) {
			w.trace.Events = append(w.trace.Events, record)
		}
	}
	if err := w.carriers(v, records); err != nil {
		return err
	}
	if w.direction != still && v.Link != Carried {
		w.transformations(v, records)
		w.contents(v, records)
	}
	return nil
}

// moves tells whether the record packs or unpacks a carrier itself, or what it carried.
func (r Record) moves(carrier, carried Item) bool {
	return slices.Contains(r.Children, carrier) || r.Parent == carrier && slices.Contains(r.Children, carried)
}
