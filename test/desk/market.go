// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Keeper is the name of who keeps the register of invoices for the regulator.
const Keeper = "keeper"

// trader is a party of supply-chain finance and the member that hosts it.
type trader struct {
	member string
	party  parties.PartyID
}

// traders are the parties that certificates of the small consortium name: an anchor, three tiers and two banks.
func traders() []trader {
	return []trader{
		{"northbank", "buyer"}, {"southbank", "supplier"}, {"northbank", "foundry"}, {"southbank", "toolmaker"},
		{"northbank", "northbank"}, {"southbank", "southbank"},
	}
}

// firstTrader is the number from which the LEIs of traders are made; other parties have smaller ones.
const firstTrader = 100

// OpenMarket registers the traders, lets supplychain settle through cash, and begins the register of invoices.
func (d *Desks) OpenMarket(ctx context.Context) error {
	group, opening := errgroup.WithContext(ctx)
	for i, t := range traders() {
		group.Go(func() error { return d.Host(opening, t.member, t.party, firstTrader+i) })
	}
	group.Go(func() error { return d.openRegister(opening) })
	group.Go(func() error {
		settles := cash.ModuleRequest{Governed: protocol.Governed{Resolution: "supplychain"}, Module: cash.Module{
			Name:        supplychain.Module,
			Operations:  []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
			Caps:        []money.Money{Euros(100_000_000_00)},
			EntryPoints: supplychain.EntryPoints(),
		}}
		_, err := Adopt(opening, d, "supplychain", cash.RegisterModule, settles)
		return err
	})
	return group.Wait()
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
