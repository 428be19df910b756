// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Settle moves all the money of one transaction.
func (c *Contract) Settle(tx *ledger.Tx, req cash.SettleRequest) (*cash.Settlement, error) {
	rests, err := authorities(tx, req)
	if err != nil {
		return nil, err
	}
	before, err := settlementBook(tx, req, rests.Holds)
	if err != nil {
		return nil, err
	}
	after, events, err := before.Settle(req, rests, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after.Settlement, saveSettling(tx, after)
}

// authorities reads what the settlement rests on. A direct call rests on the caller's signature alone.
func authorities(tx *ledger.Tx, req cash.SettleRequest) (cash.Authorities, error) {
	facts, signed := tx.Facts(), tx.Signed()
	var rests cash.Authorities
	var err error
	if rests.Holds, err = holds.GetMany(tx, req.Holds()); err != nil {
		return rests, err
	}
	if rests.Mandates, err = mandates.GetMany(tx, req.Mandates()); err != nil {
		return rests, err
	}
	if facts.Direct {
		return rests, nil
	}
	_, rests.EntryPoint, _ = strings.Cut(signed.Endpoint, ":")
	rests.Consent = cash.ConsentIn(signed.Request)
	rests.Module, err = found(modules.Find(tx, cash.ModuleName(facts.Via)))
	return rests, err
}

// settlementBook reads the accounts of all legs and releases, and the stripes that pay or that carry the holds.
func settlementBook(tx *ledger.Tx, req cash.SettleRequest, held []cash.Hold) (cash.Book, error) {
	movements := req.Movements()
	ids := cash.Accounts(movements)
	for _, hold := range held {
		ids = append(ids, hold.Payer)
	}
	rows, err := accounts.GetMany(tx, protocol.Distinct(ids...))
	if err != nil {
		return cash.Book{}, err
	}
	book, err := bookOf(tx, rows)
	if err != nil {
		return cash.Book{}, err
	}
	if book, err = withOwners(tx, book, payers(movements)); err != nil {
		return cash.Book{}, err
	}
	needs, err := cash.Needs(req.Unheld())
	if err != nil {
		return cash.Book{}, err
	}
	if book.Stripes, err = drawable(tx, book.Accounts, needs, string(req.ID)); err != nil {
		return cash.Book{}, err
	}
	return withStripes(tx, book, held...)
}

func saveSettling(tx *ledger.Tx, after cash.Settling) error {
	for _, hold := range after.Holds {
		if err := holds.Update(tx, hold); err != nil {
			return err
		}
	}
	for _, mandate := range after.Mandates {
		if err := mandates.Update(tx, mandate); err != nil {
			return err
		}
	}
	if err := settlements.Insert(tx, after.Settlement); err != nil {
		return err
	}
	return save(tx, after.Booking)
}

func payers(legs []cash.Leg) []cash.AccountID {
	ids := make([]cash.AccountID, len(legs))
	for i, leg := range legs {
		ids[i] = leg.From
	}
	return ids
}
