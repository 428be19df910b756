// SPDX-License-Identifier: Apache-2.0

package duplicate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Verdict is what the register says of an invoice.
type Verdict string

// The verdicts.
const (
	// Clear: no other claim has one of its tokens.
	Clear Verdict = "CLEAR"
	// Suspicion: another claim looks like it, or is it but was not financed. A second person has to approve.
	Suspicion Verdict = "SUSPICION"
	// Same: it was financed before. Nobody can approve that.
	Same Verdict = "SAME"
)

// Finding is a kind of likeness to another claim; it names nobody.
type Finding struct {
	Class Class `json:"class"`
	State State `json:"state"`
}

// Answer is the register's word about an invoice.
type Answer struct {
	Verdict Verdict `json:"verdict"`
	// Findings are the reasons, the most telling first, each once.
	Findings []Finding `json:"findings"`
}

// Judge reads the entries that were found under an invoice's Lookup tokens. Those of the registration itself are no
// reason. It depends on nothing else, so every endorser answers alike.
func Judge(found []Entry, registration string) Answer {
	answer := Answer{Verdict: Clear, Findings: []Finding{}}
	for _, entry := range found {
		verdict := entry.likeness(registration)
		if verdict == Clear {
			continue
		}
		answer.Findings = append(answer.Findings, Finding{Class: entry.Token.Class, State: entry.State})
		if answer.Verdict != Same {
			answer.Verdict = verdict
		}
	}
	slices.SortFunc(answer.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Class.rank(), b.Class.rank()), strings.Compare(string(a.State), string(b.State)))
	})
	answer.Findings = slices.Compact(answer.Findings)
	return answer
}

func (e Entry) likeness(registration string) Verdict {
	others := slices.ContainsFunc(e.Claims, func(claim string) bool { return claim != registration })
	switch {
	case e.Financed != "" && e.Financed != registration && e.Token.Class.Hard():
		return Same
	case e.Financed != "" && e.Financed != registration, others, e.Crowded:
		return Suspicion
	}
	return Clear
}

// Refusal is nil where the invoice may be financed: it is clear, or suspicious and approved by a second person.
// Faults: DOUBLE_FINANCING, DUPLICATE_SUSPECTED.
func (a Answer) Refusal(approved bool) error {
	switch {
	case a.Verdict == Same:
		return DoubleFinancing.New("the claim was financed before (%s)", a.kinds())
	case a.Verdict == Suspicion && !approved:
		return DuplicateSuspected.New("another claim is alike (%s); a second person has to approve", a.kinds())
	}
	return nil
}

func (a Answer) kinds() string {
	kinds := make([]string, len(a.Findings))
	for i, finding := range a.Findings {
		kinds[i] = fmt.Sprintf("%s %s", finding.Class, finding.State)
	}
	return strings.Join(kinds, ", ")
}
