// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// InstalmentsMost bounds the instalments of a period.
const InstalmentsMost = 60

// InstalmentsOfPolicy bounds all instalments of a policy, in all its periods.
const InstalmentsOfPolicy = 1_000

// InstalmentKey names an instalment of a policy.
type InstalmentKey struct {
	Policy PolicyID `json:"policy" help:"the policy"`
	Number int      `json:"number" help:"number of the instalment, from 1"`
}

// Key is the instalment's place in a table.
func (k InstalmentKey) Key() []string { return []string{string(k.Policy), number(k.Number)} }

// Validate refuses malformed members.
func (k InstalmentKey) Validate() error {
	return errors.Join(k.Policy.Validate(), validateNumber("instalment", k.Number))
}

// InstalmentStatus is how an instalment stands. Whether it is due, in grace or overdue follows from the date.
type InstalmentStatus string

// The states of an instalment.
const (
	// Open instalments are owed, or will be.
	Open InstalmentStatus = "OPEN"
	// Paid instalments were paid in whole.
	Paid InstalmentStatus = "PAID"
	// Void instalments are not owed any more.
	Void InstalmentStatus = "VOID"
	// Returned instalments are below zero: what was given back of premiums that were paid.
	Returned InstalmentStatus = "RETURNED"
)

// Instalment is a part of a premium with its due date.
type Instalment struct {
	InstalmentKey
	// Period is the number of the transaction that began its period.
	Period int       `json:"period"`
	Due    date.Date `json:"due"`
	Charge
	Status InstalmentStatus `json:"status"`
	// PaidOn is the business date of the payment.
	PaidOn date.Date `json:"paidOn,omitzero"`
	// Grace is the last day on which it may be paid without the policy lapsing. Grace and Bill are nothing once it is paid.
	Grace date.Date `json:"grace,omitzero"`
	Bill  Bill      `json:"bill,omitzero"`
}

// Late tells whether it is unpaid and its grace over on a day: then the policy decides whether it may still be paid.
func (i Instalment) Late(on date.Date) bool { return i.Status == Open && on.After(i.Grace) }

// paid is the instalment as it is once it is paid, or given back.
func (i Instalment) paid(as InstalmentStatus, today date.Date) Instalment {
	i.Status, i.PaidOn, i.Grace, i.Bill = as, today, date.Date{}, Bill{}
	return i
}

// Overdue tells whether it was due before a day and is not paid.
func (i Instalment) Overdue(on date.Date) bool { return i.Status == Open && i.Due.Before(on) }

// in refuses an instalment in another state. Faults: STATUS_REFUSED.
func (i Instalment) in(states ...InstalmentStatus) error {
	return inState("instalment", number(i.Number)+" of policy "+string(i.Policy), i.Status, states...)
}

// DueKey is an unpaid instalment's place in the list of those that are due on a day; nil for others.
func (i Instalment) DueKey() []string {
	if i.Status != Open {
		return nil
	}
	return []string{i.Due.String()}
}
