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

// Kept is what of a premium is kept when its cover ends on a day: nothing of it when cover ends as it begins, all of it
// when it ends no sooner than it would have. A premium below zero, of a change that made cover cheaper, is kept as its
// opposite would be, without a least.
func (t Terms) Kept(premium money.Amount, cover Cover, end date.Date) (money.Amount, error) {
	if !cover.From.Before(cover.Until) {
		return money.Amount{}, fmt.Errorf("cover from %s until %s is of no day", cover.From, cover.Until)
	}
	if premium.Sign() < 0 {
		t.Least = money.Amount{}
		kept, err := t.Kept(premium.Neg(), cover, end)
		return kept.Neg(), err
	}
	if !end.After(cover.From) {
		return t.atLeast(premium, money.Amount{})
	}
	if !end.Before(cover.Until) {
		return premium, nil
	}
	kept, err := t.kept(premium, cover, end)
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

func (t Terms) kept(premium money.Amount, cover Cover, end date.Date) (money.Amount, error) {
	over, total := int64(cover.From.DaysUntil(end)), int64(cover.From.DaysUntil(cover.Until))
	switch t.Method {
	case ProRata:
		return mulQuo(premium, whole, over, total)
	case ProRataPenalty:
		back, err := mulQuo(premium, t.Returned, total-over, total)
		if err != nil {
			return back, err
		}
		return premium.Sub(back)
	default:
		part, err := t.part(cover, end)
		if err != nil {
			return money.Amount{}, err
		}
		return premium.Mul(part, decimal.HalfUp)
	}
}

// part is the table's part for the time that is over. Cover of another length than a year is measured in proportion: half
// of a half-year's cover counts as half a year.
func (t Terms) part(cover Cover, end date.Date) (decimal.Decimal, error) {
	year, err := cover.From.AddMonths(12)
	if err != nil {
		return decimal.Decimal{}, err
	}
	over, total := cover.From.DaysUntil(end), cover.From.DaysUntil(cover.Until)
	if cover.Until != year {
		over = ceiling(over*cover.From.DaysUntil(year), total)
	}
	if t.Unit == Months {
		if over, err = months(cover.From, over); err != nil {
			return decimal.Decimal{}, err
		}
	}
	at := slices.IndexFunc(t.Table, func(r Row) bool { return over <= r.UpTo })
	if at < 0 {
		return whole, nil
	}
	return t.Table[at].Kept, nil
}

func ceiling(n, d int) int { return (n + d - 1) / d }

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

// mulQuo is amount × part × n ÷ d, rounded once, half up.
func mulQuo(amount money.Amount, part decimal.Decimal, n, d int64) (money.Amount, error) {
	ratio, err := decimal.NewRatio(n, d)
	if err != nil {
		return money.Amount{}, err
	}
	return amount.MulRatio(part, ratio, decimal.HalfUp)
}
