// SPDX-License-Identifier: Apache-2.0

package refund

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Method says how much is kept.
type Method string

// The methods.
const (
	ProRata        Method = "PRO_RATA"
	ProRataPenalty Method = "PRO_RATA_PENALTY"
	ShortPeriod    Method = "SHORT_PERIOD"
)

// Unit is what a table counts.
type Unit string

// The units of tables.
const (
	Days Unit = "DAYS"
	// Months count from the first day of cover; a begun month counts whole.
	Months Unit = "MONTHS"
)

// rowsMost bounds a table: a row for each day of a leap year.
const rowsMost = 366

// Row says what is kept when no more than so many days or months are over.
type Row struct {
	UpTo int             `json:"upTo" help:"days or months that are over, at most"`
	Kept decimal.Decimal `json:"kept" help:"part of the premium that is kept, such as 0.69"`
}

// Terms are what a product says of refunds.
type Terms struct {
	Method Method `json:"method" help:"PRO_RATA, PRO_RATA_PENALTY or SHORT_PERIOD"`
	// Returned is the part of the pro rata refund that a penalty leaves.
	Returned decimal.Decimal `json:"returned,omitzero" help:"part of the pro rata refund that is given back, such as 0.9"`
	Unit     Unit            `json:"unit,omitzero" help:"what the table counts: DAYS or MONTHS"`
	// Table is of a year's cover; cover of another length is measured in proportion. After the last row all is kept.
	Table []Row `json:"table,omitempty" help:"what is kept, by time that is over, of a year's cover"`
	// Least is kept in any case.
	Least money.Amount `json:"least,omitzero" help:"the least that is kept, in minor units"`
}

// Validate refuses terms that lack a member or have one too many, and tables that keep less as time goes by.
func (t Terms) Validate() error {
	table := t.Unit != "" || len(t.Table) > 0
	fits := false
	switch t.Method {
	case ProRata:
		fits = t.Returned.IsZero() && !table
	case ProRataPenalty:
		fits = t.Returned.Sign() > 0 && t.Returned.Cmp(whole) <= 0 && t.Returned.Scale() <= 12 && !table
	case ShortPeriod:
		fits = t.Returned.IsZero() && (t.Unit == Days || t.Unit == Months) && len(t.Table) > 0 && len(t.Table) <= rowsMost
	}
	if !fits {
		return fmt.Errorf("cancellation of method %q lacks a member or has one too many", protocol.Excerpt(string(t.Method)))
	}
	if t.Least.Sign() < 0 {
		return errors.New("least is below zero")
	}
	return t.validateTable()
}

func (t Terms) validateTable() error {
	before := Row{}
	for _, row := range t.Table {
		if row.UpTo <= before.UpTo || row.UpTo > rowsMost || row.Kept.Cmp(before.Kept) < 0 || row.Kept.Cmp(whole) > 0 || row.Kept.Scale() > 12 {
			return errors.New("the table's rows must rise in upTo, not fall in kept, and keep 0 to 1")
		}
		before = row
	}
	return nil
}

var whole = decimal.FromInt64(1)

// Cover is the time that a premium was for, from its first day to the first day after it.
type Cover struct{ From, Until date.Date }

// Kept is what of a premium is kept when its cover ends on a day: nothing of it, but for a least, when cover ends as it
// begins, and all of it when it ends no sooner than it would have.
func (t Terms) Kept(premium money.Amount, cover Cover, end date.Date) (money.Amount, error) {
	if !cover.From.Before(cover.Until) {
		return money.Amount{}, fmt.Errorf("cover from %s until %s is of no day", cover.From, cover.Until)
	}
	over, total := cover.From.DaysUntil(end), cover.From.DaysUntil(cover.Until)
	return t.KeptOf(premium, cover.From, Part{decimal.FromInt64(int64(over)), decimal.FromInt64(int64(total))})
}

// Part is how much of a cover is over, of how much there is of it: in days or, where different days cost differently, in
// what they cost.
type Part struct{ Over, Whole decimal.Decimal }

// KeptOf is what of a premium is kept when a part of its cover is over. For a table, the part is that of a year.
func (t Terms) KeptOf(premium money.Amount, from date.Date, part Part) (money.Amount, error) {
	switch {
	case premium.Sign() <= 0 || part.Over.Cmp(part.Whole) >= 0:
		return premium, nil
	case part.Over.Sign() <= 0:
		return t.atLeast(premium, money.Amount{})
	}
	kept, err := t.kept(premium, from, part)
	if err != nil {
		return money.Amount{}, err
	}
	return t.atLeast(premium, kept)
}

// atLeast raises what is kept to the least, but never above the premium.
func (t Terms) atLeast(premium, kept money.Amount) (money.Amount, error) {
	if kept.Cmp(t.Least) < 0 {
		kept = t.Least
	}
	if kept.Cmp(premium) > 0 {
		kept = premium
	}
	return kept, nil
}

func (t Terms) kept(premium money.Amount, from date.Date, part Part) (money.Amount, error) {
	switch t.Method {
	case ProRata:
		return mulQuo(premium.Decimal(), part.Over, part.Whole)
	case ProRataPenalty:
		back, err := t.back(premium, part)
		if err != nil {
			return money.Amount{}, err
		}
		return premium.Sub(back)
	default:
		row, err := t.row(from, part)
		if err != nil {
			return money.Amount{}, err
		}
		return premium.Mul(row, decimal.HalfUp)
	}
}

// back is what a penalty leaves of the pro rata refund.
func (t Terms) back(premium money.Amount, part Part) (money.Amount, error) {
	rest, err := part.Whole.Sub(part.Over)
	if err != nil {
		return money.Amount{}, err
	}
	most, err := premium.Decimal().Mul(t.Returned)
	if err != nil {
		return money.Amount{}, err
	}
	return mulQuo(most, rest, part.Whole)
}

// row is the table's part for what is over, as a part of a year: half of a half-year's cover counts as half a year.
func (t Terms) row(from date.Date, part Part) (decimal.Decimal, error) {
	count, err := daysOver(from, part)
	if err == nil && t.Unit == Months {
		count, err = months(from, count)
	}
	if err != nil {
		return decimal.Decimal{}, err
	}
	at := slices.IndexFunc(t.Table, func(r Row) bool { return count <= r.UpTo })
	if at < 0 {
		return whole, nil
	}
	return t.Table[at].Kept, nil
}

// daysOver is a part in days of the year from a day on, a begun day counting.
func daysOver(from date.Date, part Part) (int, error) {
	year, err := from.AddMonths(12)
	if err != nil {
		return 0, err
	}
	days, err := decimal.FromInt64(int64(from.DaysUntil(year))).MulQuo(part.Over, part.Whole, 0, decimal.Ceiling)
	if err != nil {
		return 0, err
	}
	over, err := days.Int64()
	return int(over), err
}

// months counts the months that have begun after so many days.
func months(from date.Date, over int) (int, error) {
	end, err := from.AddDays(over)
	if err != nil {
		return 0, err
	}
	for n := 1; ; n++ {
		month, err := from.AddMonths(n)
		if err != nil {
			return 0, err
		}
		if !end.After(month) {
			return n, nil
		}
	}
}

// mulQuo is amount × n ÷ d, rounded once, half up.
func mulQuo(amount, n, d decimal.Decimal) (money.Amount, error) {
	quotient, err := amount.MulQuo(n, d, 0, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, err
	}
	minor, err := quotient.Int64()
	if err != nil {
		return money.Amount{}, err
	}
	return money.NewAmount(minor)
}
