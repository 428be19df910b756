// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// Who acts for the custodians, the depository and the paying agent.
const (
	northCustody story.Person = "northbank/custody"
	southCustody story.Person = "southbank/custody"
	agent        story.Person = "northbank/agent"
	operator     story.Person = "depository/operator"
)

// chapter is one telling.
type chapter struct {
	*footing.Footing
	accounts []footing.Account
	terms    securities.Terms
	plan     securities.Plan
	// trade is the one between alice and bob.
	trade securities.Trade
	// admission is that of bob which the depository keeps to itself; hers and his are sealed lots of alice and bob.
	admission securities.SealedAdmission
	hers, his sealed
	// pages are those of the register of the last record date.
	pages []securities.Bucket

	issuer, treasurer, alice, bob, carol story.Person
}

// Steps lists the steps of the chapter on a network.
func Steps(ctx context.Context, stage *story.Stage) ([]story.Step, error) {
	stands, err := footing.Look(ctx, stage, "sec-")
	if err != nil {
		return nil, err
	}
	c := &chapter{Footing: stands, issuer: "industry/issuer", treasurer: "industry/treasurer", alice: "northbank/alice", bob: "southbank/bob", carol: "northbank/carol"}
	if c.terms, err = c.bond(); err != nil {
		return nil, err
	}
	if c.plan, err = securities.PlanOf(*c.terms.Bond, c.terms.Nominal); err != nil {
		return nil, fmt.Errorf("plan of the bond: %w", err)
	}
	c.accounts = []footing.Account{
		{ID: c.Account("buyer"), Party: "buyer", Bank: footing.NorthMaker, Opened: footing.Euros(100_000)},
		{ID: c.Account("alice"), Party: "alice", Bank: footing.NorthMaker, Opened: footing.Euros(400_000)},
		{ID: c.Account("carol"), Party: "carol", Bank: footing.NorthMaker, Opened: footing.Euros(400_000)},
		{ID: c.Account("bob"), Party: "bob", Bank: footing.SouthMaker, Opened: footing.Euros(400_000)},
		{ID: c.Account("tax"), Party: "northbank", Bank: footing.NorthMaker},
	}
	return footing.Concat(c.frame(), c.list(), c.offer(), c.exchange(), c.conceal(), c.coupon(), c.repay()), nil
}

// instrument is the bond, and account the securities account of somebody.
func (c *chapter) instrument() securities.InstrumentID { return securities.InstrumentID(c.ID("bond")) }

func (c *chapter) account(name string) securities.AccountID { return securities.AccountID(c.ID(name)) }

// isin is a number that is new in each telling.
func (c *chapter) isin() (ident.ISIN, error) {
	national := strings.ToUpper(c.Run)
	isin, err := ident.NewISIN("XF", strings.Repeat("0", max(0, 9-len(national)))+national)
	if err != nil {
		return isin, fmt.Errorf("ISIN of the telling %s: %w", c.Run, err)
	}
	return isin, nil
}

// units tells how many units of the bond accounts hold.
func (c *chapter) units(ctx context.Context, names ...string) (string, error) {
	told := make([]string, len(names))
	for i, name := range names {
		lots, err := c.lots(ctx, name)
		if err != nil {
			return "", err
		}
		sum, err := securities.SumOf(sizes(lots)...)
		if err != nil {
			return "", err
		}
		told[i] = fmt.Sprintf("%s has %s units", name, sum)
	}
	return strings.Join(told, ", "), nil
}

func (c *chapter) lots(ctx context.Context, name string) ([]securities.Lot, error) {
	page, err := story.Ask(ctx, c.Stage, operator, securities.LotsByAccount, securities.LotsRequest{
		Account: c.account(name), Instrument: c.instrument(), PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax},
	})
	if err != nil {
		return nil, err
	}
	return page.Items, nil
}

func sizes(lots []securities.Lot) []securities.Quantity {
	all := make([]securities.Quantity, len(lots))
	for i, lot := range lots {
		all[i] = lot.Quantity
	}
	return all
}

// inputs names lots of an account that suffice for a quantity.
func (c *chapter) inputs(ctx context.Context, name string, quantity securities.Quantity) ([]securities.LotID, error) {
	found, err := story.Ask(ctx, c.Stage, operator, securities.SuggestInputs, securities.SuggestRequest{
		Instrument: c.instrument(), Account: c.account(name), Quantity: quantity,
	})
	if err != nil {
		return nil, err
	}
	return found.Lots, nil
}
