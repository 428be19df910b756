// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// TradeMode says how a trade came about.
type TradeMode string

// The modes of trades.
const (
	// Bilateral: proposed by one side and confirmed by the other.
	Bilateral TradeMode = "BILATERAL"
	// ByQuote: a quote that its taker accepted.
	ByQuote TradeMode = "QUOTE"
	// ByAuction: a call auction.
	ByAuction TradeMode = "AUCTION"
	// Captured: matched by a venue outside the ledger.
	Captured TradeMode = "CAPTURED"
)

// TradeStatus is how a trade stands until it is instructed; from then on its obligation tells.
type TradeStatus string

// The states of a trade.
const (
	TradeProposed TradeStatus = "PROPOSED"
	// Agreed by both sides, and not instructed yet.
	TradeAgreed TradeStatus = "AGREED"
	// Instructed: it is a matched pair of instructions, and its obligation has the name of Match.
	TradeInstructed TradeStatus = "INSTRUCTED"
	TradeRejected   TradeStatus = "REJECTED"
	TradeWithdrawn  TradeStatus = "WITHDRAWN"
	TradeExpired    TradeStatus = "EXPIRED"
)

// TradeTerms are what two sides agree on.
type TradeTerms struct {
	Instrument InstrumentID `json:"instrument" help:"what is traded"`
	Quantity   Quantity     `json:"quantity" help:"how many units"`
	// Price is of one unit, all in.
	Price decimal.Decimal `json:"price" help:"price of one unit, all in, such as 99.75"`
	// Settle is the intended settlement date.
	Settle date.Date `json:"settle" help:"intended settlement date"`
	// Ex says that the trade is without the next income.
	Ex bool `json:"ex,omitzero" help:"whether it is without the next income"`
}

// Validate refuses malformed members.
func (t TradeTerms) Validate() error {
	if t.Settle.IsZero() {
		return errors.New("settle is missing")
	}
	return errors.Join(t.Instrument.Validate(), t.Quantity.Validate(), validatePrice(t.Price))
}

// TradeSide is a side of a trade.
type TradeSide struct {
	Account AccountID `json:"account"`
	Firm    Firm      `json:"firm"`
}

func sideOf(a Account) TradeSide { return TradeSide{Account: a.ID, Firm: a.Owner} }

// Trade is what two sides agreed on, or one proposed.
type Trade struct {
	ID   TradeID   `json:"id"`
	Mode TradeMode `json:"mode"`
	TradeTerms
	Amount money.Money `json:"amount"`
	Seller TradeSide   `json:"seller"`
	Buyer  TradeSide   `json:"buyer"`
	// Traded is the trade date; of a proposal, the day on which it was made.
	Traded date.Date `json:"traded"`
	// Proposer is the side that proposed, and Expires the last business date on which the other may confirm.
	Proposer callauction.Side `json:"proposer,omitzero"`
	Expires  date.Date        `json:"expires,omitzero"`
	// Quote is the hash of the quote's name among its maker's, so that it is accepted once.
	Quote Hash `json:"quote,omitzero"`
	// Session or Line is where it was matched, with the Number there.
	Session SessionID   `json:"session,omitzero"`
	Line    LineID      `json:"line,omitzero"`
	Number  int64       `json:"number,omitzero"`
	Status  TradeStatus `json:"status"`
	Match   MatchID     `json:"match,omitzero"`
}

// TradeKey is the trade's name.
func (t Trade) TradeKey() TradeID { return t.ID }

// draft is a trade between two accounts in an instrument. Faults: INSTRUMENT_HALTED, BOTH_SIDES, ACCOUNT_REFUSED,
// TOO_LATE, AMOUNT_REFUSED.
func (t TradeTerms) draft(id TradeID, mode TradeMode, i Instrument, seller, buyer Account, traded date.Date) (Trade, error) {
	trade := Trade{ID: id, Mode: mode, TradeTerms: t, Seller: sideOf(seller), Buyer: sideOf(buyer), Traded: traded}
	if err := i.Tradable(); err != nil {
		return trade, err
	}
	if seller.Owner == buyer.Owner {
		return trade, BothSides.New("party %s would trade with itself", seller.Owner.Party)
	}
	for _, account := range []Account{seller, buyer} {
		if account.Status != AccountOpen || account.Kind == Court {
			return trade, AccountRefused.New("account %s is %s and of kind %s", account.ID, account.Status, account.Kind)
		}
	}
	if t.Settle.Before(traded) {
		return trade, TooLate.New("a trade of %s does not settle on %s", traded, t.Settle)
	}
	var err error
	trade.Amount, err = Consideration(t.Quantity, t.Price, i.Currency)
	return trade, err
}

// ProposeTradeRequest proposes a trade to the owner of another account.
type ProposeTradeRequest struct {
	ID   TradeID          `json:"id" help:"name of the trade, without dots, at most 31 characters"`
	Side callauction.Side `json:"side" help:"BUY or SELL: what the caller does"`
	TradeTerms
	Account AccountID `json:"account" help:"the caller's account"`
	Counter AccountID `json:"counterparty" help:"the other side's account"`
	Expires date.Date `json:"expires" help:"last business date on which the other side may confirm"`
}

// Validate refuses malformed members.
func (r ProposeTradeRequest) Validate() error {
	if r.Expires.IsZero() || r.Settle.Before(r.Expires) {
		return errors.New("expires is missing or after settle")
	}
	return errors.Join(r.ID.chosen(), r.Side.Validate(), r.TradeTerms.Validate(), r.Account.Validate(), r.Counter.Validate())
}

// Propose proposes a trade for one of the caller's accounts.
// Faults: NOT_YOURS, QUOTE_EXPIRED, INSTRUMENT_HALTED, BOTH_SIDES, ACCOUNT_REFUSED, TOO_LATE, AMOUNT_REFUSED.
func (r ProposeTradeRequest) Propose(i Instrument, own, counter Account, act Act) (Trade, []protocol.Event, error) {
	if err := act.By(own.Owner); err != nil {
		return Trade{}, nil, err
	}
	if act.Today.After(r.Expires) {
		return Trade{}, nil, QuoteExpired.New("a proposal that expires on %s is over on %s", r.Expires, act.Today)
	}
	seller, buyer := own, counter
	if r.Side == callauction.Buy {
		seller, buyer = counter, own
	}
	trade, err := r.TradeTerms.draft(r.ID, Bilateral, i, seller, buyer, act.Today)
	trade.Proposer, trade.Expires, trade.Status = r.Side, r.Expires, TradeProposed
	return trade, []protocol.Event{trade.event()}, err
}

// proposer is the side that proposed, and answerer the one that may confirm.
func (t Trade) proposer() Firm {
	if t.Proposer == callauction.Buy {
		return t.Buyer.Firm
	}
	return t.Seller.Firm
}

func (t Trade) answerer() Firm {
	if t.Proposer == callauction.Buy {
		return t.Seller.Firm
	}
	return t.Buyer.Firm
}

// Confirm agrees to a proposed trade, as the other side; the trade date is the day of it. It is instructed in the same
// transaction. Faults: NOT_YOURS, STATUS_REFUSED, QUOTE_EXPIRED, and those of a proposal.
func (t Trade) Confirm(i Instrument, seller, buyer Account, act Act) (Trade, error) {
	if err := act.By(t.answerer()); err != nil {
		return t, err
	}
	if err := t.in(TradeProposed); err != nil {
		return t, err
	}
	if act.Today.After(t.Expires) {
		return t, QuoteExpired.New("trade %s was to be confirmed until %s", t.ID, t.Expires)
	}
	agreed, err := t.TradeTerms.draft(t.ID, t.Mode, i, seller, buyer, act.Today)
	if err != nil {
		return t, err
	}
	t.Amount, t.Traded, t.Status = agreed.Amount, act.Today, TradeAgreed
	return t, nil
}

// End ends a proposed trade: the proposer withdraws it, the other side rejects it, and after its last day anybody lets it
// expire. Faults: STATUS_REFUSED, NOT_YOURS.
func (t Trade) End(act Act) (Trade, []protocol.Event, error) {
	if err := t.in(TradeProposed); err != nil {
		return t, nil, err
	}
	switch {
	case act.By(t.proposer()) == nil:
		t.Status = TradeWithdrawn
	case act.By(t.answerer()) == nil:
		t.Status = TradeRejected
	case act.Today.After(t.Expires):
		t.Status = TradeExpired
	default:
		return t, nil, NotYours.New("trade %s is for its two sides to end before %s is over", t.ID, t.Expires)
	}
	return t, []protocol.Event{t.event()}, nil
}

// TradedReference begins the references of instructions that trades make, and no others.
const TradedReference = "TRD."

func (t Trade) reference() CommonReference { return CommonReference(TradedReference + string(t.ID)) }

// Instruct makes a matched pair of instructions of an agreed trade. Neither custodian has given its word, and neither need
// settle what it knows nothing of: both have to endorse the settlement, and either may put its side on hold.
// Faults: STATUS_REFUSED.
func (t Trade) Instruct(i Instrument, seller, buyer Account, act Act) (Trade, Pair, []protocol.Event, error) {
	if err := t.in(TradeAgreed); err != nil {
		return t, Pair{}, nil, err
	}
	receive := t.instruction(Receives, buyer, seller, act)
	deliver := t.instruction(Delivers, seller, buyer, act)
	done, events, err := deliver.meet(Counterside{Other: &receive, Own: seller, Counter: buyer, Instrument: i}, act)
	if err != nil || done.Match == nil {
		return t, Pair{}, nil, errors.Join(err, fmt.Errorf("trade %s matches itself", t.ID))
	}
	t.Status, t.Match = TradeInstructed, done.Match.ID
	return t, Pair{Obligation: *done.Match, Deliver: done.Own, Receive: *done.Other}, append(events, t.event()), nil
}

func (t Trade) instruction(side Direction, own, counter Account, act Act) Instruction {
	return Instruction{
		InstructionKey: InstructionKey{Account: own.ID, Reference: t.reference()},
		Matching: Matching{
			Side: side, Counter: counter.ID, Instrument: t.Instrument, Quantity: t.Quantity, Payment: AgainstPayment,
			Amount: t.Amount, Traded: t.Traded, Settle: t.Settle, Ex: t.Ex,
		},
		Partial: NoPartial, Custodian: own.Custodian, Status: InstructionEntered, Entered: act.Today,
	}
}

func (t Trade) in(states ...TradeStatus) error {
	return inState("trade", string(t.ID), t.Status, states...)
}

func (t Trade) event() protocol.Event {
	return TradeChanged.Of(string(t.ID), StatusEvent{Status: string(t.Status)})
}
