// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var lots = ledger.NewTable("lot", securities.Lot.LotKey,
	ledger.Index("account", func(l securities.Lot) []string {
		if !l.Live() {
			return nil
		}
		return []string{string(l.Account)} // the lot's key, which follows, begins with the instrument
	}))

// coreReads name what hot transactions read.
func coreReads() []ledger.Option {
	return []ledger.Option{
		ledger.Prefetch(securities.Transfer, transferRows), ledger.Prefetch(securities.SplitLot, splitRows),
		ledger.Prefetch(securities.SweepLots, sweepRows), ledger.Prefetch(securities.CountRegister, countRows),
	}
}

func splitRows(_ protocol.Facts, req securities.SplitRequest) []ledger.Row {
	return []ledger.Row{ledger.DateRow(), instruments.Row(req.Instrument), lots.Row(req.LotKey)}
}

func sweepRows(_ protocol.Facts, req securities.SweepRequest) []ledger.Row {
	rows := []ledger.Row{ledger.DateRow(), instruments.Row(req.Instrument), accounts.Row(req.Account)}
	return append(rows, lotRows(req.Instrument, req.Lots)...)
}

func countRows(_ protocol.Facts, req securities.CountRequest) []ledger.Row {
	page := securities.PageKey{RegisterKey: req.RegisterKey, From: req.From}
	rows := []ledger.Row{
		ledger.DateRow(), instruments.Row(req.Instrument), registers.Row(req.RegisterKey), pages.Row(page), tallies.Row(page),
	}
	return append(rows, lotRows(req.Instrument, req.Lots)...)
}

func lotRows(instrument securities.InstrumentID, ids []securities.LotID) []ledger.Row {
	rows := make([]ledger.Row, len(ids))
	for i, key := range securities.Keys(instrument, ids) {
		rows[i] = lots.Row(key)
	}
	return rows
}

func transferRows(_ protocol.Facts, req securities.TransferRequest) []ledger.Row {
	rows := []ledger.Row{ledger.DateRow(), instruments.Row(req.Instrument), accounts.Row(req.From), accounts.Row(req.To)}
	return append(rows, lotRows(req.Instrument, req.Lots)...)
}

// TransferUnits moves units free of payment.
func (c *Contract) TransferUnits(tx *ledger.Tx, req securities.TransferRequest) (*securities.Made, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	ends, err := endsOf(tx, req.Instrument, req.From, req.To, req.Lots)
	if err != nil {
		return nil, err
	}
	moves, err := req.Transfer(ends, do)
	if err != nil {
		return nil, err
	}
	made := moves.Answer()
	return &made, carry(tx, moves)
}

// SplitLot cuts a lot.
func (c *Contract) SplitLot(tx *ledger.Tx, req securities.SplitRequest) (*securities.Made, error) {
	lot, err := lots.Get(tx, req.LotKey)
	if err != nil {
		return nil, err
	}
	return within(tx, req.Instrument, lot.Account, func(i securities.Instrument, a securities.Account, do securities.Act) (*securities.Moves, error) {
		return req.Split(i, a, lot, do)
	})
}

// SweepLots joins lots.
func (c *Contract) SweepLots(tx *ledger.Tx, req securities.SweepRequest) (*securities.Made, error) {
	swept, err := lots.GetMany(tx, securities.Keys(req.Instrument, req.Lots))
	if err != nil {
		return nil, err
	}
	return within(tx, req.Instrument, req.Account, func(i securities.Instrument, a securities.Account, do securities.Act) (*securities.Moves, error) {
		return req.Sweep(i, a, swept, do)
	})
}

// CancelUnits redeems units in the issuer's treasury.
func (c *Contract) CancelUnits(tx *ledger.Tx, req securities.CancelRequest) (*securities.Canceled, error) {
	gone, err := lots.GetMany(tx, securities.Keys(req.Instrument, req.Lots))
	if err != nil {
		return nil, err
	}
	var canceled securities.Canceled
	_, err = within(tx, req.Instrument, req.Account, func(i securities.Instrument, a securities.Account, do securities.Act) (*securities.Moves, error) {
		moves, err := req.Cancel(i, a, gone, do)
		if err == nil {
			canceled.Units, err = moves.Redeemed()
		}
		return moves, err
	})
	return &canceled, err
}

// within loads an instrument and an account, lets a rule decide, and saves its moves.
func within(tx *ledger.Tx, id securities.InstrumentID, in securities.AccountID, rule func(securities.Instrument, securities.Account, securities.Act) (*securities.Moves, error)) (*securities.Made, error) {
	instrument, do, err := load(tx, instruments, id)
	if err != nil {
		return nil, err
	}
	account, err := accounts.Get(tx, in)
	if err != nil {
		return nil, err
	}
	moves, err := rule(instrument, account, do)
	if err != nil {
		return nil, err
	}
	made := moves.Answer()
	return &made, carry(tx, moves)
}
