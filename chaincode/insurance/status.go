// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PolicyStatus is one thing that is true of a policy; several are at once.
type PolicyStatus string

// The statuses of policies.
const (
	// Pending: cover begins later.
	Pending PolicyStatus = "PENDING"
	// OnRisk: cover is in force.
	OnRisk PolicyStatus = "ON_RISK"
	// CancelPending: cover is in force and will end before its time.
	CancelPending PolicyStatus = "CANCEL_PENDING"
	// Cancelled, Lapsed, Expired: cover ended at somebody's will, for want of payment, or in its time.
	Cancelled PolicyStatus = "CANCELLED"
	Lapsed    PolicyStatus = "LAPSED"
	Expired   PolicyStatus = "EXPIRED"
	// Delinquent: a premium is overdue.
	Delinquent PolicyStatus = "DELINQUENT"
	// DoNotRenew: one side gave notice.
	DoNotRenew PolicyStatus = "DO_NOT_RENEW"
	// ClosedPolicy: nothing comes of the policy any more, unless a closed claim is opened again.
	ClosedPolicy PolicyStatus = "CLOSED"
)

// StatusOn are the statuses of a policy on a day: derived, and nowhere kept.
func (p Policy) StatusOn(day date.Date, instalments []Instalment) []PolicyStatus {
	statuses := []PolicyStatus{p.coverOn(day)}
	for _, t := range p.Stack {
		if (t.Kind == Cancel || t.Kind == Lapse) && statuses[0] == OnRisk && t.span().From.After(day) && p.stands(t) {
			statuses = append(statuses, CancelPending)
			break
		}
	}
	for _, i := range instalments {
		if i.Overdue(day) {
			statuses = append(statuses, Delinquent)
			break
		}
	}
	if p.NoRenewal {
		statuses = append(statuses, DoNotRenew)
	}
	return statuses
}

// coverOn says how cover stands.
func (p Policy) coverOn(day date.Date) PolicyStatus {
	if _, live := p.InForce(day, p.top().Recorded); live {
		return OnRisk
	}
	if opening, there := p.opening(day); there {
		return p.endedAs(opening)
	}
	if first := p.Stack[0]; day.Before(first.Effective) {
		if over, is := end(p.of(first.Number)); !is || over.After(first.Effective) {
			return Pending
		}
		return p.endedAs(first) // before it began
	}
	last := p.last()
	if day, over := end(p.of(last.Number)); over && day.Before(last.Until) {
		return p.endedAs(last)
	}
	return Expired
}

func (p Policy) endedAs(opening Transaction) PolicyStatus {
	for _, t := range ended(p.of(opening.Number)) {
		if t.Kind == Lapse {
			return Lapsed
		}
	}
	return Cancelled
}

// stands tells whether an ending was not undone.
func (p Policy) stands(ending Transaction) bool {
	for _, t := range ended(p.of(ending.Period)) {
		if t.Number == ending.Number {
			return true
		}
	}
	return false
}

// ViewRequest asks what was in force on a day, as known on another.
type ViewRequest struct {
	Policy PolicyID  `json:"policy" help:"the policy"`
	On     date.Date `json:"on" help:"the day"`
	Known  date.Date `json:"known,omitzero" help:"as known on this day; as known now when left out"`
}

// Validate refuses malformed members.
func (r ViewRequest) Validate() error {
	if r.On.IsZero() {
		return errors.New("on is missing")
	}
	return r.Policy.Validate()
}

// KnownOn is the day as known on which is asked.
func (r ViewRequest) KnownOn(today date.Date) date.Date {
	if r.Known.IsZero() {
		return today
	}
	return r.Known
}

// Standing is how a policy stands on the business date.
type Standing struct {
	Policy      Policy         `json:"policy"`
	Statuses    []PolicyStatus `json:"statuses"`
	Instalments []Instalment   `json:"instalments"`
}

// FirmPage asks for a page of a firm's records.
type FirmPage struct {
	protocol.PageRequest
	Party parties.PartyID `json:"party" help:"the party"`
}

// Validate refuses malformed members.
func (r FirmPage) Validate() error { return errors.Join(r.PageRequest.Validate(), r.Party.Validate()) }

// ProductPage asks for a page of a product's policies.
type ProductPage struct {
	protocol.PageRequest
	Product ProductID `json:"product" help:"the product"`
}

// Validate refuses malformed members.
func (r ProductPage) Validate() error {
	return errors.Join(r.PageRequest.Validate(), r.Product.Validate())
}
