// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpenPanel proposes a panel under the caller's lead.
func (c *Contract) OpenPanel(tx *ledger.Tx, req insurance.PanelTerms) (*insurance.Panel, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	insurers := make([]insurance.Firm, len(req.Lines))
	for i, line := range req.Lines {
		if insurers[i], err = c.registry.Firm(tx, line.Insurer); err != nil {
			return nil, err
		}
	}
	panel, events, err := insurance.OpenPanel(req, insurers, do)
	if err == nil {
		err = c.linesPay(tx, panel)
	}
	return insert(tx, panels, panel, events, err)
}

// linesPay refuses a panel whose accounts are of another currency or belong to somebody else.
func (c *Contract) linesPay(r ledger.Reader, panel insurance.Panel) error {
	for _, line := range panel.Lines {
		if err := c.linePays(r, line, panel.Currency); err != nil {
			return err
		}
	}
	return nil
}

func (c *Contract) linePays(r ledger.Reader, line insurance.Line, currency money.Currency) error {
	if err := c.owned(r, line.Premiums, line.Firm(), currency); err != nil {
		return err
	}
	for _, purse := range []insurance.Purse{line.Refunds, line.Claims} {
		if err := c.pays(r, purse, line.Firm(), currency); err != nil {
			return err
		}
	}
	return nil
}

// SignPanel signs the caller's line.
func (c *Contract) SignPanel(tx *ledger.Tx, req insurance.PanelID) (*insurance.Panel, error) {
	return change(tx, panels, req, insurance.Panel.Sign)
}

// ChangePurses changes the accounts of the caller's line.
func (c *Contract) ChangePurses(tx *ledger.Tx, req insurance.PursesRequest) (*insurance.Panel, error) {
	return change(tx, panels, req.Panel, func(before insurance.Panel, do insurance.Act) (insurance.Panel, []protocol.Event, error) {
		after, at, events, err := before.ChangePurses(req, do)
		if err != nil {
			return before, nil, err
		}
		return after, events, c.linePays(tx, after.Lines[at], after.Currency)
	})
}

// DraftProduct drafts a version or replaces the terms of a draft.
func (c *Contract) DraftProduct(tx *ledger.Tx, req insurance.ProductTerms) (*insurance.ProductVersion, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	panel, err := panels.Get(tx, req.Panel)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(c.taxed(tx, req, panel), named(tx, req, panel)); err != nil {
		return nil, err
	}
	before, there, err := versions.Find(tx, req.VersionKey)
	if err != nil {
		return nil, err
	}
	if !there {
		drafted, events, err := insurance.DraftProduct(req, panel, do)
		return insert(tx, versions, drafted, events, err)
	}
	return change(tx, versions, req.VersionKey, func(insurance.ProductVersion, insurance.Act) (insurance.ProductVersion, []protocol.Event, error) {
		return before.Redraft(req, panel, do)
	})
}

// taxed refuses tax accounts that are not the lead's.
func (c *Contract) taxed(r ledger.Reader, req insurance.ProductTerms, panel insurance.Panel) error {
	for _, tax := range req.Taxes {
		if !tax.Kept {
			if err := c.pays(r, tax.Purse, panel.Lead(), req.Currency); err != nil {
				return err
			}
			continue
		}
		account, err := c.money.Account(r, tax.Purse.Account)
		if err != nil {
			return err
		}
		if err := insurance.Receives(account, req.Currency); err != nil {
			return err
		}
	}
	return nil
}

// named refuses a product's name that another insurer took with its first version, and a version that would be another
// product. The first version is compared with the second, where there is one.
func named(r ledger.Reader, req insurance.ProductTerms, panel insurance.Panel) error {
	if req.Version == 1 {
		second, there, err := versions.Find(r, insurance.VersionKey{Product: req.Product, Version: 2})
		if err != nil || !there {
			return err
		}
		return req.Succeeds(second.ProductTerms)
	}
	first, err := versions.Get(r, insurance.VersionKey{Product: req.Product, Version: 1})
	if err != nil {
		return err
	}
	if first.Insurer != panel.Lead() {
		return insurance.NotYours.New("product %s is one of %s", req.Product, first.Insurer.Party)
	}
	return req.Succeeds(first.ProductTerms)
}

// SubmitProduct ends drafting.
func (c *Contract) SubmitProduct(tx *ledger.Tx, req insurance.VersionKey) (*insurance.ProductVersion, error) {
	return change(tx, versions, req, insurance.ProductVersion.Submit)
}

// ActivateProduct is the checker's half.
func (c *Contract) ActivateProduct(tx *ledger.Tx, req insurance.VersionKey) (*insurance.ProductVersion, error) {
	return change(tx, versions, req, func(before insurance.ProductVersion, do insurance.Act) (insurance.ProductVersion, []protocol.Event, error) {
		if err := restsOn(tx, before.ProductTerms); err != nil {
			return before, nil, err
		}
		return before.Activate(do)
	})
}

// ReturnProduct sends a submitted version back.
func (c *Contract) ReturnProduct(tx *ledger.Tx, req insurance.VersionKey) (*insurance.ProductVersion, error) {
	return change(tx, versions, req, insurance.ProductVersion.Return)
}

// SuspendProduct stops new business for a while.
func (c *Contract) SuspendProduct(tx *ledger.Tx, req insurance.VersionKey) (*insurance.ProductVersion, error) {
	return change(tx, versions, req, insurance.ProductVersion.Suspend)
}

// ResumeProduct ends a suspension.
func (c *Contract) ResumeProduct(tx *ledger.Tx, req insurance.VersionKey) (*insurance.ProductVersion, error) {
	return change(tx, versions, req, insurance.ProductVersion.Resume)
}

// WithdrawProduct ends new business for good.
func (c *Contract) WithdrawProduct(tx *ledger.Tx, req insurance.VersionKey) (*insurance.ProductVersion, error) {
	return change(tx, versions, req, insurance.ProductVersion.Withdraw)
}

// Panel answers a panel.
func (c *Contract) Panel(q *ledger.Query, req insurance.PanelID) (*insurance.Panel, error) {
	return ledger.Answer(panels.Get(q, req))
}

// Product answers a version of a product.
func (c *Contract) Product(q *ledger.Query, req insurance.VersionKey) (*insurance.ProductVersion, error) {
	return ledger.Answer(versions.Get(q, req))
}

// Products lists versions.
func (c *Contract) Products(q *ledger.Query, req insurance.VersionsRequest) (*protocol.Page[insurance.ProductVersion], error) {
	return ledger.Answer(versions.Page(q, req.Prefix(), req.PageRequest))
}
