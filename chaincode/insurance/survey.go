// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"maps"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
)

// SurveyMost is after how many policies a report goes on in another part, with the next product.
const SurveyMost = 20_000

// Survey adds up what a report tells. Policies come first, then claims and evaluations, which count where their policy does.
type Survey struct {
	request       ReportRequest
	today         date.Date
	before, after date.Date
	classes       map[VersionKey]string
	policies      map[PolicyID]ReportLine
	holders       map[PolicyID]parties.PartyID
	business      cells[BusinessFigures]
	losses        cells[LossFigures]
	bands         cells[BandFigures]
	breaches      cells[BreachFigures]
	events        cells[EventFigures]
	ceded         cells[CededFigures]
	// struck are the policyholders of an insurer that had losses in a line of business: leads and followers.
	struck map[CededClassKey]map[parties.PartyID]bool
}

// NewSurvey begins a report. Faults: INVALID_ARGUMENT.
func NewSurvey(r ReportRequest, today date.Date) (*Survey, error) {
	before, err := r.From.AddDays(-1)
	after, err2 := r.To.AddDays(1)
	return &Survey{
		request: r, today: today, before: before, after: after,
		classes: map[VersionKey]string{}, policies: map[PolicyID]ReportLine{}, holders: map[PolicyID]parties.PartyID{},
		business: cells[BusinessFigures]{}, losses: cells[LossFigures]{}, bands: cells[BandFigures]{}, breaches: cells[BreachFigures]{},
		events: cells[EventFigures]{}, ceded: cells[CededFigures]{}, struck: map[CededClassKey]map[parties.PartyID]bool{},
	}, errors.Join(err, err2)
}

// Version makes a version known, before its policies.
func (s *Survey) Version(v ProductVersion) { s.classes[v.VersionKey] = v.Class }

// Policies is how many policies were added.
func (s *Survey) Policies() int { return len(s.policies) }

// wants tells whether the report is about a line of business.
func (s *Survey) wants(class string) bool { return s.request.Class == "" || s.request.Class == class }

// Policy adds a policy, period by period: each is of the line of business of its own version. Faults: AMOUNT_TOO_LARGE.
func (s *Survey) Policy(p Policy) error {
	line := ReportLine{Product: p.Product, Insurer: p.Lead.Party, Currency: p.Currency}
	s.policies[p.ID], s.holders[p.ID] = line, p.Holder.Party
	view, live := p.InForce(s.request.To, s.today)
	for _, opening := range p.openings() {
		line.Class = s.classes[VersionKey{Product: p.Product, Version: opening.Version}]
		if !s.wants(line.Class) {
			continue
		}
		f, err := s.premium(p, opening)
		if err != nil {
			return err
		}
		if live && view.Number == opening.Number {
			f.InForce = 1
		}
		if f == (BusinessFigures{}) {
			continue
		}
		if err := s.business.add(line, f, p.Holder.Party); err != nil {
			return err
		}
	}
	return nil
}

// premium is what was written in the period of the report for a period of a policy, and earned of it in its days: by how
// much what is earned grew, so that the periods of successive reports add up.
func (s *Survey) premium(p Policy, opening Transaction) (BusinessFigures, error) {
	var written tally
	for _, t := range p.of(opening.Number) {
		if !t.Recorded.Before(s.request.From) && !t.Recorded.After(s.request.To) {
			written.add(t.Premium)
		}
	}
	then, err := earnedAsKnown(p, opening, s.request.From, s.before)
	if err != nil {
		return BusinessFigures{}, err
	}
	now, err := earnedAsKnown(p, opening, s.after, s.request.To)
	if err != nil {
		return BusinessFigures{}, err
	}
	grown, err := checked(now.Sub(then))
	return BusinessFigures{Written: written.sum, Earned: grown}, errors.Join(err, written.err)
}

// earnedAsKnown is what is earned of a period as a day begins, as known on another; nothing before anybody knew of it.
func earnedAsKnown(p Policy, opening Transaction, on, known date.Date) (money.Amount, error) {
	p = p.asKnown(known)
	if len(p.Stack) < opening.Number {
		return money.Amount{}, nil
	}
	_, earned, err := p.earnedOf(opening, on)
	return earned, err
}

// within tells whether a day is of the report's period.
func (s *Survey) within(day date.Date) bool {
	return !day.Before(s.request.From) && !day.After(s.request.To)
}

// lineOf is the line of a loss under a policy that was added, and is of a line of business that the report is about.
func (s *Survey) lineOf(policy PolicyID, class string) (ReportLine, bool) {
	line, known := s.policies[policy]
	line.Class = class
	return line, known && s.wants(class)
}

// Claim adds a claim that was reported in the period. Faults: AMOUNT_TOO_LARGE.
func (s *Survey) Claim(c Claim, panel Panel) error {
	s.strike(panel, c.Class, c.Currency, c.Holder.Party)
	line, known := s.lineOf(c.Policy, c.Class)
	if !known || !s.within(c.Reported) {
		return nil
	}
	f, err := c.figures()
	if err != nil {
		return err
	}
	return errors.Join(s.losses.add(line, f, c.Holder.Party), s.banded(line, c), s.breached(line, c), s.struckBy(line, c, f))
}

// figures are what a claim comes to.
func (c Claim) figures() (LossFigures, error) {
	f := LossFigures{Notified: 1}
	if c.open() {
		f.Open = 1
	}
	if c.void() {
		f.Void = 1
	}
	var paid, outstanding, recovered tally
	for _, e := range c.Exposures {
		for _, costs := range []Costs{e.Indemnity, e.Expense} {
			paid.add(costs.Paid)
			outstanding.add(costs.Outstanding)
		}
		recovered.add(e.Recovered)
	}
	f.Paid, f.Outstanding, f.Recovered = paid.sum, outstanding.sum, recovered.sum
	return f, errors.Join(paid.err, outstanding.err, recovered.err)
}

// strike notes who had a loss that concerns the insurers of a panel.
func (s *Survey) strike(panel Panel, class string, currency money.Currency, holder parties.PartyID) {
	for _, line := range panel.Lines {
		key := CededClassKey{Insurer: line.Insurer, Class: class, Currency: currency}
		if s.struck[key] == nil {
			s.struck[key] = map[parties.PartyID]bool{}
		}
		s.struck[key][holder] = true
	}
}

// bandLeast is where bands begin to be told apart, in minor units; each is ten times the one before.
const bandLeast = 1_000_000

// banded adds a claim to the band of what it has incurred. Faults: AMOUNT_TOO_LARGE.
func (s *Survey) banded(line ReportLine, c Claim) error {
	incurred, bound := c.Incurred(), int64(0)
	for next := int64(bandLeast); next <= incurred; next *= 10 {
		bound = next
		if next > maxBand/10 {
			break
		}
	}
	amount, err := checked(money.NewAmount(incurred))
	if err != nil {
		return err
	}
	line.Part = money.MustAmount(bound).String()
	return s.bands.add(line, BandFigures{Claims: 1, Incurred: amount}, c.Holder.Party)
}

// maxBand is the highest bound of a band.
const maxBand = 1_000_000_000_000_000

// breached counts the times that have passed on a claim.
func (s *Survey) breached(line ReportLine, c Claim) error {
	var trouble error
	for _, clock := range c.Clocks {
		line.Part = string(clock.Kind)
		switch {
		case !clock.Breached.IsZero():
			trouble = errors.Join(trouble, s.breaches.add(line, BreachFigures{Recorded: 1}, c.Holder.Party))
		case clock.runs() && clock.late(s.today):
			trouble = errors.Join(trouble, s.breaches.add(line, BreachFigures{Unrecorded: 1}, c.Holder.Party))
		}
	}
	return trouble
}

// struckBy adds a claim to its event.
func (s *Survey) struckBy(line ReportLine, c Claim, f LossFigures) error {
	if c.Event == "" || c.void() {
		return nil
	}
	line.Part = string(c.Event)
	return s.events.add(line, EventFigures{Losses: 1, Exposed: c.SumInsured, Paid: f.Paid, Outstanding: f.Outstanding}, c.Holder.Party)
}

// Evaluation adds what an index paid in the period, with what an audit added. Premium that came back is no loss.
// Faults: AMOUNT_TOO_LARGE.
func (s *Survey) Evaluation(e Evaluation, panel Panel) error {
	class, holder := s.classes[e.Version], s.holders[e.Policy]
	line, known := s.lineOf(e.Policy, class)
	if !known || e.Outcome != PaidOut {
		return nil
	}
	s.strike(panel, class, line.Currency, holder)
	paid := tally{}
	if s.within(e.On) {
		paid.add(e.Paid)
	}
	if e.Audit != nil && e.Audit.Done && s.within(e.Audit.On) {
		paid.add(e.Audit.Added)
	}
	if paid.sum.IsZero() {
		return paid.err
	}
	if err := errors.Join(paid.err, s.losses.add(line, LossFigures{Triggered: 1, Paid: paid.sum}, holder)); err != nil {
		return err
	}
	line.Part = string(e.Event())
	return s.events.add(line, EventFigures{Losses: 1, Exposed: e.Insured.Sum, Paid: paid.sum}, holder)
}

// Programme adds what was ceded to the treaties of a programme. It comes after all claims. Faults: AMOUNT_TOO_LARGE.
func (s *Survey) Programme(p Programme, b Book) error {
	if s.request.Insurer != "" && s.request.Insurer != p.Cedent.Party || s.request.Class != "" && !slices.Contains(p.Classes, s.request.Class) {
		return nil
	}
	line := ReportLine{Insurer: p.Cedent.Party, Currency: p.Currency, Part: string(p.ID)}
	var holders []parties.PartyID
	for _, key := range p.Keys() {
		holders = append(holders, slices.Sorted(maps.Keys(s.struck[key]))...)
	}
	for _, t := range b.Treaties {
		outstanding, err := checked(t.Ceded.Incurred.Sub(t.Ceded.Paid))
		if err != nil {
			return err
		}
		f := CededFigures{Paid: t.Ceded.Paid, Outstanding: outstanding, Premium: t.Premium, Reinstatement: t.Reinstatement.Incurred}
		if err := s.ceded.add(line, f, holders...); err != nil {
			return err
		}
	}
	return nil
}

// Report is what the survey found. Faults: AMOUNT_TOO_LARGE.
func (s *Survey) Report(next ProductID) (Report, error) {
	r := Report{From: s.request.From, To: s.request.To, On: s.today, Least: SmallestCell, Next: next}
	err := errors.Join(
		told(&r, "business", s.business, &r.Business), told(&r, "losses", s.losses, &r.Losses), told(&r, "bands", s.bands, &r.Bands),
		told(&r, "breaches", s.breaches, &r.Breaches), told(&r, "events", s.events, &r.Events), told(&r, "ceded", s.ceded, &r.Ceded),
	)
	return r, err
}

// told puts a table into a report.
func told[F figures[F]](r *Report, name string, found cells[F], rows *[]ReportRow[F]) error {
	all, withheld, err := found.rows(SmallestCell)
	*rows = all
	for _, currency := range withheld {
		r.Withheld = append(r.Withheld, name+" "+currency)
	}
	return err
}
