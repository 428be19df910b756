// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// OpenProgramme opens a programme of the caller's firm.
func (c *Contract) OpenProgramme(tx *ledger.Tx, req supplychain.ProgrammeTerms) (*supplychain.Programme, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	account, err := c.money.Account(tx, req.Collection)
	if err != nil {
		return nil, err
	}
	programme, events, err := supplychain.OpenProgramme(req, account, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &programme, programmes.Insert(tx, programme)
}

// CloseProgramme ends new business.
func (c *Contract) CloseProgramme(tx *ledger.Tx, req supplychain.ProgrammeID) (*supplychain.Programme, error) {
	return change(tx, programmes, req, supplychain.Programme.Close)
}

// SetLine grants a line or changes it.
func (c *Contract) SetLine(tx *ledger.Tx, req supplychain.LineRequest) (*supplychain.Line, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	before, there, err := lines.Find(tx, req.On(do))
	if err != nil {
		return nil, err
	}
	if !there {
		return c.grantLine(tx, req, do)
	}
	shares, err := buckets.GetMany(tx, before.BucketsFrom(""))
	if err != nil {
		return nil, err
	}
	after, shares, events, err := before.Resize(shares, req, do)
	if err != nil {
		return nil, err
	}
	if err := buckets.UpdateAll(tx, shares); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, lines.Update(tx, after)
}

func (c *Contract) grantLine(tx *ledger.Tx, req supplychain.LineRequest, do supplychain.Act) (*supplychain.Line, error) {
	if _, err := c.registry.Firm(tx, req.Debtor); err != nil {
		return nil, err
	}
	line, shares, events, err := supplychain.GrantLine(req, do)
	if err != nil {
		return nil, err
	}
	for _, share := range shares {
		if err := buckets.Insert(tx, share); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &line, lines.Insert(tx, line)
}

// linesOf are the financier's line on the obligor, which has to be there, and its line on the seller, if it keeps one.
func linesOf(r ledger.Reader, financier parties.PartyID, seller supplychain.Firm, p paper) ([]supplychain.Line, error) {
	key := supplychain.LineKey{Financier: financier, Debtor: p.undertaking.Obligor.Party, Currency: p.programme.Currency}
	onObligor, err := lines.Get(r, key)
	if err != nil {
		return nil, err
	}
	key.Debtor = seller.Party
	onSeller, there, err := lines.Find(r, key)
	if err != nil || !there {
		return []supplychain.Line{onObligor}, err
	}
	return []supplychain.Line{onObligor, onSeller}, nil
}

// reserve takes a deal's exposure from the financier's lines.
func reserve(tx *ledger.Tx, deal supplychain.Deal, p paper, do supplychain.Act) ([]supplychain.Portion, error) {
	exposure, needed, err := deal.Exposure()
	if err != nil || !needed {
		return nil, err
	}
	return reserveOn(tx, deal, exposure, p, do)
}

// reserveOn takes an amount from each of the lines that the deal's financier has for it.
func reserveOn(tx *ledger.Tx, deal supplychain.Deal, exposure money.Amount, p paper, do supplychain.Act) ([]supplychain.Portion, error) {
	used, err := linesOf(tx, deal.Financier.Party, deal.Seller, p)
	if err != nil {
		return nil, err
	}
	var portions []supplychain.Portion
	for _, line := range used {
		more, err := draw(tx, line, deal, exposure, do)
		if err != nil {
			return nil, err
		}
		portions = append(portions, more...)
	}
	return portions, nil
}
