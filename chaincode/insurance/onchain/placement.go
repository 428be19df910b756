// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpenProgramme opens a programme and enters it into the lines of business that it protects.
func (c *Contract) OpenProgramme(tx *ledger.Tx, req insurance.ProgrammeTerms) (*insurance.Programme, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	programme, events, err := insurance.OpenProgramme(req, do)
	if err != nil {
		return nil, err
	}
	if err := c.pays(tx, req.Purse, programme.Cedent, programme.Currency); err != nil {
		return nil, err
	}
	if err := enterClasses(tx, programme); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &programme, programmes.Insert(tx, programme)
}

func enterClasses(tx *ledger.Tx, programme insurance.Programme) error {
	keys := programme.Keys()
	rows, there, err := cededClasses.FindMany(tx, keys)
	if err != nil {
		return err
	}
	for i, key := range keys {
		if rows[i], err = rows[i].Enter(key, programme); err != nil {
			return err
		}
	}
	return putAll(tx, cededClasses, rows, there)
}

// DraftSlip drafts a treaty or replaces the terms of a draft.
func (c *Contract) DraftSlip(tx *ledger.Tx, req insurance.SlipTerms) (*insurance.Slip, error) {
	programme, do, err := load(tx, programmes, req.Programme)
	if err != nil {
		return nil, err
	}
	before, there, err := slips.Find(tx, req.ID)
	if err != nil {
		return nil, err
	}
	draft := insurance.DraftSlip
	if there {
		draft = before.Redraft
	}
	after, events, err := draft(req, programme, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, put(tx, slips, after, there)
}

// QuoteTreaty leaves a quote in the caller's own collection.
func (c *Contract) QuoteTreaty(tx *ledger.Tx, req insurance.TreatyQuoteRequest) (*insurance.TreatyQuoteReceipt, error) {
	if err := req.Quote.Offer(insurance.Act{Facts: tx.Facts()}); err != nil {
		return nil, err
	}
	return &insurance.TreatyQuoteReceipt{Treaty: req.Treaty}, treatyQuotes.Put(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), req.Quote)
}

// TakeQuote takes a quote. Every endorser compares it with the hash in the reinsurer's collection.
func (c *Contract) TakeQuote(tx *ledger.Tx, req insurance.TakeQuoteRequest) (*insurance.Slip, error) {
	return change(tx, slips, req.Treaty, func(before insurance.Slip, do insurance.Act) (insurance.Slip, []protocol.Event, error) {
		after, events, err := before.Take(req.Quote, do)
		if err != nil {
			return before, nil, err
		}
		if err := treatyQuotes.Verify(tx, ledger.OwnCollection(req.Quote.Reinsurer.Host), req.Treaty, req.Quote); err != nil {
			return before, nil, err
		}
		_, err = c.registry.Firm(tx, req.Quote.Reinsurer.Party)
		return after, events, err
	})
}

// OrderFirm orders at the quoted terms.
func (c *Contract) OrderFirm(tx *ledger.Tx, req insurance.TreatyID) (*insurance.Slip, error) {
	return change(tx, slips, req, insurance.Slip.OrderFirm)
}

// WriteLine writes a line, as a row of its own.
func (c *Contract) WriteLine(tx *ledger.Tx, req insurance.LineRequest) (*insurance.WrittenLine, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	slip, err := slips.Get(tx, req.Treaty)
	if err != nil {
		return nil, err
	}
	line, events, err := slip.WriteLine(req, do)
	if err != nil {
		return nil, err
	}
	if err := c.pays(tx, req.Purse, line.Firm, slip.Currency); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &line, writtenLines.Insert(tx, line)
}

// CloseLines ends the writing of lines.
func (c *Contract) CloseLines(tx *ledger.Tx, req insurance.LinesRequest) (*insurance.Slip, error) {
	return change(tx, slips, req.Treaty, func(before insurance.Slip, do insurance.Act) (insurance.Slip, []protocol.Event, error) {
		written, err := writtenLines.GetMany(tx, req.Keys())
		if err != nil {
			return before, nil, err
		}
		return before.CloseLines(written, do)
	})
}

// SignDown scales lines to the order.
func (c *Contract) SignDown(tx *ledger.Tx, req insurance.TreatyID) (*insurance.Slip, error) {
	return change(tx, slips, req, insurance.Slip.SignDown)
}

// ConfirmLine confirms the caller's signed line.
func (c *Contract) ConfirmLine(tx *ledger.Tx, req insurance.TreatyID) (*insurance.WrittenLine, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	firm, err := do.Firm()
	if err != nil {
		return nil, err
	}
	return change(tx, writtenLines, insurance.WrittenLineKey{Treaty: req, Reinsurer: firm.Party}, func(before insurance.WrittenLine, do insurance.Act) (insurance.WrittenLine, []protocol.Event, error) {
		slip, err := slips.Get(tx, req)
		if err != nil {
			return before, nil, err
		}
		return before.Confirm(slip, do)
	})
}

// WithdrawSlip ends a placement.
func (c *Contract) WithdrawSlip(tx *ledger.Tx, req insurance.TreatyID) (*insurance.Slip, error) {
	return change(tx, slips, req, insurance.Slip.Withdraw)
}

// BindTreaty makes a treaty of a slip. The peers of cedent and participants have to endorse it.
func (c *Contract) BindTreaty(tx *ledger.Tx, req insurance.TreatyID) (*insurance.Treaty, error) {
	slip, do, err := load(tx, slips, req)
	if err != nil {
		return nil, err
	}
	binding := insurance.Binding{Slip: slip}
	if binding.Programme, binding.Others, err = protection(tx, slip.Programme); err != nil {
		return nil, err
	}
	if binding.Lines, err = writtenLines.GetMany(tx, slip.LineKeys()); err != nil {
		return nil, err
	}
	bound, events, err := binding.Bind(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &bound.Treaty, errors.Join(slips.Update(tx, bound.Slip), programmes.Update(tx, bound.Programme),
		treaties.Insert(tx, bound.Treaty))
}

// protection is a programme and its treaties.
func protection(r ledger.Reader, id insurance.ProgrammeID) (insurance.Programme, []insurance.Treaty, error) {
	programme, err := programmes.Get(r, id)
	if err != nil {
		return programme, nil, err
	}
	bound, err := treaties.GetMany(r, programme.Treaties)
	return programme, bound, err
}
