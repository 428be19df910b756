// SPDX-License-Identifier: Apache-2.0

package score

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Payment is what the ledger records of one due amount; a debt that is paid in parts has a record for each part, and one
// for what is outstanding.
type Payment struct {
	// ID is the record's name on the ledger.
	ID string `json:"id"`
	// Debt names what was owed, so that a debt paid in many parts is one experience; the record's own name where it is
	// empty.
	Debt string `json:"debt,omitzero"`
	// Obligor owed, Creditor was owed.
	Obligor  string      `json:"obligor"`
	Creditor string      `json:"creditor"`
	Amount   money.Money `json:"amount"`
	Due      date.Date   `json:"due"`
	// Paid is the value date; none while it is outstanding.
	Paid date.Date `json:"paid,omitzero"`
}

func (p Payment) validate(party string) error {
	switch {
	case p.ID == "" || p.Creditor == "" || p.Due.IsZero() || p.Amount.Sign() <= 0:
		return RecordRefused.New("a record lacks its name, creditor, due date or amount")
	case p.Obligor != party:
		return RecordRefused.New("record %s is of another obligor", p.ID)
	}
	return nil
}

func (p Payment) debt() string {
	if p.Debt == "" {
		return p.ID
	}
	return p.Debt
}

// daysBeyond is how many days after the due date it was paid, or how many have passed.
func (p Payment) daysBeyond(today date.Date) int {
	if p.settled(today) {
		return p.Due.DaysUntil(p.Paid)
	}
	return p.Due.DaysUntil(today)
}

// settled tells whether it was paid by a date; an assessment of a past date must not know the future.
func (p Payment) settled(today date.Date) bool { return !p.Paid.IsZero() && !p.Paid.After(today) }

// Exclusion is why a record does not count.
type Exclusion string

// The reasons.
const (
	OtherCurrency Exclusion = "OTHER_CURRENCY"
	OwedToItself  Exclusion = "OWED_TO_ITSELF"
	BeforeWindow  Exclusion = "BEFORE_WINDOW"
	NotDue        Exclusion = "NOT_DUE"
)

// exclusion is empty for a record that counts.
func (p Payment) exclusion(policy Policy, currency money.Currency, today date.Date) Exclusion {
	switch {
	case p.Amount.Currency != currency:
		return OtherCurrency
	case p.Creditor == p.Obligor:
		return OwedToItself
	case p.Due.DaysUntil(today) > policy.WindowDays:
		return BeforeWindow
	case !p.settled(today) && !today.After(p.Due):
		return NotDue
	}
	return ""
}
