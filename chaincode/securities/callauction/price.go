// SPDX-License-Identifier: Apache-2.0

package callauction

import "slices"

// region is neighbouring prices of the grid, in ticks, at which demand and supply are the same: a limit, or what lies
// between two limits.
type region struct {
	low, high      int64
	demand, supply int64
}

func (r region) volume() int64    { return min(r.demand, r.supply) }
func (r region) imbalance() int64 { return max(r.demand, r.supply) - r.volume() }

// regions are all that lie between the lowest limit and the highest, from low to high.
func regions(entries []*entry) []region {
	limits := make([]int64, len(entries))
	for i, e := range entries {
		limits[i] = e.limit
	}
	slices.Sort(limits)
	limits = slices.Compact(limits)
	bids, offers := map[int64]int64{}, map[int64]int64{}
	demand, supply := int64(0), int64(0)
	for _, e := range entries {
		if e.Side == Buy {
			bids[e.limit] += e.lots
			demand += e.lots
		} else {
			offers[e.limit] += e.lots
		}
	}
	found := make([]region, 0, 2*len(limits))
	for i, limit := range limits {
		supply += offers[limit]
		found = append(found, region{limit, limit, demand, supply})
		demand -= bids[limit]
		if i+1 < len(limits) && limit+1 < limits[i+1] {
			found = append(found, region{limit + 1, limits[i+1] - 1, demand, supply})
		}
	}
	return found
}

// clearing finds the price, in ticks, the volume at it, and demand less supply; no volume where nobody's limits meet.
func clearing(entries []*entry, reference int64) (price, volume, surplus int64) {
	all := regions(entries)
	best := -1
	for i, r := range all {
		if r.volume() == 0 {
			continue
		}
		if best < 0 || r.volume() > all[best].volume() || r.volume() == all[best].volume() && r.imbalance() < all[best].imbalance() {
			best = i
		}
	}
	if best < 0 {
		return 0, 0, 0
	}
	low, high := all[best].low, all[best].high
	for _, r := range all[best:] {
		if r.volume() == all[best].volume() && r.imbalance() == all[best].imbalance() {
			high = r.high
		}
	}
	price = min(max(reference, low), high)
	at := slices.IndexFunc(all, func(r region) bool { return r.low <= price && price <= r.high })
	return price, all[at].volume(), all[at].demand - all[at].supply
}
