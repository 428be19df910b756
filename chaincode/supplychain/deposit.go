// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

// DepositPurpose is that of the holds by which bidders secure an auction's penalty: one deposit for one auction.
func DepositPurpose(deal DealID) cash.Purpose { return cash.Purpose("bid:" + string(deal)) }

// secured refuses a bidder whose deposit is not what the auction asks for: the penalty, from the bidder's account to the
// seller's, in the hand of this chaincode until the day of payment. Faults: DEPOSIT_REFUSED.
func (s Sale) secured(deposit *cash.Hold, account cash.Account, d Deal) error {
	terms := s.Auction.Terms
	if terms.Penalty.IsZero() != (deposit == nil) {
		return DepositRefused.New("a deposit is there exactly where the auction of deal %s has a penalty", s.Deal)
	}
	if deposit == nil {
		return nil
	}
	wanted := money.Money{Amount: terms.Penalty, Currency: terms.Lot.Currency}
	switch {
	case deposit.Status != cash.HoldActive || deposit.Notary != (cash.Notary{Kind: cash.ModuleNotary, ID: Module}):
	case deposit.Payer != account.ID || deposit.Payee != d.SellerAccount || deposit.Amount != wanted:
	case deposit.Purpose != DepositPurpose(s.Deal) || deposit.Expires.Before(terms.Funding):
	default:
		return nil
	}
	return DepositRefused.New("hold %s is not one of %s from %s to %s for %s, notary %s, until %s or later",
		deposit.ID, wanted, account.ID, d.SellerAccount, DepositPurpose(s.Deal), Module, terms.Funding)
}

// DepositsRequest settles what bidders deposited.
type DepositsRequest struct {
	Deal    DealID            `json:"deal" help:"deal whose auction ended"`
	Bidders []parties.PartyID `json:"bidders" help:"bidders whose deposits are settled, each once"`
}

// Validate refuses malformed members.
func (r DepositsRequest) Validate() error {
	if len(r.Bidders) == 0 || len(r.Bidders) > auction.BiddersMax {
		return fmt.Errorf("there must be 1 to %d bidders", auction.BiddersMax)
	}
	seen := map[parties.PartyID]bool{}
	for _, bidder := range r.Bidders {
		if err := bidder.Validate(); err != nil {
			return err
		}
		if seen[bidder] {
			return fmt.Errorf("bidder %s is named twice", bidder)
		}
		seen[bidder] = true
	}
	return r.Deal.Validate()
}

// SettleDeposits pays the seller the deposits of bidders that did not reveal, and gives the others back. Anybody may, for
// some bidders or all: a deposit that cannot move, because its payer is frozen, does not keep the others.
// Faults: AUCTION_PHASE, NOT_COMMITTED, NOTHING_DUE.
func (s Sale) SettleDeposits(r DepositsRequest, d Deal, act Act) (Sale, cash.SettleRequest, []protocol.Event, error) {
	settle := cash.SettleRequest{ID: settlementOf("bids", act.TxID)}
	if s.Auction.Status == auction.Open {
		return s, settle, nil, auction.Phase.New("deposits are settled after the award")
	}
	s.Bidders = slices.Clone(s.Bidders)
	for _, party := range r.Bidders {
		at := slices.IndexFunc(s.Bidders, func(b Bidder) bool { return b.Firm.Party == party })
		if at < 0 {
			return s, settle, nil, auction.NotCommitted.New("party %s did not bid for deal %s", party, s.Deal)
		}
		bidder := &s.Bidders[at]
		if bidder.Deposit == "" || bidder.Settled {
			return s, settle, nil, NothingDue.New("party %s has no deposit for deal %s, or it is settled", party, s.Deal)
		}
		bidder.Settled = true
		if s.forfeits(party) {
			settle.Legs = append(settle.Legs, s.forfeit(*bidder, d))
		} else {
			settle.Release = append(settle.Release, bidder.Deposit)
		}
	}
	return s, settle, []protocol.Event{s.event()}, nil
}

func (s Sale) forfeits(party parties.PartyID) bool {
	return slices.ContainsFunc(s.Forfeits, func(f auction.Forfeit) bool { return f.Bidder == string(party) })
}

func (s Sale) forfeit(bidder Bidder, d Deal) cash.SettleLeg {
	terms := s.Auction.Terms
	return cash.SettleLeg{
		From: bidder.Account, To: d.SellerAccount, Hold: bidder.Deposit, Purpose: DepositPurpose(s.Deal),
		Amount: money.Money{Amount: terms.Penalty, Currency: terms.Lot.Currency},
	}
}
