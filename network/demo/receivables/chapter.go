// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// The two people of the register of invoices.
const (
	keeper story.Person = "regulator/keeper"
	second story.Person = footing.Supervisor
)

// tenor is how many days paper runs.
const tenor = 30

// chapter is one telling.
type chapter struct {
	*footing.Footing
	accounts []footing.Account

	buyer, controller, supplier, foundry, toolmaker story.Person
	northDesk, southDesk                            story.Person

	maturity date.Date
	// books are those of the orders, by the name of the bill.
	books map[string]supplychain.OrderBook
}

// Steps lists the steps of the chapter on a network.
func Steps(ctx context.Context, stage *story.Stage) ([]story.Step, error) {
	stands, err := footing.Look(ctx, stage, "scf-")
	if err != nil {
		return nil, err
	}
	c := &chapter{Footing: stands, books: map[string]supplychain.OrderBook{}}
	if c.maturity, err = c.Today.AddDays(tenor); err != nil {
		return nil, fmt.Errorf("maturity: %w", err)
	}
	if err := c.cast(); err != nil {
		return nil, err
	}
	return footing.Concat(c.frame(), c.trade(), c.hands(), c.finance(), c.frauds(), c.payday()), nil
}

// cast finds everybody, and gives everybody an account.
func (c *chapter) cast() error {
	for _, role := range []struct {
		party  parties.PartyID
		people []*story.Person
	}{
		{"buyer", []*story.Person{&c.buyer, &c.controller}}, {"supplier", []*story.Person{&c.supplier}},
		{"foundry", []*story.Person{&c.foundry}}, {"toolmaker", []*story.Person{&c.toolmaker}},
		{"northbank", []*story.Person{&c.northDesk}}, {"southbank", []*story.Person{&c.southDesk}},
	} {
		people := c.People(role.party)
		if len(people) < len(role.people) {
			return fmt.Errorf("the topology names %d people of party %s, the story needs %d", len(people), role.party, len(role.people))
		}
		for i, person := range role.people {
			*person = people[i]
		}
	}
	c.accounts = []footing.Account{
		{ID: c.Account("buyer"), Party: "buyer", Bank: footing.NorthMaker, Opened: footing.Euros(1_000_000)},
		{ID: c.Account("supplier"), Party: "supplier", Bank: footing.SouthMaker},
		{ID: c.Account("foundry"), Party: "foundry", Bank: footing.NorthMaker},
		{ID: c.Account("toolmaker"), Party: "toolmaker", Bank: footing.SouthMaker},
		{ID: c.Account("northbank"), Party: "northbank", Bank: footing.NorthMaker, Opened: footing.Euros(500_000)},
		{ID: c.Account("southbank"), Party: "southbank", Bank: footing.SouthMaker, Opened: footing.Euros(1_500_000)},
	}
	return nil
}

// at names a slice of an undertaking of the story.
func (c *chapter) at(paper string, from int64) supplychain.SliceKey {
	return supplychain.SliceKey{Undertaking: c.paper(paper), From: from}
}

func (c *chapter) paper(name string) supplychain.UndertakingID {
	return supplychain.UndertakingID(c.ID(name))
}

// whole is the last unit of the undertaking.
const whole = 100_000_000
