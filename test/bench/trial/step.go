// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Step is something that is done on the ground.
type Step = func(context.Context) error

// Have has somebody do something.
func Have[Req protocol.Request, Res any](by *gatewayclient.Client, e protocol.Call[Req, Res], request Req) Step {
	return func(ctx context.Context) error {
		if _, err := gatewayclient.Do(ctx, by, e, request); err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
		return nil
	}
}

// InTurn takes steps one after the other, each when every member's peer knows of the one before.
func (g *Ground) InTurn(ctx context.Context, steps ...Step) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
		if err := g.Level(ctx); err != nil {
			return err
		}
	}
	return nil
}
