// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// Stub says where a schedule keeps what is left over by its regular periods. The zero value is none and
// is refused: NONE says expressly that nothing may be left over.
type Stub uint8

// The stubs.
const (
	// NoStub refuses a life that is not a whole number of periods ("NONE").
	NoStub Stub = iota + 1
	// ShortFront begins with a period shorter than the others ("SHORT_FRONT").
	ShortFront
	// LongFront adds the left-over to the first period ("LONG_FRONT").
	LongFront
	// ShortBack ends with a period shorter than the others ("SHORT_BACK").
	ShortBack
	// LongBack adds the left-over to the last period ("LONG_BACK").
	LongBack
)

// ErrStub refuses a stub rule that is unset, unknown or NONE where there is a left-over.
var ErrStub = errors.New("stub must be one of NONE, SHORT_FRONT, LONG_FRONT, SHORT_BACK, LONG_BACK")

func (s Stub) back() bool { return s == ShortBack || s == LongBack }

func (s Stub) long() bool { return s == LongFront || s == LongBack }

// ParseStub reads the text of a stub rule.
func ParseStub(text string) (Stub, error) {
	for stub := NoStub; stub <= LongBack; stub++ {
		if stub.String() == text {
			return stub, nil
		}
	}
	return 0, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrStub)
}

// String returns the text, or "" for none.
func (s Stub) String() string {
	switch s {
	case NoStub:
		return "NONE"
	case ShortFront:
		return "SHORT_FRONT"
	case LongFront:
		return "LONG_FRONT"
	case ShortBack:
		return "SHORT_BACK"
	case LongBack:
		return "LONG_BACK"
	}
	return ""
}

// MarshalText writes the text and refuses the zero value.
func (s Stub) MarshalText() ([]byte, error) {
	if s.String() == "" {
		return nil, ErrStub
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads the text.
func (s *Stub) UnmarshalText(text []byte) (err error) {
	*s, err = ParseStub(string(text))
	return err
}

// UnmarshalJSON reads a JSON string.
func (s *Stub) UnmarshalJSON(data []byte) error { return jsontext.Decode(data, s) }
