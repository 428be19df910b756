// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Held is what the buyer of a repo has: its book, and the actions that change units of the collateral.
type Held struct {
	RepoBook
	Actions UnitActions
}

// restated tells whether an action is in the book already.
func (b RepoBook) restated(action ActionID) bool {
	return slices.ContainsFunc(b.Moves, func(m RepoMove) bool { return m.Action == action })
}

// concerns tells whether an action changes what the buyer gives back: units were collateral at the end of its record date. After
// a default nothing is given back, and the collateral is valued as of one day: the action counts where it counts in the price
// of that day, or took its units by then.
func (r Repo) concerns(a UnitAction, held Held) bool {
	instrument, units := held.heldOn(a.Record)
	if instrument != held.Actions.Instrument || units == 0 {
		return false
	}
	switch {
	case r.Default == nil:
		return true
	case a.Kind.redeems():
		return a.Record.Before(r.Default.On)
	}
	return !a.Ex.After(r.Default.On)
}

// whole refuses to give back or to value collateral that an action has changed, or is about to, until the repo is restated; the
// zero date asks for all of them, another one for those with an earlier record date. Faults: NOT_RESTATED.
func (r Repo) whole(held Held, before date.Date, act Act) error {
	for _, a := range held.Actions.Actions {
		over := a.Record.Before(act.Today) && (before.IsZero() || a.Record.Before(before))
		if (over || before.IsZero() && r.Default != nil) && !held.restated(a.Action) && r.concerns(a, held) {
			return NotRestated.New("action %s, of the holders of %s, changes the collateral of repo %s: RestateRepo counts it once it is carried out, "+
				"and CancelAction ends it before it is funded", a.Action, a.Record, r.ID)
		}
	}
	return nil
}

// Restating is what restating a repo rests on. Its actions are those of the action's instrument.
//
// Cash for fractions is manufactured income. The money of redeemed units is kept as cash margin, and not paid out at once, which
// would leave the buyer uncovered; what is too much is called for, and a repo without units ends in money. The book has each
// action once, in the order of the record dates. From the end of the record date until then units are not given back or exchanged,
// nor valued, and no repurchase is missed (NOT_RESTATED).
//
// A movement does not restate by itself: it would have to be told the actions and find their registers and payments, and a
// wrong restatement would be hidden in it. Instead it reads one row of all confirmed actions on the instrument, so that none is
// left out, and one that is confirmed or cancelled in the same block makes it invalid.
type Restating struct {
	Passing
	// Paid is how the page of the register was carried out on which the buyer's account is; nil before.
	Paid *Payment
}

// Restatement is what restating a repo writes: money that the action brought, where it did, is on the income.
type Restatement struct {
	Repo   Repo
	Book   RepoBook
	Income *Manufactured
}

// Restate counts an action that changes units in a repo, once it is carried out for the buyer: the buyer owes back what the
// seller would have now, had the units stayed with it in an account of their own, fractions as the action treats them, and tax
// as it was withheld from the buyer. Cash for fractions is passed on as income is. The money of redeemed units takes their
// place: the buyer keeps it as cash margin. Anybody may: the result is determined. What a call asks for is met in money
// afterwards, and a substitution is proposed anew.
// Faults: STATUS_REFUSED, NO_CLAIM, ALREADY_EXISTS, NOT_RESTATED for an earlier action, TOO_EARLY, ACTION_TERMS_REFUSED,
// AMOUNT_TOO_LARGE, QUANTITY_TOO_LARGE.
func (s Restating) Restate(act Act) (Restatement, []protocol.Event, error) {
	if err := s.restatable(act); err != nil {
		return Restatement{}, nil, err
	}
	line, err := s.line()
	if err != nil {
		return Restatement{}, nil, err
	}
	move, err := s.move(line)
	if err != nil {
		return Restatement{}, nil, err
	}
	done := Restatement{Repo: s.Repo.restate(act)}
	if done.Book, err = s.Book.note(move, act); err != nil || line.Net.IsZero() {
		return done, []protocol.Event{done.Repo.event()}, err
	}
	income := s.brings(line, act)
	if income.Counted {
		done.Repo.Owed, err = sumUp(s.Repo.Owed, line.Net)
	}
	done.Income = &income
	return done, []protocol.Event{done.Repo.event(), income.event()}, err
}

// restate is the repo without what was proposed or called for in units as they were.
func (r Repo) restate(act Act) Repo {
	r.Swap, r.Restated = nil, act.Today
	if r.Call != nil {
		call := *r.Call
		call.Units, r.Call = 0, &call
	}
	return r
}

// line is what the action makes of the collateral.
func (s Restating) line() (Line, error) {
	_, units := s.Book.heldOn(s.Action.Record)
	seller := Holding{Account: s.Repo.Seller.Account, Quantity: units, Tax: s.Buyer.TaxOn(s.Action.Record)}
	lines, _, err := s.Action.Lines(Page{Holdings: []Holding{seller}})
	if err != nil {
		return Line{}, err
	}
	return lines[0], nil
}

// restatable refuses what does not count in the repo, counts already, or does not count yet.
func (s Restating) restatable(act Act) error {
	r, a, held := s.Repo, s.Action, Held{s.Book, s.Actions}
	if err := r.in(RepoOpen, RepoCalled, RepoDefaulted); err != nil {
		return err
	}
	if err := inState("action", string(a.ID), a.Status, ActionFunded, ActionReconciled); err != nil {
		return err
	}
	at := slices.IndexFunc(s.Actions.Actions, func(u UnitAction) bool { return u.Action == a.ID })
	switch {
	case s.Book.restated(a.ID):
		return protocol.AlreadyExists.New("action %s counts in repo %s already", a.ID, r.ID)
	case at < 0 || !r.concerns(s.Actions.Actions[at], held):
		return NoClaim.New("action %s changes no units that repo %s had as collateral on %s", a.ID, r.ID, a.Record)
	case s.Paid == nil:
		return TooEarly.New("action %s is not carried out for account %s", a.ID, r.Buyer.Account)
	case !act.Today.After(a.Ex):
		return TooEarly.New("the first price without action %s is that of %s", a.ID, a.Ex)
	}
	return r.whole(held, a.Record, act)
}

// move is the collateral as it is now. Units that came or went since the record date are of other actions alone, which change
// by as much as they change what there was on their own.
func (s Restating) move(l Line) (RepoMove, error) {
	last := s.Book.Last()
	units, err := (last.Units - l.Units + l.After).Add(l.Given)
	if err != nil {
		return last, err
	}
	if units < 0 {
		return last, NoClaim.New("repo %s has %s units left, action %s would take %s", s.Repo.ID, last.Units, s.Action.ID, l.Units-l.After)
	}
	move := RepoMove{Leg: RestateLeg, Instrument: last.Instrument, Units: units, Margin: last.Margin, Action: s.Action.ID, Since: s.Paid.On}
	if s.Action.Kind.redeems() {
		move.Margin, err = sumUp(last.Margin, l.Net)
	}
	return move, err
}

// brings is the money of a line: for fractions to be passed on, for redeemed units kept.
func (s Restating) brings(l Line, act Act) Manufactured {
	a := s.Action
	income := Manufactured{
		ManufacturedKey: ManufacturedKey{Repo: s.Repo.ID, Action: a.ID}, Units: l.Units, Amount: a.money(l.Net),
		Due: later(a.Payment, act.Today), Status: ManufacturedOpen, Counted: true,
	}
	if a.Kind.redeems() {
		income.Due, income.Status, income.Counted = s.Repo.Repurchase, ManufacturedKept, false
	}
	return income
}
