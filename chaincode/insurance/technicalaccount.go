// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Items are what a technical account consists of, of a treaty or of one reinsurer's line.
type Items struct {
	// Premium and Reinstatement are the reinsurer's, Commission and Losses the cedent's.
	Premium       money.Amount `json:"premium"`
	Commission    money.Amount `json:"commission"`
	Losses        money.Amount `json:"losses"`
	Reinstatement money.Amount `json:"reinstatement"`
}

// balance is what the cedent owes: below zero, the reinsurer does.
func (i Items) balance() (money.Amount, error) {
	return checked(money.Sum(i.Premium, i.Commission.Neg(), i.Losses.Neg(), i.Reinstatement))
}

// each does something with every item.
func (i Items) each(j Items, op func(a, b money.Amount) (money.Amount, error)) (Items, error) {
	var out Items
	var failed [4]error
	out.Premium, failed[0] = op(i.Premium, j.Premium)
	out.Commission, failed[1] = op(i.Commission, j.Commission)
	out.Losses, failed[2] = op(i.Losses, j.Losses)
	out.Reinstatement, failed[3] = op(i.Reinstatement, j.Reinstatement)
	if errors.Join(failed[:]...) != nil {
		return out, AmountTooLarge.New("a technical account is out of bounds")
	}
	return out, nil
}

// divided are the items of each line, by the largest remainder.
func (i Items) divided(lines []treaty.Line) ([]Items, error) {
	parts := make([]Items, len(lines))
	for _, item := range []struct {
		amount money.Amount
		put    func(*Items, money.Amount)
	}{
		{i.Premium, func(p *Items, a money.Amount) { p.Premium = a }}, {i.Commission, func(p *Items, a money.Amount) { p.Commission = a }},
		{i.Losses, func(p *Items, a money.Amount) { p.Losses = a }}, {i.Reinstatement, func(p *Items, a money.Amount) { p.Reinstatement = a }},
	} {
		shares, err := treaty.Divide(item.amount, lines)
		if err != nil {
			return nil, tooLarge(err)
		}
		for j := range parts {
			item.put(&parts[j], shares[j])
		}
	}
	return parts, nil
}

// TreatyAccount is what was booked of a treaty so far. Lines get the differences of their parts of these totals, so that
// what they get adds up over all accounts, and to the totals in each.
type TreatyAccount struct {
	Treaty TreatyID `json:"treaty"`
	// Accounts is the number of the last account, Bordereaux that of the last bordereau in one.
	Accounts   int       `json:"accounts"`
	Bordereaux int       `json:"bordereaux"`
	To         date.Date `json:"to,omitzero"`
	Items
	// Ceded is the premium that proportional treaties were ceded, on which commission is computed.
	Ceded money.Amount `json:"ceded,omitzero"`
}

// RenderRequest renders a technical account of a treaty.
type RenderRequest struct {
	Treaty TreatyID `json:"treaty" help:"the treaty"`
	// Through is the number of the last bordereau that it has; those before it that are not booked are in it too.
	Through int `json:"through,omitzero" help:"last bordereau that is booked; none when left out"`
}

// bordereauxMost bounds the bordereaux of an account.
const bordereauxMost = 200

// Validate refuses malformed members.
func (r RenderRequest) Validate() error {
	if r.Through < 0 || r.Through > 999_999 {
		return errors.New("through must be the number of a bordereau")
	}
	return r.Treaty.Validate()
}

// Booking are the bordereaux that an account takes. Faults: NOTHING_DUE when there are too many or they are booked already.
func (a TreatyAccount) Booking(r RenderRequest) ([]BordereauKey, error) {
	if r.Through != 0 && (r.Through <= a.Bordereaux || r.Through-a.Bordereaux > bordereauxMost) {
		return nil, NothingDue.New("bordereaux up to %d are booked, and one account takes %d", a.Bordereaux, bordereauxMost)
	}
	var keys []BordereauKey
	for n := a.Bordereaux + 1; n <= r.Through; n++ {
		keys = append(keys, BordereauKey{Treaty: r.Treaty, Number: n})
	}
	return keys, nil
}

// StatementStatus is how a statement stands.
type StatementStatus string

// The states of a statement.
const (
	Rendered         StatementStatus = "RENDERED"
	StatementSettled StatementStatus = "SETTLED"
)

// Statement is a technical account between a cedent and one reinsurer of a treaty.
type Statement struct {
	StatementKey
	Cedent   Firm           `json:"cedent"`
	Firm     Firm           `json:"firm"`
	Currency money.Currency `json:"currency"`
	// From is the day of the account before, To that of this one.
	From date.Date `json:"from,omitzero"`
	To   date.Date `json:"to"`
	Items
	// Called is what the reinsurer paid of the losses already, by cash calls.
	Called money.Amount `json:"called,omitzero"`
	// Balance is what the cedent owes; below zero, what the reinsurer owes.
	Balance money.Amount    `json:"balance"`
	Status  StatementStatus `json:"status"`
	Settled date.Date       `json:"settled,omitzero"`
	// Settlement names the payment that settled it, with others; none where they came to nothing.
	Settlement string `json:"settlement,omitzero"`
}

// Rendering is everything that an account is made of.
type Rendering struct {
	Treaty  Treaty
	Account TreatyAccount
	// Bordereaux are those of [TreatyAccount.Booking], Calls what each participant paid of them at once.
	Bordereaux []Bordereau
	Calls      []CashCall
}

// CallKeys are the places of what participants paid of the bordereaux at once.
func (r Rendering) CallKeys() []StatementKey {
	var keys []StatementKey
	for _, b := range r.Bordereaux {
		if !b.Called.IsZero() {
			for _, p := range r.Treaty.Participants {
				keys = append(keys, StatementKey{r.Treaty.ID, b.Number, p.Party})
			}
		}
	}
	return keys
}

// Accounted is what an account writes.
type Accounted struct {
	Account    TreatyAccount
	Booked     []Bordereau
	Statements []Statement
}

// Render renders an account: premium that fell due, commission, losses and reinstatement premium, divided among the lines.
// Bordereaux have to be agreed, or unqueried for the days of review.
// Faults: NOT_YOURS, STATUS_REFUSED, NOTHING_DUE, AMOUNT_TOO_LARGE.
func (r Rendering) Render(act Act) (Accounted, []protocol.Event, error) {
	if _, err := r.Treaty.side(act); err != nil {
		return Accounted{}, nil, err
	}
	out, err := r.book(act.Today)
	if err != nil {
		return out, nil, err
	}
	if len(out.Booked) == 0 && out.Account.Items == r.Account.Items {
		return out, nil, NothingDue.New("nothing of treaty %s is to be booked", r.Treaty.ID)
	}
	if out.Statements, err = r.statements(out.Account, act.Today); err != nil {
		return out, nil, err
	}
	var events []protocol.Event
	for _, s := range out.Statements {
		events = append(events, s.told())
	}
	return out, events, nil
}

// book adds bordereaux, and what fell due of premium, to the totals.
func (r Rendering) book(today date.Date) (Accounted, error) {
	t, out := r.Treaty, Accounted{Account: r.Account}
	out.Account.Treaty, out.Account.Accounts, out.Account.To = t.ID, r.Account.Accounts+1, today
	for _, b := range r.Bordereaux {
		if !b.settled(t, today) {
			return out, StatusRefused.New("bordereau %d of treaty %s is %s", b.Number, t.ID, b.Status)
		}
		if err := out.Account.take(b); err != nil {
			return out, err
		}
		b.Status, b.Account = Booked, out.Account.Accounts
		out.Booked = append(out.Booked, b)
	}
	var err error
	if t.Terms.Kind.Proportional() {
		out.Account.Premium = out.Account.Ceded
		out.Account.Commission, err = t.Premium.On(out.Account.Ceded)
	} else if t.End == "" {
		out.Account.Premium, err = t.due(today)
	}
	if err != nil {
		return out, tooLarge(err)
	}
	return out, nil
}

// take adds a bordereau.
func (a *TreatyAccount) take(b Bordereau) error {
	var failed [3]error
	a.Ceded, failed[0] = a.Ceded.Add(b.Premium)
	a.Losses, failed[1] = a.Losses.Add(b.Ceded.Paid)
	a.Reinstatement, failed[2] = a.Reinstatement.Add(b.Reinstatement.Paid)
	a.Bordereaux = b.Number
	if errors.Join(failed[:]...) != nil {
		return AmountTooLarge.New("account of treaty %s", a.Treaty)
	}
	return nil
}

// statements divide what is new of the totals.
func (r Rendering) statements(after TreatyAccount, today date.Date) ([]Statement, error) {
	was, err := r.Account.divided(r.Treaty.lines())
	if err != nil {
		return nil, err
	}
	now, err := after.divided(r.Treaty.lines())
	if err != nil {
		return nil, err
	}
	statements := make([]Statement, len(r.Treaty.Participants))
	for i, p := range r.Treaty.Participants {
		s := r.Treaty.statement(p, after.Accounts)
		s.From, s.To = r.Account.To, today
		if s.Items, err = now[i].each(was[i], money.Amount.Sub); err != nil {
			return nil, err
		}
		if statements[i], err = s.balanced(r.Calls); err != nil {
			return nil, err
		}
	}
	return statements, nil
}

// statement is an empty statement with a participant.
func (t Treaty) statement(p Participant, number int) Statement {
	return Statement{
		StatementKey: StatementKey{t.ID, number, p.Party}, Cedent: t.Cedent, Firm: p.Firm, Currency: t.Currency, Status: Rendered,
	}
}

// balanced is the statement with its balance, after what its reinsurer paid at once.
func (s Statement) balanced(calls []CashCall) (Statement, error) {
	for _, call := range calls {
		if call.Reinsurer == s.Reinsurer {
			var err error
			if s.Called, err = checked(s.Called.Add(call.Amount)); err != nil {
				return s, err
			}
		}
	}
	owed, err := s.balance()
	if err != nil {
		return s, err
	}
	s.Balance, err = checked(owed.Add(s.Called))
	return s, err
}

func (s Statement) told() protocol.Event {
	return StatementChanged.Of(string(s.Treaty), StatementEvent{Number: s.Number, Status: s.Status})
}

// StatementsRequest settles statements.
type StatementsRequest struct {
	Statements []StatementKey `json:"statements" help:"1 to 200 statements of one cedent with one reinsurer, which are netted"`
}

// Validate refuses malformed members, statements of several reinsurers, and one named twice.
func (r StatementsRequest) Validate() error {
	if len(r.Statements) == 0 || len(r.Statements) > bordereauxMost {
		return fmt.Errorf("1 to %d statements are needed", bordereauxMost)
	}
	for i, key := range r.Statements {
		if err := key.Validate(); err != nil {
			return err
		}
		if key.Reinsurer != r.Statements[0].Reinsurer || seen(r.Statements[:i], key) {
			return errors.New("statements must be of one reinsurer, and each named once")
		}
	}
	return nil
}
