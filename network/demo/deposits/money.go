// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) money() []story.Step {
	steps := []story.Step{
		story.Do("banks open accounts for their customers, one currency each", c.open),
	}
	if !c.registered {
		steps = append(steps, story.Do("the chaincode probe, which no resolution names, tries to settle", c.unregistered))
	}
	return append(steps,
		story.Do(c.Majority()+" let probe settle, from its function "+entryPoint+" alone", c.ModuleMotion(probe(), "settlement by hold").Carry),
		story.Do("the regulator attests the reserves behind each bank's deposits", c.Attest),
		story.Do("northbank's maker asks for new money and approves it alone", c.mintAlone),
		story.Do("maker and checker, two people of a bank, issue money together", c.mint),
		story.Do("northbank issues more than its reserve", c.mintBeyond),
	)
}

func (c *chapter) open(ctx context.Context) (string, error) { return c.Open(ctx, c.accounts) }

func (c *chapter) mint(ctx context.Context) (string, error) { return c.Mint(ctx, c.accounts) }

func (c *chapter) mintAlone(ctx context.Context) (string, error) {
	id, err := c.RequestMint(ctx, c.accounts[0], "alone", footing.Euros(1_000))
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, c.Stage, northMaker, cash.ApproveMint, id)
	return story.Refused(err, cash.SamePerson)
}

func (c *chapter) mintBeyond(ctx context.Context) (string, error) {
	id, err := c.RequestMint(ctx, c.accounts[0], "beyond", footing.ReserveMargin)
	if err != nil {
		return "", err
	}
	_, refusal := story.Submit(ctx, c.Stage, northChecker, cash.ApproveMint, id)
	if _, err := story.Submit(ctx, c.Stage, northChecker, cash.RejectMint, id); err != nil {
		return "", err
	}
	return story.Refused(refusal, cash.ReserveExceeded)
}
