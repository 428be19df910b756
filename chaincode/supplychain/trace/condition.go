// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// conditionItemsMax bounds the items of a condition.
const conditionItemsMax = 64

// Condition is what has to have happened to goods before an undertaking is unconditional. What is left empty is not
// asked for.
type Condition struct {
	Name string `json:"name" help:"name of the condition"`
	// Items all have to be covered, each by an event of its own or of a container in which it was.
	Items []Item `json:"items" help:"canonical GS1 Digital Links of goods"`
	// BizStep and Disposition are Web URIs, such as https://ref.gs1.org/cbv/BizStep-receiving.
	BizStep     string `json:"bizStep" help:"what happened, a CBV Web URI"`
	Disposition string `json:"disposition,omitzero" help:"how the goods were found, a CBV Web URI"`
	// Place is the read point or the business location.
	Place string `json:"place,omitzero" help:"canonical GS1 Digital Link of a place"`
	// Transaction is a business document that the event has to name.
	Transaction *Transaction `json:"transaction,omitempty" help:"business document that the event names"`
	// From and Until bound the date of the event in UTC, both included.
	From  date.Date `json:"from,omitzero" help:"first day that counts"`
	Until date.Date `json:"until,omitzero" help:"last day that counts"`
	// Recorders are those whose word counts.
	Recorders []string `json:"recorders" help:"who may have recorded the event"`
	// Packers are those whose word counts besides for what was packed into what: whoever could pack goods into a
	// container on paper would have them received with it.
	Packers []string `json:"packers,omitempty" help:"who else may have recorded packing and unpacking"`
}

// Validate refuses a condition that asks for nothing, or that no event could fulfil: CONDITION_REFUSED.
func (c Condition) Validate() error {
	switch {
	case c.Name == "" || len(c.Items) == 0 || len(c.Items) > conditionItemsMax:
		return ConditionRefused.New("a condition has a name and 1 to %d items", conditionItemsMax)
	case len(c.Recorders) == 0:
		return ConditionRefused.New("a condition says whose word counts")
	case !c.Until.IsZero() && c.Until.Before(c.From):
		return ConditionRefused.New("the last day is before the first")
	case c.BizStep == "" || web(c.BizStep) != c.BizStep || !strings.Contains(c.BizStep, ":"):
		return ConditionRefused.New("a condition names a business step by its Web URI")
	case c.Disposition != "" && (web(c.Disposition) != c.Disposition || !strings.Contains(c.Disposition, ":")):
		return ConditionRefused.New("a disposition is named by its Web URI")
	case identifier(c.Place) != c.Place:
		return ConditionRefused.New("a place is named by its canonical GS1 Digital Link, %s", identifier(c.Place))
	}
	for _, item := range c.Items {
		if err := item.Validate(); err != nil {
			return err
		}
		if item.Class() {
			return ConditionRefused.New("%s names a kind of goods, not goods", item)
		}
	}
	return nil
}

// Fulfilment is how a condition stands.
type Fulfilment struct {
	Condition string `json:"condition"`
	Met       bool   `json:"met"`
	// Evidence are the events that fulfil it: for each item the first that does.
	Evidence []Hash `json:"evidence"`
	// Missing are items for which no event was found.
	Missing []Item `json:"missing"`
}

// Assess tells how a condition stands, by the events of its items and of what carried them. Faults: CONDITION_REFUSED,
// ITEM_REFUSED, TRACE_LIMIT.
func (c Condition) Assess(finder Finder, limit int) (Fulfilment, error) {
	f := Fulfilment{Condition: c.Name, Evidence: []Hash{}, Missing: []Item{}}
	if err := c.Validate(); err != nil {
		return f, err
	}
	for _, item := range c.Items {
		history, err := History(item, trusted{finder, slices.Concat(c.Recorders, c.Packers)}, limit)
		if err != nil {
			return f, err
		}
		at := slices.IndexFunc(history.Events, c.fulfilledBy)
		if at < 0 {
			f.Missing = append(f.Missing, item)
			continue
		}
		f.Evidence = append(f.Evidence, history.Events[at].Hash)
	}
	slices.Sort(f.Evidence)
	f.Evidence = slices.Compact(f.Evidence)
	f.Met = len(f.Missing) == 0
	return f, nil
}

// trusted finds records of those whose word counts, and nobody else's.
type trusted struct {
	Finder
	recorders []string
}

func (t trusted) Find(item Item) ([]Record, error) {
	found, err := t.Finder.Find(item)
	return slices.DeleteFunc(slices.Clone(found), func(r Record) bool { return !slices.Contains(t.recorders, r.Recorder) }), err
}

// fulfilledBy tells whether an event is what the condition asks for, whatever it is about. Times and dates compare as
// texts.
func (c Condition) fulfilledBy(r Record) bool {
	day := r.Time[:min(len(r.Time), len("2006-01-02"))]
	switch {
	case r.Erroneous || r.BizStep != c.BizStep || !slices.Contains(c.Recorders, r.Recorder):
		return false
	case c.Disposition != "" && r.Disposition != c.Disposition:
		return false
	case c.Place != "" && r.ReadPoint != c.Place && r.BizLocation != c.Place:
		return false
	case c.Transaction != nil && !slices.Contains(r.Transactions, *c.Transaction):
		return false
	case !c.From.IsZero() && day < c.From.String():
		return false
	}
	return c.Until.IsZero() || day <= c.Until.String()
}
