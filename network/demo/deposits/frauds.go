// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) frauds() []story.Step {
	return []story.Step{
		story.Do("bob pays himself from alice's account", c.foreign),
		story.Do("alice sends one payment twice: it is paid once, the first answer is given again", c.repeat),
		story.Do("alice uses that payment's reference for another amount", c.replay),
		story.Do("alice spends the same money twice at the same moment: one payment wins", c.doubleSpend),
		story.Do("bob calls cash with alice's hold himself, instead of the module", c.impersonate),
		story.Do("bob signs a call of cash that claims to come from probe", c.spoof),
		story.Do("probe settles from a function that is not registered", c.collect),
		story.Do("probe executes a hold for another module to decide", c.otherModule),
		story.Do("probe takes alice's money without hold, mandate or consent", c.withoutConsent),
		story.Do("probe gives the hold back that nobody could steal", c.release),
	}
}

func (c *chapter) foreign(ctx context.Context) (string, error) {
	return story.Refused(c.pay(ctx, bob, "alice", "bob", footing.Euros(1)), cash.NotSignatory)
}

// order is a payment under a reference of alice's own books.
func (c *chapter) order(ctx context.Context, units int64) (*gatewayclient.Outcome[cash.Receipt], error) {
	return story.Submit(ctx, c.Stage, alice, cash.Transfer,
		cash.TransferRequest{From: c.Account("alice"), To: c.Account("carol"), Amount: footing.Euros(units)},
		gatewayclient.Reference(c.ID("ORDER-4711")))
}

func (c *chapter) repeat(ctx context.Context) (string, error) {
	first, paid, err := c.orderOnce(ctx)
	if err != nil {
		return "", err
	}
	second, after, err := c.orderOnce(ctx)
	switch {
	case err != nil:
		return "", err
	case first != second:
		return "", fmt.Errorf("the answers differ: %+v and %+v", first, second)
	case paid != after:
		return "", fmt.Errorf("it was paid twice: before %s; after %s", paid, after)
	}
	return after, nil
}

func (c *chapter) orderOnce(ctx context.Context) (receipt cash.Receipt, balances string, err error) {
	outcome, err := c.order(ctx, 75)
	if err != nil {
		return receipt, "", err
	}
	balances, err = c.Balances(ctx, "alice", "carol")
	return *outcome.Result, balances, err
}

func (c *chapter) replay(ctx context.Context) (string, error) {
	_, err := c.order(ctx, 7_500)
	return story.Refused(err, protocol.ReferenceReused)
}

// doubleSpend pays all of a purse to two people at once.
func (c *chapter) doubleSpend(ctx context.Context) (string, error) {
	if err := c.pay(ctx, alice, "alice", "purse", footing.Euros(100)); err != nil {
		return "", err
	}
	payees := []string{"carol", "bob"}
	errs := c.payAtOnce(ctx, "purse", footing.Euros(100), payees)
	winner, loser := 0, 1
	if errs[winner] != nil {
		winner, loser = loser, winner
	}
	if errs[winner] != nil {
		return "", fmt.Errorf("neither payment was made: %w", errors.Join(errs...))
	}
	remark, err := story.Refused(errs[loser], cash.InsufficientFunds)
	return fmt.Sprintf("%s was paid; to %s %s", payees[winner], payees[loser], remark), err
}

// payAtOnce pays the same amount to each payee at the same moment.
func (c *chapter) payAtOnce(ctx context.Context, from string, amount money.Money, payees []string) []error {
	errs := make([]error, len(payees))
	var all sync.WaitGroup
	for i, payee := range payees {
		all.Go(func() { errs[i] = c.pay(ctx, alice, from, payee, amount) })
	}
	all.Wait()
	return errs
}

// impersonate is a direct call: the payee does what only the notary may.
func (c *chapter) impersonate(ctx context.Context) (string, error) {
	if err := c.hold(ctx, "bait", footing.Euros(50), module); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, bob, cash.Settle, c.settlement("impersonated", "bait", footing.Euros(50)))
	return story.Refused(err, cash.ConsentMissing)
}

func (c *chapter) collect(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, bob, probeCollect, c.settlement("collected", "bait", footing.Euros(50)))
	return story.Refused(err, cash.ModuleLimit)
}

// otherModule leaves an active hold behind, which the audit has to account for.
func (c *chapter) otherModule(ctx context.Context) (string, error) {
	if err := c.hold(ctx, "escrow", footing.Euros(10), "escrow"); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, bob, probeSettle, c.settlement("taken", "escrow", footing.Euros(10)))
	return story.Refused(err, cash.ConsentMissing)
}

// bare is a settlement that rests on nothing.
func (c *chapter) bare(name string) cash.SettleRequest {
	return cash.SettleRequest{ID: cash.SettlementID(c.ID(name)), Legs: []cash.SettleLeg{{
		From: c.Account("alice"), To: c.Account("bob"), Amount: footing.Euros(1),
	}}}
}

func (c *chapter) withoutConsent(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, alice, probeSettle, c.bare("bare"))
	return story.Refused(err, cash.ConsentMissing)
}

func (c *chapter) unregistered(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, alice, probeSettle, c.bare("unregistered"))
	return story.Refused(err, cash.ModuleUnknown)
}

func (c *chapter) release(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, bob, probeSettle, cash.SettleRequest{
		ID: cash.SettlementID(c.ID("released")), Release: []cash.HoldID{cash.HoldID(c.ID("bait"))},
	})
	if err != nil {
		return "", err
	}
	return c.Balances(ctx, "alice")
}
