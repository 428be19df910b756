// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

// Limits of traces.
const (
	// MentionsMax bounds the events of one item, and VisitsMax the items that a trace visits.
	MentionsMax = 500
	VisitsMax   = 500
)

// EventRequest records an event of goods. The event itself travels outside the arguments; what the ledger keeps is its
// hash and what a trace needs of it.
type EventRequest struct {
	Hash  trace.Hash `json:"hash" help:"CBV 2.0 event hash, ni:///sha-256;…?ver=CBV2.0"`
	Event string     `json:"-" transient:"event" help:"the event, in the JSON binding of EPCIS 2.0"`
}

// Validate refuses malformed hashes and an event of another hash.
func (r EventRequest) Validate() error {
	event, err := trace.Parse([]byte(r.Event))
	if err != nil {
		return err
	}
	if event.Hash() != r.Hash {
		return errors.New("the event has another hash")
	}
	return nil
}

// RecordEvent makes the record of an event in the name of the caller's firm. before is the record under the same hash,
// nil for none: whoever recorded an event may declare it an error, which leaves its hash as it is.
// Faults: NOT_A_PARTY, ALREADY_EXISTS.
func RecordEvent(r EventRequest, before *trace.Record, act Act) (trace.Record, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return trace.Record{}, nil, err
	}
	event, err := trace.Parse([]byte(r.Event))
	if err != nil {
		return trace.Record{}, nil, err
	}
	record := event.Record()
	record.Recorder = string(firm.Party)
	if before != nil && (before.Recorder != record.Recorder || before.Erroneous || !record.Erroneous) {
		return trace.Record{}, nil, protocol.AlreadyExists.New("the event is recorded")
	}
	status := StatusEvent{Status: "RECORDED"}
	if record.Erroneous {
		status.Status = "ERRONEOUS"
	}
	return record, []protocol.Event{EventRecorded.Of(string(r.Hash), status)}, nil
}

// Mention lists the events of an item, so that they are found by point reads: a condition is decided on all of them, not
// on those that somebody chooses to show.
type Mention struct {
	Item   trace.Item   `json:"item"`
	Events []trace.Hash `json:"events"`
}

// Key is the mention's name.
func (m Mention) Key() trace.Item { return m.Item }

// Add adds an event. Faults: TOO_LARGE.
func (m Mention) Add(event trace.Hash) (Mention, error) {
	if len(m.Events) >= MentionsMax {
		return m, protocol.TooLarge.New("an item has at most %d events", MentionsMax)
	}
	m.Events = append(slices.Clone(m.Events), event)
	return m, nil
}

// Fulfil strikes out the conditions that recorded events meet. Anybody may ask: the result is determined.
// Faults: STATUS_REFUSED, NOT_CONDITIONAL, TOO_LATE, CONDITION_UNMET.
func (u Undertaking) Fulfil(events trace.Finder, act Act) (Undertaking, []protocol.Event, error) {
	if err := u.in(Active); err != nil {
		return u, nil, err
	}
	if !u.Conditional() {
		return u, nil, NotConditional.New("undertaking %s is unconditional", u.ID)
	}
	if act.Today.After(u.Longstop) {
		return u, nil, TooLate.New("the longstop of undertaking %s was %s", u.ID, u.Longstop)
	}
	var left []trace.Condition
	for _, condition := range u.Conditions {
		fulfilment, err := condition.Assess(events, VisitsMax)
		if err != nil {
			return u, nil, err
		}
		if !fulfilment.Met {
			left = append(left, condition)
		}
	}
	if len(left) == len(u.Conditions) {
		return u, nil, ConditionUnmet.New("recorded events meet no condition of undertaking %s that is left", u.ID)
	}
	u.Conditions = left
	return u, []protocol.Event{u.event()}, nil
}

// TraceRequest follows an item.
type TraceRequest struct {
	Item trace.Item `json:"item" help:"canonical GS1 Digital Link or URI of goods"`
}

// Validate refuses malformed items.
func (r TraceRequest) Validate() error { return r.Item.Validate() }
