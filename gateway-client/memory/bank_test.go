// SPDX-License-Identifier: Apache-2.0

package memory_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	cashonchain "github.com/consort-finance/consort/chaincode/cash/onchain"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	partiesonchain "github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/memory"
)

const (
	north = "NorthbankMSP"
	south = "SouthbankMSP"
	ruler = "RegulatorMSP"
)

// town is two banks and a regulator, all of whom act through clients of a network in memory. Alice, at Northbank, has
// 100.00 EUR, and bob, at Southbank, an empty account.
type town struct {
	t       testing.TB
	stage   *stage.Stage
	network *memory.Network
	clients map[string]*gatewayclient.Client
}

func newTown(t testing.TB, opts ...memory.Option) *town {
	t.Helper()
	bank := []role.Role{role.Governor, role.Registrar, role.AccountServicer}
	charter := parties.Charter{
		Name: "consort",
		Members: []parties.Member{
			{MSP: north, Name: "Northbank", Roles: bank}, {MSP: south, Name: "Southbank", Roles: bank},
			{MSP: ruler, Name: "Regulator", Roles: []role.Role{role.Governor, role.Regulator, role.ReserveAttester}},
		},
		Threshold: 2, Delegates: []string{"cash"},
	}
	s := stage.New(t, 1, north, south, ruler)
	var err error
	s.Charter, err = charter.Hash()
	require.NoError(t, err)
	s.Deploy(t, "parties", partiesonchain.New)
	s.Deploy(t, "cash", cashonchain.New)
	x := &town{t: t, stage: s, network: memory.New(s.World, opts...), clients: map[string]*gatewayclient.Client{}}
	x.enrol()
	do(x, north, parties.Found, charter)
	do(x, north, parties.Roll, protocol.RollRequest{To: date.MustParse("2026-11-23")})
	do(x, north, cash.RollDate, protocol.RollRequest{To: date.MustParse("2026-11-23")})
	x.openCurrency()
	x.openAccounts()
	return x
}

func (x *town) enrol() {
	for _, msp := range []string{north, south, ruler} {
		x.clients[msp] = x.connect(x.stage.Actor(msp, "officer", "", role.Governor, role.Registrar, role.AccountServicer, role.ReserveAttester))
	}
	x.clients["checker"] = x.connect(x.stage.Actor(north, "checker", "", role.AccountServicer))
	x.clients["alice"] = x.connect(x.stage.Actor(north, "alice", "alice"))
	x.clients["bob"] = x.connect(x.stage.Actor(south, "bob", "bob"))
}

func (x *town) connect(actor *stage.Actor, opts ...gatewayclient.ConnectOption) *gatewayclient.Client {
	x.t.Helper()
	client, err := x.network.Client(context.Background(), actor.ID, opts...)
	require.NoError(x.t, err)
	x.t.Cleanup(func() { require.NoError(x.t, client.Close()) })
	return client
}

// do has somebody do something that must succeed.
func do[Req protocol.Request, Res any](x *town, who string, e protocol.Call[Req, Res], request Req) *Res {
	x.t.Helper()
	result, err := gatewayclient.Do(context.Background(), x.clients[who], e, request)
	require.NoError(x.t, err, e.Name())
	return result
}

func (x *town) openCurrency() {
	request := cash.CurrencyRequest{
		Governed:    protocol.Governed{Resolution: "euro"},
		CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("EUR")}, ReserveAge: 2,
	}
	proposal, err := parties.NewProposal("euro", cash.SetCurrency, request, "for the test")
	require.NoError(x.t, err)
	do(x, north, parties.ProposeResolution, proposal)
	do(x, south, parties.ApproveResolution, "euro")
	do(x, ruler, cash.SetCurrency, request)
}

func (x *town) openAccounts() {
	for i, name := range []string{"alice", "bob"} {
		host := []string{north, south}[i]
		do(x, host, parties.RegisterParty, parties.RegisterRequest{
			ID: parties.PartyID(name), Kind: parties.NaturalPerson, Scheme: parties.SaltedHash, Identifier: fmt.Sprintf("%064x", i+1),
		})
		do(x, host, cash.OpenAccount, cash.OpenRequest{
			ID: cash.AccountID(name), Currency: money.MustCurrency("EUR"), Party: parties.PartyID(name), Host: host,
		})
	}
	do(x, ruler, cash.AttestReserve, cash.AttestRequest{
		Issuer: north, Amount: money.MustParse("1000.00 EUR"), AsOf: date.MustParse("2026-11-23"), Evidence: fmt.Sprintf("%064x", 7),
	})
	do(x, north, cash.RequestMint, cash.MintRequest{ID: "m1", Account: "alice", Amount: money.MustParse("100.00 EUR")})
	do(x, "checker", cash.ApproveMint, "m1")
}

// has checks an account's balance.
func (x *town) has(account cash.AccountID, posted string) {
	x.t.Helper()
	require.Equal(x.t, posted, do(x, "alice", cash.GetBalance, account).Posted.String())
}

func toBob(amount string) cash.TransferRequest {
	return cash.TransferRequest{From: "alice", To: "bob", Amount: money.MustParse(amount)}
}
