// SPDX-License-Identifier: Apache-2.0

package callauction

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// Fill is what an order trades.
type Fill struct {
	Order    string `json:"order"`
	Quantity int64  `json:"quantity"`
}

// Trade is a quantity that two orders trade with each other.
type Trade struct {
	Buy      string `json:"buy"`
	Sell     string `json:"sell"`
	Quantity int64  `json:"quantity"`
}

// Outcome is what comes of an auction.
type Outcome struct {
	// Price is empty where nobody trades.
	Price  decimal.Decimal `json:"price,omitzero"`
	Volume int64           `json:"volume,omitzero"`
	// Surplus is demand less supply at the price.
	Surplus int64 `json:"surplus,omitzero"`
	// Fills are those of the orders that trade, and Void the orders that do not count, by name.
	Fills []Fill `json:"fills,omitempty"`
	Void  []Void `json:"void,omitempty"`
	// Trades are who trades with whom: the best buyer with the best seller, and so on.
	Trades []Trade `json:"trades,omitempty"`
}

// Match finds the outcome. Root is the digest of all orders as they were committed to. Faults: ORDERS_REFUSED.
func (t Terms) Match(root string, orders []Order) (Outcome, error) {
	entries, void, err := t.admit(root, orders)
	if err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{Void: void}
	reference, on := t.ticks(t.Reference)
	if !on {
		return Outcome{}, fmt.Errorf("reference %s is not on the tick", t.Reference)
	}
	price, volume, surplus := clearing(entries, reference)
	if volume == 0 {
		return outcome, nil
	}
	if outcome.Price, err = decimal.FromInt64(price).Mul(t.Tick); err != nil {
		return Outcome{}, err
	}
	outcome.Volume, outcome.Surplus = volume*t.Lot, surplus*t.Lot
	buys, sells := queue(entries, Buy, price), queue(entries, Sell, price)
	if err := fill(buys, volume); err != nil {
		return Outcome{}, err
	}
	if err := fill(sells, volume); err != nil {
		return Outcome{}, err
	}
	outcome.Fills, outcome.Trades = t.fills(buys, sells), t.pair(buys, sells)
	return outcome, nil
}

// queue is who of a side may trade at a price: the best limit first, equals in the sequence of their hashes.
func queue(entries []*entry, side Side, price int64) []*entry {
	var may []*entry
	for _, e := range entries {
		if e.Side == side && (side == Buy && e.limit >= price || side == Sell && e.limit <= price) {
			may = append(may, e)
		}
	}
	slices.SortFunc(may, func(a, b *entry) int {
		better := cmp.Compare(a.limit, b.limit)
		if side == Buy {
			better = -better
		}
		return cmp.Or(better, strings.Compare(a.rank, b.rank))
	})
	return may
}

// fill gives a volume to a queue, one limit after the other; the last is shared in proportion to size.
func fill(queue []*entry, volume int64) error {
	for left := volume; left > 0 && len(queue) > 0; {
		level := queue[:levelEnd(queue)]
		sizes, wanted := make([]int64, len(level)), int64(0)
		for i, e := range level {
			sizes[i] = e.lots
			wanted += e.lots
		}
		given := min(left, wanted)
		shares, err := split.LargestRemainder(given, sizes) // a tie goes to the lower place, and places go by hash
		if err != nil {
			return fmt.Errorf("share %d lots: %w", given, err)
		}
		for i, e := range level {
			e.filled = shares[i]
		}
		left -= given
		queue = queue[len(level):]
	}
	return nil
}

// levelEnd is where the limit of the first in a queue ends.
func levelEnd(queue []*entry) int {
	if end := slices.IndexFunc(queue, func(e *entry) bool { return e.limit != queue[0].limit }); end >= 0 {
		return end
	}
	return len(queue)
}

func (t Terms) fills(sides ...[]*entry) []Fill {
	var fills []Fill
	for _, e := range slices.Concat(sides...) {
		if e.filled > 0 {
			fills = append(fills, Fill{e.ID, e.filled * t.Lot})
		}
	}
	slices.SortFunc(fills, func(a, b Fill) int { return strings.Compare(a.Order, b.Order) })
	return fills
}

// pair lets the first buyer trade with the first seller until one of them has all that it gets, and so on. No owner is on
// both sides: one that would buy and sell at this price has limits that cross, and its orders are void.
func (t Terms) pair(buys, sells []*entry) []Trade {
	var trades []Trade
	bought, sold := int64(0), int64(0)
	for i, j := 0, 0; i < len(buys) && j < len(sells); {
		lots := min(buys[i].filled-bought, sells[j].filled-sold)
		if lots > 0 {
			trades = append(trades, Trade{buys[i].ID, sells[j].ID, lots * t.Lot})
		}
		bought, sold = bought+lots, sold+lots
		if bought == buys[i].filled {
			i, bought = i+1, 0
		}
		if j < len(sells) && sold == sells[j].filled {
			j, sold = j+1, 0
		}
	}
	return trades
}
