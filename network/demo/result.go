// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/network/audit"
)

// Told is a chapter that was told.
type Told struct {
	Name, Title string
	Steps       int // that were carried out, the one that failed included
	Took        time.Duration
	Err         error // of the step that failed
}

// Result is what came of a demonstration.
type Result struct {
	Chapters []Told
	// Audit is nil when the books could not be read.
	Audit    *audit.Report
	auditErr error
}

// Summary is the result for machines.
type Summary struct {
	OK         bool                      `json:"ok"`
	Chapters   map[string]ChapterSummary `json:"chapters"`
	Invariants map[string]bool           `json:"invariants"`
	Seconds    float64                   `json:"seconds"`
	Error      string                    `json:"error,omitempty"`
}

// ChapterSummary is a chapter for machines.
type ChapterSummary struct {
	OK      bool    `json:"ok"`
	Steps   int     `json:"steps"`
	Seconds float64 `json:"seconds"`
}

// Summarise makes the summary of a result, which is nil when nothing was told, of all that failed and of the time since
// the command began.
func Summarise(r *Result, failure error, took time.Duration) Summary {
	s := Summary{OK: failure == nil, Chapters: map[string]ChapterSummary{}, Invariants: map[string]bool{}, Seconds: seconds(took)}
	if failure != nil {
		s.Error = failure.Error()
	}
	if r == nil {
		return s
	}
	for _, told := range r.Chapters {
		s.Chapters[told.Name] = ChapterSummary{OK: told.Err == nil, Steps: told.Steps, Seconds: seconds(told.Took)}
	}
	if r.Audit != nil {
		for _, law := range r.Audit.Invariants {
			s.Invariants[law.Name] = law.Holds()
		}
	}
	return s
}

func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*100) / 100 }

// Print shows the result as tables.
func (r *Result) Print(to io.Writer) error {
	table := tabwriter.NewWriter(to, 0, 0, 3, ' ', 0)
	fmt.Fprint(table, "\nCHAPTER\tSTEPS\tSECONDS\tOK\n")
	for _, told := range r.Chapters {
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%s\n", told.Name, told.Steps, told.Took.Seconds(), yes(told.Err == nil))
	}
	if r.Audit != nil {
		r.printAudit(table)
	}
	return table.Flush()
}

func (r *Result) printAudit(table io.Writer) {
	fmt.Fprint(table, "\nMONEY\tON ACCOUNTS\tISSUED\tHELD\n")
	for _, sum := range r.Audit.Sums {
		in := func(a money.Amount) money.Money { return money.Money{Amount: a, Currency: sum.Currency} }
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", sum.Bank, in(sum.Balances), in(sum.Issued), in(sum.Held))
	}
	fmt.Fprint(table, "\nINVARIANT\tHOLDS\n")
	for _, law := range r.Audit.Invariants {
		fmt.Fprintf(table, "%s\t%s\n", law.Name, yes(law.Holds()))
	}
}

func yes(ok bool) string {
	if ok {
		return "yes"
	}
	return "NO"
}
