// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// RaiseMarketClaim finds what one side of a settlement owes the other.
func (c *Contract) RaiseMarketClaim(tx *ledger.Tx, req securities.MarketClaimKey) (*securities.MarketClaim, error) {
	on, err := claiming(tx, req)
	if err != nil {
		return nil, err
	}
	claim, events, err := on.Raise()
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &claim, claims.Insert(tx, claim)
}

func claiming(tx *ledger.Tx, req securities.MarketClaimKey) (on securities.Claiming, err error) {
	if on.Action, err = actions.Get(tx, req.Action); err != nil {
		return on, err
	}
	if on.Instrument, err = instruments.Get(tx, on.Action.Instrument); err != nil {
		return on, err
	}
	if on.Obligation, err = obligations.Get(tx, req.Match); err != nil {
		return on, err
	}
	ends, err := accounts.GetMany(tx, []securities.AccountID{on.Obligation.Deliverer.Account, on.Obligation.Receiver.Account})
	if err != nil {
		return on, err
	}
	on.Deliverer, on.Receiver = ends[0], ends[1]
	return on, nil
}

// PayMarketClaim pays a market claim.
func (c *Contract) PayMarketClaim(tx *ledger.Tx, req securities.PayClaimRequest) (*securities.MarketClaim, error) {
	var settle cash.SettleRequest
	after, err := change(tx, claims, req.MarketClaimKey, func(before securities.MarketClaim, _ securities.Act) (securities.MarketClaim, []protocol.Event, error) {
		after, pay, events, err := before.Pay(req)
		settle = pay
		return after, events, err
	})
	if err != nil {
		return nil, err
	}
	return after, c.money.Settle(tx, settle)
}

// WaiveMarketClaim gives a market claim up.
func (c *Contract) WaiveMarketClaim(tx *ledger.Tx, req securities.MarketClaimKey) (*securities.MarketClaim, error) {
	return change(tx, claims, req, securities.MarketClaim.Waive)
}

// MarketClaim answers a market claim.
func (c *Contract) MarketClaim(q *ledger.Query, req securities.MarketClaimKey) (*securities.MarketClaim, error) {
	return ledger.Answer(claims.Get(q, req))
}

// MarketClaims lists the market claims under an action.
func (c *Contract) MarketClaims(q *ledger.Query, req securities.ActionPage) (*protocol.Page[securities.MarketClaim], error) {
	return ledger.Answer(claims.Page(q, req.Action.Key(), req.PageRequest))
}
