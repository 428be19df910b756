// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AttachmentBasis says which day decides whose programme a loss is.
type AttachmentBasis string

// The bases of attachment.
const (
	// LossesOccurring takes losses that happen in the programme's period.
	LossesOccurring AttachmentBasis = "LOSSES_OCCURRING"
	// RisksAttaching takes losses of policy periods that begin in the programme's period, whenever they happen.
	RisksAttaching AttachmentBasis = "RISKS_ATTACHING"
)

// HoursClause bounds an event of a peril in time: what happens within so many consecutive hours is one event.
type HoursClause struct {
	Peril string `json:"peril" help:"peril, such as WINDSTORM"`
	Hours int    `json:"hours" help:"consecutive hours of one event, such as 72 or 168"`
}

// hoursMost bounds an hours clause: three weeks.
const hoursMost = 504

// ProgrammeTerms say which risks of an insurer a programme protects.
type ProgrammeTerms struct {
	ID       ProgrammeID     `json:"id" help:"name of the programme"`
	Currency money.Currency  `json:"currency" help:"ISO 4217 code"`
	Classes  []string        `json:"classes" help:"lines of business, in ascending order"`
	Period   treaty.Period   `json:"period" help:"days of the programme"`
	Basis    AttachmentBasis `json:"basis" help:"LOSSES_OCCURRING or RISKS_ATTACHING"`
	Hours    []HoursClause   `json:"hours,omitempty" help:"hours of an event, by peril in ascending order"`
	// Purse pays and receives balances of the cedent.
	Purse Purse `json:"purse" help:"pays and receives the cedent's balances"`
}

// Validate refuses malformed members, and lists that are out of order.
func (t ProgrammeTerms) Validate() error {
	if !t.Currency.Issuable() || t.Basis != LossesOccurring && t.Basis != RisksAttaching {
		return errors.New("a currency, and LOSSES_OCCURRING or RISKS_ATTACHING, are needed")
	}
	if len(t.Classes) == 0 || len(t.Classes) > listMost || len(t.Hours) > listMost {
		return fmt.Errorf("1 to %d classes are needed, and at most as many hours", listMost)
	}
	return errors.Join(t.ID.Validate(), t.Period.Validate(), t.Purse.Validate(), t.validateClasses(), t.validateHours())
}

func (t ProgrammeTerms) validateClasses() error {
	for i, class := range t.Classes {
		if err := validateName("class", class); err != nil {
			return err
		}
		if i > 0 && t.Classes[i-1] >= class {
			return errors.New("classes must be given once, in ascending order")
		}
	}
	return nil
}

func (t ProgrammeTerms) validateHours() error {
	for i, clause := range t.Hours {
		if clause.Hours < 1 || clause.Hours > hoursMost || i > 0 && t.Hours[i-1].Peril >= clause.Peril {
			return fmt.Errorf("hours must be 1 to %d, of each peril once, in ascending order", hoursMost)
		}
		if err := validateName("peril", clause.Peril); err != nil {
			return err
		}
	}
	return nil
}

// Programme is the treaties that protect an insurer for a period. Its row changes when a treaty is bound and never because
// of a claim.
type Programme struct {
	ProgrammeTerms
	Cedent Firm `json:"cedent"`
	// Treaties are those that are bound, in the order of binding.
	Treaties []TreatyID `json:"treaties"`
}

// OpenProgramme opens a programme of the caller's firm. Faults: NOT_A_PARTY.
func OpenProgramme(t ProgrammeTerms, act Act) (Programme, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return Programme{}, nil, err
	}
	p := Programme{ProgrammeTerms: t, Cedent: firm}
	return p, []protocol.Event{ProgrammeChanged.Of(string(p.ID), StatusEvent{Status: "OPEN"})}, nil
}

// Takes tells whether a loss is the programme's by the day on which it happened, or the policy period began.
func (p Programme) Takes(class string, occurred, attached date.Date) bool {
	day := occurred
	if p.Basis == RisksAttaching {
		day = attached
	}
	_, found := slices.BinarySearch(p.Classes, class)
	return found && !day.IsZero() && p.Period.Has(day)
}

func (p Programme) hours(peril string) (int, bool) {
	at := slices.IndexFunc(p.Hours, func(h HoursClause) bool { return h.Peril == peril })
	if at < 0 {
		return 0, false
	}
	return p.Hours[at].Hours, true
}

// CededClassKey names a line of business of an insurer in a currency.
type CededClassKey struct {
	Insurer  parties.PartyID `json:"insurer" help:"the insurer"`
	Class    string          `json:"class" help:"line of business"`
	Currency money.Currency  `json:"currency" help:"ISO 4217 code"`
}

// Key is the row's place in a table.
func (k CededClassKey) Key() []string {
	return []string{string(k.Insurer), k.Class, k.Currency.String()}
}

// Validate refuses malformed members.
func (k CededClassKey) Validate() error {
	if !k.Currency.Issuable() {
		return errors.New("currency is missing")
	}
	return errors.Join(k.Insurer.Validate(), validateName("class", k.Class))
}

// CededClass lists the programmes that protect a line of business, so that each loss is one programme's at most.
type CededClass struct {
	CededClassKey
	Basis   AttachmentBasis `json:"basis"`
	Periods []CededPeriod   `json:"periods"`
}

// CededPeriod is the period of a programme.
type CededPeriod struct {
	Programme ProgrammeID   `json:"programme"`
	Period    treaty.Period `json:"period"`
}

// Keys are the lines of business that a programme protects.
func (p Programme) Keys() []CededClassKey {
	keys := make([]CededClassKey, len(p.Classes))
	for i, class := range p.Classes {
		keys[i] = CededClassKey{Insurer: p.Cedent.Party, Class: class, Currency: p.Currency}
	}
	return keys
}

// Enter adds a programme to a line of business. The zero CededClass is one without programmes. Faults: PROGRAMME_REFUSED.
func (c CededClass) Enter(key CededClassKey, p Programme) (CededClass, error) {
	if len(c.Periods) > 0 && c.Basis != p.Basis {
		return c, ProgrammeRefused.New("%s is protected on the basis %s; a loss could be of two programmes on another", key.Class, c.Basis)
	}
	if len(c.Periods) >= listMost {
		return c, ProgrammeRefused.New("%s has %d programmes, which is all that it can have", key.Class, listMost)
	}
	for _, other := range c.Periods {
		if !other.Period.To.Before(p.Period.From) && !p.Period.To.Before(other.Period.From) {
			return c, ProgrammeRefused.New("%s is protected by programme %s in that period", key.Class, other.Programme)
		}
	}
	c.CededClassKey, c.Basis = key, p.Basis
	c.Periods = append(slices.Clone(c.Periods), CededPeriod{p.ID, p.Period})
	return c, nil
}
