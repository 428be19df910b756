// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Hour is an hour of a day, of the time zone of the programme.
type Hour struct {
	Date date.Date `json:"date" help:"the day"`
	Hour int       `json:"hour" help:"the hour, 0 to 23"`
}

// Validate refuses what is no hour.
func (h Hour) Validate() error {
	if h.Date.IsZero() || h.Hour < 0 || h.Hour > 23 {
		return errors.New("date and an hour of 0 to 23 are needed")
	}
	return nil
}

// since is how many hours have passed since another.
func (h Hour) since(g Hour) int { return g.Date.DaysUntil(h.Date)*24 + h.Hour - g.Hour }

// LossEventRequest declares an event that hit many risks.
type LossEventRequest struct {
	ID        EventID     `json:"id" help:"name of the event"`
	Programme ProgrammeID `json:"programme" help:"the programme whose event it is"`
	Peril     string      `json:"peril" help:"peril, with an hours clause of the programme"`
	// From is its first hour, which the cedent chooses, and Hours how long it lasts.
	From  Hour `json:"from" help:"first hour of the event"`
	Hours int  `json:"hours" help:"how many hours it lasts, at most those of the hours clause"`
	// Area is what it struck, as the cedent codes it.
	Area string `json:"area" help:"code of the area"`
}

// Validate refuses malformed members.
func (r LossEventRequest) Validate() error {
	if r.Hours < 1 || r.Hours > hoursMost {
		return fmt.Errorf("hours must be 1 to %d", hoursMost)
	}
	return errors.Join(r.ID.Validate(), r.Programme.Validate(), validateName("peril", r.Peril), r.From.Validate(), validateName("area", r.Area))
}

// LossEvent is what the losses of one peril within the hours of the clause are together: one event for the treaties.
type LossEvent struct {
	LossEventRequest
	Cedent Firm   `json:"cedent"`
	Maker  Person `json:"maker"`
}

// has tells whether an hour is of the event.
func (e LossEvent) has(h Hour) bool {
	since := h.since(e.From)
	return since >= 0 && since < e.Hours
}

// touches tells whether some hour of a day is of the event.
func (e LossEvent) touches(day date.Date) bool {
	first, last := Hour{Date: day}, Hour{Date: day, Hour: 23}
	return last.since(e.From) >= 0 && first.since(e.From) < e.Hours
}

// WindowKey names the events of a peril of a programme.
type WindowKey struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	Peril     string      `json:"peril" help:"the peril"`
}

// Key is the row's place in a table.
func (k WindowKey) Key() []string { return []string{string(k.Programme), k.Peril} }

// Windows are the events of a peril, so that no two of one area have an hour in common.
type Windows struct {
	WindowKey
	Events []Window `json:"events"`
}

// Window is the time and the area of an event.
type Window struct {
	Event EventID `json:"event"`
	Area  string  `json:"area"`
	From  Hour    `json:"from"`
	Hours int     `json:"hours"`
}

// eventsMost bounds the events of a peril in a programme.
const eventsMost = 1000

// Declare declares an event of the programme. before are the events of the peril so far. Faults: NOT_YOURS, EVENT_REFUSED.
func (p Programme) Declare(r LossEventRequest, before Windows, act Act) (LossEvent, Windows, []protocol.Event, error) {
	if err := act.By(p.Cedent); err != nil {
		return LossEvent{}, before, nil, err
	}
	if err := p.bounds(r, before); err != nil {
		return LossEvent{}, before, nil, err
	}
	before.WindowKey = WindowKey{r.Programme, r.Peril}
	before.Events = append(slices.Clone(before.Events), Window{r.ID, r.Area, r.From, r.Hours})
	event := LossEvent{LossEventRequest: r, Cedent: p.Cedent, Maker: act.Person()}
	return event, before, []protocol.Event{LossEventChanged.Of(string(r.ID), StatusEvent{Status: "DECLARED"})}, nil
}

// bounds refuses an event that is longer than the hours clause, or overlaps another. Faults: EVENT_REFUSED.
func (p Programme) bounds(r LossEventRequest, before Windows) error {
	if most, there := p.hours(r.Peril); !there || r.Hours > most {
		return EventRefused.New("programme %s has an hours clause of %d hours for %s", p.ID, most, r.Peril)
	}
	if len(before.Events) >= eventsMost {
		return EventRefused.New("%s has %d events, which is all that it can have", r.Peril, eventsMost)
	}
	for _, other := range before.Events {
		if other.Area == r.Area && r.From.since(other.From) < other.Hours && other.From.since(r.From) < r.Hours {
			return EventRefused.New("event %s has an hour in common with it", other.Event)
		}
	}
	return nil
}

// AssignRequest says that losses are of an event.
type AssignRequest struct {
	Event  EventID        `json:"event" help:"the event"`
	Losses []AssignedLoss `json:"losses" help:"1 to 500 losses"`
}

// AssignedLoss is a claim and the hour in which it happened.
type AssignedLoss struct {
	Claim ClaimID `json:"claim" help:"the claim"`
	At    Hour    `json:"at" help:"hour in which it happened"`
}

// cedeMost bounds what one transaction cedes.
const cedeMost = 500

// Validate refuses malformed members and a claim named twice.
func (r AssignRequest) Validate() error {
	if len(r.Losses) == 0 || len(r.Losses) > cedeMost {
		return fmt.Errorf("1 to %d losses are needed", cedeMost)
	}
	claims := make([]ClaimID, len(r.Losses))
	for i, loss := range r.Losses {
		if err := loss.At.Validate(); err != nil {
			return err
		}
		claims[i] = loss.Claim
	}
	return errors.Join(claimsOnce(claims), r.Event.Validate())
}

// AssignmentKey names a loss of a programme.
type AssignmentKey struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	Claim     ClaimID     `json:"claim" help:"the claim"`
}

// Key is the row's place in a table.
func (k AssignmentKey) Key() []string { return []string{string(k.Programme), string(k.Claim)} }

// Assignment says of which event a loss is. It overrides what the claim itself says.
type Assignment struct {
	AssignmentKey
	Event EventID `json:"event"`
	At    Hour    `json:"at"`
	Maker Person  `json:"maker"`
}

// Assign says that losses are of the event. The cession that follows refuses hours of another day than the loss's.
// Faults: NOT_YOURS, EVENT_REFUSED.
func (e LossEvent) Assign(r AssignRequest, act Act) ([]Assignment, []protocol.Event, error) {
	if err := act.By(e.Cedent); err != nil {
		return nil, nil, err
	}
	rows := make([]Assignment, len(r.Losses))
	for i, loss := range r.Losses {
		if !e.has(loss.At) {
			return nil, nil, EventRefused.New("claim %s did not happen in the hours of event %s", loss.Claim, e.ID)
		}
		rows[i] = Assignment{AssignmentKey: AssignmentKey{e.Programme, loss.Claim}, Event: e.ID, At: loss.At, Maker: act.Person()}
	}
	return rows, []protocol.Event{LossEventChanged.Of(string(e.ID), StatusEvent{Status: "ASSIGNED"})}, nil
}
