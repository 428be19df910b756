// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Keeper is the name of who keeps the register of invoices for the regulator.
const Keeper = "keeper"

// trader is a party of the products and the member that hosts it: the first of those that there are.
type trader struct {
	party parties.PartyID
	hosts []string
}

// traders are the parties that certificates of the small and the end-to-end consortium name: an anchor, three tiers, two
// banks, two insurers and a reinsurer.
func traders() []trader {
	return []trader{
		{"buyer", []string{"northbank"}}, {"supplier", []string{"southbank"}}, {"foundry", []string{"northbank"}}, {"toolmaker", []string{"southbank"}},
		{"northbank", []string{"northbank"}}, {"southbank", []string{"southbank"}},
		{"insurer", []string{"northbank"}}, {"mutual", []string{"southbank"}}, {"reinsurer", []string{"depository", "southbank"}},
	}
}

// products are the chaincodes that settle through cash, and their functions that do.
func products() map[cash.ModuleName][]string {
	return map[cash.ModuleName][]string{
		supplychain.Module: supplychain.EntryPoints(), securities.Module: securities.EntryPoints(), insurance.Module: insurance.EntryPoints(),
	}
}

// firstTrader is the number from which the LEIs of traders are made; other parties have smaller ones.
const firstTrader = 100

// OpenMarket registers the traders, lets the products settle through cash, and begins the register of invoices.
func (d *Desks) OpenMarket(ctx context.Context) error {
	group, opening := errgroup.WithContext(ctx)
	for i, t := range traders() {
		at := slices.IndexFunc(t.hosts, func(member string) bool { return slices.Contains(d.members, member) })
		if at < 0 {
			return fmt.Errorf("no member hosts %s", t.party)
		}
		group.Go(func() error { return d.Host(opening, t.hosts[at], t.party, firstTrader+i) })
	}
	group.Go(func() error { return d.openRegister(opening) })
	for name, entries := range products() {
		group.Go(func() error { return d.admit(opening, name, entries) })
	}
	return group.Wait()
}

// admit has the members let a product settle through cash.
func (d *Desks) admit(ctx context.Context, name cash.ModuleName, entries []string) error {
	request := cash.ModuleRequest{Governed: protocol.Governed{Resolution: protocol.ResolutionID(name)}, Module: cash.Module{
		Name:        name,
		Operations:  []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
		Caps:        []money.Money{Euros(100_000_000_00)},
		EntryPoints: entries,
	}}
	_, err := Adopt(ctx, d, protocol.ResolutionID(name), cash.RegisterModule, request)
	return err
}

// openRegister begins the first epoch of the register, under a key that everybody may know in a test.
func (d *Desks) openRegister(ctx context.Context) error {
	keeper, err := d.At(ctx, "regulator", Keeper)
	if err != nil {
		return err
	}
	if _, err := gatewayclient.Do(ctx, keeper, supplychain.OpenEpoch, supplychain.EpochRequest{Number: 1}); err != nil {
		return fmt.Errorf("open the register: %w", err)
	}
	ring := duplicate.Ring{{Epoch: 1, Secret: bytes.Repeat([]byte("k"), duplicate.SecretMin)}}
	if _, err := gatewayclient.Do(ctx, keeper, supplychain.KeepRing, supplychain.RingRequest{Epochs: 1, Ring: ring}); err != nil {
		return fmt.Errorf("keep the register's keys: %w", err)
	}
	return nil
}
