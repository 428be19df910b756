// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

// The people of the story.
const (
	northOfficer story.Person = "northbank/officer"
	northMaker   story.Person = "northbank/maker"
	northChecker story.Person = "northbank/checker"
	southOfficer story.Person = "southbank/officer"
	southMaker   story.Person = "southbank/maker"
	southChecker story.Person = "southbank/checker"
	alice        story.Person = "northbank/alice"
	carol        story.Person = "northbank/carol"
	bob          story.Person = "southbank/bob"
	buyer        story.Person = "industry/buyer"
	supplier     story.Person = "industry/supplier"
	attester     story.Person = "regulator/officer"
	supervisor   story.Person = "regulator/supervisor"
)

// chapter is one telling.
type chapter struct {
	*story.Stage
	today        date.Date
	constitution parties.Constitution
	accounts     []account
	// payer pays the batch of invoices to payee.
	payer, payee account
	// registered tells that the module probe is there since an earlier telling.
	registered bool
}

// account is an account of the story.
type account struct {
	id     cash.AccountID
	owner  story.Person
	bank   story.Person // who opens it
	opened money.Money  // issued onto it; none when zero
}

// Steps lists the steps of the chapter on a network.
func Steps(ctx context.Context, stage *story.Stage) ([]story.Step, error) {
	c := &chapter{Stage: stage}
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	c.cast()
	return concat(c.customers(), c.government(), c.money(), c.payments(), c.holds(), c.frauds(), c.freezes()), nil
}

// concat is all steps in order.
func concat(parts ...[]story.Step) []story.Step {
	var all []story.Step
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// prepare looks at what is there.
func (c *chapter) prepare(ctx context.Context) error {
	constitution, err := story.Ask(ctx, c.Stage, northOfficer, parties.GetConstitution, protocol.Nothing{})
	if err != nil {
		return err
	}
	today, err := story.Ask(ctx, c.Stage, northOfficer, cash.Today, protocol.Nothing{})
	if err != nil {
		return err
	}
	c.constitution, c.today = *constitution, today.Date
	_, err = story.Ask(ctx, c.Stage, northOfficer, cash.GetModule, module)
	if c.registered = err == nil; errors.Is(err, protocol.NotFound) {
		err = nil
	}
	return err
}

// cast gives everybody an account.
func (c *chapter) cast() {
	c.accounts = []account{
		{id: c.account("alice"), owner: alice, bank: northMaker, opened: euros(1_000_000)},
		{id: c.account("carol"), owner: carol, bank: northMaker},
		{id: c.account("purse"), owner: alice, bank: northMaker},
		{id: c.account("bob"), owner: bob, bank: southMaker, opened: euros(500_000)},
	}
	c.payer, c.payee = c.accounts[0], c.accounts[3]
	if c.Has("industry") {
		c.payer = account{id: c.account("buyer"), owner: buyer, bank: northMaker, opened: euros(2_000_000)}
		c.payee = account{id: c.account("supplier"), owner: supplier, bank: southMaker}
		c.accounts = append(c.accounts, c.payer, c.payee)
	}
}

func (c *chapter) account(name string) cash.AccountID { return cash.AccountID(c.ID(name)) }

var euro = money.MustCurrency("EUR")

// euros is an amount of whole euros.
func euros(units int64) money.Money {
	return money.Money{Amount: money.MustAmount(units * 100), Currency: euro}
}

// balances tells what accounts have, as their first owner's bank sees it.
func (c *chapter) balances(ctx context.Context, names ...string) (string, error) {
	told := make([]string, len(names))
	for i, name := range names {
		balance, err := story.Ask(ctx, c.Stage, northOfficer, cash.GetBalance, c.account(name))
		if err != nil {
			return "", err
		}
		told[i] = fmt.Sprintf("%s has %s", name, balance.Posted)
		if !balance.Held.Amount.IsZero() {
			told[i] += fmt.Sprintf(", %s of it held", balance.Held)
		}
	}
	return strings.Join(told, ", "), nil
}
