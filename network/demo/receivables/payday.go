// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) payday() []story.Step {
	return []story.Step{
		story.Do("somebody collects before the undertaking is due", c.collectEarly),
		story.Do(fmt.Sprintf("members move the business date to the maturity, %s", c.maturity), c.mature),
		story.Do("the deal that was refused ends: hold and credit line are free, a credit note takes the paper away", c.undo),
		story.Do("the buyer's money comes in, by its mandate", c.collect),
		story.Do("one transaction pays every holder, deals by their waterfall", c.distribute),
		story.Do("whoever distributes again pays nobody twice", c.distributeAgain),
		story.Do("all slices are redeemed, all deals repaid, nothing is left to collect", c.settled),
	}
}

func (c *chapter) take(ctx context.Context) error {
	_, err := story.Submit(ctx, c.Stage, c.supplier, supplychain.Collect, supplychain.CollectRequest{
		Undertaking: c.paper("first"), Rise: footing.Euros(1_000_000),
		Means: supplychain.Means{Account: c.Account("buyer"), Mandate: c.mandate()},
	})
	return err
}

func (c *chapter) collectEarly(ctx context.Context) (string, error) {
	return story.Refused(c.take(ctx), supplychain.TooEarly)
}

func (c *chapter) mature(ctx context.Context) (string, error) {
	return "of cash and of supplychain", c.turn(ctx, c.maturity)
}

func (c *chapter) undo(ctx context.Context) (string, error) {
	d := c.again()
	if _, err := story.Submit(ctx, c.Stage, c.toolmaker, supplychain.UnwindDeal, d.id()); err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, c.southDesk, cash.ExpireHold, d.hold()); err != nil {
		return "", err
	}
	outcome, err := story.Submit(ctx, c.Stage, c.supplier, supplychain.IssueCreditNote, supplychain.CreditRequest{
		SliceKey: c.at(d.paper, 1), Part: d.units,
	})
	if err != nil {
		return "", err
	}
	return "the slice is " + string(outcome.Result.Status), nil
}

func (c *chapter) collect(ctx context.Context) (string, error) {
	if err := c.take(ctx); err != nil {
		return "", err
	}
	return c.Balances(ctx, "buyer", "collection")
}

// payout pays every slice of the first undertaking.
func (c *chapter) payout(ctx context.Context) error {
	slices, err := c.slices(ctx, "first")
	if err != nil {
		return err
	}
	request := supplychain.DistributeRequest{Undertaking: c.paper("first")}
	for _, s := range slices {
		request.Slices = append(request.Slices, s.From)
	}
	_, err = story.Submit(ctx, c.Stage, c.toolmaker, supplychain.Distribute, request)
	return err
}

func (c *chapter) distribute(ctx context.Context) (string, error) {
	if err := c.payout(ctx); err != nil {
		return "", err
	}
	return c.Balances(ctx, "supplier", "foundry", "toolmaker", "northbank", "southbank")
}

func (c *chapter) distributeAgain(ctx context.Context) (string, error) {
	return story.Refused(c.payout(ctx), supplychain.NothingDue)
}

func (c *chapter) settled(ctx context.Context) (string, error) {
	slices, err := c.slices(ctx, "first")
	if err != nil {
		return "", err
	}
	for _, s := range slices {
		if s.Status != supplychain.Redeemed {
			return "", fmt.Errorf("slice %d is %s", s.From, s.Status)
		}
	}
	for _, d := range []deal{c.north(), c.south()} {
		after, err := story.Ask(ctx, c.Stage, d.desk, supplychain.GetDeal, d.id())
		if err != nil {
			return "", err
		}
		if after.Status != supplychain.Repaid {
			return "", fmt.Errorf("deal %s is %s", d.name, after.Status)
		}
	}
	return c.conserved(ctx)
}

// conserved makes sure that all money of the story is where it belongs: what was issued is on the accounts of the six.
func (c *chapter) conserved(ctx context.Context) (string, error) {
	issued, there := footing.Euros(0), footing.Euros(0)
	for _, a := range c.accounts {
		balance, err := story.Ask(ctx, c.Stage, footing.NorthOfficer, cash.GetBalance, a.ID)
		if err != nil {
			return "", err
		}
		if there, err = there.Add(balance.Posted); err != nil {
			return "", err
		}
		if a.Opened.IsZero() {
			continue
		}
		if issued, err = issued.Add(a.Opened); err != nil {
			return "", err
		}
	}
	if issued != there {
		return "", fmt.Errorf("%s were issued, %s are there", issued, there)
	}
	return fmt.Sprintf("%s issued, %s there", issued, there), nil
}
