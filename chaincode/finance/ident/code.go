// SPDX-License-Identifier: Apache-2.0

package ident

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// ErrNone refuses to write the zero value of an identifier.
var ErrNone = errors.New("no identifier given")

// Error is an identifier that breaks a rule of its standard.
type Error struct {
	// Kind is the name of the identifier: LEI, IBAN, ….
	Kind string
	// Shown is the beginning of the refused text; the rest stays out of logs.
	Shown string
	// Rule is what failed: length, character, country, structure, check digits, ….
	Rule string
	// Detail says what was found and what was wanted.
	Detail string
}

// Error reads like "IBAN GB82…: check digits: remainder 49, want 1".
func (e *Error) Error() string {
	return fmt.Sprintf("%s %s: %s: %s", e.Kind, e.Shown, e.Rule, e.Detail)
}

// refuse builds an Error.
func refuse(kind, text, rule, format string, args ...any) error {
	return &Error{Kind: kind, Shown: shown(text), Rule: rule, Detail: fmt.Sprintf(format, args...)}
}

// shown returns the first four characters of a text, made printable.
func shown(text string) string {
	const longest = 4
	cut, rest := text, ""
	if len(text) > longest {
		cut, rest = text[:longest], "…"
	}
	if first(cut, upperOrDigit, 0) < 0 && cut != "" {
		return cut + rest
	}
	return strconv.QuoteToASCII(cut) + rest
}

// code is the text inside every identifier; it is empty or valid.
type code struct {
	text string
}

// String returns the identifier, or "" for none.
func (c code) String() string { return c.text }

// IsZero reports whether there is no identifier.
func (c code) IsZero() bool { return c.text == "" }

// MarshalText writes the identifier and refuses the zero value.
func (c code) MarshalText() ([]byte, error) {
	if c.IsZero() {
		return nil, ErrNone
	}
	return []byte(c.text), nil
}

// decode reads an identifier of type T with its parser.
func decode[T any](into *T, text []byte, parse func(string) (T, error)) error {
	parsed, err := parse(string(text))
	if err == nil {
		*into = parsed
	}
	return err
}

// decodeJSON reads a JSON string into an identifier and names the kind when it is something else.
func decodeJSON(kind string, data []byte, into interface{ UnmarshalText([]byte) error }) error {
	err := jsontext.Decode(data, into)
	if errors.Is(err, jsontext.ErrNotString) {
		return fmt.Errorf("%s: %w", kind, err)
	}
	return err
}

// must is for constants in source code.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
