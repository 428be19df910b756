// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) frame() []story.Step {
	return []story.Step{
		story.Do("members register the firms that they host, each by its LEI", c.Register),
		story.Do(c.Majority()+" adopt the euro", c.EuroMotion().Carry),
		story.Do(c.Majority()+" let securities settle through cash", c.ModuleMotion(footing.Module(securities.Module, securities.EntryPoints()), "securities").Carry),
		story.Do("banks open accounts of money, and three for securities itself", c.open),
		story.Do("the regulator attests the reserves behind each bank's deposits", c.Attest),
		story.Do("maker and checker, two people of a bank, issue money together", c.mint),
		story.Do("custodians open accounts of securities for the issuer and for investors", c.custody),
	}
}

func (c *chapter) open(ctx context.Context) (string, error) {
	told, err := c.Open(ctx, c.accounts)
	if err != nil {
		return "", err
	}
	for _, name := range []string{"collection", "paying", "suspense"} {
		_, err := story.Submit(ctx, c.Stage, footing.NorthMaker, cash.OpenAccount, cash.OpenRequest{
			ID: c.Account(name), Currency: footing.Euro, Module: securities.Module,
		})
		if err != nil {
			return "", err
		}
	}
	return told, nil
}

func (c *chapter) mint(ctx context.Context) (string, error) { return c.Mint(ctx, c.accounts) }

func (c *chapter) custody(ctx context.Context) (string, error) {
	if err := c.turn(ctx, c.Today); err != nil {
		return "", err
	}
	for _, a := range []struct {
		desk  story.Person
		owner parties.PartyID
		kind  securities.AccountKind
	}{
		{northCustody, "buyer", securities.Treasury}, {northCustody, "alice", securities.Investor},
		{northCustody, "carol", securities.Investor}, {southCustody, "bob", securities.Investor},
	} {
		_, err := story.Submit(ctx, c.Stage, a.desk, securities.OpenAccount, securities.AccountTerms{
			ID: c.account(string(a.owner)), Owner: a.owner, Kind: a.kind, Cash: c.Account(string(a.owner)), Tax: "standard",
		})
		if err != nil {
			return "", err
		}
	}
	return "the treasury, alice and carol at northbank, bob at southbank", nil
}

// holders tells how somebody's money and units stand.
func (c *chapter) holders(ctx context.Context, names ...string) (string, error) {
	units, err := c.units(ctx, names...)
	if err != nil {
		return "", err
	}
	balances, err := c.Balances(ctx, names...)
	return strings.Join([]string{units, balances}, "; "), err
}

// turn moves the business dates of the story.
func (c *chapter) turn(ctx context.Context, to date.Date) error {
	return c.Turn(ctx, footing.Calendar{Today: securities.Today, Roll: securities.RollDate}, to)
}
