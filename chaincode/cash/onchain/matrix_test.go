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

// The callers of cash: who of them may debit alice, with her own valid consent in every case.
func TestCallerMatrix(t *testing.T) {
	for name, caller := range map[string]struct {
		call    func(t *testing.T, c *consortium, req checkout) error
		refused protocol.Code
	}{
		"direct":                            {directly(false), protocol.Code{}},
		"direct, by somebody else":          {directly(true), cash.NotSignatory},
		"registered module":                 {through(shopSettle), protocol.Code{}},
		"registered module, no entry point": {through(shopSecret), cash.ModuleLimit},
		"unregistered chaincode":            {through(agentCash), cash.ModuleUnknown},
		"module through a third chaincode":  {through(agentShop), cash.ModuleUnknown},
		"paused module":                     {paused(cash.PauseModule), cash.ModulePaused},
		"resumed module":                    {paused(cash.PauseModule, cash.ResumeModule), protocol.Code{}},
		"module's name in the payload":      {spoofed, protocol.CallerRefused},
		"module's name in the arguments":    {named, cash.NotSignatory},
	} {
		t.Run(name, func(t *testing.T) {
			c := withShop(t)
			err := caller.call(t, c, consenting(t, "s", leg("alice", "bob", "10.00")))
			if caller.refused == (protocol.Code{}) {
				require.NoError(t, err)
				c.has(t, "alice", "90.00 EUR", "90.00 EUR")
				return
			}
			require.ErrorIs(t, err, caller.refused)
			c.has(t, "alice", "100.00 EUR", "100.00 EUR")
			c.has(t, "bob", "100.00 EUR", "100.00 EUR")
		})
	}
}

func directly(otherwise bool) func(*testing.T, *consortium, checkout) error {
	return func(_ *testing.T, c *consortium, req checkout) error {
		by := c.alice
		if otherwise {
			by = c.carol
		}
		_, _, err := stage.Try(by, cash.Settle, req.Settlement)
		return err
	}
}

func through(e protocol.SubmitEndpoint[checkout, cash.Settlement]) func(*testing.T, *consortium, checkout) error {
	return func(_ *testing.T, c *consortium, req checkout) error {
		_, _, err := stage.Try(c.alice, e, req)
		return err
	}
}

func paused(steps ...protocol.SubmitEndpoint[cash.PauseRequest, cash.Module]) func(*testing.T, *consortium, checkout) error {
	return func(t *testing.T, c *consortium, req checkout) error {
		for _, step := range steps {
			govern(t, c, step, func(g protocol.Governed) cash.PauseRequest { return cash.PauseRequest{Governed: g, Module: "shop"} })
		}
		return through(shopSettle)(t, c, req)
	}
}

// spoofed calls an unregistered chaincode whose signed payload says that it is the module.
func spoofed(t *testing.T, c *consortium, req checkout) error {
	proposal, err := stage.Proposal(c.alice, agentCash, req)
	require.NoError(t, err)
	proposal.SpoofSpec = "shop"
	_, err = c.World.Invoke(c.alice.ID, proposal)
	return stage.Fault(err)
}

// named calls cash directly, with the module's name wherever the arguments have room for one.
func named(_ *testing.T, c *consortium, req checkout) error {
	req.Settlement.ID, req.Settlement.Legs[0].Purpose, req.Settlement.Legs[0].EndToEnd = "shop", "shop:Settle", "shop:Settle"
	_, _, err := stage.Try(c.carol, cash.Settle, req.Settlement)
	return err
}

// A frozen owner, a frozen account and a frozen payee stop money on every way out of an account.
func TestFreezeMatrix(t *testing.T) {
	freezes := map[protocol.Code]func(*testing.T, *consortium){
		cash.PartyFrozen: func(t *testing.T, c *consortium) {
			stage.Do(t, c.supervisor, cash.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order})
		},
		cash.AccountFrozen: func(t *testing.T, c *consortium) {
			stage.Do(t, c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "alice", Side: cash.DebitSide})
		},
	}
	for code, freeze := range freezes {
		t.Run(code.Name, func(t *testing.T) {
			c := withShop(t)
			stage.Do(t, c.alice, cash.CreateHold, forShop("h", "10.00"))
			stage.Do(t, c.alice, cash.CreateHold, escrow("e", "10.00"))
			stage.Do(t, c.alice, cash.RequestRedeem, redeem("10.00"))
			stage.Do(t, c.alice, cash.GrantMandate, mandate())
			freeze(t, c)

			stage.Refused(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00"), code)
			stage.Refused(t, c.alice, cash.TransferBatch, batch(pay("alice", "bob", "10.00")), code)
			stage.Refused(t, c.alice, cash.Settle, settle("s", leg("alice", "bob", "10.00")).Settlement, code)
			stage.Refused(t, c.bob, shopSettle, settle("s", byHold("h", "10.00")), code)
			stage.Refused(t, c.bob, shopSettle, settle("s", byMandate("bob", "10.00")), code)
			stage.Refused(t, c.alice, shopSettle, consenting(t, "s", leg("alice", "bob", "10.00")), code)
			stage.Refused(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "e"}, code)
			stage.Refused(t, c.maker, cash.ApproveRedeem, "payout", code)
			stage.Refused(t, c.alice, cash.CreateHold, escrow("e2", "10.00"), code)
			stage.Refused(t, c.alice, cash.RequestRedeem, cash.RedeemRequest{ID: "r2", Account: "alice", Amount: eur("1.00"), Due: day(friday)}, code)

			stage.Do(t, c.carol, cash.ReleaseHold, "e")
			stage.Do(t, c.maker, cash.RejectRedeem, "payout")
			stage.Do(t, c.bob, shopSettle, checkout{Settlement: cash.SettleRequest{ID: "s", Release: []cash.HoldID{"h"}}})
			c.has(t, "alice", "100.00 EUR", "100.00 EUR")
		})
	}
}
