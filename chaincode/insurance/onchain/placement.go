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
		after, err := rows[i].Enter(key, programme)
		if err != nil {
			return err
		}
		save := cededClasses.Insert
		if there[i] {
			save = cededClasses.Update
		}
		if err := save(tx, after); err != nil {
			return err
		}
	}
	return nil
}

// DraftSlip drafts a treaty or replaces the terms of a draft.
func (c *Contract) DraftSlip(tx *ledger.Tx, req insurance.SlipTerms) (*insurance.Slip, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	programme, err := programmes.Get(tx, req.Programme)
	if err != nil {
		return nil, err
	}
	before, there, err := slips.Find(tx, req.ID)
	if err != nil {
		return nil, err
	}
	var after insurance.Slip
	var events []protocol.Event
	save := slips.Insert
	if there {
		save = slips.Update
		after, events, err = before.Redraft(req, programme, do)
	} else {
		after, events, err = insurance.DraftSlip(req, programme, do)
	}
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, save(tx, after)
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

// BindTreaty makes a treaty of a slip, guarded by cedent and participants.
func (c *Contract) BindTreaty(tx *ledger.Tx, req insurance.TreatyID) (*insurance.Treaty, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	slip, err := slips.Get(tx, req)
	if err != nil {
		return nil, err
	}
	programme, others, err := protection(tx, slip.Programme)
	if err != nil {
		return nil, err
	}
	lines, err := writtenLines.GetMany(tx, slip.LineKeys())
	if err != nil {
		return nil, err
	}
	slip, treaty, programme, events, err := slip.Bind(lines, programme, others, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &treaty, errors.Join(slips.Update(tx, slip), programmes.Update(tx, programme),
		treaties.InsertEndorsedBy(tx, treaty, ledger.Endorsers{Always: treaty.Guards()}))
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
