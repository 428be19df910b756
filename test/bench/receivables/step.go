// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

type step = func(context.Context) error

// have has somebody do something.
func have[Req protocol.Request, Res any](by *gatewayclient.Client, e protocol.Call[Req, Res], request Req) step {
	return func(ctx context.Context) error {
		if _, err := gatewayclient.Do(ctx, by, e, request); err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
		return nil
	}
}

// inTurn takes steps one after the other, each when every member's peer knows of the one before.
func (m *market) inTurn(ctx context.Context, steps ...step) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
		if err := m.Level(ctx); err != nil {
			return err
		}
	}
	return nil
}
