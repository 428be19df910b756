// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// Two functions of the chaincode probe, which hand on what they are given to cash: one is the module's registered entry
// point, the other is not.
var (
	probeSettle  = protocol.Submit[cash.SettleRequest, cash.Settlement]("probe:" + entryPoint).By(role.Anyone)
	probeCollect = protocol.Submit[cash.SettleRequest, cash.Settlement]("probe:Collect").By(role.Anyone)
)

// purpose is what the holds of the story are for.
const purpose cash.Purpose = "delivery"

func (c *chapter) holds() []story.Step {
	return []story.Step{
		story.Do("alice sets money aside for bob until the module probe decides", c.setAside),
		story.Do("alice tries to pay with money that is set aside", c.spendHeld),
		story.Do("bob has probe deliver: it executes the hold in the same transaction", c.execute),
	}
}

// hold is alice's, in favour of bob.
func (c *chapter) hold(ctx context.Context, name string, amount money.Money, notary cash.ModuleName) error {
	_, err := story.Submit(ctx, c.Stage, alice, cash.CreateHold, cash.HoldRequest{
		ID: cash.HoldID(c.ID(name)), Payer: c.Account("alice"), Payee: c.Account("bob"), Amount: amount,
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: string(notary)}, Purpose: purpose, Expires: c.Today,
	})
	return err
}

// settlement executes one of alice's holds.
func (c *chapter) settlement(name, hold string, amount money.Money) cash.SettleRequest {
	return cash.SettleRequest{ID: cash.SettlementID(c.ID(name)), Legs: []cash.SettleLeg{{
		From: c.Account("alice"), To: c.Account("bob"), Amount: amount, Hold: cash.HoldID(c.ID(hold)), Purpose: purpose,
	}}}
}

func (c *chapter) setAside(ctx context.Context) (string, error) {
	if err := c.hold(ctx, "delivery", footing.Euros(5_000), module); err != nil {
		return "", err
	}
	return c.Balances(ctx, "alice")
}

func (c *chapter) spendHeld(ctx context.Context) (string, error) {
	balance, err := story.Ask(ctx, c.Stage, alice, cash.GetBalance, c.Account("alice"))
	if err != nil {
		return "", err
	}
	return story.Refused(c.pay(ctx, alice, "alice", "carol", balance.Posted), cash.InsufficientFunds)
}

func (c *chapter) execute(ctx context.Context) (string, error) {
	outcome, err := story.Submit(ctx, c.Stage, bob, probeSettle, c.settlement("delivery", "delivery", footing.Euros(5_000)))
	if err != nil {
		return "", err
	}
	hold, err := story.Ask(ctx, c.Stage, bob, cash.GetHold, cash.HoldID(c.ID("delivery")))
	if err != nil {
		return "", err
	}
	if hold.Status != cash.HoldExecuted {
		return "", fmt.Errorf("hold %s is %s", hold.ID, hold.Status)
	}
	balances, err := c.Balances(ctx, "alice", "bob")
	return fmt.Sprintf("block %d; %s", outcome.Block, balances), err
}
