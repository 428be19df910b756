// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"
	"slices"
)

// PeriodsMax bounds the periods of a schedule: a hundred years of months.
const PeriodsMax = 1200

// ErrSchedule refuses a schedule that contradicts itself or is too long.
var ErrSchedule = errors.New("bad schedule")

// Schedule cuts the life of an instrument into interest periods. Its dates are unadjusted; pay dates come
// from Calendar.Adjust.
//
// Regular dates are counted from the end of the life, or from its start when the stub is at the back, so
// that a roll day of 31 does not wear off in February.
type Schedule struct {
	Start     Date      `json:"start"`
	End       Date      `json:"end"`
	Frequency Frequency `json:"frequency"`
	Stub      Stub      `json:"stub"`
	// RollDay is the day of the month of the regular dates, 1 to 31, the last day in shorter months.
	// 0 takes it from the date that the regular dates are counted from.
	RollDay int `json:"rollDay,omitempty"`
	// EndOfMonth keeps regular dates on the last day of the month if the date that they are counted from
	// is one.
	EndOfMonth bool `json:"endOfMonth,omitempty"`
}

// Dates returns the boundaries of the periods, Start and End included.
func (s Schedule) Dates() ([]Date, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("schedule from %q to %q: %w", s.Start, s.End, err)
	}
	regular, err := s.regular()
	if err != nil {
		return nil, fmt.Errorf("schedule from %q to %q: %w", s.Start, s.End, err)
	}
	far := s.far()
	if last := len(regular) - 1; regular[last] != far {
		switch {
		case s.Stub == NoStub:
			return nil, fmt.Errorf("schedule from %s to %s: %w: %s has no regular date on %s",
				s.Start, s.End, ErrStub, s.Frequency, far)
		case s.Stub.long() && last > 0:
			regular[last] = far
		default:
			regular = append(regular, far)
		}
	}
	if !s.Stub.back() {
		slices.Reverse(regular)
	}
	return regular, nil
}

// Periods returns the interest periods with every fact that a DayCount may ask for.
func (s Schedule) Periods() ([]Period, error) {
	dates, err := s.Dates()
	if err != nil {
		return nil, err
	}
	periods := make([]Period, len(dates)-1)
	for i := range periods {
		p := Period{
			Start: dates[i], End: dates[i+1], NextCoupon: dates[i+1],
			Frequency: s.Frequency, EndOfMonth: s.rollDay() == 31, Termination: s.End,
		}
		if s.Stub.back() {
			p.CouponStart = p.Start
			p.CouponEnd, err = s.roll(p.Start, 1)
		} else {
			p.CouponEnd = p.End
			p.CouponStart, err = s.roll(p.End, -1)
		}
		if err != nil {
			return nil, err
		}
		periods[i] = p
	}
	return periods, nil
}

// regular returns the regular dates from the anchor on, in the direction of the life, none beyond its far
// end.
func (s Schedule) regular() (dates []Date, err error) {
	anchor, far, step := s.anchor(), s.far(), -1
	if s.Stub.back() {
		step = 1
	}
	for n := 0; n <= PeriodsMax; n++ {
		next, err := s.roll(anchor, n*step)
		beyond := errors.Is(err, ErrRange) || next.Compare(far)*step > 0
		switch {
		case beyond:
			return dates, nil
		case err != nil:
			return nil, err
		}
		dates = append(dates, next)
	}
	return nil, fmt.Errorf("%w: more than %d periods", ErrSchedule, PeriodsMax)
}

// roll returns the regular date n periods from a date in a month with a regular date.
func (s Schedule) roll(from Date, n int) (Date, error) {
	year, month, _ := from.Civil()
	return onDay(year, month, n*s.Frequency.Months(), s.rollDay())
}

func (s Schedule) check() error {
	anchor := s.anchor()
	year, month, day := anchor.Civil()
	switch {
	case s.Start.IsZero() || !s.Start.Before(s.End):
		return fmt.Errorf("%w: the end must be after the start", ErrSchedule)
	case s.Frequency.Months() == 0:
		return ErrFrequency
	case s.Stub.String() == "":
		return ErrStub
	case s.RollDay < 0 || s.RollDay > 31:
		return fmt.Errorf("%w: roll day %d", ErrSchedule, s.RollDay)
	case s.RollDay != 0 && s.EndOfMonth:
		return fmt.Errorf("%w: give a roll day or the end of month, not both", ErrSchedule)
	case day != min(s.rollDay(), DaysIn(year, month)):
		return fmt.Errorf("%w: %s is not on the roll day %d", ErrSchedule, anchor, s.RollDay)
	}
	return nil
}

// rollDay returns the day of the month of the regular dates; 31 is the last day of every month.
func (s Schedule) rollDay() int {
	switch anchor := s.anchor(); {
	case s.RollDay != 0:
		return s.RollDay
	case s.EndOfMonth && anchor.IsEndOfMonth():
		return 31
	default:
		return anchor.Day()
	}
}

// anchor is the end of the life that regular dates are counted from, far the other one.
func (s Schedule) anchor() Date {
	if s.Stub.back() {
		return s.Start
	}
	return s.End
}

func (s Schedule) far() Date {
	if s.Stub.back() {
		return s.End
	}
	return s.Start
}
