// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

func aliceIn(currency string) cash.OpenRequest {
	return cash.OpenRequest{ID: "alice-2", Currency: money.MustCurrency(currency), Party: "alice", Host: north}
}

func TestAccountIsOpenedForARegisteredPartyOfItsHost(t *testing.T) {
	c := opened(t)
	account := stage.Do(t, c.southMaker, cash.OpenAccount, aliceIn("EUR"))
	require.Equal(t, south, account.Servicer, "any bank may service any party")
	require.Equal(t, cash.Owner{MSP: north, Party: "alice"}, account.Owner)

	theirs := stage.Do(t, c.bob, cash.AccountsByOwner, cash.OwnerRequest{Party: "alice"}).Items
	require.Equal(t, []cash.AccountID{"alice", "alice-2"}, []cash.AccountID{theirs[0].ID, theirs[1].ID})
}

func TestAccountIsNotOpened(t *testing.T) {
	c := opened(t)
	elsewhere, stranger, taken, own := aliceIn("EUR"), aliceIn("EUR"), aliceIn("EUR"), aliceIn("EUR")
	elsewhere.Host, stranger.Party, taken.ID = south, "stranger", "alice"
	own.ID = cash.LiabilityID(north, money.MustCurrency("EUR"))
	both := aliceIn("EUR")
	both.Module = "shop"

	stage.Refused(t, c.maker, cash.OpenAccount, elsewhere, cash.OwnerRefused)
	stage.Refused(t, c.maker, cash.OpenAccount, stranger, cash.OwnerRefused)
	stage.Refused(t, c.maker, cash.OpenAccount, taken, protocol.AlreadyExists)
	stage.Refused(t, c.maker, cash.OpenAccount, own, protocol.InvalidArgument)
	stage.Refused(t, c.maker, cash.OpenAccount, both, protocol.InvalidArgument)
	stage.Refused(t, c.maker, cash.OpenAccount, aliceIn("USD"), protocol.NotFound)
	stage.Refused(t, c.alice, cash.OpenAccount, aliceIn("EUR"), protocol.NotAuthorised)
	selfmade := c.Actor(ruler, "banker", "", role.AccountServicer)
	stage.Refused(t, selfmade, cash.OpenAccount, aliceIn("EUR"), protocol.NotAuthorised)

	govern(t, c, cash.SetCurrency, func(g protocol.Governed) cash.CurrencyRequest {
		return cash.CurrencyRequest{Governed: g, CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("USD")}, Closed: true}
	})
	stage.Refused(t, c.maker, cash.OpenAccount, aliceIn("USD"), cash.CurrencyClosed)
	stage.Do(t, c.supervisor, parties.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
	stage.Refused(t, c.maker, cash.OpenAccount, aliceIn("EUR"), cash.OwnerRefused)
}

func TestIBANNamesOneAccount(t *testing.T) {
	c := opened(t)
	req := aliceIn("EUR")
	req.IBAN = ident.MustIBAN("DE89370400440532013000")
	stage.Refused(t, c.maker, cash.OpenAccount, req, cash.IBANRefused)
	assign := func(code, bank string) {
		govern(t, c, cash.AssignBankCode, func(g protocol.Governed) cash.BankCodeRequest {
			return cash.BankCodeRequest{Governed: g, BankCodeKey: cash.BankCodeKey{Country: "DE", Code: code}, Servicer: bank}
		})
	}
	assign("3704", south)
	stage.Refused(t, c.maker, cash.OpenAccount, req, cash.IBANRefused)
	assign("37040044", north)
	require.Len(t, stage.Do(t, c.bob, cash.BankCodes, protocol.PageRequest{}).Items, 2)
	stage.Do(t, c.maker, cash.OpenAccount, req)
	require.Equal(t, cash.AccountID("alice-2"), stage.Do(t, c.bob, cash.AccountByIBAN, cash.IBANRequest{IBAN: req.IBAN}).ID)
	req.ID = "alice-3"
	stage.Refused(t, c.maker, cash.OpenAccount, req, protocol.AlreadyExists)
	stage.Refused(t, c.bob, cash.AccountByIBAN, cash.IBANRequest{IBAN: ident.MustIBAN("GB82WEST12345698765432")}, protocol.NotFound)
}

func TestHistoryHasEveryVersionOfAnAccount(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "1.00"))
	revisions := stage.Do(t, c.bob, cash.AccountHistory, "alice").Revisions
	require.Len(t, revisions, 3, "opened, minted, paid")
	require.Equal(t, eur("99.00").Amount, revisions[0].Value.Posted, "newest first")
	require.True(t, revisions[2].Value.Posted.IsZero())
}

func TestFrozenAccountIsClosedOnTheFrozenSide(t *testing.T) {
	c := opened(t)
	freeze := func(side cash.Side) {
		stage.Do(t, c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "alice", Side: side})
	}
	out, in := pay("alice", "bob", "1.00"), pay("bob", "alice", "1.00")
	freeze(cash.DebitSide)
	stage.Refused(t, c.alice, cash.Transfer, out, cash.AccountFrozen)
	stage.Do(t, c.bob, cash.Transfer, in)
	freeze(cash.CreditSide)
	stage.Do(t, c.alice, cash.Transfer, out)
	stage.Refused(t, c.bob, cash.Transfer, in, cash.AccountFrozen)
	freeze(cash.BothSides)
	stage.Refused(t, c.alice, cash.Transfer, out, cash.AccountFrozen)
	stage.Refused(t, c.bob, cash.Transfer, in, cash.AccountFrozen)
	stage.Refused(t, c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "alice", Side: cash.BothSides}, cash.AlreadyFrozen)
	stage.Refused(t, c.maker, cash.UnfreezeAccount, "alice", protocol.NotAuthorised)
	stage.Do(t, c.supervisor, cash.UnfreezeAccount, "alice")
	stage.Do(t, c.alice, cash.Transfer, out)
	stage.Refused(t, c.supervisor, cash.UnfreezeAccount, "alice", cash.NotFrozen)
}

func TestFrozenPartyPaysNothingAndTheRegistryKnows(t *testing.T) {
	c := opened(t)
	freeze := parties.FreezeRequest{Party: "alice", Order: order}
	stage.Do(t, c.supervisor, cash.FreezeParty, freeze)
	stage.Refused(t, c.alice, cash.Transfer, pay("alice", "bob", "1.00"), cash.PartyFrozen)
	stage.Do(t, c.bob, cash.Transfer, pay("bob", "alice", "1.00"))
	require.NotNil(t, stage.Do(t, c.bob, parties.GetParty, "alice").Freeze)
	require.Equal(t, order, stage.Do(t, c.bob, cash.GetPartyFreeze, "alice").Order)
	stage.Refused(t, c.supervisor, cash.FreezeParty, freeze, cash.AlreadyFrozen)
	stage.Refused(t, c.maker, cash.UnfreezeParty, freeze, protocol.NotAuthorised)

	stage.Do(t, c.supervisor, cash.UnfreezeParty, freeze)
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "1.00"))
	require.Nil(t, stage.Do(t, c.bob, parties.GetParty, "alice").Freeze)
	stage.Refused(t, c.supervisor, cash.UnfreezeParty, freeze, cash.NotFrozen)
}

func TestPartyFrozenInTheRegistryCanBeFrozenHereToo(t *testing.T) {
	c := opened(t)
	freeze := parties.FreezeRequest{Party: "alice", Order: order}
	stage.Do(t, c.supervisor, parties.FreezeParty, freeze)
	stage.Do(t, c.supervisor, cash.FreezeParty, freeze)
	stage.Do(t, c.supervisor, parties.UnfreezeParty, freeze)
	stage.Refused(t, c.alice, cash.Transfer, pay("alice", "bob", "1.00"), cash.PartyFrozen)
	stage.Do(t, c.supervisor, cash.UnfreezeParty, freeze)
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "1.00"))
}

func TestPaymentEndorsedBeforeAFreezeIsInvalidAfterIt(t *testing.T) {
	c := opened(t)
	proposal, err := stage.Proposal(c.alice, cash.Transfer, pay("alice", "bob", "1.00"))
	require.NoError(t, err)
	withheld, err := c.World.Endorse(c.alice.ID, proposal)
	require.NoError(t, err)
	stage.Do(t, c.supervisor, cash.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
	require.NoError(t, c.World.Order(withheld))
	block := c.World.CutBlock()
	require.False(t, block.Transactions[0].Valid())
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
}
