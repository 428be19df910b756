// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// check holds the bond's books to their laws at every peer, and peers to each other.
func (m *market) check(ctx context.Context) error {
	if err := m.Level(ctx); err != nil {
		return err
	}
	var first *securities.Books
	for _, member := range m.Members() {
		officer, err := m.At(ctx, member, desk.Officer)
		if err != nil {
			return err
		}
		read, err := m.books(ctx, officer)
		if err != nil {
			return fmt.Errorf("peer of %s: %w", member, err)
		}
		if first == nil {
			first = read
			if read.Settlements, err = m.settlements(ctx, officer, read.Obligations); err != nil {
				return err
			}
			if err := sound(read.Audit()); err != nil {
				return fmt.Errorf("peer of %s: %w", member, err)
			}
			continue
		}
		read.Settlements = first.Settlements
		if !reflect.DeepEqual(first, read) {
			return fmt.Errorf("peer of %s: it has other books than the first", member)
		}
	}
	return nil
}

func sound(found securities.Breaches) error {
	all := slices.Concat(found.Supply, found.Lots, found.Delivery, found.Income)
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%d breaches, the first: %s", len(all), all[0])
}

// books are what the peer of a client has of the bond.
func (m *market) books(ctx context.Context, client *gatewayclient.Client) (*securities.Books, error) {
	read := &securities.Books{Today: m.today}
	found, err := gatewayclient.Do(ctx, client, securities.GetInstrument, instrument)
	if err != nil {
		return nil, err
	}
	supply, err := gatewayclient.Do(ctx, client, securities.GetSupply, securities.RegisterKey{Instrument: instrument, Day: m.today})
	if err != nil {
		return nil, err
	}
	read.Instrument, read.Supply = *found, supply.Units
	if read.Lots, err = trial.All(ctx, client, securities.Journal, func(page protocol.PageRequest) securities.JournalRequest {
		return securities.JournalRequest{PageRequest: page, Instrument: instrument}
	}); err != nil {
		return nil, err
	}
	if read.Obligations, err = trial.All(ctx, client, securities.Obligations, func(page protocol.PageRequest) protocol.PageRequest { return page }); err != nil {
		return nil, err
	}
	event := securities.EventBooks{}
	action, err := gatewayclient.Do(ctx, client, securities.GetAction, coupon)
	if err != nil {
		return nil, err
	}
	event.Action = *action
	event.Payments, err = trial.All(ctx, client, securities.Payments, func(page protocol.PageRequest) securities.ActionPage {
		return securities.ActionPage{PageRequest: page, Action: coupon}
	})
	read.Events = []securities.EventBooks{event}
	return read, err
}

// settlements are those of cash for the trades that settled.
func (m *market) settlements(ctx context.Context, client *gatewayclient.Client, obligations []securities.Obligation) ([]cash.Settlement, error) {
	all := make([]cash.Settlement, len(obligations))
	numbers := make([]int, len(obligations))
	for i := range numbers {
		numbers[i] = i
	}
	return all, trial.InParallel(ctx, numbers, func(ctx context.Context, i int) error {
		if len(obligations[i].Parts) == 0 {
			return nil // it waits
		}
		found, err := gatewayclient.Do(ctx, client, cash.GetSettlement, cash.SettlementKey{Via: securities.Module, ID: obligations[i].ID.Settlement(0)})
		if err == nil {
			all[i] = *found
		}
		return err
	})
}
