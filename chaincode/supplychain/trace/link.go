// SPDX-License-Identifier: Apache-2.0

package trace

import "slices"

// transformations reach what was made of the item, or what it was made of.
func (w *walker) transformations(v Visit, records []Record) {
	for _, record := range records {
		near, far := record.Inputs, record.Outputs
		if w.direction == backwards {
			near, far = far, near
		}
		group := v.Link == Grouped && record.Transformation == v.Item
		if !group && (!slices.Contains(near, v.Item) || !v.within(record)) {
			continue
		}
		for _, item := range far {
			w.reach(w.next(Visit{Item: item, Link: Transformed, From: v.Item, By: record.Hash}, record))
		}
		if !group && record.Transformation != "" {
			// Events of one transformation may come in any order, so nothing bounds its own visit.
			w.reach(Visit{Item: record.Transformation, Link: Grouped, From: v.Item, By: record.Hash})
		}
	}
}

// next bounds a visit by the time of the event that leads there.
func (w *walker) next(v Visit, by Record) Visit {
	if w.direction == backwards {
		v.Until = by.Time
	} else {
		v.Since = by.Time
	}
	return v
}

// carriers reach what the item was packed into, for the time that it was in there.
func (w *walker) carriers(v Visit, records []Record) error {
	for _, record := range records {
		if !record.packs(v.Item) || v.Link == Contained && record.Parent == v.From {
			continue
		}
		others, err := w.finder.Find(record.Parent)
		if err != nil {
			return err
		}
		carried := stay(record, v.Item, others)
		carried.Item, carried.Link, carried.From = record.Parent, Carried, v.Item
		if carried, meets := carried.meet(v); meets {
			w.reach(carried)
		}
	}
	return nil
}

// contents reach what was in the item while the item mattered.
func (w *walker) contents(v Visit, records []Record) {
	for _, record := range records {
		if record.Parent != v.Item {
			continue
		}
		for _, child := range record.Children {
			if !record.packs(child) {
				continue
			}
			inside := stay(record, child, records)
			inside.Item, inside.Link, inside.From = child, Contained, v.Item
			if _, meets := inside.meet(v); meets {
				w.reach(w.onwards(inside, v))
			}
		}
	}
}

// onwards bounds what was in a container: forwards it matters from then on, in the container or out of it, backwards up
// to then.
func (w *walker) onwards(inside, container Visit) Visit {
	if w.direction == backwards {
		inside.Since = ""
		if inside.Until == "" || container.Until != "" && container.Until < inside.Until {
			inside.Until = container.Until
		}
		return inside
	}
	inside.Until = ""
	inside.Since = max(inside.Since, container.Since)
	return inside
}

// meet is the time that two visits have in common.
func (v Visit) meet(other Visit) (Visit, bool) {
	v.Since = max(v.Since, other.Since)
	if v.Until == "" || other.Until != "" && other.Until < v.Until {
		v.Until = other.Until
	}
	return v, v.Until == "" || v.Since <= v.Until
}

// packs tells whether the record says that an item is in a container.
func (r Record) packs(item Item) bool {
	contains := r.Type == AggregationEvent || r.Type == AssociationEvent
	return contains && r.Parent != "" && (r.Action == "ADD" || r.Action == "OBSERVE") && slices.Contains(r.Children, item)
}

// unpacks tells whether the record takes an item out of a container; a DELETE without children takes out all.
func (r Record) unpacks(item, container Item) bool {
	all := len(r.Children) == 0 || slices.Contains(r.Children, item)
	return r.Parent == container && r.Action == "DELETE" && !r.Erroneous && all
}

// stay bounds the time from a packing to the unpacking, which is among the records of the container.
func stay(packing Record, item Item, container []Record) Visit {
	v := Visit{By: packing.Hash, Since: packing.Time}
	for _, record := range container {
		later := record.Time >= packing.Time && (v.Until == "" || record.Time < v.Until)
		if later && record.unpacks(item, packing.Parent) {
			v.Until = record.Time
		}
	}
	return v
}
