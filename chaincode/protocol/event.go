// SPDX-License-Identifier: Apache-2.0

package protocol

import "encoding/json"

// EnvelopeVersion is the version of [Envelope] that this code writes.
const EnvelopeVersion = 1

// Event is one thing that happened, for back offices to react to. It never carries personal data, nor amounts of
// private deals.
type Event struct {
	// Type is "chaincode:Happened".
	Type string `json:"type"`
	// Subject is the identifier of what it happened to.
	Subject string `json:"subject"`
	// Data is the typed content, as JSON.
	Data json.RawMessage `json:"data"`
}

// Envelope is the one event of a Fabric transaction: everything that happened in it, in order.
type Envelope struct {
	Version   int     `json:"v"`
	Chaincode string  `json:"chaincode"`
	Events    []Event `json:"events"`
}

// EventType declares a type of event whose content is a T.
type EventType[T any] struct{ Name string }

// NewEventType declares a type of event; the name is "chaincode:Happened".
func NewEventType[T any](name string) EventType[T] { return EventType[T]{Name: name} }

// Of makes an event. T must be encodable, which the conformance test of every product proves.
func (t EventType[T]) Of(subject string, data T) Event {
	content, err := Marshal(data)
	if err != nil {
		panic("protocol: event " + t.Name + ": " + err.Error())
	}
	return Event{Type: t.Name, Subject: subject, Data: content}
}

// From reads an event of this type; false when it is of another type or of an unknown form.
func (t EventType[T]) From(event Event) (T, bool) {
	var data T
	if event.Type != t.Name {
		return data, false
	}
	return data, Unmarshal(event.Data, &data) == nil
}
