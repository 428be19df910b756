// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) frame() []story.Step {
	return []story.Step{
		story.Do("members register the firms that they host, each by its LEI", c.Register),
		story.Do(c.Majority()+" adopt the euro", c.EuroMotion().Carry),
		story.Do(c.Majority()+" let securities settle through cash", c.ModuleMotion(module(), "securities").Carry),
		story.Do("banks open accounts of money, and three for securities itself", c.open),
		story.Do("the regulator attests the reserves behind each bank's deposits", c.Attest),
		story.Do("maker and checker, two people of a bank, issue money together", c.mint),
		story.Do("custodians open accounts of securities for the issuer and for investors", c.custody),
	}
}

// module is what the members let securities do.
func module() cash.Module {
	return cash.Module{
		Name: securities.Module, EntryPoints: securities.EntryPoints(), Caps: []money.Money{footing.Euros(5_000_000)},
		Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
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
	if c.begun.Before(c.Today) { // cash is ahead
		if err := c.roll(ctx, securities.RollDate, c.Today); err != nil {
			return "", err
		}
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

// roll moves a chaincode's business date.
func (c *chapter) roll(ctx context.Context, e protocol.SubmitEndpoint[protocol.RollRequest, protocol.BusinessDate], to date.Date) error {
	_, err := story.Submit(ctx, c.Stage, footing.NorthOfficer, e, protocol.RollRequest{To: to})
	return err
}

// turn moves the business dates of securities and cash, where they are not there yet.
func (c *chapter) turn(ctx context.Context, to date.Date) error {
	for _, clock := range []struct {
		today protocol.EvaluateEndpoint[protocol.Nothing, protocol.BusinessDate]
		roll  protocol.SubmitEndpoint[protocol.RollRequest, protocol.BusinessDate]
	}{{cash.Today, cash.RollDate}, {securities.Today, securities.RollDate}} {
		today, err := story.Ask(ctx, c.Stage, footing.NorthOfficer, clock.today, protocol.Nothing{})
		if err == nil && today.Date.Before(to) {
			err = c.roll(ctx, clock.roll, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
