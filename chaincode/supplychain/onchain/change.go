// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// change reads a row, lets a rule decide, saves, emits and answers what came of it.
func change[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], key K, rule func(V, supplychain.Act) (V, []protocol.Event, error)) (*V, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := table.Get(tx, key)
	if err != nil {
		return nil, err
	}
	after, events, err := rule(before, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, table.Update(tx, after)
}

// paper is an undertaking with the programme under which it runs.
type paper struct {
	undertaking supplychain.Undertaking
	programme   supplychain.Programme
}

func paperOf(r ledger.Reader, id supplychain.UndertakingID) (paper, error) {
	undertaking, err := undertakings.Get(r, id)
	if err != nil {
		return paper{}, err
	}
	programme, err := programmes.Get(r, undertaking.Programme)
	return paper{undertaking, programme}, err
}

// held is a slice, the paper of which it is, and who acts.
type held struct {
	paper
	slice supplychain.Slice
	act   supplychain.Act
}

func heldOf(tx *ledger.Tx, key supplychain.SliceKey) (held, error) {
	do, err := act(tx)
	if err != nil {
		return held{}, err
	}
	slice, err := slices.Get(tx, key)
	if err != nil {
		return held{}, err
	}
	p, err := paperOf(tx, key.Undertaking)
	return held{p, slice, do}, err
}

// saveDischarge saves what became of a discharge, and by how much what the obligor owes has changed.
func saveDischarge(tx *ledger.Tx, u supplychain.Undertaking, kind supplychain.MovementKind, before, after supplychain.Discharge, do supplychain.Act) error {
	if movement, moved := u.Moves(kind, before, after, do); moved {
		if err := movements.Append(tx, movement); err != nil {
			return err
		}
	}
	return discharges.Update(tx, after)
}

// savePieces saves what became of a slice: the piece with its first unit in its place, the others as rows of their own.
func savePieces(tx *ledger.Tx, from int64, pieces ...supplychain.Slice) error {
	for _, piece := range pieces {
		save := slices.Insert
		if piece.From == from {
			save = slices.Update
		}
		if err := save(tx, piece); err != nil {
			return err
		}
	}
	return nil
}
