// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
)

// Lanes is how many lanes due work is spread over. Keepers that begin at different lanes take different rows and, where
// insurers pay from high-volume funds, draw on different stripes, so that their transactions fit into one block.
const Lanes = 16

// LaneOf is the lane of a policy, from 0.
func LaneOf(policy PolicyID) int {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(policy)) // a hash never fails to write
	return int(hash.Sum32() % Lanes)
}

// validateTrigger refuses a number that counts no trigger.
func validateTrigger(n int) error {
	if n < 1 || n > listMost {
		return fmt.Errorf("trigger %d is not 1 to %d", n, listMost)
	}
	return nil
}

// DueKey names a piece of work: a policy's trigger that waits for a round. It is all that a keeper says.
type DueKey struct {
	oracle.RoundKey
	Policy  PolicyID `json:"policy" help:"the policy"`
	Trigger int      `json:"trigger" help:"number of the trigger in the product, from 1"`
}

// Key is the row's place in a table: a round's work, lane by lane.
func (k DueKey) Key() []string {
	return append(LanePrefix(k.RoundKey, LaneOf(k.Policy)), string(k.Policy), number(k.Trigger))
}

// LanePrefix begins the keys of a round's work in a lane.
func LanePrefix(round oracle.RoundKey, lane int) []string {
	return append(round.Key(), fmt.Sprintf("%02d", lane))
}

// Validate refuses malformed members.
func (k DueKey) Validate() error {
	return errors.Join(k.RoundKey.Validate(), k.Policy.Validate(), validateTrigger(k.Trigger))
}

// Due is a policy's trigger that waits for a round. It holds what was insured when the cover for the period was closed, so
// that nothing that becomes known in the period raises it. It is there until the trigger was evaluated, and no longer: that
// it is there is why something is paid, and that it is gone why nothing is paid again.
type Due struct {
	DueKey
	Version VersionKey    `json:"version"`
	Panel   PanelID       `json:"panel"`
	Insured index.Insured `json:"insured"`
	// Instalment is the number of the first one of the period.
	Instalment int `json:"instalment"`
	// Audit tells that the round is one that the holder asked for, about a trigger that was evaluated before.
	Audit bool `json:"audit,omitzero"`
	// Evaluated is the last day of the period that was evaluated, of an audit.
	Evaluated date.Date `json:"evaluated,omitzero"`
}

// Awaited is a round on which somebody's cover rests. It is there for keepers and oracles to find work by date.
type Awaited struct {
	oracle.RoundKey
	// From this day on there may be something to do.
	Ripe date.Date `json:"ripe"`
}

// AwaitedKey names an awaited round.
type AwaitedKey struct {
	oracle.RoundKey
	Ripe date.Date
}

// Key is the row's place in a table: by the day.
func (k AwaitedKey) Key() []string { return append([]string{k.Ripe.String()}, k.RoundKey.Key()...) }

// AwaitedKey is the row's name.
func (a Awaited) AwaitedKey() AwaitedKey { return AwaitedKey(a) }

// Awaits is the row of a round: ripe on the day after its period. Faults: TERMS_REFUSED.
func Awaits(round oracle.RoundKey) (Awaited, error) {
	ripe, err := round.To.AddDays(1)
	if err != nil {
		return Awaited{}, TermsRefused.New("the period ends on no day that has a next one")
	}
	return Awaited{round, ripe}, nil
}

// Choice is what a policy says of a trigger for which its product leaves something out.
type Choice struct {
	Trigger   int            `json:"trigger" help:"number of the trigger in the product, from 1"`
	Subject   oracle.Subject `json:"subject,omitzero" help:"what is observed, where the product leaves it out"`
	From      date.Date      `json:"from,omitzero" help:"first day of the period, where the product leaves it out"`
	To        date.Date      `json:"to,omitzero" help:"last day of the period"`
	Reference int64          `json:"reference,omitzero" help:"what a relative index is measured against, where the product leaves it out"`
	Record    *index.Record  `json:"record,omitempty" help:"what became of former flights"`
}

// Validate refuses malformed members.
func (c Choice) Validate() error {
	if c.From.IsZero() != c.To.IsZero() || c.To.Before(c.From) {
		return errors.New("from and to are given together, and to is not before from")
	}
	if c.Record != nil {
		if err := c.Record.Validate(); err != nil {
			return err
		}
	}
	if c.Reference < 0 || c.Reference > index.ValueMax {
		return fmt.Errorf("reference must be 0 to %d", index.ValueMax)
	}
	return errors.Join(validateTrigger(c.Trigger), optional(c.Subject))
}

// chosen completes a trigger's terms with a policy's choice. Faults: TERMS_REFUSED.
func (t TriggerTerms) chosen(c Choice) (TriggerTerms, error) {
	if t.Subject != "" && c.Subject != "" || !t.From.IsZero() && !c.From.IsZero() || t.Reference != 0 && c.Reference != 0 {
		return t, TermsRefused.New("the product decides on what the policy chooses for trigger %d", c.Trigger)
	}
	if t.Subject == "" {
		t.Subject = c.Subject
	}
	if t.From.IsZero() {
		t.From, t.To = c.From, c.To
	}
	if t.Reference == 0 {
		t.Reference = c.Reference
	}
	if t.Subject == "" || t.From.IsZero() {
		return t, TermsRefused.New("subject or period of a trigger is left out by product and policy")
	}
	return t, nil
}

func validateChoices(choices []Choice) error {
	if len(choices) > listMost {
		return fmt.Errorf("there are at most %d choices", listMost)
	}
	for i, choice := range choices {
		if err := choice.Validate(); err != nil {
			return err
		}
		for _, before := range choices[:i] {
			if before.Trigger == choice.Trigger {
				return fmt.Errorf("trigger %d is chosen for twice", choice.Trigger)
			}
		}
	}
	return nil
}

// chooses refuses choices that the product does not leave open, and whatever a trigger of a cover needs and nobody chose: a
// subject, a period, a reference, or a record of flights on which it pays. Faults: TERMS_REFUSED, READING_REFUSED.
func (t ProductTerms) chooses(insures func(CoverCode) bool, choices []Choice) error {
	for _, choice := range choices {
		if _, err := t.Trigger(choice.Trigger); err != nil {
			return err
		}
	}
	if t.Parametric == nil {
		return nil
	}
	for i, trigger := range t.Parametric.Triggers {
		choice := choiceOf(choices, i+1)
		if choice == (Choice{Trigger: i + 1}) && !insures(trigger.Cover) {
			continue
		}
		chosen, err := trigger.chosen(choice)
		if err != nil {
			return err
		}
		if err := chosen.Terms.Knows(chosen.Reference, choice.Record); err != nil {
			return err
		}
	}
	return nil
}

// Arm makes the work that waits for a policy's triggers. What a trigger pays on is insured on every day of its period, and
// was written ClosingDays before the period began; a later endorsement never raises it.
// Faults: NOT_IN_FORCE, TERMS_REFUSED, TOO_LATE, READING_REFUSED.
func (p Policy) Arm(v ProductVersion, choices []Choice, today date.Date) ([]Due, error) {
	if v.Parametric == nil || v.Product != p.Product {
		return nil, TermsRefused.New("product %s pays by no index", v.Product)
	}
	if err := v.chooses(p.last().insures, choices); err != nil {
		return nil, err
	}
	var due []Due
	for i := range v.Parametric.Triggers {
		armed, insures, err := p.arm(v, i+1, choiceOf(choices, i+1), today)
		if err != nil {
			return nil, err
		}
		if insures {
			due = append(due, armed)
		}
	}
	if len(due) == 0 {
		return nil, NotInForce.New("policy %s insures none of the product's triggers", p.ID)
	}
	return due, nil
}

// choiceOf is the choice for a trigger; an empty one where there is none.
func choiceOf(choices []Choice, trigger int) Choice {
	at := slices.IndexFunc(choices, func(c Choice) bool { return c.Trigger == trigger })
	if at < 0 {
		return Choice{Trigger: trigger}
	}
	return choices[at]
}

func (p Policy) arm(v ProductVersion, n int, choice Choice, today date.Date) (Due, bool, error) {
	trigger := v.Parametric.Triggers[n-1]
	if !p.last().insures(trigger.Cover) {
		return Due{}, false, nil
	}
	terms, err := trigger.chosen(choice)
	if err != nil {
		return Due{}, false, err
	}
	view, there := p.InForce(terms.From, today)
	cover, insured := view.Insured(terms.Cover)
	if !there || !insured || !view.Period.Has(terms.To) || view.Version != v.Version {
		return Due{}, false, nil
	}
	if today.DaysUntil(terms.From) < v.Parametric.ClosingDays {
		return Due{}, false, TooLate.New("cover from %s on is written %d days before", terms.From, v.Parametric.ClosingDays)
	}
	due := Due{
		DueKey:  DueKey{oracle.RoundKey{Feed: terms.Feed, Subject: terms.Subject, From: terms.From, To: terms.To}, p.ID, n},
		Version: v.VersionKey, Panel: view.Panel, Instalment: p.Stack[view.Number-1].First,
		Insured: index.Insured{Sum: cover.Sum, Reference: terms.Reference, Record: choice.Record},
	}
	if due.Insured.Premium, err = p.premiumOf(view, cover); err != nil {
		return Due{}, false, err
	}
	return due, true, terms.Terms.Fits(due.Insured)
}

// premiumOf is a cover's part of the premium that was written for the period. Faults: AMOUNT_TOO_LARGE.
func (p Policy) premiumOf(view View, cover Insured) (money.Amount, error) {
	written, err := p.written(view.Number)
	if err != nil {
		return money.Amount{}, err
	}
	var annual money.Amount
	for _, insured := range view.Covers {
		if annual, err = checked(annual.Add(insured.Annual)); err != nil {
			return annual, err
		}
	}
	return proportion(written.Premium, cover.Annual, annual)
}
