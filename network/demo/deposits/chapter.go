// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// The people of the story.
const (
	northOfficer story.Person = footing.NorthOfficer
	northMaker   story.Person = footing.NorthMaker
	northChecker story.Person = footing.NorthChecker
	southOfficer story.Person = footing.SouthOfficer
	southMaker   story.Person = footing.SouthMaker
	southChecker story.Person = footing.SouthChecker
	supervisor   story.Person = footing.Supervisor
	alice        story.Person = "northbank/alice"
	carol        story.Person = "northbank/carol"
	bob          story.Person = "southbank/bob"
)

// chapter is one telling.
type chapter struct {
	*footing.Footing
	accounts []footing.Account
	// payer pays the batch of invoices to payee.
	payer, payee footing.Account
	// registered tells that the module probe is there since an earlier telling.
	registered bool
}

// Steps lists the steps of the chapter on a network.
func Steps(ctx context.Context, stage *story.Stage) ([]story.Step, error) {
	stands, err := footing.Look(ctx, stage, "")
	if err != nil {
		return nil, err
	}
	c := &chapter{Footing: stands}
	_, err = story.Ask(ctx, stage, northOfficer, cash.GetModule, module)
	if c.registered = err == nil; err != nil && !errors.Is(err, protocol.NotFound) {
		return nil, err
	}
	c.cast()
	return footing.Concat(c.customers(), c.government(), c.money(), c.payments(), c.holds(), c.frauds(), c.freezes()), nil
}

// cast gives everybody an account.
func (c *chapter) cast() {
	c.accounts = []footing.Account{
		{ID: c.Account("alice"), Party: "alice", Bank: northMaker, Opened: footing.Euros(1_000_000)},
		{ID: c.Account("carol"), Party: "carol", Bank: northMaker},
		{ID: c.Account("purse"), Party: "alice", Bank: northMaker},
		{ID: c.Account("bob"), Party: "bob", Bank: southMaker, Opened: footing.Euros(500_000)},
	}
	c.payer, c.payee = c.accounts[0], c.accounts[3]
	if c.Has("industry") {
		c.payer = footing.Account{ID: c.Account("buyer"), Party: "buyer", Bank: northMaker, Opened: footing.Euros(2_000_000)}
		c.payee = footing.Account{ID: c.Account("supplier"), Party: "supplier", Bank: southMaker}
		c.accounts = append(c.accounts, c.payer, c.payee)
	}
}
