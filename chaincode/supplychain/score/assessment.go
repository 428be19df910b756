// SPDX-License-Identifier: Apache-2.0

package score

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Fact is a payment record that was looked at.
type Fact struct {
	Payment Payment `json:"payment"`
	// DaysBeyond is late above zero and early below.
	DaysBeyond int `json:"daysBeyond"`
	// Points are nothing where the record does not count.
	Points int `json:"points"`
	// Excluded says why it does not count.
	Excluded Exclusion `json:"excluded,omitzero"`
}

// Assessment is a score with everything that it is made of.
type Assessment struct {
	Party    string         `json:"party"`
	Policy   Policy         `json:"policy"`
	Currency money.Currency `json:"currency"`
	AsOf     date.Date      `json:"asOf"`
	// Rated tells whether there were payments and creditors enough; Score is nothing otherwise.
	Rated bool `json:"rated"`
	Score int  `json:"score"`
	// Payments counts the debts whose payments went into the score, in however many parts they were paid; Creditors and
	// Amount who had them, and how much.
	Payments  int          `json:"payments"`
	Creditors int          `json:"creditors"`
	Amount    money.Amount `json:"amount"`
	// Late is the part of Amount that was paid after its due date, or is past it.
	Late money.Amount `json:"late"`
	// Facts are all records that were looked at, ordered by name.
	Facts []Fact `json:"facts"`
}

// Assess computes an assessment as of a business date; the order of the records does not matter. Faults: SCORE_POLICY,
// PAYMENT_RECORD.
func Assess(policy Policy, party string, currency money.Currency, records []Payment, asOf date.Date) (Assessment, error) {
	if err := policy.Validate(); err != nil {
		return Assessment{}, err
	}
	a := Assessment{Party: party, Policy: policy, Currency: currency, AsOf: asOf, Facts: []Fact{}}
	for _, record := range sorted(records) {
		if err := a.look(record); err != nil {
			return Assessment{}, err
		}
	}
	return a.rate()
}

func sorted(records []Payment) []Payment {
	ordered := slices.Clone(records)
	slices.SortStableFunc(ordered, func(p, q Payment) int { return strings.Compare(p.ID, q.ID) })
	return ordered
}

// look adds a record to the facts.
func (a *Assessment) look(record Payment) error {
	if err := record.validate(a.Party); err != nil {
		return err
	}
	if n := len(a.Facts); n > 0 && a.Facts[n-1].Payment.ID == record.ID {
		return RecordRefused.New("record %s is there twice", record.ID)
	}
	fact := Fact{Payment: record, DaysBeyond: record.daysBeyond(a.AsOf), Excluded: record.exclusion(a.Policy, a.Currency, a.AsOf)}
	if fact.Excluded == "" {
		fact.Points = a.Policy.Points(fact.DaysBeyond)
	}
	a.Facts = append(a.Facts, fact)
	return nil
}

// rate fills in the score and the counts.
func (a Assessment) rate() (Assessment, error) {
	var creditors, debts []string
	var weighted decimal.Decimal
	for _, fact := range a.Facts {
		if fact.Excluded != "" {
			continue
		}
		debts, creditors = append(debts, fact.Payment.debt()), append(creditors, fact.Payment.Creditor)
		if err := a.add(fact, &weighted); err != nil {
			return Assessment{}, RecordRefused.New("the records' amounts add up to too much: %v", err)
		}
	}
	a.Payments, a.Creditors = distinct(debts), distinct(creditors)
	if a.Payments < a.Policy.PaymentsMin || a.Creditors < a.Policy.CreditorsMin {
		return a, nil
	}
	mean, err := weighted.Quo(a.Amount.Decimal(), 0, decimal.HalfUp)
	if err != nil {
		return Assessment{}, fmt.Errorf("score: %w", err)
	}
	points, err := mean.Int64()
	a.Rated, a.Score = true, int(points)
	return a, err
}

func distinct(names []string) int {
	slices.Sort(names)
	return len(slices.Compact(names))
}

// add weighs one fact.
func (a *Assessment) add(fact Fact, weighted *decimal.Decimal) error {
	paid := fact.Payment.Amount.Amount
	product, err := paid.Decimal().Mul(decimal.FromInt64(int64(fact.Points)))
	sum, sumErr := weighted.Add(product)
	amount, amountErr := a.Amount.Add(paid)
	if err := errors.Join(err, sumErr, amountErr); err != nil {
		return err
	}
	*weighted, a.Amount = sum, amount
	if fact.DaysBeyond > 0 {
		a.Late, err = a.Late.Add(paid)
	}
	return err
}

// Verify computes the assessment again from the ledger's records. Faults: SCORE_MISMATCH, and those of [Assess].
func (a Assessment) Verify(records []Payment) error {
	again, err := Assess(a.Policy, a.Party, a.Currency, records, a.AsOf)
	if err != nil {
		return err
	}
	shown, err := protocol.Marshal(a)
	if err != nil {
		return fmt.Errorf("assessment: %w", err)
	}
	computed, err := protocol.Marshal(again)
	if err != nil {
		return fmt.Errorf("assessment: %w", err)
	}
	if string(shown) != string(computed) {
		return Mismatch.New("the records of %s give another assessment as of %s", a.Party, a.AsOf)
	}
	return nil
}

// Fresh refuses an assessment that is too old to be relied on, or of the future: SCORE_STALE.
func (a Assessment) Fresh(today date.Date) error {
	switch age := a.AsOf.DaysUntil(today); {
	case age < 0:
		return Stale.New("the assessment is as of %s, which is not yet", a.AsOf)
	case age > a.Policy.ValidDays:
		return Stale.New("the assessment is %d days old, and good for %d", age, a.Policy.ValidDays)
	}
	return nil
}
