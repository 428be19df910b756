// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) frauds() []story.Step {
	return []story.Step{
		story.Do("the supplier bills the same once more, the number spelled otherwise and the amount edited", c.respelled),
		story.Do("the supplier bills it under another number: the register enters it, and suspects", c.renumbered),
		story.Do("the buyer is deceived, southbank agrees to finance it, and tries to fund", c.fundTwice),
		story.Do("who registered it finds the suspicion unfounded alone", c.approveAlone),
	}
}

// respell writes the number of the first invoice as people do who hope that nobody compares.
func (c *chapter) respell() bill {
	return bill{"respelled", strings.ReplaceAll(strings.ToLower(c.number()), "-", " "), "990"}
}

func (c *chapter) renumber() bill { return bill{"renumbered", c.ID("Q77"), "1000"} }

func (c *chapter) respelled(ctx context.Context) (string, error) {
	b := c.respell()
	if err := c.purchase(ctx, b); err != nil {
		return "", err
	}
	if _, err := c.submit(ctx, b); err != nil {
		return "", err
	}
	_, err := c.enroll(ctx, b)
	return story.Refused(err, duplicate.DoubleFinancing)
}

func (c *chapter) renumbered(ctx context.Context) (string, error) {
	b := c.renumber()
	if err := c.purchase(ctx, b); err != nil {
		return "", err
	}
	if _, err := c.submit(ctx, b); err != nil {
		return "", err
	}
	verdict, err := c.enroll(ctx, b)
	if err == nil && verdict != duplicate.Suspicion {
		err = fmt.Errorf("the verdict is %s", verdict)
	}
	return "verdict " + string(verdict), err
}

// again is the deal on the renumbered invoice.
func (c *chapter) again() deal {
	return deal{c, "deal-again", "renumbered", supplychain.Units{From: 1, To: whole}, supplychain.Factoring, c.supplier, c.southDesk, "southbank", "0.06"}
}

func (c *chapter) fundTwice(ctx context.Context) (string, error) {
	b := c.renumber()
	if err := c.propose(ctx, b); err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, c.controller, supplychain.IssueUndertaking, c.paper(b.name)); err != nil {
		return "", err
	}
	if err := c.accept(ctx, b); err != nil {
		return "", err
	}
	if err := c.again().prepare(ctx); err != nil {
		return "", err
	}
	_, err := c.again().fund(ctx)
	return story.Refused(err, duplicate.DuplicateSuspected)
}

func (c *chapter) approveAlone(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, keeper, supplychain.ApproveInvoice, c.invoiceID(c.renumber()))
	return story.Refused(err, supplychain.SamePerson)
}
