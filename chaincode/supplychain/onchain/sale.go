// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// OpenSale locks units for a deal and opens its auction.
func (c *Contract) OpenSale(tx *ledger.Tx, req supplychain.SaleRequest) (*supplychain.Sale, error) {
	deal, err := c.RequestFinance(tx, req.FinanceRequest)
	if err != nil {
		return nil, err
	}
	f, err := financedOf(tx, deal.ID)
	if err != nil {
		return nil, err
	}
	sale, onSale, events, err := f.deal.OpenSale(req, f.undertaking, f.programme, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &sale, errors.Join(sales.Insert(tx, sale), deals.Update(tx, onSale))
}

// CommitBid seals a bid.
func (c *Contract) CommitBid(tx *ledger.Tx, req supplychain.CommitRequest) (*supplychain.Sale, error) {
	return change(tx, sales, req.Deal, func(before supplychain.Sale, do supplychain.Act) (supplychain.Sale, []protocol.Event, error) {
		f, err := financedOf(tx, req.Deal)
		if err != nil {
			return before, nil, err
		}
		account, err := c.money.Account(tx, req.Account)
		if err != nil {
			return before, nil, err
		}
		deposit, err := c.deposit(tx, req.Deposit)
		if err != nil {
			return before, nil, err
		}
		return before.Commit(req, account, deposit, f.deal, f.programme, do)
	})
}

// deposit reads the hold that a bidder names, nil for none.
func (c *Contract) deposit(tx *ledger.Tx, id cash.HoldID) (*cash.Hold, error) {
	if id == "" {
		return nil, nil
	}
	return ledger.Answer(c.money.Hold(tx, id))
}

// SettleDeposits pays or gives back what bidders deposited.
func (c *Contract) SettleDeposits(tx *ledger.Tx, req supplychain.DepositsRequest) (*supplychain.Sale, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	before, err := sales.Get(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	after, settle, events, err := before.SettleDeposits(req, f.deal, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := sales.Update(tx, after); err != nil {
		return nil, err
	}
	return &after, c.money.Settle(tx, settle)
}

// RevealBid checks a bid against its commitment.
func (c *Contract) RevealBid(tx *ledger.Tx, req supplychain.RevealRequest) (*supplychain.Sale, error) {
	return change(tx, sales, req.Deal, func(before supplychain.Sale, do supplychain.Act) (supplychain.Sale, []protocol.Event, error) {
		f, err := financedOf(tx, req.Deal)
		if err != nil {
			return before, nil, err
		}
		return before.Reveal(req, f.programme, do)
	})
}

// AwardSale ends an auction, and agrees the deal with the winner.
func (c *Contract) AwardSale(tx *ledger.Tx, req supplychain.AwardRequest) (*supplychain.Sale, error) {
	f, err := financedOf(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	sale, err := sales.Get(tx, req.Deal)
	if err != nil {
		return nil, err
	}
	room := &room{tx: tx, paper: f.paper, seller: f.deal.Seller, act: f.act}
	sale, deal, events, err := sale.Award(req, f.deal, room, f.act)
	if err = errors.Join(err, room.err); err != nil {
		return nil, err
	}
	if deal.Status == supplychain.Agreed {
		if deal.Portions, err = reserve(tx, deal, f.paper, f.act); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &sale, errors.Join(sales.Update(tx, sale), deals.Update(tx, deal))
}

// room looks at financiers' lines, as a reservation would.
type room struct {
	tx     *ledger.Tx
	paper  paper
	seller supplychain.Firm
	act    supplychain.Act
	err    error
}

// Room tells whether the lines have that much left.
func (r *room) Room(bidder string, face money.Money) bool {
	fits, err := r.fits(parties.PartyID(bidder), face.Amount)
	r.err = errors.Join(r.err, err)
	return fits
}

func (r *room) fits(bidder parties.PartyID, face money.Amount) (bool, error) {
	found, err := linesOf(r.tx, bidder, r.seller, r.paper)
	if errors.Is(err, protocol.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, line := range found {
		shares, err := buckets.GetMany(r.tx, line.BucketsFrom(""))
		if err != nil {
			return false, err
		}
		if _, _, err := line.Reserve(shares, face, r.act.Today); err != nil {
			return false, nil
		}
	}
	return true, nil
}

// CancelSale ends an auction without commitments; the deal is requested still.
func (c *Contract) CancelSale(tx *ledger.Tx, req supplychain.DealID) (*supplychain.Sale, error) {
	return change(tx, sales, req, func(before supplychain.Sale, do supplychain.Act) (supplychain.Sale, []protocol.Event, error) {
		deal, err := deals.Get(tx, req)
		if err != nil {
			return before, nil, err
		}
		after, deal, events, err := before.Cancel(deal, do)
		if err != nil {
			return before, nil, err
		}
		return after, events, deals.Update(tx, deal)
	})
}

// Sale answers an auction.
func (c *Contract) Sale(q *ledger.Query, req supplychain.DealID) (*supplychain.Sale, error) {
	return ledger.Answer(sales.Get(q, req))
}
