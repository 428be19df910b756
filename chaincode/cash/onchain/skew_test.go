// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// prepared has a call endorsed and keeps it for a block.
func prepared[Req protocol.Request, Res any](t *testing.T, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req) func(c *consortium) envelope {
	return func(c *consortium) envelope {
		t.Helper()
		proposal, err := stage.Proposal(by, e, req)
		require.NoError(t, err)
		tx, err := c.World.Endorse(by.ID, proposal)
		require.NoError(t, err)
		return envelope{tx}
	}
}

// Each pair was endorsed on one state and would break a rule together: one of the two is invalid, in either order.
func TestOnlyOneOfTwoThatExcludeEachOtherIsValid(t *testing.T) {
	type pair func(t *testing.T, c *consortium) [2]func(*consortium) envelope
	for name, attack := range map[string]pair{
		"two mints within the reserve alone": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			for _, id := range []cash.MintID{"m1", "m2"} {
				stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: id, Account: "alice", Amount: eur("800.00")})
			}
			return [2]func(*consortium) envelope{prepared(t, c.checker, cash.ApproveMint, "m1"), prepared(t, c.checker, cash.ApproveMint, "m2")}
		},
		"a mint and a lower reserve": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: "m1", Account: "alice", Amount: eur("800.00")})
			return [2]func(*consortium) envelope{
				prepared(t, c.attester, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: money.MustParse("200.00 EUR"), AsOf: day(monday), Evidence: order}),
				prepared(t, c.checker, cash.ApproveMint, "m1"),
			}
		},
		"a payment and its payer's freeze": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			return [2]func(*consortium) envelope{
				prepared(t, c.supervisor, cash.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order}),
				prepared(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00")),
			}
		},
		"a payment and the freeze of the payee's account": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			stage.Do(t, c.southMaker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "bob", Stripes: 4})
			return [2]func(*consortium) envelope{
				prepared(t, c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "bob", Side: cash.CreditSide}),
				prepared(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00")),
			}
		},
		"a settlement and its module's pause": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			id := protocol.ResolutionID("pause")
			pause := cash.PauseRequest{Governed: protocol.Governed{Resolution: id}, Module: "shop"}
			proposal, err := parties.NewProposal(id, cash.PauseModule, pause, "")
			require.NoError(t, err)
			stage.Do(t, c.north, parties.ProposeResolution, proposal)
			stage.Do(t, c.south, parties.ApproveResolution, id)
			return [2]func(*consortium) envelope{
				prepared(t, c.ruler, cash.PauseModule, pause),
				prepared(t, c.alice, shopSettle, consenting(t, "s", leg("alice", "bob", "10.00"))),
			}
		},
		"a settlement and the end of the business day": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			return [2]func(*consortium) envelope{
				prepared(t, c.north, cash.RollDate, protocol.RollRequest{To: day(friday)}),
				prepared(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00")),
			}
		},
		"a mandate used twice": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			stage.Do(t, c.alice, cash.GrantMandate, mandate())
			stage.Do(t, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 4})
			return [2]func(*consortium) envelope{
				prepared(t, c.bob, shopSettle, settle("s1", byMandate("bob", "10.00"))),
				prepared(t, c.bob, shopSettle, settle("s2", byMandate("carol", "10.00"))),
			}
		},
		"an account spread and debited": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			return [2]func(*consortium) envelope{
				prepared(t, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 4}),
				prepared(t, c.bob, cash.Transfer, pay("bob", "alice", "10.00")),
			}
		},
		"a role revoked and used": func(t *testing.T, c *consortium) [2]func(*consortium) envelope {
			id := protocol.ResolutionID("revoke")
			revoke := parties.RoleRequest{Governed: protocol.Governed{Resolution: id}, MSP: north, Role: "account-servicer"}
			proposal, err := parties.NewProposal(id, parties.RevokeRole, revoke, "")
			require.NoError(t, err)
			stage.Do(t, c.north, parties.ProposeResolution, proposal)
			stage.Do(t, c.south, parties.ApproveResolution, id)
			stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: "m1", Account: "alice", Amount: eur("1.00")})
			return [2]func(*consortium) envelope{
				prepared(t, c.ruler, parties.RevokeRole, revoke),
				prepared(t, c.checker, cash.ApproveMint, "m1"),
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := withShop(t)
			calls := attack(t, c)
			first, second := calls[0](c), calls[1](c)
			require.Equal(t, 1, c.block(t, first, second))
		})
	}
}
