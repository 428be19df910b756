// SPDX-License-Identifier: Apache-2.0

package jsontext

import (
	"encoding"
	"encoding/json"
	"errors"
)

// ErrNotString says that the JSON value is a number, null, a boolean, an array or an object.
var ErrNotString = errors.New("a JSON string is wanted")

// Decode reads one JSON string and hands its text to into.
func Decode(data []byte, into encoding.TextUnmarshaler) error {
	if len(data) == 0 || data[0] != '"' {
		return ErrNotString
	}
	if text, plain := unescaped(data); plain {
		return into.UnmarshalText(text)
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	return into.UnmarshalText([]byte(text))
}

// unescaped is what stands between the quotes of a JSON string of printable ASCII without an escape, such as Encode writes.
func unescaped(data []byte) ([]byte, bool) {
	last := len(data) - 1
	if last < 1 || data[last] != '"' {
		return nil, false
	}
	for _, c := range data[1:last] {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return nil, false
		}
	}
	return data[1:last], true
}

// Encode writes text as a JSON string. The text must need no escape: digits, letters and signs only,
// which is true of every value type of chaincode/finance.
func Encode(text string) []byte {
	out := make([]byte, 0, len(text)+2)
	out = append(out, '"')
	out = append(out, text...)
	return append(out, '"')
}

// Excerpt returns at most 24 bytes of an input for an error message, so that a refused megabyte does
// not travel back in the error.
func Excerpt(text string) string {
	const longest = 24
	if len(text) <= longest {
		return text
	}
	return text[:longest] + "…"
}
