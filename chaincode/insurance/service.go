// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ClockKind says what an insurer has to do in time.
type ClockKind string

// The clocks of a claim.
const (
	// Acknowledgement of the notice.
	Acknowledgement ClockKind = "ACKNOWLEDGE"
	// Determination of what is owed; it stands still once while the insurer waits for documents (Insurance Law of China,
	// article 23: one request for further documents).
	Determination ClockKind = "DECIDE"
	// Information of the policyholder while the claim is undecided; it starts again each time.
	Information ClockKind = "INFORM"
	// InterimPayment of what is certain (article 25).
	InterimPayment ClockKind = "INTERIM"
	// Payout of what was decided.
	Payout ClockKind = "PAY"
)

// Clock is a time within which the insurer has to act. What is late is recorded and stays recorded.
type Clock struct {
	Kind  ClockKind `json:"kind"`
	Start date.Date `json:"start"`
	// Due is the last day in time.
	Due date.Date `json:"due"`
	// Paused is the day from which on it stands still.
	Paused  date.Date `json:"paused,omitzero"`
	Stopped date.Date `json:"stopped,omitzero"`
	// Breached is the day on which it was recorded that the time had passed.
	Breached date.Date `json:"breached,omitzero"`
}

func (c Clock) runs() bool { return c.Stopped.IsZero() }

// late tells whether the time has passed on a day.
func (c Clock) late(today date.Date) bool { return c.Paused.IsZero() && today.After(c.Due) }

func (c Claim) clock(kind ClockKind) (Clock, int) {
	at := slices.IndexFunc(c.Clocks, func(k Clock) bool { return k.Kind == kind })
	if at < 0 {
		return Clock{}, at
	}
	return c.Clocks[at], at
}

// set puts a clock in the place of the one of its kind.
func (c Claim) set(clock Clock) Claim {
	_, at := c.clock(clock.Kind)
	c.Clocks = slices.Clone(c.Clocks)
	if at < 0 {
		c.Clocks = append(c.Clocks, clock)
	} else {
		c.Clocks[at] = clock
	}
	return c
}

// start starts a clock from a day on; zero days are no clock. A breach of before stays on record.
func (c Claim) start(kind ClockKind, within int, from date.Date) Claim {
	due, err := from.AddDays(within)
	if within == 0 || err != nil {
		return c
	}
	before, _ := c.clock(kind)
	return c.set(Clock{Kind: kind, Start: from, Due: due, Breached: before.Breached})
}

// stop stops clocks, and records those that are late.
func (c Claim) stop(today date.Date, kinds ...ClockKind) Claim {
	for _, kind := range kinds {
		clock, at := c.clock(kind)
		if at < 0 || !clock.runs() {
			continue
		}
		if clock.late(today) && clock.Breached.IsZero() {
			clock.Breached = today
		}
		clock.Stopped = today
		c = c.set(clock)
	}
	return c
}

// pause lets a clock stand still.
func (c Claim) pause(kind ClockKind, today date.Date) Claim {
	clock, at := c.clock(kind)
	if at < 0 || !clock.runs() || !clock.Paused.IsZero() {
		return c
	}
	if clock.late(today) && clock.Breached.IsZero() {
		clock.Breached = today
	}
	clock.Paused = today
	return c.set(clock)
}

// resume lets it go on, with as many days more as it stood still.
func (c Claim) resume(kind ClockKind, today date.Date) Claim {
	clock, at := c.clock(kind)
	if at < 0 || clock.Paused.IsZero() {
		return c
	}
	if due, err := clock.Due.AddDays(clock.Paused.DaysUntil(today)); err == nil {
		clock.Due = due
	}
	clock.Paused = date.Date{}
	return c.set(clock)
}

// BreachRequest records that a time has passed.
type BreachRequest struct {
	Claim ClaimID   `json:"claim" help:"the claim"`
	Clock ClockKind `json:"clock" help:"ACKNOWLEDGE, DECIDE, INFORM, INTERIM or PAY"`
}

// Validate refuses malformed members.
func (r BreachRequest) Validate() error {
	if !slices.Contains([]ClockKind{Acknowledgement, Determination, Information, InterimPayment, Payout}, r.Clock) {
		return errors.New("clock must be ACKNOWLEDGE, DECIDE, INFORM, INTERIM or PAY")
	}
	return r.Claim.Validate()
}

// Breach records lateness; anybody may say so. Faults: NOT_OVERDUE.
func (c Claim) Breach(r BreachRequest, act Act) (Claim, []protocol.Event, error) {
	clock, at := c.clock(r.Clock)
	if at < 0 || !clock.runs() || !clock.late(act.Today) || !clock.Breached.IsZero() {
		return c, nil, NotOverdue.New("claim %s has no clock %s that is late and not recorded", c.ID, r.Clock)
	}
	clock.Breached = act.Today
	after, events := c.set(clock).turn()
	return after, append(events, ServiceBreached.Of(string(c.ID), StatusEvent{Status: string(r.Clock)})), nil
}

// lateInterest is what lateness costs on a payment today: from the day on which it was to be paid. A decision that came
// late does not put that day off.
func (c Claim) lateInterest(amount money.Amount, s Service, today date.Date) (money.Amount, error) {
	clock, at := c.clock(Payout)
	if at < 0 || s.LateRate.IsZero() || !today.After(clock.Due) {
		return money.Amount{}, nil
	}
	year, err := s.LateCount.Fraction(date.Period{Start: clock.Due, End: today})
	if err != nil {
		return money.Amount{}, fmt.Errorf("late interest: %w", err)
	}
	return amount.MulRatio(s.LateRate, year, decimal.HalfUp)
}
