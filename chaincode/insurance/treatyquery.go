// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// TreatyQuoteRequest leaves a quote for a treaty; the quote travels outside the arguments and is in no block.
type TreatyQuoteRequest struct {
	Treaty TreatyID    `json:"treaty" help:"the treaty"`
	Quote  TreatyQuote `json:"-" transient:"quote" help:"what the reinsurer wants"`
}

// Validate refuses malformed quotes, and one for another treaty.
func (r TreatyQuoteRequest) Validate() error {
	if r.Treaty != r.Quote.Treaty {
		return errors.New("the quote is for another treaty")
	}
	return r.Quote.Validate()
}

// TreatyQuoteReceipt answers that a quote was left.
type TreatyQuoteReceipt struct {
	Treaty TreatyID `json:"treaty"`
}

// TakeQuoteRequest takes a quote, which the cedent shows to the endorsers.
type TakeQuoteRequest struct {
	Treaty TreatyID    `json:"treaty" help:"the treaty"`
	Quote  TreatyQuote `json:"-" transient:"quote" help:"the quote that is taken"`
}

// Validate refuses malformed quotes, and one for another treaty.
func (r TakeQuoteRequest) Validate() error { return TreatyQuoteRequest(r).Validate() }

// TreatyPage asks for a page of what a treaty has.
type TreatyPage struct {
	Treaty TreatyID `json:"treaty" help:"the treaty"`
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r TreatyPage) Validate() error {
	return errors.Join(r.Treaty.Validate(), r.PageRequest.Validate())
}

// ProgrammePage asks for a page of what a programme has.
type ProgrammePage struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r ProgrammePage) Validate() error {
	return errors.Join(r.Programme.Validate(), r.PageRequest.Validate())
}

// InsurerPage asks for a page of what an insurer or a reinsurer has.
type InsurerPage struct {
	Party parties.PartyID `json:"party" help:"the insurer or reinsurer"`
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r InsurerPage) Validate() error {
	return errors.Join(r.Party.Validate(), r.PageRequest.Validate())
}

// Validate refuses malformed members.
func (k PlaceKey) Validate() error { return errors.Join(k.Programme.Validate(), k.Claim.Validate()) }

// Validate refuses malformed members.
func (k CededPolicyKey) Validate() error {
	return errors.Join(k.Programme.Validate(), k.Policy.Validate())
}

// ClaimCession is what of a claim is ceded, and what the cedent keeps.
type ClaimCession struct {
	CededLoss
	Retained treaty.Standing `json:"retained"`
}

// Retain answers what of a loss is kept.
func (l CededLoss) Retain() ClaimCession {
	kept := l.Standing
	for _, part := range l.Ceded {
		kept = kept.Less(part.Standing)
	}
	return ClaimCession{CededLoss: l, Retained: kept}
}

// Position is how a treaty stands between its sides: what was recovered and what is still outstanding.
type Position struct {
	Treaty TreatyID     `json:"treaty"`
	Status TreatyStatus `json:"status"`
	// Ceded is what was posted of losses, Outstanding what of it is not paid; Reinstatement and Premium what they cost.
	Ceded         treaty.Standing `json:"ceded"`
	Outstanding   money.Amount    `json:"outstanding"`
	Reinstatement treaty.Standing `json:"reinstatement"`
	Premium       money.Amount    `json:"premium"`
	// Booked is what is in technical accounts.
	Booked Items `json:"booked"`
	// Lines are the participants' parts.
	Lines []LinePosition `json:"lines"`
}

// LinePosition is how a participant stands.
type LinePosition struct {
	Reinsurer   parties.PartyID `json:"reinsurer"`
	Ceded       treaty.Standing `json:"ceded"`
	Outstanding money.Amount    `json:"outstanding"`
	// Open is the sum of the balances of statements that are not settled: what the cedent owes, below zero what it is owed.
	Open money.Amount `json:"open"`
}

// Position makes a treaty's position of its rows.
func (t Treaty) Position(r TreatyRecord, act Act) (Position, error) {
	book := r.Book
	p := Position{
		Treaty: t.ID, Status: t.Status(act.Today), Ceded: book.Ceded, Outstanding: book.Ceded.Outstanding(), Reinstatement: book.Reinstatement,
		Premium: book.Premium, Booked: r.Account.Items,
	}
	paid, err := treaty.Divide(book.Ceded.Paid, t.lines())
	if err != nil {
		return p, tooLarge(err)
	}
	incurred, err := treaty.Divide(book.Ceded.Incurred, t.lines())
	if err != nil {
		return p, tooLarge(err)
	}
	for i, participant := range t.Participants {
		line := LinePosition{Reinsurer: participant.Party, Ceded: treaty.Standing{Paid: paid[i], Incurred: incurred[i]}}
		line.Outstanding = line.Ceded.Outstanding()
		if line.Open, err = open(r.Statements, participant.Party); err != nil {
			return p, err
		}
		p.Lines = append(p.Lines, line)
	}
	return p, nil
}

// open is the sum of the balances of a reinsurer's statements that are not settled.
func open(statements []Statement, reinsurer parties.PartyID) (money.Amount, error) {
	var balances []money.Amount
	for _, s := range statements {
		if s.Reinsurer == reinsurer && s.Status == Rendered {
			balances = append(balances, s.Balance)
		}
	}
	return checked(money.Sum(balances...))
}
