// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// MandateID names a mandate.
type MandateID string

// Validate refuses a malformed name.
func (id MandateID) Validate() error { return protocol.ValidateName("mandate", string(id)) }

// Key is the mandate's place in a table.
func (id MandateID) Key() []string { return []string{string(id)} }

// MandateTerms are what a payer allows a module to collect (after the mandate of ISO 20022 pain.009).
type MandateTerms struct {
	ID      MandateID  `json:"id" help:"name of the mandate"`
	Payer   AccountID  `json:"payer" help:"the caller's account that will pay"`
	Module  ModuleName `json:"module" help:"the chaincode that may collect"`
	Purpose Purpose    `json:"purpose" help:"what it may collect for, such as payables"`
	// Payee is empty where the module may name any.
	Payee  AccountID   `json:"payee,omitzero" help:"the only account that may receive; any when left out"`
	MaxUse money.Money `json:"maxUse" help:"the most of one use"`
	// MaxTotal is zero where uses are not counted, as of an ordinary direct debit: they then write no row that they share.
	MaxTotal money.Money `json:"maxTotal,omitzero" help:"the most of all uses together; uses are not counted when left out"`
	// ValidUntil is the last business date of use.
	ValidUntil date.Date `json:"validUntil" help:"last business date on which it may be used"`
}

// Validate refuses malformed members and limits that contradict each other.
func (t MandateTerms) Validate() error {
	if t.Purpose == "" || t.ValidUntil.IsZero() {
		return errors.New("purpose and validUntil are needed")
	}
	if err := errors.Join(positive(t.MaxUse), t.validateTotal()); err != nil {
		return err
	}
	if t.Payee != "" {
		if err := t.Payee.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(t.ID.Validate(), t.Payer.Validate(), t.Module.Validate(), t.Purpose.Validate())
}

func (t MandateTerms) validateTotal() error {
	if !t.counts() {
		return nil
	}
	if order, err := t.MaxUse.Cmp(t.MaxTotal); err != nil || order > 0 {
		return errors.New("maxUse must be of maxTotal's currency and not above it")
	}
	return positive(t.MaxTotal)
}

// counts tells whether uses count against a total.
func (t MandateTerms) counts() bool { return !t.MaxTotal.IsZero() }

// Mandate is a payer's standing consent: bounded by use, in total if the payer wishes, in time, and to a module and a purpose.
type Mandate struct {
	MandateTerms
	// Used is the sum of all uses, where they are counted.
	Used    money.Amount `json:"used"`
	Revoked bool         `json:"revoked,omitzero"`
}

// Grant makes a mandate of terms, by a signatory of the payer. The book has the payer.
// Faults: ACCOUNT_KIND, NOT_SIGNATORY, CURRENCY_MISMATCH, PARTY_FROZEN, ACCOUNT_FROZEN, MANDATE_NOT_ACTIVE.
func (b Book) Grant(t MandateTerms, facts protocol.Facts) (Mandate, []protocol.Event, error) {
	s := b.open()
	payer, err := s.line(t.Payer)
	if err != nil {
		return Mandate{}, nil, err
	}
	if payer.account.Kind != Customer {
		return Mandate{}, nil, AccountKind.New("account %s is no customer's", t.Payer)
	}
	if err := signedBy(facts.Caller)(payer.account); err != nil {
		return Mandate{}, nil, err
	}
	if err := sameCurrency(t.MaxUse, payer.account); err != nil {
		return Mandate{}, nil, err
	}
	if err := s.debitable(payer.account); err != nil {
		return Mandate{}, nil, err
	}
	if t.ValidUntil.Before(b.Date) {
		return Mandate{}, nil, MandateNotActive.New("a mandate valid until %s is over on %s", t.ValidUntil, b.Date)
	}
	mandate := Mandate{MandateTerms: t}
	return mandate, []protocol.Event{mandate.event(MandateWasGranted)}, nil
}

// Revoke ends a mandate, by a signatory of the payer. Faults: NOT_SIGNATORY, MANDATE_NOT_ACTIVE.
func (m Mandate) Revoke(payer Account, facts protocol.Facts) (Mandate, []protocol.Event, error) {
	if err := signedBy(facts.Caller)(payer); err != nil {
		return m, nil, err
	}
	if m.Revoked {
		return m, nil, MandateNotActive.New("mandate %s was revoked before", m.ID)
	}
	m.Revoked = true
	return m, []protocol.Event{m.event(MandateWasRevoked)}, nil
}

// use counts a leg against the mandate.
// Faults: CONSENT_MISSING, MANDATE_NOT_ACTIVE, MANDATE_EXCEEDED.
func (m Mandate) use(leg SettleLeg, module ModuleName, today date.Date) (Mandate, error) {
	if m.Module != module || m.Payer != leg.From || m.Purpose != leg.Purpose || m.Payee != "" && m.Payee != leg.To {
		return m, ConsentMissing.New("mandate %s does not let %s collect this leg", m.ID, module)
	}
	if m.Revoked || today.After(m.ValidUntil) {
		return m, MandateNotActive.New("mandate %s is revoked or was valid until %s", m.ID, m.ValidUntil)
	}
	over, err := leg.Amount.Cmp(m.MaxUse)
	if err != nil {
		return m, CurrencyMismatch.New("mandate %s is in %s", m.ID, m.MaxUse.Currency)
	}
	if over > 0 {
		return m, MandateExceeded.New("mandate %s allows %s a use, not %s", m.ID, m.MaxUse, leg.Amount)
	}
	if !m.counts() {
		return m, nil
	}
	used, err := m.Used.Add(leg.Amount.Amount)
	if err != nil || used.Cmp(m.MaxTotal.Amount) > 0 {
		return m, MandateExceeded.New("mandate %s allows %s in total", m.ID, m.MaxTotal)
	}
	m.Used = used
	return m, nil
}

func (m Mandate) event(t protocol.EventType[MandateEvent]) protocol.Event {
	return t.Of(string(m.ID), MandateEvent{Payer: m.Payer, Module: m.Module, Purpose: m.Purpose})
}
