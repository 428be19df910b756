// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// RequestFinance locks units for a deal.
func (c *Contract) RequestFinance(tx *ledger.Tx, req supplychain.FinanceRequest) (*supplychain.Deal, error) {
	h, err := heldOf(tx, req.SliceKey)
	if err != nil {
		return nil, err
	}
	deal, part, rest, events, err := h.slice.Request(req, h.undertaking, h.programme, h.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &deal, errors.Join(deals.Insert(tx, deal), savePieces(tx, req.From, append(rest, part)...))
}

// QuoteDeal leaves a quote in the caller's own collection.
func (c *Contract) QuoteDeal(tx *ledger.Tx, req supplychain.QuoteRequest) (*supplychain.QuoteReceipt, error) {
	if err := req.Quote.Offer(supplychain.Act{Facts: tx.Facts()}); err != nil {
		return nil, err
	}
	return &supplychain.QuoteReceipt{Deal: req.Deal}, quotes.Put(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), req.Quote)
}

// AgreeDeal accepts a quote. Every endorser compares it with the hash in the financier's collection.
func (c *Contract) AgreeDeal(tx *ledger.Tx, req supplychain.AgreeRequest) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	if err := quotes.Verify(tx, ledger.OwnCollection(req.Quote.Financier.Host), req.Deal, req.Quote); err != nil {
		return nil, err
	}
	if _, err := c.registry.Firm(tx, req.Quote.Financier.Party); err != nil {
		return nil, err
	}
	account, err := c.money.Account(tx, req.Quote.Account)
	if err != nil {
		return nil, err
	}
	after, events, err := f.deal.Agree(req.Quote, account, f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	if after.Portions, err = reserve(tx, after, f.paper, f.act); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, deals.Update(tx, after)
}

// FundDeal pays the hold and moves the slice, or does nothing at all.
func (c *Contract) FundDeal(tx *ledger.Tx, req supplychain.FundRequest) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	slice, err := slices.Get(tx, f.lot())
	if err != nil {
		return nil, err
	}
	after, slice, settle, events, err := f.deal.Fund(req, slice, f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	if err := claim(tx, after); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := f.saveFunded(tx, after, slice); err != nil {
		return nil, err
	}
	return &after, c.money.Settle(tx, settle)
}

// claim marks the deal's invoice as financed in the register. Of two deals on one invoice under two names, the first to
// commit has it: the second finds the mark, or read the entry before it was changed and is invalid.
func claim(tx *ledger.Tx, deal supplychain.Deal) error {
	registration, there, err := registrations.Find(tx, deal.Invoice)
	if err != nil {
		return err
	}
	if !there {
		return supplychain.Unregistered.New("invoice %s is not in the register of invoices", deal.Invoice)
	}
	if registration.Financed {
		return nil
	}
	found, err := known(tx, registration.Lookup)
	if err != nil {
		return err
	}
	after, changed, err := registration.Finance(found)
	if err != nil {
		return err
	}
	return errors.Join(registrations.Update(tx, after), entries.UpdateAll(tx, changed))
}

func (f financed) saveFunded(tx *ledger.Tx, deal supplychain.Deal, slice supplychain.Slice) error {
	if err := use(tx, deal.Portions, supplychain.Draw); err != nil {
		return err
	}
	if slice.Status == supplychain.Extinguished {
		before, err := discharges.Get(tx, slice.Undertaking)
		if err != nil {
			return err
		}
		after, err := before.Extinguish(slice.Units)
		if err != nil {
			return err
		}
		if err := saveDischarge(tx, f.undertaking, supplychain.Discharged, before, after, f.act); err != nil {
			return err
		}
	}
	return errors.Join(deals.Update(tx, deal), slices.Update(tx, slice))
}

// UnwindDeal ends a deal that is not funded.
func (c *Contract) UnwindDeal(tx *ledger.Tx, req supplychain.DealID) (*supplychain.Deal, error) {
	f, err := financedOf(tx, req)
	if err != nil {
		return nil, err
	}
	slice, err := slices.Get(tx, f.lot())
	if err != nil {
		return nil, err
	}
	after, slice, events, err := f.deal.Unwind(slice, f.undertaking, f.act)
	if err != nil {
		return nil, err
	}
	if err := use(tx, f.deal.Portions, supplychain.Cancel); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, errors.Join(deals.Update(tx, after), slices.Update(tx, slice))
}
