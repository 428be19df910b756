// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/finance/date"

// RunOff is what may still come of a policy whose cover is over.
type RunOff struct {
	Instalments []Instalment
	Claims      []Claim
	// ReportingDays are the most of all versions under which the policy was.
	ReportingDays int
	// Waiting tells that triggers of the policy were not evaluated, or that an audit was asked for.
	Waiting bool
}

// over is the first day without cover, for good as things stand; false while there is cover, or will be.
func (p Policy) over(today date.Date) (date.Date, bool) {
	last := p.last()
	day, early := end(p.of(last.Number))
	if !early {
		day = last.Until
	}
	return day, !today.Before(day)
}

// MayBeClosed tells whether cover is over and every premium paid or void, so that it is worth while to look for the rest.
func (p Policy) MayBeClosed(today date.Date, instalments []Instalment) bool {
	for _, i := range instalments {
		if i.Status == Open && !i.IsZero() {
			return false
		}
	}
	_, over := p.over(today)
	return over
}

// ClosedOn tells whether the policy is closed: cover is over, and so is the time in which a loss may be reported, no claim
// is open, nothing is recovered, no premium is owed and no trigger waits.
func (p Policy) ClosedOn(today date.Date, r RunOff) bool {
	day, _ := p.over(today)
	if r.Waiting || !p.MayBeClosed(today, r.Instalments) || day.DaysUntil(today) < r.ReportingDays {
		return false
	}
	for _, c := range r.Claims {
		if c.open() || c.Recoveries > 0 {
			return false
		}
	}
	return true
}

// Versions are those under which the policy's periods were written, with the quotes that made them.
func (p Policy) Versions() (versions []VersionKey, quotes []QuoteID) {
	for _, opening := range p.openings() {
		versions = append(versions, VersionKey{Product: p.Product, Version: opening.Version})
		quotes = append(quotes, opening.Quote)
	}
	return versions, quotes
}

// Waits names the work that was made when a period of the policy was bound, wherever it has gone since.
// Faults: those of [Policy.Arm].
func (p Policy) Waits(n int, v ProductVersion, choices []Choice) ([]DueKey, error) {
	opening := p.openings()[n]
	if v.Parametric == nil {
		return nil, nil
	}
	p.Stack = p.Stack[:opening.Number] // as it was then
	due, err := p.Arm(v, choices, opening.Recorded)
	if err != nil {
		return nil, err
	}
	keys := make([]DueKey, len(due))
	for i, work := range due {
		keys[i] = work.DueKey
	}
	return keys, nil
}

// AuditOpen tells whether an audit was asked for and is not done.
func (e Evaluation) AuditOpen() bool { return e.Audit != nil && !e.Audit.Done }
