// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/parties"
)

// Status is how far a round is.
type Status string

// The states of a round. SCHEDULED is never stored.
const (
	// Scheduled: the period is not over.
	Scheduled Status = "SCHEDULED"
	// Open: providers report.
	Open Status = "OPEN"
	// Provisional: there is a reading, and it may be challenged.
	Provisional Status = "PROVISIONAL"
	// Disputed: an arbiter decides.
	Disputed Status = "DISPUTED"
	// Final: the reading stands.
	Final Status = "FINAL"
	// Failed: no source answered.
	Failed Status = "FAILED"
)

// Ground is why a round is disputed.
type Ground string

// The grounds.
const (
	// SpreadTooWide: observations differ by more than the source allows.
	SpreadTooWide Ground = "SPREAD_TOO_WIDE"
	// OutcomesDiffer: observations end in different outcomes.
	OutcomesDiffer Ground = "OUTCOMES_DIFFER"
	// Challenged: somebody with a stake challenged the reading.
	Challenged Ground = "CHALLENGED"
)

// Round is what is known of a subject in a period. One that nobody has advanced yet is [FeedTerms.Begin]; there is no row of it.
type Round struct {
	RoundKey
	Status Status `json:"status"`
	// Source counts from 0.
	Source int `json:"source"`
	// Until is the last day of the window that runs: for reports, challenges or the arbiter.
	Until date.Date `json:"until"`
	// Reading is there from PROVISIONAL on, or after an arbiter's decision.
	Reading  index.Reading `json:"reading,omitzero"`
	Observed int           `json:"observed,omitzero"`
	Ground   Ground        `json:"ground,omitzero"`
	// Challenger is whose challenge it was, and Proposal what one person of the arbiter wants.
	Challenger parties.Firm `json:"challenger,omitzero"`
	Proposal   *Proposal    `json:"proposal,omitempty"`
	Arbitrated bool         `json:"arbitrated,omitzero"`
	// Settled is the first day on which the round was final or failed.
	Settled date.Date `json:"settled,omitzero"`
}

// Begin is a round before anybody advanced it.
func (t FeedTerms) Begin(key RoundKey) (Round, error) {
	until, err := key.To.AddDays(t.ReportDays)
	if err != nil {
		return Round{}, fmt.Errorf("reporting window: %w", err)
	}
	return Round{RoundKey: key, Status: Open, Until: until}, nil
}

// Standing is the round's state on a business date: what the date alone decides is decided.
func (r Round) Standing(today date.Date) Status {
	switch {
	case r.Status == Open && !today.After(r.To):
		return Scheduled
	case r.stands() && today.After(r.Until):
		return Final
	default:
		return r.Status
	}
}

// stands tells whether the reading becomes final if nothing happens: nobody challenges it, or the arbiter lets a challenge
// lie.
func (r Round) stands() bool {
	return r.Status == Provisional || r.Status == Disputed && r.Ground == Challenged
}

// At is the round as it stands on a business date.
func (r Round) At(today date.Date) (Round, error) {
	if r.Standing(today) != Final || r.Status == Final {
		return r, nil
	}
	settled, err := r.Until.AddDays(1)
	if err != nil {
		return r, fmt.Errorf("end of the window: %w", err)
	}
	r.Status, r.Settled = Final, settled
	return r, nil
}

// Advance counts what a round's window brought, or ends the round, and is the same whoever calls it. The observations are
// those of [Feed.Keys]. Faults: ROUND_NOT_OPEN, WINDOW_OPEN.
func (f Feed) Advance(r Round, seen []Observation, today date.Date) (Round, error) {
	switch standing := r.Standing(today); {
	case standing == Scheduled || r.Status == Final || r.Status == Failed:
		return r, RoundNotOpen.New("the round of %s is %s", r.Subject, standing)
	case standing == Final:
		return r.At(today)
	case standing == Open && f.complete(r, seen):
		return f.count(r, seen, today)
	case !today.After(r.Until):
		return r, WindowOpen.New("the round of %s is %s until %s", r.Subject, standing, r.Until)
	case standing == Open:
		return f.count(r, seen, today)
	default: // disputed among the providers, and the arbiter stayed silent
		return f.next(r, today)
	}
}

// complete tells whether every provider of the source has reported.
func (f Feed) complete(r Round, seen []Observation) bool {
	source, _ := f.Source(r.Source)
	return len(seen) == len(source.Providers)
}

// count makes a reading of the observations, or a dispute, or turns to the next source.
func (f Feed) count(r Round, seen []Observation, today date.Date) (Round, error) {
	source, _ := f.Source(r.Source)
	if len(seen) < source.Quorum {
		return f.next(r, today)
	}
	values, differ := valuesOf(seen)
	r.Observed = len(seen)
	switch {
	case differ:
		return f.dispute(r, OutcomesDiffer, today)
	case spread(values) > source.SpreadMax:
		return f.dispute(r, SpreadTooWide, today)
	}
	until, err := today.AddDays(f.ChallengeDays)
	if err != nil {
		return r, fmt.Errorf("challenge window: %w", err)
	}
	r.Status, r.Until = Provisional, until
	r.Reading = index.Reading{Value: f.Median.Of(values), Outcome: seen[0].Outcome}
	return r, nil
}

// valuesOf are the values of observations, and whether their outcomes differ.
func valuesOf(seen []Observation) (values []int64, differ bool) {
	values = make([]int64, len(seen))
	for i, o := range seen {
		values[i] = o.Value
		differ = differ || o.Outcome != seen[0].Outcome
	}
	return values, differ
}

func (f Feed) dispute(r Round, ground Ground, today date.Date) (Round, error) {
	until, err := today.AddDays(f.ArbitrationDays)
	if err != nil {
		return r, fmt.Errorf("arbitration window: %w", err)
	}
	r.Status, r.Ground, r.Until = Disputed, ground, until
	return r, nil
}

// next opens the round at the next source, or fails it.
func (f Feed) next(r Round, today date.Date) (Round, error) {
	again := Round{RoundKey: r.RoundKey, Status: Open, Source: r.Source + 1}
	if _, more := f.Source(again.Source); !more {
		again.Source, again.Status, again.Settled, again.Until = r.Source, Failed, today, today
		return again, nil
	}
	var err error
	if again.Until, err = today.AddDays(f.ReportDays); err != nil {
		return r, fmt.Errorf("reporting window: %w", err)
	}
	return again, nil
}

// in refuses a round that is in none of the states. Faults: ROUND_NOT_OPEN.
func (r Round) in(today date.Date, states ...Status) error {
	if standing := r.Standing(today); !slices.Contains(states, standing) {
		return RoundNotOpen.New("the round of %s is %s", r.Subject, standing)
	}
	return nil
}
