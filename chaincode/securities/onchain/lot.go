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
		return []string{string(l.Account), string(l.Instrument)}
	}))

// coreReads name what hot transactions read.
func coreReads() []ledger.Option {
	return []ledger.Option{ledger.Prefetch(securities.Transfer, transferRows)}
}

func transferRows(_ protocol.Facts, req securities.TransferRequest) []ledger.Row {
	rows := []ledger.Row{ledger.DateRow(), instruments.Row(req.Instrument), accounts.Row(req.From), accounts.Row(req.To)}
	for _, key := range securities.Keys(req.Instrument, req.Lots) {
		rows = append(rows, lots.Row(key))
	}
	return rows
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
