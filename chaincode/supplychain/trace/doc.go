// SPDX-License-Identifier: Apache-2.0

// Package trace reads events of goods, names them by their hash, follows goods through them, and tells whether they
// fulfil the conditions of an undertaking.
//
// # Events
//
// [Parse] reads one event of GS1's EPCIS 2.0 in its JSON binding: object, aggregation, transaction, transformation and
// association events. The event itself is private to those concerned; its [Event.Hash] is public, and its [Record] is
// what a trace needs of it.
//
// # The event hash
//
// The hash is the EPCIS Event Hash ID of GS1's Core Business Vocabulary 2.0, "ni:///sha-256;…?ver=CBV2.0" (RFC 6920). An
// event has many spellings, in JSON or XML, with EPC URIs or GS1 Digital Links, with bare words or URIs; the hash
// is over one canonical text: members in the order of the standard, lists sorted, instants in UTC to the millisecond,
// numbers without needless zeros, vocabulary as Web URIs, identifiers as canonical GS1 Digital Links without domain,
// query and lesser qualifiers, extensions with their full namespace. Not in the hash: eventID, recordTime,
// errorDeclaration and certificationInfo; so an event declared an error has the hash of the event that it declares.
// Where the standard leaves room, this package does as the reference implementation of the standard's author does
// (github.com/RalphTro/epcis-event-hash-generator, results for CBV 2.0): sensorElementList is not named, extensions
// within standard members follow at the end under their parent's name, and fractions of a second round half up.
//
// Differences, on purpose: a number is canonical to every digit, whereas the reference implementation goes through a
// binary floating-point number and changes digits after the fifteenth. A repeated member, null, a number with an
// exponent, a name without declared namespace and a bare name that the standard does not know are refused: two readers
// of such an event would not agree what it says. GS1 keys in a Digital Link's query string or in its compressed form are
// not looked for.
//
// # Traces
//
// [Forwards] finds what became of an item, [Backwards] what it was made of; both go through transformations, from any
// input to any output, also across events that share a transformationID, and through containers: an item is where the
// container is in which it was packed, while it is in it, and what is in a container goes where its name goes. What else
// is in the container is no part of the trace. Time counts: forwards, nothing that happened before an item was
// reached; backwards, nothing that happened after. A class of goods without lot or serial number is named in a trace
// and not followed, since everything of its kind would be. [History] is the events of an item and of its containers.
//
// All are functions of what a [Finder] finds by item; they visit no more items than they are told to.
//
// # Conditions
//
// A [Condition] names items, what has to have happened to them, where, for which business transaction, until when, and
// who has to have recorded it. An event declared an error fulfils nothing and leads nowhere.
package trace
