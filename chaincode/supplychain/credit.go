// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/score"
)

// PaymentKey names a payment record of an obligor.
type PaymentKey struct {
	Obligor string
	ID      string
}

// Key is the record's place in a table.
func (k PaymentKey) Key() []string { return []string{k.Obligor, k.ID} }

// KeyOf is the name of a payment record.
func KeyOf(p score.Payment) PaymentKey { return PaymentKey{p.Obligor, p.ID} }

// Payment is the record of a collection, for assessments: who owed whom, when it was due, and when it was paid. The
// creditor is the first payee, whose invoice it was, whoever held the paper.
func (c Collection) Payment(u Undertaking) score.Payment {
	return score.Payment{
		ID: fmt.Sprintf("collect.%s.%d", u.ID, c.Number), Debt: string(u.ID), Obligor: string(u.Obligor.Party), Creditor: string(u.Payee.Party),
		Amount: c.principal(), Due: u.Due, Paid: c.Date,
	}
}

// principal is what the collection paid of the face.
func (c Collection) principal() money.Money {
	return money.Money{Amount: money.MustAmount(c.Amount.Amount.Minor() - c.Late.Minor()), Currency: c.Amount.Currency}
}

// Recorded tells whether the collection paid anything of the face, which a payment record is about.
func (c Collection) Recorded() bool { return c.principal().Sign() > 0 }

// Outstanding is the record of what an undertaking still owes; false where that is nothing.
func (d Discharge) Outstanding(u Undertaking) (score.Payment, bool) {
	face := u.Face.Amount.Minor()
	left := d.owed(face, face)
	if left == 0 || u.Status != Active || u.Conditional() {
		return score.Payment{}, false
	}
	return score.Payment{
		ID: "owed." + string(u.ID), Debt: string(u.ID), Obligor: string(u.Obligor.Party), Creditor: string(u.Payee.Party),
		Amount: money.Money{Amount: money.MustAmount(left), Currency: u.Face.Currency}, Due: u.Due,
	}, true
}

// RecoursePayment is the record of a repurchase: the seller owed the financier from the day of the call, or repaid a loan
// on a day that it chose.
func (d Deal) RecoursePayment(paid money.Money, txID string, today date.Date) score.Payment {
	if d.Called.IsZero() {
		d.Called = today
	}
	return score.Payment{
		ID: "recourse." + txID, Debt: "recourse." + string(d.ID), Obligor: string(d.Seller.Party), Creditor: string(d.Financier.Party),
		Amount: paid, Due: d.Called, Paid: today,
	}
}

// Total is the money of a settlement's legs, which are of one currency.
func Total(settle cash.SettleRequest) money.Money {
	total := settle.Legs[0].Amount
	for _, leg := range settle.Legs[1:] {
		total.Amount = money.MustAmount(total.Amount.Minor() + leg.Amount.Amount.Minor())
	}
	return total
}

// DisclosureRequest lets somebody see the caller's assessment.
type DisclosureRequest struct {
	To parties.PartyID `json:"to" help:"who may see the caller's assessment"`
	// Until is the last business date; a date past takes the leave back.
	Until date.Date `json:"until" help:"last business date"`
}

// Validate refuses malformed members.
func (r DisclosureRequest) Validate() error {
	if r.Until.IsZero() {
		return errors.New("until is missing")
	}
	return r.To.Validate()
}

// DisclosureKey names a leave: whose assessment, to whom.
type DisclosureKey struct {
	Of parties.PartyID `json:"of"`
	To parties.PartyID `json:"to"`
}

// Key is the leave's place in a table.
func (k DisclosureKey) Key() []string { return []string{string(k.Of), string(k.To)} }

// Disclosure is a party's leave to show its assessment.
type Disclosure struct {
	DisclosureKey
	Until date.Date `json:"until"`
}

// Name is the leave's key.
func (d Disclosure) Name() DisclosureKey { return d.DisclosureKey }

// Disclose gives or changes a leave. Faults: NOT_A_PARTY.
func Disclose(r DisclosureRequest, act Act) (Disclosure, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return Disclosure{}, nil, err
	}
	leave := Disclosure{DisclosureKey: DisclosureKey{Of: firm.Party, To: r.To}, Until: r.Until}
	return leave, []protocol.Event{DisclosureChanged.Of(string(firm.Party), StatusEvent{Status: "DISCLOSED"})}, nil
}

// Seen refuses whoever the assessed party gave no leave; to itself it needs none. Faults: CONSENT_MISSING.
func (d Disclosure) Seen(of parties.PartyID, act Act) error {
	viewer, err := act.Firm()
	if err != nil {
		return err
	}
	if viewer.Party == of || d.To == viewer.Party && !act.Today.After(d.Until) {
		return nil
	}
	return ConsentMissing.New("party %s does not show its assessment to %s", of, viewer.Party)
}

// AssessRequest assesses how a party pays, as of the business date.
type AssessRequest struct {
	Party    parties.PartyID `json:"party" help:"who is assessed: anchor or supplier"`
	Currency money.Currency  `json:"currency" help:"currency of the payments that count"`
}

// Validate refuses malformed members.
func (r AssessRequest) Validate() error {
	if r.Currency.IsZero() {
		return errors.New("currency is missing")
	}
	return r.Party.Validate()
}

// ShownScore is an assessment that its party shows somebody, who asks its own peer about it.
type ShownScore struct {
	Assessment score.Assessment `json:"-" transient:"assessment" help:"the assessment, as AssessFirm answered it to its party"`
}

// Validate refuses what cannot be an assessment.
func (r ShownScore) Validate() error { return r.about().Validate() }

func (r ShownScore) about() AssessRequest {
	return AssessRequest{Party: parties.PartyID(r.Assessment.Party), Currency: r.Assessment.Currency}
}

// About is whose payments the assessment is about, and in which currency. Faults: SCORE_STALE, SCORE_POLICY where another
// policy than the ledger's was applied.
func (r ShownScore) About(act Act) (AssessRequest, error) {
	policy := score.Default()
	if !policy.Same(r.Assessment.Policy) {
		return AssessRequest{}, score.PolicyRefused.New("assessments here follow policy %s", policy.Name)
	}
	return r.about(), r.Assessment.Fresh(act.Today)
}

// Leave names the leave that the caller needs. Faults: NOT_A_PARTY.
func (r AssessRequest) Leave(act Act) (DisclosureKey, error) {
	viewer, err := act.Firm()
	return DisclosureKey{Of: r.Party, To: viewer.Party}, err
}
