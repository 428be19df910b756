// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// PublishFixing publishes a value of an index.
func (c *Contract) PublishFixing(tx *ledger.Tx, req securities.FixingRequest) (*securities.Fixing, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, there, err := fixings.Find(tx, req.Name(do))
	if err != nil {
		return nil, err
	}
	known, save := &before, fixings.Update
	if !there {
		known, save = nil, fixings.Insert
	}
	after, events, err := req.Publish(known, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, save(tx, after)
}

// ConfirmFixing confirms a value of an index.
func (c *Contract) ConfirmFixing(tx *ledger.Tx, req securities.FixingRequest) (*securities.Fixing, error) {
	key := securities.FixingKey{Index: req.Index, Agent: tx.Facts().Caller.MSP, Day: req.Day}
	return change(tx, fixings, key, func(before securities.Fixing, do securities.Act) (securities.Fixing, []protocol.Event, error) {
		return before.Confirm(req, do)
	})
}

// published finds the confirmed values from which a coupon's rate comes; none of a fixed one. Faults: NOT_PUBLISHED.
func published(r ledger.Reader, terms bond.Terms, coupon bond.Coupon) ([]decimal.Decimal, error) {
	keys, err := securities.Observed(terms, coupon)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	rows, there, err := fixings.FindMany(r, keys)
	if err != nil {
		return nil, err
	}
	for n := range rows {
		if !there[n] {
			return nil, securities.NotPublished.New("index %s is not published for %s", keys[n].Index, keys[n].Day)
		}
	}
	return securities.Values(rows)
}

// Fixing answers a publication.
func (c *Contract) Fixing(q *ledger.Query, req securities.FixingKey) (*securities.Fixing, error) {
	return ledger.Answer(fixings.Get(q, req))
}
