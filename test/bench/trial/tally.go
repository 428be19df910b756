// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Tally is how many transactions some blocks have.
type Tally struct{ Valid, Invalid int }

// Count carries something out, and counts the transactions of all blocks that came meanwhile, whoever made them.
func (g *Ground) Count(ctx context.Context, do func() error) (Tally, error) {
	from, err := g.Height(ctx)
	if err != nil {
		return Tally{}, err
	}
	if err := do(); err != nil {
		return Tally{}, err
	}
	to, err := g.Height(ctx)
	if err != nil {
		return Tally{}, err
	}
	return g.blocks(ctx, from, to)
}

// blocks counts the transactions of the blocks from one number up to another, which is no more counted.
func (g *Ground) blocks(ctx context.Context, from, to uint64) (found Tally, err error) {
	if from == to {
		return found, nil
	}
	for block, err := range g.Alice.Blocks(ctx, from) {
		if err != nil {
			return found, err
		}
		for _, tx := range block.Transactions {
			if tx.Code == peer.TxValidationCode_VALID {
				found.Valid++
			} else {
				found.Invalid++
			}
		}
		if block.Number+1 == to {
			return found, nil
		}
	}
	return found, ctx.Err()
}
