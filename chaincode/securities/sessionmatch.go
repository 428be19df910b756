// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// MatchSessionRequest matches a closed session with all orders that its venue kept. They travel outside the arguments: the
// endorsers see them, and what did not trade stays on no block.
type MatchSessionRequest struct {
	Session SessionID     `json:"session" help:"closed session"`
	Orders  []SealedOrder `json:"-" transient:"orders" help:"every order that the venue kept, in any sequence"`
}

// Validate refuses malformed members, and an order that is there twice.
func (r MatchSessionRequest) Validate() error {
	if len(r.Orders) > callauction.OrdersMax {
		return fmt.Errorf("orders are at most %d", callauction.OrdersMax)
	}
	seen := map[OrderKey]bool{}
	for _, order := range r.Orders {
		if err := order.Validate(); err != nil {
			return err
		}
		if seen[order.OrderKey] || order.Session != r.Session {
			return errors.New("an order is there twice, or is of another session")
		}
		seen[order.OrderKey] = true
	}
	return r.Session.Validate()
}

// Given finds the orders by their names.
func (r MatchSessionRequest) Given() map[OrderKey]SealedOrder {
	found := map[OrderKey]SealedOrder{}
	for _, order := range r.Orders {
		found[order.OrderKey] = order
	}
	return found
}

// Accounts names the accounts of the orders, each once.
func (r MatchSessionRequest) Accounts() []AccountID {
	var accounts []AccountID
	for _, order := range r.Orders {
		accounts = append(accounts, order.Account)
	}
	slices.Sort(accounts)
	return slices.Compact(accounts)
}

// Why an order does not count, beside what an auction finds wrong with it.
const (
	// NotOwner: the participant does not own the account.
	NotOwner callauction.Reason = "NOT_OWNER"
	// NoAccount: there is no such account, or it is not open.
	NoAccount callauction.Reason = "NO_ACCOUNT"
	// NotEligible: the buyer is not admitted to the instrument.
	NotEligible callauction.Reason = "NOT_ELIGIBLE"
	// NoAmount: the quantity at the limit is beyond all amounts.
	NoAmount callauction.Reason = "NO_AMOUNT"
)

// SessionBook is the orders of a session as the ledger knows them, and the accounts behind them.
type SessionBook struct {
	// Commitments are all that there are.
	Commitments []Commitment
	// Kept tells, for each commitment, whether the venue keeps an order under its name.
	Kept []bool
	// Applicants are the accounts of the orders with their owners' admissions, by account; those that are not there are left out.
	Applicants map[AccountID]Applicant
}

// Match finds the outcome of a closed session. The orders are exactly those that the venue kept: one more, one less or
// another is refused, so that the venue neither adds nor leaves out anything once orders are shown. An order that was
// committed to and not kept does not count, and the session says so.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, INSTRUMENT_HALTED, ORDER_MISMATCH, ORDER_MISSING, AMOUNT_REFUSED.
func (s Session) Match(r MatchSessionRequest, w SessionBook, i Instrument, act Act) (Session, []Trade, []protocol.Event, error) {
	if err := byMember(act, s.Venue); err != nil {
		return s, nil, nil, err
	}
	if err := s.in(SessionClosed); err != nil {
		return s, nil, nil, err
	}
	if act.Today.After(s.Settle) {
		return s, nil, nil, TooLate.New("the trades of session %s were to settle on %s", s.ID, s.Settle)
	}
	if err := i.Tradable(); err != nil {
		return s, nil, nil, err
	}
	matched, outcome, err := s.compute(r, w, func(o SealedOrder) callauction.Reason { return s.ineligible(o, w, i, act) })
	if err != nil {
		return s, nil, nil, err
	}
	trades, events, err := matched.trades(r, outcome, w, i, act)
	if err != nil {
		return s, nil, nil, err
	}
	matched.Status, matched.Trades = SessionMatched, len(trades)
	return matched, trades, append(events, matched.event()), nil
}

// compute is the outcome as a function of the orders and what the ledger has of them; excluded says of an order why it does
// not count.
func (s Session) compute(r MatchSessionRequest, w SessionBook, excluded func(SealedOrder) callauction.Reason) (Session, callauction.Outcome, error) {
	given, err := s.complete(r, w)
	if err != nil {
		return s, callauction.Outcome{}, err
	}
	var counting []callauction.Order
	for _, order := range given.orders {
		if reason := excluded(order); reason != "" {
			given.void = append(given.void, VoidOrder{order.Participant, order.Number, reason})
			continue
		}
		owner := w.Applicants[order.Account].Account.Owner
		counting = append(counting, callauction.Order{
			ID: order.name(), Owner: owner.Host + "/" + string(owner.Party), Side: order.Side, Quantity: int64(order.Quantity), Limit: order.Limit,
		})
	}
	outcome, err := s.auction().Match(string(given.root), counting)
	if err != nil {
		return s, outcome, err
	}
	for _, order := range given.orders {
		for _, void := range outcome.Void {
			if void.Order == order.name() {
				given.void = append(given.void, VoidOrder{order.Participant, order.Number, void.Reason})
			}
		}
	}
	s.Root, s.Void, s.Unkept = given.root, given.void, given.unkept
	s.Outcome = AuctionResult{Price: outcome.Price, Volume: Quantity(outcome.Volume), Surplus: outcome.Surplus}
	return s, outcome, nil
}

// complete is what is given, in the sequence of the ledger.
type complete struct {
	orders []SealedOrder
	root   Hash
	unkept []OrderKey
	void   []VoidOrder
}

// complete refuses orders that are not exactly those that the venue kept. Faults: ORDER_MISMATCH, ORDER_MISSING.
func (s Session) complete(r MatchSessionRequest, w SessionBook) (complete, error) {
	var found complete
	var digests []string
	given := r.Given()
	for i, commitment := range w.Commitments {
		if commitment.Withdrawn {
			continue
		}
		order, there := given[commitment.OrderKey]
		switch {
		case !w.Kept[i] && !there:
			found.unkept = append(found.unkept, commitment.OrderKey)
			continue
		case !w.Kept[i]:
			return found, OrderMismatch.New("the venue does not keep order %s", commitment.name())
		case !there:
			return found, OrderMissing.New("order %s is left out", commitment.name())
		}
		if err := commitment.opens(order); err != nil {
			return found, err
		}
		found.orders = append(found.orders, order)
		digests = append(digests, string(commitment.Digest))
	}
	if len(found.orders) != len(r.Orders) {
		return found, OrderMismatch.New("%d orders are given, and %d are there", len(r.Orders), len(found.orders))
	}
	root, err := protocol.RequestHash(digests)
	found.root = Hash(root)
	return found, err
}

// ineligible is why an order does not count, as the ledger is on the day of matching; nothing where it does.
func (s Session) ineligible(o SealedOrder, w SessionBook, i Instrument, act Act) callauction.Reason {
	applicant, there := w.Applicants[o.Account]
	account := applicant.Account
	switch {
	case !there || account.Status != AccountOpen || account.Kind == Court:
		return NoAccount
	case account.Owner.Party != o.Participant:
		return NotOwner
	case o.Side == callauction.Buy && (Output{Account: account, Admission: applicant.Admission}).receives(i, act) != nil:
		return NotEligible
	}
	if _, err := Consideration(o.Quantity, o.Limit, s.Currency); err != nil {
		return NoAmount
	}
	return ""
}

// trades are those of the outcome, agreed and not instructed yet.
func (s Session) trades(r MatchSessionRequest, outcome callauction.Outcome, w SessionBook, i Instrument, act Act) ([]Trade, []protocol.Event, error) {
	accounts := map[string]Account{}
	for _, order := range r.Orders {
		accounts[order.name()] = w.Applicants[order.Account].Account
	}
	trades := make([]Trade, len(outcome.Trades))
	events := make([]protocol.Event, len(outcome.Trades))
	for at, pair := range outcome.Trades {
		terms := TradeTerms{Instrument: s.Instrument, Quantity: Quantity(pair.Quantity), Price: outcome.Price, Settle: s.Settle}
		trade, err := terms.draft(s.ID.trade(at+1), ByAuction, i, accounts[pair.Sell], accounts[pair.Buy], act.Today)
		if err != nil {
			return nil, nil, err
		}
		trade.Session, trade.Number, trade.Status = s.ID, int64(at+1), TradeAgreed
		trades[at], events[at] = trade, trade.event()
	}
	return trades, events, nil
}

// Recomputed is what somebody else finds, who was shown the orders.
type Recomputed struct {
	Outcome callauction.Outcome `json:"outcome"`
	// Same tells that the ledger has the same digest of orders, price, volume, surplus, void orders and trades.
	Same bool `json:"same"`
}

// Recompute finds the outcome again from the orders, and compares it with what the ledger has, trade by trade. Who was not
// eligible on the day of matching is taken from the session, since accounts and admissions change.
// Faults: STATUS_REFUSED, ORDER_MISMATCH, ORDER_MISSING.
func (s Session) Recompute(r MatchSessionRequest, w SessionBook, trades []Trade) (Recomputed, error) {
	if err := s.in(SessionMatched); err != nil {
		return Recomputed{}, err
	}
	again, outcome, err := s.compute(r, w, s.excluded)
	if err != nil {
		return Recomputed{}, err
	}
	same := again.Root == s.Root && again.Outcome == s.Outcome && slices.Equal(again.Void, s.Void) && slices.Equal(again.Unkept, s.Unkept)
	return Recomputed{Outcome: outcome, Same: same && r.made(outcome, trades)}, nil
}

// excluded is why an order did not count on the day of matching.
func (s Session) excluded(o SealedOrder) callauction.Reason {
	for _, void := range s.Void {
		eligibility := void.Reason == NoAccount || void.Reason == NotOwner || void.Reason == NotEligible || void.Reason == NoAmount
		if void.Participant == o.Participant && void.Number == o.Number && eligibility {
			return void.Reason
		}
	}
	return ""
}

// made tells whether trades are those of an outcome.
func (r MatchSessionRequest) made(outcome callauction.Outcome, trades []Trade) bool {
	accounts := map[string]AccountID{}
	for _, order := range r.Orders {
		accounts[order.name()] = order.Account
	}
	if len(outcome.Trades) != len(trades) {
		return false
	}
	for i, pair := range outcome.Trades {
		t := trades[i]
		if t.Buyer.Account != accounts[pair.Buy] || t.Seller.Account != accounts[pair.Sell] ||
			int64(t.Quantity) != pair.Quantity || t.Price != outcome.Price {
			return false
		}
	}
	return true
}

// TradeIDs names the trades of a matched session.
func (s Session) TradeIDs() []TradeID {
	ids := make([]TradeID, s.Trades)
	for i := range ids {
		ids[i] = s.ID.trade(i + 1)
	}
	return ids
}
