// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
)

// ParametricTerms are what a product pays by an index, without a claim.
type ParametricTerms struct {
	// ClosingDays keep out who knows the weather: cover for a period is written at least so many days before it begins.
	ClosingDays int            `json:"closingDays" help:"days before a period begins by which its cover is written, at least 1"`
	Triggers    []TriggerTerms `json:"triggers" help:"the indexes that pay; several of one cover are its phases"`
}

// TriggerTerms are one index of a cover: what is observed, when, and what it pays. Subject, period and reference are the
// product's, such as a district in a season, or each policy's own, such as a flight.
type TriggerTerms struct {
	Cover     CoverCode      `json:"cover" help:"cover that it pays under"`
	Feed      oracle.FeedID  `json:"feed" help:"who observes"`
	Subject   oracle.Subject `json:"subject,omitzero" help:"what is observed; each policy's own when left out"`
	From      date.Date      `json:"from,omitzero" help:"first day of the period; each policy's own when left out"`
	To        date.Date      `json:"to,omitzero" help:"last day of the period"`
	Reference int64          `json:"reference,omitzero" help:"what a relative index is measured against; each policy's own when left out"`
	Terms     index.Terms    `json:"terms" help:"what a reading pays"`
	// PremiumBack is given back in money when no source of the feed answers.
	PremiumBack decimal.Decimal `json:"premiumBack,omitzero" help:"part of the cover's premium that is given back when no source answers"`
	// AuditFeed observes at the holder's request; the better of both readings counts.
	AuditFeed oracle.FeedID `json:"auditFeed,omitzero" help:"who observes at the holder's request, such as surveyors of crops; nobody when left out"`
	AuditDays int           `json:"auditDays,omitzero" help:"days after the evaluation in which the holder asks for it"`
}

// Validate refuses malformed members, and phases of a cover that pay or give back more than all of it.
func (t ParametricTerms) Validate() error {
	if t.ClosingDays < 1 || t.ClosingDays > daysMost {
		return fmt.Errorf("closingDays must be 1 to %d", daysMost)
	}
	if len(t.Triggers) == 0 || len(t.Triggers) > listMost {
		return fmt.Errorf("1 to %d triggers are needed", listMost)
	}
	for i, trigger := range t.Triggers {
		if err := trigger.Validate(); err != nil {
			return fmt.Errorf("trigger %d: %w", i+1, err)
		}
	}
	for _, trigger := range t.Triggers {
		if err := t.validatePhases(trigger.Cover); err != nil {
			return err
		}
	}
	return nil
}

// validatePhases refuses phases that together pay more than the sum insured, or give back more than the premium.
func (t ParametricTerms) validatePhases(cover CoverCode) error {
	var phases []index.Terms
	back := decimal.Decimal{}
	for _, trigger := range t.Triggers {
		if trigger.Cover != cover {
			continue
		}
		phases = append(phases, trigger.Terms)
		var err error
		if back, err = back.Add(trigger.PremiumBack); err != nil {
			return fmt.Errorf("cover %s: %w", cover, err)
		}
	}
	if back.Cmp(one) > 0 {
		return fmt.Errorf("the triggers of cover %s give back more than its premium", cover)
	}
	return index.ValidatePhases(phases)
}

// Validate refuses malformed members.
func (t TriggerTerms) Validate() error {
	if t.From.IsZero() != t.To.IsZero() || t.To.Before(t.From) {
		return errors.New("from and to are given together, and to is not before from")
	}
	if (t.AuditFeed == "") != (t.AuditDays == 0) || t.AuditDays < 0 || t.AuditDays > daysMost {
		return errors.New("auditFeed and auditDays are given together")
	}
	if t.Reference < 0 || t.Reference > index.ValueMax {
		return fmt.Errorf("reference must be 0 to %d", index.ValueMax)
	}
	return errors.Join(t.Cover.Validate(), t.Feed.Validate(), t.Terms.Validate(), portion("premiumBack", t.PremiumBack, 1),
		optional(t.Subject), optional(t.AuditFeed))
}

// optional refuses a malformed name that is given.
func optional[N interface {
	~string
	Validate() error
}](name N) error {
	if name == "" {
		return nil
	}
	return name.Validate()
}

// validateParametric refuses a parametric product without triggers, or with premiums that may be owed when it pays, another
// product with triggers, and triggers of covers that are not there.
func (t ProductTerms) validateParametric() error {
	if (t.Basis == Parametric) != (t.Parametric != nil) {
		return errors.New("parametric is there for a product of basis PARAMETRIC and no other")
	}
	if t.Parametric == nil {
		return nil
	}
	if t.InstalmentsMost != 1 || t.FirstDueDays != 0 {
		return errors.New("the premium of a parametric product is one instalment, paid as the contract is made")
	}
	for _, trigger := range t.Parametric.Triggers {
		if _, known := t.CoverOf(trigger.Cover); !known {
			return fmt.Errorf("a trigger names cover %s, which is not there", trigger.Cover)
		}
	}
	return t.Parametric.Validate()
}

// Trigger finds a trigger by its number, which counts from 1. Faults: TERMS_REFUSED.
func (t ProductTerms) Trigger(number int) (TriggerTerms, error) {
	if t.Parametric == nil || number < 1 || number > len(t.Parametric.Triggers) {
		return TriggerTerms{}, TermsRefused.New("product %s has no trigger %d", t.Product, number)
	}
	return t.Parametric.Triggers[number-1], nil
}

// Feeds names the feeds on which a product rests, each once.
func (t ProductTerms) Feeds() []oracle.FeedID {
	if t.Parametric == nil {
		return nil
	}
	return feedsOf(t.Parametric.Triggers)
}

// FeedsOf names the feeds on which work rests, each once.
func (t ProductTerms) FeedsOf(due []Due) []oracle.FeedID {
	var armed []TriggerTerms
	for _, work := range due {
		armed = append(armed, t.Parametric.Triggers[work.Trigger-1])
	}
	return feedsOf(armed)
}

// feedsOf names who observes for triggers, and who does for their audits.
func feedsOf(triggers []TriggerTerms) []oracle.FeedID {
	var names []oracle.FeedID
	for _, trigger := range triggers {
		for _, feed := range []oracle.FeedID{trigger.Feed, trigger.AuditFeed} {
			if feed != "" && !slices.Contains(names, feed) {
				names = append(names, feed)
			}
		}
	}
	return names
}

// RestsOn refuses a product whose feeds take no new covers, or do not observe what its terms are about. The feeds are those
// of [ProductTerms.Feeds]. Faults: FEED_REFUSED.
func (t ProductTerms) RestsOn(feeds []oracle.Feed) error {
	if t.Parametric == nil {
		return nil
	}
	for _, feed := range feeds {
		if err := feed.Takes(); err != nil {
			return err
		}
	}
	of := func(id oracle.FeedID) oracle.Feed {
		return feeds[slices.IndexFunc(feeds, func(f oracle.Feed) bool { return f.ID == id })]
	}
	for _, trigger := range t.Parametric.Triggers {
		feed := of(trigger.Feed)
		if !sameOutcomes(feed.Outcomes, trigger.Terms.Outcomes()) {
			return oracle.FeedRefused.New("feed %s has other outcomes than the terms", feed.ID)
		}
		if trigger.AuditFeed != "" && !alike(of(trigger.AuditFeed), feed) {
			return oracle.FeedRefused.New("feed %s observes in another unit, scale or outcomes than feed %s", trigger.AuditFeed, feed.ID)
		}
	}
	return nil
}

// alike tells whether readings of two feeds mean the same.
func alike(one, other oracle.Feed) bool {
	return one.Unit == other.Unit && one.Scale == other.Scale && sameOutcomes(one.Outcomes, other.Outcomes)
}

// sameOutcomes compares without regard to order.
func sameOutcomes(these, those []index.Outcome) bool {
	return slices.Equal(slices.Sorted(slices.Values(these)), slices.Sorted(slices.Values(those)))
}
