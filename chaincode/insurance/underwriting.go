// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Case is what the ledger has about a quote: the product's version and the panel that takes the risk and, where a policy is
// to be changed, the policy and its instalments of the period and after it.
type Case struct {
	Version     ProductVersion
	Panel       Panel
	Policy      *Policy
	Instalments []Instalment
	// Broker is the intermediary that the registry knows.
	Broker Firm
}

// RequestQuote prices what somebody asks for: a policyholder for itself, or the insurer for its policyholder where there is
// a policy already. Products that are sold straight through make an offer of it at once, if nothing has to be referred.
//
// Faults: NOT_A_PARTY, NOT_YOURS, BOTH_SIDES, STATUS_REFUSED, NOT_IN_FORCE, TOO_EARLY, TOO_LATE, READING_REFUSED for a record of
// flights or a reference on which the product does not pay, those of pricing.
func RequestQuote(r QuoteRequest, c Case, act Act) (Quote, []protocol.Event, error) {
	quote := quoted(r, c)
	rule := quote.ofPolicy
	if r.Kind == ForPolicy {
		rule = quote.fresh
	}
	quote, err := rule(r, c, act)
	if err != nil {
		return Quote{}, nil, err
	}
	if err := c.Version.chooses(r.arms, r.Choices); err != nil {
		return Quote{}, nil, err
	}
	quote, events, err := quote.appraised(c, c.Version.Rating.StraightThrough && len(r.Choices) == 0, act.Today)
	if err != nil {
		return Quote{}, nil, err
	}
	return quote, events, nil
}

// arms tells whether the triggers of a cover are armed: a new period arms those of what it insures.
func (r QuoteRequest) arms(cover CoverCode) bool {
	return (r.Kind == ForPolicy || r.Kind == ForRenewal) && slices.ContainsFunc(r.Covers, func(a Asked) bool { return a.Cover == cover })
}

// quoted is what a request says, before a price is found.
func quoted(r QuoteRequest, c Case) Quote {
	return Quote{
		ID: r.ID, Kind: r.Kind, Policy: r.Policy, Covers: r.Covers, Answers: r.Answers, From: r.From, Until: r.Until, Risk: r.Risk,
		Product: c.Version.VersionKey, Panel: c.Panel.ID, Lead: c.Panel.Lead(), Currency: c.Version.Currency,
		Instalments: r.Instalments, Choices: r.Choices, Status: Priced,
	}
}

// fresh is a quote for a new policy of the caller.
func (q Quote) fresh(r QuoteRequest, c Case, act Act) (Quote, error) {
	var err error
	if q.Holder, err = act.Firm(); err != nil {
		return q, err
	}
	if err := c.Panel.insures(q.Holder); err != nil {
		return q, err
	}
	if r.Most != (money.Money{}) && r.Most.Currency != q.Currency {
		return q, CurrencyMismatch.New("quote %s is in %s", q.ID, q.Currency)
	}
	q.Account, q.Payer, q.Most = r.Account, r.Payer, r.Most.Amount
	if r.Broker.Broker != "" {
		if r.Broker.Part.Cmp(c.Version.CommissionMost) > 0 {
			return q, TermsRefused.New("the product gives an intermediary %s of the premium at most", c.Version.CommissionMost)
		}
		q.Brokerage = Brokerage{Broker: c.Broker, Part: r.Broker.Part, Purse: r.Broker.Purse}
	}
	return q, q.sells(c)
}

// ofPolicy is a quote for a change of a policy, by its holder or its lead.
func (q Quote) ofPolicy(r QuoteRequest, c Case, act Act) (Quote, error) {
	p := c.Policy
	if act.By(p.Holder) != nil && act.By(p.Lead) != nil {
		return q, NotYours.New("policy %s is another's", p.ID)
	}
	q.Holder, q.Account, q.Payer, q.Brokerage, q.Currency = p.Holder, p.Account, p.Payer, p.Brokerage, p.Currency
	if q.Kind == ForRenewal {
		return q, q.renews(*p, c)
	}
	return q, nil
}

// sells refuses a version that takes no new business. Faults: STATUS_REFUSED, TERMS_REFUSED.
func (q Quote) sells(c Case) error {
	if err := c.Version.in(Active); err != nil {
		return err
	}
	if q.Instalments > c.Version.InstalmentsMost {
		return TermsRefused.New("the product allows %d instalments", c.Version.InstalmentsMost)
	}
	return nil
}

// renews refuses a renewal that does not follow the policy's last period, or that another insurer would take.
func (q Quote) renews(p Policy, c Case) error {
	last := p.last()
	switch _, over := end(p.of(last.Number)); {
	case over:
		return NotInForce.New("cover of policy %s ended before its time", p.ID)
	case p.NoRenewal:
		return StatusRefused.New("policy %s is not renewed: one side gave notice", p.ID)
	case q.From != last.Until:
		return TermsRefused.New("a renewal of policy %s begins on %s", p.ID, last.Until)
	case c.Version.Product != p.Product || c.Version.Insurer != p.Lead || c.Version.Currency != p.Currency:
		return TermsRefused.New("policy %s is of another product, insurer or currency", p.ID)
	}
	return q.sells(c)
}

// Offer has an underwriter set loading and panel, and offers the quote, or refers it to a second underwriter.
// Faults: NOT_YOURS, STATUS_REFUSED, PANEL_INCOMPLETE, CURRENCY_MISMATCH, those of pricing.
func (q Quote) Offer(r OfferRequest, c Case, act Act) (Quote, []protocol.Event, error) {
	if err := act.By(q.Lead); err != nil {
		return q, nil, err
	}
	if err := q.in(Priced, Referred, Offered); err != nil {
		return q, nil, err
	}
	if err := q.mayMove(c.Panel); err != nil {
		return q, nil, err
	}
	if err := c.Panel.takes(c.Version.ProductTerms); err != nil {
		return q, nil, err
	}
	if c.Panel.ID != q.Panel {
		q.Most = money.Amount{} // nobody accepts insurers in advance that it did not know of
	}
	q.Panel, q.Loading, q.Underwriter, q.Second, q.Status = c.Panel.ID, r.Loading, act.Person(), Person{}, Referred
	return q.appraised(c, true, act.Today)
}

// appraised is the quote with its price found anew; where nothing has to be referred it is offered, if it may be.
func (q Quote) appraised(c Case, may bool, today date.Date) (Quote, []protocol.Event, error) {
	q, err := q.reprice(c, today)
	if err == nil && may && len(q.Referrals) == 0 {
		q, err = q.offered(c, today)
	}
	return q, q.told(), err
}

// mayMove refuses another panel that is another lead's or insures itself, and for a period that has begun.
func (q Quote) mayMove(panel Panel) error {
	if panel.ID == q.Panel {
		return nil
	}
	if q.Kind == ForEndorsement || q.Kind == ForReinstatement {
		return TermsRefused.New("a period's panel stays")
	}
	if panel.Lead() != q.Lead {
		return NotYours.New("panel %s is led by another", panel.ID)
	}
	return panel.insures(q.Holder)
}

// insures refuses one of the panel's insurers as policyholder. Faults: BOTH_SIDES.
func (p Panel) insures(holder Firm) error {
	if _, insurer := p.LineOf(holder.Party); insurer {
		return BothSides.New("%s is an insurer of panel %s", holder.Party, p.ID)
	}
	return nil
}

// Approve has a second underwriter offer what was referred. Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON.
func (q Quote) Approve(c Case, act Act) (Quote, []protocol.Event, error) {
	if err := act.By(q.Lead); err != nil {
		return q, nil, err
	}
	if err := q.in(Referred); err != nil {
		return q, nil, err
	}
	if q.Underwriter == (Person{}) {
		return q, nil, StatusRefused.New("quote %s waits for a first underwriter", q.ID)
	}
	if err := act.Another(q.Underwriter); err != nil {
		return q, nil, err
	}
	q.Second = act.Person()
	q, err := q.offered(c, act.Today)
	return q, q.told(), err
}

// offered is the quote as an offer, accepted where its policyholder said so in advance.
func (q Quote) offered(c Case, today date.Date) (Quote, error) {
	until, err := today.AddDays(c.Version.Rating.QuoteDays)
	if err != nil {
		return q, TermsRefused.New("an offer from %s would stand beyond all dates", today)
	}
	q.Status, q.ValidUntil = Offered, until
	if !q.Most.IsZero() && q.affordable() == nil {
		q.Status = Accepted
	}
	return q, nil
}

// Accept accepts an offer, up to a price. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, CURRENCY_MISMATCH, PRICE_RISEN.
func (q Quote) Accept(r AcceptRequest, act Act) (Quote, []protocol.Event, error) {
	if err := act.By(q.Holder); err != nil {
		return q, nil, err
	}
	if err := q.in(Offered); err != nil {
		return q, nil, err
	}
	if err := q.stands(act.Today); err != nil {
		return q, nil, err
	}
	if r.Most.Currency != q.Currency {
		return q, nil, CurrencyMismatch.New("quote %s is in %s", q.ID, q.Currency)
	}
	q.Status, q.Most = Accepted, r.Most.Amount
	if err := q.affordable(); err != nil {
		return q, nil, err
	}
	return q, q.told(), nil
}

// stands refuses an offer that is over. Faults: TOO_LATE.
func (q Quote) stands(today date.Date) error {
	if today.After(q.ValidUntil) {
		return TooLate.New("quote %s stood until %s", q.ID, q.ValidUntil)
	}
	return nil
}

// affordable refuses a price above what was accepted. Faults: PRICE_RISEN.
func (q Quote) affordable() error {
	if q.Price.Total.Cmp(q.Most) > 0 {
		return PriceRisen.New("quote %s comes to %s minor units, and %s were accepted", q.ID, q.Price.Total, q.Most)
	}
	return nil
}

// Decline ends a quote on the insurer's side. Faults: NOT_YOURS, STATUS_REFUSED.
func (q Quote) Decline(act Act) (Quote, []protocol.Event, error) {
	if err := act.By(q.Lead); err != nil {
		return q, nil, err
	}
	return q.ends(Declined, Priced, Referred)
}

// Withdraw ends a quote: as policyholder, or as the insurer whose offer was not accepted in time.
// Faults: NOT_YOURS, STATUS_REFUSED.
func (q Quote) Withdraw(act Act) (Quote, []protocol.Event, error) {
	if act.By(q.Lead) == nil && !q.ValidUntil.IsZero() && act.Today.After(q.ValidUntil) {
		return q.ends(WithdrawnQuote, Offered, Accepted)
	}
	if err := act.By(q.Holder); err != nil {
		return q, nil, err
	}
	return q.ends(WithdrawnQuote, Priced, Referred, Offered, Accepted)
}

func (q Quote) ends(as QuoteStatus, from ...QuoteStatus) (Quote, []protocol.Event, error) {
	if err := q.in(from...); err != nil {
		return q, nil, err
	}
	q.Status = as
	return q, q.told(), nil
}

func (q Quote) in(states ...QuoteStatus) error {
	return inState("quote", string(q.ID), q.Status, states...)
}

func (q Quote) told() []protocol.Event {
	return []protocol.Event{QuoteChanged.Of(string(q.ID), StatusEvent{Status: string(q.Status)})}
}
