// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// tally is how many transactions some blocks have.
type tally struct{ valid, invalid int }

// count carries something out, and counts the transactions of all blocks that came meanwhile, whoever made them.
func (m *market) count(ctx context.Context, do func() error) (tally, error) {
	from, err := m.Height(ctx)
	if err != nil {
		return tally{}, err
	}
	if err := do(); err != nil {
		return tally{}, err
	}
	to, err := m.Height(ctx)
	if err != nil {
		return tally{}, err
	}
	return m.blocks(ctx, from, to)
}

// blocks counts the transactions of the blocks from one number up to another, which is no more counted.
func (m *market) blocks(ctx context.Context, from, to uint64) (found tally, err error) {
	if from == to {
		return found, nil
	}
	for block, err := range m.buyer.Blocks(ctx, from) {
		if err != nil {
			return found, err
		}
		for _, tx := range block.Transactions {
			if tx.Code == peer.TxValidationCode_VALID {
				found.valid++
			} else {
				found.invalid++
			}
		}
		if block.Number+1 == to {
			return found, nil
		}
	}
	return found, ctx.Err()
}
