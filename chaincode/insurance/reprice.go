// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// reprice finds a quote's price and referrals anew, from the product, the policy and the day.
func (q Quote) reprice(c Case, today date.Date) (Quote, error) {
	after, _, err := q.terms(c, today)
	return after, err
}

// terms are the quote with its price as of a day, and what it would do to its period.
func (q Quote) terms(c Case, today date.Date) (Quote, Change, error) {
	q.Referrals = nil
	var change Change
	var err error
	switch q.Kind {
	case ForEndorsement:
		q, change, err = q.endorses(c, today)
	case ForReinstatement:
		q, change, err = q.reinstates(c, today)
	default:
		q, change, err = q.begins(c)
	}
	if err != nil {
		return q, change, err
	}
	q.Price.Covers, q.Price.Charge = change.Covers, change.Charge
	q.Price.Total, err = change.Charge.Total()
	return q, change, err
}

// Change is a transaction that is about to be put on a policy's stack, and what of its period is then owed or given back.
type Change struct {
	Transaction
	balance
	// reopened takes back into the schedule what an ending had voided.
	reopened bool
}

// begins prices a new period.
func (q Quote) begins(c Case) (Quote, Change, error) {
	t := c.Version.ProductTerms
	found, err := t.appraise(q.Covers, q.Answers, q.Loading)
	if err != nil {
		return q, Change{}, err
	}
	period, err := t.periodOf(q.From)
	if err != nil {
		return q, Change{}, err
	}
	q.Until, q.Referrals = period.Until, found.referrals
	if q, err = q.within(t, found.covers); err != nil {
		return q, Change{}, err
	}
	charge, err := t.charged(found.covers, period, q.Brokerage.Part)
	if err != nil {
		return q, Change{}, err
	}
	draft := q.transaction(Issue, merged(nil, found.covers), charge)
	if q.Kind == ForRenewal {
		draft.Kind = Renew
	}
	return q, Change{Transaction: draft, balance: balance{written: charge, open: charge}}, nil
}

// charged is what covers cost for a period, with commission and the taxes of its first day.
func (t ProductTerms) charged(covers []Insured, period Period, part decimal.Decimal) (Charge, error) {
	premium, err := t.premium(covers, period)
	if err != nil {
		return Charge{}, err
	}
	return t.charge(premium, part, period.From)
}

func (q Quote) transaction(kind TransactionKind, covers []Insured, charge Charge) Transaction {
	return Transaction{
		Kind: kind, Effective: q.From, Until: q.Until, Version: q.Product.Version, Panel: q.Panel, Covers: covers, Charge: charge,
		Risk: q.Risk, Quote: q.ID, Maker: q.Underwriter, Checker: q.Second,
	}
}

// within refers or refuses sums insured.
func (q Quote) within(t ProductTerms, covers []Insured) (Quote, error) {
	refer, err := t.Rating.capacity(covers)
	if refer && !slices.Contains(q.Referrals, "SUM") {
		q.Referrals = append(q.Referrals, "SUM")
	}
	return q, err
}

// endorses prices a change of what is insured: the difference of what the period costs with it and without it. It may lie
// back by the product's number of days, when a second underwriter looks at it (a loss may have been since), and has to fall
// into cover that is in force.
// Faults: NOT_IN_FORCE, TOO_LATE, TERMS_REFUSED, COVER_UNKNOWN and those of pricing.
func (q Quote) endorses(c Case, today date.Date) (Quote, Change, error) {
	p, t := *c.Policy, c.Version.ProductTerms
	opening, err := q.changeable(p, t, today)
	if err != nil {
		return q, Change{}, err
	}
	if q.Until.IsZero() {
		q.Until = opening.Until
	}
	if q.Until.After(opening.Until) || !q.From.Before(q.Until) {
		return q, Change{}, TermsRefused.New("the period ends on %s", opening.Until)
	}
	found, err := t.appraise(q.Covers, q.Answers, q.Loading)
	if err != nil {
		return q, Change{}, err
	}
	if q.Referrals = found.referrals; q.From.Before(today) {
		q.Referrals = append(q.Referrals, "BACKDATED")
	}
	draft := q.inPeriod(Endorse, found.covers, opening)
	stack := p.of(opening.Number)
	before, after := spans(stack, draft.span()), spans(append(slices.Clone(stack), draft), draft.span())
	if q, err = q.remains(t, before, after); err != nil {
		return q, Change{}, err
	}
	more, err := prorated(append(negated(before), after...), opening.span())
	if err != nil {
		return q, Change{}, err
	}
	change, err := q.settles(c, draft, more)
	return q, change, err
}

// changeable finds the period that an endorsement changes. Faults: NOT_IN_FORCE, TOO_LATE, STATUS_REFUSED.
func (q Quote) changeable(p Policy, t ProductTerms, today date.Date) (Transaction, error) {
	opening, there := p.opening(q.From)
	if _, live := p.InForce(q.From, today); !there || !live {
		return opening, NotInForce.New("policy %s is not in force on %s", p.ID, q.From)
	}
	if back := q.From.DaysUntil(today); back > t.BackdateDays {
		return opening, TooLate.New("%s lies %d days back, and the product allows %d", q.From, back, t.BackdateDays)
	}
	if ends, soon := end(p.of(opening.Number)); soon {
		return opening, StatusRefused.New("cover of policy %s ends on %s; reinstate it first", p.ID, ends)
	}
	return opening, nil
}

// inPeriod is a transaction within a period, whose version and panel stay.
func (q Quote) inPeriod(kind TransactionKind, covers []Insured, opening Transaction) Transaction {
	draft := q.transaction(kind, covers, Charge{})
	draft.Period, draft.Version, draft.Panel = opening.Number, 0, ""
	return draft
}

// remains refuses an endorsement that ends what is not insured, leaves nothing insured or goes beyond what may be written.
func (q Quote) remains(t ProductTerms, before, after []span) (Quote, error) {
	for _, ask := range q.Covers {
		if ask.Sum.IsZero() && !slices.ContainsFunc(before, func(s span) bool { return s.insures(ask.Cover) }) {
			return q, CoverUnknown.New("policy %s does not insure %s", q.Policy, ask.Cover)
		}
	}
	var err error
	for _, s := range after {
		if len(s.covers) == 0 {
			return q, TermsRefused.New("nothing would be insured from %s; cancel the policy instead", s.From)
		}
		if q, err = q.within(t, s.covers); err != nil {
			break
		}
	}
	return q, err
}

func (s span) insures(code CoverCode) bool {
	return slices.ContainsFunc(s.covers, func(i Insured) bool { return i.Cover == code })
}

func negated(all []span) []span {
	var found []span
	for _, s := range all {
		covers := slices.Clone(s.covers)
		for i := range covers {
			covers[i].Annual = covers[i].Annual.Neg()
		}
		found = append(found, span{s.Period, covers})
	}
	return found
}

// settles completes a change by what the period's premium changes by. A premium that falls does not fall below the
// product's minimum.
func (q Quote) settles(c Case, draft Transaction, more money.Amount) (Change, error) {
	t := c.Version.ProductTerms
	written, err := c.Policy.written(draft.Period)
	if err != nil {
		return Change{}, err
	}
	premium, err := checked(written.Premium.Add(more))
	if err != nil {
		return Change{}, err
	}
	if more.Sign() < 0 {
		premium = most(premium, least(written.Premium, t.Rating.Minimum))
	}
	return c.change(draft, written, premium, q.From)
}

// change completes a transaction after which a premium is written for its period.
func (c Case) change(draft Transaction, written Charge, premium money.Amount, day date.Date) (Change, error) {
	paid, err := paidOf(c.Instalments, draft.Period)
	if err != nil {
		return Change{}, err
	}
	target, err := c.Version.retarget(written, paid, premium, c.Policy.Brokerage.Part, day)
	if err != nil {
		return Change{}, err
	}
	b, err := balanced(paid, target)
	if err != nil {
		return Change{}, err
	}
	draft.Charge, err = b.written.Sub(written)
	return Change{Transaction: draft, balance: b}, err
}

// reinstates prices the return of cover that ended: what the ending took off the premium, less what the days without cover
// would have cost, and never below zero: what the ending kept as its price is not given back. Faults: NOT_IN_FORCE,
// STATUS_REFUSED, TOO_LATE, TERMS_REFUSED.
func (q Quote) reinstates(c Case, today date.Date) (Quote, Change, error) {
	p := *c.Policy
	opening, there := p.opening(q.From)
	if !there {
		return q, Change{}, NotInForce.New("policy %s has no period on %s", p.ID, q.From)
	}
	stack := p.of(opening.Number)
	from, err := q.resumable(stack, c.Version.ProductTerms, today)
	if err != nil {
		return q, Change{}, err
	}
	q.Until, q.Referrals = opening.Until, nil
	back, err := undone(ended(stack))
	if err != nil {
		return q, Change{}, err
	}
	cost, err := costs(stack, Period{from, q.From}, opening.span())
	if err != nil {
		return q, Change{}, err
	}
	more, err := checked(back.Sub(cost))
	if err != nil {
		return q, Change{}, err
	}
	change, err := q.settles(c, q.inPeriod(Reinstate, nil, opening), most(more, money.Amount{}))
	change.reopened = true
	return q, change, err
}

// resumable finds the day on which cover ended that is to be taken up again. Faults: STATUS_REFUSED, TOO_LATE, TERMS_REFUSED.
func (q Quote) resumable(stack []Transaction, t ProductTerms, today date.Date) (date.Date, error) {
	from, over := end(stack)
	if !over {
		return from, StatusRefused.New("cover of policy %s did not end", q.Policy)
	}
	if late := ended(stack)[0].Recorded.DaysUntil(today); late > t.ReinstateDays {
		return from, TooLate.New("cover ended %d days ago, and the product allows %d", late, t.ReinstateDays)
	}
	if q.From.Before(from) || q.From.Before(today) && q.From != from {
		return from, TermsRefused.New("cover is taken up again without a gap on %s, or from %s on", from, today)
	}
	return from, nil
}

// undone is the premium that endings took off.
func undone(ends []Transaction) (money.Amount, error) {
	var sum tally
	for _, t := range ends {
		sum.add(t.Premium.Neg())
	}
	return sum.sum, sum.err
}
