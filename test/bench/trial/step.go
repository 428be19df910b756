// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

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

// InParallel does something with each of many, as many at a time as [Workers].
func InParallel[T any](ctx context.Context, all []T, do func(context.Context, T) error) error {
	return AtATime(ctx, Workers, all, do)
}

// AtATime does something with each of many, so many at a time.
func AtATime[T any](ctx context.Context, limit int, all []T, do func(context.Context, T) error) error {
	group, doing := errgroup.WithContext(ctx)
	group.SetLimit(limit)
	for _, one := range all {
		group.Go(func() error { return do(doing, one) })
	}
	return group.Wait()
}

// All reads all pages of a list.
func All[Req protocol.Request, Item any](ctx context.Context, client *gatewayclient.Client, e protocol.EvaluateEndpoint[Req, protocol.Page[Item]], of func(protocol.PageRequest) Req) (all []Item, err error) {
	for page := (protocol.PageRequest{Size: protocol.PageSizeMax}); ; {
		part, err := gatewayclient.Do(ctx, client, e, of(page))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		if all = append(all, part.Items...); part.Next == "" {
			return all, nil
		}
		page.After = part.Next
	}
}
