// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func accountOf(id cash.AccountID, party parties.PartyID, host string) cash.OpenRequest {
	return cash.OpenRequest{ID: id, Currency: money.MustCurrency("EUR"), Party: party, Host: host}
}

func crowd(n int) cash.OpenManyRequest {
	var req cash.OpenManyRequest
	for i := range n {
		req.Accounts = append(req.Accounts, accountOf(cash.AccountID(fmt.Sprintf("crowd-%03d", i)), []parties.PartyID{"alice", "carol"}[i%2], north))
	}
	return req
}

// A bank takes on five hundred customers in one transaction; each account is as if it had been opened alone.
func TestAccountsAreOpenedAtOnce(t *testing.T) {
	c := opened(t)
	req := crowd(cash.OpeningsMax)
	req.Accounts[0] = cash.OpenRequest{ID: "pool", Currency: money.MustCurrency("EUR"), Module: "shop"}
	require.Equal(t, cash.OpeningsMax, stage.Do(t, c.maker, cash.OpenAccounts, req).Accounts)
	for i, id := range []cash.AccountID{"crowd-499", "pool"} {
		account := stage.Do(t, c.bob, cash.GetAccount, id)
		require.Equal(t, []cash.Account{*account}, stage.Do(t, c.bob, cash.AccountsNamed, cash.AccountNames{Accounts: []cash.AccountID{id}}).Accounts)
		require.Equal(t, north, account.Servicer)
		require.Equal(t, []cash.Owner{{MSP: north, Party: "carol"}, {Module: "shop"}}[i], account.Owner)
	}
	require.Len(t, stage.Do(t, c.bob, cash.AccountsByOwner, cash.OwnerRequest{Party: "carol"}).Items, 100, "a page")
	stage.Refused(t, c.maker, cash.OpenAccounts, crowd(cash.OpeningsMax+1), protocol.InvalidArgument)
	stage.Refused(t, c.maker, cash.OpenAccounts, cash.OpenManyRequest{}, protocol.InvalidArgument)
}

// One account that cannot be opened leaves all unopened, for the reason that refuses it alone.
func TestAccountsAreOpenedAllOrNone(t *testing.T) {
	c := opened(t)
	before := c.World.Keys("cash")
	iban := accountOf("with-iban", "alice", north)
	iban.IBAN = ident.MustIBAN("DE89370400440532013000")
	dollars := accountOf("dollars", "alice", north)
	dollars.Currency = money.MustCurrency("USD")
	both := accountOf("both", "alice", north)
	both.Module = "shop"
	liability := accountOf(cash.LiabilityID(north, money.MustCurrency("EUR")), "alice", north)
	for what, c2 := range map[string]struct {
		wrong cash.OpenRequest
		code  protocol.Code
	}{
		"taken":               {accountOf("alice", "alice", north), protocol.AlreadyExists},
		"twice":               {accountOf("crowd-001", "alice", north), protocol.InvalidArgument},
		"of a stranger":       {accountOf("new", "stranger", north), cash.OwnerRefused},
		"hosted elsewhere":    {accountOf("new", "alice", south), cash.OwnerRefused},
		"IBAN of nobody":      {iban, cash.IBANRefused},
		"unknown currency":    {dollars, protocol.NotFound},
		"two owners":          {both, protocol.InvalidArgument},
		"a liability account": {liability, protocol.InvalidArgument},
		"no owner":            {accountOf("new", "", north), protocol.InvalidArgument},
		"malformed":           {accountOf("a b", "alice", north), protocol.InvalidArgument},
	} {
		req := crowd(3)
		req.Accounts = append(req.Accounts, c2.wrong)
		_, _, err := stage.Try(c.maker, cash.OpenAccounts, req)
		require.ErrorIs(t, err, c2.code, what)
	}
	stage.Refused(t, c.alice, cash.OpenAccounts, crowd(3), protocol.NotAuthorised)
	require.Equal(t, before, c.World.Keys("cash"))

	stage.Do(t, c.supervisor, parties.FreezeParty, parties.FreezeRequest{Party: "carol", Order: order})
	stage.Refused(t, c.maker, cash.OpenAccounts, crowd(3), cash.OwnerRefused)
	for i := range 2 {
		req := crowd(1)
		if i == 1 {
			req.Accounts[0].ID = "again"
		}
		stage.Do(t, c.maker, cash.OpenAccounts, req)
	}
}

// Accounts with IBANs are opened under the bank's own codes, the longest assigned one deciding.
func TestAccountsWithIBANs(t *testing.T) {
	c := opened(t)
	assign := func(code, bank string) {
		govern(t, c, cash.AssignBankCode, func(g protocol.Governed) cash.BankCodeRequest {
			return cash.BankCodeRequest{Governed: g, BankCodeKey: cash.BankCodeKey{Country: "DE", Code: code}, Servicer: bank}
		})
	}
	assign("3704", south)
	req := crowd(2)
	req.Accounts[1].IBAN = ident.MustIBAN("DE89370400440532013000")
	stage.Refused(t, c.maker, cash.OpenAccounts, req, cash.IBANRefused)
	assign("37040044", north)
	stage.Do(t, c.maker, cash.OpenAccounts, req)
	require.Equal(t, cash.AccountID("crowd-001"), stage.Do(t, c.bob, cash.AccountByIBAN, cash.IBANRequest{IBAN: req.Accounts[1].IBAN}).ID)
	again := crowd(4)
	again.Accounts = again.Accounts[2:]
	again.Accounts[0].IBAN = req.Accounts[1].IBAN
	stage.Refused(t, c.maker, cash.OpenAccounts, again, protocol.AlreadyExists)
	again.Accounts[0].IBAN, again.Accounts[1].IBAN = ident.MustIBAN("DE89370400440532013000"), ident.MustIBAN("DE89370400440532013000")
	stage.Refused(t, c.maker, cash.OpenAccounts, again, protocol.AlreadyExists)
}
