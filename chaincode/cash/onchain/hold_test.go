// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// escrow is a hold of alice's for bob that carol decides.
func escrow(id cash.HoldID, amount string) cash.HoldRequest {
	return cash.HoldRequest{
		ID: id, Payer: "alice", Payee: "bob", Amount: eur(amount), Expires: day(friday),
		Notary: cash.Notary{Kind: cash.AccountNotary, ID: "carol"},
	}
}

func TestHoldSetsMoneyAsideUntilItsNotaryPays(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.alice, cash.CreateHold, escrow("h", "60.00"))
	c.has(t, "alice", "100.00 EUR", "40.00 EUR")
	stage.Refused(t, c.alice, cash.Transfer, pay("alice", "bob", "40.01"), cash.InsufficientFunds)
	stage.Refused(t, c.alice, cash.CreateHold, escrow("h2", "40.01"), cash.InsufficientFunds)
	stage.Refused(t, c.alice, cash.CreateHold, escrow("h", "1.00"), protocol.AlreadyExists)

	for _, other := range []*stage.Actor{c.alice, c.bob, c.maker, c.supervisor} {
		stage.Refused(t, other, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h"}, cash.NotNotary)
		stage.Refused(t, other, cash.ReleaseHold, "h", cash.NotNotary)
	}
	stage.Refused(t, c.alice, cash.ExpireHold, "h", cash.HoldNotExpired)
	hold := stage.Do(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h"})
	require.Equal(t, cash.HoldExecuted, hold.Status)
	c.has(t, "alice", "40.00 EUR", "40.00 EUR")
	c.has(t, "bob", "160.00 EUR", "160.00 EUR")
}

// The vectors are those of TigerBeetle's two-phase transfers.
func TestHoldIsResolvedOnce(t *testing.T) {
	for name, vector := range map[string]struct {
		resolve         func(t *testing.T, c *consortium)
		alice, received string
	}{
		"post all": {func(t *testing.T, c *consortium) {
			stage.Do(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h", Amount: eur("1.23")})
		}, "98.77 EUR", "101.23 EUR"},
		"post a part": {func(t *testing.T, c *consortium) {
			stage.Do(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h", Amount: eur("1.00")})
		}, "99.00 EUR", "101.00 EUR"},
		"void": {func(t *testing.T, c *consortium) {
			stage.Do(t, c.carol, cash.ReleaseHold, "h")
		}, "100.00 EUR", "100.00 EUR"},
		"expire": {func(t *testing.T, c *consortium) {
			c.roll(t, "2026-11-28")
			stage.Do(t, c.bob, cash.ExpireHold, "h")
		}, "100.00 EUR", "100.00 EUR"},
	} {
		t.Run(name, func(t *testing.T) {
			c := opened(t)
			stage.Do(t, c.alice, cash.CreateHold, escrow("h", "1.23"))
			stage.Refused(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h", Amount: eur("1.24")}, cash.HoldExceeded)
			vector.resolve(t, c)
			c.has(t, "alice", vector.alice, vector.alice)
			c.has(t, "bob", vector.received, vector.received)
			stage.Refused(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h"}, cash.HoldNotActive)
			stage.Refused(t, c.carol, cash.ReleaseHold, "h", cash.HoldNotActive)
			stage.Refused(t, c.carol, cash.ExpireHold, "h", cash.HoldNotActive)
		})
	}
}

func TestExpiredHoldIsReleasedButNotPaid(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.alice, cash.CreateHold, escrow("h", "60.00"))
	c.roll(t, friday)
	stage.Refused(t, c.alice, cash.ExpireHold, "h", cash.HoldNotExpired)
	c.roll(t, "2026-11-28")
	stage.Refused(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h"}, cash.HoldIsExpired)
	stage.Do(t, c.carol, cash.ReleaseHold, "h")
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
	stage.Refused(t, c.alice, cash.CreateHold, escrow("late", "1.00"), cash.HoldIsExpired)
}

func TestMemberIsNotaryByIdentitiesThatActForNoParty(t *testing.T) {
	c := opened(t)
	byBank := escrow("h", "10.00")
	byBank.Notary = cash.Notary{Kind: cash.MSPNotary, ID: north}
	stage.Do(t, c.alice, cash.CreateHold, byBank)
	stage.Refused(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h"}, cash.NotNotary)
	stage.Refused(t, c.southMaker, cash.ReleaseHold, "h", cash.NotNotary)
	stage.Do(t, c.maker, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h"})
	c.has(t, "bob", "110.00 EUR", "110.00 EUR")
}

func TestHoldOfAFrozenPayerIsReleasedButNotPaid(t *testing.T) {
	for name, freeze := range map[string]func(t *testing.T, c *consortium) protocol.Code{
		"account": func(t *testing.T, c *consortium) protocol.Code {
			stage.Do(t, c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "alice", Side: cash.DebitSide})
			return cash.AccountFrozen
		},
		"payee": func(t *testing.T, c *consortium) protocol.Code {
			stage.Do(t, c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "bob", Side: cash.CreditSide})
			return cash.AccountFrozen
		},
		"party": func(t *testing.T, c *consortium) protocol.Code {
			stage.Do(t, c.supervisor, cash.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
			return cash.PartyFrozen
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := opened(t)
			stage.Do(t, c.alice, cash.CreateHold, escrow("h", "10.00"))
			code := freeze(t, c)
			stage.Refused(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "h"}, code)
			stage.Do(t, c.carol, cash.ReleaseHold, "h")
			c.has(t, "alice", "100.00 EUR", "100.00 EUR")
		})
	}
}

func TestHoldIsNotMade(t *testing.T) {
	c := opened(t)
	own, yen, self, nobody, issuer := escrow("h", "1.00"), escrow("h", "1.00"), escrow("h", "1.00"), escrow("h", "1.00"), escrow("h", "1.00")
	own.Notary.ID = "alice"
	yen.Amount = inYen(pay("alice", "bob", "1.00")).Amount
	self.Payee = "alice"
	nobody.Notary.ID = "nobody"
	issuer.Notary = cash.Notary{Kind: cash.IssuerNotary, ID: north}
	stage.Refused(t, c.alice, cash.CreateHold, own, protocol.InvalidArgument)
	stage.Refused(t, c.alice, cash.CreateHold, issuer, protocol.InvalidArgument)
	stage.Refused(t, c.alice, cash.CreateHold, yen, cash.CurrencyMismatch)
	stage.Refused(t, c.alice, cash.CreateHold, self, cash.SelfTransfer)
	stage.Refused(t, c.alice, cash.CreateHold, nobody, protocol.NotFound)
	stage.Refused(t, c.carol, cash.CreateHold, escrow("h", "1.00"), cash.NotSignatory)
	stage.Do(t, c.supervisor, cash.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
	stage.Refused(t, c.alice, cash.CreateHold, escrow("h", "1.00"), cash.PartyFrozen)
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
}

func TestHoldsAreListedByPayerAndByPayee(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.alice, cash.CreateHold, escrow("h1", "1.00"))
	stage.Do(t, c.alice, cash.CreateHold, escrow("h2", "1.00"))
	require.Len(t, stage.Do(t, c.bob, cash.HoldsByPayer, cash.AccountPage{Account: "alice"}).Items, 2)
	require.Len(t, stage.Do(t, c.bob, cash.HoldsByPayee, cash.AccountPage{Account: "bob"}).Items, 2)
	require.Empty(t, stage.Do(t, c.bob, cash.HoldsByPayer, cash.AccountPage{Account: "bob"}).Items)
	require.Equal(t, cash.HoldActive, stage.Do(t, c.bob, cash.GetHold, "h2").Status)
}
