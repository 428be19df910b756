// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

// RecordEvent records an event of goods, and that each item was in it.
func (c *Contract) RecordEvent(tx *ledger.Tx, req supplychain.EventRequest) (*trace.Record, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	before, there, err := events.Find(tx, req.Hash)
	if err != nil {
		return nil, err
	}
	var known *trace.Record
	if there {
		known = &before
	}
	record, told, err := supplychain.RecordEvent(req, known, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(told...)
	if there {
		return &record, events.Update(tx, record)
	}
	for _, item := range record.Mentions() {
		if err := mention(tx, item, record.Hash); err != nil {
			return nil, err
		}
	}
	return &record, events.Insert(tx, record)
}

func mention(tx *ledger.Tx, item trace.Item, event trace.Hash) error {
	before, there, err := mentions.Find(tx, item)
	if err != nil {
		return err
	}
	before.Item = item
	after, err := before.Add(event)
	if err != nil {
		return err
	}
	if there {
		return mentions.Update(tx, after)
	}
	return mentions.Insert(tx, after)
}

// finder finds the events of an item by point reads, so that a transaction may decide on all of them.
type finder struct{ reader ledger.Reader }

// Find answers the records that mention an item.
func (f finder) Find(item trace.Item) ([]trace.Record, error) {
	found, there, err := mentions.Find(f.reader, item)
	if err != nil || !there {
		return nil, err
	}
	return events.GetMany(f.reader, found.Events)
}

// FulfilUndertaking strikes out conditions that recorded events meet.
func (c *Contract) FulfilUndertaking(tx *ledger.Tx, req supplychain.UndertakingID) (*supplychain.Undertaking, error) {
	return change(tx, undertakings, req, func(before supplychain.Undertaking, do supplychain.Act) (supplychain.Undertaking, []protocol.Event, error) {
		return before.Fulfil(finder{tx}, do)
	})
}

// Event answers the record of an event.
func (c *Contract) Event(q *ledger.Query, req trace.Hash) (*trace.Record, error) {
	return ledger.Answer(events.Get(q, req))
}

// TraceForwards finds what became of goods.
func (c *Contract) TraceForwards(q *ledger.Query, req supplychain.TraceRequest) (*trace.Trace, error) {
	return ledger.Answer(trace.Forwards(req.Item, finder{q}, supplychain.VisitsMax))
}

// TraceBackwards finds what goods were made of.
func (c *Contract) TraceBackwards(q *ledger.Query, req supplychain.TraceRequest) (*trace.Trace, error) {
	return ledger.Answer(trace.Backwards(req.Item, finder{q}, supplychain.VisitsMax))
}
