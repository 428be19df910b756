// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	networkdesk "github.com/consort-finance/consort/network/desk"
	"github.com/consort-finance/consort/test/desk"
)

// rise is what the obligor pays each time, in cents, which is some ten cents for each slice: undertakings are paid in so
// small parts that they last for the whole run.
const rise = 100_00

// collect takes a payment of the obligor, and waits until every member's peer knows of it.
func (m *market) collect(ctx context.Context, l *lane, amount int64) error {
	outcome, err := gatewayclient.Submit(ctx, m.foundry, supplychain.Collect, supplychain.CollectRequest{
		Undertaking: l.paper, Rise: desk.Euros(amount), Means: supplychain.Means{Account: l.payer, Mandate: l.mandate()},
	})
	if err != nil {
		return fmt.Errorf("collect on %s: %w", l.paper, err)
	}
	for _, member := range m.Members() {
		officer, err := m.At(ctx, member, desk.Officer)
		if err != nil {
			return err
		}
		if err := networkdesk.CatchUp(ctx, officer, outcome.Block); err != nil {
			return err
		}
	}
	return nil
}

func (m *market) distribute(ctx context.Context, l *lane, slices ...int64) error {
	_, err := gatewayclient.Do(ctx, m.foundry, supplychain.Distribute, supplychain.DistributeRequest{Undertaking: l.paper, Slices: slices})
	return err
}

// payAll is a maturity run: a payment of the obligor comes in, and one transaction pays all slices.
func (m *market) payAll(ctx context.Context, _ int64) error {
	l := <-m.free
	defer func() { m.free <- l }()
	if err := m.collect(ctx, l, rise); err != nil {
		return err
	}
	return m.distribute(ctx, l, l.firsts()...)
}

// cursor goes through all slices of all lanes, again and again.
type cursor struct {
	mu   sync.Mutex
	left int
}

// refill has a payment come in on every lane: each slice may be paid once more.
func (m *market) refill(ctx context.Context) error {
	m.next.mu.Lock()
	defer m.next.mu.Unlock()
	return m.refillLocked(ctx)
}

func (m *market) refillLocked(ctx context.Context) error {
	group, collecting := errgroup.WithContext(ctx)
	for _, l := range m.lanes {
		group.Go(func() error { return m.collect(collecting, l, rise) })
	}
	m.next.left = lanes * slicesEach
	return group.Wait()
}

// take answers a slice that has something to get. Where a slice of time is long enough to pay them all, the obligors' next
// payments are in the time.
func (m *market) take(ctx context.Context) (*lane, int, error) {
	m.next.mu.Lock()
	defer m.next.mu.Unlock()
	if m.next.left == 0 {
		if err := m.refillLocked(ctx); err != nil {
			return nil, 0, err
		}
	}
	m.next.left--
	return m.lanes[m.next.left%lanes], m.next.left / lanes, nil
}

// paySlice pays one slice.
func (m *market) paySlice(ctx context.Context, _ int64) error {
	l, i, err := m.take(ctx)
	if err != nil {
		return err
	}
	return m.distribute(ctx, l, l.first(i))
}
