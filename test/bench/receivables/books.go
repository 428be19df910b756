// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/audit"
	"github.com/consort-finance/consort/test/desk"
)

// redeem pays every undertaking in full, and checks what every member's peer has of it then.
func (m *market) redeem(ctx context.Context) error {
	for _, l := range m.lanes {
		if err := m.InTurn(ctx,
			func(ctx context.Context) error { return m.collectRest(ctx, l) }, m.consolidate,
			func(ctx context.Context) error { return m.distribute(ctx, l, l.firsts()...) },
			func(ctx context.Context) error { return m.audit(ctx, l) },
		); err != nil {
			return fmt.Errorf("undertaking %s: %w", l.paper, err)
		}
	}
	return nil
}

func (m *market) collectRest(ctx context.Context, l *lane) error {
	discharge, err := gatewayclient.Do(ctx, m.foundry, supplychain.GetDischarge, l.paper)
	if err != nil {
		return err
	}
	return m.collect(ctx, l, face(l.number)-discharge.Level.Minor())
}

// audit checks the laws of an undertaking at every peer.
func (m *market) audit(ctx context.Context, l *lane) error {
	var all []supplychain.Books
	for _, member := range m.Members() {
		officer, err := m.At(ctx, member, desk.Officer)
		if err != nil {
			return err
		}
		read, err := audit.At(officer).Undertaking(ctx, l.paper)
		if err != nil {
			return fmt.Errorf("peer of %s: %w", member, err)
		}
		all = append(all, read)
		if err := errors.Join(redeemed(read), same(all[0], read)); err != nil {
			return fmt.Errorf("peer of %s: %w", member, err)
		}
	}
	return nil
}

func same(first, other supplychain.Books) error {
	if !reflect.DeepEqual(first, other) {
		return errors.New("it has other books than the first peer")
	}
	return nil
}

// redeemed tells what breaks a law, what came in and was not paid out, and who was not paid.
func redeemed(b supplychain.Books) error {
	left, breaches := b.Audit()
	found := slices.Concat(breaches.Tiling, breaches.Encumbrance, breaches.Division)
	if left.Minor() != 0 {
		found = append(found, fmt.Sprintf("%s came in and was not paid out", left))
	}
	for _, slice := range b.Slices {
		if slice.Status != supplychain.Redeemed {
			found = append(found, fmt.Sprintf("slice %d is %s", slice.From, slice.Status))
		}
	}
	if len(found) > 0 {
		return fmt.Errorf("%d breaches, the first: %s", len(found), found[0])
	}
	return nil
}
