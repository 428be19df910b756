// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// ApplyForPolicies prices many policies of one policyholder, whose accounts are looked at once.
func (c *Contract) ApplyForPolicies(tx *ledger.Tx, req insurance.ApplyRequest) (*insurance.Applications, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	var found insurance.Case
	if err := framed(tx, insurance.Frame{Version: req.Product}, &found); err != nil {
		return nil, err
	}
	if err := c.accounts(tx, req.Each()[0], &found, do); err != nil {
		return nil, err
	}
	rows, applied, events, err := insurance.ApplyForAll(req, found, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if _, _, err := quotes.FindMany(tx, req.Names()); err != nil {
		return nil, err
	}
	return &applied, insertAll(tx, quotes, rows)
}

// IssuePolicies makes contracts of many quotes.
func (c *Contract) IssuePolicies(tx *ledger.Tx, req insurance.IssueRequest) (*insurance.Issued, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	rows, err := quotes.GetMany(tx, req.Quotes)
	if err != nil {
		return nil, err
	}
	cases, err := freshCases(tx, rows)
	if err != nil {
		return nil, err
	}
	done, err := insurance.IssueAll(req, rows, cases, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(done.Events...)
	if err := saveIssuance(tx, done, cases, do); err != nil {
		return nil, err
	}
	return &done.Issued, c.pay(tx, done.Settle)
}

// freshCases are what quotes for new policies are decided on, with each version and panel read once.
func freshCases(r ledger.Reader, rows []insurance.Quote) ([]insurance.Case, error) {
	cases, frames := make([]insurance.Case, len(rows)), frames{}
	for i, quote := range rows {
		var err error
		if cases[i], err = frames.read(r, insurance.Frame{Version: quote.Product, Panel: quote.Panel}); err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// saveIssuance saves policies, quotes, instalments and work. Three round trips find out that all of it is new.
func saveIssuance(tx *ledger.Tx, done insurance.Issuance, cases []insurance.Case, do insurance.Act) error {
	var due []insurance.Due
	var owed []insurance.Instalment
	var rests []oracle.FeedID
	for i, bound := range done.Bound {
		work, err := armed(bound, cases[i].Version, do)
		if err != nil {
			return err
		}
		due, owed = append(due, work...), append(owed, bound.Instalments...)
		rests = append(rests, cases[i].Version.FeedsOf(work)...)
	}
	if err := take(tx, rests); err != nil {
		return err
	}
	if err := vacant(tx, done.Bound, owed); err != nil {
		return err
	}
	for _, bound := range done.Bound {
		if err := errors.Join(policies.Insert(tx, bound.Policy), quotes.Update(tx, bound.Quote)); err != nil {
			return err
		}
	}
	if err := insertAll(tx, instalments, owed); err != nil {
		return err
	}
	return awaitAll(tx, due)
}

// vacant reads the places of new policies and instalments, so that inserting them asks the peer nothing more.
func vacant(tx *ledger.Tx, bound []insurance.Bound, owed []insurance.Instalment) error {
	names, keys := make([]insurance.PolicyID, len(bound)), make([]insurance.InstalmentKey, len(owed))
	for i := range bound {
		names[i] = bound[i].Policy.ID
	}
	for i := range owed {
		keys[i] = owed[i].InstalmentKey
	}
	if _, _, err := policies.FindMany(tx, names); err != nil {
		return err
	}
	_, _, err := instalments.FindMany(tx, keys)
	return err
}
