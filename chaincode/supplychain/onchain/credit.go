// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/score"
)

// DiscloseScore gives somebody leave to see the caller's assessment.
func (c *Contract) DiscloseScore(tx *ledger.Tx, req supplychain.DisclosureRequest) (*supplychain.Disclosure, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	leave, told, err := supplychain.Disclose(req, do)
	if err != nil {
		return nil, err
	}
	_, there, err := disclosures.Find(tx, leave.DisclosureKey)
	if err != nil {
		return nil, err
	}
	save := disclosures.Insert
	if there {
		save = disclosures.Update
	}
	tx.Emit(told...)
	return &leave, save(tx, leave)
}

// AssessFirm assesses a party from all that the ledger records of its payments, and of what it still owes.
func (c *Contract) AssessFirm(q *ledger.Query, req supplychain.AssessRequest) (*score.Assessment, error) {
	do, err := c.actor(q)
	if err != nil {
		return nil, err
	}
	needed, err := req.Leave(do)
	if err != nil {
		return nil, err
	}
	leave, _, err := disclosures.Find(q, needed)
	if err != nil {
		return nil, err
	}
	if err := leave.Seen(req.Party, do); err != nil {
		return nil, err
	}
	records, err := recordsOf(q, req)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(score.Assess(score.Default(), string(req.Party), req.Currency, records, do.Today))
}

// VerifyScore computes a shown assessment again.
func (c *Contract) VerifyScore(q *ledger.Query, req supplychain.ShownScore) (*score.Assessment, error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	about, err := req.About(do)
	if err != nil {
		return nil, err
	}
	records, err := recordsOf(q, about)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(req.Assessment, req.Assessment.Verify(records))
}

// recordsOf are all records of a party's payments, and of what it still owes.
func recordsOf(q *ledger.Query, req supplychain.AssessRequest) ([]score.Payment, error) {
	records, err := all(func(page protocol.PageRequest) (protocol.Page[score.Payment], error) {
		return payments.Page(q, req.Party.Key(), page)
	})
	if err != nil {
		return nil, err
	}
	owed, err := outstanding(q, req)
	return append(records, owed...), err
}

// outstanding are the records of what a party owes as an obligor.
func outstanding(q *ledger.Query, req supplychain.AssessRequest) ([]score.Payment, error) {
	issued, err := all(func(page protocol.PageRequest) (protocol.Page[supplychain.Undertaking], error) {
		return undertakings.PageBy(q, "obligor", req.Party.Key(), page)
	})
	if err != nil {
		return nil, err
	}
	var owed []score.Payment
	for _, undertaking := range issued {
		discharge, there, err := discharges.Find(q, undertaking.ID)
		if err != nil {
			return nil, err
		}
		if record, some := discharge.Outstanding(undertaking); there && some {
			owed = append(owed, record)
		}
	}
	return owed, nil
}

// all turns every page.
func all[V any](turn func(protocol.PageRequest) (protocol.Page[V], error)) ([]V, error) {
	var rows []V
	page := protocol.PageRequest{Size: protocol.PageSizeMax}
	for {
		found, err := turn(page)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found.Items...)
		if found.Next == "" {
			return rows, nil
		}
		page.After = found.Next
	}
}
