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
	t, reason := c.Version.ProductTerms, AtRequest
	back := 0
	switch {
	case act.By(p.Holder) == nil:
	case act.By(p.Lead) == nil:
		reason, back = ByInsurer, t.BackdateDays
	default:
		return Ending{}, nil, NotYours.New("policy %s is another's", p.ID)
	}
	if r.Effective.DaysUntil(act.Today) > back {
		return Ending{}, nil, TooLate.New("%s lies more than %d days back", r.Effective, back)
	}
	opening, there := p.opening(r.Effective)
	if _, live := p.InForce(r.Effective, act.Today); !there || !live {
		return Ending{}, nil, NotInForce.New("policy %s is not in force on %s", p.ID, r.Effective)
	}
	if err := p.lastLive(opening); err != nil {
		return Ending{}, nil, err
	}
	method := t.Cancellation
	if reason == ByInsurer {
		method = refund.Terms{Method: refund.ProRata}
	}
	return p.ends(Cancel, reason, r.Effective, method, c, act)
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
	if err := inState("instalment", number(i.Number)+" of policy "+string(p.ID), i.Status, Open); err != nil {
		return Ending{}, nil, err
	}
	if !act.Today.After(i.Grace) {
		return Ending{}, nil, TooEarly.New("instalment %d of policy %s may be paid until %s", i.Number, p.ID, i.Grace)
	}
	day, err := i.Grace.AddDays(1)
	if err != nil {
		return Ending{}, nil, TermsRefused.New("grace ends beyond all dates")
	}
	opening := p.Stack[i.Period-1]
	if _, over := end(p.of(i.Period)); over || !day.Before(opening.Until) {
		return Ending{}, nil, NotInForce.New("cover of the period from %s has ended by %s", opening.Effective, day)
	}
	if day.Before(opening.Effective) {
		day = opening.Effective
	}
	return p.ends(Lapse, Unpaid, day, refund.Terms{Method: refund.ProRata}, c, act)
}

// ends puts the end of a period's cover on the stack: the premium is kept by the method for the time that is over.
func (p Policy) ends(kind TransactionKind, reason Reason, day date.Date, method refund.Terms, c Case, act Act) (Ending, []protocol.Event, error) {
	opening, _ := p.opening(day)
	draft := Transaction{Kind: kind, Effective: day, Until: opening.Until, Period: opening.Number, Reason: reason, Maker: act.Person()}
	written, err := p.written(opening.Number)
	if err != nil {
		return Ending{}, nil, err
	}
	kept, err := keeps(p.of(opening.Number), method, day)
	if err != nil {
		return Ending{}, nil, err
	}
	c.Policy = &p
	change, err := c.change(draft, written, least(kept, written.Premium), day)
	if err != nil {
		return Ending{}, nil, err
	}
	after, err := p.push(change.Transaction, act)
	if err != nil {
		return Ending{}, nil, err
	}
	plan := plan{opening.Number, act.Today, c.Version.GraceDays, act.Today, func(Instalment) bool { return false }}
	after, instalments, err := after.rebalance(c.Instalments, change.balance, plan)
	if err != nil {
		return Ending{}, nil, err
	}
	ending := Ending{Policy: after, Instalments: instalments, Settle: cash.SettleRequest{
		ID: settlement("end", string(p.ID), after.top().Number),
	}}
	ending.Settle.Legs, err = change.refund.refund(c.Panel, c.Version.TaxesOn(day), p)
	return ending, append(after.told(), instalmentsTold(instalments)...), err
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
