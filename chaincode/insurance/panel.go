// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Whole is all of a risk, in parts per billion.
const Whole = 1_000_000_000

// LineTerms are what an insurer of a panel takes, and through which accounts.
type LineTerms struct {
	Insurer parties.PartyID `json:"insurer" help:"the insurer"`
	// Share is the insurer's part of every premium and every claim, in parts per billion.
	Share int64 `json:"share" help:"part of each premium and claim, in parts per billion"`
	// Premiums receives the insurer's part of premiums.
	Premiums cash.AccountID `json:"premiums" help:"account that receives premiums"`
	// Refunds pays premiums back, Claims pays claims.
	Refunds Purse `json:"refunds" help:"pays premiums back"`
	Claims  Purse `json:"claims" help:"pays claims"`
}

// Validate refuses malformed members and shares that are none.
func (l LineTerms) Validate() error {
	if l.Share < 1 || l.Share > Whole {
		return fmt.Errorf("share of %s must be 1 to %d", l.Insurer, Whole)
	}
	return errors.Join(l.Insurer.Validate(), l.Premiums.Validate(), l.Refunds.Validate(), l.Claims.Validate())
}

// PanelTerms state who shares risks with whom. That never changes: other shares are another panel.
type PanelTerms struct {
	ID       PanelID        `json:"id" help:"name of the panel"`
	Currency money.Currency `json:"currency" help:"ISO 4217 code of its accounts"`
	// Lines are those of the panel's insurers, the lead's first.
	Lines []LineTerms `json:"lines" help:"the insurers with their shares, the lead first"`
}

// Validate refuses shares that are not the whole, an insurer with two lines, and malformed members.
func (t PanelTerms) Validate() error {
	if !t.Currency.Issuable() || len(t.Lines) == 0 || len(t.Lines) > listMost {
		return fmt.Errorf("a currency and 1 to %d lines are needed", listMost)
	}
	var whole int64
	for i, line := range t.Lines {
		if err := line.Validate(); err != nil {
			return err
		}
		if slices.ContainsFunc(t.Lines[:i], func(l LineTerms) bool { return l.Insurer == line.Insurer }) {
			return fmt.Errorf("%s has two lines", line.Insurer)
		}
		whole += line.Share
	}
	if whole != Whole {
		return fmt.Errorf("shares add up to %d, not %d", whole, Whole)
	}
	return t.ID.Validate()
}

// PursesRequest changes through which accounts the caller's line of a panel receives and pays: a mandate ends some day.
type PursesRequest struct {
	Panel    PanelID        `json:"panel" help:"the panel"`
	Premiums cash.AccountID `json:"premiums" help:"account that receives premiums"`
	Refunds  Purse          `json:"refunds" help:"pays premiums back"`
	Claims   Purse          `json:"claims" help:"pays claims"`
}

// Validate refuses malformed members.
func (r PursesRequest) Validate() error {
	return errors.Join(r.Panel.Validate(), r.Premiums.Validate(), r.Refunds.Validate(), r.Claims.Validate())
}

// Line is an insurer's signed part of a panel.
type Line struct {
	LineTerms
	Host string `json:"host"`
	// Signed tells that a person of the insurer signed the line.
	Signed bool `json:"signed,omitzero"`
}

// Firm is the insurer and its host.
func (l Line) Firm() Firm { return Firm{Party: l.Insurer, Host: l.Host} }

// Panel is the insurers that share a risk: one alone, or a lead with followers (coinsurance). It takes business once all
// of them signed, and its shares never change after that.
type Panel struct {
	ID       PanelID        `json:"id"`
	Currency money.Currency `json:"currency"`
	Lines    []Line         `json:"lines"`
}

// Lead is the insurer that speaks for the panel.
func (p Panel) Lead() Firm { return p.Lines[0].Firm() }

// Complete tells whether every insurer signed.
func (p Panel) Complete() bool {
	return !slices.ContainsFunc(p.Lines, func(l Line) bool { return !l.Signed })
}

// Split divides an amount among the panel's insurers in their shares, by largest remainder; who stands first in the panel
// gets the odd unit. The parts add up to the amount (invariant I8).
func (p Panel) Split(amount money.Amount) ([]money.Amount, error) {
	shares := make([]int64, len(p.Lines))
	for i, line := range p.Lines {
		shares[i] = line.Share
	}
	return split.Amounts(amount, shares)
}

// LineOf finds an insurer's line.
func (p Panel) LineOf(insurer parties.PartyID) (Line, bool) {
	at := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Insurer == insurer })
	if at < 0 {
		return Line{}, false
	}
	return p.Lines[at], true
}

// OpenPanel makes a panel under the caller's lead, which signs by that. The hosts are those of the lines' insurers, in
// their order. Faults: NOT_YOURS, NOT_A_PARTY.
func OpenPanel(t PanelTerms, insurers []Firm, act Act) (Panel, []protocol.Event, error) {
	panel := Panel{ID: t.ID, Currency: t.Currency, Lines: make([]Line, len(t.Lines))}
	for i, line := range t.Lines {
		panel.Lines[i] = Line{LineTerms: line, Host: insurers[i].Host}
	}
	return panel.sign(act, 0)
}

// Sign signs the caller's line. Faults: NOT_YOURS, STATUS_REFUSED.
func (p Panel) Sign(act Act) (Panel, []protocol.Event, error) {
	at, err := p.own(act)
	if err != nil {
		return p, nil, err
	}
	return p.sign(act, at)
}

// own is where the caller's line is. Faults: NOT_YOURS.
func (p Panel) own(act Act) (int, error) {
	at := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Firm().Is(act.Caller) })
	if at < 0 {
		return at, NotYours.New("panel %s has no line of the caller", p.ID)
	}
	return at, nil
}

// ChangePurses changes the accounts of the caller's line, and answers where it is. Faults: NOT_YOURS.
func (p Panel) ChangePurses(r PursesRequest, act Act) (Panel, int, []protocol.Event, error) {
	at, err := p.own(act)
	if err != nil {
		return p, at, nil, err
	}
	if err := act.By(p.Lines[at].Firm()); err != nil {
		return p, at, nil, err
	}
	p.Lines = slices.Clone(p.Lines)
	p.Lines[at].Premiums, p.Lines[at].Refunds, p.Lines[at].Claims = r.Premiums, r.Refunds, r.Claims
	return p, at, []protocol.Event{PanelChanged.Of(string(p.ID), StatusEvent{Status: p.status()})}, nil
}

func (p Panel) sign(act Act, at int) (Panel, []protocol.Event, error) {
	line := p.Lines[at]
	if err := act.By(line.Firm()); err != nil {
		return p, nil, err
	}
	if line.Signed {
		return p, nil, StatusRefused.New("%s signed panel %s before", line.Insurer, p.ID)
	}
	p.Lines = slices.Clone(p.Lines)
	p.Lines[at].Signed = true
	return p, []protocol.Event{PanelChanged.Of(string(p.ID), StatusEvent{Status: p.status()})}, nil
}

func (p Panel) status() string {
	if p.Complete() {
		return "COMPLETE"
	}
	return "SIGNING"
}
