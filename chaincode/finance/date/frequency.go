// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// Frequency is how often interest is paid, in whole months. Its texts are the ISO 20022 frequency codes.
// The zero value is none.
type Frequency uint8

// The frequencies.
const (
	// Annual is once a year ("YEAR").
	Annual Frequency = iota + 1
	// SemiAnnual is every six months ("MIAN").
	SemiAnnual
	// Quarterly is every three months ("QURT").
	Quarterly
	// Monthly is every month ("MNTH").
	Monthly
)

// ErrFrequency refuses a frequency that is unset or unknown.
var ErrFrequency = errors.New("frequency must be one of YEAR, MIAN, QURT, MNTH")

// Months returns the length of a period in months: 12, 6, 3 or 1; 0 for none.
func (f Frequency) Months() int {
	switch f {
	case Annual:
		return 12
	case SemiAnnual:
		return 6
	case Quarterly:
		return 3
	case Monthly:
		return 1
	}
	return 0
}

// PerYear returns the number of periods in a year: 1, 2, 4 or 12; 0 for none.
func (f Frequency) PerYear() int {
	if f.Months() == 0 {
		return 0
	}
	return 12 / f.Months()
}

// ParseFrequency reads an ISO 20022 frequency code.
func ParseFrequency(text string) (Frequency, error) {
	for frequency := Annual; frequency <= Monthly; frequency++ {
		if frequency.String() == text {
			return frequency, nil
		}
	}
	return 0, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrFrequency)
}

// String returns the ISO 20022 code, or "" for none.
func (f Frequency) String() string {
	switch f {
	case Annual:
		return "YEAR"
	case SemiAnnual:
		return "MIAN"
	case Quarterly:
		return "QURT"
	case Monthly:
		return "MNTH"
	}
	return ""
}

// MarshalText writes the ISO 20022 code and refuses the zero value.
func (f Frequency) MarshalText() ([]byte, error) {
	if f.String() == "" {
		return nil, ErrFrequency
	}
	return []byte(f.String()), nil
}

// UnmarshalText reads the ISO 20022 code.
func (f *Frequency) UnmarshalText(text []byte) (err error) {
	*f, err = ParseFrequency(string(text))
	return err
}

// UnmarshalJSON reads a JSON string.
func (f *Frequency) UnmarshalJSON(data []byte) error { return jsontext.Decode(data, f) }
