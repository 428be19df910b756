// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/auction"
)

// SaleRequest offers units of one of the caller's slices to the financier that finances them at the least cost, by sealed
// bids. It locks the units, as a request for finance does.
type SaleRequest struct {
	FinanceRequest
	Method auction.Method `json:"method" help:"BANK or TRUE"`
	// CommitUntil, RevealUntil and Funding are the last dates to bid and to reveal, and the day of payment.
	CommitUntil date.Date `json:"commitUntil" help:"last business date to commit"`
	RevealUntil date.Date `json:"revealUntil" help:"last business date to reveal"`
	Funding     date.Date `json:"funding" help:"day of payment to the seller"`
	// Reserve is the highest rate that the seller takes.
	Reserve decimal.Decimal `json:"reserve" help:"highest rate a year"`
	// Penalty is what a bidder loses that does not reveal: every bidder deposits it.
	Penalty money.Amount `json:"penalty,omitzero" help:"what a bidder deposits, and loses if it does not reveal, in minor units"`
}

// Validate refuses malformed members.
func (r SaleRequest) Validate() error {
	if r.Technique != Factoring && r.Technique != ReverseFactoring {
		return errors.New("what is sold by auction is sold without recourse: FACTORING or REVERSE_FACTORING")
	}
	return errors.Join(r.FinanceRequest.Validate(), fraction("reserve", r.Reserve))
}

// Sale is an auction of a deal's units, with the accounts from which bidders would pay.
type Sale struct {
	Deal    DealID          `json:"deal"`
	Auction auction.Auction `json:"auction"`
	Bidders []Bidder        `json:"bidders,omitempty"`
	// Forfeits are those who committed and did not reveal, once it is awarded.
	Forfeits []auction.Forfeit `json:"forfeits,omitempty"`
}

// Bidder is a financier that bids, and the account from which it would pay.
type Bidder struct {
	Firm    Firm           `json:"firm"`
	Account cash.AccountID `json:"account"`
	// Deposit is the hold that the bidder loses if it does not reveal, until it is Settled: paid or given back.
	Deposit cash.HoldID `json:"deposit,omitzero"`
	Settled bool        `json:"settled,omitzero"`
}

// DealKey is the sale's name.
func (s Sale) DealKey() DealID { return s.Deal }

// OpenSale opens an auction of a requested deal, which from here on is agreed by the auction or not at all: the seller
// neither takes another quote nor withdraws once it saw who bids. Faults: CONDITIONAL_PAPER, AUCTION_TERMS, AUCTION_PHASE.
func (d Deal) OpenSale(r SaleRequest, u Undertaking, p Programme, act Act) (Sale, Deal, []protocol.Event, error) {
	if u.Conditional() {
		return Sale{}, d, nil, ConditionalPaper.New("undertaking %s is conditional; bids are for paper that is not", u.ID)
	}
	terms := auction.Terms{
		Lot:     auction.Lot{From: d.Units.From, To: d.Units.To, Currency: p.Currency, Maturity: p.charged(u)},
		Funding: r.Funding, DayCount: p.DayCount, Method: r.Method, CommitUntil: r.CommitUntil, RevealUntil: r.RevealUntil,
		Reserve: r.Reserve, Penalty: r.Penalty,
	}
	opened, err := auction.Start(string(d.ID), string(d.Seller.Party), terms, act.Today)
	sale := Sale{Deal: d.ID, Auction: opened}
	d.OnSale = true
	return sale, d, []protocol.Event{sale.event()}, err
}

// CommitRequest commits to a sealed bid.
type CommitRequest struct {
	Deal    DealID         `json:"deal" help:"deal that is sold by auction"`
	Digest  string         `json:"digest" help:"SHA-256 of salt and bid"`
	Account cash.AccountID `json:"account" help:"the caller's account, which would pay"`
	// Deposit is needed where the auction has a penalty.
	Deposit cash.HoldID `json:"deposit,omitzero" help:"hold of the penalty for the seller, notary supplychain, purpose bid: and the deal's name"`
}

// Validate refuses malformed members.
func (r CommitRequest) Validate() error {
	if r.Deposit != "" {
		if err := r.Deposit.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.Deal.Validate(), r.Account.Validate())
}

// Commit seals a bid of the caller's firm; deposit is the hold that it names, nil for none.
// Faults: NOT_A_PARTY, ACCOUNT_REFUSED, TERMS_REFUSED, DEPOSIT_REFUSED, those of package auction.
func (s Sale) Commit(r CommitRequest, account cash.Account, deposit *cash.Hold, d Deal, p Programme, act Act) (Sale, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return s, nil, err
	}
	if err := ownedBy(account, firm, s.Auction.Terms.Lot.Currency); err != nil {
		return s, nil, err
	}
	if err := p.admits(firm.Party); err != nil {
		return s, nil, err
	}
	if err := s.secured(deposit, account, d); err != nil {
		return s, nil, err
	}
	if s.Auction, err = s.Auction.Commit(string(firm.Party), r.Digest, act.Today); err != nil {
		return s, nil, err
	}
	s.Bidders = append(append([]Bidder(nil), s.Bidders...), Bidder{Firm: firm, Account: account.ID, Deposit: r.Deposit})
	return s, []protocol.Event{s.event()}, nil
}

// RevealRequest reveals the caller's bid. It travels outside the arguments: endorsers check it, the ledger keeps that it
// was revealed, and the bidder hands it to the seller.
type RevealRequest struct {
	Deal   DealID         `json:"deal" help:"deal that is sold by auction"`
	Sealed auction.Sealed `json:"-" transient:"bid" help:"bid and salt"`
}

// Validate refuses malformed members.
func (r RevealRequest) Validate() error { return r.Deal.Validate() }

// Reveal checks the caller's bid against its commitment and the programme. Faults: NOT_YOURS, TERMS_REFUSED, those of package auction.
func (s Sale) Reveal(r RevealRequest, p Programme, act Act) (Sale, []protocol.Event, error) {
	bidder, err := s.bidder(r.Sealed.Bid.Bidder)
	if err != nil {
		return s, nil, err
	}
	if err := act.By(bidder.Firm); err != nil {
		return s, nil, err
	}
	face, err := s.Auction.Terms.Lot.Face()
	if err != nil {
		return s, nil, err
	}
	if err := p.allows(Terms{}, Price{Face: face.Amount, Fee: r.Sealed.Bid.Fees}); err != nil {
		return s, nil, err
	}
	s.Auction, err = s.Auction.Reveal(r.Sealed.Bid.Bidder, r.Sealed, act.Today)
	return s, []protocol.Event{s.event()}, err
}

func (s Sale) bidder(party string) (Bidder, error) {
	for _, bidder := range s.Bidders {
		if string(bidder.Firm.Party) == party {
			return bidder, nil
		}
	}
	return Bidder{}, auction.NotCommitted.New("the bidder has not committed")
}

// AwardRequest ends an auction with all bids that were revealed.
type AwardRequest struct {
	Deal DealID           `json:"deal" help:"deal of the caller"`
	Bids []auction.Sealed `json:"-" transient:"bids" help:"every revealed bid with its salt"`
}

// Validate refuses malformed members.
func (r AwardRequest) Validate() error {
	if len(r.Bids) > auction.BiddersMax {
		return fmt.Errorf("there are at most %d bids", auction.BiddersMax)
	}
	return r.Deal.Validate()
}

// Award gives the deal to the cheapest bid that has the limit: the deal is then agreed on its terms, or requested still
// where nobody wins. The caller cannot leave a bid out. Faults: NOT_YOURS, those of package auction.
func (s Sale) Award(r AwardRequest, d Deal, lines auction.Lines, act Act) (Sale, Deal, []protocol.Event, error) {
	if err := act.By(d.Seller); err != nil {
		return s, d, nil, err
	}
	if err := d.in(Requested); err != nil {
		return s, d, nil, err
	}
	closed, award, err := s.Auction.Award(r.Bids, lines, act.Today)
	if err != nil {
		return s, d, nil, err
	}
	s.Auction, s.Forfeits, d.OnSale = closed, award.Forfeits, false
	if award.Winner == nil {
		return s, d, []protocol.Event{s.event()}, nil
	}
	winner, err := s.bidder(award.Winner.Bid.Bidder)
	if err != nil {
		return s, d, nil, err
	}
	terms := s.Auction.Terms
	d.Financier, d.FinancierAccount, d.Status = winner.Firm, winner.Account, Agreed
	d.FundFrom, d.FundBy = terms.Funding, terms.Funding
	d.Terms = Terms{Method: Method(terms.Method), Rate: award.Winner.Bid.Rate, AdvanceRate: one, Flat: award.Winner.Bid.Fees}
	return s, d, []protocol.Event{s.event(), d.event()}, nil
}

func (s Sale) event() protocol.Event {
	return SaleChanged.Of(string(s.Deal), StatusEvent{Status: string(s.Auction.Status)})
}

// Cancel ends an auction to which nobody committed, at the seller's word. Faults: NOT_YOURS, AUCTION_PHASE,
// COMMITMENTS_EXIST.
func (s Sale) Cancel(d Deal, act Act) (Sale, Deal, []protocol.Event, error) {
	if err := act.By(d.Seller); err != nil {
		return s, d, nil, err
	}
	var err error
	s.Auction, err = s.Auction.Cancel()
	d.OnSale = false
	return s, d, []protocol.Event{s.event()}, err
}
