// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// Table writes a report of the samples for people.
func (s *Samples) Table(out io.Writer, r Report) error {
	for _, part := range []func(io.Writer, Report){s.rateTable, s.ratioTable, s.figureTable} {
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
		part(table, r)
		if err := table.Flush(); err != nil {
			return err
		}
	}
	last := fmt.Sprintf("%d rounds; all peers agree and no money was made or lost", r.Rounds)
	if !r.Valid {
		last = "void: " + r.Void
	}
	_, err := fmt.Fprintln(out, last)
	return err
}

// rateTable and the others leave errors to the table's Flush.
func (s *Samples) rateTable(table io.Writer, r Report) {
	kinds := r.kinds()
	fmt.Fprintf(table, "workload\tpayments/s\tlost races\tms a transaction:\t%s\t\n", strings.Join(kinds, "\t"))
	for _, w := range s.workloads() {
		fmt.Fprintf(table, "%s\t%.1f\t%d\t\t", w.Name, r.Rates[w.Name], r.Lost[w.Name])
		for _, kind := range kinds {
			fmt.Fprintf(table, "%.2f\t", r.CPU[w.Name][kind])
		}
		fmt.Fprintln(table)
	}
}

func (s *Samples) ratioTable(table io.Writer, r Report) {
	fmt.Fprintln(table, "ratio\tat least\tmedian\tat most\tgoal\t\t")
	for _, q := range s.comparisons() {
		e := r.Estimates[q.Name]
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%s\t\n", q.Name, e.Low, e.Median, e.High, e.Goal, verdict(e.Reached))
	}
	fmt.Fprintf(table, "%s\t%.3f\t%.3f\t%.3f\t\t\t\n", s.control.Name, r.AA.Low, r.AA.Median, r.AA.High)
}

func (s *Samples) figureTable(table io.Writer, r Report) {
	if len(r.Figures) > 0 {
		fmt.Fprintln(table, "figure\tcounted\tgoal\t\t")
	}
	for _, f := range s.figures() {
		fmt.Fprintf(table, "%s\t%g\t%s %g\t%s\t\n", f.Name, f.Value, f.bound(), f.Goal, verdict(f.Reached()))
	}
}

// kinds are all kinds of processes, sorted.
func (r Report) kinds() []string {
	var kinds []string
	for _, cpu := range r.CPU {
		kinds = slices.AppendSeq(kinds, maps.Keys(cpu))
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

func verdict(reached bool) string {
	if reached {
		return "reached"
	}
	return "missed"
}
