// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// captureMost bounds the trades that one transaction captures or instructs.
const captureMost = 100

// VenueKey names the leave that an account's owner gives a venue.
type VenueKey struct {
	Account AccountID `json:"account" help:"the securities account"`
	Venue   string    `json:"venue" help:"MSP identifier of the member that runs the venue"`
}

// Validate refuses malformed members.
func (k VenueKey) Validate() error {
	return errors.Join(k.Account.Validate(), protocol.ValidateName("venue", k.Venue))
}

// Key is the leave's place in a table.
func (k VenueKey) Key() []string { return []string{string(k.Account), string(k.Venue)} }

// VenueAuthority lets a venue report trades of an account, until a day: no venue commits anybody by its own word alone.
type VenueAuthority struct {
	VenueKey
	// Until is the last business date on which trades may be captured.
	Until date.Date `json:"until"`
}

// Name is the leave's name.
func (v VenueAuthority) Name() VenueKey { return v.VenueKey }

// AuthoriseRequest lets a venue report trades of the caller's account, or ends that.
type AuthoriseRequest struct {
	VenueKey
	Until date.Date `json:"until" help:"last business date on which the venue may report trades; a day that is over ends it"`
}

// Validate refuses malformed members.
func (r AuthoriseRequest) Validate() error {
	if r.Until.IsZero() {
		return errors.New("until is missing")
	}
	return r.VenueKey.Validate()
}

// Authorise lets a venue report trades of an account. Faults: NOT_YOURS.
func (r AuthoriseRequest) Authorise(account Account, act Act) (VenueAuthority, []protocol.Event, error) {
	if err := act.By(account.Owner); err != nil {
		return VenueAuthority{}, nil, err
	}
	status := "GRANTED"
	if r.Until.Before(act.Today) {
		status = "ENDED"
	}
	leave := VenueAuthority(r)
	return leave, []protocol.Event{VenueAuthorised.Of(fmt.Sprintf("%s/%s", r.Account, r.Venue), StatusEvent{Status: status})}, nil
}

// admits refuses an account whose owner did not let the venue trade for it. Faults: VENUE_REFUSED.
func (v VenueAuthority) admits(account Account, venue string, act Act) error {
	if v.Account != account.ID || v.Venue != venue || act.Today.After(v.Until) {
		return VenueRefused.New("the owner of account %s does not let venue %s trade for it", account.ID, venue)
	}
	return nil
}

// TradeLine is a venue's sequence of trades. Each line is one row, and is written by its venue alone.
type TradeLine struct {
	ID    LineID `json:"id"`
	Venue string `json:"venue"`
	// Last is the number of the last trade that was captured.
	Last int64 `json:"last"`
}

// LineKey is the line's name.
func (l TradeLine) LineKey() LineID { return l.ID }

// Open opens a sequence of the caller's venue.
func (id LineID) Open(act Act) TradeLine { return TradeLine{ID: id, Venue: act.Caller.MSP} }

// CapturedTrade is a trade that a venue matched.
type CapturedTrade struct {
	TradeTerms
	Seller AccountID `json:"seller" help:"account that sells"`
	Buyer  AccountID `json:"buyer" help:"account that buys"`
	Traded date.Date `json:"traded" help:"trade date: today, or up to 7 days before"`
}

// Validate refuses malformed members.
func (t CapturedTrade) Validate() error {
	if t.Traded.IsZero() || t.Seller == t.Buyer {
		return errors.New("traded is missing, or seller and buyer are one account")
	}
	return errors.Join(t.TradeTerms.Validate(), t.Seller.Validate(), t.Buyer.Validate())
}

// Leaves names the leaves that the venue of a line needs for the trade, the seller's first.
func (t CapturedTrade) Leaves(l TradeLine) []VenueKey {
	return []VenueKey{{Account: t.Seller, Venue: l.Venue}, {Account: t.Buyer, Venue: l.Venue}}
}

// CaptureRequest reports trades in the venue's own sequence, without a gap and none twice.
type CaptureRequest struct {
	Line   LineID          `json:"line" help:"one of the venue's sequences"`
	From   int64           `json:"from" help:"number of the first trade: the one after the last captured"`
	Trades []CapturedTrade `json:"trades" help:"the trades, in the order of their numbers, at most 100"`
}

// Validate refuses malformed members.
func (r CaptureRequest) Validate() error {
	if r.From < 1 || r.From > int64(QuantityMax)-captureMost {
		return errors.New("from is the number of a trade")
	}
	if len(r.Trades) == 0 || len(r.Trades) > captureMost {
		return fmt.Errorf("trades are 1 to %d", captureMost)
	}
	for i, trade := range r.Trades {
		if err := trade.Validate(); err != nil {
			return fmt.Errorf("trade %d: %w", i, err)
		}
	}
	return r.Line.Validate()
}

// Capture moves the sequence on. A number is captured once: a report that comes twice, or before one that is missing, is
// refused, and so is the whole report where one trade is. Faults: NOT_YOURS, SEQUENCE_GAP, SEQUENCE_REPEATED.
func (l TradeLine) Capture(r CaptureRequest, act Act) (TradeLine, []protocol.Event, error) {
	if err := byMember(act, l.Venue); err != nil {
		return l, nil, err
	}
	switch next := l.Last + 1; {
	case r.From < next:
		return l, nil, SequenceRepeated.New("trade %d of line %s was captured before; %d is the next", r.From, l.ID, next)
	case r.From > next:
		return l, nil, SequenceGap.New("trade %d of line %s is the next, not %d", next, l.ID, r.From)
	}
	l.Last += int64(len(r.Trades))
	return l, []protocol.Event{TradesCaptured.Of(string(l.ID), CaptureEvent{From: r.From, To: l.Last})}, nil
}

// Reported is what a captured trade rests on.
type Reported struct {
	Instrument    Instrument
	Seller, Buyer Account
	// SellerLeave and BuyerLeave are those of the owners for the venue, the zero one where there is none.
	SellerLeave, BuyerLeave VenueAuthority
}

// Trade makes a trade of one that the venue matched, of a number in its line.
// Faults: VENUE_REFUSED, TOO_LATE, TOO_EARLY, INSTRUMENT_HALTED, BOTH_SIDES, ACCOUNT_REFUSED, AMOUNT_REFUSED.
func (l TradeLine) Trade(c CapturedTrade, number int64, m Reported, act Act) (Trade, error) {
	if err := m.SellerLeave.admits(m.Seller, l.Venue, act); err != nil {
		return Trade{}, err
	}
	if err := m.BuyerLeave.admits(m.Buyer, l.Venue, act); err != nil {
		return Trade{}, err
	}
	if err := recent(c.Traded, act); err != nil {
		return Trade{}, err
	}
	trade, err := c.TradeTerms.draft(l.ID.trade(number), Captured, m.Instrument, m.Seller, m.Buyer, c.Traded)
	trade.Line, trade.Number, trade.Status = l.ID, number, TradeAgreed
	return trade, err
}

// captureDays is how many days after its trade date a trade may be captured.
const captureDays = 7

// recent refuses a trade date that is still to come, or long past. Faults: TOO_EARLY, TOO_LATE.
func recent(traded date.Date, act Act) error {
	switch {
	case traded.After(act.Today):
		return TooEarly.New("a trade of %s is not captured on %s", traded, act.Today)
	case traded.DaysUntil(act.Today) > captureDays:
		return TooLate.New("a trade of %s is not captured on %s, more than %d days later", traded, act.Today, captureDays)
	}
	return nil
}
