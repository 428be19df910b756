// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Bound is what a contract, or a change of one, writes and pays.
type Bound struct {
	Quote  Quote
	Policy Policy
	// Instalments are new or changed ones.
	Instalments []Instalment
	// Settle has no legs where nothing is due at once.
	Settle cash.SettleRequest
}

// Bind makes a contract of an accepted quote, by the policyholder or the insurer, and pays what is due at once: a first
// premium unless the product defers it, arrears of what is reinstated, and what an endorsement gives back. The price is
// found anew, and one above what was accepted is refused. Payer is the account of the means, where they are a mandate.
//
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, PRICE_RISEN, STACK_FULL, ACCOUNT_REFUSED, those of quoting.
func (q Quote) Bind(r BindRequest, c Case, payer *cash.Account, act Act) (Bound, []protocol.Event, error) {
	if act.By(q.Holder) != nil && act.By(q.Lead) != nil {
		return Bound{}, nil, NotYours.New("quote %s is for party %s", q.ID, q.Holder.Party)
	}
	if err := q.in(Accepted); err != nil {
		return Bound{}, nil, err
	}
	q, change, err := q.final(r, c, act)
	if err != nil {
		return Bound{}, nil, err
	}
	p := q.opened()
	if c.Policy != nil {
		p = *c.Policy
	}
	if p, err = p.push(change.Transaction, act); err != nil {
		return Bound{}, nil, err
	}
	p, instalments, err := q.schedules(p, change, c, act.Today)
	if err != nil {
		return Bound{}, nil, err
	}
	bound := Bound{Quote: q, Policy: p}
	bound.Instalments, bound.Settle, err = q.pays(r, change, c, p, instalments, payer, act)
	if err != nil {
		return Bound{}, nil, err
	}
	bound.Quote.Status = BoundQuote
	return bound, append(append(bound.Quote.told(), p.told()...), instalmentsTold(bound.Instalments)...), nil
}

// final is the quote with the price of the day on which it is bound.
func (q Quote) final(r BindRequest, c Case, act Act) (Quote, Change, error) {
	if err := q.stands(act.Today); err != nil {
		return q, Change{}, err
	}
	if !r.From.IsZero() {
		if q.Kind != ForPolicy {
			return q, Change{}, TermsRefused.New("the first day of a new policy alone is moved")
		}
		if err := act.By(q.Holder); err != nil {
			return q, Change{}, err
		}
		q.From = r.From
	}
	if q.Kind == ForPolicy || q.Kind == ForRenewal {
		if err := q.sells(c); err != nil {
			return q, Change{}, err
		}
		if q.From.Before(act.Today) {
			return q, Change{}, TooLate.New("cover from %s would begin in the past", q.From)
		}
	}
	if q.Kind == ForRenewal {
		if err := q.renews(*c.Policy, c); err != nil {
			return q, Change{}, err
		}
	}
	q, change, err := q.terms(c, act.Today)
	if err != nil {
		return q, change, err
	}
	if len(q.Referrals) > 0 && q.Second == (Person{}) {
		return q, change, StatusRefused.New("quote %s has to be approved by a second underwriter", q.ID)
	}
	return q, change, q.affordable()
}

// opened is a new policy without transactions.
func (q Quote) opened() Policy {
	return Policy{
		ID: q.Policy, Product: q.Product.Product, Holder: q.Holder, Account: q.Account, Payer: q.Payer, Lead: q.Lead,
		Brokerage: q.Brokerage, Currency: q.Currency,
	}
}

// schedules makes the instalments of a new period, or spreads what is open of a changed one anew.
func (q Quote) schedules(p Policy, change Change, c Case, today date.Date) (Policy, []Instalment, error) {
	t := c.Version.ProductTerms
	number := p.top().Period
	if q.Kind == ForPolicy || q.Kind == ForRenewal {
		p.Stack[len(p.Stack)-1].First = p.Instalments + 1
		return p.schedule(t, number, q.From, change.open, q.Instalments)
	}
	due := q.From
	if due.Before(today) {
		due = today
	}
	return p.rebalance(c.Instalments, change.balance, plan{number, due, t.GraceDays, today, func(i Instalment) bool {
		return i.Status == Open || change.reopened
	}})
}

// atOnce tells whether an instalment is paid as its contract is made. What an endorsement adds to instalments that were
// there is paid when they are.
func (q Quote) atOnce(i Instalment, c Case, today date.Date) bool {
	if i.Status != Open || i.IsZero() {
		return false
	}
	switch q.Kind {
	case ForPolicy:
		return c.Version.FirstDueDays == 0 && i.Number == 1 || !i.Due.After(today)
	case ForEndorsement:
		return i.Number > c.Policy.Instalments && !i.Due.After(today)
	default:
		return !i.Due.After(today)
	}
}

// pays pays what is due at once, and gives back what is too much.
func (q Quote) pays(r BindRequest, change Change, c Case, p Policy, instalments []Instalment, payer *cash.Account, act Act) ([]Instalment, cash.SettleRequest, error) {
	settle := cash.SettleRequest{ID: cash.SettlementID("bind-" + string(q.ID))}
	instalments = slices.Clone(instalments)
	var sum Charge
	for k, i := range instalments {
		if !q.atOnce(i, c, act.Today) {
			continue
		}
		var err error
		if sum, err = sum.Add(i.Charge); err != nil {
			return nil, settle, err
		}
		instalments[k].Status, instalments[k].PaidOn = Paid, act.Today
	}
	taxes := c.Version.TaxesOn(q.From)
	var err error
	if settle.Legs, err = change.refund.refund(c.Panel, taxes, p); err != nil || sum.IsZero() {
		return instalments, settle, err
	}
	means, err := p.means(r.Means, payer, act)
	if err != nil {
		return nil, settle, err
	}
	parts, err := sum.payees(c.Panel, p.Brokerage, taxes)
	if err != nil {
		return nil, settle, err
	}
	paid, err := means.pay(parts, p.Currency, Premiums, PremiumOf(p.ID))
	settle.Legs = append(settle.Legs, paid...)
	return instalments, settle, err
}

// PremiumOf is the purpose of holds that pay premiums of a policy and nothing else.
func PremiumOf(policy PolicyID) cash.Purpose { return cash.Purpose("premium:" + string(policy)) }

// means are those of a request, or the mandate that the policyholder gave. A mandate of somebody else may not be used: it
// is for premiums, but does not say of which policy. Faults: TERMS_REFUSED, ACCOUNT_REFUSED.
func (p Policy) means(m Means, payer *cash.Account, act Act) (Means, error) {
	if !m.given() {
		if p.Payer.Mandate == "" {
			return m, TermsRefused.New("policy %s has no mandate for premiums, and no other means are given", p.ID)
		}
		return Means{Account: p.Payer.Account, Mandate: p.Payer.Mandate}, nil
	}
	if m.Mandate != "" && !payer.SignedBy(act.Caller) && Owned(*payer, p.Holder, p.Currency) != nil {
		return m, AccountRefused.New("account %s is neither the caller's nor the policyholder's", m.Account)
	}
	return m, nil
}

func (p Policy) told() []protocol.Event {
	top := p.top()
	return []protocol.Event{PolicyChanged.Of(string(p.ID), PolicyEvent{Number: top.Number, Kind: top.Kind})}
}

// instalmentsTold tells of instalments that were paid or voided.
func instalmentsTold(instalments []Instalment) []protocol.Event {
	var events []protocol.Event
	for _, i := range instalments {
		if i.Status != Open {
			events = append(events, i.told())
		}
	}
	return events
}

func (i Instalment) told() protocol.Event {
	return InstalmentChanged.Of(string(i.Policy), InstalmentEvent{Number: i.Number, Status: i.Status})
}
