// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// FixingKey names what a calculation agent published of an index for a day. The agent is part of the name: what somebody
// else says of the index is another thing, and a bond's terms say whose word counts.
type FixingKey struct {
	Index bond.IndexName `json:"index" help:"the index, such as EURIBOR-3M"`
	Agent string         `json:"agent" help:"MSP identifier of the calculation agent"`
	Day   date.Date      `json:"day" help:"day for which it was published"`
}

// Validate refuses malformed members.
func (k FixingKey) Validate() error {
	if k.Agent == "" || len(k.Agent) > 128 || k.Day.IsZero() {
		return errors.New("agent and day are needed")
	}
	return k.Index.Validate()
}

// Key is the publication's place in a table.
func (k FixingKey) Key() []string { return []string{string(k.Index), k.Agent, k.Day.String()} }

// Fixing is a publication of an index for a day. It counts once another person of the agent has confirmed it, and never
// changes after.
type Fixing struct {
	FixingKey
	Value     decimal.Decimal `json:"value"`
	Maker     Person          `json:"maker"`
	Confirmed bool            `json:"confirmed"`
}

// Name is the key of the publication.
func (f Fixing) Name() FixingKey { return f.FixingKey }

// FixingRequest publishes or confirms a value of an index, in the name of the caller's member.
type FixingRequest struct {
	Index bond.IndexName  `json:"index" help:"the index, such as EURIBOR-3M"`
	Day   date.Date       `json:"day" help:"day for which it was published"`
	Value decimal.Decimal `json:"value" help:"rate as a fraction, such as 0.02153, or level of a compounded index"`
}

// valueScaleMax bounds the decimal places of a publication; levels of compounded indices have 8.
const valueScaleMax = 12

// Validate refuses malformed members.
func (r FixingRequest) Validate() error {
	if r.Day.IsZero() {
		return errors.New("day is missing")
	}
	least, most := decimal.FromInt64(-1), decimal.FromInt64(1_000_000)
	if r.Value.Scale() > valueScaleMax || r.Value.Cmp(least) <= 0 || r.Value.Cmp(most) > 0 {
		return fmt.Errorf("value is above -1, at most a million, and has at most %d decimal places", valueScaleMax)
	}
	return r.Index.Validate()
}

// Name is the key of the publication, which is the caller's member's.
func (r FixingRequest) Name(act Act) FixingKey {
	return FixingKey{Index: r.Index, Agent: act.Caller.MSP, Day: r.Day}
}

// Publish publishes a value, or another one where the first was not confirmed yet. Faults: TOO_EARLY, PUBLICATION_FINAL.
func (r FixingRequest) Publish(before *Fixing, act Act) (Fixing, []protocol.Event, error) {
	if r.Day.After(act.Today) {
		return Fixing{}, nil, TooEarly.New("index %s is published for %s on that day", r.Index, r.Day)
	}
	if before != nil && before.Confirmed {
		return *before, nil, PublicationFinal.New("index %s for %s is confirmed", r.Index, r.Day)
	}
	f := Fixing{FixingKey: r.Name(act), Value: r.Value, Maker: act.Person()}
	return f, []protocol.Event{f.event()}, nil
}

// Confirm confirms a publication, as another person has read it. Faults: SAME_PERSON, PUBLICATION_FINAL, TERMS_CHANGED.
func (f Fixing) Confirm(r FixingRequest, act Act) (Fixing, []protocol.Event, error) {
	if err := act.Another(f.Maker); err != nil {
		return f, nil, err
	}
	switch {
	case f.Confirmed:
		return f, nil, PublicationFinal.New("index %s for %s is confirmed", f.Index, f.Day)
	case f.Value != r.Value:
		return f, nil, TermsMoved.New("another value was published for %s", f.Day)
	}
	f.Confirmed = true
	return f, []protocol.Event{f.event()}, nil
}

func (f Fixing) event() protocol.Event {
	status := "PUBLISHED"
	if f.Confirmed {
		status = "CONFIRMED"
	}
	return FixingChanged.Of(string(f.Index)+"/"+f.Agent+"/"+f.Day.String(), StatusEvent{Status: status})
}

// Observed names the publications that a coupon's rate comes from; none of a fixed one.
func Observed(terms bond.Terms, coupon bond.Coupon) ([]FixingKey, error) {
	days, err := terms.Observations(coupon)
	if err != nil {
		return nil, err
	}
	keys := make([]FixingKey, len(days))
	for i, day := range days {
		keys[i] = FixingKey{Index: terms.Float.Index, Agent: terms.Float.Agent, Day: day}
	}
	return keys, nil
}

// Values are the confirmed values of publications. Faults: NOT_PUBLISHED.
func Values(fixings []Fixing) ([]decimal.Decimal, error) {
	values := make([]decimal.Decimal, len(fixings))
	for i, fixing := range fixings {
		if !fixing.Confirmed {
			return nil, NotPublished.New("index %s for %s is not confirmed", fixing.Index, fixing.Day)
		}
		values[i] = fixing.Value
	}
	return values, nil
}
