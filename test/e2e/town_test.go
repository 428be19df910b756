// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	_ "embed"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/consortium/consortiumtest"
	"github.com/consort-finance/consort/network/founding"
	"github.com/consort-finance/consort/network/lifecycle"
	"github.com/consort-finance/consort/network/topology"
	"github.com/consort-finance/consort/test/desk"
)

//go:embed testdata/consortium.yaml
var declaration []byte

// Money of the town, in cents.
const (
	reserve = 1_000_000_000_00 // behind each bank's deposits
	vault   = 100_000_000_00   // in each bank's vault
	legCap  = 10_000_000_00    // of a leg that the hostile module settles
)

// vaultStripes is how many stories may draw on a vault at once.
const vaultStripes = 64

// The hostile chaincode, as the members registered it and as nobody did.
const (
	registered = "rogue"
	stranger   = "stranger"
)

// person is somebody of a member.
type person struct {
	bank, name string
	party      parties.PartyID
}

var (
	alice   = person{"northbank", "alice", "alice"}
	carol   = person{"northbank", "carol", "carol"}
	bob     = person{"southbank", "bob", "bob"}
	mallory = person{"southbank", "mallory", "mallory"}
)

// town is the network that all stories share, founded and open for business.
type town struct {
	*desk.Desks
	chaincodes lifecycle.Chaincodes
	drawn      atomic.Int64 // times that money was drawn from a vault
}

func open(t *testing.T) *town {
	t.Helper()
	town := &town{}
	declared, err := topology.Parse("consortium.yaml", declaration)
	require.NoError(t, err)
	tell := func(line string) { t.Log(line) }
	town.chaincodes.Progress = tell
	town.chaincodes.Root, err = topology.ModuleRoot(".")
	require.NoError(t, err)
	town.chaincodes.Charter, err = founding.Hash(declared)
	require.NoError(t, err)
	network := consortiumtest.Start(t, func(o *consortium.Options) {
		o.Topology, o.Prepare, o.Deploy = declared, town.chaincodes.Prepare, town.chaincodes.Deploy
	})
	require.NoError(t, founding.Found(t.Context(), network, tell))
	town.Desks = desk.Open(network)
	t.Cleanup(func() { require.NoError(t, town.Close()) })
	require.NoError(t, town.prepare(t.Context()))
	return town
}

// prepare opens the banks: the euro, the modules, the parties, and a vault at each bank.
func (town *town) prepare(ctx context.Context) error {
	if err := town.OpenForBusiness(ctx, desk.Euros(reserve), "northbank", "southbank"); err != nil {
		return err
	}
	hostile := cash.ModuleRequest{Governed: protocol.Governed{Resolution: "hostile"}, Module: cash.Module{
		Name:        registered,
		Operations:  []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
		Caps:        []money.Money{desk.Euros(legCap)},
		EntryPoints: []string{"Swallow"},
	}}
	if _, err := desk.Adopt(ctx, town.Desks, "hostile", cash.RegisterModule, hostile); err != nil {
		return err
	}
	people := []person{alice, carol, bob, mallory}
	if err := each(ctx, len(people), func(ctx context.Context, i int) error {
		return town.Host(ctx, people[i].bank, people[i].party, i)
	}); err != nil {
		return err
	}
	if err := town.OpenMarket(ctx); err != nil {
		return err
	}
	keepers := []person{alice, bob}
	return each(ctx, len(keepers), func(ctx context.Context, i int) error { return town.openVault(ctx, keepers[i]) })
}

// each does something so many times at once; the first error ends it.
func each(ctx context.Context, times int, do func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for i := range times {
		group.Go(func() error { return do(ctx, i) })
	}
	return group.Wait()
}

// openVault gives a bank a full account from which stories take their money: a high-volume one of somebody's, so that
// they do not stand in each other's way.
func (town *town) openVault(ctx context.Context, owner person) error {
	id := vaultOf(owner.bank)
	if err := town.Account(ctx, owner.bank, id, owner.party); err != nil {
		return err
	}
	if err := town.Mint(ctx, owner.bank, cash.MintID(id), id, desk.Euros(vault)); err != nil {
		return err
	}
	maker, err := town.At(ctx, owner.bank, "maker")
	if err != nil {
		return err
	}
	_, err = gatewayclient.Do(ctx, maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: id, Stripes: vaultStripes})
	return err
}

func vaultOf(bank string) cash.AccountID { return cash.AccountID("vault-" + bank) }

// draw pays from a bank's vault; consecutive references take different stripes of it.
func (town *town) draw(ctx context.Context, bank string, legs []cash.Leg) error {
	keeper := alice
	if bank == bob.bank {
		keeper = bob
	}
	client, err := town.At(ctx, keeper.bank, keeper.name)
	if err != nil {
		return err
	}
	reference := fmt.Sprintf("draw-%d", town.drawn.Add(1))
	_, err = gatewayclient.Do(ctx, client, cash.TransferBatch, cash.BatchRequest{Legs: legs}, gatewayclient.Reference(reference))
	return err
}
