// SPDX-License-Identifier: Apache-2.0

package scenario_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/stretchr/testify/require"

	cash "github.com/consort-finance/consort/chaincode/cash/onchain"
	insurance "github.com/consort-finance/consort/chaincode/insurance/onchain"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	parties "github.com/consort-finance/consort/chaincode/parties/onchain"
	securities "github.com/consort-finance/consort/chaincode/securities/onchain"
	supplychain "github.com/consort-finance/consort/chaincode/supplychain/onchain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/memory"
	"github.com/consort-finance/consort/network/founding"
	"github.com/consort-finance/consort/network/topology"
	probe "github.com/consort-finance/consort/test/probe/onchain"
)

// declared is the consortium of the end-to-end tests, so that stories find the same people on both.
const declared = "../e2e/testdata/consortium.yaml"

// world is that consortium on a ledger in the process, with its people.
type world struct {
	*ledgertest.World
	topology *topology.Topology
	network  *memory.Network
	clients  map[string]*gatewayclient.Client
	people   map[string]func() *ledgertest.Identity // certificates issued anew
}

func newWorld(t *testing.T) *world {
	t.Helper()
	consortium, err := topology.Load(declared)
	require.NoError(t, err)
	w := &world{
		topology: consortium, clients: map[string]*gatewayclient.Client{}, people: map[string]func() *ledgertest.Identity{},
	}
	var msps []string
	for _, member := range w.topology.Organisations {
		msps = append(msps, member.MSPID)
	}
	w.World = ledgertest.New(ledgertest.Orgs(msps...))
	w.deploy(t)
	w.enrol(t)
	t.Cleanup(func() { require.NoError(t, w.Close()) })
	return w
}

// deploy puts the suite's chaincodes on the channel.
func (w *world) deploy(t *testing.T) {
	t.Helper()
	charter, err := founding.Hash(w.topology)
	require.NoError(t, err)
	for name, build := range map[string]func(ledger.House) (*ledger.Chaincode, error){
		"parties": parties.New, "cash": cash.New, "supplychain": supplychain.New, "securities": securities.New,
		"insurance": insurance.New, "probe": probe.New,
	} {
		w.Deploy(name, func(msp string) shim.Chaincode {
			chaincode, err := build(ledger.House{Now: w.Clock(msp), Simulated: true, Charter: charter})
			require.NoError(t, err)
			return chaincode
		})
	}
}

// enrol connects everybody whom the topology names.
func (w *world) enrol(t *testing.T) {
	t.Helper()
	w.network = memory.New(w.World)
	for _, member := range w.topology.Organisations {
		for _, person := range member.Identities {
			issue := func() *ledgertest.Identity { return w.Identity(member.MSPID, person.Name, attributes(person)) }
			client, err := w.network.Client(t.Context(), issue())
			require.NoError(t, err)
			w.clients[member.Name+"/"+person.Name], w.people[member.Name+"/"+person.Name] = client, issue
		}
	}
}

// attributes are those that the runner has an authority certify.
func attributes(person topology.Identity) map[string]string {
	attributes := map[string]string{}
	if person.Party != "" {
		attributes["consort.party"] = person.Party
	}
	if len(person.Roles) > 0 {
		names := make([]string, len(person.Roles))
		for i, r := range person.Roles {
			names[i] = string(r)
		}
		attributes["consort.role"] = strings.Join(names, ",")
	}
	return attributes
}

// At is the client of a person.
func (w *world) At(_ context.Context, member, name string) (*gatewayclient.Client, error) {
	client := w.clients[member+"/"+name]
	if client == nil {
		return nil, fmt.Errorf("there is no %s at %s", name, member)
	}
	return client, nil
}

// again is the client of a person by another certificate.
func (w *world) again(ctx context.Context, member, name string) (*gatewayclient.Client, error) {
	key := member + "/" + name + "'"
	if client := w.clients[key]; client != nil {
		return client, nil
	}
	issue := w.people[member+"/"+name]
	if issue == nil {
		return nil, fmt.Errorf("there is no %s at %s", name, member)
	}
	client, err := w.network.Client(ctx, issue())
	if err == nil {
		w.clients[key] = client
	}
	return client, err
}

// Close ends all clients.
func (w *world) Close() error {
	for _, client := range w.clients {
		if err := client.Close(); err != nil {
			return err
		}
	}
	return nil
}
