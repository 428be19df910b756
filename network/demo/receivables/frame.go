// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) frame() []story.Step {
	return []story.Step{
		story.Do("members register the firms and banks that they host, each by its LEI", c.Register),
		story.Do(c.Majority()+" adopt the euro", c.EuroMotion().Carry),
		story.Do(c.Majority()+" let supplychain settle through cash", c.ModuleMotion(footing.Module(supplychain.Module, supplychain.EntryPoints()), "supply-chain finance").Carry),
		story.Do("banks open accounts, and one for supplychain, through which obligors pay", c.open),
		story.Do("the regulator attests the reserves behind each bank's deposits", c.Attest),
		story.Do("maker and checker, two people of a bank, issue money together", c.mint),
		story.Do("the buyer opens a programme, and lets it collect what falls due", c.programme),
		story.Do("each bank grants a credit line on the buyer", c.lines),
		story.Do("the regulator begins the register of invoices; its keys never leave its own collection", c.register),
	}
}

func (c *chapter) open(ctx context.Context) (string, error) {
	told, err := c.Open(ctx, c.accounts)
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, c.Stage, footing.NorthMaker, cash.OpenAccount, cash.OpenRequest{
		ID: c.Account("collection"), Currency: footing.Euro, Module: supplychain.Module,
	})
	return told, err
}

func (c *chapter) mint(ctx context.Context) (string, error) { return c.Mint(ctx, c.accounts) }

func (c *chapter) frameID() supplychain.ProgrammeID {
	return supplychain.ProgrammeID(c.ID("programme"))
}

func (c *chapter) programme(ctx context.Context) (string, error) {
	if err := c.turn(ctx, c.Today); err != nil {
		return "", err
	}
	terms := supplychain.ProgrammeTerms{
		ID: c.frameID(), Currency: footing.Euro, Collection: c.Account("collection"), DayCount: date.Act360, Convention: date.Unadjusted,
		TenorMin: 1, TenorMax: 180, DepthMax: 3, UnitMin: 100, Grace: 5, DefaultAfter: 30, FeeMax: decimal.MustParse("0.05"),
	}
	if _, err := story.Submit(ctx, c.Stage, c.buyer, supplychain.Open, terms); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, c.buyer, cash.GrantMandate, cash.MandateTerms{
		ID: c.mandate(), Payer: c.Account("buyer"), Module: supplychain.Module, Purpose: supplychain.Payables,
		MaxUse: footing.Euros(1_000_000), MaxTotal: footing.Euros(1_000_000), ValidUntil: c.maturity,
	})
	return fmt.Sprintf("paper of at most %d days and %d transfers", terms.TenorMax, terms.DepthMax), err
}

func (c *chapter) mandate() cash.MandateID { return cash.MandateID(c.ID("payables")) }

// lineLimit is what each bank is ready to have outstanding on the buyer.
var lineLimit = footing.Euros(3_000_000)

func (c *chapter) lines(ctx context.Context) (string, error) {
	for _, desk := range []story.Person{c.northDesk, c.southDesk} {
		_, err := story.Submit(ctx, c.Stage, desk, supplychain.SetLine, supplychain.LineRequest{
			Debtor: "buyer", Limit: lineLimit, Buckets: 2, Expires: c.maturity,
		})
		if err != nil {
			return "", err
		}
	}
	return lineLimit.String() + " each", nil
}

// register begins the register, unless an earlier telling did.
func (c *chapter) register(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, keeper, supplychain.OpenEpoch, supplychain.EpochRequest{Number: 1})
	if errors.Is(err, supplychain.EpochMissing) {
		return "it is there since an earlier telling", nil
	}
	if err != nil {
		return "", err
	}
	secret := make([]byte, duplicate.SecretMin)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	_, err = story.Submit(ctx, c.Stage, keeper, supplychain.KeepRing, supplychain.RingRequest{
		Epochs: 1, Ring: duplicate.Ring{{Epoch: 1, Secret: secret}},
	})
	return "epoch 1", err
}

// turn moves the business dates of the story.
func (c *chapter) turn(ctx context.Context, to date.Date) error {
	return c.Turn(ctx, footing.Calendar{Today: supplychain.Today, Roll: supplychain.RollDate}, to)
}
