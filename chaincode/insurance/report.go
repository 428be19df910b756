// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
)

// ReportRequest asks for figures of a period, as the ledger has them now.
type ReportRequest struct {
	From date.Date `json:"from" help:"first day of the period"`
	To   date.Date `json:"to" help:"last day of the period"`
	// Class, Product and Insurer narrow the report; the insurer is a contract's lead, or a cedent.
	Class   string          `json:"class,omitzero" help:"line of business; all when left out"`
	Product ProductID       `json:"product,omitzero" help:"product; all when left out"`
	Insurer parties.PartyID `json:"insurer,omitzero" help:"insurer that leads; all when left out"`
	// After is the Next of the part before.
	After ProductID `json:"after,omitzero" help:"product after which this part begins: the next of the part before"`
}

// Validate refuses malformed members, and a period that has no day before it or after it.
func (r ReportRequest) Validate() error {
	if r.From.IsZero() || r.To.IsZero() || r.To.Before(r.From) {
		return errors.New("from and to are needed, and to is not before from")
	}
	_, before := r.From.AddDays(-1)
	_, after := r.To.AddDays(1)
	return errors.Join(before, after, optionalName("class", r.Class), optional(r.Product), optional(r.Insurer), optional(r.After))
}

// Takes tells whether the report is about contracts of a product, and whether they come in this part.
func (r ReportRequest) Takes(v ProductVersion) bool {
	return (r.Product == "" || r.Product == v.Product) && (r.Insurer == "" || r.Insurer == v.Insurer.Party) && v.Product > r.After
}

// SmallestCell is how many policyholders a row of a report tells of at least. A row of fewer is merged with others, and
// where there are none, withheld.
const SmallestCell = 5

// ReportLine says what a row is about. In a row that was merged of several, what they do not have in common is left out.
type ReportLine struct {
	Class    string          `json:"class,omitzero"`
	Product  ProductID       `json:"product,omitzero"`
	Insurer  parties.PartyID `json:"insurer,omitzero"`
	Currency money.Currency  `json:"currency"`
	// Part tells rows of one table apart: the lower bound of a band, a clock, an event or a programme.
	Part string `json:"part,omitzero"`
}

// ReportRow are figures about so many policyholders.
type ReportRow[F any] struct {
	ReportLine
	Holders int `json:"holders"`
	// Merged is of how many rows this is the sum, where one was too small to stand alone.
	Merged  int `json:"merged,omitzero"`
	Figures F   `json:"figures"`
}

// BusinessFigures are about contracts.
type BusinessFigures struct {
	// InForce counts the policies in force on the last day.
	InForce int `json:"inForce"`
	// Written was recorded in the period, Earned is for its days, without taxes.
	Written money.Amount `json:"written"`
	Earned  money.Amount `json:"earned"`
}

// LossFigures are about claims that were reported in the period, as they stand now, and about indexes that paid in it.
type LossFigures struct {
	// Notified counts claims, Open those of them that are not closed, Void those that turned out to be none.
	Notified int `json:"notified"`
	Open     int `json:"open"`
	Void     int `json:"void"`
	// Triggered counts evaluations of indexes that paid.
	Triggered int `json:"triggered"`
	// Paid is for losses and for dealing with them, by claims and indexes, Outstanding what is reserved beside it, Recovered
	// what came back.
	Paid        money.Amount `json:"paid"`
	Outstanding money.Amount `json:"outstanding"`
	Recovered   money.Amount `json:"recovered"`
}

// BandFigures are about claims of which what is paid and reserved lies between the bounds of a band.
type BandFigures struct {
	Claims   int          `json:"claims"`
	Incurred money.Amount `json:"incurred"`
}

// BreachFigures count claims of which a time has passed: recorded as a breach, or not yet.
type BreachFigures struct {
	Recorded   int `json:"recorded"`
	Unrecorded int `json:"unrecorded"`
}

// EventFigures are about losses of one event.
type EventFigures struct {
	Losses int `json:"losses"`
	// Exposed is what the covers of the policies struck insure, once for each loss.
	Exposed     money.Amount `json:"exposed"`
	Paid        money.Amount `json:"paid"`
	Outstanding money.Amount `json:"outstanding"`
}

// CededFigures are what was posted to the treaties of a programme so far.
type CededFigures struct {
	Paid          money.Amount `json:"paid"`
	Outstanding   money.Amount `json:"outstanding"`
	Premium       money.Amount `json:"premium"`
	Reinstatement money.Amount `json:"reinstatement"`
}

// Report is what a supervisor may know without knowing about whom. All of an answer is of one height of the ledger. Rows of
// one table are about different things, so that they add up; so do those of the parts of a report.
type Report struct {
	From date.Date `json:"from"`
	To   date.Date `json:"to"`
	On   date.Date `json:"on"`
	// Least is how many policyholders each row tells of at least.
	Least    int                          `json:"least"`
	Business []ReportRow[BusinessFigures] `json:"business"`
	Losses   []ReportRow[LossFigures]     `json:"losses"`
	Bands    []ReportRow[BandFigures]     `json:"bands"`
	Breaches []ReportRow[BreachFigures]   `json:"breaches"`
	Events   []ReportRow[EventFigures]    `json:"events"`
	// Ceded comes with the first part, for all lines of business.
	Ceded []ReportRow[CededFigures] `json:"ceded"`
	// Withheld names tables and currencies of which there are too few policyholders to say anything.
	Withheld []string `json:"withheld,omitempty"`
	// Next is the After of the next part; empty in the last.
	Next ProductID `json:"next,omitzero"`
}
