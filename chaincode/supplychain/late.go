// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// LateTerms are what an obligor owes holders on what it pays late, without anybody having to complain (MSMED Act 2006 of
// India, section 16, has compound interest with monthly rests). What a financier charges its seller is another thing, and
// in the terms of its deal.
type LateTerms struct {
	LateRate    decimal.Decimal `json:"lateRate,omitzero" help:"rate a year that the obligor owes on what it pays after the grace, from the due date on"`
	Compounding Compounding     `json:"compounding,omitzero" help:"SIMPLE or MONTHLY; needed with a late rate"`
}

// Validate refuses malformed members.
func (t LateTerms) Validate() error {
	if t.Compounding != "" && t.Compounding != SimpleInterest && t.Compounding != MonthlyRests || t.LateRate.Sign() != 0 && t.Compounding == "" {
		return errors.New("compounding is not SIMPLE or MONTHLY")
	}
	return fraction("lateRate", t.LateRate)
}

// late is the interest on a rise of an undertaking's level that comes after the grace. It is interest on the whole, which
// all units share as they share payments.
func (p Programme) late(rise money.Amount, u Undertaking, today date.Date) (money.Amount, error) {
	if u.Due.DaysUntil(today) <= p.Grace {
		return money.Amount{}, nil
	}
	return Terms{LateRate: p.LateRate, Compounding: p.Compounding}.Late(rise, u.Due, today, p.DayCount)
}

// lateOwed is the money that more late interest takes: what falls on units that are the obligor's own, or withheld, takes
// none.
func (d Discharge) lateOwed(more, face int64) int64 {
	order, from := pariPassuOf(face), d.Late.Minor()
	money := more
	for _, own := range d.unpaid() {
		money -= order.due(own, from, from+more)
	}
	return money
}
