// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	pages     = ledger.NewTable("page", securities.Page.PageKey)
	tallies   = ledger.NewTable("tally", securities.Tally.PageKey)
	registers = ledger.NewTable("register", securities.Register.RegisterKey)
)

// CountRegister counts a part of a register.
func (c *Contract) CountRegister(tx *ledger.Tx, req securities.CountRequest) (*securities.Tally, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	instrument, err := c.uncounted(tx, req.RegisterKey)
	if err != nil {
		return nil, err
	}
	counted, err := lots.GetMany(tx, req.Keys())
	if err != nil {
		return nil, err
	}
	holders, err := accounts.GetMany(tx, securities.Holders(counted))
	if err != nil {
		return nil, err
	}
	page, tally, events, err := req.Count(instrument, counted, holders, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := put(tx, pages, page.PageKey(), page); err != nil {
		return nil, err
	}
	return &tally, put(tx, tallies, tally.PageKey(), tally)
}

// uncounted finds the instrument of a register that is not closed. Faults: NOT_FOUND, ALREADY_EXISTS.
func (c *Contract) uncounted(tx *ledger.Tx, key securities.RegisterKey) (securities.Instrument, error) {
	_, closed, err := registers.Find(tx, key)
	if err == nil && closed {
		err = protocol.AlreadyExists.New("the register of instrument %s of %s is closed", key.Instrument, key.Day)
	}
	if err != nil {
		return securities.Instrument{}, err
	}
	return instruments.Get(tx, key.Instrument)
}

// CloseRegister closes a register whose pages add up.
func (c *Contract) CloseRegister(tx *ledger.Tx, req securities.CloseRequest) (*securities.Register, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	instrument, err := c.uncounted(tx, req.RegisterKey)
	if err != nil {
		return nil, err
	}
	counted, err := tallies.GetMany(tx, req.Keys())
	if err != nil {
		return nil, err
	}
	supply, err := supplyOn(tx, req.RegisterKey)
	if err != nil {
		return nil, err
	}
	register, events, err := req.Close(instrument, counted, supply, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &register, registers.Insert(tx, register)
}

// Register answers a closed register.
func (c *Contract) Register(q *ledger.Query, req securities.RegisterKey) (*securities.Register, error) {
	return ledger.Answer(registers.Get(q, req))
}

// RegisterPage answers a page of a register.
func (c *Contract) RegisterPage(q *ledger.Query, req securities.PageKey) (*securities.Page, error) {
	return ledger.Answer(pages.Get(q, req))
}

// Tallies lists what the pages of a register add up to.
func (c *Contract) Tallies(q *ledger.Query, req securities.TalliesRequest) (*protocol.Page[securities.Tally], error) {
	return ledger.Answer(tallies.Page(q, req.RegisterKey.Key(), req.PageRequest))
}

// LotsOn lists the lots that were held at the end of a day.
func (c *Contract) LotsOn(q *ledger.Query, req securities.HoldersRequest) (*securities.LotsOn, error) {
	found, err := lotsIn(q, req.Instrument, req.Buckets)
	on := req.On(found)
	return &on, err
}

// CapTable answers who held an instrument at the end of a day.
func (c *Contract) CapTable(q *ledger.Query, req securities.HoldersRequest) (*securities.CapTable, error) {
	found, err := lotsIn(q, req.Instrument, req.Buckets)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(req.Table(found))
}

// Statement answers what happened in an account.
func (c *Contract) Statement(q *ledger.Query, req securities.StatementRequest) (*securities.Statement, error) {
	bucket := req.Account.Bucket()
	found, err := lotsIn(q, req.Instrument, securities.Buckets{From: bucket, To: bucket})
	if err != nil {
		return nil, err
	}
	return ledger.Answer(req.Statement(found))
}

// lotsIn reads all lots of a part of the register, spent ones too, and maybe some beside it.
func lotsIn(q *ledger.Query, instrument securities.InstrumentID, buckets securities.Buckets) ([]securities.Lot, error) {
	var found []securities.Lot
	for _, prefix := range buckets.Prefixes(instrument) {
		some, err := all(func(page protocol.PageRequest) (protocol.Page[securities.Lot], error) {
			return lots.Page(q, prefix, page)
		})
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// all reads every page of a list.
func all[V any](read func(protocol.PageRequest) (protocol.Page[V], error)) ([]V, error) {
	var rows []V
	page := protocol.PageRequest{Size: protocol.PageSizeMax}
	for {
		some, err := read(page)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some.Items...)
		if page.After = some.Next; page.After == "" {
			return rows, nil
		}
	}
}
