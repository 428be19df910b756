// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Programme answers a programme.
func (c *Contract) Programme(q *ledger.Query, req insurance.ProgrammeID) (*insurance.Programme, error) {
	return ledger.Answer(programmes.Get(q, req))
}

// Programmes lists the programmes of a cedent.
func (c *Contract) Programmes(q *ledger.Query, req insurance.InsurerPage) (*protocol.Page[insurance.Programme], error) {
	return ledger.Answer(programmes.PageBy(q, "cedent", req.Party.Key(), req.PageRequest))
}

// CededClass answers which programmes protect a line of business.
func (c *Contract) CededClass(q *ledger.Query, req insurance.CededClassKey) (*insurance.CededClass, error) {
	return ledger.Answer(cededClasses.Get(q, req))
}

// Slip answers a slip.
func (c *Contract) Slip(q *ledger.Query, req insurance.TreatyID) (*insurance.Slip, error) {
	return ledger.Answer(slips.Get(q, req))
}

// Slips lists the slips of a programme.
func (c *Contract) Slips(q *ledger.Query, req insurance.ProgrammePage) (*protocol.Page[insurance.Slip], error) {
	return ledger.Answer(slips.PageBy(q, "programme", req.Programme.Key(), req.PageRequest))
}

// TreatyQuote answers the quote that the caller's own firm left for a treaty.
func (c *Contract) TreatyQuote(q *ledger.Query, req insurance.TreatyID) (*insurance.TreatyQuote, error) {
	quote, err := treatyQuotes.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), req)
	if err != nil {
		return nil, err
	}
	return &quote, quote.Offer(insurance.Act{Facts: q.Facts()})
}

// WrittenLines lists the lines written on a treaty.
func (c *Contract) WrittenLines(q *ledger.Query, req insurance.TreatyPage) (*protocol.Page[insurance.WrittenLine], error) {
	return ledger.Answer(writtenLines.Page(q, req.Treaty.Key(), req.PageRequest))
}

// LinesOf lists the lines that a reinsurer wrote.
func (c *Contract) LinesOf(q *ledger.Query, req insurance.InsurerPage) (*protocol.Page[insurance.WrittenLine], error) {
	return ledger.Answer(writtenLines.PageBy(q, "reinsurer", req.Party.Key(), req.PageRequest))
}

// Treaty answers a bound treaty.
func (c *Contract) Treaty(q *ledger.Query, req insurance.TreatyID) (*insurance.Treaty, error) {
	return ledger.Answer(treaties.Get(q, req))
}

// TreatySeals tells who sealed a treaty as it is.
func (c *Contract) TreatySeals(q *ledger.Query, req insurance.TreatyID) (*insurance.TreatySeals, error) {
	seals, err := treaties.Seals(q, req)
	return &insurance.TreatySeals{Treaty: req, Seals: seals}, err
}

// Treaties lists the bound treaties of a programme.
func (c *Contract) Treaties(q *ledger.Query, req insurance.ProgrammePage) (*protocol.Page[insurance.Treaty], error) {
	return ledger.Answer(treaties.PageBy(q, "programme", req.Programme.Key(), req.PageRequest))
}

// Endorsement answers an endorsement.
func (c *Contract) Endorsement(q *ledger.Query, req insurance.EndorsementID) (*insurance.Endorsement, error) {
	return ledger.Answer(endorsements.Get(q, req))
}

// LossEvent answers an event.
func (c *Contract) LossEvent(q *ledger.Query, req insurance.EventID) (*insurance.LossEvent, error) {
	return ledger.Answer(lossEvents.Get(q, req))
}

// CessionsWaiting lists movements of an insurer's claims that wait.
func (c *Contract) CessionsWaiting(q *ledger.Query, req insurance.InsurerPage) (*protocol.Page[insurance.CessionDue], error) {
	return ledger.Answer(cessionsDue.Page(q, req.Party.Key(), req.PageRequest))
}

// Book answers what was posted to the treaties of a programme.
func (c *Contract) Book(q *ledger.Query, req insurance.ProgrammeID) (*insurance.Book, error) {
	return ledger.Answer(books.Get(q, req))
}

// BookPages lists the losses of a programme.
func (c *Contract) BookPages(q *ledger.Query, req insurance.ProgrammePage) (*protocol.Page[insurance.Page], error) {
	return ledger.Answer(pages.Page(q, req.Programme.Key(), req.PageRequest))
}

// ClaimCession answers what of a claim is ceded.
func (c *Contract) ClaimCession(q *ledger.Query, req insurance.PlaceKey) (*insurance.ClaimCession, error) {
	place, err := places.Get(q, req)
	if err != nil {
		return nil, err
	}
	page, err := pages.Get(q, insurance.PageKey{Programme: req.Programme, Number: place.Page})
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(page.Losses, func(l insurance.CededLoss) bool { return l.Claim == string(req.Claim) })
	answer := page.Losses[at].Retain()
	return &answer, nil
}

// CededPolicy answers what of a policy's premium is ceded.
func (c *Contract) CededPolicy(q *ledger.Query, req insurance.CededPolicyKey) (*insurance.CededPolicy, error) {
	return ledger.Answer(cededPolicies.Get(q, req))
}

// Bordereau answers a bordereau.
func (c *Contract) Bordereau(q *ledger.Query, req insurance.BordereauKey) (*insurance.Bordereau, error) {
	return ledger.Answer(bordereaux.Get(q, req))
}

// Bordereaux lists the bordereaux of a treaty.
func (c *Contract) Bordereaux(q *ledger.Query, req insurance.TreatyPage) (*protocol.Page[insurance.Bordereau], error) {
	return ledger.Answer(bordereaux.Page(q, req.Treaty.Key(), req.PageRequest))
}

// TreatyAccount answers what was booked of a treaty.
func (c *Contract) TreatyAccount(q *ledger.Query, req insurance.TreatyID) (*insurance.TreatyAccount, error) {
	return ledger.Answer(treatyAccounts.Get(q, req))
}

// TreatyPosition answers how a treaty stands between its sides.
func (c *Contract) TreatyPosition(q *ledger.Query, req insurance.TreatyID) (*insurance.Position, error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	treaty, err := treaties.Get(q, req)
	if err != nil {
		return nil, err
	}
	record, err := recordOf(q, treaty)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(treaty.Position(record, do))
}

// Statement answers a statement.
func (c *Contract) Statement(q *ledger.Query, req insurance.StatementKey) (*insurance.Statement, error) {
	return ledger.Answer(statements.Get(q, req))
}

// Statements lists the statements of a treaty.
func (c *Contract) Statements(q *ledger.Query, req insurance.TreatyPage) (*protocol.Page[insurance.Statement], error) {
	return ledger.Answer(statements.Page(q, req.Treaty.Key(), req.PageRequest))
}

// StatementsOf lists the statements of a reinsurer.
func (c *Contract) StatementsOf(q *ledger.Query, req insurance.InsurerPage) (*protocol.Page[insurance.Statement], error) {
	return ledger.Answer(statements.PageBy(q, "reinsurer", req.Party.Key(), req.PageRequest))
}

// CashCalls lists what was paid of a treaty by cash calls.
func (c *Contract) CashCalls(q *ledger.Query, req insurance.TreatyPage) (*protocol.Page[insurance.CashCall], error) {
	return ledger.Answer(cashCalls.Page(q, req.Treaty.Key(), req.PageRequest))
}
