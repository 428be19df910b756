// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"fmt"
	"time"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/await"
)

// catchUpLimit is how long a peer may lag behind a block that another has, on a slow and busy machine.
const catchUpLimit = 30 * time.Second

// CatchUp waits until the peer of a client has a block. Peers commit each in its own time: who acts on what somebody
// else's peer has confirmed asks their own first.
func CatchUp(ctx context.Context, client *gatewayclient.Client, block uint64) error {
	ctx, cancel := context.WithTimeout(ctx, catchUpLimit)
	defer cancel()
	return await.Success(ctx, 10*time.Millisecond, func(ctx context.Context) error {
		height, err := client.Height(ctx)
		if err == nil && height <= block {
			err = fmt.Errorf("the peer of %s has %d blocks and not block %d yet", client.Identity().MSP, height, block)
		}
		return err
	})
}
