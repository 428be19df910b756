// SPDX-License-Identifier: Apache-2.0

package decimal

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// ParseRatio reads what String writes: an integer, or a fraction in lowest terms with a denominator of 2 or more. What
// is not in lowest terms is refused, so that a ratio can be written in one way only.
func ParseRatio(text string) (Ratio, error) {
	before, after, fraction := strings.Cut(text, "/")
	num, err := strconv.ParseInt(before, 10, 64)
	den := int64(1)
	if err == nil && fraction {
		den, err = strconv.ParseInt(after, 10, 64)
	}
	if err != nil {
		return Ratio{}, fmt.Errorf("ratio %q: %w", jsontext.Excerpt(text), ErrSyntax)
	}
	r, err := NewRatio(num, den)
	if err != nil {
		return Ratio{}, err
	}
	if r.String() != text {
		return Ratio{}, fmt.Errorf("ratio %q is not in lowest terms: %w", jsontext.Excerpt(text), ErrSyntax)
	}
	return r, nil
}

// MarshalText writes what String writes.
func (r Ratio) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what ParseRatio reads.
func (r *Ratio) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRatio(string(text))
	return err
}

// UnmarshalJSON reads a JSON string; a JSON number and null are refused.
func (r *Ratio) UnmarshalJSON(data []byte) error {
	if err := jsontext.Decode(data, r); err != nil {
		return fmt.Errorf("ratio: %w", err)
	}
	return nil
}
