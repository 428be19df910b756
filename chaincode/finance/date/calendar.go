// SPDX-License-Identifier: Apache-2.0

package date

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// Errors about calendars.
var (
	// ErrCalendar refuses a calendar that contradicts itself.
	ErrCalendar = errors.New("bad calendar")
	// ErrNotCovered refuses a question about a day outside a calendar's span.
	ErrNotCovered = errors.New("outside the span of the calendar")
)

// Calendar is the business days of a market: its weekend, its holidays, and the span for which its
// holidays are known. It is data, kept on the ledger; rules such as TARGET2 only produce it. A Calendar
// is immutable. The zero Calendar covers nothing.
type Calendar struct {
	name     string
	from, to Date
	weekend  uint8
	holidays []Date
}

// NewCalendar returns a calendar for the days from from to to, both included. Holidays may be given in
// any order; each must be within the span, and given once.
func NewCalendar(name string, from, to Date, weekend []Weekday, holidays []Date) (Calendar, error) {
	c := Calendar{name: name, from: from, to: to, holidays: slices.Clone(holidays)}
	if name == "" || from.IsZero() || to.Before(from) {
		return Calendar{}, fmt.Errorf("%w: it needs a name and a span, has %q from %q to %q", ErrCalendar, name, from, to)
	}
	for _, day := range weekend {
		if day.String() == "" || c.weekend&bit(day) != 0 {
			return Calendar{}, fmt.Errorf("%w: %s: weekend day %q unknown or given twice", ErrCalendar, name, day)
		}
		c.weekend |= bit(day)
	}
	if len(weekend) == 7 {
		return Calendar{}, fmt.Errorf("%w: %s: a week of rest days", ErrCalendar, name)
	}
	slices.SortFunc(c.holidays, Date.Compare)
	for i, day := range c.holidays {
		if day.Before(from) || day.After(to) || i > 0 && day == c.holidays[i-1] {
			return Calendar{}, fmt.Errorf("%w: %s: holiday %q outside the span or given twice", ErrCalendar, name, day)
		}
	}
	return c, nil
}

// Name returns the name of the market or system.
func (c Calendar) Name() string { return c.name }

// Span returns the first and the last day that the calendar covers.
func (c Calendar) Span() (from, to Date) { return c.from, c.to }

// Holidays returns the holidays in order.
func (c Calendar) Holidays() []Date { return slices.Clone(c.holidays) }

// Weekend returns the weekly rest days in order.
func (c Calendar) Weekend() (days []Weekday) {
	for day := Monday; day <= Sunday; day++ {
		if c.weekend&bit(day) != 0 {
			days = append(days, day)
		}
	}
	return days
}

// IsBusinessDay reports whether d is neither a weekend day nor a holiday, or ErrNotCovered.
func (c Calendar) IsBusinessDay(d Date) (bool, error) {
	if d.IsZero() || c.from.IsZero() || d.Before(c.from) || d.After(c.to) {
		return false, fmt.Errorf("%q: %w %q, %q to %q", d, ErrNotCovered, c.name, c.from, c.to)
	}
	if c.weekend&bit(d.Weekday()) != 0 {
		return false, nil
	}
	at := sort.Search(len(c.holidays), func(i int) bool { return !c.holidays[i].Before(d) })
	return at == len(c.holidays) || c.holidays[at] != d, nil
}

// AddBusinessDays returns the n-th business day after d, or before it when n is negative: settlement at
// T+2 is AddBusinessDays(trade, 2). With n = 0 d itself must be a business day.
func (c Calendar) AddBusinessDays(d Date, n int) (Date, error) {
	step := 1
	if n < 0 {
		step = -1
	}
	for ; n != 0; n -= step {
		next, err := d.AddDays(step)
		if err != nil {
			return Date{}, err
		}
		if d, err = c.nearest(next, step); err != nil {
			return Date{}, err
		}
	}
	if open, err := c.IsBusinessDay(d); err != nil || !open {
		return Date{}, errors.Join(err, fmt.Errorf("%q is not a business day of %q", d, c.name))
	}
	return d, nil
}

// nearest returns d or the first business day from it in the direction of step, +1 or -1.
func (c Calendar) nearest(d Date, step int) (Date, error) {
	for {
		open, err := c.IsBusinessDay(d)
		if err != nil || open {
			return d, err
		}
		if d, err = d.AddDays(step); err != nil {
			return Date{}, err
		}
	}
}

func bit(day Weekday) uint8 { return 1 << day >> 1 }
