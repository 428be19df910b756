// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/cash/onchain"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	partiesonchain "github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

const (
	north = "NorthbankMSP"
	south = "SouthbankMSP"
	ruler = "RegulatorMSP"

	monday = "2026-11-23"
	friday = "2026-11-27"
)

var order = strings.Repeat("0f", 32)

// consortium is two banks and a regulator with parties and cash on their channel, and customers with money.
type consortium struct {
	*stage.Stage
	north, south, ruler *stage.Actor // officers who govern and register parties
	// maker and checker are two people of Northbank, southMaker and southChecker of Southbank.
	maker, checker, southMaker, southChecker *stage.Actor
	attester, supervisor                     *stage.Actor
	alice, carol                             *stage.Actor // customers of Northbank
	bob                                      *stage.Actor // customer of Southbank
	resolutions                              int
}

func charter() parties.Charter {
	bank := []role.Role{role.Governor, role.Registrar, role.AccountServicer, role.ReserveAttester}
	return parties.Charter{
		Name: "consort",
		Members: []parties.Member{
			{MSP: north, Name: "Northbank", Roles: bank},
			{MSP: south, Name: "Southbank", Roles: bank},
			{MSP: ruler, Name: "Regulator", Roles: []role.Role{role.Governor, role.Regulator, role.ReserveAttester}},
		},
		Threshold: 2, Delegates: []string{"cash"},
	}
}

// found founds a consortium whose customers have no accounts yet.
func found(t testing.TB, seed uint64) *consortium {
	t.Helper()
	s := stage.New(t, seed, north, south, ruler)
	var err error
	s.Charter, err = charter().Hash()
	require.NoError(t, err)
	s.Deploy(t, "parties", partiesonchain.New)
	s.Deploy(t, "cash", onchain.New)
	officer := func(msp string) *stage.Actor { return s.Actor(msp, "officer", "", role.Governor, role.Registrar) }
	clerk := func(msp, name string) *stage.Actor { return s.Actor(msp, name, "", role.AccountServicer) }
	c := &consortium{
		Stage: s, north: officer(north), south: officer(south), ruler: officer(ruler),
		maker: clerk(north, "maker"), checker: clerk(north, "checker"),
		southMaker: clerk(south, "maker"), southChecker: clerk(south, "checker"),
		attester:   s.Actor(ruler, "attester", "", role.ReserveAttester),
		supervisor: s.Actor(ruler, "supervisor", "", role.Regulator),
		alice:      s.Actor(north, "alice", "alice"), carol: s.Actor(north, "carol", "carol"), bob: s.Actor(south, "bob", "bob"),
	}
	c.begin(t)
	return c
}

func (c *consortium) begin(t testing.TB) {
	t.Helper()
	stage.Do(t, c.north, parties.Found, charter())
	stage.Do(t, c.north, parties.Roll, protocol.RollRequest{To: day(monday)})
	stage.Do(t, c.north, cash.RollDate, protocol.RollRequest{To: day(monday)})
	for i, name := range []parties.PartyID{"alice", "carol", "bob"} {
		host := c.north
		if name == "bob" {
			host = c.south
		}
		stage.Do(t, host, parties.RegisterParty, parties.RegisterRequest{
			ID: name, Kind: parties.NaturalPerson, Scheme: parties.SaltedHash, Identifier: fmt.Sprintf("%064x", i+1),
		})
	}
	c.currency(t, "EUR")
}

// opened is a consortium in which alice, carol and bob have an account of their name with 100.00 EUR each.
func opened(t testing.TB) *consortium {
	t.Helper()
	c := found(t, 1)
	c.open(t, c.maker, "alice", "alice", north)
	c.open(t, c.maker, "carol", "carol", north)
	c.open(t, c.southMaker, "bob", "bob", south)
	c.attest(t, north, "1000.00 EUR")
	c.attest(t, south, "1000.00 EUR")
	c.mint(t, "alice", "100.00 EUR")
	c.mint(t, "carol", "100.00 EUR")
	c.mint(t, "bob", "100.00 EUR")
	return c
}

func (c *consortium) currency(t testing.TB, code string) {
	t.Helper()
	govern(t, c, cash.SetCurrency, func(g protocol.Governed) cash.CurrencyRequest {
		return cash.CurrencyRequest{Governed: g, CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency(code)}, ReserveAge: 2}
	})
}

func (c *consortium) open(t testing.TB, bank *stage.Actor, id cash.AccountID, party parties.PartyID, host string) {
	t.Helper()
	stage.Do(t, bank, cash.OpenAccount, cash.OpenRequest{ID: id, Currency: money.MustCurrency("EUR"), Party: party, Host: host})
}

func (c *consortium) attest(t testing.TB, issuer, amount string) {
	t.Helper()
	stage.Do(t, c.attester, cash.AttestReserve, cash.AttestRequest{Issuer: issuer, Amount: money.MustParse(amount), AsOf: day(monday), Evidence: order})
}

// mint has the bank that services an account issue money to it.
func (c *consortium) mint(t testing.TB, account cash.AccountID, amount string) {
	t.Helper()
	maker, checker := c.maker, c.checker
	if stage.Do(t, c.alice, cash.GetAccount, account).Servicer == south {
		maker, checker = c.southMaker, c.southChecker
	}
	c.resolutions++
	id := cash.MintID(fmt.Sprintf("mint-%d", c.resolutions))
	stage.Do(t, maker, cash.RequestMint, cash.MintRequest{ID: id, Account: account, Amount: money.MustParse(amount)})
	stage.Do(t, checker, cash.ApproveMint, id)
}

// govern has two of three members adopt a request and carries it out.
func govern[Req protocol.Request, Res any](t testing.TB, c *consortium, e protocol.SubmitEndpoint[Req, Res], request func(protocol.Governed) Req) *Res {
	t.Helper()
	c.resolutions++
	id := protocol.ResolutionID(fmt.Sprintf("resolution-%d", c.resolutions))
	req := request(protocol.Governed{Resolution: id})
	adopted(t, c, id, e, req)
	return stage.Do(t, c.ruler, e, req)
}

// adopted has two of three members vote for a request, which nobody carries out yet.
func adopted[Req protocol.Request, Res any](t testing.TB, c *consortium, id protocol.ResolutionID, e protocol.SubmitEndpoint[Req, Res], req Req) {
	t.Helper()
	proposal, err := parties.NewProposal(id, e, req, "for the test")
	require.NoError(t, err)
	stage.Do(t, c.north, parties.ProposeResolution, proposal)
	stage.Do(t, c.south, parties.ApproveResolution, id)
}

// register lets a chaincode settle in every way, up to 50.00 EUR a leg, from its function Settle.
func (c *consortium) register(t testing.TB, module cash.ModuleName) {
	t.Helper()
	c.registerAs(t, cash.Module{
		Name: module, Caps: []money.Money{money.MustParse("50.00 EUR")}, EntryPoints: []string{"Settle"},
		Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
	})
}

func (c *consortium) registerAs(t testing.TB, module cash.Module) {
	t.Helper()
	govern(t, c, cash.RegisterModule, func(g protocol.Governed) cash.ModuleRequest {
		return cash.ModuleRequest{Governed: g, Module: module}
	})
}

func (c *consortium) roll(t testing.TB, to string) {
	t.Helper()
	stage.Do(t, c.north, cash.RollDate, protocol.RollRequest{To: day(to)})
}

// has checks what an account has, and what of it is available.
func (c *consortium) has(t testing.TB, account cash.AccountID, posted, available string) {
	t.Helper()
	balance := stage.Do(t, c.alice, cash.GetBalance, account)
	require.Equal(t, [2]string{posted, available}, [2]string{balance.Posted.String(), balance.Available.String()}, "posted and available of %s", account)
}

func day(text string) date.Date { return date.MustParse(text) }

func eur(text string) money.Money { return money.MustParse(text + " EUR") }

func pay(from, to cash.AccountID, amount string) cash.TransferRequest {
	return cash.TransferRequest{From: from, To: to, Amount: eur(amount)}
}
