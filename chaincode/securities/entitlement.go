// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// Line is what one account gets, or gives, under an action. It follows from the page of the register and the terms of the
// action, neither of which changes, so that it is worked out whenever it is needed and not stored.
type Line struct {
	Account   AccountID      `json:"account"`
	Custodian string         `json:"custodian"`
	Cash      cash.AccountID `json:"cash"`
	// Units are those of the record date.
	Units Quantity `json:"units"`
	// After is what becomes of them where the action takes units; Given comes beside them.
	After Quantity     `json:"after"`
	Given Quantity     `json:"given"`
	Gross money.Amount `json:"gross"`
	Tax   money.Amount `json:"tax"`
	Net   money.Amount `json:"net"`
	// Excluded units are the issuer's own, which are paid nothing and given nothing.
	Excluded bool `json:"excluded,omitzero"`
}

// Totals is the sum of lines.
type Totals struct {
	Accounts int `json:"accounts"`
	// Units take part; Excluded ones are the issuer's own.
	Units    Quantity `json:"units"`
	Excluded Quantity `json:"excluded"`
	// After is what becomes of all units, Given what comes beside them.
	After Quantity     `json:"after"`
	Given Quantity     `json:"given"`
	Gross money.Amount `json:"gross"`
	Tax   money.Amount `json:"tax"`
	Net   money.Amount `json:"net"`
}

// IsZero tells whether nothing was added up.
func (t Totals) IsZero() bool { return t == Totals{} }

// Taken is by how many units holders have fewer, below zero where they have more.
func (t Totals) Taken() Quantity { return t.Units + t.Excluded - t.After }

// add adds a line. Faults: QUANTITY_TOO_LARGE, AMOUNT_TOO_LARGE.
func (t Totals) add(l Line) (Totals, error) {
	one := Totals{Accounts: 1, Units: l.Units, After: l.After, Given: l.Given, Gross: l.Gross, Tax: l.Tax, Net: l.Net}
	if l.Excluded {
		one.Units, one.Excluded = 0, l.Units
	}
	return t.Add(one)
}

// Add adds tallies. Faults: QUANTITY_TOO_LARGE, AMOUNT_TOO_LARGE.
func (t Totals) Add(more Totals) (Totals, error) {
	sum := Totals{Accounts: t.Accounts + more.Accounts}
	for _, part := range []struct {
		to   *Quantity
		a, b Quantity
	}{{&sum.Units, t.Units, more.Units}, {&sum.Excluded, t.Excluded, more.Excluded}, {&sum.After, t.After, more.After}, {&sum.Given, t.Given, more.Given}} {
		var err error
		if *part.to, err = part.a.Add(part.b); err != nil {
			return t, err
		}
	}
	for _, part := range []struct {
		to   *money.Amount
		a, b money.Amount
	}{{&sum.Gross, t.Gross, more.Gross}, {&sum.Tax, t.Tax, more.Tax}, {&sum.Net, t.Net, more.Net}} {
		var err error
		if *part.to, err = part.a.Add(part.b); err != nil {
			return t, AmountTooLarge.New("%s", err)
		}
	}
	return sum, nil
}

// Lines works a page of the register out. Faults: QUANTITY_TOO_LARGE, AMOUNT_TOO_LARGE, ACTION_TERMS_REFUSED.
func (a Action) Lines(page Page) ([]Line, Totals, error) {
	lines := make([]Line, len(page.Holdings))
	var sum Totals
	for i, holding := range page.Holdings {
		line, err := a.line(holding)
		if err == nil {
			sum, err = sum.add(line)
		}
		if err != nil {
			var fault *protocol.Fault
			if errors.As(err, &fault) {
				return nil, sum, err
			}
			return nil, sum, ActionTermsRefused.New("account %s: %s", holding.Account, err)
		}
		lines[i] = line
	}
	return lines, sum, nil
}

// line works one account out.
func (a Action) line(h Holding) (Line, error) {
	l := Line{Account: h.Account, Custodian: h.Custodian, Cash: h.Cash, Units: h.Quantity, After: h.Quantity, Excluded: a.excludes(h)}
	if h.Kind == Pooling && a.Kind.reshapes() {
		return l, AccountRefused.New("account %s has concealed units, of which %s would make others: they are revealed before its record date",
			h.Account, a.Kind)
	}
	paid, err := a.units(&l)
	if err != nil || l.Excluded || a.PerUnit == nil {
		return l, err
	}
	if l.Gross, err = a.gross(paid); err != nil {
		return l, err
	}
	if l.Tax, err = a.Taxes.Tax(l.Gross, h.Tax, a.Rounding); err != nil {
		return l, err
	}
	l.Net, err = l.Gross.Sub(l.Tax)
	return l, err
}

// excludes tells whether the units are the issuer's own.
func (a Action) excludes(h Holding) bool { return h.Kind == Treasury && h.Owner == a.Issuer }

// paidUnits are the units, or parts of one, for which money is paid.
type paidUnits struct {
	whole Quantity
	part  decimal.Ratio
}

// units sets what becomes of an account's units, and tells for how many money is paid.
func (a Action) units(l *Line) (paidUnits, error) {
	switch {
	case a.Kind.converts():
		whole, left, err := a.Factor.Whole(int64(l.Units), a.Disposition)
		l.After = Quantity(whole)
		return paidUnits{part: left}, err
	case a.Kind == FinalMaturity || a.Kind == FullCall:
		l.After = 0
		return paidUnits{whole: l.Units}, nil
	case l.Excluded:
		return paidUnits{}, nil
	case a.Kind == PartialCall:
		called, err := a.pooled(*l)
		l.After = l.Units - called
		return paidUnits{whole: called}, err
	case a.Kind == Bonus && a.Factor != nil:
		whole, left, err := a.Factor.Whole(int64(l.Units), a.Disposition)
		l.Given = Quantity(whole)
		return paidUnits{part: left}, err
	case a.Kind == Bonus:
		given, err := a.pooled(*l)
		l.Given = given
		return paidUnits{}, err
	}
	return paidUnits{whole: l.Units}, nil
}

// gross is what is paid, rounded once.
func (a Action) gross(paid paidUnits) (money.Amount, error) {
	if paid.part.IsZero() {
		return a.PerUnit.Of(int64(paid.whole), a.Rounding)
	}
	rounded, err := paid.part.Of(0, a.Rounding, a.PerUnit.Nominal)
	if err != nil {
		return money.Amount{}, err
	}
	minor, err := rounded.Int64()
	if err != nil {
		return money.Amount{}, err
	}
	return money.NewAmount(minor)
}

// pooled is an account's part of a fixed number of units.
func (a Action) pooled(l Line) (Quantity, error) {
	units, err := fraction.Pool{Units: int64(a.Units), Base: int64(a.Base)}.Of(fraction.Position{Units: int64(l.Units), Tie: a.tie(l.Account)}, a.Cut)
	return Quantity(units), err
}

// tie ranks an account among those with equal fractions, by a hash of the action, the register and the account: nobody
// who chooses the name of an account knows the register's hash beforehand.
func (a Action) tie(account AccountID) string {
	sum := sha256.Sum256([]byte(string(a.ID) + "|" + string(a.Root) + "|" + string(account)))
	return hex.EncodeToString(sum[:])
}

// EntitlementKey names what a page of a register gives under an action.
type EntitlementKey struct {
	Action ActionID `json:"action" help:"the action"`
	From   Bucket   `json:"from" help:"first bucket of the page"`
}

// Validate refuses malformed members.
func (k EntitlementKey) Validate() error { return errors.Join(k.Action.Validate(), k.From.Validate()) }

// Key is the entitlement's place in a table.
func (k EntitlementKey) Key() []string { return []string{string(k.Action), string(k.From)} }

// Entitlement is what a page of the register gives under an action, in one row: the lines follow from the page.
type Entitlement struct {
	EntitlementKey
	// Number counts the register's pages from 0; payments of pages that follow each other draw on different stripes of the
	// paying account.
	Number   int    `json:"number"`
	Revision int    `json:"revision"`
	Sum      Totals `json:"sum"`
}

// Name is the key of the entitlement.
func (e Entitlement) Name() EntitlementKey { return e.EntitlementKey }
