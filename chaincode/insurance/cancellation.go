// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CancelRequest ends the cover of a policy.
type CancelRequest struct {
	Policy PolicyID `json:"policy" help:"the policy"`
	// Effective is the first day without cover: the period's own first day takes the whole period back.
	Effective date.Date `json:"effective" help:"first day without cover"`
}

// Validate refuses malformed members.
func (r CancelRequest) Validate() error {
	if r.Effective.IsZero() {
		return errors.New("effective is missing")
	}
	return r.Policy.Validate()
}

// Ending is what the end of a policy's cover writes and pays.
type Ending struct {
	Policy      Policy
	Instalments []Instalment
	// Settle has no legs where nothing is given back.
	Settle cash.SettleRequest
}

// Cancel ends cover, and gives premium back in the same transaction: by the product's method where the policyholder asks
// for it, pro rata where the insurer gives notice. What was paid too little becomes one last instalment. A cancellation may
// be advanced, never postponed: that takes a reinstatement.
//
// Faults: NOT_YOURS, NOT_IN_FORCE, TOO_LATE, STATUS_REFUSED, STACK_FULL.
func (p Policy) Cancel(r CancelRequest, c Case, act Act) (Ending, []protocol.Event, error) {
	reason, err := p.canceller(r, c.Version.ProductTerms, act)
	if err != nil {
		return Ending{}, nil, err
	}
	opening, there := p.opening(r.Effective)
	if _, live := p.InForce(r.Effective, act.Today); !there || !live {
		return Ending{}, nil, NotInForce.New("policy %s is not in force on %s", p.ID, r.Effective)
	}
	if err := p.lastLive(opening); err != nil {
		return Ending{}, nil, err
	}
	method := c.Version.Cancellation
	if reason == ByInsurer {
		method = refund.Terms{Method: refund.ProRata}
	}
	return p.ends(Cancel, reason, r.Effective, method, c, act)
}

// canceller tells who cancels; the insurer may go back by the product's number of days. Faults: NOT_YOURS, TOO_LATE.
func (p Policy) canceller(r CancelRequest, t ProductTerms, act Act) (Reason, error) {
	reason, back := AtRequest, 0
	if act.By(p.Holder) != nil {
		reason, back = ByInsurer, t.BackdateDays
		if act.By(p.Lead) != nil {
			return reason, NotYours.New("policy %s is another's", p.ID)
		}
	}
	if r.Effective.DaysUntil(act.Today) > back {
		return reason, TooLate.New("%s lies more than %d days back", r.Effective, back)
	}
	return reason, nil
}

// lastLive refuses to end a period while a later one stands. Faults: STATUS_REFUSED.
func (p Policy) lastLive(opening Transaction) error {
	for _, t := range p.Stack {
		if t.Number != t.Period || t.Number <= opening.Number {
			continue
		}
		if day, over := end(p.of(t.Number)); !over || day.After(t.Effective) {
			return StatusRefused.New("policy %s is renewed from %s: cancel the renewal first", p.ID, t.Effective)
		}
	}
	return nil
}

// LapseRequest ends the cover of a policy whose premium was not paid in time.
type LapseRequest struct{ InstalmentKey }

// Lapse ends cover on the day after an unpaid instalment's grace. Anybody may have it done: it follows from the ledger, and
// late execution changes nothing of the day. Faults: STATUS_REFUSED, TOO_EARLY, NOT_IN_FORCE, STACK_FULL.
func (p Policy) Lapse(i Instalment, c Case, act Act) (Ending, []protocol.Event, error) {
	if err := i.in(Open); err != nil {
		return Ending{}, nil, err
	}
	if !act.Today.After(i.Grace) {
		return Ending{}, nil, TooEarly.New("instalment %d of policy %s may be paid until %s", i.Number, p.ID, i.Grace)
	}
	day, err := p.lapses(i)
	if err != nil {
		return Ending{}, nil, err
	}
	return p.ends(Lapse, Unpaid, day, refund.Terms{Method: refund.ProRata}, c, act)
}

// lapses is the first day without cover for want of an instalment. Faults: NOT_IN_FORCE.
func (p Policy) lapses(i Instalment) (date.Date, error) {
	opening := p.Stack[i.Period-1]
	day, err := i.Grace.AddDays(1)
	if err != nil {
		return day, TermsRefused.New("grace ends beyond all dates")
	}
	if _, over := end(p.of(i.Period)); over || !day.Before(opening.Until) {
		return day, NotInForce.New("cover of the period from %s has ended by %s", opening.Effective, day)
	}
	if day.Before(opening.Effective) {
		day = opening.Effective
	}
	return day, nil
}

// ends puts the end of a period's cover on the stack: the premium is kept by the method for the time that is over.
func (p Policy) ends(kind TransactionKind, reason Reason, day date.Date, method refund.Terms, c Case, act Act) (Ending, []protocol.Event, error) {
	opening, _ := p.opening(day)
	draft := Transaction{Kind: kind, Effective: day, Until: opening.Until, Period: opening.Number, Reason: reason, Maker: act.Person()}
	c.Policy = &p
	change, err := c.keeping(draft, method)
	if err != nil {
		return Ending{}, nil, err
	}
	var ending Ending
	if ending.Policy, err = p.push(change.Transaction, act); err != nil {
		return Ending{}, nil, err
	}
	plan := plan{opening.Number, act.Today, c.Version.GraceDays, act.Today, func(Instalment) bool { return false }}
	if ending.Policy, ending.Instalments, err = ending.Policy.rebalance(c.Instalments, change.balance, plan); err != nil {
		return Ending{}, nil, err
	}
	ending.Settle.ID = settlement("end", string(p.ID), ending.Policy.top().Number)
	ending.Settle.Legs, err = change.refund.refund(c.Panel, c.Version.TaxesOn(day), p)
	return ending, append(ending.Policy.told(), instalmentsTold(ending.Instalments)...), err
}

// keeping completes the end of a period's cover by what of its premium a method keeps.
func (c Case) keeping(draft Transaction, method refund.Terms) (Change, error) {
	written, err := c.Policy.written(draft.Period)
	if err != nil {
		return Change{}, err
	}
	kept, err := keeps(c.Policy.of(draft.Period), method, draft.Effective)
	if err != nil {
		return Change{}, err
	}
	return c.change(draft, written, least(kept, written.Premium), draft.Effective)
}

// NoticeRequest gives notice that a policy will not be renewed.
type NoticeRequest struct {
	Policy PolicyID `json:"policy" help:"the policy"`
}

// Validate refuses a malformed name.
func (r NoticeRequest) Validate() error { return r.Policy.Validate() }

// EndRenewal gives notice, by either side. Faults: NOT_YOURS, STATUS_REFUSED.
func (p Policy) EndRenewal(act Act) (Policy, []protocol.Event, error) {
	if act.By(p.Holder) != nil && act.By(p.Lead) != nil {
		return p, nil, NotYours.New("policy %s is another's", p.ID)
	}
	if p.NoRenewal {
		return p, nil, StatusRefused.New("notice on policy %s was given before", p.ID)
	}
	p.NoRenewal = true
	return p, []protocol.Event{NoticeGiven.Of(string(p.ID), StatusEvent{Status: "NO_RENEWAL"})}, nil
}
