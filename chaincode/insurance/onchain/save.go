// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// load reads a row, and what a rule about it may know of the transaction.
func load[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], key K) (row V, do insurance.Act, err error) {
	if do, err = act(tx); err != nil {
		return row, do, err
	}
	row, err = table.Get(tx, key)
	return row, do, err
}

// put saves a row: in the place of the one that was there, or as a new one.
func put[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], row V, there bool) error {
	if there {
		return table.Update(tx, row)
	}
	return table.Insert(tx, row)
}

// putAll saves rows, each as put does.
func putAll[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], rows []V, there []bool) error {
	for i, row := range rows {
		if err := put(tx, table, row, there[i]); err != nil {
			return err
		}
	}
	return nil
}

// pay moves money where there is any to move.
func (c *Contract) pay(tx *ledger.Tx, settle cash.SettleRequest) error {
	if len(settle.Legs) == 0 {
		return nil
	}
	return c.money.Settle(tx, settle)
}
