// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// QuoteRequest leaves a quote in the caller's own collection.
type QuoteRequest struct {
	Deal  DealID `json:"deal" help:"deal that was requested"`
	Quote Quote  `json:"-" transient:"quote" help:"the quote, in the caller's own name"`
}

// Validate refuses malformed quotes, and one for another deal.
func (r QuoteRequest) Validate() error {
	if r.Quote.Deal != r.Deal {
		return errors.New("the quote is for another deal")
	}
	return r.Quote.Validate()
}

// QuoteReceipt says which deal a quote is for, and no more.
type QuoteReceipt struct {
	Deal DealID `json:"deal"`
}

// AgreeRequest accepts a quote that the financier gave the seller.
type AgreeRequest struct {
	Deal  DealID `json:"deal" help:"deal of the caller"`
	Quote Quote  `json:"-" transient:"quote" help:"the quote, word for word"`
}

// Validate refuses malformed quotes, and one for another deal.
func (r AgreeRequest) Validate() error {
	return QuoteRequest(r).Validate()
}

// PriceRequest asks what a deal pays out on a date.
type PriceRequest struct {
	Deal DealID    `json:"deal" help:"agreed deal"`
	On   date.Date `json:"on" help:"date on which money would move"`
}

// Validate refuses malformed members.
func (r PriceRequest) Validate() error {
	if r.On.IsZero() {
		return errors.New("on is missing")
	}
	return r.Deal.Validate()
}

// SlicesRequest asks for a page of an undertaking's slices, in the order of their units.
type SlicesRequest struct {
	protocol.PageRequest
	Undertaking UndertakingID `json:"undertaking" help:"the undertaking"`
}

// Validate refuses malformed members.
func (r SlicesRequest) Validate() error {
	return errors.Join(r.Undertaking.Validate(), r.PageRequest.Validate())
}

// FirmPage asks for a page of what concerns a party.
type FirmPage struct {
	protocol.PageRequest
	Party parties.PartyID `json:"party" help:"the party"`
}

// Validate refuses malformed members.
func (r FirmPage) Validate() error {
	return errors.Join(r.Party.Validate(), r.PageRequest.Validate())
}

// LineStanding is a line with its buckets.
type LineStanding struct {
	Line    Line     `json:"line"`
	Buckets []Bucket `json:"buckets"`
}

// Prints are an invoice's tokens, for the register.
type Prints struct {
	Register []duplicate.Token `json:"register"`
	Lookup   []duplicate.Token `json:"lookup"`
}
