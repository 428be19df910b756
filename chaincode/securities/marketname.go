// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// The names of the primary and the secondary market are chosen by whoever makes the records, and stay taken.
type (
	// OfferingID names an offering.
	OfferingID string
	// SessionID names a call auction.
	SessionID string
	// QuoteID names a quote among those of its maker.
	QuoteID string
	// TradeID names a trade.
	TradeID string
	// LineID names a venue's sequence of trades: a venue may have several, which then never meet.
	LineID string
)

// The longest names, in characters: purposes of holds are made of an offering's, and names of trades of those of sessions and
// lines. A trade's own name becomes the reference of its settlement, which has 35.
const (
	offeringNameMax = 32
	sessionNameMax  = 24
	lineNameMax     = 10
	tradeNameMax    = 31
)

func validateMarketName(noun, name string, most int) error {
	if len(name) > most {
		return fmt.Errorf("%s %q has more than %d characters", noun, protocol.Excerpt(name), most)
	}
	return protocol.ValidateName(noun, name)
}

// validateUndotted is for names of which other names are made with dots between: so nobody can take those before.
func validateUndotted(noun, name string, most int) error {
	if strings.Contains(name, ".") {
		return fmt.Errorf("%s %q has a dot", noun, protocol.Excerpt(name))
	}
	return validateMarketName(noun, name, most)
}

// Validate refuses a malformed name, and one of more than 32 characters.
func (id OfferingID) Validate() error {
	return validateMarketName("offering", string(id), offeringNameMax)
}

// Validate refuses a malformed name, one with a dot, and one of more than 24 characters.
func (id SessionID) Validate() error { return validateUndotted("session", string(id), sessionNameMax) }

// Validate refuses a malformed name.
func (id QuoteID) Validate() error { return protocol.ValidateName("quote", string(id)) }

// Validate refuses a malformed name, and one of more than 31 characters.
func (id TradeID) Validate() error { return validateMarketName("trade", string(id), tradeNameMax) }

// chosen refuses a name that is for a session's or a venue's trades.
func (id TradeID) chosen() error { return validateUndotted("trade", string(id), tradeNameMax) }

// Validate refuses a malformed name, one with a dot, and one of more than 10 characters.
func (id LineID) Validate() error { return validateUndotted("line", string(id), lineNameMax) }

// trade names the trade of a number in a venue's line.
func (id LineID) trade(number int64) TradeID { return TradeID(fmt.Sprintf("C.%s.%d", id, number)) }

// trade names the trade of a number in a session.
func (id SessionID) trade(number int) TradeID { return TradeID(fmt.Sprintf("A.%s.%04d", id, number)) }

// Key is the offering's place in a table.
func (id OfferingID) Key() []string { return []string{string(id)} }

// Key is the session's place in a table.
func (id SessionID) Key() []string { return []string{string(id)} }

// Key is the line's place in a table.
func (id LineID) Key() []string { return []string{string(id)} }

// Key is the trade's place in a table.
func (id TradeID) Key() []string { return []string{string(id)} }

// BookKey names a page of an offering's book.
type BookKey struct {
	Offering OfferingID `json:"offering" help:"the offering"`
	Page     int        `json:"page" help:"page of its book, from 0"`
}

// Validate refuses malformed members.
func (k BookKey) Validate() error {
	if k.Page < 0 || k.Page >= bookPagesMost {
		return fmt.Errorf("page is from 0 to %d", bookPagesMost-1)
	}
	return k.Offering.Validate()
}

// Key is the page's place in a table.
func (k BookKey) Key() []string { return []string{string(k.Offering), fmt.Sprintf("%04d", k.Page)} }

// SubscriptionKey names a subscription by its place in the book.
type SubscriptionKey struct {
	BookKey
	Number int `json:"number" help:"number of the subscription on its page, from 1"`
}

// Validate refuses malformed members.
func (k SubscriptionKey) Validate() error {
	if k.Number < 1 || k.Number > pageMost {
		return fmt.Errorf("number is from 1 to %d", pageMost)
	}
	return k.BookKey.Validate()
}

// Key is the subscription's place in a table.
func (k SubscriptionKey) Key() []string {
	return append(k.BookKey.Key(), fmt.Sprintf("%04d", k.Number))
}
