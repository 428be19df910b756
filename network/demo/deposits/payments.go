// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) payments() []story.Step {
	return []story.Step{
		story.Do("alice pays carol, a customer of the same bank", c.payWithin),
		story.Do("alice pays bob, a customer of the other bank", c.payAcross),
		story.Do(fmt.Sprintf("%s pays %d invoices of %s in one transaction", c.payer.Party, cash.LegsMax, c.payee.Party), c.payMany),
		story.Do("bob redeems; another person, southbank's checker, burns the money", c.redeem),
	}
}

func (c *chapter) pay(ctx context.Context, who story.Person, from, to string, amount money.Money) error {
	_, err := story.Submit(ctx, c.Stage, who, cash.Transfer, cash.TransferRequest{From: c.Account(from), To: c.Account(to), Amount: amount})
	return err
}

func (c *chapter) payWithin(ctx context.Context) (string, error) {
	if err := c.pay(ctx, alice, "alice", "carol", footing.Euros(250)); err != nil {
		return "", err
	}
	return c.Balances(ctx, "alice", "carol")
}

func (c *chapter) payAcross(ctx context.Context) (string, error) {
	if err := c.pay(ctx, alice, "alice", "bob", footing.Euros(1_000)); err != nil {
		return "", err
	}
	return c.Balances(ctx, "alice", "bob")
}

func (c *chapter) payMany(ctx context.Context) (string, error) {
	batch := cash.BatchRequest{Legs: make([]cash.Leg, cash.LegsMax)}
	for i := range batch.Legs {
		batch.Legs[i] = cash.Leg{From: c.payer.ID, To: c.payee.ID, Amount: footing.Euros(10), EndToEnd: cash.EndToEnd("INV-" + strconv.Itoa(i+1))}
	}
	start := time.Now()
	outcome, err := story.Submit(ctx, c.Stage, c.People(c.payer.Party)[0], cash.TransferBatch, batch)
	if err != nil {
		return "", err
	}
	took := time.Since(start)
	return fmt.Sprintf("%d payments in block %d, committed after %.2f s", outcome.Result.Legs, outcome.Block, took.Seconds()), nil
}

func (c *chapter) redeem(ctx context.Context) (string, error) {
	id := cash.HoldID(c.ID("redemption"))
	_, err := story.Submit(ctx, c.Stage, bob, cash.RequestRedeem, cash.RedeemRequest{
		ID: id, Account: c.Account("bob"), Amount: footing.Euros(300), Due: c.Today,
	})
	if err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, southChecker, cash.ApproveRedeem, id); err != nil {
		return "", err
	}
	return c.Balances(ctx, "bob")
}
