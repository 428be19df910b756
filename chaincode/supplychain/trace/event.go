// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
)

// Type is a type of event.
type Type string

// The types of EPCIS 2.0.
const (
	ObjectEvent         Type = "ObjectEvent"
	AggregationEvent    Type = "AggregationEvent"
	TransactionEvent    Type = "TransactionEvent"
	TransformationEvent Type = "TransformationEvent"
	AssociationEvent    Type = "AssociationEvent"
)

// Event is one event, read.
type Event struct {
	kind    Type
	content value
	names   namespaces
	text    string
}

// Hash is an EPCIS Event Hash ID.
type Hash string

var hashForm = regexp.MustCompile(`^ni:///sha-256;[0-9a-f]{64}\?ver=CBV2\.0$`)

// Validate refuses what is no SHA-256 under version 2.0: EVENT_REFUSED.
func (h Hash) Validate() error {
	if !hashForm.MatchString(string(h)) {
		return EventRefused.New("an event's hash is ni:///sha-256;, 64 hexadecimal digits and ?ver=CBV2.0")
	}
	return nil
}

// Key is the hash's place in a table: its digits.
func (h Hash) Key() []string { return []string{string(h)} }

// Parse reads one event of the JSON binding of EPCIS 2.0, or a document with one event in its list. Fault:
// EVENT_REFUSED.
func Parse(document []byte) (Event, error) {
	events, err := ParseDocument(document)
	if err != nil {
		return Event{}, err
	}
	if len(events) != 1 {
		return Event{}, EventRefused.New("the document has %d events, one is wanted", len(events))
	}
	return events[0], nil
}

// ParseDocument reads a document, or a bare event. Fault: EVENT_REFUSED.
func ParseDocument(document []byte) ([]Event, error) {
	root, err := read(document)
	if err != nil {
		return nil, err
	}
	names := namespaces{}
	if context, present := root.find("@context"); present {
		if err := names.declare(context); err != nil {
			return nil, err
		}
	}
	kind, _ := root.find("type")
	if kind.scalar != "EPCISDocument" {
		event, err := eventOf(root, names)
		return []Event{event}, err
	}
	body, _ := root.find("epcisBody")
	list, present := body.find("eventList")
	if !present || list.kind != '[' {
		return nil, EventRefused.New("the document has no epcisBody.eventList")
	}
	events := make([]Event, len(list.items))
	for i, item := range list.items {
		if events[i], err = eventOf(item, names); err != nil {
			return nil, err
		}
	}
	return events, nil
}

func eventOf(content value, names namespaces) (Event, error) {
	kind, _ := content.find("type")
	types := []Type{ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent, AssociationEvent}
	if content.kind != '{' || !slices.Contains(types, Type(kind.scalar)) {
		return Event{}, EventRefused.New("type is none of EPCIS 2.0: %q", kind.scalar)
	}
	text, err := prehash(Type(kind.scalar), content, names)
	if err != nil {
		return Event{}, err
	}
	event := Event{kind: Type(kind.scalar), content: content, names: names, text: text}
	return event, event.check()
}

// check refuses an event without what its type has to have.
func (e Event) check() error {
	for _, name := range []string{"eventTime", "eventTimeZoneOffset"} {
		if e.one(name) == "" {
			return EventRefused.New("%s is missing", name)
		}
	}
	action := e.one("action")
	known := slices.Contains([]string{"ADD", "OBSERVE", "DELETE"}, action)
	if e.kind == TransformationEvent && action != "" || e.kind != TransformationEvent && !known {
		return EventRefused.New("action is ADD, OBSERVE or DELETE, and a transformation has none")
	}
	return nil
}

// Type is the event's type.
func (e Event) Type() Type { return e.kind }

// Canonical is the text that the hash is over. It is as private as the event.
func (e Event) Canonical() string { return e.text }

// Hash names the event, in whatever spelling it came.
func (e Event) Hash() Hash {
	sum := sha256.Sum256([]byte(e.text))
	return Hash("ni:///sha-256;" + hex.EncodeToString(sum[:]) + "?ver=CBV2.0")
}
