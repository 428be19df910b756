// SPDX-License-Identifier: Apache-2.0

package protection

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// The people of the insurer.
const (
	underwriter story.Person = "insurer/underwriter"
	chief       story.Person = "insurer/chief"
	handler     story.Person = "insurer/handler"
	expert      story.Person = "insurer/expert"
)

// The policyholders.
const (
	buyer story.Person = "industry/buyer"
	alice story.Person = "northbank/alice"
	bob   story.Person = "southbank/bob"
)

// chapter is one telling.
type chapter struct {
	*footing.Footing
	accounts []footing.Account
	// first and last are the days on which rain is measured.
	first, last date.Date
}

// season is how many days rain is measured.
const season = 10

// Steps lists the steps of the chapter on a network.
func Steps(ctx context.Context, stage *story.Stage) ([]story.Step, error) {
	stands, err := footing.Look(ctx, stage, "ins-")
	if err != nil {
		return nil, err
	}
	c := &chapter{Footing: stands}
	if c.first, err = c.Today.AddDays(3); err != nil {
		return nil, fmt.Errorf("first day of the season: %w", err)
	}
	if c.last, err = c.Today.AddDays(3 + season); err != nil {
		return nil, fmt.Errorf("last day of the season: %w", err)
	}
	c.accounts = c.purses()
	return footing.Concat(c.frame(), c.sell(), c.burn(), c.dry()), nil
}

// purses are the accounts of everybody, and what they begin with.
func (c *chapter) purses() []footing.Account {
	return []footing.Account{
		{ID: c.Account("insurer"), Party: "insurer", Bank: footing.NorthMaker, Opened: footing.Euros(1_000_000)},
		{ID: c.Account("tax"), Party: "insurer", Bank: footing.NorthMaker},
		{ID: c.Account("buyer"), Party: "buyer", Bank: footing.NorthMaker, Opened: footing.Euros(10_000)},
		{ID: c.Account("alice"), Party: "alice", Bank: footing.NorthMaker, Opened: footing.Euros(1_000)},
		{ID: c.Account("bob"), Party: "bob", Bank: footing.SouthMaker, Opened: footing.Euros(1_000)},
	}
}

// mandate names an account's mandate for a purpose.
func (c *chapter) mandate(account string, purpose cash.Purpose) cash.MandateID {
	return cash.MandateID(c.ID(account + "-" + string(purpose)))
}

// purse is an account with its mandate for a purpose.
func (c *chapter) purse(account string, purpose cash.Purpose) insurance.Purse {
	return insurance.Purse{Account: c.Account(account), Mandate: c.mandate(account, purpose)}
}

func cents(units int64) money.Amount { return footing.Euros(units).Amount }

func rate(text string) decimal.Decimal { return decimal.MustParse(text) }

// turn moves the business dates of the story.
func (c *chapter) turn(ctx context.Context, to date.Date) error {
	return c.Turn(ctx, footing.Calendar{Today: insurance.Today, Roll: insurance.RollDate}, to)
}
