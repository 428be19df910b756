// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// DayCount is a day count convention. Its text is the name of the ISDA definitions; Code is the ISO 20022
// code. The zero value is none and is refused.
//
// The names are a trap elsewhere: what ISO 20022 and Daml call 30/360 (ICMA) is 30E/360 here, and their
// plain 30E/360 is 30E/360 (ISDA).
type DayCount uint8

// The day count conventions, with the section of the 2006 ISDA definitions.
const (
	// Act360 is actual days over 360 ("ACT/360", A004, 4.16(e)).
	Act360 DayCount = iota + 1
	// Act365F is actual days over 365 ("ACT/365F", A005, 4.16(d)).
	Act365F
	// Act365L is actual days over 365 or 366 by the coupon ("ACT/365L", A009, ICMA rule 251.1(i)).
	Act365L
	// ActActICMA is actual days over the coupon period's, per year ("ACT/ACT ICMA", A006, ICMA rule
	// 251.1(iii), 4.16(c)).
	ActActICMA
	// ActActISDA is days in leap years over 366 plus the others over 365 ("ACT/ACT ISDA", A008, 4.16(b)).
	ActActISDA
	// Thirty360 is the bond basis ("30/360", A001, 4.16(f)).
	Thirty360
	// ThirtyE360 is the Eurobond basis ("30E/360", A011, 4.16(g)).
	ThirtyE360
	// ThirtyE360ISDA takes the last of February for the 30th, save at termination ("30E/360 ISDA", A007,
	// 4.16(h)).
	ThirtyE360ISDA
)

// Errors about day counts.
var (
	// ErrDayCount refuses a convention that is unset or unknown.
	ErrDayCount = errors.New("day count must be one of ACT/360, ACT/365F, ACT/365L, ACT/ACT ICMA, " +
		"ACT/ACT ISDA, 30/360, 30E/360, 30E/360 ISDA, or its ISO 20022 code")
	// ErrMissingFact refuses a period that lacks a fact that the convention needs.
	ErrMissingFact = errors.New("missing fact")
	// ErrReversed refuses a period without dates or that ends before it starts.
	ErrReversed = errors.New("period must have a start and an end not before it")
)

// Fraction returns the year fraction of a period, exactly.
func (c DayCount) Fraction(p Period) (decimal.Ratio, error) {
	if p.Start.IsZero() || p.End.Before(p.Start) {
		return decimal.Ratio{}, fmt.Errorf("%s from %q to %q: %w", c, p.Start, p.End, ErrReversed)
	}
	fraction, err := c.fraction(p)
	if err != nil {
		return decimal.Ratio{}, fmt.Errorf("%s from %s to %s: %w", c, p.Start, p.End, err)
	}
	return fraction, nil
}

func (c DayCount) fraction(p Period) (decimal.Ratio, error) {
	switch c {
	case Act360:
		return ratio(p.Start.DaysUntil(p.End), 360)
	case Act365F:
		return ratio(p.Start.DaysUntil(p.End), 365)
	case Act365L:
		return act365L(p)
	case ActActICMA:
		return actActICMA(p)
	case ActActISDA:
		return actActISDA(p.Start, p.End)
	case Thirty360, ThirtyE360, ThirtyE360ISDA:
		days, err := c.thirtyDays(p)
		if err != nil {
			return decimal.Ratio{}, err
		}
		return ratio(days, 360)
	}
	return decimal.Ratio{}, ErrDayCount
}

// Days returns the days that the convention counts in a period: months of 30 days for the 30/360 family,
// actual days for the others.
func (c DayCount) Days(p Period) (int, error) {
	if p.Start.IsZero() || p.End.Before(p.Start) {
		return 0, fmt.Errorf("%s from %q to %q: %w", c, p.Start, p.End, ErrReversed)
	}
	switch c {
	case Thirty360, ThirtyE360, ThirtyE360ISDA:
		return c.thirtyDays(p)
	case Act360, Act365F, Act365L, ActActICMA, ActActISDA:
		return p.Start.DaysUntil(p.End), nil
	}
	return 0, ErrDayCount
}

// ParseDayCount reads a name or an ISO 20022 code.
func ParseDayCount(text string) (DayCount, error) {
	for convention := Act360; convention <= ThirtyE360ISDA; convention++ {
		if convention.String() == text || convention.Code() == text {
			return convention, nil
		}
	}
	return 0, fmt.Errorf("%q: %w", jsontext.Excerpt(text), ErrDayCount)
}

// String returns the ISDA name, or "" for none.
func (c DayCount) String() string { name, _ := c.names(); return name }

// Code returns the ISO 20022 interest computation method code, such as A004, or "" for none.
func (c DayCount) Code() string { _, code := c.names(); return code }

func (c DayCount) names() (name, code string) {
	switch c {
	case Act360:
		return "ACT/360", "A004"
	case Act365F:
		return "ACT/365F", "A005"
	case Act365L:
		return "ACT/365L", "A009"
	case ActActICMA:
		return "ACT/ACT ICMA", "A006"
	case ActActISDA:
		return "ACT/ACT ISDA", "A008"
	case Thirty360:
		return "30/360", "A001"
	case ThirtyE360:
		return "30E/360", "A011"
	case ThirtyE360ISDA:
		return "30E/360 ISDA", "A007"
	}
	return "", ""
}

// MarshalText writes the ISDA name and refuses the zero value.
func (c DayCount) MarshalText() ([]byte, error) {
	if c.String() == "" {
		return nil, ErrDayCount
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads a name or an ISO 20022 code.
func (c *DayCount) UnmarshalText(text []byte) (err error) {
	*c, err = ParseDayCount(string(text))
	return err
}

// UnmarshalJSON reads a JSON string.
func (c *DayCount) UnmarshalJSON(data []byte) error { return jsontext.Decode(data, c) }

func ratio(days, basis int) (decimal.Ratio, error) {
	return decimal.NewRatio(int64(days), int64(basis))
}
