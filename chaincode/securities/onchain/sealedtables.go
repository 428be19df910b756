// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	pools      = ledger.NewTable("pool", securities.Pool.Name)
	executions = ledger.NewTable("execution", securities.Execution.Name)
	sealedLots = ledger.NewTable("sealedlot", securities.SealedLot.SealedKey,
		ledger.Index("custodian", func(l securities.SealedLot) []string {
			if !l.Live() {
				return nil
			}
			return []string{string(l.Instrument), l.Custodian}
		}))
	// openings are in the own collections of the custodian, the depository and the regulator; sealedAdmissions in that of the
	// depository, and writs in that of the regulator.
	openings         = ledger.NewPrivate("opening", securities.SealedCopy.Name)
	sealedAdmissions = ledger.NewPrivate("sealedadmission", securities.SealedAdmission.Name)
	writs            = ledger.NewPrivate("writ", securities.Writ.Name)
)

// sealedReads name what transactions on concealed units read.
func sealedReads() []ledger.Option {
	return []ledger.Option{
		ledger.Prefetch(securities.ConcealUnits, concealRows), ledger.Prefetch(securities.MoveSealed, moveSealedRows),
		ledger.Prefetch(securities.RevealUnits, revealRows),
	}
}

func concealRows(_ protocol.Facts, req securities.ConcealRequest) []ledger.Row {
	rows := []ledger.Row{ledger.DateRow(), instruments.Row(req.Instrument), pools.Row(req.Instrument), accounts.Row(req.Account)}
	return append(rows, lotRows(req.Instrument, req.Lots)...)
}

func moveSealedRows(_ protocol.Facts, req securities.MoveSealedRequest) []ledger.Row {
	return append(sealedRows(req.Instrument, req.Sealed), ledger.DateRow(), instruments.Row(req.Instrument))
}

func revealRows(_ protocol.Facts, req securities.RevealRequest) []ledger.Row {
	rows := append(sealedRows(req.Instrument, req.Sealed), ledger.DateRow(), instruments.Row(req.Instrument), pools.Row(req.Instrument),
		accounts.Row(req.To))
	return append(rows, lotRows(req.Instrument, req.Lots)...)
}

func sealedRows(instrument securities.InstrumentID, ids []securities.SealedID) []ledger.Row {
	rows := make([]ledger.Row, len(ids))
	for i, key := range securities.SealedKeys(instrument, ids) {
		rows[i] = sealedLots.Row(key)
	}
	return rows
}

// carrySealed saves all that became of sealed lots in the transaction: call it once. What is made is put into the collections
// of those who keep its opening, so that each of them endorses.
func (c *Contract) carrySealed(tx *ledger.Tx, moves *securities.SealedMoves) error {
	if err := c.keeping(tx, moves.Elsewhere()); err != nil {
		return err
	}
	if err := sealedLots.UpdateAll(tx, moves.Spent()); err != nil {
		return err
	}
	for _, made := range moves.Made() {
		if err := sealedLots.AppendEndorsedBy(tx, made.SealedLot, seals(made)); err != nil {
			return err
		}
		for _, keeper := range made.Keepers() {
			if err := openings.Put(tx, ledger.OwnCollection(keeper), made.Copy()); err != nil {
				return err
			}
		}
	}
	tx.Emit(moves.Events()...)
	return nil
}

// seals is who has to endorse what happens to a sealed lot: the depository with its custodian or, under an order, with the
// regulator. Nobody could see that one member alone had put another commitment in its row.
func seals(made securities.MadeSealed) ledger.Endorsers {
	return ledger.Endorsers{Always: []string{made.Depository}, N: 1, MSPs: []string{made.Custodian, made.Regulator}}
}
