// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

// Salt is 128 random bits or more, in hexadecimal: it keeps a hash from being guessed. Clients draw it, a new one each time.
type Salt string

var marketSaltForm = regexp.MustCompile(`^[0-9a-f]{32,128}$`)

// Validate refuses what is too short to be a salt.
func (s Salt) Validate() error {
	if !marketSaltForm.MatchString(string(s)) {
		return errors.New("salt is not 32 to 128 lower-case hexadecimal digits")
	}
	return nil
}

// Quote is a dealer's offer to trade with one party, on the request of that party, which the ledger knows nothing of. It lives
// in the dealer's own collection: the ledger has its hash alone. The taker has it from the dealer, and shows it to the
// endorsers when it accepts; quotes that are not accepted are never seen.
type Quote struct {
	ID    QuoteID `json:"id" help:"name of the quote among those of its maker"`
	Maker Firm    `json:"maker" help:"who quotes: the caller"`
	// Side is what the maker does.
	Side callauction.Side `json:"side" help:"BUY or SELL: what the maker does"`
	TradeTerms
	Account AccountID `json:"account" help:"the maker's account"`
	// Taker alone may accept, until Expires.
	Taker   parties.PartyID `json:"taker" help:"party that may accept"`
	Expires date.Date       `json:"expires" help:"last business date on which it may be accepted"`
	Salt    Salt            `json:"salt" help:"at least 128 random bits, in hexadecimal"`
}

// QuoteKey names a quote in the collection of its maker's member, which may host other makers.
type QuoteKey struct {
	Maker parties.PartyID
	ID    QuoteID
}

// Key is the quote's place in the collection.
func (k QuoteKey) Key() []string { return []string{string(k.Maker), string(k.ID)} }

// Name is the quote's name.
func (q Quote) Name() QuoteKey { return QuoteKey{Maker: q.Maker.Party, ID: q.ID} }

// Validate refuses malformed members.
func (q Quote) Validate() error {
	if q.Expires.IsZero() || q.Settle.Before(q.Expires) {
		return errors.New("expires is missing or after settle")
	}
	if q.Maker.Party == q.Taker {
		return errors.New("maker and taker are one")
	}
	return errors.Join(q.ID.Validate(), q.Maker.Party.Validate(), q.Side.Validate(), q.TradeTerms.Validate(), q.Account.Validate(),
		q.Taker.Validate(), q.Salt.Validate())
}

// QuoteTradeRequest leaves a quote in the caller's own collection.
type QuoteTradeRequest struct {
	ID    QuoteID `json:"id" help:"name of the quote"`
	Quote Quote   `json:"-" transient:"quote" help:"the quote"`
}

// Validate refuses malformed members and a quote of another name.
func (r QuoteTradeRequest) Validate() error {
	if r.ID != r.Quote.ID {
		return errors.New("the quote has another name")
	}
	return r.Quote.Validate()
}

// QuoteReceipt says which quote was left or withdrawn.
type QuoteReceipt struct {
	ID QuoteID `json:"id"`
}

// Receipt says which quote the request is about.
func (r QuoteTradeRequest) Receipt() *QuoteReceipt { return &QuoteReceipt{ID: r.ID} }

// Offer checks that a quote is in the caller's own name. Faults: NOT_YOURS.
func (q Quote) Offer(act Act) error { return act.By(q.Maker) }

// AcceptQuoteRequest accepts a quote.
type AcceptQuoteRequest struct {
	Trade   TradeID   `json:"trade" help:"name of the trade, without dots, at most 31 characters"`
	Account AccountID `json:"account" help:"the caller's account"`
	Quote   Quote     `json:"-" transient:"quote" help:"the quote, as its maker showed it"`
}

// Validate refuses malformed members.
func (r AcceptQuoteRequest) Validate() error {
	return errors.Join(r.Trade.chosen(), r.Account.Validate(), r.Quote.Validate())
}

// Accept makes a trade of a quote whose hash is the one in its maker's collection. A quote is accepted once, and where its
// maker withdraws it in the same block, the first of the two happens.
// Faults: NOT_YOURS, QUOTE_EXPIRED, ACCOUNT_REFUSED, INSTRUMENT_HALTED, BOTH_SIDES, TOO_LATE, AMOUNT_REFUSED.
func (r AcceptQuoteRequest) Accept(i Instrument, maker, taker Account, act Act) (Trade, error) {
	q := r.Quote
	if err := act.By(taker.Owner); err != nil {
		return Trade{}, err
	}
	if taker.Owner.Party != q.Taker {
		return Trade{}, NotYours.New("the quote is for another party to accept")
	}
	if maker.Owner != q.Maker {
		return Trade{}, AccountRefused.New("account %s is not the maker's", maker.ID)
	}
	if act.Today.After(q.Expires) {
		return Trade{}, QuoteExpired.New("the quote was open until %s", q.Expires)
	}
	seller, buyer := maker, taker
	if q.Side == callauction.Buy {
		seller, buyer = taker, maker
	}
	trade, err := q.TradeTerms.draft(r.Trade, ByQuote, i, seller, buyer, act.Today)
	if err != nil {
		return Trade{}, err
	}
	name, err := protocol.RequestHash([]string{q.Maker.Host, string(q.Maker.Party), string(q.ID)})
	trade.Quote, trade.Status = Hash(name), TradeAgreed
	return trade, err
}
