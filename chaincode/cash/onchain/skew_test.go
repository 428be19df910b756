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

// pair is two transactions that were endorsed on one state and would break a rule together: the first changes what the
// second was decided on.
type pair func(t *testing.T, c *consortium) [2]envelope

// The second is invalid when it comes after the first in a block. The other way round, most of them are a history that the
// rules allow: a payment, then the freeze.
func TestOnlyOneOfTwoThatExcludeEachOtherIsValid(t *testing.T) {
	for name, attack := range map[string]pair{
		"two mints within the reserve alone":              twoMints,
		"a mint and a lower reserve":                      mintAndLowerReserve,
		"a payment and its payer's freeze":                paymentAndPartyFreeze,
		"a payment and the freeze of the payee's account": paymentAndAccountFreeze,
		"a settlement and its module's pause":             settlementAndPause,
		"a settlement and the end of the business day":    settlementAndEndOfDay,
		"a mandate used twice":                            mandateTwice,
		"an account spread and debited":                   spreadAndDebit,
		"a role revoked and used":                         revokedAndUsed,
	} {
		t.Run(name, func(t *testing.T) {
			c := withShop(t)
			two := attack(t, c)
			require.Equal(t, 1, c.block(t, two[:]...))
		})
	}
}

func twoMints(t *testing.T, c *consortium) [2]envelope {
	for _, id := range []cash.MintID{"m1", "m2"} {
		stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: id, Account: "alice", Amount: eur("800.00")})
	}
	return [2]envelope{endorsed(t, c, c.checker, cash.ApproveMint, "m1"), endorsed(t, c, c.checker, cash.ApproveMint, "m2")}
}

func mintAndLowerReserve(t *testing.T, c *consortium) [2]envelope {
	stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: "m1", Account: "alice", Amount: eur("800.00")})
	return [2]envelope{
		endorsed(t, c, c.attester, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: money.MustParse("200.00 EUR"), AsOf: day(monday), Evidence: order}),
		endorsed(t, c, c.checker, cash.ApproveMint, "m1"),
	}
}

func paymentAndPartyFreeze(t *testing.T, c *consortium) [2]envelope {
	return [2]envelope{
		endorsed(t, c, c.supervisor, cash.FreezeParty, parties.FreezeRequest{Party: "alice", Order: order}),
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "bob", "10.00")),
	}
}

func paymentAndAccountFreeze(t *testing.T, c *consortium) [2]envelope {
	stage.Do(t, c.southMaker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "bob", Stripes: 4})
	return [2]envelope{
		endorsed(t, c, c.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: "bob", Side: cash.CreditSide}),
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "bob", "10.00")),
	}
}

func settlementAndPause(t *testing.T, c *consortium) [2]envelope {
	id := protocol.ResolutionID("pause")
	pause := cash.PauseRequest{Governed: protocol.Governed{Resolution: id}, Module: "shop"}
	adopted(t, c, id, cash.PauseModule, pause)
	return [2]envelope{
		endorsed(t, c, c.ruler, cash.PauseModule, pause),
		endorsed(t, c, c.alice, shopSettle, consenting(t, "s", leg("alice", "bob", "10.00"))),
	}
}

func settlementAndEndOfDay(t *testing.T, c *consortium) [2]envelope {
	return [2]envelope{
		endorsed(t, c, c.north, cash.RollDate, protocol.RollRequest{To: day(friday)}),
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "bob", "10.00")),
	}
}

func mandateTwice(t *testing.T, c *consortium) [2]envelope {
	stage.Do(t, c.alice, cash.GrantMandate, mandate())
	stage.Do(t, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 4})
	return [2]envelope{
		endorsed(t, c, c.bob, shopSettle, settle("s1", byMandate("bob", "10.00"))),
		endorsed(t, c, c.bob, shopSettle, settle("s2", byMandate("carol", "10.00"))),
	}
}

func spreadAndDebit(t *testing.T, c *consortium) [2]envelope {
	return [2]envelope{
		endorsed(t, c, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 4}),
		endorsed(t, c, c.bob, cash.Transfer, pay("bob", "alice", "10.00")),
	}
}

func revokedAndUsed(t *testing.T, c *consortium) [2]envelope {
	id := protocol.ResolutionID("revoke")
	revoke := parties.RoleRequest{Governed: protocol.Governed{Resolution: id}, MSP: north, Role: "account-servicer"}
	adopted(t, c, id, parties.RevokeRole, revoke)
	stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: "m1", Account: "alice", Amount: eur("1.00")})
	return [2]envelope{
		endorsed(t, c, c.ruler, parties.RevokeRole, revoke),
		endorsed(t, c, c.checker, cash.ApproveMint, "m1"),
	}
}
