// SPDX-License-Identifier: Apache-2.0

package callauction

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Bounds keep every sum of an auction within 64 bits.
const (
	// OrdersMax bounds the orders of an auction.
	OrdersMax = 1024
	// QuantityMax bounds the quantity of an order, and its limit in ticks.
	QuantityMax = 1_000_000_000_000_000
)

// OrdersRefused: more orders than an auction takes, or two of one name.
var OrdersRefused = protocol.Code{Name: "ORDERS_REFUSED", Status: 409}

// Terms are fixed before orders come.
type Terms struct {
	// Session names the auction.
	Session string `json:"session"`
	// Tick is the step of prices and Lot that of quantities.
	Tick decimal.Decimal `json:"tick"`
	Lot  int64           `json:"lot"`
	// Reference is the price to which the auction's is nearest where volume and imbalance leave a choice; it is on the tick.
	Reference decimal.Decimal `json:"reference"`
}

// Validate refuses terms without tick, lot or a reference price on the tick.
func (t Terms) Validate() error {
	if t.Tick.Sign() <= 0 || t.Lot < 1 || t.Lot > QuantityMax {
		return errors.New("tick and lot must be above zero")
	}
	if _, on := t.ticks(t.Reference); !on {
		return errors.New("reference must be above zero and on the tick")
	}
	return nil
}

// ticks is a price as a number of ticks, if it is one above zero and within bounds.
func (t Terms) ticks(price decimal.Decimal) (int64, bool) {
	count, err := price.Quo(t.Tick, 0, decimal.Down)
	if err != nil {
		return 0, false
	}
	n, err := count.Int64()
	if err != nil || n < 1 || n > QuantityMax {
		return 0, false
	}
	back, err := count.Mul(t.Tick)
	return n, err == nil && back == price
}

// Side is buying or selling.
type Side string

// The sides.
const (
	Buy  Side = "BUY"
	Sell Side = "SELL"
)

// Validate refuses what is no side.
func (s Side) Validate() error {
	if s != Buy && s != Sell {
		return fmt.Errorf("side %q is not BUY or SELL", protocol.Excerpt(string(s)))
	}
	return nil
}

// Order is an order to trade up to a quantity at the limit or better.
type Order struct {
	// ID is unique in the auction.
	ID string `json:"id"`
	// Owner is for whose account it is: an owner never trades with itself.
	Owner    string          `json:"owner"`
	Side     Side            `json:"side"`
	Quantity int64           `json:"quantity"`
	Limit    decimal.Decimal `json:"limit"`
}

// Reason is why an order does not count.
type Reason string

// The reasons.
const (
	NoSide    Reason = "NO_SIDE"
	OffTick   Reason = "OFF_TICK"
	OffLot    Reason = "OFF_LOT"
	SelfCross Reason = "SELF_CROSS"
)

// Void is an order that does not count.
type Void struct {
	Order  string `json:"order"`
	Reason Reason `json:"reason"`
}

// entry is an order in ticks and lots, with its place among equals.
type entry struct {
	Order
	limit int64
	lots  int64
	rank  string
	// filled is what it trades, in lots.
	filled int64
}

// admit makes entries of the orders that count, in a fixed sequence. Faults: ORDERS_REFUSED.
func (t Terms) admit(root string, orders []Order) (entries []*entry, void []Void, err error) {
	if len(orders) > OrdersMax {
		return nil, nil, OrdersRefused.New("an auction takes %d orders, not %d", OrdersMax, len(orders))
	}
	ordered := slices.Clone(orders)
	slices.SortFunc(ordered, func(a, b Order) int { return strings.Compare(a.ID, b.ID) })
	best := bests{}
	for i, order := range ordered {
		if i > 0 && ordered[i-1].ID == order.ID {
			return nil, nil, OrdersRefused.New("order %s is given twice", protocol.Excerpt(order.ID))
		}
		e, reason, err := t.enter(root, order)
		if err != nil {
			return nil, nil, err
		}
		if reason != "" {
			void = append(void, Void{order.ID, reason})
			continue
		}
		entries = append(entries, e)
		best.see(e)
	}
	counting := entries[:0:0]
	for _, e := range entries {
		if best.crosses(e.Owner) {
			void = append(void, Void{e.ID, SelfCross})
			continue
		}
		counting = append(counting, e)
	}
	slices.SortFunc(void, func(a, b Void) int { return strings.Compare(a.Order, b.Order) })
	return counting, void, nil
}

func (t Terms) enter(root string, order Order) (*entry, Reason, error) {
	limit, on := t.ticks(order.Limit)
	switch {
	case order.Side.Validate() != nil:
		return nil, NoSide, nil
	case !on:
		return nil, OffTick, nil
	case order.Quantity < 1 || order.Quantity > QuantityMax || order.Quantity%t.Lot != 0:
		return nil, OffLot, nil
	}
	rank, err := protocol.RequestHash([]string{t.Session, root, order.ID})
	return &entry{Order: order, limit: limit, lots: order.Quantity / t.Lot, rank: rank}, "", err
}

// bests are every owner's highest limit to buy and lowest to sell.
type bests map[string]struct{ buy, sell int64 }

func (b bests) see(e *entry) {
	own := b[e.Owner]
	if e.Side == Buy {
		own.buy = max(own.buy, e.limit)
	} else if own.sell == 0 || e.limit < own.sell {
		own.sell = e.limit
	}
	b[e.Owner] = own
}

func (b bests) crosses(owner string) bool {
	own := b[owner]
	return own.sell != 0 && own.buy >= own.sell
}
