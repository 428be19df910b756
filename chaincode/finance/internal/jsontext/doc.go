// SPDX-License-Identifier: Apache-2.0

// Package jsontext is the one JSON rule that the value types of chaincode/finance share: a value is
// written as a JSON string and read from a JSON string, from nothing else.
//
// encoding/json alone is laxer: it skips null for a type that only implements
// encoding.TextUnmarshaler, and the field keeps its zero value. A payment whose amount is null must be
// refused, so each value type forwards its UnmarshalJSON to Decode.
package jsontext
