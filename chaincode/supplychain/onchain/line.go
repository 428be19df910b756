// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// draw reserves on the bucket that the deal's name chooses, and reads the others only when that one is short: deals of one
// line that begin at different buckets do not meet.
func draw(tx *ledger.Tx, line supplychain.Line, deal supplychain.Deal, amount money.Amount, do supplychain.Act) ([]supplychain.Portion, error) {
	keys := line.BucketsFrom(deal.ID)
	first, err := buckets.GetMany(tx, keys[:1])
	if err != nil {
		return nil, err
	}
	after, portions, err := line.Reserve(first, amount, do.Today)
	if errors.Is(err, supplychain.LineExceeded) && len(keys) > 1 {
		all, readErr := buckets.GetMany(tx, keys)
		if readErr != nil {
			return nil, readErr
		}
		after, portions, err = line.Reserve(all, amount, do.Today)
	}
	if err != nil {
		return nil, err
	}
	return portions, buckets.UpdateAll(tx, after)
}

// use moves what a deal has of lines.
func use(tx *ledger.Tx, portions []supplychain.Portion, how supplychain.Usage) error {
	before, err := buckets.GetMany(tx, supplychain.Buckets(portions))
	if err != nil {
		return err
	}
	return buckets.UpdateAll(tx, how.On(before, portions))
}
