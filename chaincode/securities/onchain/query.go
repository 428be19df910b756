// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Instrument answers an instrument.
func (c *Contract) Instrument(q *ledger.Query, req securities.InstrumentID) (*securities.Instrument, error) {
	return ledger.Answer(instruments.Get(q, req))
}

// Terms answers a version of an instrument's terms.
func (c *Contract) Terms(q *ledger.Query, req securities.TermsKey) (*securities.TermsVersion, error) {
	return ledger.Answer(terms.Get(q, req))
}

// Issue answers an issue.
func (c *Contract) Issue(q *ledger.Query, req securities.IssueID) (*securities.Issue, error) {
	return ledger.Answer(issues.Get(q, req))
}

// Instruments lists instruments.
func (c *Contract) Instruments(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[securities.Instrument], error) {
	return ledger.Answer(instruments.Page(q, nil, req))
}

// Supply answers how many units there were at the end of a day.
func (c *Contract) Supply(q *ledger.Query, req securities.RegisterKey) (*securities.Supply, error) {
	units, err := supplyOn(q, req)
	return &securities.Supply{RegisterKey: req, Units: units}, err
}

// Account answers an account.
func (c *Contract) Account(q *ledger.Query, req securities.AccountID) (*securities.Account, error) {
	return ledger.Answer(accounts.Get(q, req))
}

// Lot answers a lot.
func (c *Contract) Lot(q *ledger.Query, req securities.LotKey) (*securities.Lot, error) {
	return ledger.Answer(lots.Get(q, req))
}

// LotsByAccount lists the lots of an account that are not spent.
func (c *Contract) LotsByAccount(q *ledger.Query, req securities.LotsRequest) (*protocol.Page[securities.Lot], error) {
	return ledger.Answer(lots.PageBy(q, "account", req.Prefix(), req.PageRequest))
}

// Journal lists all lots of an instrument.
func (c *Contract) Journal(q *ledger.Query, req securities.JournalRequest) (*protocol.Page[securities.Lot], error) {
	return ledger.Answer(lots.Page(q, req.Instrument.Key(), req.PageRequest))
}

// CheckTransfer tells whether a transfer would be carried out.
func (c *Contract) CheckTransfer(q *ledger.Query, req securities.TransferRequest) (*securities.Verdict, error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	ends, err := endsOf(q, req.Instrument, req.From, req.To, req.Lots)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(req.Judge(ends, do))
}

// SuggestInputs proposes which lots to spend.
func (c *Contract) SuggestInputs(q *ledger.Query, req securities.SuggestRequest) (*securities.Suggestion, error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	found, err := all(func(page protocol.PageRequest) (protocol.Page[securities.Lot], error) {
		return lots.PageBy(q, "account", []string{string(req.Account), string(req.Instrument)}, page)
	})
	if err != nil {
		return nil, err
	}
	return ledger.Answer(req.Suggest(found, do))
}
