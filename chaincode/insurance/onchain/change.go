// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// change reads a row, lets a rule decide, saves, emits and answers what came of it.
func change[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], key K, rule func(V, insurance.Act) (V, []protocol.Event, error)) (*V, error) {
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

// insert saves a row that a rule made, emits and answers it.
func insert[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], row V, events []protocol.Event, err error) (*V, error) {
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &row, table.Insert(tx, row)
}

// insertAll saves rows that are new.
func insertAll[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], rows []V) error {
	for _, row := range rows {
		if err := table.Insert(tx, row); err != nil {
			return err
		}
	}
	return nil
}
