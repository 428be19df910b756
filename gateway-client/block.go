// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"fmt"
	"iter"
)

// Blocks answers the channel's blocks from a number on, in order and without a gap, and waits for more until the context
// ends. A broken stream is told as an error; going on with the loop reconnects. Blocks hold invalid transactions too.
func (c *Client) Blocks(ctx context.Context, from uint64, opts ...Option) iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		o, err := c.defaults.with(opts)
		if err != nil {
			yield(Block{}, err)
			return
		}
		for failures := 0; ctx.Err() == nil; failures++ {
			next, more := follow(ctx, c.transport, o.channel, from, yield)
			if !more {
				return
			}
			if next > from {
				failures = 0
			}
			from = next
			if sleep(ctx, reconnecting.pause(failures)) != nil {
				return
			}
		}
	}
}

// follow reads one stream to its end and answers the block that is due next, and whether the reader wants more.
func follow(ctx context.Context, transport Transport, channel string, due uint64, yield func(Block, error) bool) (next uint64, more bool) {
	for block, err := range transport.Blocks(ctx, channel, due, Contents) {
		if err == nil && block.Number != due {
			err = fmt.Errorf("block %d came where %d was due", block.Number, due)
		}
		if err != nil {
			return due, ctx.Err() == nil && yield(Block{}, fmt.Errorf("blocks of channel %s: %w", channel, err))
		}
		if !yield(block, nil) {
			return due, false
		}
		due++
	}
	return due, true
}
