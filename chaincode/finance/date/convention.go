// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// Convention is a business day convention (ISDA 2006 definitions, section 4.12): what happens to a date
// that is not a business day. Its texts are the FpML codes. The zero value is none and is refused:
// NONE says expressly that dates stay.
type Convention uint8

// The business day conventions.
const (
	// Unadjusted leaves the date ("NONE").
	Unadjusted Convention = iota + 1
	// Following takes the next business day ("FOLLOWING").
	Following
	// ModifiedFollowing takes the next business day, or the preceding one if the next is in another
	// month ("MODFOLLOWING").
	ModifiedFollowing
	// Preceding takes the business day before ("PRECEDING").
	Preceding
	// ModifiedPreceding takes the business day before, or the next one if that is in another month
	// ("MODPRECEDING").
	ModifiedPreceding
)

// ErrConvention refuses a convention that is unset or unknown.
var ErrConvention = errors.New(
	"business day convention must be one of NONE, FOLLOWING, MODFOLLOWING, PRECEDING, MODPRECEDING")

// Adjust moves d to a business day of the calendar under the convention.
func (c Calendar) Adjust(d Date, convention Convention) (Date, error) {
	switch convention {
	case Unadjusted:
		return d, nil
	case Following:
		return c.nearest(d, 1)
	case ModifiedFollowing:
		return c.withinMonth(d, 1)
	case Preceding:
		return c.nearest(d, -1)
	case ModifiedPreceding:
		return c.withinMonth(d, -1)
	}
	return Date{}, ErrConvention
}

// withinMonth goes in the direction of step, and in the other one if that leaves the month.
func (c Calendar) withinMonth(d Date, step int) (Date, error) {
	moved, err := c.nearest(d, step)
	if err == nil && moved.Month() != d.Month() {
		return c.nearest(d, -step)
	}
	return moved, err
}

// ParseConvention reads the text of a convention.
func ParseConvention(text string) (Convention, error) {
	for convention := Unadjusted; convention <= ModifiedPreceding; convention++ {
		if convention.String() == text {
			return convention, nil
		}
	}
	return 0, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrConvention)
}

// String returns the FpML code, or "" for none.
func (c Convention) String() string {
	switch c {
	case Unadjusted:
		return "NONE"
	case Following:
		return "FOLLOWING"
	case ModifiedFollowing:
		return "MODFOLLOWING"
	case Preceding:
		return "PRECEDING"
	case ModifiedPreceding:
		return "MODPRECEDING"
	}
	return ""
}

// MarshalText writes the FpML code and refuses the zero value.
func (c Convention) MarshalText() ([]byte, error) {
	if c.String() == "" {
		return nil, ErrConvention
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads the FpML code.
func (c *Convention) UnmarshalText(text []byte) (err error) {
	*c, err = ParseConvention(string(text))
	return err
}

// UnmarshalJSON reads a JSON string.
func (c *Convention) UnmarshalJSON(data []byte) error { return jsontext.Decode(data, c) }
