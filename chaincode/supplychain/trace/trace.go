// SPDX-License-Identifier: Apache-2.0

package trace

import "slices"

// Finder finds the records that mention an item ([Record.Mentions]), in any order.
type Finder interface {
	Find(item Item) ([]Record, error)
}

// Link is how an item was reached.
type Link string

// The links.
const (
	// Start is the item that was asked for.
	Start Link = "START"
	// Transformed: it was made of the other, or the other of it.
	Transformed Link = "TRANSFORMED"
	// Contained: it was in the other.
	Contained Link = "CONTAINED"
	// Grouped: it is the transformation that several events share.
	Grouped Link = "GROUPED"
	// Carried: it contained the other for a while.
	Carried Link = "CARRIED"
)

// Visit is an item of a trace.
type Visit struct {
	Item Item `json:"item"`
	Link Link `json:"link"`
	// From is the item before, and By the event that links them; both empty for the start.
	From Item `json:"from,omitzero"`
	By   Hash `json:"by,omitzero"`
	// Since and Until bound the events that matter; empty where nothing does.
	Since string `json:"since,omitzero"`
	Until string `json:"until,omitzero"`
}

// Trace is what was found.
type Trace struct {
	// Visits are in the order of their finding, the nearest first; a container may be visited for several times.
	Visits []Visit `json:"visits"`
	// Events are those of all visits, each once, in the order of their time.
	Events []Record `json:"events"`
	// Classes are goods without lot or serial number that were reached and not followed.
	Classes []Item `json:"classes"`
}

// Items are the goods of the trace, without the containers that carried them and the names of transformations, each once, in their own order.
func (t Trace) Items() []Item {
	var items []Item
	for _, visit := range t.Visits {
		if visit.Link != Carried && visit.Link != Grouped {
			items = append(items, visit.Item)
		}
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// Forwards finds what became of an item and where it went, visiting no more than limit items. Fault: TRACE_LIMIT.
func Forwards(start Item, finder Finder, limit int) (Trace, error) {
	return walk(start, finder, limit, forwards)
}

// Backwards finds what an item was made of, and where that came from. Fault: TRACE_LIMIT.
func Backwards(start Item, finder Finder, limit int) (Trace, error) {
	return walk(start, finder, limit, backwards)
}

// History finds the events of an item and of what it was carried in, through no transformation. Fault: TRACE_LIMIT.
func History(start Item, finder Finder, limit int) (Trace, error) {
	return walk(start, finder, limit, still)
}

type direction int

const (
	forwards direction = iota
	backwards
	still
)
