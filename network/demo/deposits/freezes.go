// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) freezes() []story.Step {
	return []story.Step{
		story.Do("the supervisor closes the debit side of alice's account, and she tries to pay", c.payFrozen),
		story.Do("the supervisor opens it again, and she pays", c.payThawed),
		story.Do("the supervisor freezes carol, in cash and in the registry at once, and she tries to pay", c.payFrozenParty),
		story.Do("the supervisor ends the freeze, and she pays", c.payFreed),
	}
}

func (c *chapter) payFrozen(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: c.Account("alice"), Side: cash.DebitSide})
	if err != nil {
		return "", err
	}
	return story.Refused(c.pay(ctx, alice, "alice", "carol", footing.Euros(1)), cash.AccountFrozen)
}

func (c *chapter) payThawed(ctx context.Context) (string, error) {
	if _, err := story.Submit(ctx, c.Stage, supervisor, cash.UnfreezeAccount, c.Account("alice")); err != nil {
		return "", err
	}
	if err := c.pay(ctx, alice, "alice", "carol", footing.Euros(1)); err != nil {
		return "", err
	}
	return c.Balances(ctx, "alice")
}

func (c *chapter) payFrozenParty(ctx context.Context) (string, error) {
	if _, err := story.Submit(ctx, c.Stage, supervisor, cash.FreezeParty, footing.UnderOrder("carol")); err != nil {
		return "", err
	}
	return story.Refused(c.pay(ctx, carol, "carol", "alice", footing.Euros(1)), cash.PartyFrozen)
}

func (c *chapter) payFreed(ctx context.Context) (string, error) {
	if err := c.SetFree(ctx, "carol"); err != nil {
		return "", err
	}
	if err := c.pay(ctx, carol, "carol", "alice", footing.Euros(1)); err != nil {
		return "", err
	}
	return c.Balances(ctx, "carol")
}
