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
	q, change, err := q.final(r, c, act)
	if err != nil {
		return Bound{}, nil, err
	}
	bound := Bound{Quote: q, Policy: q.opened(c.Policy)}
	if bound.Policy, err = bound.Policy.push(change.Transaction, act); err != nil {
		return Bound{}, nil, err
	}
	if bound, err = bound.schedules(change, c, act.Today); err != nil {
		return Bound{}, nil, err
	}
	if bound, err = bound.pays(r, change, c, payer, act); err != nil {
		return Bound{}, nil, err
	}
	bound.Quote.Status = BoundQuote
	return bound, slices.Concat(bound.Quote.told(), bound.Policy.told(), instalmentsTold(bound.Instalments)), nil
}

// final is the quote with the price of the day on which it is bound.
func (q Quote) final(r BindRequest, c Case, act Act) (Quote, Change, error) {
	if err := q.in(Accepted); err != nil {
		return q, Change{}, err
	}
	if err := q.stands(act.Today); err != nil {
		return q, Change{}, err
	}
	q, err := q.moved(r, act)
	if err != nil {
		return q, Change{}, err
	}
	if err := q.takesRisk(c, act.Today); err != nil {
		return q, Change{}, err
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

// moved is the quote with another first day, where its policyholder moves that of a new policy.
func (q Quote) moved(r BindRequest, act Act) (Quote, error) {
	if r.From.IsZero() {
		return q, nil
	}
	if q.Kind != ForPolicy {
		return q, TermsRefused.New("the first day of a new policy alone is moved")
	}
	q.From = r.From
	return q, act.By(q.Holder)
}

// takesRisk refuses a new period that begins in the past, or under a version that takes no new business.
func (q Quote) takesRisk(c Case, today date.Date) error {
	if q.Kind != ForPolicy && q.Kind != ForRenewal {
		return nil
	}
	if q.From.Before(today) {
		return TooLate.New("cover from %s would begin in the past", q.From)
	}
	if q.Kind == ForRenewal {
		return q.renews(*c.Policy, c)
	}
	return q.sells(c)
}

// opened is the policy that is there, or a new one without transactions.
func (q Quote) opened(there *Policy) Policy {
	if there != nil {
		return *there
	}
	return Policy{
		ID: q.Policy, Product: q.Product.Product, Holder: q.Holder, Account: q.Account, Payer: q.Payer, Lead: q.Lead,
		Brokerage: q.Brokerage, Currency: q.Currency,
	}
}

// schedules makes the instalments of a new period, or spreads what is open of a changed one anew.
func (b Bound) schedules(change Change, c Case, today date.Date) (Bound, error) {
	q, p, t := b.Quote, b.Policy, c.Version.ProductTerms
	number := p.top().Period
	var err error
	if q.Kind == ForPolicy || q.Kind == ForRenewal {
		p.Stack[len(p.Stack)-1].First = p.Instalments + 1
		b.Policy, b.Instalments, err = p.schedule(t, number, q.From, change.open, q.Instalments)
		return b, err
	}
	plan := plan{period: number, due: q.From, grace: t.GraceDays, today: today}
	if plan.due.Before(today) {
		plan.due = today
	}
	plan.keep = func(i Instalment) bool { return i.Status == Open || change.reopened }
	b.Policy, b.Instalments, err = p.rebalance(c.Instalments, change.balance, plan)
	return b, err
}

// atOnce tells whether an instalment is paid as its contract is made. What an endorsement adds to instalments that were
// there is paid when they are. Whatever a parametric policy owes is paid at once: who could still pay or not would watch the
// weather first.
func (q Quote) atOnce(i Instalment, c Case, today date.Date) bool {
	if i.Status != Open || i.IsZero() {
		return false
	}
	if c.Version.Parametric != nil {
		return true
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
func (b Bound) pays(r BindRequest, change Change, c Case, payer *cash.Account, act Act) (Bound, error) {
	b.Settle.ID = cash.SettlementID("bind-" + string(b.Quote.ID))
	sum, err := b.due(c, act.Today)
	if err != nil {
		return b, err
	}
	p, taxes := b.Policy, c.Version.TaxesOn(b.Quote.From)
	if b.Settle.Legs, err = change.refund.refund(c.Panel, taxes, p); err != nil || sum.IsZero() {
		return b, err
	}
	means, err := p.means(r.Means, payer, act)
	if err != nil {
		return b, err
	}
	paid, err := p.collect(sum, means, c.Panel, taxes)
	b.Settle.Legs = append(b.Settle.Legs, paid...)
	return b, err
}

// due marks what is paid at once as paid, and adds it up.
func (b *Bound) due(c Case, today date.Date) (Charge, error) {
	b.Instalments = slices.Clone(b.Instalments)
	var sum Charge
	for k, i := range b.Instalments {
		if !b.Quote.atOnce(i, c, today) {
			continue
		}
		var err error
		if sum, err = sum.Add(i.Charge); err != nil {
			return sum, err
		}
		b.Instalments[k] = i.paid(Paid, today)
	}
	return sum, nil
}

// collect are the legs that pay a charge to all who get a part of it.
func (p Policy) collect(c Charge, means Means, panel Panel, taxes []Tax) ([]cash.SettleLeg, error) {
	parts, err := c.payees(panel, p.Brokerage.Purse.Account, taxes)
	if err != nil {
		return nil, err
	}
	return means.pay(parts, p.Currency, Premiums, PremiumOf(p.ID))
}

// PremiumOf is the purpose of holds that pay premiums of a policy and nothing else.
func PremiumOf(policy PolicyID) cash.Purpose { return cash.Purpose("premium:" + string(policy)) }

// means are those of a request, or the mandate that the policyholder gave. A mandate of somebody else may not be used: it
// is for premiums, but does not say of which policy. Faults: TERMS_REFUSED, ACCOUNT_REFUSED.
func (p Policy) means(m Means, payer *cash.Account, act Act) (Means, error) {
	if !m.given() {
		return p.Payer.means(p.ID)
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
