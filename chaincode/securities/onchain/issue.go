// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities"
)

// RequestIssue asks for units.
func (c *Contract) RequestIssue(tx *ledger.Tx, req securities.IssueRequest) (*securities.Issue, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	account, err := accounts.Get(tx, req.Account)
	if err != nil {
		return nil, err
	}
	issue, events, err := req.Request(instrument, account, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &issue, issues.Insert(tx, issue)
}

// DecideIssue makes the units of an issue, or declines.
func (c *Contract) DecideIssue(tx *ledger.Tx, req securities.DecideIssueRequest) (*securities.Issue, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	rows, err := issuingOf(tx, req.ID)
	if err != nil {
		return nil, err
	}
	issue, issuance, moves, err := rows.Decide(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(issue.Event())
	if err := carry(tx, moves); err != nil {
		return nil, err
	}
	if issuance != rows.Issuance {
		if err := put(tx, issuances, issuance.Instrument, issuance); err != nil {
			return nil, err
		}
	}
	return &issue, issues.Update(tx, issue)
}

func issuingOf(r ledger.Reader, id securities.IssueID) (rows securities.Issuing, err error) {
	if rows.Issue, err = issues.Get(r, id); err != nil {
		return rows, err
	}
	var frame securities.Terms
	if rows.Instrument, frame, err = inForce(r, rows.Issue.Instrument); err != nil {
		return rows, err
	}
	rows.Size = frame.Size
	if rows.Account, err = accounts.Get(r, rows.Issue.Account); err != nil {
		return rows, err
	}
	rows.Issuance, _, err = issuances.Find(r, rows.Instrument.ID)
	return rows, err
}
